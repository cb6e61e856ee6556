/* table_rows.c - a table's cells as nested mappings. */

#include "document/table_rows.h"

#include <string.h>

#include "document/tree.h"
#include "document/yaml_read.h"

enum { MOST_PARTS = 8 };

/* Meaning of a header for its cells. */
struct column {
    const char *parts[MOST_PARTS]; /* the keys that lead to the value */
    size_t num_parts;              /* 0: not read                     */
    size_t rank; /* order in which columns of one group follow each other */
    struct mnz_span at;
};

/* A cell of the row at hand, with its column. */
struct field {
    const struct mnz_csv_cell *cell;
    const struct column *column;
};

struct row_reader {
    const struct mnz_csv *table;
    struct column *columns;
    size_t name_column; /* num_headers: none */
    struct mnz_names *names;
    struct field *fields; /* room for a row */
    struct mnz_arena *arena;
    struct mnz_diags *diags;
};

static enum mnz_status read_columns(struct row_reader *r);
static enum mnz_status split_header(struct row_reader *r, size_t i);
static size_t rank_columns(struct row_reader *r, const char *const *prefix,
                           size_t num_parts, size_t rank);
static enum mnz_status read_row(struct row_reader *r, size_t row,
                                struct mnz_row_list *rows);
static enum mnz_status take_name(struct row_reader *r, const struct mnz_csv_cell *cell,
                                 struct mnz_row *row, int *is_sound);
static void sort_fields(struct field *fields, size_t n);
static enum mnz_status build(struct row_reader *r, const struct field *fields, size_t n,
                             size_t depth, struct mnz_span at,
                             const struct mnz_tree **out);
static void report_conflict(struct row_reader *r, const struct field *a,
                            const struct field *b);

void
mnz_row_list_append(struct mnz_row_list *list, struct mnz_row *row)
{
    if (list->last)
        list->last->next = row;
    else
        list->first = row;
    list->last = row;
    list->num_rows++;
}

enum mnz_status
mnz_rows_read(const struct mnz_csv *table, struct mnz_names *names,
              struct mnz_arena *arena, struct mnz_diags *diags,
              struct mnz_row_list *rows)
{
    const size_t errors_before = mnz_diags_errors(diags);
    const size_t n = table->num_headers;
    struct row_reader r = {.table = table,
                           .name_column = n,
                           .names = names,
                           .arena = arena,
                           .diags = diags};
    enum mnz_status st;

    r.columns = mnz_arena_alloc(arena, n, sizeof *r.columns);
    r.fields = mnz_arena_alloc(arena, n, sizeof *r.fields);
    if (!r.columns || !r.fields)
        return MNZ_ERR_NOMEM;
    st = read_columns(&r);
    for (size_t i = 0; !st && i < table->num_rows; i++)
        st = read_row(&r, i, rows);
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    return st;
}

static enum mnz_status
read_columns(struct row_reader *r)
{
    const size_t n = r->table->num_headers;
    const size_t errors_before = mnz_diags_errors(r->diags);
    enum mnz_status st = MNZ_OK;

    if (r->names) {
        r->name_column = mnz_csv_find(r->table, "name");
        if (r->name_column == n) {
            const char *found = mnz_csv_list_headers(r->table, r->arena);

            mnz_diag_add(
                r->diags, MNZ_E0224, mnz_csv_span(r->table, &r->table->headers[0]),
                NULL, "a column 'name' was expected among %s", found ? found : "these");
            return MNZ_ERR_INPUT;
        }
    }
    for (size_t i = 0; !st && i < n; i++)
        st = split_header(r, i);
    if (!st && mnz_diags_errors(r->diags) > errors_before)
        st = MNZ_ERR_INPUT;
    if (!st)
        rank_columns(r, NULL, 0, 0);
    return st;
}

/* The end of a key that starts at `p`: the dot behind it, or NULL. A dot between two
 * digits is part of a name ("Nd2O3 99.9"), and so is all between double quotes. */
static char *
end_of_key(char *p)
{
    const char *start = p;
    int is_quoted = 0;

    for (; *p; p++) {
        if (*p == '"')
            is_quoted = !is_quoted;
        if (*p != '.' || is_quoted)
            continue;
        if (p == start || p[-1] < '0' || p[-1] > '9' || p[1] < '0' || p[1] > '9')
            return p;
    }
    return NULL;
}

