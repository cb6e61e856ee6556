/* page_tables.c - the main figures of a run as tables of HTML. */

#include "charts/page.h"

#include <string.h>

#include "charts/chart.h"

enum { MOST_ROWS = 40 };

static void
write_cell(FILE *out, const char *tag, const char *text)
{
    fprintf(out, "<%s>", tag);
    mnz_svg_escape(out, text);
    fprintf(out, "</%s>", tag);
}

static void
write_row(FILE *out, const struct mnz_finding *f)
{
    const struct mnz_shown shown = mnz_shown_as(
        f->unit, f->quantile[MNZ_P95] > f->mean ? f->quantile[MNZ_P95] : f->mean);
    const double values[] = {f->mean, f->quantile[MNZ_P05], f->quantile[MNZ_P50],
                             f->quantile[MNZ_P95]};

    fputs("<tr>", out);
    write_cell(out, "td", mnz_chart_label(f));
    for (int i = 0; i < 4; i++) {
        char text[MNZ_SHOWN_TEXT];

        mnz_shown_text(shown, values[i], 1, text);
        write_cell(out, "td", text);
    }
    fputs("</tr>\n", out);
}

static void
begin_table(FILE *out, const char *title)
{
    static const enum mnz_string heads[] = {MNZ_STRING_mean, MNZ_STRING_median};
    const char *const columns[] = {"", mnz_strings[heads[0]], "5 %",
                                   mnz_strings[heads[1]], "95 %"};

    write_cell(out, "h2", title);
    fputs("\n<table><tr>", out);
    for (int i = 0; i < 5; i++)
        write_cell(out, "th", columns[i]);
    fputs("</tr>\n", out);
}

/* The headline: figures of all industries. */
static void
write_totals(const struct mnz_page_run *run, FILE *out)
{
    static const struct {
        const char *metric;
        enum mnz_string title;
    } rows[] = {{"output_lost_share", MNZ_STRING_output_lost},
                {"output_lost_usd", MNZ_STRING_output_lost_usd},
                {"value_added_lost_usd", MNZ_STRING_value_added_lost},
                {"output_at_stake_usd", MNZ_STRING_at_stake}};

    begin_table(out, mnz_strings[MNZ_STRING_all]);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct mnz_finding *f = mnz_findings_find(
            run->findings, run->scenario, "total", "all", rows[i].metric, MNZ_NO_MONTH);
        struct mnz_finding named;

        if (!f)
            continue;
        named = *f;
        named.scope = "";
        named.label = mnz_strings[rows[i].title];
        write_row(out, &named);
    }
    fputs("</table>\n", out);
}

static enum mnz_status
write_groups(const struct mnz_page_run *run, const char *scope, const char *title,
             FILE *out)
{
    struct mnz_chart chart = {
        .findings = run->findings, .scenario = run->scenario, .by = scope};
    const struct mnz_finding **groups;
    uint32_t count;
    const enum mnz_status st = mnz_chart_groups(&chart, MOST_ROWS, &groups, &count);

    if (!st) {
        begin_table(out, title);
        for (uint32_t i = 0; i < count; i++)
            write_row(out, groups[i]);
        fputs("</table>\n", out);
    }
    mnz_arena_finish(&chart.arena);
    return st == MNZ_ERR_NOMEM ? st : MNZ_OK;
}

/* Tables of other commands than run: some columns of the first rows that say something
 * of all trials and the whole window. */
static const struct study_table {
    const char *file;
    enum mnz_string title;
    const char *columns[8];
} study_tables[] = {
    {"compare.csv",
     MNZ_STRING_comparison,
     {"alternative", "label", "metric", "unit", "base_mean", "mean",
      "difference_mean"}},
    {"drivers.csv",
     MNZ_STRING_tornado,
     {"name", "metric", "input", "share", "low_tenth", "high_tenth"}},
    {"effects.csv",
     MNZ_STRING_effects,
     {"name", "metric", "input", "first", "total", "mu_star"}},
    {"frontier.csv",
     MNZ_STRING_frontier_sets,
     {"set", "cost", "mean", "cvar95", "difference_cvar95", "on_frontier"}},
    {"dependency.csv",
     MNZ_STRING_dependency,
     {"label", "element", "stage", "kind", "origin", "direct", "passed"}},
    {"n-1.csv",
     MNZ_STRING_without,
     {"kind", "without", "met_with_backup", "output_lost", "output_lost_usd",
      "months_to_survive", "months_to_recover"}},
    {"sweep.csv",
     MNZ_STRING_sweep_points,
     {"point", "figure", "unit", "value", "low", "high"}},
    {"score.csv", MNZ_STRING_score, {"name", "set", "metric", "unit", "value"}},
};
enum { NUM_STUDY_TABLES = sizeof study_tables / sizeof *study_tables };

static int
is_empty(const struct mnz_rows *rows, const char *column)
{
    const uint32_t at = mnz_rows_column(rows, column);

    return at == UINT32_MAX || !*mnz_rows_text(rows, at);
}

static void
write_study_rows(struct mnz_rows *rows, const struct study_table *table, FILE *out)
{
    int count = 0;

    write_cell(out, "h2", mnz_strings[table->title]);
    fputs("\n<table><tr>", out);
    for (int i = 0; table->columns[i]; i++)
        write_cell(out, "th", table->columns[i]);
    fputs("</tr>\n", out);
    while (count < MOST_ROWS && mnz_rows_next(rows)) {
        if (!is_empty(rows, "given") || !is_empty(rows, "month"))
            continue;
        fputs("<tr>", out);
        for (int i = 0; table->columns[i]; i++)
            write_cell(out, "td",
                       mnz_rows_text(rows, mnz_rows_column(rows, table->columns[i])));
        fputs("</tr>\n", out);
        count++;
    }
    fputs("</table>\n", out);
}

static enum mnz_status
write_study(const struct mnz_page_run *run, FILE *out)
{
    enum mnz_status st = MNZ_OK;

    for (int i = 0; !st && i < NUM_STUDY_TABLES; i++) {
        const char *file = study_tables[i].file;
        struct mnz_rows rows;

        st = mnz_findings_rows(run->findings, file, run->diags, &rows);
        if (!st && rows.stream)
            write_study_rows(&rows, &study_tables[i], out);
        st = mnz_findings_end(run->findings, file, run->diags, &rows, st);
    }
    return st;
}

enum mnz_status
mnz_page_tables(const struct mnz_page_run *run, FILE *stream)
{
    enum mnz_status st;

    write_cell(stream, "h1",
               *run->findings->title ? run->findings->title : run->scenario);
    fputs("\n", stream);
    st = write_study(run, stream);
    if (st || run->findings->num_rows == 0)
        return st;
    write_totals(run, stream);
    st = write_groups(run, "industry", mnz_strings[MNZ_STRING_ranked], stream);
    if (!st)
        st = write_groups(run, "element", mnz_strings[MNZ_STRING_elements], stream);
    return st;
}
