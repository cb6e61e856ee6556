#ifndef MNZ_REPORT_SHEETS_H
#define MNZ_REPORT_SHEETS_H

#include "report/sheet.h"
#include "report/table.h"

/* A workbook while it is filled. */
struct mnz_book {
    lxw_workbook *book;
    struct mnz_sheet_formats formats;
    char path[4096]; /* of the temporary file that it is written to */
    const struct mnz_outcome *outcome;
    struct mnz_sheet sheet; /* the one that is being filled */
    lxw_worksheet *overview;
    uint32_t fan_row, fan_rows; /* of the overview: months of the first scenario */
    int has_failed;
};

/* Begin a sheet; no `own` of the cells: no memory. */
struct mnz_cells mnz_book_add(struct mnz_book *book, const char *name, uint32_t frozen);

/* All industries together: figures of the horizon by branch, then months. */
void mnz_book_add_overview(struct mnz_book *book);

/* Its charts, which show cells of other sheets too. */
void mnz_book_draw_overview(struct mnz_book *book);

/* A heat map each: one row an industry, an element; one column a month. */
void mnz_book_add_months(struct mnz_book *book);
void mnz_book_add_elements(struct mnz_book *book);

/* Licensing offices, one row for each month. */
void mnz_book_add_licences(struct mnz_book *book);

#endif
