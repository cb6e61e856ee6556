/* json_table.c - a table as an array of objects, one a row. */

#include "report/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/number.h"
#include "report/json_write.h"

/* Names of columns, which every row repeats, and the place in the row. */
struct rows {
    struct mnz_json json;
    char **names; /* [count] */
    size_t count, capacity, at;
    int has_begun; /* the header is read */
};

static struct rows *
rows_of(struct mnz_cells *cells)
{
    struct rows *r = cells->own;

    if (r || cells->has_failed)
        return r;
    r = calloc(1, sizeof *r);
    if (!r) {
        cells->has_failed = 1;
        return NULL;
    }
    r->json.stream = cells->stream;
    cells->own = r;
    return r;
}

static void
write_column(struct mnz_cells *cells, const char *name, const char *unit)
{
    struct rows *r = rows_of(cells);
    char *copy = malloc(strlen(name) + 1);

    (void)unit;
    if (!r || !copy ||
        !mnz_grow((void **)&r->names, &r->capacity, r->count, sizeof *r->names)) {
        cells->has_failed = 1;
        free(copy);
        return;
    }
    r->names[r->count++] = strcpy(copy, name);
}

/* The name of the next cell, in an object that is begun; NULL where there is none. */
static const char *
next_name(struct mnz_cells *cells, struct rows **rows)
{
    struct rows *r = *rows = rows_of(cells);

    if (!r || r->at >= r->count)
        return NULL;
    if (r->at == 0)
        mnz_json_open(&r->json, NULL, '{');
    return r->names[r->at++];
}

static void
write_text(struct mnz_cells *cells, const char *text)
{
    struct rows *r;
    const char *name = next_name(cells, &r);

    if (name)
        mnz_json_text(&r->json, name, text);
}

/* In the digits of the style. */
static void
write_number(struct mnz_cells *cells, double number)
{
    char text[MNZ_PLAIN_TEXT];
    double rounded = number;
    struct rows *r;
    const char *name = next_name(cells, &r);

    mnz_number_plain(number, cells->style.digits, text);
    if (mnz_number_parse(text, &rounded))
        rounded = number;
    if (name)
        mnz_json_number(&r->json, name, rounded);
}

static void
write_count(struct mnz_cells *cells, uint64_t count)
{
    struct rows *r;
    const char *name = next_name(cells, &r);

    if (name)
        mnz_json_count(&r->json, name, count);
}

/* No value: the key is left out. */
static void
write_empty(struct mnz_cells *cells)
{
    struct rows *r;

    (void)next_name(cells, &r);
}

static void
end_row(struct mnz_cells *cells)
{
    struct rows *r = rows_of(cells);

    if (!r)
        return;
    if (r->has_begun)
        mnz_json_close(&r->json, '}');
    else
        mnz_json_open(&r->json, NULL, '[');
    r->has_begun = 1;
    r->at = 0;
    cells->has_failed |= ferror(cells->stream) != 0;
}

static enum mnz_status
finish(struct mnz_cells *cells)
{
    struct rows *r = cells->own;

    if (r && r->has_begun)
        mnz_json_close(&r->json, ']');
    for (size_t i = 0; r && i < r->count; i++)
        free(r->names[i]);
    if (r)
        free(r->names);
    free(r);
    cells->own = NULL;
    return mnz_cells_flush(cells);
}

const struct mnz_format mnz_format_json = {
    .ending = ".json",
    .column = write_column,
    .text = write_text,
    .number = write_number,
    .count = write_count,
    .empty = write_empty,
    .end_row = end_row,
    .finish = finish,
};
