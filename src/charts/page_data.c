/* page_data.c - the figures of the page: quantiles only, no trials. */

#include "charts/page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "charts/chain.h"
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

static enum mnz_status
write_quantiles(FILE *out, const struct mnz_page_run *run)
{
    static const char file[] = "quantiles.csv";
    const char *separator = "";
    struct mnz_rows rows;
    const enum mnz_status st =
        mnz_findings_rows(run->findings, file, run->diags, &rows);

    fputs("\"quantiles\":[", out);
    while (!st && mnz_rows_next(&rows))
        if (has_shown_quantiles(&rows, run)) {
            fputs(separator, out);
            separator = ",\n";
            write_quantiles_of(out, &rows);
        }
    fputs("],\n", out);
    return mnz_findings_end(run->findings, file, run->diags, &rows, st);
}

/* A row of the whole horizon and of all trials: of all industries together, or the
 * output that one loses. */
static int
is_compared(const struct mnz_rows *rows)
{
    static const char *const metrics[] = {"output_lost_usd", "output_lost_share",
                                          "value_added_lost_usd", "shortfall_share",
                                          "policy_cost_usd"};
    const char *metric = mnz_rows_text(rows, mnz_rows_column(rows, "metric"));
    const char *scope = mnz_rows_text(rows, mnz_rows_column(rows, "scope"));
    const int is_total = strcmp(scope, "total") == 0;
    int is_known = !is_total && strcmp(metric, "output_lost_usd") == 0 &&
                   strcmp(scope, "industry") == 0 &&
                   mnz_rows_number(rows, mnz_rows_column(rows, "difference_mean")) != 0;

    for (size_t i = 0; is_total && i < sizeof metrics / sizeof *metrics; i++)
        is_known |= strcmp(metric, metrics[i]) == 0;
    return is_known && !*mnz_rows_text(rows, mnz_rows_column(rows, "given")) &&
           !*mnz_rows_text(rows, mnz_rows_column(rows, "month"));
}

/* The part of a buyers' supply that has passed a country anywhere: of all buyers, of
 * blocs and of countries. */
static int
is_passed(const struct mnz_rows *rows)
{
    return strcmp(mnz_rows_text(rows, mnz_rows_column(rows, "scope")), "industry") &&
           !*mnz_rows_text(rows, mnz_rows_column(rows, "stage")) &&
           !strcmp(mnz_rows_text(rows, mnz_rows_column(rows, "kind")), "country");
}

/* The thing taken away in a simulation. */
static int
is_simulated(const struct mnz_rows *rows)
{
    return *mnz_rows_text(rows, mnz_rows_column(rows, "output_lost")) != '\0';
}

/* Tables that the page shows: the columns, or all; the rows, or all. */
static const struct shown_table {
    const char *name;
    const char *const *columns;
    int (*is_shown)(const struct mnz_rows *rows);
} tables[] = {
    {"events", NULL, NULL},
    {"inputs", NULL, NULL},
    {"compare",
     (const char *const[]){"alternative", "scope", "name", "label", "metric", "unit",
                           "trials", "base_mean", "mean", "difference_mean", "low_mean",
                           "high_mean", "base_cvar95", "cvar95", "p_worse", "pairing",
                           NULL},
     is_compared},
    {"drivers", NULL, NULL},
    {"effects", NULL, NULL},
    {"score", NULL, NULL},
    {"points", NULL, NULL},
    {"sweep", NULL, NULL},
    {"frontier", NULL, NULL},
    {"dependency",
     (const char *const[]){"scope", "name", "label", "element", "origin", "direct",
                           "passed", NULL},
     is_passed},
    {"n-1",
     (const char *const[]){"kind", "without", "country", "met_with_backup",
                           "output_lost", "output_lost_low", "output_lost_high",
                           "output_lost_usd", "output_lost_usd_low",
                           "output_lost_usd_high", "months_to_survive",
                           "months_to_recover", "hardest_industry", NULL},
     is_simulated},
};
enum { NUM_TABLES = sizeof tables / sizeof *tables };

/* Positions of the columns to show, [*count]. */
static void
find_shown(const struct mnz_rows *rows, const struct shown_table *table, uint32_t *at,
           uint32_t *count)
{
    *count = 0;
    for (uint32_t i = 0; i < rows->num_columns; i++) {
        int is_wanted = !table->columns;

        for (uint32_t k = 0; table->columns && table->columns[k]; k++)
            is_wanted |= strcmp(rows->columns[i], table->columns[k]) == 0;
        if (is_wanted)
            at[(*count)++] = i;
    }
}

static void
write_rows(FILE *out, struct mnz_rows *rows, const struct mnz_page_run *run,
           const struct shown_table *table, const uint32_t *at, uint32_t count)
{
    const uint32_t scenario = mnz_rows_column(rows, "scenario");
    const char *separator = "";

    while (mnz_rows_next(rows)) {
        if (*run->scenario && scenario != UINT32_MAX &&
            strcmp(mnz_rows_text(rows, scenario), run->scenario) != 0)
            continue;
        if (table->is_shown && !table->is_shown(rows))
            continue;
        fprintf(out, "%s[", separator);
        separator = ",\n";
        for (uint32_t i = 0; i < count; i++) {
            fputs(i > 0 ? "," : "", out);
            write_text(out, mnz_rows_text(rows, at[i]));
        }
        putc(']', out);
    }
}

