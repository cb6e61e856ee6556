/* table_expand.c - rows of CSV tables as records of the document. */

#include "document/table_expand.h"

#include <string.h>

#include "base/names.h"
#include "document/csv_read.h"
#include "document/layers.h"
#include "document/table_rows.h"
#include "document/tree.h"

struct expansion {
    struct mnz_arena *arena;
    struct mnz_diags *diags;
};

static enum mnz_status expand_section(struct expansion *x, const char *section,
                                      const struct mnz_tree *value,
                                      const struct mnz_tree **out);
static enum mnz_status expand_records(struct expansion *x, const char *section,
                                      const struct mnz_tree *records,
                                      const struct mnz_tree **out);
static enum mnz_status expand_links(struct expansion *x, const struct mnz_tree *links,
                                    const struct mnz_tree **out);
static enum mnz_status load_rows(struct expansion *x, const struct mnz_tree *named,
                                 int has_names, struct mnz_row_list *rows);

static void
report(struct expansion *x, enum mnz_code code, struct mnz_span at, const char *advice,
       const char *text)
{
    mnz_diag_add(x->diags, code, at, advice, "%s", text);
}

/* A user's mistake has been reported: the broken part is left out and reading goes
 * on. */
static enum mnz_status
go_on(enum mnz_status st)
{
    return st == MNZ_ERR_INPUT ? MNZ_OK : st;
}

enum mnz_status
mnz_tables_expand(const struct mnz_tree *document, struct mnz_arena *arena,
                  struct mnz_diags *diags, const struct mnz_tree **out)
{
    struct expansion x = {arena, diags};
    struct mnz_tree *expanded =
        mnz_tree_new_mapping(arena, document->at, document->num_children);
    enum mnz_status st = expanded ? MNZ_OK : MNZ_ERR_NOMEM;

    for (size_t i = 0; !st && i < document->num_children; i++) {
        const struct mnz_tree_entry *entry = &document->entries[i];
        const struct mnz_tree *value = entry->value;

        st = expand_section(&x, entry->key, entry->value, &value);
        if (!st)
            mnz_tree_add(expanded, entry->key, entry->key_at, value);
    }
    *out = expanded;
    return st;
}

static enum mnz_status
expand_section(struct expansion *x, const char *section, const struct mnz_tree *value,
               const struct mnz_tree **out)
{
    static const char *const with_names[] = {"facilities", "factors", "industries",
                                             "materials"};

    *out = value;
    if (strcmp(section, "links") == 0)
        return expand_links(x, value, out);
    for (size_t i = 0; i < sizeof with_names / sizeof *with_names; i++)
        if (strcmp(section, with_names[i]) == 0 && mnz_tree_find(value, "table"))
            return expand_records(x, section, value, out);
    return MNZ_OK;
}

/* The rows of the tables, and over them the records beside `table`. */
static enum mnz_status
expand_records(struct expansion *x, const char *section, const struct mnz_tree *records,
               const struct mnz_tree **out)
{
    const struct mnz_tree_place place = {
        .depth = 1, .section = section, .key = section};
    struct mnz_row_list rows = {0};
    struct mnz_tree *from_tables, *written;
    enum mnz_status st = load_rows(x, mnz_tree_find(records, "table"), 1, &rows);

    if (st)
        return st;
    from_tables = mnz_tree_new_mapping(x->arena, records->at, rows.num_rows);
    written = mnz_tree_new_mapping(x->arena, records->at, records->num_children);
    if (!from_tables || !written)
        return MNZ_ERR_NOMEM;
    for (const struct mnz_row *row = rows.first; row; row = row->next)
        mnz_tree_add(from_tables, row->name, row->name_at, row->record);
    for (size_t i = 0; i < records->num_children; i++) {
        const struct mnz_tree_entry *entry = &records->entries[i];

        if (strcmp(entry->key, "table") != 0)
            mnz_tree_add(written, entry->key, entry->key_at, entry->value);
    }
    return mnz_layers_merge(from_tables, written, &place, x->arena, x->diags, out);
}

/* Add the table's rows, or the one that is written, to `rows`. */
static enum mnz_status
expand_link(struct expansion *x, const struct mnz_tree *link, struct mnz_row_list *rows)
{
    const struct mnz_tree *table = mnz_tree_find(link, "table");
    struct mnz_row *row;

    if (table && link->num_children == 1)
        return load_rows(x, table, 0, rows);
    if (table) {
        report(x, MNZ_E0212, link->at, NULL, "a row with 'table' has no other keys");
        return MNZ_OK;
    }
    row = mnz_arena_alloc(x->arena, 1, sizeof *row);
    if (!row)
        return MNZ_ERR_NOMEM;
    row->record = link;
    mnz_row_list_append(rows, row);
    return MNZ_OK;
}

static enum mnz_status
expand_links(struct expansion *x, const struct mnz_tree *links,
             const struct mnz_tree **out)
{
    const struct mnz_tree *const *items = &links;
    struct mnz_row_list rows = {0};
    struct mnz_tree *list;
    enum mnz_status st = MNZ_OK;
    size_t n = 1;

    if (links->kind == MNZ_TREE_SEQUENCE) {
        items = links->items;
        n = links->num_children;
    } else if (!mnz_tree_find(links, "table")) {
        return MNZ_OK; /* not a list: the sections' reader says so */
    }
    for (size_t i = 0; !st && i < n; i++)
        st = expand_link(x, items[i], &rows);
    if (st)
        return st;
    list = mnz_tree_new_sequence(x->arena, links->at, rows.num_rows);
    if (!list)
        return MNZ_ERR_NOMEM;
    for (const struct mnz_row *row = rows.first; row; row = row->next)
        mnz_tree_append(list, row->record);
    *out = list;
    return MNZ_OK;
}

static enum mnz_status
load_table(struct expansion *x, const struct mnz_tree *path, struct mnz_names *names,
           struct mnz_row_list *rows)
{
    struct mnz_csv *table; /* rows keep it */
    enum mnz_status st;

    if (path->kind != MNZ_TREE_SCALAR || mnz_tree_is_null(path)) {
        report(x, MNZ_E0213, path->at,
               "write table: data/name.csv, or a list of such paths",
               "the path of a .csv file was expected");
        return MNZ_OK;
    }
    if (mnz_arena_bytes(x->arena) > MNZ_LOAD_MOST_BYTES) {
        report(x, MNZ_E0214, path->at, NULL, "the tables together are too large");
        return MNZ_OK;
    }
    table = mnz_arena_alloc(x->arena, 1, sizeof *table);
    if (!table)
        return MNZ_ERR_NOMEM;
    st = mnz_csv_load(path->text, path->at, x->arena, x->diags, table);
    if (!st)
        st = mnz_rows_read(table, names, x->arena, x->diags, rows);
    return go_on(st);
}

/* The rows of one table or of several, all names in them different. */
static enum mnz_status
load_rows(struct expansion *x, const struct mnz_tree *named, int has_names,
          struct mnz_row_list *rows)
{
    struct mnz_arena scratch = {0};
    struct mnz_names names = {.arena = &scratch};
    const struct mnz_tree *const *paths = &named;
    enum mnz_status st = MNZ_OK;
    size_t n = 1;

    if (named->kind == MNZ_TREE_SEQUENCE) {
        paths = named->items;
        n = named->num_children;
    }
    for (size_t i = 0; !st && i < n; i++)
        st = load_table(x, paths[i], has_names ? &names : NULL, rows);
    mnz_arena_finish(&scratch);
    return st;
}
