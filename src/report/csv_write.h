#ifndef MNZ_REPORT_CSV_WRITE_H
#define MNZ_REPORT_CSV_WRITE_H

#include <stdint.h>
#include <stdio.h>
#include "monazite/status.h"

/*
 * Rows of RFC 4180, but for the lines' end: LF alone, which spreadsheets read as well
 * and after which cut, sort and awk find no stray CR in the last column. Numbers are
 * the shortest text that reads back to the same, with a point in every locale; NaN is
 * an empty cell. A text that a spreadsheet could take for a formula (it begins with = +
 * - @, their full-width forms, tab, CR or LF; the list is OWASP's) gets a ' before it.
 * Errors of the stream stick to it: ask mnz_csv_finish.
 */
struct mnz_csv {
    FILE *stream;
    int is_in_row;
    int is_blank; /* the row has one cell, and nothing is in it */
};

void mnz_csv_text(struct mnz_csv *csv, const char *text);
void mnz_csv_number(struct mnz_csv *csv, double number);
void mnz_csv_count(struct mnz_csv *csv, uint64_t count);
void mnz_csv_end_row(struct mnz_csv *csv);

/* Flush; MNZ_ERR_IO when anything could not be written. */
MNZ_NODISCARD enum mnz_status mnz_csv_finish(struct mnz_csv *csv);

#endif
