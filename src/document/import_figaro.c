/* import_figaro.c - value added and output by country and industry. */

#include "document/import_figaro.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

/* A column of an industry that the map names. */
struct column {
    const char *place, *sector; /* NULL: not asked for */
    double added, output;
};

static enum mnz_drop
name_column(const struct mnz_import_map *map, const char *header, struct column *column,
            const char **unknown)
{
    const char *line = strchr(header, '_');
    const struct mnz_map_goods *goods =
        line ? mnz_import_map_goods(map, line + 1) : NULL;
    char country[8];

    if (!goods || strcmp(goods->code, line + 1) != 0 || line - header > 3)
        return MNZ_DROP_OTHER_GOODS;
    snprintf(country, sizeof country, "%.*s", (int)(line - header), header);
    column->place = mnz_import_map_place(map, country);
    *unknown = header;
    if (!column->place)
        return MNZ_DROP_UNKNOWN_PLACE;
    column->sector = goods->material;
    return MNZ_DROP_NOT;
}

/* Add a row to output, and to value added where it is part of that. */
static void
add_row(struct column *columns, char *const *cells, size_t count)
{
    static const char *const added[] = {"W2_D1", "W2_D29X39", "W2_B2A3G"};
    int is_added = 0;

    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        is_added |= strcmp(cells[0], added[i]) == 0;
    for (size_t i = 1; i < count; i++) {
        double value;

        if (!columns[i].sector || mnz_number_parse(cells[i], &value))
            continue;
        columns[i].output += value;
        columns[i].added += is_added ? value : 0.0;
    }
}

static enum mnz_status
keep_columns(struct mnz_import_sums *sums, const struct column *columns, size_t count)
{
    enum mnz_status st = MNZ_OK;

    for (size_t i = 1; !st && i < count; i++) {
        const struct column *c = &columns[i];
        const struct mnz_import_row row = {.from = c->place,
                                           .material = c->sector,
                                           .tonnes = c->output,
                                           .usd = c->added};

        if (!c->sector)
            continue;
        st = c->output > 0.0 ? mnz_import_add(sums, &row)
                             : mnz_import_drop(sums, MNZ_DROP_NO_QUANTITY, &row);
    }
    return st;
}

enum mnz_status
mnz_figaro_read(struct mnz_import_sums *sums, struct mnz_row_stream *stream,
                char *const *headers, size_t count, const char *file,
                struct mnz_diags *diags)
{
    struct column *columns = calloc(count + 1, sizeof *columns);
    enum mnz_status st = columns ? MNZ_OK : MNZ_ERR_NOMEM;

    if (!st && (count < 2 || strcmp(headers[0], "rowLabels") != 0)) {
        mnz_diag_add(diags, MNZ_E1606, (struct mnz_span){file, 1, 1},
                     "the matrix of industries by industries has it first",
                     "a file of format %s has a column '%s'", "figaro", "rowLabels");
        st = MNZ_ERR_INPUT;
    }
    for (size_t i = 1; !st && i < count; i++) {
        struct mnz_import_row row = {.usd = NAN};
        const enum mnz_drop drop =
            name_column(sums->map, headers[i], &columns[i], &row.unknown);

        if (drop != MNZ_DROP_NOT)
            st = mnz_import_drop(sums, drop, &row);
    }
    while (!st) {
        char **cells;
        size_t width;

        st = mnz_row_stream_next(stream, &cells, &width);
        if (st || width == 0)
            break;
        add_row(columns, cells, width < count ? width : count);
    }
    if (!st)
        st = keep_columns(sums, columns, count);
    free(columns);
    return st;
}
