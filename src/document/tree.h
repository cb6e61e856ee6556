#ifndef MNZ_DOCUMENT_TREE_H
#define MNZ_DOCUMENT_TREE_H

#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "monazite/status.h"

/*
 * The merged document: the scenario's files, tables and --set options together, as a
 * tree in which every node knows its file, line and column. Nodes live in an arena and
 * never change once loading is done. Aliases share nodes.
 */
enum mnz_tree_kind { MNZ_TREE_SCALAR, MNZ_TREE_MAPPING, MNZ_TREE_SEQUENCE };

struct mnz_csv;
struct mnz_tree;

/* A key of a mapping with its value, in file order. */
struct mnz_tree_entry {
    const char *key;
    struct mnz_span key_at;
    const struct mnz_tree *value;
};

struct mnz_tree {
    enum mnz_tree_kind kind;
    int is_quoted; /* a scalar written in quotes, or as a block: never null or a number
                    */
    struct mnz_span at;
    const struct mnz_csv *table; /* mappings: the table whose row it is, or NULL */
    const char *text;    /* scalars: UTF-8 without NUL; "" is null if not quoted  */
    size_t num_children; /* mappings and sequences */
    union {
        const struct mnz_tree_entry *entries; /* mappings  */
        const struct mnz_tree *const *items;  /* sequences */
    };
};

/* The value of `key` in a mapping; NULL when absent or `tree` is no mapping. */
const struct mnz_tree *mnz_tree_find(const struct mnz_tree *tree, const char *key);

/* Whether a --set wrote it. */
int mnz_tree_is_of_setting(const struct mnz_tree *tree);

/* Whether `tree` is YAML's null: an unquoted empty, "~" or "null" scalar. */
int mnz_tree_is_null(const struct mnz_tree *tree);

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

/* A copy of a mapping or list whose children can be replaced by mnz_tree_put(). */
struct mnz_tree *mnz_tree_copy(struct mnz_arena *arena, const struct mnz_tree *node);
void mnz_tree_put(struct mnz_tree *copy, size_t i, const struct mnz_tree *child);

/* The entry of `key` in a mapping, or NULL. */
const struct mnz_tree_entry *mnz_tree_find_entry(const struct mnz_tree *tree,
                                                 const char *key);

/* "a text", "a mapping", "a list", "nothing": the kind of a node, for messages. */
const char *mnz_tree_describe(const struct mnz_tree *tree);

/* "did you mean 'x'?" for the key nearest to `key`, in `arena`; NULL if none is near.
 */
const char *mnz_tree_suggest(const struct mnz_tree *mapping, const char *key,
                             struct mnz_arena *arena);

#endif
