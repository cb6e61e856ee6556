/*
 * csv_write.c - tables that spreadsheets open.
 *
 * Rows of RFC 4180, but for the lines' end: LF alone, which spreadsheets read as well
 * and after which cut, sort and awk find no stray CR in the last column. Numbers have
 * the digits and the decimal point of the style, and no exponent. A text
 * that a spreadsheet could take for a formula (it begins with = + - @, their full-width
 * forms, tab, CR or LF; the list is OWASP's) gets a ' before it. Units of columns are
 * not written.
 */

#include "report/cells.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"

/* Returns the stream to write the cell's text to. */
static FILE *
begin_cell(struct mnz_cells *cells, int is_empty)
{
    if (cells->is_in_row)
        putc(cells->style.separator, cells->stream);
    cells->is_blank = is_empty && !cells->is_in_row;
    cells->is_in_row = 1;
    return cells->stream;
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
    const int needs_quotes =
        strchr(text, cells->style.separator) != NULL || strpbrk(text, "\"\r\n") != NULL;
    FILE *stream = begin_cell(cells, *text == '\0');

    if (needs_quotes)
        putc('"', stream);
    if (is_formula(text))
        putc('\'', stream);
    if (!needs_quotes) {
        fputs(text, stream);
        return;
    }
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            putc('"', stream);
        putc(*c, stream);
    }
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
    char text[MNZ_PLAIN_TEXT], *point;

    mnz_number_plain(number, cells->style.digits, text);
    point = strchr(text, '.');
    if (point)
        *point = cells->style.decimal;
    fputs(text, begin_cell(cells, 0));
}

static void
write_count(struct mnz_cells *cells, uint64_t count)
{
    fprintf(begin_cell(cells, 0), "%" PRIu64, count);
}

static void
write_empty(struct mnz_cells *cells)
{
    begin_cell(cells, 1);
}

static void
end_row(struct mnz_cells *cells)
{
    /* A row of one empty cell would look like an empty line, which readers skip. */
    if (cells->is_blank)
        fputs("\"\"", cells->stream);
    putc('\n', cells->stream);
    cells->is_in_row = 0;
    cells->is_blank = 0;
    cells->has_failed |= ferror(cells->stream) != 0;
}

static enum mnz_status
finish(struct mnz_cells *cells)
{
    return mnz_cells_flush(cells);
}

const struct mnz_format mnz_format_csv = {
    .ending = ".csv",
    .column = write_column,
    .text = write_text,
    .number = write_number,
    .count = write_count,
    .empty = write_empty,
    .end_row = end_row,
    .finish = finish,
};
