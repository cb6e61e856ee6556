/* csv_read.c - tables as spreadsheets write them. */

#include "document/csv_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/checked.h"
#include "base/number.h"
#include "base/units.h"
#include "document/locate.h"
#include "document/text.h"

struct csv_reader {
    const char *file;
    char *p, *end;
    const char *line_start;
    uint32_t line;
    struct mnz_arena *arena;
    struct mnz_diags *diags;
    struct mnz_csv_cell *cells;
    size_t num_cells, cells_capacity;
    size_t *row_start;
    size_t num_rows, rows_capacity;
};

/* How a cell ended: a comma, its line's end, or so that reading cannot go on. */
enum cell_end { ENDS_WITH_COMMA, ENDS_ROW, ENDS_IN_ERROR };

static enum mnz_status read_headers(struct csv_reader *r, struct mnz_csv *out);
static enum mnz_status keep_headers(struct csv_reader *r, size_t first, size_t count,
                                    struct mnz_csv *out);
static enum mnz_status advise_separator(struct csv_reader *r,
                                        const struct mnz_csv *out);
static enum mnz_status read_rows(struct csv_reader *r, const struct mnz_csv *table);
static enum mnz_status read_row(struct csv_reader *r, const struct mnz_csv *table);
static enum mnz_status keep_cell(struct csv_reader *r, const struct mnz_csv_cell *cell);
static enum cell_end read_cell(struct csv_reader *r, struct mnz_csv_cell *cell);
static enum cell_end read_quoted(struct csv_reader *r, struct mnz_csv_cell *cell);
static enum cell_end finish_cell(struct csv_reader *r, char *text_end);

static int
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void
report(struct csv_reader *r, enum mnz_code code, const struct mnz_csv_cell *cell,
       const char *advice, const char *text, const char *detail)
{
    const struct mnz_span at = {r->file, cell->line, cell->column};

    mnz_diag_add(r->diags, code, at, advice, "%s%s", text, detail);
}

/* Lines that all end with CR alone, as some spreadsheets still save them. */
static void
unify_line_ends(char *text, size_t length)
{
    if (memchr(text, '\n', length))
        return;
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\r')
            text[i] = '\n';
}

enum mnz_status
mnz_csv_parse(const char *file, char *text, size_t length, struct mnz_arena *arena,
              struct mnz_diags *diags, struct mnz_csv *out)
{
    const struct mnz_text checked = {text, length, {file, 1, 1}};
    const size_t errors_before = mnz_diags_errors(diags);
    const size_t mark = mnz_text_skip_mark(text, length);
    struct csv_reader r = {.file = file,
                           .p = text + mark,
                           .end = text + length,
                           .line_start = text + mark,
                           .line = 1,
                           .arena = arena,
                           .diags = diags};
    enum mnz_status st;

    *out = (struct mnz_csv){.file = file};
    if (!mnz_text_verify(&checked, diags))
        return MNZ_ERR_INPUT;
    unify_line_ends(text, length);
    st = read_headers(&r, out);
    if (!st)
        st = read_rows(&r, out);
    if (!st) {
        struct mnz_csv_cell *cells = mnz_arena_alloc(arena, r.num_cells, sizeof *cells);
        size_t *row_start = mnz_arena_alloc(arena, r.num_rows + 1, sizeof *row_start);

        if (!cells || !row_start) {
            st = MNZ_ERR_NOMEM;
        } else {
            if (r.num_cells)
                memcpy(cells, r.cells, r.num_cells * sizeof *cells);
            if (r.num_rows)
                memcpy(row_start, r.row_start, r.num_rows * sizeof *row_start);
            row_start[r.num_rows] = r.num_cells;
            out->cells = cells;
            out->row_start = row_start;
            out->num_rows = r.num_rows;
        }
    }
    free(r.cells);
    free(r.row_start);
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    return st;
}

