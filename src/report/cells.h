#ifndef MNZ_REPORT_CELLS_H
#define MNZ_REPORT_CELLS_H

#include <stdint.h>
#include <stdio.h>
#include "monazite/status.h"

/* How formats of text write numbers, and what they write between cells. */
struct mnz_cells_style {
    int digits;     /* significant ones, 1 to 17; 0: as many as read back to the same */
    char decimal;   /* '.' or ','                   */
    char separator; /* ',' ';' '|' or '\t', not that of decimals */
};

/* Six digits, a point and commas: the default. */
extern const struct mnz_cells_style mnz_cells_plain;
/* All digits, a point and commas, for tables that are read back. */
extern const struct mnz_cells_style mnz_cells_exact;

/*
 * A writer of tables: cells from left to right, rows from top to bottom. Tables hand
 * cells to it and know no format; a format knows no table.
 *
 * Errors of a format stick: it sets `has_failed` at the end of a row that could not be
 * written, and `finish` returns MNZ_ERR_IO. A table that cannot go on sets it too, with
 * errno.
 */
struct mnz_cells {
    const struct mnz_format *format;
    FILE *stream; /* borrowed */
    struct mnz_cells_style style;
    int has_failed;
    int is_in_row;
    int is_blank; /* the row has one cell, and nothing is in it */
    void *own;    /* further state of the format, NULL at first; `finish` releases it */
};

struct mnz_format {
    const char *ending; /* of the names of its files: ".csv" */
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

/*
 * The result of `finish` of a format of text: MNZ_ERR_IO when the stream took something
 * badly, MNZ_ERR_NOMEM when the table could not go on though the stream is sound.
 */
MNZ_NODISCARD enum mnz_status mnz_cells_flush(struct mnz_cells *cells);

/* The list of formats, each defined in a file of its own. */
#define MNZ_FORMATS(X) X(csv) X(json)

#define MNZ_DECLARE_FORMAT(name) extern const struct mnz_format mnz_format_##name;
MNZ_FORMATS(MNZ_DECLARE_FORMAT)
#undef MNZ_DECLARE_FORMAT

/* The format that the ending of a file's name says; NULL if it is none of the list. */
const struct mnz_format *mnz_format_of(const char *file);

/* A writer to `stream`. Call mnz_cells_finish() in any case. */
struct mnz_cells mnz_cells_to(const struct mnz_format *format,
                              const struct mnz_cells_style *style, FILE *stream);

void mnz_cells_column(struct mnz_cells *cells, const char *name, const char *unit);
void mnz_cells_text(struct mnz_cells *cells, const char *text);
void mnz_cells_count(struct mnz_cells *cells, uint64_t count);
void mnz_cells_end_row(struct mnz_cells *cells);

/* NaN is an empty cell. */
void mnz_cells_number(struct mnz_cells *cells, double number);

/* Write everything out; MNZ_ERR_IO when anything could not be written. */
MNZ_NODISCARD enum mnz_status mnz_cells_finish(struct mnz_cells *cells);

#endif
