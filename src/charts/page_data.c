/* page_data.c - the figures of the page: quantiles only, no trials. */

#include "charts/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "charts/chart.h"
#include "charts/palette.h"
#include "document/tree.h"

const char *const mnz_strings[MNZ_NUM_STRINGS] = {
#define MNZ_STRING(id, text) text,
#include "charts/strings.inc"
#undef MNZ_STRING
};
static const char *const string_names[MNZ_NUM_STRINGS] = {
#define MNZ_STRING(id, text) #id,
#include "charts/strings.inc"
#undef MNZ_STRING
};

/* Industries whose months are shown. */
enum { MOST_INDUSTRIES = 40, DIGITS = 4 };

/* Figures that the page shows; those of months with quantiles, or their mean alone. */
enum detail { HORIZON, MEANS, BANDS };
static const struct {
    const char *scope, *metric;
    enum detail detail;
} shown[] = {
    {"total", "output_lost_share", HORIZON},
    {"total", "output_lost_usd", HORIZON},
    {"total", "value_added_lost_usd", HORIZON},
    {"total", "output_at_stake_usd", HORIZON},
    {"industry", "output_lost_share", HORIZON},
    {"industry", "output_lost_usd", HORIZON},
    {"element", "shortfall_share", HORIZON},
    {"control", "applied_tonnes", HORIZON},
    {"control", "granted_tonnes", HORIZON},
    {"total", "output_lost_share", BANDS},
    {"country", "output_lost_share", BANDS},
    {"industry", "output_lost_share", BANDS},
    {"industry", "stock_months", MEANS},
    {"element", "shortfall_share", MEANS},
    {"control", "backlog_tonnes", MEANS},
    {"market", "price_usd_per_kg", MEANS},
    {"stage", "top_country_share", MEANS},
};
enum { NUM_SHOWN = sizeof shown / sizeof *shown };

/* Names and positions of the quantiles that the page has. */
static const struct {
    const char *name;
    int quantile;
} bands[] = {{"p05", MNZ_P05},
             {"p25", MNZ_P25},
             {"p50", MNZ_P50},
             {"p75", MNZ_P75},
             {"p95", MNZ_P95}};
enum { NUM_BANDS = sizeof bands / sizeof *bands };

/* A text in quotes; "<" cannot end the script element that it stands in. */
static void
write_text(FILE *out, const char *text)
{
    putc('"', out);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x7f)
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static void
write_pair(FILE *out, const char *name, const char *text)
{
    fprintf(out, "\"%s\":", name);
    write_text(out, text);
    putc(',', out);
}

static void
write_number(FILE *out, double number)
{
    char text[MNZ_PLAIN_TEXT];

    if (!isfinite(number)) {
        fputs("null", out);
        return;
    }
    mnz_number_plain(number, DIGITS, text);
    fputs(text, out);
}

static void
write_names(FILE *out, const struct mnz_finding *f)
{
    putc('{', out);
    write_pair(out, "scope", f->scope);
    write_pair(out, "name", f->name);
    write_pair(out, "label", mnz_chart_label(f));
    write_pair(out, "metric", f->metric);
}

static int
is_shown(const struct mnz_finding *f, enum detail detail)
{
    for (int i = 0; i < NUM_SHOWN; i++)
        if (shown[i].detail == detail && strcmp(shown[i].metric, f->metric) == 0 &&
            strcmp(shown[i].scope, f->scope) == 0)
            return 1;
    return 0;
}

static int
is_of(const struct mnz_finding *f, const struct mnz_page_run *run)
{
    return strcmp(f->scenario, run->scenario) == 0;
}

static void
write_horizon(FILE *out, const struct mnz_page_run *run)
{
    const char *separator = "";

    fputs("\"horizon\":[", out);
    for (uint32_t i = 0; i < run->findings->num_rows; i++) {
        const struct mnz_finding *f = &run->findings->rows[i];

        if (f->month != MNZ_NO_MONTH || !is_of(f, run) || !is_shown(f, HORIZON))
            continue;
        fputs(separator, out);
        separator = ",\n";
        write_names(out, f);
        write_pair(out, "colour",
                   mnz_colour_of_place(*f->country ? f->country : f->name));
        fputs("\"trials\":", out);
        write_number(out, f->trials);
        fputs(",\"mean\":", out);
        write_number(out, f->mean);
        fputs(",\"cvar95\":", out);
        write_number(out, f->cvar95);
        for (int b = 0; b < NUM_BANDS; b++) {
            fprintf(out, ",\"%s\":", bands[b].name);
            write_number(out, f->quantile[bands[b].quantile]);
        }
        putc('}', out);
    }
    fputs("],\n", out);
}

/* A series of months: [month] figures, NULL where there is none. */
static void
write_series(FILE *out, const struct mnz_finding *const *months, uint32_t count,
             const char *name, int quantile)
{
    fprintf(out, "\"%s\":[", name);
    for (uint32_t m = 0; m < count; m++) {
        if (m > 0)
            putc(',', out);
        write_number(out, !months[m]     ? NAN
                          : quantile < 0 ? months[m]->mean
                                         : months[m]->quantile[quantile]);
    }
    putc(']', out);
}

