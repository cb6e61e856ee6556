/* csv_write.c - tables that spreadsheets open. */

#include "report/csv_write.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"

static struct mnz_csv *
csv_of(struct mnz_cells *cells)
{
    return (struct mnz_csv *)cells;
}

/* Returns the stream to write the cell's text to. */
static FILE *
begin_cell(struct mnz_csv *csv, int is_empty)
{
    if (csv->is_in_row)
        putc(',', csv->stream);
    csv->is_blank = is_empty && !csv->is_in_row;
    csv->is_in_row = 1;
    return csv->stream;
}

/* Whether a spreadsheet could see a formula in it. */
static int
is_formula(const char *text)
{
    static const char *const wide[] = {"\uff1d", "\uff0b", "\uff0d", "\uff20"};

    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(text, wide[i], strlen(wide[i])) == 0)
            return 1;
    return *text && strchr("=+-@\t\r\n", *text) != NULL;
}

static void
write_text(struct mnz_cells *cells, const char *text)
{
    const int needs_quotes = strpbrk(text, ",\"\r\n") != NULL;
    FILE *stream = begin_cell(csv_of(cells), *text == '\0');

    if (needs_quotes)
        putc('"', stream);
    if (is_formula(text))
        putc('\'', stream);
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            putc('"', stream);
        putc(*c, stream);
    }
    if (needs_quotes)
        putc('"', stream);
}

static void
write_column(struct mnz_cells *cells, const char *name, const char *unit)
{
    (void)unit;
    write_text(cells, name);
}

static void
write_number(struct mnz_cells *cells, double number)
{
    char text[MNZ_NUMBER_TEXT];

    mnz_number_format(number, text);
    fputs(text, begin_cell(csv_of(cells), 0));
}

static void
write_count(struct mnz_cells *cells, uint64_t count)
{
    fprintf(begin_cell(csv_of(cells), 0), "%" PRIu64, count);
}

static void
write_empty(struct mnz_cells *cells)
{
    begin_cell(csv_of(cells), 1);
}

static void
end_row(struct mnz_cells *cells)
{
    struct mnz_csv *csv = csv_of(cells);

    /* A row of one empty cell would look like an empty line, which readers skip. */
    if (csv->is_blank)
        fputs("\"\"", csv->stream);
    putc('\n', csv->stream);
    csv->is_in_row = 0;
    csv->is_blank = 0;
    cells->has_failed = ferror(csv->stream);
}

static enum mnz_status
finish(struct mnz_cells *cells)
{
    FILE *stream = csv_of(cells)->stream;

    return fflush(stream) != 0 || ferror(stream) ? MNZ_ERR_IO : MNZ_OK;
}

const struct mnz_format mnz_csv_format = {
    .column = write_column,
    .text = write_text,
    .number = write_number,
    .count = write_count,
    .empty = write_empty,
    .end_row = end_row,
    .finish = finish,
};

struct mnz_csv
mnz_csv_on(FILE *stream)
{
    return (struct mnz_csv){.cells = {.format = &mnz_csv_format}, .stream = stream};
}