/* The first line that has any cell. */
static enum mnz_status
read_headers(struct csv_reader *r, struct mnz_csv *out)
{
    while (r->p < r->end) {
        enum cell_end end = ENDS_WITH_COMMA;
        enum mnz_status st = MNZ_OK;
        size_t count = 0;
        int has_text = 0;

        r->num_cells = 0;
        while (!st && end == ENDS_WITH_COMMA) {
            struct mnz_csv_cell cell;

            end = read_cell(r, &cell);
            cell.header = (uint32_t)count++;
            has_text |= *cell.text != '\0';
            st = keep_cell(r, &cell);
        }
        if (end == ENDS_IN_ERROR)
            return MNZ_ERR_INPUT;
        if (st)
            return st;
        /* A spreadsheet's note to itself on the separator, "sep=,". */
        if (strcmp(r->cells[0].text, "sep=") == 0)
            continue;
        if (has_text)
            return keep_headers(r, 0, count, out);
    }
    mnz_diag_add(r->diags, MNZ_E0215, (struct mnz_span){r->file, 1, 1},
                 "its first line names the columns", "the table is empty");
    return MNZ_ERR_INPUT;
}

/* Blanks within the quotes of a header: the text is the reader's own. */
static void
trim(struct mnz_csv_cell *header)
{
    const size_t length = strlen(header->text);
    char *text = (char *)header->text;
    size_t end = length;

    while (end > 0 && is_blank(text[end - 1]))
        text[--end] = '\0';
    while (is_blank(*header->text))
        header->text++;
}

static enum mnz_status
keep_headers(struct csv_reader *r, size_t first, size_t count, struct mnz_csv *out)
{
    struct mnz_csv_cell *headers;

    if (count > MNZ_CSV_MOST_COLUMNS) {
        const struct mnz_span at = {r->file, r->cells[first].line, 1};

        mnz_diag_add(r->diags, MNZ_E0216, at, NULL, "a table has at most %d columns",
                     (int)MNZ_CSV_MOST_COLUMNS);
        return MNZ_ERR_INPUT;
    }
    headers = mnz_arena_alloc(r->arena, count, sizeof *headers);
    if (!headers)
        return MNZ_ERR_NOMEM;
    memcpy(headers, r->cells + first, count * sizeof *headers);
    for (size_t i = 0; i < count; i++)
        trim(&headers[i]);
    out->headers = headers;
    out->num_headers = count;
    r->num_cells = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (*headers[i].text && strcmp(headers[i].text, headers[j].text) == 0) {
                report(r, MNZ_E0217, &headers[i], NULL,
                       "two columns have the same name: ", headers[i].text);
                break;
            }
    return advise_separator(r, out);
}

/* A spreadsheet set to a language with decimal commas separates by something else. */
static enum mnz_status
advise_separator(struct csv_reader *r, const struct mnz_csv *out)
{
    const struct mnz_csv_cell *header = &out->headers[0];

    if (out->num_headers > 1 || !strpbrk(header->text, ";\t"))
        return MNZ_OK;
    report(r, MNZ_E0218, header,
           "save it with commas between the cells and points in the numbers",
           strchr(header->text, ';') ? "the cells are separated by semicolons"
                                     : "the cells are separated by tabs",
           "");
    return MNZ_ERR_INPUT;
}

static enum mnz_status
read_rows(struct csv_reader *r, const struct mnz_csv *table)
{
    enum mnz_status st = MNZ_OK;

    while (!st && r->p < r->end) {
        const size_t first = r->num_cells;

        st = read_row(r, table);
        if (st || r->num_cells == first)
            continue;
        if (!mnz_grow((void **)&r->row_start, &r->rows_capacity, r->num_rows,
                      sizeof *r->row_start))
            return MNZ_ERR_NOMEM;
        r->row_start[r->num_rows++] = first;
    }
    return st;
}

static enum mnz_status
read_row(struct csv_reader *r, const struct mnz_csv *table)
{
    enum cell_end end = ENDS_WITH_COMMA;
    enum mnz_status st = MNZ_OK;
    int is_too_long = 0;

    for (size_t i = 0; !st && end == ENDS_WITH_COMMA; i++) {
        struct mnz_csv_cell cell;

        end = read_cell(r, &cell);
        if (end == ENDS_IN_ERROR)
            return MNZ_ERR_INPUT;
        if (i >= table->num_headers) {
            if (!is_too_long++)
                report(r, MNZ_E0219, &cell,
                       "a text that holds a comma needs double quotes",
                       "this row has more cells than the table has columns", "");
            continue;
        }
        if (!*cell.text)
            continue;
        cell.header = (uint32_t)i;
        if (*table->headers[i].text)
            st = keep_cell(r, &cell);
        else
            report(r, MNZ_E0220, &cell, "name it in the first line",
                   "this cell's column has no name", "");
    }
    return st;
}

