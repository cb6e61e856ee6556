/* run_tables.c - the results of runs as rows. */

#include "report/table.h"

#include <stdio.h>

#include "base/dates.h"

static void
summary_cells(struct mnz_cells *cells, const struct mnz_summary *s)
{
    const double numbers[] = {s->mean, s->se,  s->sd,  s->min, s->p01, s->p05,   s->p25,
                              s->p50,  s->p75, s->p95, s->p99, s->max, s->cvar95};

    mnz_cells_count(cells, s->trials);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        mnz_cells_number(cells, numbers[i]);
}

static void
series_row(struct mnz_cells *cells, const struct mnz_run *run,
           const struct mnz_conditional *conditional, const char *month, uint32_t group,
           enum mnz_metric metric, uint32_t series)
{
    const struct mnz_group *g = &run->metrics->groups[group];
    struct mnz_summary summary;

    mnz_tally_summary(conditional->tally, series, &summary);
    mnz_cells_text(cells, run->net->scenario->name);
    mnz_cells_text(cells, conditional->name);
    if (month)
        mnz_cells_text(cells, month);
    mnz_cells_text(cells, mnz_scope_name[g->scope]);
    mnz_cells_text(cells, g->name);
    mnz_cells_text(cells, mnz_metric_rows[metric].name);
    mnz_cells_text(cells, mnz_metric_rows[metric].unit_name);
    summary_cells(cells, &summary);
    mnz_cells_end_row(cells);
}

static void
write_summary_of(const struct mnz_run *run, struct mnz_cells *cells)
{
    const struct mnz_metrics *m = run->metrics;

    for (uint32_t i = 0; i < run->num_conditionals && !cells->has_failed; i++)
        for (uint32_t g = 0; g < m->num_groups; g++)
            for (int k = 0; k < MNZ_NUM_METRICS; k++) {
                const uint32_t s = mnz_metrics_horizon(m, g, (enum mnz_metric)k);

                if (s != MNZ_NONE)
                    series_row(cells, run, &run->conditionals[i], NULL, g,
                               (enum mnz_metric)k, s);
            }
}

/* "2025-12" for a recorded month. */
static void
month_text(const struct mnz_scenario *s, uint32_t month, char text[16])
{
    char date[MNZ_DATE_TEXT];

    mnz_date_format(mnz_date_add_months(s->start_day, (int)month), date);
    snprintf(text, 16, "%.7s", date);
}

static void
write_month(const struct mnz_run *run, const struct mnz_conditional *conditional,
            uint32_t month, struct mnz_cells *cells)
{
    const struct mnz_metrics *m = run->metrics;
    char text[16];

    month_text(run->net->scenario, month, text);
    for (uint32_t g = 0; g < m->num_groups; g++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++) {
            const uint32_t s = mnz_metrics_month(m, g, (enum mnz_metric)k, month);

            if (s != MNZ_NONE)
                series_row(cells, run, conditional, text, g, (enum mnz_metric)k, s);
        }
}

static void
write_monthly_of(const struct mnz_run *run, struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < run->num_conditionals; i++)
        for (uint32_t m = 0; m < run->metrics->num_months && !cells->has_failed; m++)
            write_month(run, &run->conditionals[i], m, cells);
}

static void
write_inputs_of(const struct mnz_run *run, struct mnz_cells *cells)
{
    const struct mnz_scenario *scenario = run->net->scenario;

    for (uint32_t i = 0; i < scenario->pool.num_inputs; i++) {
        const struct mnz_input *input = &scenario->pool.inputs[i];

        mnz_cells_text(cells, scenario->name);
        mnz_cells_text(cells, input->name);
        mnz_cells_text(cells, input->dist_text);
        mnz_cells_text(cells, input->unit);
        mnz_cells_text(cells, input->at.file ? input->at.file : "");
        mnz_cells_count(cells, input->at.line);
        mnz_cells_text(cells, input->source ? input->source : "");
        mnz_cells_text(cells, input->verified ? input->verified : "");
        mnz_cells_end_row(cells);
    }
}

/* The rows of every run that was begun. */
static void
write_runs(const struct mnz_outcome *outcome,
           void (*write)(const struct mnz_run *run, struct mnz_cells *cells),
           struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < outcome->num_results && !cells->has_failed; i++)
        if (outcome->results[i])
            write(outcome->results[i]->run, cells);
}

static void
write_summary(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    write_runs(outcome, write_summary_of, cells);
}

static void
write_monthly(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    write_runs(outcome, write_monthly_of, cells);
}

static void
write_inputs(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    write_runs(outcome, write_inputs_of, cells);
}

/* The distribution of a figure over trials, in the unit of its row. */
#define DISTRIBUTION                                                                   \
    {"trials", "trials"}, {"mean", ""}, {"se", ""}, {"sd", ""}, {"min", ""},           \
        {"p01", ""}, {"p05", ""}, {"p25", ""}, {"p50", ""}, {"p75", ""}, {"p95", ""},  \
        {"p99", ""}, {"max", ""},                                                      \
    {                                                                                  \
        "cvar95", ""                                                                   \
    }

const struct mnz_table mnz_table_summary = {
    .name = "summary",
    .rows = "a figure over the whole horizon",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"given", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"metric", ""},
                                           {"unit", ""},
                                           DISTRIBUTION,
                                           {NULL, NULL}},
    .write_rows = write_summary,
};

const struct mnz_table mnz_table_monthly = {
    .name = "monthly",
    .rows = "a figure in one month",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"given", ""},
                                           {"month", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"metric", ""},
                                           {"unit", ""},
                                           DISTRIBUTION,
                                           {NULL, NULL}},
    .write_rows = write_monthly,
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
