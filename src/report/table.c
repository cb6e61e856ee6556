/* table.c - the list of tables, and how each is written. */

#include "report/table.h"

#include <stddef.h>

#define TABLE_ADDRESS(name) &mnz_table_##name,
const struct mnz_table *const mnz_tables[] = {MNZ_TABLES(TABLE_ADDRESS) NULL};
#undef TABLE_ADDRESS

void
mnz_table_write_columns(const struct mnz_table *table, struct mnz_cells *cells)
{
    for (const struct mnz_column *c = table->columns; c->name; c++)
        mnz_cells_column(cells, c->name, c->unit);
}

struct mnz_cells
mnz_table_cells(const struct mnz_table *table, const struct mnz_format *format,
                const struct mnz_cells_style *style, FILE *stream)
{
    return mnz_cells_to(format, table->is_exact ? &mnz_cells_exact : style, stream);
}

enum mnz_status
mnz_table_write(const struct mnz_table *table, const struct mnz_outcome *outcome,
                struct mnz_cells *cells)
{
    if (table->write_first)
        table->write_first(outcome, cells);
    mnz_table_write_columns(table, cells);
    if (table->write_more)
        table->write_more(outcome, cells);
    mnz_cells_end_row(cells);
    table->write_rows(outcome, cells);
    return mnz_cells_finish(cells);
}
