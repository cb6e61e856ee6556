/* run_tables.c - the figures of runs as rows. */

#include "report/table.h"

#include <stdio.h>

#include "report/group_words.h"
#include "report/losses.h"

enum { QUANTILES = 99 };

/* The run of some rows, and the format that they go to. */
struct rows {
    struct mnz_cells *cells;
    const struct mnz_run *run;
    const char *scenario, *settings;
};

static void
summary_cells(struct mnz_cells *cells, const struct mnz_summary *s)
{
    const double numbers[] = {s->mean, s->se,  s->sd,  s->min, s->p01, s->p05,   s->p25,
                              s->p50,  s->p75, s->p95, s->p99, s->max, s->cvar95};

    mnz_cells_count(cells, s->trials);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        mnz_cells_number(cells, numbers[i]);
}

/* A figure of a group, up to its unit. */
struct figure {
    const struct mnz_conditional *conditional;
    const char *month; /* NULL: of the horizon */
    uint32_t group;
    enum mnz_metric metric;
    uint32_t series;
};

static void
figure_cells(const struct rows *r, const struct figure *f,
             const struct mnz_group_words *words)
{
    mnz_cells_text(r->cells, r->scenario);
    mnz_cells_text(r->cells, r->settings);
    mnz_cells_text(r->cells, f->conditional->name);
    if (f->month)
        mnz_cells_text(r->cells, f->month);
    mnz_group_cells(r->cells, r->run, f->group, words);
    mnz_cells_text(r->cells, mnz_metric_rows[f->metric].name);
    mnz_cells_text(r->cells, mnz_metric_rows[f->metric].unit_name);
}

/* The row of a figure, which has its first cells already. */
typedef void (*figure_writer)(const struct rows *r, const struct figure *f);

static void
write_distribution(const struct rows *r, const struct figure *f)
{
    struct mnz_summary summary;

    mnz_tally_summary(f->conditional->tally, f->series, &summary);
    summary_cells(r->cells, &summary);
}

/* 95 % intervals of the mean and of the tail. */
static void
interval_cells(const struct rows *r, const struct figure *f)
{
    const struct mnz_tally *tally = f->conditional->tally;
    double low, high;

    mnz_tally_mean_interval(tally, f->series, &low, &high);
    mnz_cells_number(r->cells, low);
    mnz_cells_number(r->cells, high);
    mnz_tally_quantile_interval(tally, f->series, 0.95, &low, &high);
    mnz_cells_number(r->cells, low);
    mnz_cells_number(r->cells, high);
    mnz_tally_quantile_interval(tally, f->series, 0.99, &low, &high);
    mnz_cells_number(r->cells, low);
    mnz_cells_number(r->cells, high);
    mnz_tally_cvar_interval(tally, f->series, 0.95, &low, &high);
    mnz_cells_number(r->cells, low);
    mnz_cells_number(r->cells, high);
}

/* With the median of first months and days as a date, and intervals. */
static void
write_horizon_distribution(const struct rows *r, const struct figure *f)
{
    struct mnz_summary summary;
    char month[16] = "";

    write_distribution(r, f);
    mnz_tally_summary(f->conditional->tally, f->series, &summary);
    if (f->metric == MNZ_METRIC_FIRST_SHORT_MONTH)
        mnz_month_of_figure(r->run->net->scenario, summary.p50, month);
    if (f->metric == MNZ_METRIC_FIRST_SHORT_DAY)
        mnz_day_of_figure(r->run->net->scenario, summary.p50, month);
    mnz_cells_text(r->cells, month);
    interval_cells(r, f);
}

static void
write_quantile_cells(const struct rows *r, const struct figure *f)
{
    struct mnz_summary summary;

    mnz_tally_summary(f->conditional->tally, f->series, &summary);
    mnz_cells_count(r->cells, summary.trials);
    for (int i = 1; i <= QUANTILES; i++)
        mnz_cells_number(
            r->cells, mnz_tally_quantile(f->conditional->tally, f->series, 0.01 * i));
    mnz_cells_number(r->cells, summary.max);
}