/* A key without the quotes around it. */
static char *
unquoted(char *p)
{
    const size_t length = strlen(p);

    if (length < 2 || *p != '"' || p[length - 1] != '"')
        return p;
    p[length - 1] = '\0';
    return p + 1;
}

/* "stock.input" into its keys, blanks around them apart. */
static enum mnz_status
split_header(struct row_reader *r, size_t i)
{
    const struct mnz_csv_cell *header = &r->table->headers[i];
    struct column *column = &r->columns[i];
    char *p = mnz_arena_strdup(r->arena, header->text);

    if (!p)
        return MNZ_ERR_NOMEM;
    column->at = mnz_csv_span(r->table, header);
    if (!*p || *p == '_' || i == r->name_column)
        return MNZ_OK;
    for (;;) {
        char *dot = end_of_key(p);
        size_t length;

        while (*p == ' ')
            p++;
        length = dot ? (size_t)(dot - p) : strlen(p);
        while (length > 0 && p[length - 1] == ' ')
            length--;
        p[length] = '\0';
        p = unquoted(p);
        if (!*p || column->num_parts == MOST_PARTS) {
            mnz_diag_add(r->diags, *p ? MNZ_E0225 : MNZ_E0226, column->at,
                         "a header is a key, or keys with dots between them",
                         *p ? "this header has too many parts"
                            : "a part of this header is empty");
            return MNZ_OK;
        }
        column->parts[column->num_parts++] = p;
        if (!dot)
            return MNZ_OK;
        p = dot + 1;
    }
}

/*
 * Give the columns that start with `prefix` their ranks, from `rank` + 1 on, so that
 * those of one group follow each other wherever they stand in the table. Returns the
 * last.
 */
static size_t
rank_columns(struct row_reader *r, const char *const *prefix, size_t num_parts,
             size_t rank)
{
    for (size_t i = 0; i < r->table->num_headers; i++) {
        struct column *c = &r->columns[i];
        int is_below = c->num_parts > 0 && c->num_parts >= num_parts && c->rank == 0;

        for (size_t part = 0; is_below && part < num_parts; part++)
            is_below = strcmp(c->parts[part], prefix[part]) == 0;
        if (is_below && c->num_parts > num_parts)
            rank = rank_columns(r, c->parts, num_parts + 1, rank);
        else if (is_below)
            c->rank = ++rank;
    }
    return rank;
}

/* The words of databases for a missing number, which YAML would take for an empty cell;
 * `share: null` of a link removes it. */
static int
is_null(const struct row_reader *r, const struct mnz_csv_cell *cell)
{
    const struct column *column = &r->columns[cell->header];

    if (strcmp(cell->text, "null") == 0 && !r->names &&
        strcmp(column->parts[column->num_parts - 1], "share") == 0)
        return 0;
    return strcmp(cell->text, "~") == 0 || strcmp(cell->text, "null") == 0 ||
           strcmp(cell->text, "Null") == 0 || strcmp(cell->text, "NULL") == 0;
}

static enum mnz_status
read_row(struct row_reader *r, size_t row_index, struct mnz_row_list *rows)
{
    const struct mnz_csv *t = r->table;
    const struct mnz_csv_cell *first = &t->cells[t->row_start[row_index]];
    const struct mnz_csv_cell *end = &t->cells[t->row_start[row_index + 1]];
    const size_t errors_before = mnz_diags_errors(r->diags);
    struct mnz_row *row = mnz_arena_alloc(r->arena, 1, sizeof *row);
    enum mnz_status st = row ? MNZ_OK : MNZ_ERR_NOMEM;
    int is_sound = 1, has_name = 0;
    size_t n = 0;

    for (const struct mnz_csv_cell *cell = first; !st && cell < end; cell++) {
        if (cell->header == r->name_column) {
            st = take_name(r, cell, row, &is_sound);
            has_name = 1;
        } else if (r->columns[cell->header].num_parts > 0 && is_null(r, cell)) {
            mnz_diag_add(r->diags, MNZ_E0230, mnz_csv_span(t, cell),
                         "leave the cell empty if the key is not to be set; an unknown "
                         "number is best given as a distribution",
                         "'%s' is no value", cell->text);
        } else if (r->columns[cell->header].num_parts > 0) {
            r->fields[n++] = (struct field){cell, &r->columns[cell->header]};
        }
    }
    if (!st && r->names && !has_name && n > 0)
        mnz_diag_add(r->diags, MNZ_E0227, mnz_csv_span(t, first), NULL,
                     "this row has no name");
    if (!st && (has_name || n > 0)) {
        sort_fields(r->fields, n);
        st = build(r, r->fields, n, 0, mnz_csv_span(t, first), &row->record);
        is_sound &= !r->names || has_name;
        if (!st && is_sound && mnz_diags_errors(r->diags) == errors_before)
            mnz_row_list_append(rows, row);
    }
    return st;
}

