/* csv_write.c - tables that spreadsheets open. */

#include "report/csv_write.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"

static void
begin_cell(struct mnz_csv *csv, int is_empty)
{
    if (csv->is_in_row)
        putc(',', csv->stream);
    csv->is_blank = is_empty && !csv->is_in_row;
    csv->is_in_row = 1;
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

void
mnz_csv_text(struct mnz_csv *csv, const char *text)
{
    const int needs_quotes = strpbrk(text, ",\"\r\n") != NULL;

    begin_cell(csv, *text == '\0');
    if (needs_quotes)
        putc('"', csv->stream);
    if (is_formula(text))
        putc('\'', csv->stream);
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            putc('"', csv->stream);
        putc(*c, csv->stream);
    }
    if (needs_quotes)
        putc('"', csv->stream);
}

void
mnz_csv_number(struct mnz_csv *csv, double number)
{
    char text[MNZ_NUMBER_TEXT];

    begin_cell(csv, number != number);
    if (number != number)
        return;
    mnz_number_format(number, text);
    fputs(text, csv->stream);
}

void
mnz_csv_count(struct mnz_csv *csv, uint64_t count)
{
    begin_cell(csv, 0);
    fprintf(csv->stream, "%" PRIu64, count);
}

void
mnz_csv_end_row(struct mnz_csv *csv)
{
    /* A row of one empty cell would look like an empty line, which readers skip. */
    if (csv->is_blank)
        fputs("\"\"", csv->stream);
    putc('\n', csv->stream);
    csv->is_in_row = 0;
    csv->is_blank = 0;
}

enum mnz_status
mnz_csv_finish(struct mnz_csv *csv)
{
    if (fflush(csv->stream) != 0 || ferror(csv->stream))
        return MNZ_ERR_IO;
    return MNZ_OK;
}
