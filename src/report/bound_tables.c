/* bound_tables.c - planned trials, and what a further tonne would have been worth. */

#include "report/table.h"

static void
write_bound(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < mnz_bound_num_trials(outcome->bound); i++) {
        const struct mnz_bound_trial *t = mnz_bound_trial(outcome->bound, i);

        mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
        mnz_cells_count(cells, t->trial);
        mnz_cells_number(cells, t->wanted);
        mnz_cells_number(cells, t->simulated);
        mnz_cells_number(cells, t->bound);
        mnz_cells_number(cells, t->simulated / t->wanted);
        mnz_cells_number(cells, t->bound / t->wanted);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_bound = {
    .name = "bound",
    .rows =
        "a trial that was planned: its shortfall as simulated, and the least that a "
        "planner could have reached",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"trial", ""},
                                           {"wanted", "t"},
                                           {"simulated", "t"},
                                           {"bound", "t"},
                                           {"simulated_share", "share"},
                                           {"bound_share", "share"},
                                           {NULL, NULL}},
    .write_rows = write_bound,
};

static void
write_worth(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < mnz_bound_num_worths(outcome->bound); i++) {
        const struct mnz_bound_worth *w = mnz_bound_worth(outcome->bound, i);

        mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
        mnz_cells_text(cells, w->material);
        mnz_cells_text(cells, w->buyer);
        mnz_cells_number(cells, w->worth);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_worth = {
    .name = "worth",
    .rows =
        "an input of a plant or industry of which a further tonne would have spared "
        "shortfall, the mean over planned trials",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"material", ""},
                                           {"buyer", ""},
                                           {"worth", "t/t"},
                                           {NULL, NULL}},
    .write_rows = write_worth,
};
