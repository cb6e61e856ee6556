/* calibration_tables.c - priors and posteriors as rows. */

#include "report/table.h"

#include <math.h>
#include <string.h>

#include "base/dates.h"

enum { NUM_PLACES = 6 };

static int
is_date(const struct mnz_input *input)
{
    return strcmp(input->unit, "date") == 0;
}

/* Mean and quantiles, of dates as dates; the standard deviation comes between them. */
static void
spread_cells(struct mnz_cells *cells, const struct mnz_input *input,
             const struct mnz_spread *s)
{
    const double places[NUM_PLACES] = {s->mean, s->p05, s->p25, s->p50, s->p75, s->p95};

    for (int i = 0; i < NUM_PLACES; i++) {
        if (input && is_date(input)) {
            char text[MNZ_DATE_TEXT];

            mnz_date_format((int32_t)floor(places[i]), text);
            mnz_cells_text(cells, text);
        } else {
            mnz_cells_number(cells, places[i]);
        }
        if (i == 0)
            mnz_cells_number(cells, s->sd);
    }
}

static void
write_posterior(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_calibration *c = outcome->calibration;

    for (uint32_t i = 0; i < c->num_inputs && !cells->has_failed; i++) {
        const struct mnz_calibrated_input *in = &c->inputs[i];
        const struct mnz_input *input = &c->scenario->pool.inputs[in->input];

        mnz_cells_text(cells, c->scenario->name);
        mnz_cells_text(cells, input->name);
        mnz_cells_text(cells, input->unit);
        mnz_cells_text(cells, in->is_in_layer ? "yes" : "no");
        mnz_cells_text(cells, in->has_moved ? "yes" : "no");
        spread_cells(cells, input, &in->prior);
        spread_cells(cells, input, &in->posterior);
        mnz_cells_number(cells, in->shift);
        mnz_cells_number(cells, in->contraction);
        mnz_cells_number(cells, in->ks);
        mnz_cells_end_row(cells);
    }
}

static void
write_weights(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_calibration *c = outcome->calibration;

    for (uint64_t k = 0; k < c->trials.count && !cells->has_failed; k++) {
        mnz_cells_count(cells, k);
        mnz_cells_number(cells,
                         isfinite(c->distance[k]) ? c->distance[k] : (double)NAN);
        mnz_cells_number(cells, c->weight[k]);
        mnz_cells_end_row(cells);
    }
}

static void
write_fit(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_calibration *c = outcome->calibration;

    for (uint32_t j = 0; j < c->num_points && !cells->has_failed; j++) {
        const struct mnz_fit_point *p = &c->points[j];
        char month[16];

        mnz_observed_month_text(c->scenario, p->point->month, month);
        mnz_cells_text(cells, c->scenario->name);
        mnz_cells_text(cells, p->series->name);
        mnz_cells_text(cells, month);
        mnz_cells_text(cells, mnz_metric_rows[p->series->metric].unit_name);
        mnz_cells_number(cells, p->point->value);
        mnz_cells_number(cells, p->point->weight);
        mnz_cells_number(cells, p->error);
        spread_cells(cells, NULL, &p->prior);
        spread_cells(cells, NULL, &p->posterior);
        mnz_cells_end_row(cells);
    }
}

static void
write_draws_columns(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_calibration *c = outcome->calibration;

    for (uint32_t i = 0; i < c->num_inputs; i++) {
        const struct mnz_input *input = &c->scenario->pool.inputs[c->inputs[i].input];

        if (c->inputs[i].is_in_layer)
            mnz_cells_column(cells, input->name,
                             is_date(input) ? "days since 1970" : input->unit);
    }
}

static void
write_draws(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    const struct mnz_calibration *c = outcome->calibration;

    for (uint32_t k = 0; k < c->options.draws && !cells->has_failed; k++) {
        const size_t first = (size_t)c->rows[k] * c->num_inputs;

        mnz_cells_count(cells, c->rows[k]);
        for (uint32_t i = 0; i < c->num_inputs; i++)
            if (c->inputs[i].is_in_layer)
                mnz_cells_number(cells, c->trials.draws[first + i]);
        mnz_cells_end_row(cells);
    }
}

/* Mean, standard deviation and quantiles, in the unit of the row. */
#define SPREAD(of)                                                                     \
    {of "_mean", ""}, {of "_sd", ""}, {of "_p05", ""}, {of "_p25", ""},                \
        {of "_p50", ""}, {of "_p75", ""},                                              \
    {                                                                                  \
        of "_p95", ""                                                                  \
    }

/* Dates are written as dates; their standard deviations are days. */
const struct mnz_table mnz_table_posterior = {
    .name = "posterior",
    .rows = "a fitted input: prior and posterior",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"input", ""},
                                           {"unit", ""},
                                           {"in_layer", ""},
                                           {"moved", ""},
                                           SPREAD("prior"),
                                           SPREAD("posterior"),
                                           {"shift", "prior standard deviations"},
                                           {"contraction", "share"},
                                           {"ks", "share"},
                                           {NULL, NULL}},
    .write_rows = write_posterior,
};

const struct mnz_table mnz_table_fit = {
    .name = "fit",
    .rows = "a month that was fitted",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"name", ""},
                                           {"month", ""},
                                           {"unit", ""},
                                           {"observed", ""},
                                           {"weight", ""},
                                           {"error", ""},
                                           SPREAD("prior"),
                                           SPREAD("posterior"),
                                           {NULL, NULL}},
    .write_rows = write_fit,
};

/* A trial without a value in some month has no distance. */
const struct mnz_table mnz_table_weights = {
    .name = "weights",
    .rows = "a trial",
    .is_exact = 1,
    .columns =
        (const struct mnz_column[]){
            {"trial", ""}, {"distance", "errors"}, {"weight", "share"}, {NULL, NULL}},
    .write_rows = write_weights,
};

const struct mnz_table mnz_table_draws = {
    .name = "draws",
    .is_exact = 1,
    .rows = "a draw of the posterior sample",
    .columns = (const struct mnz_column[]){{"trial", ""}, {NULL, NULL}},
    .more = "each input of the layer, in its unit; dates in days since 1970",
    .write_more = write_draws_columns,
    .write_rows = write_draws,
};
