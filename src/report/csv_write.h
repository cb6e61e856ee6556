#ifndef MNZ_REPORT_CSV_WRITE_H
#define MNZ_REPORT_CSV_WRITE_H

#include <stdio.h>
#include "report/cells.h"

/*
 * Rows of RFC 4180, but for the lines' end: LF alone, which spreadsheets read as well
 * and after which cut, sort and awk find no stray CR in the last column. Numbers are
 * the shortest text that reads back to the same, with a point in every locale. A text
 * that a spreadsheet could take for a formula (it begins with = + - @, their full-width
 * forms, tab, CR or LF; the list is OWASP's) gets a ' before it. Units of columns are
 * not written.
 */
struct mnz_csv {
    struct mnz_cells cells;
    FILE *stream; /* borrowed */
    int is_in_row;
    int is_blank; /* the row has one cell, and nothing is in it */
};

extern const struct mnz_format mnz_csv_format;

/* A writer to `stream`, which has nothing to finish but mnz_cells_finish(). */
struct mnz_csv mnz_csv_on(FILE *stream);

#endif
