/* calibration_tables.c - priors and posteriors as rows. */

#include "report/calibration_tables.h"

#include <math.h>
#include <string.h>

#include "base/dates.h"
#include "base/number.h"
#include "report/csv_write.h"

enum { NUM_PLACES = 6 };

static void
header(struct mnz_csv *csv, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mnz_csv_text(csv, names[i]);
    mnz_csv_end_row(csv);
}

static int
is_date(const struct mnz_input *input)
{
    return strcmp(input->unit, "date") == 0;
}

void
mnz_input_text(const struct mnz_input *input, double value, char text[32])
{
    if (is_date(input))
        mnz_date_format((int32_t)floor(value), text);
    else
        mnz_number_format(value, text);
}

/* Mean and quantiles; the standard deviation comes between them. */
static void
spread_cells(struct mnz_csv *csv, const struct mnz_input *input,
             const struct mnz_spread *s)
{
    const double places[NUM_PLACES] = {s->mean, s->p05, s->p25, s->p50, s->p75, s->p95};

    for (int i = 0; i < NUM_PLACES; i++) {
        if (input && is_date(input)) {
            char text[32];

            mnz_input_text(input, places[i], text);
            mnz_csv_text(csv, text);
        } else {
            mnz_csv_number(csv, places[i]);
        }
        if (i == 0)
            mnz_csv_number(csv, s->sd);
    }
}

enum mnz_status
mnz_table_posterior(const struct mnz_calibration *c, FILE *stream)
{
    static const char *const columns[] = {"scenario",       "input",
                                          "unit",           "in_layer",
                                          "moved",          "prior_mean",
                                          "prior_sd",       "prior_p05",
                                          "prior_p25",      "prior_p50",
                                          "prior_p75",      "prior_p95",
                                          "posterior_mean", "posterior_sd",
                                          "posterior_p05",  "posterior_p25",
                                          "posterior_p50",  "posterior_p75",
                                          "posterior_p95",  "shift",
                                          "contraction",    "ks"};
    struct mnz_csv csv = {.stream = stream};

    header(&csv, columns, sizeof columns / sizeof *columns);
    for (uint32_t i = 0; i < c->num_inputs && !ferror(stream); i++) {
        const struct mnz_calibrated_input *in = &c->inputs[i];
        const struct mnz_input *input = &c->scenario->pool.inputs[in->input];

        mnz_csv_text(&csv, c->scenario->name);
        mnz_csv_text(&csv, input->name);
        mnz_csv_text(&csv, input->unit);
        mnz_csv_text(&csv, in->is_in_layer ? "yes" : "no");
        mnz_csv_text(&csv, in->has_moved ? "yes" : "no");
        spread_cells(&csv, input, &in->prior);
        spread_cells(&csv, input, &in->posterior);
        mnz_csv_number(&csv, in->shift);
        mnz_csv_number(&csv, in->contraction);
        mnz_csv_number(&csv, in->ks);
        mnz_csv_end_row(&csv);
    }
    return mnz_csv_finish(&csv);
}

enum mnz_status
mnz_table_weights(const struct mnz_calibration *c, FILE *stream)
{
    static const char *const columns[] = {"trial", "distance", "weight"};
    struct mnz_csv csv = {.stream = stream};

    header(&csv, columns, sizeof columns / sizeof *columns);
    for (uint64_t k = 0; k < c->trials.count && !ferror(stream); k++) {
        mnz_csv_count(&csv, k);
        mnz_csv_number(&csv, isfinite(c->distance[k]) ? c->distance[k] : (double)NAN);
        mnz_csv_number(&csv, c->weight[k]);
        mnz_csv_end_row(&csv);
    }
    return mnz_csv_finish(&csv);
}

enum mnz_status
mnz_table_fit(const struct mnz_calibration *c, FILE *stream)
{
    static const char *const columns[] = {
        "scenario",      "name",          "month",          "unit",
        "observed",      "weight",        "error",          "prior_mean",
        "prior_sd",      "prior_p05",     "prior_p25",      "prior_p50",
        "prior_p75",     "prior_p95",     "posterior_mean", "posterior_sd",
        "posterior_p05", "posterior_p25", "posterior_p50",  "posterior_p75",
        "posterior_p95"};
    struct mnz_csv csv = {.stream = stream};

    header(&csv, columns, sizeof columns / sizeof *columns);
    for (uint32_t j = 0; j < c->num_points && !ferror(stream); j++) {
        const struct mnz_fit_point *p = &c->points[j];
        char month[16];

        mnz_observed_month_text(c->scenario, p->point->month, month);
        mnz_csv_text(&csv, c->scenario->name);
        mnz_csv_text(&csv, p->series->name);
        mnz_csv_text(&csv, month);
        mnz_csv_text(&csv, mnz_metric_rows[p->series->metric].unit_name);
        mnz_csv_number(&csv, p->point->value);
        mnz_csv_number(&csv, p->point->weight);
        mnz_csv_number(&csv, p->error);
        spread_cells(&csv, NULL, &p->prior);
        spread_cells(&csv, NULL, &p->posterior);
        mnz_csv_end_row(&csv);
    }
    return mnz_csv_finish(&csv);
}

enum mnz_status
mnz_table_draws(const struct mnz_calibration *c, FILE *stream)
{
    struct mnz_csv csv = {.stream = stream};

    mnz_csv_text(&csv, "trial");
    for (uint32_t i = 0; i < c->num_inputs; i++)
        if (c->inputs[i].is_in_layer)
            mnz_csv_text(&csv, c->scenario->pool.inputs[c->inputs[i].input].name);
    mnz_csv_end_row(&csv);
    for (uint32_t k = 0; k < c->options.draws && !ferror(stream); k++) {
        const size_t first = (size_t)c->rows[k] * c->num_inputs;

        mnz_csv_count(&csv, c->rows[k]);
        for (uint32_t i = 0; i < c->num_inputs; i++)
            if (c->inputs[i].is_in_layer)
                mnz_csv_number(&csv, c->trials.draws[first + i]);
        mnz_csv_end_row(&csv);
    }
    return mnz_csv_finish(&csv);
}
