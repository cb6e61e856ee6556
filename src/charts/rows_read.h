#ifndef MNZ_CHARTS_ROWS_READ_H
#define MNZ_CHARTS_ROWS_READ_H

#include <stdint.h>
#include <stdio.h>
#include "base/arena.h"

/*
 * A table of results that is read row by row, so that a table of any length takes the
 * memory of one row. Columns are found by name. Cells are separated as
 * the header is, by a comma, semicolon, bar or tab; but for the first a number may have
 * a decimal comma.
 */
struct mnz_rows {
    FILE *stream;
    int error;  /* errno of a read that failed, or 0 */
    char *line; /* the record that the cells point into */
    size_t size;
    char separator;
    uint32_t num_columns, num_cells;
    const char **columns; /* in `arena`, as `cells` are */
    char **cells;
    struct mnz_arena arena;
};

/* Open the table and read its header. MNZ_ERR_IO, with errno, where it cannot be read;
 * MNZ_ERR_INPUT where it is empty. mnz_rows_close() in any case, which tells how
 * reading ended: MNZ_ERR_IO, with errno, or MNZ_ERR_NOMEM where rows are left. */
MNZ_NODISCARD enum mnz_status mnz_rows_open(struct mnz_rows *rows, const char *path);
enum mnz_status mnz_rows_close(struct mnz_rows *rows);

/* Read the next row; 0 behind the last, after a failure, and where none is open. */
int mnz_rows_next(struct mnz_rows *rows);

/* The column of this name, or UINT32_MAX. */
uint32_t mnz_rows_column(const struct mnz_rows *rows, const char *name);

/* A cell of the row as text, valid until the next row, "" where there is none; and as a
 * number, NaN where it is none. */
const char *mnz_rows_text(const struct mnz_rows *rows, uint32_t column);
double mnz_rows_number(const struct mnz_rows *rows, uint32_t column);

#endif
