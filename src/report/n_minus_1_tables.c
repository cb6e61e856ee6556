/* n_minus_1_tables.c - what is lost without a plant, a country or a corridor, as rows.
 */

#include "report/table.h"

static const char *
kind_name(enum mnz_gone_kind kind)
{
    return kind == MNZ_GONE_FACILITY  ? "facility"
           : kind == MNZ_GONE_COUNTRY ? "country"
                                      : "corridor";
}

/* "my_lynas"; "CN > JP"; "my_lynas + us_mine" of a pair. */
static const char *
name_of(const struct mnz_gone *g, char text[512])
{
    const struct mnz_gone_part *p = g->parts;
    const int is_corridor = g->kind == MNZ_GONE_CORRIDOR;
    const char *arrow = is_corridor ? " > " : "";

    if (g->num_parts == 1)
        snprintf(text, 512, "%s%s%s", p[0].name, arrow, p[0].to);
    else
        snprintf(text, 512, "%s%s%s + %s%s%s", p[0].name, arrow, p[0].to, p[1].name,
                 arrow, p[1].to);
    return text;
}

static void
head_cells(const struct mnz_outcome *outcome, const struct mnz_gone *g,
           struct mnz_cells *cells)
{
    char name[512];

    mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, 0));
    mnz_cells_text(cells, kind_name(g->kind));
    mnz_cells_text(cells, name_of(g, name));
}

static void
write_n_minus_1(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    uint32_t count;
    const struct mnz_gone *all = mnz_n_minus_1_all(outcome->n_minus_1, &count);

    for (uint32_t i = 0; i < count && !cells->has_failed; i++) {
        const struct mnz_gone *g = &all[i];
        const double numbers[] = {g->met_as_bought, g->met_with_backup, g->worst_met,
                                  g->output_lost};
        const double lost[] = {g->probability,  g->lost,          g->lost_low,
                               g->lost_high,    g->lost_p95,      g->lost_usd,
                               g->lost_usd_low, g->lost_usd_high, g->survives,
                               g->ever_lost,    g->recovers,      g->outlasts};

        head_cells(outcome, g, cells);
        mnz_cells_text(cells, g->parts[0].country);
        mnz_cells_text(cells, g->parts[0].stage);
        mnz_cells_text(cells, g->worst);
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
            mnz_cells_number(cells, numbers[k]);
        for (size_t k = 0; k < sizeof lost / sizeof *lost; k++)
            mnz_cells_number(cells, lost[k]);
        mnz_cells_text(cells, g->hardest);
        mnz_cells_number(cells, g->hardest_usd);
        mnz_cells_end_row(cells);
    }
}

const struct mnz_table mnz_table_n_minus_1 = {
    .name = "n-1",
    .rows = "a plant, the exports of a country, a corridor, or a pair of them, taken "
            "away: the need met by the baseline alone, and for those that were "
            "simulated the output lost more than in the scenario, on the same trials",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"kind", ""},
                                           {"without", ""},
                                           {"country", ""},
                                           {"stage", ""},
                                           {"worst_industry", ""},
                                           {"met_as_bought", "share"},
                                           {"met_with_backup", "share"},
                                           {"worst_met", "share"},
                                           {"static_output_lost", "share"},
                                           {"probability", "share"},
                                           {"output_lost", "share"},
                                           {"output_lost_low", "share"},
                                           {"output_lost_high", "share"},
                                           {"output_lost_p95", "share"},
                                           {"output_lost_usd", "USD"},
                                           {"output_lost_usd_low", "USD"},
                                           {"output_lost_usd_high", "USD"},
                                           {"months_to_survive", "months"},
                                           {"ever_lost", "share"},
                                           {"months_to_recover", "months"},
                                           {"outlasts", "share"},
                                           {"hardest_industry", ""},
                                           {"hardest_usd", "USD"},
                                           {NULL, NULL}},
    .write_rows = write_n_minus_1,
};

static void
write_months(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_model *model = outcome->models[0];
    uint32_t count;
    const struct mnz_gone *all = mnz_n_minus_1_all(outcome->n_minus_1, &count);

    for (uint32_t i = 0; i < count; i++)
        for (uint32_t m = 0;
             all[i].is_simulated && m < mnz_model_months(model) && !cells->has_failed;
             m++) {
            char month[MNZ_MONTH_TEXT];

            mnz_model_month_text(model, (int32_t)m, month);
            head_cells(outcome, &all[i], cells);
            mnz_cells_text(cells, month);
            mnz_cells_number(cells, mnz_n_minus_1_month(outcome->n_minus_1, i, m));
            mnz_cells_end_row(cells);
        }
}

const struct mnz_table mnz_table_n_minus_1_months = {
    .name = "n-1-months",
    .rows = "the share of all output that is lost more in a month, without something",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"kind", ""},
                                           {"without", ""},
                                           {"month", ""},
                                           {"output_lost", "share"},
                                           {NULL, NULL}},
    .write_rows = write_months,
};
