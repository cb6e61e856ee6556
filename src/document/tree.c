/* tree.c - making and asking single nodes. */

#include "document/tree.h"

#include <string.h>

#include "base/bug.h"
#include "base/names.h"

struct mnz_tree *
mnz_tree_new_scalar(struct mnz_arena *arena, struct mnz_span at, const char *text,
                    int is_quoted)
{
    struct mnz_tree *node = mnz_arena_alloc(arena, 1, sizeof *node);

    if (node) {
        node->kind = MNZ_TREE_SCALAR;
        node->is_quoted = is_quoted;
        node->at = at;
        node->text = text;
    }
    return node;
}

struct mnz_tree *
mnz_tree_new_mapping(struct mnz_arena *arena, struct mnz_span at, size_t capacity)
{
    struct mnz_tree *node = mnz_arena_alloc(arena, 1, sizeof *node);

    if (!node)
        return NULL;
    node->kind = MNZ_TREE_MAPPING;
    node->at = at;
    node->text = "";
    node->entries = mnz_arena_alloc(arena, capacity, sizeof *node->entries);
    return node->entries ? node : NULL;
}

struct mnz_tree *
mnz_tree_new_sequence(struct mnz_arena *arena, struct mnz_span at, size_t capacity)
{
    struct mnz_tree *node = mnz_arena_alloc(arena, 1, sizeof *node);

    if (!node)
        return NULL;
    node->kind = MNZ_TREE_SEQUENCE;
    node->at = at;
    node->text = "";
    node->items = mnz_arena_alloc(arena, capacity, sizeof *node->items);
    return node->items ? node : NULL;
}

/* The casts undo the const that guards finished trees: this one is still ours. */
void
mnz_tree_add(struct mnz_tree *mapping, const char *key, struct mnz_span key_at,
             const struct mnz_tree *value)
{
    struct mnz_tree_entry *entries = (struct mnz_tree_entry *)mapping->entries;

    MNZ_BUG_IF(mapping->kind != MNZ_TREE_MAPPING);
    entries[mapping->num_children++] = (struct mnz_tree_entry){key, key_at, value};
}

void
mnz_tree_append(struct mnz_tree *sequence, const struct mnz_tree *item)
{
    const struct mnz_tree **items = (const struct mnz_tree **)sequence->items;

    MNZ_BUG_IF(sequence->kind != MNZ_TREE_SEQUENCE);
    items[sequence->num_children++] = item;
}

struct mnz_tree *
mnz_tree_copy(struct mnz_arena *arena, const struct mnz_tree *node)
{
    const int is_mapping = node->kind == MNZ_TREE_MAPPING;
    struct mnz_tree *copy =
        is_mapping ? mnz_tree_new_mapping(arena, node->at, node->num_children)
                   : mnz_tree_new_sequence(arena, node->at, node->num_children);

    for (size_t i = 0; copy && i < node->num_children; i++) {
        if (is_mapping)
            mnz_tree_add(copy, node->entries[i].key, node->entries[i].key_at,
                         node->entries[i].value);
        else
            mnz_tree_append(copy, node->items[i]);
    }
    return copy;
}

/* The cast undoes the const that guards finished trees: a copy is still ours. */
void
mnz_tree_put(struct mnz_tree *copy, size_t i, const struct mnz_tree *child)
{
    if (copy->kind == MNZ_TREE_MAPPING)
        ((struct mnz_tree_entry *)copy->entries)[i].value = child;
    else
        ((const struct mnz_tree **)copy->items)[i] = child;
}

const struct mnz_tree_entry *
mnz_tree_find_entry(const struct mnz_tree *tree, const char *key)
{
    if (!tree || tree->kind != MNZ_TREE_MAPPING)
        return NULL;
    for (size_t i = 0; i < tree->num_children; i++)
        if (*tree->entries[i].key == *key && strcmp(tree->entries[i].key, key) == 0)
            return &tree->entries[i];
    return NULL;
}

const struct mnz_tree *
mnz_tree_find(const struct mnz_tree *tree, const char *key)
{
    const struct mnz_tree_entry *entry = mnz_tree_find_entry(tree, key);

    return entry ? entry->value : NULL;
}

int
mnz_tree_is_of_setting(const struct mnz_tree *tree)
{
    return tree->at.file && strncmp(tree->at.file, "--set ", 6) == 0;
}

int
mnz_tree_is_null(const struct mnz_tree *tree)
{
    return tree->kind == MNZ_TREE_SCALAR && !tree->is_quoted &&
           (!*tree->text || strcmp(tree->text, "~") == 0 ||
            strcmp(tree->text, "null") == 0 || strcmp(tree->text, "Null") == 0 ||
            strcmp(tree->text, "NULL") == 0);
}

const char *
mnz_tree_describe(const struct mnz_tree *tree)
{
    if (tree->kind == MNZ_TREE_MAPPING)
        return "a mapping";
    if (tree->kind == MNZ_TREE_SEQUENCE)
        return "a list";
    return mnz_tree_is_null(tree) ? "nothing" : "a text";
}

const char *
mnz_tree_suggest(const struct mnz_tree *mapping, const char *key,
                 struct mnz_arena *arena)
{
    enum { MOST = 4096 }; /* advice is not worth a search through a table */
    const size_t n = mapping->num_children < MOST ? mapping->num_children : MOST;
    const char **keys = mnz_arena_alloc(arena, n, sizeof *keys);
    const char *nearest;

    if (!keys)
        return NULL;
    for (size_t i = 0; i < n; i++)
        keys[i] = mapping->entries[i].key;
    nearest = mnz_nearest(key, keys, n);
    return nearest ? mnz_arena_printf(arena, "did you mean '%s'?", nearest) : NULL;
}
