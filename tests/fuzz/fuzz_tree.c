/*
 * fuzz_tree.c - libFuzzer entry: any bytes as a scenario, as an overlay, as a setting
 * and as a table. Build with clang -fsanitize=fuzzer,address,undefined and the sources
 * of src/base, src/document and src/scenario.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document/csv_read.h"
#include "document/layers.h"
#include "document/settings.h"
#include "document/table_rows.h"
#include "document/yaml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz {
    struct mnz_arena arena;
    struct mnz_diags *diags;
};

/* The limits on depth and size hold, for the code that walks trees by recursion. */
static void
walk(const struct mnz_tree *tree, int depth)
{
    if (depth > 96 || !tree->text || tree->at.line == 0 || tree->at.column == 0)
        abort();
    for (size_t i = 0; i < tree->num_children; i++) {
        const int is_mapping = tree->kind == MNZ_TREE_MAPPING;

        if (is_mapping && !*tree->entries[i].key)
            abort();
        walk(is_mapping ? tree->entries[i].value : tree->items[i], depth + 1);
    }
}

static const struct mnz_tree *
read_yaml(struct fuzz *f, const uint8_t *data, size_t size)
{
    const struct mnz_text text = {(const char *)data, size, {"fuzz.yaml", 1, 1}};
    const size_t errors = mnz_diags_errors(f->diags);
    const struct mnz_tree *tree;

    mnz_diags_add_source(f->diags, "fuzz.yaml", (const char *)data, size);
    if (mnz_yaml_read(&text, &f->arena, f->diags, &tree) == MNZ_OK) {
        walk(tree, 0);
        return tree;
    }
    if (mnz_diags_errors(f->diags) == errors)
        abort();
    return NULL;
}

static void
read_table(struct fuzz *f, const uint8_t *data, size_t size)
{
    struct mnz_names names = {.arena = &f->arena};
    struct mnz_row_list rows = {0};
    struct mnz_csv table;
    char *text = mnz_arena_strndup(&f->arena, (const char *)data, size);

    if (!text || mnz_csv_parse("fuzz.csv", text, size, &f->arena, f->diags, &table))
        return;
    if (mnz_rows_read(&table, size % 2 ? &names : NULL, &f->arena, f->diags, &rows))
        return;
    for (const struct mnz_row *row = rows.first; row; row = row->next)
        walk(row->record, 0);
}

/* The input is cut at its first two bytes 0xFF, which no text holds. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct mnz_tree_place root = {.depth = 0};
    const uint8_t *cut = size ? memchr(data, 0xFF, size) : NULL, *last = NULL;
    const size_t first = cut ? (size_t)(cut - data) : size;
    struct fuzz f = {.diags = NULL};
    const struct mnz_tree *base, *overlay;
    FILE *nowhere = fopen("/dev/null", "w");

    if (!nowhere || mnz_diags_create(&f.diags) != MNZ_OK)
        abort();
    if (cut)
        last = memchr(cut + 1, 0xFF, size - first - 1);
    const uint8_t *end = last ? last : data + size;
    base = read_yaml(&f, data, first);
    overlay = cut ? read_yaml(&f, cut + 1, (size_t)(end - cut) - 1) : NULL;
    if (base && overlay &&
        mnz_layers_merge(base, overlay, &root, &f.arena, f.diags, &base) == MNZ_OK)
        walk(base, 0);
    if (base && last) {
        const struct mnz_setting setting = {mnz_arena_strndup(
            &f.arena, (const char *)last + 1, (size_t)(data + size - last) - 1)};

        if (setting.text &&
            mnz_setting_apply(&setting, base, &f.arena, f.diags, &base) == MNZ_OK)
            walk(base, 0);
    }
    read_table(&f, data, size);
    mnz_diags_print(f.diags, nowhere, 1);
    mnz_diags_destroy(f.diags);
    mnz_arena_finish(&f.arena);
    fclose(nowhere);
    return 0;
}
