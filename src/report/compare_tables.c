/* compare_tables.c - differences of alternatives as rows. */

#include "report/table.h"

#include "report/group_words.h"

/* The name of an alternative, counted from 0; the last may be the interaction. */
static const char *
alternative_name(const struct mnz_outcome *outcome, uint32_t i)
{
    return i + 1 < outcome->num_results ? mnz_outcome_name(outcome, i + 1)
                                        : "interaction";
}

static void
gap_cells(struct mnz_cells *cells, const struct mnz_gap *gap)
{
    const double numbers[] = {gap->base, gap->other, gap->difference, gap->low,
                              gap->high};

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        mnz_cells_number(cells, numbers[i]);
}

static void
difference_cells(struct mnz_cells *cells, const struct mnz_comparison *c,
                 uint32_t alternative, uint32_t branch, uint32_t i)
{
    const struct mnz_difference *d =
        mnz_comparison_difference(c, alternative, branch, i);
    struct mnz_exceedance worse;

    mnz_cells_count(cells, d->trials);
    gap_cells(cells, &d->mean);
    gap_cells(cells, &d->p50);
    gap_cells(cells, &d->p95);
    gap_cells(cells, &d->cvar95);
    mnz_comparison_worse(c, alternative, branch, i, &worse);
    mnz_cells_number(cells, worse.probability);
    mnz_cells_number(cells, worse.low);
    mnz_cells_number(cells, worse.high);
    mnz_cells_number(cells, d->gain);
}

static void
write_branch(const struct mnz_outcome *outcome, uint32_t alternative, uint32_t branch,
             struct mnz_cells *cells)
{
    const struct mnz_comparison *c = outcome->comparison;
    const struct mnz_result *base = mnz_comparison_result(c, 0);

    for (uint32_t i = 0; i < mnz_comparison_num_measures(c) && !cells->has_failed;
         i++) {
        const struct mnz_measure m = mnz_comparison_measure(c, i);
        struct mnz_group_words words;
        char month[MNZ_MONTH_TEXT] = "";

        if (m.month != MNZ_HORIZON)
            mnz_model_month_text(base->model, (int32_t)m.month, month);
        mnz_cells_text(cells, mnz_outcome_name(outcome, 0));
        mnz_cells_text(cells, alternative_name(outcome, alternative));
        mnz_cells_text(cells, mnz_result_branch_name(base, branch));
        mnz_cells_text(cells, month);
        mnz_group_describe(base->run, m.group, &words);
        mnz_group_cells(cells, base->run, m.group, &words);
        mnz_cells_text(cells, mnz_metric_name(m.metric));
        mnz_cells_text(cells, mnz_metric_unit(m.metric));
        difference_cells(cells, c, alternative, branch, i);
        mnz_cells_end_row(cells);
    }
}

static void
write_compare(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_comparison *c = outcome->comparison;
    const uint32_t count = mnz_comparison_num_alternatives(c) +
                           (uint32_t)mnz_comparison_has_interaction(c);

    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = 0; b < mnz_result_num_branches(mnz_comparison_result(c, 0));
             b++)
            write_branch(outcome, a, b, cells);
}

/* A figure of the base and the alternative, their difference and its 95 % interval. */
#define GAP(figure)                                                                    \
    {"base_" figure, ""}, {figure, ""}, {"difference_" figure, ""},                    \
        {"low_" figure, ""},                                                           \
    {                                                                                  \
        "high_" figure, ""                                                             \
    }

const struct mnz_table mnz_table_compare = {
    .name = "compare",
    .rows = "a figure of an alternative beside that of the base, over the horizon "
            "unless a month is named; the alternative 'interaction' is all measures at "
            "once beside the sum of each alone",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"alternative", ""},
                                           {"given", ""},
                                           {"month", ""},
                                           {"scope", ""},
                                           {"name", ""},
                                           {"label", ""},
                                           {"country", ""},
                                           {"sector", ""},
                                           {"element", ""},
                                           {"metric", ""},
                                           {"unit", ""},
                                           {"trials", "trials"},
                                           GAP("mean"),
                                           GAP("p50"),
                                           GAP("p95"),
                                           GAP("cvar95"),
                                           {"p_worse", "share"},
                                           {"p_worse_low", "share"},
                                           {"p_worse_high", "share"},
                                           {"pairing", "times"},
                                           {NULL, NULL}},
    .write_rows = write_compare,
};