static enum mnz_status
keep_cell(struct csv_reader *r, const struct mnz_csv_cell *cell)
{
    if (r->num_cells >= MNZ_CSV_MOST_CELLS) {
        report(r, MNZ_E0221, cell, NULL,
               "the table is too large: it has over 2 million cells", "");
        return MNZ_ERR_INPUT;
    }
    if (!mnz_grow((void **)&r->cells, &r->cells_capacity, r->num_cells,
                  sizeof *r->cells))
        return MNZ_ERR_NOMEM;
    r->cells[r->num_cells++] = *cell;
    return MNZ_OK;
}

/* Each cell ends in a NUL in place of the separator after it. */
static enum cell_end
read_cell(struct csv_reader *r, struct mnz_csv_cell *cell)
{
    char *text_end;

    while (r->p < r->end && is_blank(*r->p))
        r->p++;
    *cell = (struct mnz_csv_cell){
        .text = r->p, .line = r->line, .column = (uint32_t)(r->p - r->line_start) + 1};
    if (r->p < r->end && *r->p == '"')
        return read_quoted(r, cell);
    while (r->p < r->end && *r->p != ',' && *r->p != '\n')
        r->p++;
    text_end = r->p;
    if (text_end > cell->text && text_end[-1] == '\r' &&
        (r->p == r->end || *r->p == '\n'))
        text_end--;
    while (text_end > cell->text && is_blank(text_end[-1]))
        text_end--;
    return finish_cell(r, text_end);
}

static enum cell_end
read_quoted(struct csv_reader *r, struct mnz_csv_cell *cell)
{
    char *out = ++r->p;

    cell->text = out;
    for (;; r->p++) {
        if (r->p == r->end) {
            report(r, MNZ_E0222, cell, "a quote inside a quoted cell is written twice",
                   "the quote opened here is never closed", "");
            return ENDS_IN_ERROR;
        }
        if (*r->p == '"') {
            r->p++;
            if (r->p == r->end || *r->p != '"')
                break;
        } else if (*r->p == '\n') {
            r->line++;
            r->line_start = r->p + 1;
        }
        *out++ = *r->p;
    }
    while (r->p < r->end && (is_blank(*r->p) || *r->p == '\r'))
        r->p++;
    if (r->p < r->end && *r->p != ',' && *r->p != '\n') {
        const struct mnz_csv_cell at = {.line = r->line,
                                        .column = (uint32_t)(r->p - r->line_start) + 1};

        report(r, MNZ_E0223, &at, "a quote inside a quoted cell is written twice",
               "a comma or the line's end was expected after the closing quote", "");
        while (r->p < r->end && *r->p != '\n')
            r->p++;
    }
    return finish_cell(r, out);
}

static enum cell_end
finish_cell(struct csv_reader *r, char *text_end)
{
    enum cell_end end = ENDS_ROW;

    if (r->p < r->end) {
        end = *r->p == ',' ? ENDS_WITH_COMMA : ENDS_ROW;
        r->p++;
        if (end == ENDS_ROW) {
            r->line++;
            r->line_start = r->p;
        }
    }
    *text_end = '\0';
    return end;
}

enum mnz_status
mnz_csv_load(const char *path, struct mnz_span named_at, struct mnz_arena *arena,
             struct mnz_diags *diags, struct mnz_csv *out)
{
    static const char *const extensions[] = {".csv", NULL};
    struct mnz_located located;
    char *text;
    size_t length;
    enum mnz_status st = mnz_locate(path, named_at, extensions, arena, diags, &located);

    *out = (struct mnz_csv){0};
    if (!st)
        st =
            mnz_locate_read(&located, MNZ_CSV_MOST_BYTES, arena, diags, &text, &length);
    if (st)
        return st;
    mnz_diags_add_file(diags, located.file, text, length);
    if (mnz_text_verify(&(struct mnz_text){text, length, {located.file, 1, 1}},
                        diags)) {
        const size_t mark = mnz_text_skip_mark(text, length);

        unify_line_ends(text, length);
        mnz_diags_add_source(diags, located.file, text + mark, length - mark);
    } else {
        return MNZ_ERR_INPUT;
    }
    return mnz_csv_parse(located.file, text, length, arena, diags, out);
}

