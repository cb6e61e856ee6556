/* cells.c - from tables to formats. */

#include "report/cells.h"

#include <string.h>

const struct mnz_cells_style mnz_cells_plain = {6, '.', ','};
const struct mnz_cells_style mnz_cells_exact = {0, '.', ','};

const struct mnz_format *
mnz_format_of(const char *file)
{
#define FORMAT_ADDRESS(name) &mnz_format_##name,
    static const struct mnz_format *const formats[] = {MNZ_FORMATS(FORMAT_ADDRESS)};
#undef FORMAT_ADDRESS
    const char *ending = strrchr(file, '.');

    for (size_t i = 0; ending && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i]->ending, ending) == 0)
            return formats[i];
    return NULL;
}

struct mnz_cells
mnz_cells_to(const struct mnz_format *format, const struct mnz_cells_style *style,
             FILE *stream)
{
    return (struct mnz_cells){.format = format, .stream = stream, .style = *style};
}

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

enum mnz_status
mnz_cells_flush(struct mnz_cells *cells)
{
    if (fflush(cells->stream) != 0 || ferror(cells->stream))
        return MNZ_ERR_IO;
    return cells->has_failed ? MNZ_ERR_NOMEM : MNZ_OK;
}
