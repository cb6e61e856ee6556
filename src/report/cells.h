#ifndef MNZ_REPORT_CELLS_H
#define MNZ_REPORT_CELLS_H

#include <stdint.h>
#include "monazite/status.h"

/*
 * A writer of tables: cells from left to right, rows from top to bottom. Tables hand
 * cells to it and know no format; a format knows no table.
 *
 * A format embeds struct mnz_cells as its first member. Its errors stick: it sets
 * `has_failed` at the end of a row that could not be written, and `finish` returns
 * MNZ_ERR_IO.
 */
struct mnz_cells {
    const struct mnz_format *format;
    int has_failed;
};

struct mnz_format {
    /* A cell of the header. `unit` is that of the whole column, "" where it has none or
     * each row has its own. */
    void (*column)(struct mnz_cells *cells, const char *name, const char *unit);
    void (*text)(struct mnz_cells *cells, const char *text);
    void (*number)(struct mnz_cells *cells, double number); /* never NaN */
    void (*count)(struct mnz_cells *cells, uint64_t count);
    void (*empty)(struct mnz_cells *cells);
    void (*end_row)(struct mnz_cells *cells);
    enum mnz_status (*finish)(struct mnz_cells *cells);
};

void mnz_cells_column(struct mnz_cells *cells, const char *name, const char *unit);
void mnz_cells_text(struct mnz_cells *cells, const char *text);
void mnz_cells_count(struct mnz_cells *cells, uint64_t count);
void mnz_cells_end_row(struct mnz_cells *cells);

/* NaN is an empty cell. */
void mnz_cells_number(struct mnz_cells *cells, double number);

/* Write everything out; MNZ_ERR_IO when anything could not be written. */
MNZ_NODISCARD enum mnz_status mnz_cells_finish(struct mnz_cells *cells);

#endif
