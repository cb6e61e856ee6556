/* driver_tables.c - inputs that move answers as rows. */

#include "report/table.h"

#include "study/drivers.h"

static void
range_cells(struct mnz_cells *cells, const struct mnz_driver_range *range)
{
    mnz_cells_number(cells, range->value);
    mnz_cells_number(cells, range->low);
    mnz_cells_number(cells, range->high);
}

static void
empty_cells(struct mnz_cells *cells, int count)
{
    for (int i = 0; i < count; i++)
        mnz_cells_text(cells, "");
}

/* The cells of an answer, with which its rows begin. */
static void
answer_cells(const struct mnz_outcome *outcome, uint32_t answer,
             struct mnz_cells *cells)
{
    const struct mnz_result *result = outcome->results[0];
    const struct mnz_model *model = result->model;
    const struct mnz_measure m = mnz_drivers_measure(outcome->drivers, answer);
    char month[MNZ_MONTH_TEXT] = "";

    if (m.month != MNZ_HORIZON)
        mnz_model_month_text(model, (int32_t)m.month, month);
    mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
    mnz_cells_text(cells, mnz_result_branch_name(result, outcome->branch));
    mnz_cells_text(cells, month);
    mnz_cells_text(cells, mnz_model_group_scope(model, m.group));
    mnz_cells_text(cells, mnz_model_group_name(model, m.group));
    mnz_cells_text(cells, mnz_metric_name(m.metric));
    mnz_cells_text(cells, mnz_metric_unit(m.metric));
    mnz_cells_count(cells, mnz_drivers_trials(outcome->drivers, answer));
}

static void
driver_cells(const struct mnz_value_pool *pool, const struct mnz_driver *d,
             struct mnz_cells *cells)
{
    const struct mnz_input *input = &pool->inputs[d->input];

    mnz_cells_text(cells, input->name);
    mnz_cells_text(cells, input->verified ? input->verified : "");
    range_cells(cells, &d->rank);
    range_cells(cells, &d->share);
    mnz_cells_number(cells, d->low_tenth);
    mnz_cells_number(cells, d->high_tenth);
    mnz_cells_text(cells, pool->inputs[d->group].name);
    range_cells(cells, &d->group_share);
    mnz_cells_text(cells, d->is_beyond_chance ? "yes" : "no");
    mnz_cells_end_row(cells);
}

static void
write_drivers(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_drivers *drivers = outcome->drivers;
    const struct mnz_value_pool *pool = &outcome->results[0]->model->scenario->pool;

    for (uint32_t m = 0; m < mnz_drivers_num_measures(drivers); m++) {
        const struct mnz_driver *rows = mnz_drivers_of(drivers, m);
        const struct mnz_driver_range rest = mnz_drivers_rest(drivers, m);

        for (uint32_t i = 0; i < pool->num_inputs && !cells->has_failed; i++) {
            answer_cells(outcome, m, cells);
            driver_cells(pool, &rows[i], cells);
        }
        answer_cells(outcome, m, cells);
        empty_cells(cells, 5);
        range_cells(cells, &rest);
        empty_cells(cells, 7);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_drivers = {
    .name = "drivers",
    .rows = "an input's part in an answer, the largest share first; the row without an "
            "input has the share that none explains",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"given", ""},
                                           {"month", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"metric", ""},
                                           {"unit", ""},
                                           {"trials", "trials"},
                                           {"input", ""},
                                           {"verified", ""},
                                           {"rank", ""},
                                           {"rank_low", ""},
                                           {"rank_high", ""},
                                           {"share", "share"},
                                           {"share_low", "share"},
                                           {"share_high", "share"},
                                           {"low_tenth", ""},
                                           {"high_tenth", ""},
                                           {"group", ""},
                                           {"group_share", "share"},
                                           {"group_share_low", "share"},
                                           {"group_share_high", "share"},
                                           {"beyond_chance", ""},
                                           {NULL, NULL}},
    .write_rows = write_drivers,
};
