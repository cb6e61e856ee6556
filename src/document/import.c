/* import.c - public statistics to tables: rows summed by flow and period. */

#include "monazite/import.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/names.h"
#include "document/import_figaro.h"
#include "document/import_sums.h"
#include "document/row_stream.h"

static const char *const as_names[MNZ_NUM_IMPORT_AS] = {"links", "mines", "observed",
                                                        "value-added"};

const char *
mnz_import_format_name(size_t format)
{
    return format < MNZ_NUM_IMPORT_FORMATS ? mnz_import_formats[format].name : NULL;
}

const char *
mnz_import_as_name(size_t as)
{
    return as < MNZ_NUM_IMPORT_AS ? as_names[as] : NULL;
}

enum mnz_import_as
mnz_import_default_as(enum mnz_import_format format)
{
    return mnz_import_formats[format].usual;
}

/* Where the format's columns stand in the file; -1 where they do not. */
static int
find_columns(const struct mnz_import_format_row *format, char *const *headers,
             size_t count, int *at)
{
    for (size_t k = 0; format->columns[k].names[0]; k++) {
        at[k] = -1;
        for (size_t n = 0; n < 4 && format->columns[k].names[n] && at[k] < 0; n++)
            for (size_t i = 0; i < count && at[k] < 0; i++)
                if (mnz_import_same_word(headers[i], format->columns[k].names[n]))
                    at[k] = (int)i;
    }
    for (size_t k = 0; format->columns[k].names[0]; k++)
        if (at[k] < 0 && format->columns[k].is_needed)
            return (int)k;
    return -1;
}

static enum mnz_status
refuse_columns(const struct mnz_import_job *job, const char *file,
               const struct mnz_format_column *column, char *const *headers,
               size_t count, struct mnz_diags *diags)
{
    const char *name = mnz_import_formats[job->format].name;
    char list[256] = "";

    for (size_t i = 0; i < count && strlen(list) < sizeof list - 60; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%.40s",
                 i ? ", " : "the file has: ", headers[i]);
    mnz_diag_add(diags, MNZ_E1606, (struct mnz_span){file, 1, 1},
                 mnz_import_is_text(list) ? list : NULL,
                 "a file of format %s has a column '%s'", name, column->names[0]);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
read_rows(struct mnz_import_sums *sums, struct mnz_row_stream *stream,
          const struct mnz_import_format_row *format, const int *at)
{
    for (;;) {
        const char *cells[MNZ_FORMAT_MOST_COLUMNS];
        struct mnz_import_row row = {.usd = NAN};
        char **all;
        size_t count;
        enum mnz_drop drop;
        enum mnz_status st = mnz_row_stream_next(stream, &all, &count);

        if (st || count == 0)
            return st;
        for (size_t k = 0; format->columns[k].names[0]; k++)
            cells[k] = at[k] >= 0 && (size_t)at[k] < count ? all[at[k]] : "";
        drop = format->take(sums->map, cells, &row);
        st = drop == MNZ_DROP_NOT ? mnz_import_add(sums, &row)
                                  : mnz_import_drop(sums, drop, &row);
        if (st)
            return st;
    }
}

static enum mnz_status
read_file(struct mnz_import_sums *sums, const struct mnz_import_job *job, size_t index,
          struct mnz_diags *diags)
{
    const struct mnz_import_format_row *format = &mnz_import_formats[job->format];
    const char *charset = sums->map->encoding ? sums->map->encoding : format->charset;
    int at[MNZ_FORMAT_MOST_COLUMNS];
    struct mnz_row_stream *stream;
    char **headers;
    size_t count = 0;
    enum mnz_status st =
        mnz_row_stream_open(job->files[index], charset, diags, &stream);
    int missing;

    if (st)
        return st;
    sums->file = (uint32_t)index;
    st = mnz_row_stream_next(stream, &headers, &count);
    if (!st && !format->columns) {
        st = mnz_figaro_read(sums, stream, headers, count, job->files[index], diags);
    } else if (!st) {
        missing = find_columns(format, headers, count, at);
        st = missing >= 0
                 ? refuse_columns(job, job->files[index], &format->columns[missing],
                                  headers, count, diags)
                 : read_rows(sums, stream, format, at);
    }
    if (!st)
        st = mnz_import_name_source(sums, job->files[index],
                                    mnz_row_stream_digest(stream));
    mnz_row_stream_close(stream);
    return st;
}

static enum mnz_status
verify_job(const struct mnz_import_job *job, struct mnz_diags *diags)
{
    const struct mnz_import_format_row *format = &mnz_import_formats[job->format];

    if (format->makes >> job->as & 1u)
        return MNZ_OK;
    mnz_diag_add(diags, MNZ_E1607, (struct mnz_span){"--as", 0, 0},
                 mnz_import_as_name(format->usual), "%s makes no %s", format->name,
                 mnz_import_as_name(job->as));
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_import(const struct mnz_import_job *job, FILE *table, FILE *report,
           struct mnz_diags *diags)
{
    struct mnz_import_map *map = NULL;
    struct mnz_import_sums sums = {.format = job->format, .as = job->as};
    enum mnz_status st = verify_job(job, diags);

    if (!st)
        st = mnz_import_map_load(job->map, diags, &map);
    sums.map = map;
    if (!st)
        st = mnz_import_sums_start(&sums, job->num_files);
    for (size_t i = 0; !st && i < job->num_files; i++)
        st = read_file(&sums, job, i, diags);
    if (!st)
        mnz_import_settle(&sums);
    if (!st && report)
        mnz_import_write_report(&sums, report);
    if (!st && sums.num_used == 0) {
        mnz_diag_add(diags, MNZ_E1608, (struct mnz_span){job->map, 0, 0},
                     "look at the codes under 'goods', at 'flow', and at the report",
                     "no row of these files is used");
        st = MNZ_ERR_INPUT;
    }
    if (!st)
        st = mnz_import_write_table(&sums, table);
    mnz_import_sums_finish(&sums);
    mnz_import_map_destroy(map);
    return st;
}