static int
is_among(const struct mnz_finding *f, const struct mnz_finding *const *groups,
         uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (groups[i]->name == f->name)
            return 1;
    return 0;
}

/* The months of the group of `f`, its first month. */
static void
write_months_of(FILE *out, const struct mnz_page_run *run, const struct mnz_finding *f,
                const struct mnz_finding **months)
{
    const uint32_t count = mnz_names_count(&run->findings->months);

    memset(months, 0, count * sizeof *months);
    for (const struct mnz_finding *g = f,
                                  *end = run->findings->rows + run->findings->num_rows;
         g < end; g++)
        if (g->name == f->name && g->metric == f->metric && g->scope == f->scope &&
            g->scenario == f->scenario && g->month != MNZ_NO_MONTH)
            months[g->month] = g;
    write_names(out, f);
    write_series(out, months, count, "mean", -1);
    for (int b = 0; b < NUM_BANDS && is_shown(f, BANDS); b++) {
        putc(',', out);
        write_series(out, months, count, bands[b].name, bands[b].quantile);
    }
    putc('}', out);
}

static enum mnz_status
write_monthly(FILE *out, const struct mnz_page_run *run)
{
    const struct mnz_findings *findings = run->findings;
    const uint32_t months = mnz_names_count(&findings->months);
    struct mnz_chart chart = {.findings = findings, .scenario = run->scenario};
    const struct mnz_finding **groups = NULL,
                             **row =
                                 mnz_arena_alloc(&chart.arena, months + 1, sizeof *row);
    uint32_t count = 0;
    const char *separator = "";
    enum mnz_status st = row ? MNZ_OK : MNZ_ERR_NOMEM;

    if (!st)
        st = mnz_chart_groups(&chart, MOST_INDUSTRIES, &groups, &count);
    fputs("\"monthly\":[", out);
    for (uint32_t i = 0; st != MNZ_ERR_NOMEM && i < findings->num_rows; i++) {
        const struct mnz_finding *f = &findings->rows[i];

        if (f->month != 0 || !is_of(f, run) ||
            (!is_shown(f, MEANS) && !is_shown(f, BANDS)) ||
            (strcmp(f->scope, "industry") == 0 && !is_among(f, groups, count)))
            continue;
        fputs(separator, out);
        separator = ",\n";
        write_months_of(out, run, f, row);
    }
    fputs("],\n", out);
    mnz_arena_finish(&chart.arena);
    return st == MNZ_ERR_NOMEM ? st : MNZ_OK;
}

/* Whether the page shows this row of quantiles.csv: of the total, or of the first short
 * month of an industry, over all trials. */
static int
has_shown_quantiles(const struct mnz_rows *rows, const struct mnz_page_run *run)
{
    const char *scope = mnz_rows_text(rows, mnz_rows_column(rows, "scope"));
    const char *metric = mnz_rows_text(rows, mnz_rows_column(rows, "metric"));
    const int is_total =
        strcmp(scope, "total") == 0 && strcmp(metric, "output_lost_usd") == 0;
    const int is_first =
        strcmp(scope, "industry") == 0 && strcmp(metric, "first_short_month") == 0;

    return (is_total || is_first) &&
           !*mnz_rows_text(rows, mnz_rows_column(rows, "given")) &&
           mnz_rows_number(rows, mnz_rows_column(rows, "trials")) > 0.0 &&
           strcmp(mnz_rows_text(rows, mnz_rows_column(rows, "scenario")),
                  run->scenario) == 0;
}

static void
write_quantiles_of(FILE *out, const struct mnz_rows *rows)
{
    static const char *const names[] = {"scope", "name", "metric"};

    putc('{', out);
    for (int i = 0; i < 3; i++)
        write_pair(out, names[i], mnz_rows_text(rows, mnz_rows_column(rows, names[i])));
    fputs("\"trials\":", out);
    write_number(out, mnz_rows_number(rows, mnz_rows_column(rows, "trials")));
    fputs(",\"values\":[", out);
    for (int i = 1; i < 100; i++) {
        char column[8];

        snprintf(column, sizeof column, "p%02d", i);
        fputs(i > 1 ? "," : "", out);
        write_number(out, mnz_rows_number(rows, mnz_rows_column(rows, column)));
    }
    fputs("]}", out);
}

static void
write_quantiles(FILE *out, const struct mnz_page_run *run)
{
    struct mnz_arena arena = {0};
    const char *path = mnz_findings_path(run->findings, &arena, "quantiles.csv");
    const char *separator = "";
    struct mnz_rows rows = {0};

    fputs("\"quantiles\":[", out);
    if (path && mnz_rows_open(&rows, path) == MNZ_OK)
        while (mnz_rows_next(&rows))
            if (has_shown_quantiles(&rows, run)) {
                fputs(separator, out);
                separator = ",\n";
                write_quantiles_of(out, &rows);
            }
    fputs("],\n", out);
    mnz_rows_close(&rows);
    mnz_arena_finish(&arena);
}

