#ifndef MNZ_SCENARIO_TREE_BUILD_H
#define MNZ_SCENARIO_TREE_BUILD_H

#include "scenario/tree.h"

/*
 * Nodes for those who put trees together. All live in `arena`; NULL without memory.
 * `text` is borrowed.
 */
struct mnz_tree *mnz_tree_new_scalar(struct mnz_arena *arena, struct mnz_span at,
                                     const char *text, int is_quoted);

/* An empty mapping with room for `capacity` entries; fill it with mnz_tree_add. */
struct mnz_tree *mnz_tree_new_mapping(struct mnz_arena *arena, struct mnz_span at,
                                      size_t capacity);

/* An empty list with room for `capacity` items; fill it with mnz_tree_append. */
struct mnz_tree *mnz_tree_new_sequence(struct mnz_arena *arena, struct mnz_span at,
                                       size_t capacity);

/* Add to a node that is still being built and has room left. */
void mnz_tree_add(struct mnz_tree *mapping, const char *key, struct mnz_span key_at,
                  const struct mnz_tree *value);
void mnz_tree_append(struct mnz_tree *sequence, const struct mnz_tree *item);

/* The entry of `key` in a mapping, or NULL. */
const struct mnz_tree_entry *mnz_tree_find_entry(const struct mnz_tree *tree,
                                                 const char *key);

/* "a text", "a mapping", "a list", "nothing": for messages of what was found. */
const char *mnz_tree_describe(const struct mnz_tree *tree);

/* "did you mean 'x'?" for the key nearest to `key`, in `arena`; NULL if none is near.
 */
const char *mnz_tree_suggest(const struct mnz_tree *mapping, const char *key,
                             struct mnz_arena *arena);

#endif
