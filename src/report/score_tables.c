/* score_tables.c - scores as rows. */

#include "report/table.h"

#include <stdio.h>

/* The first cells of all rows of a table. */
struct rows {
    struct mnz_cells *cells;
    const char *scenario, *name, *set;
};

static void
row(struct rows *r, const char *metric, const char *unit, double value)
{
    mnz_cells_text(r->cells, r->scenario);
    mnz_cells_text(r->cells, r->name);
    mnz_cells_text(r->cells, r->set);
    mnz_cells_text(r->cells, metric);
    mnz_cells_text(r->cells, unit);
    mnz_cells_number(r->cells, value);
    mnz_cells_end_row(r->cells);
}

/* Scores without the unit of a series: they exist for all series together too. */
static void
calibration_rows(struct rows *r, const struct mnz_set_score *s)
{
    row(r, "points", "months", (double)s->num_points);
    row(r, "coverage_50", "share", s->coverage_50);
    row(r, "coverage_90", "share", s->coverage_90);
    for (int i = 0; i < MNZ_PIT_BINS; i++) {
        char metric[32];

        snprintf(metric, sizeof metric, "pit_%02d_%02d", 100 * i / MNZ_PIT_BINS,
                 100 * (i + 1) / MNZ_PIT_BINS);
        row(r, metric, "share", s->pit[i]);
    }
}

static void
skill_rows(struct rows *r, const struct mnz_set_score *s)
{
    row(r, "skill_no_change", "share", s->skill_still);
    row(r, "skill_literal", "share", s->skill_literal);
}

static void
set_rows(struct rows *r, const struct mnz_set_score *s, const char *unit)
{
    calibration_rows(r, s);
    row(r, "observed_mean", unit, s->observed);
    row(r, "bias", unit, s->bias);
    row(r, "bias_share", "share", s->bias / s->observed);
    row(r, "crps", unit, s->crps);
    row(r, "crps_no_change", unit, s->crps_still);
    row(r, "crps_literal", unit, s->crps_literal);
    skill_rows(r, s);
}

static void
path_rows(struct rows *r, const struct mnz_series_score *s)
{
    const struct mnz_path *o = &s->observed, *m = &s->simulated;

    row(r, "mean_before", s->unit, s->mean_before);
    row(r, "naive_no_change", s->unit, s->naive);
    row(r, "trough_observed", "month", o->trough);
    row(r, "trough_simulated", "month", m->trough);
    row(r, "trough_error", "months", m->trough - o->trough);
    row(r, "trough_depth_observed", "share", o->depth);
    row(r, "trough_depth_simulated", "share", m->depth);
    row(r, "trough_depth_error", "share", m->depth - o->depth);
    row(r, "recovery_observed", "month", o->recovery);
    row(r, "recovery_simulated", "month", m->recovery);
    row(r, "recovery_error", "months", m->recovery - o->recovery);
}

static void
write_score(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_score *score = outcome->score;
    struct rows r = {.cells = cells,
                     .scenario = outcome->results[0]->model->scenario->name};

    for (uint32_t i = 0; i < score->num_series && !cells->has_failed; i++) {
        const struct mnz_series_score *s = &score->series[i];

        r.name = s->series->name;
        for (uint32_t k = 0; k < s->num_sets; k++) {
            r.set = mnz_set_name[s->sets[k].set];
            set_rows(&r, &s->sets[k], s->unit);
        }
        r.set = "whole";
        path_rows(&r, s);
    }
    r.name = "";
    for (uint32_t k = 0; k < score->num_sets; k++) {
        r.set = mnz_set_name[score->sets[k].set];
        calibration_rows(&r, &score->sets[k]);
        skill_rows(&r, &score->sets[k]);
    }
}

const struct mnz_table mnz_table_score = {
    .name = "score",
    .rows = "a score of a series and set of months; the set \"whole\" is of all its "
            "months, the empty name of all series",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"name", ""},
                                           {"set", ""},
                                           {"metric", ""},
                                           {"unit", ""},
                                           {"value", ""},
                                           {NULL, NULL}},
    .write_rows = write_score,
};

static void
write_point(const struct mnz_scenario *scenario, const struct mnz_series_score *s,
            const struct mnz_point_score *p, struct mnz_cells *cells)
{
    const double numbers[] = {
        p->point->value, p->point->weight, p->mean,    p->p05,  p->p25,
        p->p50,          p->p75,           p->p95,     p->crps, p->crps_still,
        p->crps_literal, p->pit_low,       p->pit_high};
    char month[16];

    mnz_observed_month_text(scenario, p->point->month, month);
    mnz_cells_text(cells, scenario->name);
    mnz_cells_text(cells, s->series->name);
    mnz_cells_text(cells, mnz_set_name[p->point->set]);
    mnz_cells_text(cells, month);
    mnz_cells_text(cells, s->unit);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        mnz_cells_number(cells, numbers[k]);
    mnz_cells_end_row(cells);
}

static void
write_points(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_score *score = outcome->score;

    for (uint32_t i = 0; i < score->num_series && !cells->has_failed; i++)
        for (uint32_t j = 0; j < score->series[i].num_points; j++)
            write_point(outcome->results[0]->model->scenario, &score->series[i],
                        &score->series[i].points[j], cells);
}

const struct mnz_table mnz_table_points = {
    .name = "points",
    .rows = "an observed month: the observation, the simulated distribution, its score",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"name", ""},
                                           {"set", ""},
                                           {"month", ""},
                                           {"unit", ""},
                                           {"observed", ""},
                                           {"weight", ""},
                                           {"mean", ""},
                                           {"p05", ""},
                                           {"p25", ""},
                                           {"p50", ""},
                                           {"p75", ""},
                                           {"p95", ""},
                                           {"crps", ""},
                                           {"crps_no_change", ""},
                                           {"crps_literal", ""},
                                           {"pit_low", "share"},
                                           {"pit_high", "share"},
                                           {NULL, NULL}},
    .write_rows = write_points,
};
