/* tables.c - a run's results as rows. */

#include "report/tables.h"

#include <errno.h>

#include "base/dates.h"
#include "report/csv_write.h"

static void
header(struct mnz_csv *csv, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mnz_csv_text(csv, names[i]);
    mnz_csv_end_row(csv);
}

static void
summary_cells(struct mnz_csv *csv, const struct mnz_summary *s)
{
    const double numbers[] = {s->mean, s->se,  s->sd,  s->min, s->p01, s->p05,   s->p25,
                              s->p50,  s->p75, s->p95, s->p99, s->max, s->cvar95};

    mnz_csv_count(csv, s->trials);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        mnz_csv_number(csv, numbers[i]);
}

static void
series_row(struct mnz_csv *csv, const struct mnz_run *run,
           const struct mnz_conditional *conditional, const char *month, uint32_t group,
           enum mnz_metric metric, uint32_t series)
{
    const struct mnz_group *g = &run->metrics->groups[group];
    struct mnz_summary summary;

    mnz_tally_summary(conditional->tally, series, &summary);
    mnz_csv_text(csv, run->net->scenario->name);
    mnz_csv_text(csv, conditional->name);
    if (month)
        mnz_csv_text(csv, month);
    mnz_csv_text(csv, mnz_scope_name[g->scope]);
    mnz_csv_text(csv, g->name);
    mnz_csv_text(csv, mnz_metric_rows[metric].name);
    mnz_csv_text(csv, mnz_metric_rows[metric].unit_name);
    summary_cells(csv, &summary);
    mnz_csv_end_row(csv);
}

static const char *const summary_columns[] = {
    "scenario", "given", "scope", "name", "metric", "unit",  "trials",
    "mean",     "se",    "sd",    "min",  "p01",    "p05",   "p25",
    "p50",      "p75",   "p95",   "p99",  "max",    "cvar95"};
static const char *const monthly_columns[] = {
    "scenario", "given", "month", "scope", "name", "metric", "unit",
    "trials",   "mean",  "se",    "sd",    "min",  "p01",    "p05",
    "p25",      "p50",   "p75",   "p95",   "p99",  "max",    "cvar95"};
static const char *const input_columns[] = {
    "scenario", "input", "distribution", "unit", "file", "line", "source", "verified"};

enum mnz_status
mnz_table_summary(const struct mnz_run *run, int with_header, FILE *stream)
{
    struct mnz_csv csv = {.stream = stream};
    const struct mnz_metrics *m = run->metrics;

    if (with_header)
        header(&csv, summary_columns, sizeof summary_columns / sizeof *summary_columns);
    for (uint32_t i = 0; i < run->num_conditionals && !ferror(stream); i++)
        for (uint32_t g = 0; g < m->num_groups; g++)
            for (int k = 0; k < MNZ_NUM_METRICS; k++) {
                const uint32_t s = mnz_metrics_horizon(m, g, (enum mnz_metric)k);

                if (s != MNZ_NONE)
                    series_row(&csv, run, &run->conditionals[i], NULL, g,
                               (enum mnz_metric)k, s);
            }
    return mnz_csv_finish(&csv);
}

/* "2025-12" for a recorded month. */
static void
month_text(const struct mnz_scenario *s, uint32_t month, char text[16])
{
    char date[MNZ_DATE_TEXT];

    mnz_date_format(mnz_date_add_months(s->start_day, (int)month), date);
    snprintf(text, 16, "%.7s", date);
}

enum mnz_status
mnz_table_monthly(const struct mnz_run *run, int with_header, FILE *stream)
{
    struct mnz_csv csv = {.stream = stream};
    const struct mnz_metrics *m = run->metrics;

    if (with_header)
        header(&csv, monthly_columns, sizeof monthly_columns / sizeof *monthly_columns);
    for (uint32_t i = 0; i < run->num_conditionals; i++)
        for (uint32_t month = 0; month < m->num_months && !ferror(stream); month++) {
            char text[16];

            month_text(run->net->scenario, month, text);
            for (uint32_t g = 0; g < m->num_groups; g++)
                for (int k = 0; k < MNZ_NUM_METRICS; k++) {
                    const uint32_t s =
                        mnz_metrics_month(m, g, (enum mnz_metric)k, month);

                    if (s != MNZ_NONE)
                        series_row(&csv, run, &run->conditionals[i], text, g,
                                   (enum mnz_metric)k, s);
                }
        }
    return mnz_csv_finish(&csv);
}

enum mnz_status
mnz_table_inputs(const struct mnz_scenario *scenario, int with_header, FILE *stream)
{
    struct mnz_csv csv = {.stream = stream};

    if (with_header)
        header(&csv, input_columns, sizeof input_columns / sizeof *input_columns);
    for (uint32_t i = 0; i < scenario->pool.num_inputs; i++) {
        const struct mnz_input *input = &scenario->pool.inputs[i];

        mnz_csv_text(&csv, scenario->name);
        mnz_csv_text(&csv, input->name);
        mnz_csv_text(&csv, input->dist_text);
        mnz_csv_text(&csv, input->unit);
        mnz_csv_text(&csv, input->at.file ? input->at.file : "");
        mnz_csv_count(&csv, input->at.line);
        mnz_csv_text(&csv, input->source ? input->source : "");
        mnz_csv_text(&csv, input->verified ? input->verified : "");
        mnz_csv_end_row(&csv);
    }
    return mnz_csv_finish(&csv);
}

static void
trials_header(const struct mnz_trials_table *table, struct mnz_csv *csv)
{
    const struct mnz_value_pool *pool = &table->net->scenario->pool;
    const struct mnz_metrics *m = table->metrics;

    mnz_csv_text(csv, "trial");
    for (uint32_t i = 0; i < pool->num_inputs; i++)
        mnz_csv_text(csv, pool->inputs[i].name);
    for (uint32_t g = 0; g < m->num_groups; g++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++) {
            char name[512];

            if (mnz_metrics_horizon(m, g, (enum mnz_metric)k) == MNZ_NONE)
                continue;
            snprintf(name, sizeof name, "%s.%s.%s", mnz_scope_name[m->groups[g].scope],
                     m->groups[g].name, mnz_metric_rows[k].name);
            mnz_csv_text(csv, name);
        }
    mnz_csv_end_row(csv);
}

static int
write_trial(void *context, uint64_t trial, const double *draws, const double *values)
{
    struct mnz_trials_table *table = context;
    const struct mnz_metrics *m = table->metrics;
    struct mnz_csv csv = {.stream = table->stream};

    if (table->with_header)
        trials_header(table, &csv);
    table->with_header = 0;
    mnz_csv_count(&csv, trial);
    for (uint32_t i = 0; i < table->net->scenario->pool.num_inputs; i++)
        mnz_csv_number(&csv, draws[i]);
    for (uint32_t k = 0; k < m->num_horizon; k++)
        mnz_csv_number(&csv, values[k]);
    mnz_csv_end_row(&csv);
    if (ferror(table->stream))
        table->error = errno;
    return ferror(table->stream);
}

struct mnz_trial_sink
mnz_table_trials(struct mnz_trials_table *table)
{
    return (struct mnz_trial_sink){.trial = write_trial, .context = table};
}
