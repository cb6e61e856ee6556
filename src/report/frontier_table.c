/* frontier_table.c - the sets of options that were run. */

#include "report/table.h"

#include "report/set_names.h"

static void
gap_cells(struct mnz_cells *cells, const struct mnz_gap *gap)
{
    mnz_cells_number(cells, gap->other);
    mnz_cells_number(cells, gap->difference);
    mnz_cells_number(cells, gap->low);
    mnz_cells_number(cells, gap->high);
}

static void
write_frontier(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_frontier *f = outcome->frontier;
    const struct mnz_model *model = outcome->results[0]->model;
    char names[MNZ_SET_NAMES], loss[MNZ_FIGURE_TEXT];

    mnz_measure_text(model, &outcome->frontier_options->loss, loss);
    for (uint32_t i = 0; i < mnz_frontier_num_sets(f); i++) {
        const struct mnz_frontier_set *set = mnz_frontier_set(f, i);

        mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
        mnz_set_names(outcome->frontier_options, set->members, names);
        mnz_cells_text(cells, names);
        mnz_cells_text(cells, loss);
        mnz_cells_count(cells, mnz_result_trials(outcome->results[0]));
        gap_cells(cells, &set->cost);
        gap_cells(cells, &set->tail);
        gap_cells(cells, &set->mean);
        mnz_cells_number(cells, set->predicted);
        mnz_cells_text(cells, set->is_affordable ? "yes" : "no");
        mnz_cells_text(cells, set->is_on_frontier ? "yes" : "no");
        mnz_cells_number(cells, set->per_million);
        mnz_set_gains(outcome, i, names);
        mnz_cells_text(cells, names);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_frontier = {
    .name = "frontier",
    .rows =
        "a set of options that was run, by cost; the first is the scenario itself. "
        "Differences are to it, and low and high their 95 % interval; avoided is "
        "negative. `per_million` is what the step from the frontier's set before it "
        "avoids of cvar95 per million USD",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"set", ""},
                                           {"loss", ""},
                                           {"trials", "trials"},
                                           {"cost", "USD"},
                                           {"difference_cost", "USD"},
                                           {"low_cost", "USD"},
                                           {"high_cost", "USD"},
                                           {"cvar95", ""},
                                           {"difference_cvar95", ""},
                                           {"low_cvar95", ""},
                                           {"high_cvar95", ""},
                                           {"mean", ""},
                                           {"difference_mean", ""},
                                           {"low_mean", ""},
                                           {"high_mean", ""},
                                           {"predicted_cvar95", ""},
                                           {"affordable", ""},
                                           {"on_frontier", ""},
                                           {"per_million", ""},
                                           {"gains", ""},
                                           {NULL, NULL}},
    .write_rows = write_frontier,
};
