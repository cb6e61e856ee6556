/* why_table.c - causes of an industry's losses as rows. */

#include "report/table.h"

static void
write_list(const struct mnz_outcome *outcome, enum mnz_loss_kind loss, uint32_t month,
           struct mnz_cells *cells)
{
    const struct mnz_why *why = outcome->why;
    const struct mnz_why_list *list = mnz_why_list(why, loss, month);
    char text[MNZ_MONTH_TEXT] = "";

    if (month != MNZ_HORIZON)
        mnz_model_month_text(why->model, (int32_t)month, text);
    for (uint32_t k = 0; k < list->count && !cells->has_failed; k++) {
        const struct mnz_why_cause *c = &list->causes[k];

        mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
        mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
        mnz_cells_text(cells, mnz_model_group_name(why->model, why->group));
        mnz_cells_text(cells, mnz_loss_name(loss));
        mnz_cells_text(cells, text);
        mnz_cells_text(cells, c->cause);
        mnz_cells_text(cells, c->act);
        mnz_cells_text(cells, c->plant);
        mnz_cells_text(cells, c->stage);
        mnz_cells_text(cells, c->country);
        mnz_cells_number(cells, c->of_need);
        mnz_cells_number(cells, c->of_loss);
        mnz_cells_end_row(cells);
    }
}

static void
write_why(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const uint32_t months = mnz_model_months(outcome->why->model);

    for (int loss = 0; loss < MNZ_NUM_LOSSES; loss++) {
        write_list(outcome, (enum mnz_loss_kind)loss, MNZ_HORIZON, cells);
        for (uint32_t m = 0; m < months; m++)
            write_list(outcome, (enum mnz_loss_kind)loss, m, cells);
    }
}

const struct mnz_table mnz_table_why = {
    .name = "why",
    .rows = "a cause of an industry's loss in a month, or over the horizon where the "
            "month is empty; the shares of a loss sum to 1",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"industry", ""},
                                           {"loss", ""},
                                           {"month", ""},
                                           {"cause", ""},
                                           {"act", ""},
                                           {"plant", ""},
                                           {"stage", ""},
                                           {"country", ""},
                                           {"of_need", "share"},
                                           {"of_loss", "share"},
                                           {NULL, NULL}},
    .write_rows = write_why,
};

static void
write_without(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_why *why = outcome->why;

    for (size_t k = 0; k < outcome->num_removals; k++)
        for (int loss = 0; loss < MNZ_NUM_LOSSES; loss++) {
            const struct mnz_why_without *w = &outcome->removals[k].without;
            const double numbers[] = {w->loss[loss] + w->saved[loss], w->loss[loss],
                                      w->saved[loss], w->low[loss], w->high[loss]};

            mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
            mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
            mnz_cells_text(cells, mnz_model_group_name(why->model, why->group));
            mnz_cells_text(cells, mnz_loss_name((enum mnz_loss_kind)loss));
            mnz_cells_text(cells, outcome->removals[k].name);
            mnz_cells_count(cells, w->trials);
            for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
                mnz_cells_number(cells, numbers[i]);
            mnz_cells_end_row(cells);
        }
}

const struct mnz_table mnz_table_without = {
    .name = "without",
    .rows = "a loss of an industry with and without a control or policy, on the same "
            "trials; the interval is of the difference",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"industry", ""},
                                           {"loss", ""},
                                           {"without", ""},
                                           {"trials", "trials"},
                                           {"mean_with", "share"},
                                           {"mean_without", "share"},
                                           {"saved", "share"},
                                           {"saved_low", "share"},
                                           {"saved_high", "share"},
                                           {NULL, NULL}},
    .write_rows = write_without,
};