/* All figures of a group over the horizon, or in a month. */
static void
write_group(const struct rows *r, struct figure figure, uint32_t month,
            figure_writer write)
{
    const struct mnz_metrics *m = r->run->metrics;
    struct mnz_group_words words;

    mnz_group_describe(r->run, figure.group, &words);
    for (int k = 0; k < MNZ_NUM_METRICS; k++) {
        figure.metric = (enum mnz_metric)k;
        figure.series = mnz_selection_place(
            r->run->selection,
            figure.month ? mnz_metrics_month(m, figure.group, figure.metric, month)
                         : mnz_metrics_horizon(m, figure.group, figure.metric));
        if (figure.series == MNZ_NONE)
            continue;
        figure_cells(r, &figure, &words);
        write(r, &figure);
        mnz_cells_end_row(r->cells);
    }
}

static void
write_horizon(const struct rows *r, const struct mnz_conditional *conditional,
              figure_writer write)
{
    for (uint32_t g = 0; g < r->run->metrics->num_groups && !r->cells->has_failed; g++)
        write_group(r, (struct figure){.conditional = conditional, .group = g}, 0,
                    write);
}

static void
write_summary_of(const struct rows *r)
{
    for (uint32_t i = 0; i < r->run->num_conditionals; i++)
        write_horizon(r, &r->run->conditionals[i], write_horizon_distribution);
}

static void
write_quantiles_of(const struct rows *r)
{
    write_horizon(r, &r->run->conditionals[0], write_quantile_cells);
}

/* Groups of a run: its industries, the others, or all. */
enum groups { INDUSTRIES, OTHERS, ALL_GROUPS };

static int
is_of(const struct mnz_metrics *m, uint32_t group, enum groups groups)
{
    return groups == ALL_GROUPS ||
           (m->groups[group].scope == MNZ_SCOPE_INDUSTRY) == (groups == INDUSTRIES);
}

/* All months of the trials of a conditional. */
static void
write_months(const struct rows *r, const struct mnz_conditional *conditional,
             enum groups groups)
{
    for (uint32_t m = 0; m < r->run->metrics->num_months && !r->cells->has_failed;
         m++) {
        char month[16];

        mnz_month_of_figure(r->run->net->scenario, m + 1.0, month);
        for (uint32_t g = 0; g < r->run->metrics->num_groups; g++)
            if (is_of(r->run->metrics, g, groups))
                write_group(r,
                            (struct figure){
                                .conditional = conditional, .month = month, .group = g},
                            m, write_distribution);
    }
}

static void
write_monthly_of(const struct rows *r)
{
    write_months(r, &r->run->conditionals[0], OTHERS);
}

static void
write_industry_months_of(const struct rows *r)
{
    write_months(r, &r->run->conditionals[0], INDUSTRIES);
}

static void
write_branches_of(const struct rows *r)
{
    for (uint32_t i = 1; i < r->run->num_conditionals; i++)
        write_months(r, &r->run->conditionals[i], ALL_GROUPS);
}

static void
write_inputs_of(const struct rows *r)
{
    const struct mnz_value_pool *pool = &r->run->net->scenario->pool;

    for (uint32_t i = 0; i < pool->num_inputs; i++) {
        const struct mnz_input *input = &pool->inputs[i];

        mnz_cells_text(r->cells, r->scenario);
        mnz_cells_text(r->cells, input->name);
        mnz_cells_text(r->cells, input->dist_text);
        mnz_cells_text(r->cells, input->unit);
        mnz_cells_text(r->cells, input->at.file ? input->at.file : "");
        mnz_cells_count(r->cells, input->at.line);
        mnz_cells_text(r->cells, input->source ? input->source : "");
        mnz_cells_text(r->cells, input->verified ? input->verified : "");
        mnz_cells_end_row(r->cells);
    }
}

/* The rows of every run that was begun. */
static void
write_runs(const struct mnz_outcome *outcome, void (*write)(const struct rows *rows),
           struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < outcome->num_results && !cells->has_failed; i++) {
        const struct mnz_result *result = outcome->results[i];

        if (result)
            write(&(struct rows){cells, result->run, mnz_outcome_name(outcome, i),
                                 mnz_outcome_settings(outcome, i)});
    }
}