/* A table of the folder as it is: the rows of the scenario, all columns. Returns
 * whether it is there. */
static int
write_table(FILE *out, const struct mnz_page_run *run, const char *before,
            const char *name)
{
    struct mnz_arena arena = {0};
    const char *file = mnz_arena_printf(&arena, "%s.csv", name);
    const char *path = file ? mnz_findings_path(run->findings, &arena, file) : NULL;
    struct mnz_rows rows = {0};
    const char *separator = "";
    int is_there = 0;

    if (path && mnz_rows_open(&rows, path) == MNZ_OK) {
        const uint32_t scenario = mnz_rows_column(&rows, "scenario");

        fprintf(out, "%s\"%s\":{\"columns\":[", before, name);
        for (uint32_t i = 0; i < rows.num_columns; i++) {
            fputs(i > 0 ? "," : "", out);
            write_text(out, rows.columns[i]);
        }
        fputs("],\"rows\":[", out);
        while (mnz_rows_next(&rows)) {
            if (scenario != UINT32_MAX &&
                strcmp(mnz_rows_text(&rows, scenario), run->scenario) != 0)
                continue;
            fprintf(out, "%s[", separator);
            separator = ",\n";
            for (uint32_t i = 0; i < rows.num_columns; i++) {
                fputs(i > 0 ? "," : "", out);
                write_text(out, mnz_rows_text(&rows, i));
            }
            putc(']', out);
        }
        fputs("]}", out);
        is_there = 1;
    }
    mnz_rows_close(&rows);
    mnz_arena_finish(&arena);
    return is_there;
}

/* How the tables came about. */
static void
write_manifest(FILE *out, const struct mnz_tree *manifest)
{
    static const char *const keys[] = {"version", "commit",       "compiler", "seed",
                                       "sampler", "trials_asked", "written"};
    const struct mnz_tree *arguments =
        manifest ? mnz_tree_find(manifest, "arguments") : NULL;
    const char *separator = "", *line = "monazite run";
    struct mnz_arena arena = {0};

    fputs("\"manifest\":[", out);
    for (size_t i = 0; manifest && i < sizeof keys / sizeof *keys; i++) {
        const struct mnz_tree *value = mnz_tree_find(manifest, keys[i]);

        if (!value || value->kind != MNZ_TREE_SCALAR)
            continue;
        fprintf(out, "%s[\"%s\",", separator, keys[i]);
        separator = ",";
        write_text(out, value->text);
        putc(']', out);
    }
    for (size_t i = 0; arguments && arguments->kind == MNZ_TREE_SEQUENCE && line &&
                       i < arguments->num_children;
         i++)
        line = mnz_arena_printf(&arena, "%s %s", line,
                                arguments->items[i]->kind == MNZ_TREE_SCALAR
                                    ? arguments->items[i]->text
                                    : "");
    if (line && manifest) {
        fprintf(out, "%s[\"command\",", separator);
        write_text(out, line);
        putc(']', out);
    }
    fputs("]", out);
    mnz_arena_finish(&arena);
}

static enum mnz_status
write_run(FILE *out, const struct mnz_page_run *run)
{
    const struct mnz_names *months = &run->findings->months;
    enum mnz_status st;
    int has_events;

    putc('{', out);
    write_pair(out, "scenario", run->scenario);
    write_pair(out, "title", run->findings->title);
    fputs("\"months\":[", out);
    for (uint32_t i = 0; i < mnz_names_count(months); i++) {
        fputs(i > 0 ? "," : "", out);
        write_text(out, mnz_names_text(months, i));
    }
    fputs("],\n", out);
    write_horizon(out, run);
    st = write_monthly(out, run);
    write_quantiles(out, run);
    fputs("\"tables\":{", out);
    has_events = write_table(out, run, "", "events");
    write_table(out, run, has_events ? ",\n" : "", "inputs");
    fputs("},\n", out);
    write_manifest(out, run->findings->manifest);
    fputs("}\n", out);
    return st;
}

enum mnz_status
mnz_page_data(const struct mnz_page_run *runs, uint32_t count, FILE *stream)
{
    enum mnz_status st = MNZ_OK;

    fputs("{\"strings\":{", stream);
    for (int i = 0; i < MNZ_NUM_STRINGS; i++) {
        fprintf(stream, "%s\"%s\":", i > 0 ? ",\n" : "", string_names[i]);
        write_text(stream, mnz_strings[i]);
    }
    fputs("},\n\"runs\":[", stream);
    for (uint32_t i = 0; !st && i < count; i++) {
        fputs(i > 0 ? "," : "", stream);
        st = write_run(stream, &runs[i]);
    }
    fputs("]}\n", stream);
    return st;
}
