/* trials_table.c - trials as rows, while they are simulated. */

#include "report/trials_table.h"

#include <errno.h>
#include <stdio.h>

#include "report/table.h"

const struct mnz_table mnz_table_trials = {
    .name = "trials",
    .rows = "a trial",
    .columns = (const struct mnz_column[]){{"trial", ""}, {NULL, NULL}},
    .more = "with --strata its weight, each uncertain input, then each figure over the "
            "horizon as "
            "SCOPE.NAME.METRIC",
};

static void
write_header(const struct mnz_trials_table *table)
{
    const struct mnz_value_pool *pool = &table->model->scenario->pool;
    const struct mnz_metrics *m = table->model->metrics;

    mnz_table_write_columns(&mnz_table_trials, table->cells);
    if (table->strata)
        mnz_cells_column(table->cells, "weight", "");
    for (uint32_t i = 0; i < pool->num_inputs; i++)
        mnz_cells_column(table->cells, pool->inputs[i].name, pool->inputs[i].unit);
    for (uint32_t g = 0; g < m->num_groups; g++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++) {
            char name[512];

            if (mnz_metrics_horizon(m, g, (enum mnz_metric)k) == MNZ_NONE)
                continue;
            snprintf(name, sizeof name, "%s.%s.%s", mnz_scope_name[m->groups[g].scope],
                     m->groups[g].name, mnz_metric_rows[k].name);
            mnz_cells_column(table->cells, name, mnz_metric_rows[k].unit_name);
        }
    mnz_cells_end_row(table->cells);
}

int
mnz_trials_table_add(void *context, uint64_t trial, const double *draws,
                     const double *horizon)
{
    struct mnz_trials_table *table = context;
    struct mnz_cells *cells = table->cells;

    if (!table->has_header)
        write_header(table);
    table->has_header = 1;
    mnz_cells_count(cells, trial);
    if (table->strata)
        mnz_cells_count(cells, mnz_strata_weight_at(table->strata, table->num_rows));
    table->num_rows++;
    for (uint32_t i = 0; i < table->model->scenario->pool.num_inputs; i++)
        mnz_cells_number(cells, draws[i]);
    for (uint32_t k = 0; k < table->model->metrics->num_horizon; k++)
        mnz_cells_number(cells, horizon[k]);
    mnz_cells_end_row(cells);
    if (cells->has_failed)
        table->error = errno;
    return cells->has_failed;
}
