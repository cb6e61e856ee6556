#ifndef MNZ_REPORT_CSV_WRITE_H
#define MNZ_REPORT_CSV_WRITE_H

#include <stdint.h>
#include <stdio.h>
#include "monazite/status.h"

/*
 * Rows of RFC 4180, lines ended by LF. Numbers are the shortest text that reads back to
 * the same, with a point in every locale; NaN is an empty cell. A text that a
 * spreadsheet would take for a formula (it begins with = + - @, tab or CR) gets a '
 * before it. Errors of the stream stick to it: ask mnz_csv_finish.
 */
struct mnz_csv {
    FILE *stream;
    int is_in_row;
};

void mnz_csv_text(struct mnz_csv *csv, const char *text);
void mnz_csv_number(struct mnz_csv *csv, double number);
void mnz_csv_count(struct mnz_csv *csv, uint64_t count);
void mnz_csv_end_row(struct mnz_csv *csv);

/* Flush; MNZ_ERR_IO when anything could not be written. */
MNZ_NODISCARD enum mnz_status mnz_csv_finish(struct mnz_csv *csv);

#endif
