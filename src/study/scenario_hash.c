/* scenario_hash.c - whether two merged scenarios say the same. */

#include "study/scenario_hash.h"

#include <string.h>

#include "document/tree.h"

static void
add_text(struct mnz_sha256 *hash, const char *text)
{
    mnz_sha256_add(hash, text, strlen(text) + 1);
}

/* Whether a key of `run` is one that options may replace, and files name themselves. */
static int
is_of_plan(const char *key)
{
    return strcmp(key, "trials") == 0 || strcmp(key, "seed") == 0 ||
           strcmp(key, "sampler") == 0;
}

static void
add_tree(struct mnz_sha256 *hash, const struct mnz_tree *tree)
{
    static const char *const kinds[] = {
        [MNZ_TREE_SCALAR] = "=", [MNZ_TREE_MAPPING] = "{", [MNZ_TREE_SEQUENCE] = "["};

    add_text(hash, mnz_tree_is_null(tree) ? "~" : kinds[tree->kind]);
    if (tree->kind == MNZ_TREE_SCALAR)
        add_text(hash, tree->text);
    for (size_t i = 0; i < tree->num_children; i++) {
        if (tree->kind == MNZ_TREE_MAPPING)
            add_text(hash, tree->entries[i].key);
        add_tree(hash, tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                      : tree->items[i]);
    }
    add_text(hash, "end");
}

void
mnz_scenario_hash(const struct mnz_scenario *s, char hex[MNZ_SHA256_TEXT])
{
    struct mnz_sha256 hash;

    mnz_sha256_begin(&hash);
    for (size_t i = 0; i < s->tree->num_children; i++) {
        const struct mnz_tree_entry *e = &s->tree->entries[i];
        const int is_run = strcmp(e->key, "run") == 0;

        if (strcmp(e->key, "name") == 0)
            continue;
        if (!is_run || e->value->kind != MNZ_TREE_MAPPING) {
            add_text(&hash, e->key);
            add_tree(&hash, e->value);
        }
        for (size_t k = 0; is_run && k < e->value->num_children; k++)
            if (e->value->kind == MNZ_TREE_MAPPING &&
                !is_of_plan(e->value->entries[k].key)) {
                add_text(&hash, e->value->entries[k].key);
                add_tree(&hash, e->value->entries[k].value);
            }
    }
    for (uint32_t i = 0; i < s->pool.num_inputs; i++) {
        const struct mnz_dist *d = &s->pool.inputs[i].dist;

        if (d->num_values > 0)
            mnz_sha256_add(&hash, d->values, d->num_values * sizeof *d->values);
    }
    mnz_sha256_end(&hash, hex);
}