struct mnz_span
mnz_csv_span(const struct mnz_csv *table, const struct mnz_csv_cell *cell)
{
    return (struct mnz_span){table->file, cell->line, cell->column};
}

size_t
mnz_csv_find(const struct mnz_csv *table, const char *name)
{
    size_t i = 0;

    while (i < table->num_headers && strcmp(table->headers[i].text, name) != 0)
        i++;
    return i;
}

const char *
mnz_csv_list_headers(const struct mnz_csv *table, struct mnz_arena *arena)
{
    enum { MOST = 10 };
    const char *list = "";

    for (size_t i = 0; list && i < table->num_headers; i++) {
        if (i == MOST)
            return mnz_arena_printf(arena, "%s, ...", list);
        list = mnz_arena_printf(arena, "%s%s'%.40s'", list, i ? ", " : "",
                                table->headers[i].text);
    }
    return list;
}

/* A table by how it is named: the path, and the file that it is relative to. */
struct mnz_csv_shelved {
    struct mnz_csv_shelved *next;
    const char *path, *named_in;
    struct mnz_csv table;
};

static enum mnz_status
load_shelved(const char *path, struct mnz_span named_at, struct mnz_csv_shelf *shelf,
             struct mnz_arena *arena, struct mnz_diags *diags, struct mnz_csv *out)
{
    const char *named_in = named_at.file ? named_at.file : "";
    struct mnz_csv_shelved *shelved;
    enum mnz_status st;

    for (shelved = shelf->first; shelved; shelved = shelved->next)
        if (strcmp(shelved->path, path) == 0 &&
            strcmp(shelved->named_in, named_in) == 0) {
            *out = shelved->table;
            return MNZ_OK;
        }
    st = mnz_csv_load(path, named_at, arena, diags, out);
    if (st)
        return st;
    shelved = mnz_arena_alloc(arena, 1, sizeof *shelved);
    if (!shelved)
        return MNZ_ERR_NOMEM;
    *shelved = (struct mnz_csv_shelved){shelf->first, path, named_in, *out};
    shelf->first = shelved;
    return MNZ_OK;
}

enum mnz_status
mnz_csv_column(const char *path, const char *column, struct mnz_span named_at,
               struct mnz_csv_shelf *shelf, struct mnz_arena *arena,
               struct mnz_diags *diags, const double **values, size_t *num_values)
{
    const size_t errors_before = mnz_diags_errors(diags);
    struct mnz_csv table;
    enum mnz_status st = load_shelved(path, named_at, shelf, arena, diags, &table);
    double *numbers;
    size_t header, n = 0;

    if (st)
        return st;
    header = mnz_csv_find(&table, column);
    if (header == table.num_headers) {
        const char *found = mnz_csv_list_headers(&table, arena);

        mnz_diag_add(diags, MNZ_E0633, named_at, NULL,
                     "'%s' has no column '%s'; it has %s", path, column,
                     found ? found : "others");
        return MNZ_ERR_INPUT;
    }
    numbers = mnz_arena_alloc(arena, table.num_rows, sizeof *numbers);
    if (!numbers)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < table.row_start[table.num_rows]; i++) {
        const struct mnz_csv_cell *cell = &table.cells[i];

        if (cell->header != header)
            continue;
        MNZ_BUG_IF(n >= table.num_rows);
        if (mnz_number_parse(cell->text, &numbers[n]) == MNZ_OK &&
            fabs(numbers[n]) <= MNZ_QUANTITY_MAX)
            n++;
        else
            mnz_diag_add(diags, MNZ_E0634, mnz_csv_span(&table, cell), NULL,
                         "a number was expected in column '%s', not '%.40s'", column,
                         cell->text);
    }
    if (n == 0 && mnz_diags_errors(diags) == errors_before)
        mnz_diag_add(diags, MNZ_E0635, named_at, NULL,
                     "column '%s' of '%s' holds no numbers", column, path);
    if (mnz_diags_errors(diags) > errors_before)
        return MNZ_ERR_INPUT;
    *values = numbers;
    *num_values = n;
    return MNZ_OK;
}
