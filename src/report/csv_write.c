/* csv_write.c - tables that spreadsheets open. */

#include "report/csv_write.h"

#include <inttypes.h>
#include <string.h>

#include "base/number.h"

static void
begin_cell(struct mnz_csv *csv)
{
    if (csv->is_in_row)
        putc(',', csv->stream);
    csv->is_in_row = 1;
}

void
mnz_csv_text(struct mnz_csv *csv, const char *text)
{
    const int is_formula = *text && strchr("=+-@\t\r", *text) != NULL;
    const int needs_quotes = strpbrk(text, ",\"\r\n") != NULL;

    begin_cell(csv);
    if (needs_quotes)
        putc('"', csv->stream);
    if (is_formula)
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

    begin_cell(csv);
    if (number != number)
        return;
    mnz_number_format(number, text);
    fputs(text, csv->stream);
}

void
mnz_csv_count(struct mnz_csv *csv, uint64_t count)
{
    begin_cell(csv);
    fprintf(csv->stream, "%" PRIu64, count);
}

void
mnz_csv_end_row(struct mnz_csv *csv)
{
    putc('\n', csv->stream);
    csv->is_in_row = 0;
}

enum mnz_status
mnz_csv_finish(struct mnz_csv *csv)
{
    if (fflush(csv->stream) != 0 || ferror(csv->stream))
        return MNZ_ERR_IO;
    return MNZ_OK;
}