static enum mnz_status
write_table(FILE *out, const struct mnz_page_run *run, const char *before,
            const struct shown_table *table, struct mnz_rows *rows)
{
    uint32_t *at = mnz_arena_alloc(&rows->arena, rows->num_columns + 1, sizeof *at);
    uint32_t count = 0;

    if (!at)
        return MNZ_ERR_NOMEM;
    find_shown(rows, table, at, &count);
    fprintf(out, "%s\"%s\":{\"columns\":[", before, table->name);
    for (uint32_t i = 0; i < count; i++) {
        fputs(i > 0 ? "," : "", out);
        write_text(out, rows->columns[at[i]]);
    }
    fputs("],\"rows\":[", out);
    write_rows(out, rows, run, table, at, count);
    fputs("]}", out);
    return MNZ_OK;
}

/* Those tables that are there. */
static enum mnz_status
write_tables(FILE *out, const struct mnz_page_run *run)
{
    const char *separator = "";
    enum mnz_status st = MNZ_OK;

    fputs("\"tables\":{", out);
    for (int i = 0; !st && i < NUM_TABLES; i++) {
        struct mnz_rows rows;
        char file[32];

        snprintf(file, sizeof file, "%s.csv", tables[i].name);
        st = mnz_findings_rows(run->findings, file, run->diags, &rows);
        if (!st && rows.stream) {
            st = write_table(out, run, separator, &tables[i], &rows);
            separator = ",\n";
        }
        st = mnz_findings_end(run->findings, file, run->diags, &rows, st);
    }
    fputs("},\n", out);
    return st;
}

static void
write_chain_flows(FILE *out, const struct mnz_chain *chain)
{
    const char *separator = "";

    for (int i = 0; i < MNZ_CHAIN_STAGES; i++)
        for (int from = 0; from < MNZ_CHAIN_PLACES; from++)
            for (int c = i + 1; c < MNZ_CHAIN_COLUMNS; c++)
                for (int to = 0; to < MNZ_CHAIN_PLACES; to++) {
                    const double usual =
                        chain->tonnes[MNZ_CHAIN_BASELINE][i][from][c][to];

                    if (!(usual > 0.0))
                        continue;
                    fprintf(out, "%s[%d,%d,%d,%d,", separator, i, from, c, to);
                    separator = ",\n";
                    write_number(out, usual);
                    putc(',', out);
                    write_number(out, chain->tonnes[MNZ_CHAIN_WORST][i][from][c][to]);
                    putc(']', out);
                }
}

/* Who sends what to whom: flows as [stage, place, column, place, t a year at the
 * baseline, in the worst month]. */
static enum mnz_status
write_chain(FILE *out, const struct mnz_page_run *run)
{
    struct mnz_chart chart = {.findings = run->findings, .scenario = run->scenario};
    struct mnz_chain *chain;
    const enum mnz_status st = mnz_chain_read(&chart, &chain);

    if (!st) {
        fputs("\"chain\":{", out);
        write_pair(out, "month", chain->month);
        fputs("\"places\":[", out);
        for (int i = 0; i < MNZ_CHAIN_PLACES; i++) {
            fprintf(out, "%s[", i > 0 ? "," : "");
            write_text(out, mnz_chain_place(chain, i));
            putc(',', out);
            write_text(out, mnz_colour_of_place(mnz_chain_place(chain, i)));
            putc(']', out);
        }
        fputs("],\"columns\":[", out);
        for (int i = 0; i < MNZ_CHAIN_COLUMNS; i++) {
            fputs(i > 0 ? "," : "", out);
            write_text(out, mnz_chain_heads[i]);
        }
        fputs("],\"tonnes\":[", out);
        for (int i = 0; i < MNZ_CHAIN_STAGES; i++) {
            fputs(i > 0 ? "," : "", out);
            write_number(out, chain->baseline[i]);
        }
        fputs("],\"flows\":[", out);
        write_chain_flows(out, chain);
        fputs("]},\n", out);
    }
    if (st == MNZ_ERR_IO)
        mnz_findings_unread(run->findings, "flows.csv", run->diags);
    mnz_arena_finish(&chart.arena);
    return st == MNZ_ERR_INPUT ? MNZ_OK : st;
}

/* How the tables came about. */
static enum mnz_status
write_manifest(FILE *out, const struct mnz_page_run *run)
{
    static const char *const keys[] = {"version", "commit",       "compiler", "seed",
                                       "sampler", "trials_asked", "written"};
    const struct mnz_tree *manifest = run->findings->manifest;
    const struct mnz_tree *arguments =
        manifest ? mnz_tree_find(manifest, "arguments") : NULL;
    const char *separator = "", *line;
    struct mnz_arena arena = {0};

    enum mnz_status st;

    line = mnz_arena_printf(&arena, "monazite %s", run->findings->command);
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
    st = line ? MNZ_OK : MNZ_ERR_NOMEM;
    mnz_arena_finish(&arena);
    return st;
}

static enum mnz_status
write_run(FILE *out, const struct mnz_page_run *run)
{
    const struct mnz_names *months = &run->findings->months;
    enum mnz_status st;

    putc('{', out);
    write_pair(out, "scenario", run->scenario);
    write_pair(out, "title", run->findings->title);
    write_pair(out, "folder", run->findings->folder);
    fputs("\"months\":[", out);
    for (uint32_t i = 0; i < mnz_names_count(months); i++) {
        fputs(i > 0 ? "," : "", out);
        write_text(out, mnz_names_text(months, i));
    }
    fputs("],\n", out);
    write_horizon(out, run);
    st = write_monthly(out, run);
    if (!st)
        st = write_quantiles(out, run);
    if (!st)
        st = write_chain(out, run);
    if (!st)
        st = write_tables(out, run);
    if (!st)
        st = write_manifest(out, run);
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
