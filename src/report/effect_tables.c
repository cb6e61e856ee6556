/* effect_tables.c - effects of inputs by design, as rows. */

#include "monazite/effects.h"
#include "report/table.h"

static void
range_cells(struct mnz_cells *cells, const struct mnz_driver_range *range)
{
    mnz_cells_number(cells, range->value);
    mnz_cells_number(cells, range->low);
    mnz_cells_number(cells, range->high);
}

static void
effect_row(const struct mnz_outcome *outcome, const struct mnz_measure *m,
           const struct mnz_effect *effect, struct mnz_cells *cells)
{
    const struct mnz_model *model = outcome->results[0]->model;
    char month[MNZ_MONTH_TEXT] = "";

    if (m->month != MNZ_HORIZON)
        mnz_model_month_text(model, (int32_t)m->month, month);
    mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
    mnz_cells_text(cells, month);
    mnz_cells_text(cells, mnz_model_group_scope(model, m->group));
    mnz_cells_text(cells, mnz_model_group_name(model, m->group));
    mnz_cells_text(cells, mnz_metric_name(m->metric));
    mnz_cells_text(cells, mnz_metric_unit(m->metric));
    mnz_cells_text(cells, effect->name);
    mnz_cells_count(cells, effect->num_inputs);
    range_cells(cells, &effect->first);
    range_cells(cells, &effect->total);
    range_cells(cells, &effect->mu_star);
    range_cells(cells, &effect->mean);
    mnz_cells_number(cells, effect->sigma);
    mnz_cells_end_row(cells);
}

static void
write_effects(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_effects *effects = outcome->effects;

    for (uint32_t m = 0; effects && m < mnz_effects_num_measures(effects); m++) {
        const struct mnz_measure measure = mnz_effects_measure(effects, m);

        for (uint32_t g = 0; g < mnz_effects_num_groups(effects) && !cells->has_failed;
             g++)
            effect_row(outcome, &measure, &mnz_effects_of(effects, m)[g], cells);
    }
}

const struct mnz_table mnz_table_effects = {
    .name = "effects",
    .rows = "a group of inputs and its effect on an answer, by a design; the largest "
            "first",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"month", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"metric", ""},
                                           {"unit", ""},
                                           {"input", ""},
                                           {"inputs", "inputs"},
                                           {"first", "share"},
                                           {"first_low", "share"},
                                           {"first_high", "share"},
                                           {"total", "share"},
                                           {"total_low", "share"},
                                           {"total_high", "share"},
                                           {"mu_star", ""},
                                           {"mu_star_low", ""},
                                           {"mu_star_high", ""},
                                           {"mean", ""},
                                           {"mean_low", ""},
                                           {"mean_high", ""},
                                           {"sigma", ""},
                                           {NULL, NULL}},
    .write_rows = write_effects,
};
