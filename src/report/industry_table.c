/* industry_table.c - industries as the screen shows them, one row each. */

#include "report/table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "report/group_words.h"
#include "report/losses.h"

static struct mnz_summary
figure(const struct mnz_run *run, uint32_t group, enum mnz_metric metric)
{
    struct mnz_summary s;

    mnz_tally_summary(run->conditionals[0].tally,
                      mnz_metrics_horizon(run->metrics, group, metric), &s);
    return s;
}

/* The probability that there is a short month at all. */
static double
chance_to_be_short(const struct mnz_run *run, uint32_t group)
{
    struct mnz_exceedance e;

    mnz_tally_exceedance(
        run->conditionals[0].tally,
        mnz_metrics_horizon(run->metrics, group, MNZ_METRIC_MONTHS_SHORT), 0.0, &e);
    return e.probability;
}

static void
value_cells(struct mnz_cells *cells, const struct mnz_run *run,
            const struct mnz_loss *loss)
{
    const int has_value = !isnan(loss->lost_usd);
    const struct mnz_summary lost =
        figure(run, loss->group, MNZ_METRIC_OUTPUT_LOST_USD);
    const struct mnz_summary at_stake =
        figure(run, loss->group, MNZ_METRIC_OUTPUT_AT_STAKE_USD);
    const struct mnz_summary added =
        figure(run, loss->group, MNZ_METRIC_VALUE_ADDED_LOST_USD);
    const double numbers[] = {lost.mean, lost.p05, lost.p95, at_stake.mean, added.mean};

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        mnz_cells_number(cells, has_value ? numbers[i] : (double)NAN);
    mnz_cells_number(cells, figure(run, loss->group, MNZ_METRIC_EXTRA_COST_USD).mean);
}

static void
shortage_cells(struct mnz_cells *cells, const struct mnz_run *run,
               const struct mnz_loss *loss)
{
    const struct mnz_summary share =
        figure(run, loss->group, MNZ_METRIC_SHORTFALL_SHARE);
    double limits;
    const uint32_t port = mnz_limiting_port(run, loss->group, &limits);
    char month[16];

    mnz_cells_number(cells, share.mean);
    mnz_cells_number(cells, share.p05);
    mnz_cells_number(cells, share.p95);
    mnz_cells_number(cells, chance_to_be_short(run, loss->group));
    mnz_cells_number(cells, figure(run, loss->group, MNZ_METRIC_MONTHS_SHORT).mean);
    mnz_cells_number(cells, loss->first_month);
    mnz_month_of_figure(run->net->scenario, loss->first_month, month);
    mnz_cells_text(cells, month);
    mnz_cells_text(cells, loss->first_month < 1.5 ? "yes" : "no");
    mnz_cells_text(cells,
                   port != MNZ_NONE ? mnz_port_material(run->net, port)->name : "");
    mnz_cells_number(cells, limits);
    mnz_cells_number(cells, figure(run, loss->group, MNZ_METRIC_STOCK_MONTHS).mean);
}

static void
write_industry(const struct mnz_outcome *outcome, uint32_t index,
               const struct mnz_loss *loss, struct mnz_cells *cells)
{
    const struct mnz_run *run = outcome->results[index]->run;
    const double shares[] = {loss->share.mean, loss->share.p05, loss->share.p50,
                             loss->share.p95, loss->above.probability};
    struct mnz_group_words words;

    mnz_group_describe(run, loss->group, &words);
    mnz_cells_text(cells, mnz_outcome_name(outcome, index));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, index));
    mnz_cells_text(cells, run->metrics->groups[loss->group].name);
    mnz_cells_text(cells, words.label);
    mnz_cells_text(cells, words.country);
    mnz_cells_text(cells, words.sector);
    mnz_cells_text(cells, mnz_end_use_name[mnz_loss_actor(run, loss->group)->end_use]);
    mnz_cells_count(cells, loss->share.trials);
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        mnz_cells_number(cells, shares[i]);
    value_cells(cells, run, loss);
    shortage_cells(cells, run, loss);
    mnz_cells_end_row(cells);
}

static void
write_industries(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < outcome->num_results && !cells->has_failed; i++) {
        struct mnz_loss *losses = NULL;
        uint32_t count;

        if (!outcome->results[i])
            continue;
        if (mnz_losses_of_scope(outcome->results[i]->run, MNZ_SCOPE_INDUSTRY, &losses,
                                &count)) {
            errno = ENOMEM;
            cells->has_failed = 1;
        }
        for (uint32_t k = 0; losses && k < count && !cells->has_failed; k++)
            write_industry(outcome, i, &losses[k], cells);
        free(losses);
    }
}

const struct mnz_table mnz_table_industries = {
    .name = "industries",
    .rows = "an industry, the one that loses most output first",
    .columns =
        (const struct mnz_column[]){{"scenario", ""},
                                    {"settings", ""},
                                    {"name", ""},
                                    {"label", ""},
                                    {"country", ""},
                                    {"sector", ""},
                                    {"end_use", ""},
                                    {"trials", "trials"},
                                    {"output_lost_share_mean", "share"},
                                    {"output_lost_share_p05", "share"},
                                    {"output_lost_share_p50", "share"},
                                    {"output_lost_share_p95", "share"},
                                    {"p_output_lost_above_1_percent", "probability"},
                                    {"output_lost_usd_mean", "USD"},
                                    {"output_lost_usd_p05", "USD"},
                                    {"output_lost_usd_p95", "USD"},
                                    {"output_at_stake_usd_mean", "USD"},
                                    {"value_added_lost_usd_mean", "USD"},
                                    {"extra_cost_usd_mean", "USD"},
                                    {"shortfall_share_mean", "share"},
                                    {"shortfall_share_p05", "share"},
                                    {"shortfall_share_p95", "share"},
                                    {"p_short", "probability"},
                                    {"months_short_mean", "months"},
                                    {"first_short_month_p50", "month of the run"},
                                    {"first_short", "month"},
                                    {"short_before_window", ""},
                                    {"short_of", ""},
                                    {"short_of_share", "share"},
                                    {"stock_months_mean", "months"},
                                    {NULL, NULL}},
    .write_rows = write_industries,
};