#define WRITER(name)                                                                   \
    static void write_##name(const struct mnz_outcome *outcome,                        \
                             struct mnz_cells *cells)                                  \
    {                                                                                  \
        write_runs(outcome, write_##name##_of, cells);                                 \
    }
WRITER(summary)
WRITER(monthly)
WRITER(industry_months)
WRITER(branches)
WRITER(quantiles)
WRITER(inputs)
#undef WRITER

static void
write_quantile_columns(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    (void)outcome;
    for (int i = 1; i <= QUANTILES; i++) {
        char name[16];

        snprintf(name, sizeof name, "p%02d", i);
        mnz_cells_column(cells, name, "");
    }
    mnz_cells_column(cells, "max", "");
}

/* A figure's name and unit, and the group that it is of. */
#define GROUP_AND_METRIC                                                               \
    {"scope", ""}, {"name", ""}, {"label", ""}, {"country", ""}, {"sector", ""},       \
        {"element", ""}, {"metric", ""},                                               \
    {                                                                                  \
        "unit", ""                                                                     \
    }

/* The distribution of a figure over trials, in the unit of its row. */
#define DISTRIBUTION                                                                   \
    {"trials", "trials"}, {"mean", ""}, {"se", ""}, {"sd", ""}, {"min", ""},           \
        {"p01", ""}, {"p05", ""}, {"p25", ""}, {"p50", ""}, {"p75", ""}, {"p95", ""},  \
        {"p99", ""}, {"max", ""},                                                      \
    {                                                                                  \
        "cvar95", ""                                                                   \
    }

/* 95 % intervals. */
#define INTERVALS                                                                      \
    {"mean_low", ""}, {"mean_high", ""}, {"p95_low", ""}, {"p95_high", ""},            \
        {"p99_low", ""}, {"p99_high", ""}, {"cvar95_low", ""},                         \
    {                                                                                  \
        "cvar95_high", ""                                                              \
    }

#define RUN                                                                            \
    {"scenario", ""}, {"settings", ""},                                                \
    {                                                                                  \
        "given", ""                                                                    \
    }

const struct mnz_table mnz_table_summary = {
    .name = "summary",
    .rows = "a figure over the whole horizon",
    .columns = (const struct mnz_column[]){RUN,
                                           GROUP_AND_METRIC,
                                           DISTRIBUTION,
                                           {"p50_month", "month"},
                                           INTERVALS,
                                           {NULL, NULL}},
    .write_rows = write_summary,
};

static const struct mnz_column month_columns[] = {
    RUN, {"month", ""}, GROUP_AND_METRIC, DISTRIBUTION, {NULL, NULL}};

const struct mnz_table mnz_table_monthly = {
    .name = "monthly",
    .rows = "a figure in one month, in all trials, but for those of single industries",
    .columns = month_columns,
    .write_rows = write_monthly,
};

const struct mnz_table mnz_table_industry_months = {
    .name = "industry-months",
    .rows = "a figure of an industry in one month, in all trials",
    .columns = month_columns,
    .write_rows = write_industry_months,
};

const struct mnz_table mnz_table_branches = {
    .name = "branches",
    .rows = "a figure in one month of the trials in which an event took one branch",
    .columns = month_columns,
    .write_rows = write_branches,
};

const struct mnz_table mnz_table_quantiles = {
    .name = "quantiles",
    .rows = "a figure over the whole horizon in all trials, with its quantiles",
    .columns =
        (const struct mnz_column[]){
            RUN, GROUP_AND_METRIC, {"trials", "trials"}, {NULL, NULL}},
    .more = "p01, p02, ... p99, then max: a hundred quantiles in the unit of the row",
    .write_more = write_quantile_columns,
    .write_rows = write_quantiles,
};

const struct mnz_table mnz_table_inputs = {
    .name = "inputs",
    .rows = "an uncertain input: its distribution, place and source",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"input", ""},
                                           {"distribution", ""},
                                           {"unit", ""},
                                           {"file", ""},
                                           {"line", ""},
                                           {"source", ""},
                                           {"verified", ""},
                                           {NULL, NULL}},
    .write_rows = write_inputs,
};
