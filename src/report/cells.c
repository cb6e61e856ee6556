/* cells.c - from tables to formats. */

#include "report/cells.h"

void
mnz_cells_column(struct mnz_cells *cells, const char *name, const char *unit)
{
    cells->format->column(cells, name, unit);
}

void
mnz_cells_text(struct mnz_cells *cells, const char *text)
{
    cells->format->text(cells, text);
}

void
mnz_cells_number(struct mnz_cells *cells, double number)
{
    if (number != number)
        cells->format->empty(cells);
    else
        cells->format->number(cells, number);
}

void
mnz_cells_count(struct mnz_cells *cells, uint64_t count)
{
    cells->format->count(cells, count);
}

void
mnz_cells_end_row(struct mnz_cells *cells)
{
    cells->format->end_row(cells);
}

enum mnz_status
mnz_cells_finish(struct mnz_cells *cells)
{
    return cells->format->finish(cells);
}
