#ifndef MNZ_DOCUMENT_SPELLING_H
#define MNZ_DOCUMENT_SPELLING_H

#include "document/tree.h"

/*
 * Paths as the program prints them, in inputs.csv and messages: branches stand under
 * their event, dated values behind '@', links by their name or in brackets by their
 * ends, items of other lists by their number, and "value" in {value: ..., source: ...}
 * does not show.
 */

/* The path of child `i` of the node at `path`, which is at `depth` (0: the root, whose
 * path is ""). In `arena`; NULL without memory. */
const char *mnz_spelling_of_child(struct mnz_arena *arena, const struct mnz_tree *node,
                                  size_t i, const char *path, int depth);

/* "[seller>buyer:material]" of a link without a name, in `arena`; NULL without memory.
 * A part may be NULL, for one that is not written. */
const char *mnz_spelling_of_flow(struct mnz_arena *arena, const char *from,
                                 const char *to, const char *material);

/* Whether a node at `depth` is a number with its own source. */
int mnz_spelling_is_wrapper(const struct mnz_tree *node, int depth);

enum { MNZ_SPELLING_DEEPEST = 24 };

/* The way from the root to a node: at each step a node, and which child comes next. */
struct mnz_spelled {
    size_t num_steps; /* 0: nothing has the path */
    const struct mnz_tree *nodes[MNZ_SPELLING_DEEPEST];
    size_t children[MNZ_SPELLING_DEEPEST];
};

/*
 * Find the node of a printed path; "path#2" is the second distribution that has it. Of
 * links that repeat each other the last one is found, which is the one that counts.
 * MNZ_ERR_NOMEM or MNZ_OK.
 */
MNZ_NODISCARD enum mnz_status mnz_spelling_find(const struct mnz_tree *root,
                                                const char *text,
                                                struct mnz_arena *arena,
                                                struct mnz_spelled *out);

/* The node that was found, which must be one. */
const struct mnz_tree *mnz_spelled_node(const struct mnz_spelled *spelled);

/* "did you mean 'x'?" for the printed path nearest to `text`, in `arena`; *out is NULL
 * if none is near. MNZ_ERR_NOMEM or MNZ_OK. */
MNZ_NODISCARD enum mnz_status mnz_spelling_suggest(const struct mnz_tree *root,
                                                   const char *text,
                                                   struct mnz_arena *arena,
                                                   const char **out);

#endif
