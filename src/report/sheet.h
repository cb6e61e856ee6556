#ifndef MNZ_REPORT_SHEET_H
#define MNZ_REPORT_SHEET_H

#include <xlsxwriter.h>
#include "report/cells.h"

enum { MNZ_MOST_SHEET_COLUMNS = 1400 };

/* How the cells of a column are written. */
enum mnz_cell_kind {
    MNZ_CELL_PLAIN,
    MNZ_CELL_SHARE,  /* 12.3 % */
    MNZ_CELL_CHANCE, /* 0.12 */
    MNZ_CELL_WHOLE,  /* 1,234,567 */
    MNZ_CELL_ONE,    /* 1,234.5 */
    MNZ_CELL_MONTH,  /* 2025-11, a date */
    MNZ_CELL_DAY,    /* 2025-11-08, a date */
    MNZ_NUM_CELL_KINDS
};

/* Formats of a workbook, one of a kind. */
struct mnz_sheet_formats {
    lxw_format *header, *title, *month_header, *of_kind[MNZ_NUM_CELL_KINDS];
};

void mnz_sheet_formats_make(lxw_workbook *book, struct mnz_sheet_formats *out);

/*
 * A sheet while it is filled: a header in its first row, with units, then rows. It is
 * the `own` of cells in mnz_format_sheet, so that any table can be written to it.
 */
struct mnz_sheet {
    lxw_worksheet *sheet;
    const struct mnz_sheet_formats *formats;
    uint32_t first_row, row, column;
    uint32_t frozen; /* columns that stay in view */
    uint32_t num_columns;
    enum mnz_cell_kind kinds[MNZ_MOST_SHEET_COLUMNS];
    int widths[MNZ_MOST_SHEET_COLUMNS];
};

extern const struct mnz_format mnz_format_sheet;

/* A writer to the sheet, from its row on. */
struct mnz_cells mnz_sheet_cells(struct mnz_sheet *sheet);

/* Write the next cells of a column in a unit. */
void mnz_sheet_set_unit(struct mnz_sheet *sheet, uint32_t column, const char *unit);

/* Make columns as wide as their cells. mnz_cells_finish() does it too. */
void mnz_sheet_set_widths(struct mnz_sheet *sheet);

/* The header of a month's column, as a date. */
void mnz_sheet_month_column(struct mnz_sheet *sheet, const char *month,
                            enum mnz_cell_kind kind);

#endif