static enum mnz_status
take_name(struct row_reader *r, const struct mnz_csv_cell *cell, struct mnz_row *row,
          int *is_sound)
{
    const uint32_t count = mnz_names_count(r->names);
    uint32_t id;
    enum mnz_status st = mnz_names_intern(r->names, cell->text, &id);

    row->name = cell->text;
    row->name_at = mnz_csv_span(r->table, cell);
    if (strlen(cell->text) > MNZ_YAML_MOST_KEY) {
        mnz_diag_add(r->diags, MNZ_E2602, row->name_at, "put long texts into 'notes'",
                     "this name is longer than %d bytes", (int)MNZ_YAML_MOST_KEY);
        *is_sound = 0;
    }
    if (!st && id < count) {
        mnz_diag_add(r->diags, MNZ_E0228, row->name_at, NULL,
                     "a row above has the name '%s' already", cell->text);
        *is_sound = 0;
    }
    return st;
}

/* By insertion: tables mostly have their groups together already. */
static void
sort_fields(struct field *fields, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct field moved = fields[i];
        size_t j = i;

        for (; j > 0 && fields[j - 1].column->rank > moved.column->rank; j--)
            fields[j] = fields[j - 1];
        fields[j] = moved;
    }
}

/* A mapping of fields whose columns share their first `depth` parts. */
static enum mnz_status
build(struct row_reader *r, const struct field *fields, size_t n, size_t depth,
      struct mnz_span at, const struct mnz_tree **out)
{
    struct mnz_tree *node = mnz_tree_new_mapping(r->arena, at, n);
    enum mnz_status st = node ? MNZ_OK : MNZ_ERR_NOMEM;
    size_t next;

    if (node)
        node->table = r->table;

    for (size_t i = 0; !st && i < n; i = next) {
        const char *key = fields[i].column->parts[depth];
        const struct mnz_span key_at = fields[i].column->at;
        const struct mnz_span value_at = mnz_csv_span(r->table, fields[i].cell);
        const struct mnz_tree *value = NULL;
        size_t num_leaves = 0;

        for (next = i; next < n && strcmp(fields[next].column->parts[depth], key) == 0;
             next++)
            num_leaves += fields[next].column->num_parts == depth + 1;
        if (num_leaves > 0 && next - i > 1) {
            report_conflict(r, &fields[i], &fields[i + 1]);
            continue;
        }
        if (num_leaves == 0)
            st = build(r, fields + i, next - i, depth + 1, value_at, &value);
        else
            st = mnz_yaml_read_value(fields[i].cell->text, value_at, 0, r->arena,
                                     r->diags, &value);
        if (st == MNZ_ERR_INPUT)
            st = MNZ_OK; /* reported: the row is left out by its reader */
        else if (!st)
            mnz_tree_add(node, key, key_at, value);
    }
    *out = node;
    return st;
}

static void
report_conflict(struct row_reader *r, const struct field *a, const struct field *b)
{
    const struct mnz_csv_cell *headers = r->table->headers;

    mnz_diag_add(r->diags, MNZ_E0229, mnz_csv_span(r->table, b->cell),
                 "leave one of the two cells empty",
                 "this row has values in column '%s' and in column '%s'",
                 headers[a->cell->header].text, headers[b->cell->header].text);
}
