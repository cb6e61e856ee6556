#ifndef MNZ_DOCUMENT_LAYERS_H
#define MNZ_DOCUMENT_LAYERS_H

#include "document/tree.h"

/* Where in the document a node stands, which decides how layers of it combine. */
struct mnz_tree_place {
    int depth; /* 0 the document, 1 a section, 2 a record or a section's field */
    const char *section;    /* "facilities", from depth 1 on        */
    const char *key;        /* of the node itself, from depth 1 on  */
    const char *parent_key; /* of its container, from depth 2 on */
};

/* The place of the value of `key` in a mapping at `place`. */
struct mnz_tree_place mnz_tree_place_below(const struct mnz_tree_place *place,
                                           const char *key);

/*
 * Lay `overlay` over `base`: mappings key by key, a null removes the key below it,
 * anything else replaces. Rows of `links` and `correlations` are added. A mapping that
 * is one value (a distribution, a dated series, a selector) replaces as a whole.
 *
 * `overlay` and `base` stay as they are; *out shares their nodes. Removing a key that
 * is not there is a warning. MNZ_ERR_NOMEM only.
 */
MNZ_NODISCARD enum mnz_status
mnz_layers_merge(const struct mnz_tree *base, const struct mnz_tree *overlay,
                 const struct mnz_tree_place *place, struct mnz_arena *arena,
                 struct mnz_diags *diags, const struct mnz_tree **out);

/*
 * The smallest overlay that, laid over `base`, gives `target`: the inverse of
 * mnz_layers_merge. Of `links` it has the rows that differ, and later ones of the same
 * material, so that the same rows win; NULL in *out where nothing differs. *out shares
 * nodes with `target`.
 *
 * MNZ_ERR_INPUT where no overlay can say it: a row of links that is gone or has other
 * ends, or a row of correlations that is gone or another.
 */
MNZ_NODISCARD enum mnz_status mnz_layers_diff(const struct mnz_tree *base,
                                              const struct mnz_tree *target,
                                              const struct mnz_tree_place *place,
                                              struct mnz_arena *arena,
                                              const struct mnz_tree **out);

/* Warn that there is no `key` to remove from `mapping`, naming the nearest there is. */
void mnz_layers_warn_absent(const struct mnz_tree *mapping, const char *key,
                            struct mnz_span at, struct mnz_arena *arena,
                            struct mnz_diags *diags);

#endif
