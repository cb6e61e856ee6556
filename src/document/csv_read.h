#ifndef MNZ_DOCUMENT_CSV_READ_H
#define MNZ_DOCUMENT_CSV_READ_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "monazite/status.h"

enum {
    MNZ_CSV_MOST_BYTES = 64 << 20,
    MNZ_CSV_MOST_COLUMNS = 512,
    MNZ_CSV_MOST_CELLS = 2000000 /* that are not empty */
};

/* A cell that is not empty. */
struct mnz_csv_cell {
    const char *text; /* unquoted; blanks around an unquoted cell are gone */
    uint32_t line, column;
    uint32_t header; /* which column: 0 .. num_headers - 1 */
};

/* A table: its headers, and rows of cells; rows without any cell are left out. */
struct mnz_csv {
    const char *file;
    size_t num_headers, num_rows;
    const struct mnz_csv_cell
        *headers;                     /* one per column, text "" where none is given */
    const struct mnz_csv_cell *cells; /* of all rows                                 */
    const size_t *row_start;          /* row r is cells row_start[r] .. [r + 1] - 1  */
};

/*
 * Read RFC 4180 text: UTF-8, commas, lines ended by LF, CRLF or all by CR, quotes
 * doubled inside quotes; a first line `sep=,` is passed over. `text` is changed and
 * kept: the cells point into it; its `length` bytes are followed by a NUL. Spans name
 * `file`.
 *
 * MNZ_ERR_INPUT when `diags` has new errors: repeated headers, rows longer than the
 * header, cells below no header, quotes that never close, bytes that are not text.
 */
MNZ_NODISCARD enum mnz_status mnz_csv_parse(const char *file, char *text, size_t length,
                                            struct mnz_arena *arena,
                                            struct mnz_diags *diags,
                                            struct mnz_csv *out);

/*
 * Read the table at `path`, relative to the file that `named_at` stands in (to the
 * current directory for --set). Its text is registered with `diags` so that messages
 * show it. Only regular .csv files are read; that is reported at `named_at`.
 */
MNZ_NODISCARD enum mnz_status mnz_csv_load(const char *path, struct mnz_span named_at,
                                           struct mnz_arena *arena,
                                           struct mnz_diags *diags,
                                           struct mnz_csv *out);

/* The place of a cell. */
struct mnz_span mnz_csv_span(const struct mnz_csv *table,
                             const struct mnz_csv_cell *cell);

/* The column headed `name`, or num_headers. */
size_t mnz_csv_find(const struct mnz_csv *table, const char *name);

/* The headers, quoted and with commas, at most ten of them; NULL without memory. */
const char *mnz_csv_list_headers(const struct mnz_csv *table, struct mnz_arena *arena);

/*
 * Tables that have been read for their columns, so that many distributions may draw
 * from one table. Zero-initialised it is empty; the tables live in the arena of the
 * callers, one for all.
 */
struct mnz_csv_shelf {
    struct mnz_csv_shelved *first;
};

/*
 * The numbers of one column of the table at `path`, top to bottom, in `arena`; empty
 * cells are passed over. For `empirical` distributions. MNZ_ERR_INPUT when `diags` has
 * new errors: no such file or column, no number in it, or a cell that is none.
 */
MNZ_NODISCARD enum mnz_status
mnz_csv_column(const char *path, const char *column, struct mnz_span named_at,
               struct mnz_csv_shelf *shelf, struct mnz_arena *arena,
               struct mnz_diags *diags, const double **values, size_t *num_values);

#endif
