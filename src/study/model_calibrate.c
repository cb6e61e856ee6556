/* model_calibrate.c - a model's inputs fitted to observations of it. */

#include <math.h>
#include <stdlib.h>

#include "base/diag.h"
#include "document/csv_read.h"
#include "study/calibration.h"
#include "study/model.h"

enum { USUAL_ESS = 200, USUAL_DRAWS = 1000, MOST_DRAWS = 100000 };
#define USUAL_ERROR 0.2
#define LEAST_ERROR 1e-6
#define MOST_ERROR 100.0

static enum mnz_status find_points(struct mnz_fit *fit, struct mnz_diags *diags);
static enum mnz_status find_inputs(struct mnz_fit *fit,
                                   const struct mnz_calibration_options *o,
                                   struct mnz_diags *diags);
static enum mnz_status verify_options(const struct mnz_fit *fit,
                                      const struct mnz_calibration_options *o,
                                      struct mnz_diags *diags);
static enum mnz_status simulate(struct mnz_fit *fit, const struct mnz_run_options *run);
static enum mnz_status weigh(struct mnz_fit *fit,
                             const struct mnz_calibration_options *o,
                             struct mnz_diags *diags, struct mnz_calibration **out);

enum mnz_status
mnz_model_calibrate(const struct mnz_model *model,
                    const struct mnz_observations *observations,
                    const struct mnz_calibration_options *options,
                    struct mnz_diags *diags, struct mnz_calibration **out)
{
    static const struct mnz_calibration_options none;
    const struct mnz_calibration_options *o = options ? options : &none;
    struct mnz_fit *fit = calloc(1, sizeof *fit);
    struct mnz_diags *own = NULL;
    enum mnz_status st = fit ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st && !diags) {
        st = mnz_diags_create(&own);
        diags = own;
    }
    if (st)
        goto out;
    fit->model = model;
    fit->observations = observations;
    st = find_points(fit, diags);
    if (!st || st == MNZ_ERR_INPUT) {
        const enum mnz_status chosen = find_inputs(fit, o, diags);

        st = chosen ? chosen : st;
    }
    if (!st)
        st = verify_options(fit, o, diags);
    if (!st)
        st = simulate(fit, &o->run);
    if (!st || (st == MNZ_ERR_STOPPED && fit->result)) {
        const enum mnz_status weighed = weigh(fit, o, diags, out);

        st = weighed ? weighed : st;
    }
    if (*out)
        fit = NULL; /* the calibration's now */
out:
    mnz_fit_destroy(fit);
    mnz_diags_destroy(own);
    return st;
}

void
mnz_fit_destroy(struct mnz_fit *fit)
{
    if (!fit)
        return;
    mnz_result_destroy(fit->result);
    mnz_arena_finish(&fit->arena);
    free(fit->draws);
    free(fit);
}

/* The months to fit, of which there must be one that counts. */
static enum mnz_status
find_points(struct mnz_fit *fit, struct mnz_diags *diags)
{
    const enum mnz_status st =
        mnz_fit_points(fit->model->metrics, fit->observations, &fit->arena,
                       &fit->points, &fit->kept, &fit->num_points);
    double weight = 0.0;

    if (st)
        return st;
    for (uint32_t j = 0; j < fit->num_points; j++)
        weight += fit->points[j].point->weight;
    if (weight > 0.0)
        return MNZ_OK;
    mnz_diag_add(diags, fit->num_points == 0 ? MNZ_E1316 : MNZ_E1317,
                 (struct mnz_span){.file = fit->observations->file},
                 fit->num_points == 0
                     ? "write fit in column 'set' of the months to learn from"
                     : "give some of them a weight above 0",
                 fit->num_points == 0 ? "no row is marked 'fit'"
                                      : "all rows marked 'fit' have the weight 0");
    return MNZ_ERR_INPUT;
}

static enum mnz_status
find_inputs(struct mnz_fit *fit, const struct mnz_calibration_options *o,
            struct mnz_diags *diags)
{
    const struct mnz_scenario *s = fit->model->scenario;
    struct mnz_written_inputs written;
    enum mnz_status st = mnz_override_find(s, &fit->arena, &written);

    if (!st)
        st = mnz_calibration_choose(s, &written, o->inputs, o->num_inputs, &fit->arena,
                                    diags, &fit->inputs, &fit->num_inputs);
    return st;
}

static uint64_t
trials_of(const struct mnz_fit *fit, const struct mnz_calibration_options *o)
{
    return o->run.trials > 0 ? o->run.trials : fit->model->scenario->trials;
}

/* Whether what is asked for is possible. */
static enum mnz_status
verify_options(const struct mnz_fit *fit, const struct mnz_calibration_options *o,
               struct mnz_diags *diags)
{
    const struct mnz_span at = {.file = fit->observations->file};
    const uint64_t trials = trials_of(fit, o);
    const uint32_t columns = fit->num_points + fit->num_inputs;
    const uint32_t draws = o->draws > 0 ? o->draws : USUAL_DRAWS;
    const size_t errors_before = mnz_diags_errors(diags);

    if (o->error != 0.0 && !(o->error >= LEAST_ERROR && o->error <= MOST_ERROR))
        mnz_diag_add(diags, MNZ_E1322, at, NULL,
                     "the error must be between 1e-6 and 100, not %g", o->error);
    if (o->least_ess != 0.0 && !(o->least_ess >= 1.0))
        mnz_diag_add(diags, MNZ_E1322, at, NULL, "at least 1 trial must count, not %g",
                     o->least_ess);
    if (draws > MOST_DRAWS)
        mnz_diag_add(diags, MNZ_E1322, at, NULL,
                     "a posterior sample has at most %d rows, not %u", (int)MOST_DRAWS,
                     (unsigned)draws);
    if (o->least_ess > (double)trials)
        mnz_diag_add(diags, MNZ_E1323, at, NULL,
                     "%.10g trials cannot count: there are %llu", o->least_ess,
                     (unsigned long long)trials);
    if (trials > MNZ_MOST_KEPT / columns)
        mnz_diag_add(diags, MNZ_E1324, at, NULL,
                     "all trials are needed at once, and %u months and inputs allow at "
                     "most %u of them, not %llu",
                     (unsigned)columns, (unsigned)(MNZ_MOST_KEPT / columns),
                     (unsigned long long)trials);
    if (o->num_inputs > 0 && (fit->num_inputs >= MNZ_CSV_MOST_COLUMNS ||
                              draws > MNZ_CSV_MOST_CELLS / (fit->num_inputs + 1)))
        mnz_diag_add(diags, MNZ_E1325, at, "choose fewer",
                     "%u draws of %u inputs are more than a table holds",
                     (unsigned)draws, (unsigned)fit->num_inputs);
    return mnz_diags_errors(diags) > errors_before ? MNZ_ERR_INPUT : MNZ_OK;
}

/* Where the draws of the inputs to fit go, and then the caller's own. */
struct draw_sink {
    struct mnz_fit *fit;
    const struct mnz_run_options *run;
};

static int
keep_draws(void *context, uint64_t trial, const double *draws, const double *horizon)
{
    const struct draw_sink *sink = context;
    struct mnz_fit *fit = sink->fit;

    for (uint32_t i = 0; i < fit->num_inputs; i++)
        fit->draws[trial * fit->num_inputs + i] = draws[fit->inputs[i]];
    return sink->run->trial
               ? sink->run->trial(sink->run->trial_context, trial, draws, horizon)
               : 0;
}

static enum mnz_status
simulate(struct mnz_fit *fit, const struct mnz_run_options *run)
{
    struct draw_sink sink = {fit, run};
    struct mnz_run_options options = *run;
    const uint64_t trials =
        run->trials > 0 ? run->trials : fit->model->scenario->trials;

    fit->draws = calloc((size_t)trials * fit->num_inputs, sizeof *fit->draws);
    if (!fit->draws)
        return MNZ_ERR_NOMEM;
    options.trial = keep_draws;
    options.trial_context = &sink;
    return mnz_model_run_keeping(fit->model, &options, fit->kept, fit->num_points,
                                 &fit->result);
}

static enum mnz_status
weigh(struct mnz_fit *fit, const struct mnz_calibration_options *o,
      struct mnz_diags *diags, struct mnz_calibration **out)
{
    const uint64_t done = fit->result->run->trials_done;
    const struct mnz_trials trials = {done, fit->num_inputs, fit->inputs, fit->draws,
                                      fit->result->keep.values};
    const struct mnz_calibration_setup setup = {
        .error = o->error > 0.0 ? o->error : USUAL_ERROR,
        .least_ess = o->least_ess > 0.0
                         ? o->least_ess
                         : fmin(USUAL_ESS, fmax(1.0, 0.5 * (double)done)),
        .draws = o->draws > 0 ? o->draws : USUAL_DRAWS,
        .takes_all = o->num_inputs > 0,
    };
    enum mnz_status st;

    if ((double)done < setup.least_ess)
        return MNZ_ERR_STOPPED;
    st = mnz_calibration_create(fit->model->scenario, &trials, fit->points,
                                fit->num_points, &setup, out);
    if (st)
        return st;
    if ((*out)->is_degenerate) {
        mnz_diag_add(diags, MNZ_E1326,
                     (struct mnz_span){.file = fit->observations->file},
                     "leave such months out, or let fewer trials count",
                     "only %llu of %llu trials have a value in every month to fit, and "
                     "%.10g have to count",
                     (unsigned long long)(*out)->comparable, (unsigned long long)done,
                     setup.least_ess);
        mnz_calibration_destroy(*out);
        *out = NULL;
        return MNZ_ERR_INPUT;
    }
    (*out)->fit = fit;
    return MNZ_OK;
}

const struct mnz_result *
mnz_calibration_result(const struct mnz_calibration *calibration)
{
    return calibration->fit->result;
}

double
mnz_calibration_ess(const struct mnz_calibration *calibration)
{
    return calibration->ess;
}

const double *
mnz_calibration_weights(const struct mnz_calibration *calibration)
{
    return calibration->weight;
}

const struct mnz_calibrated_input *
mnz_calibration_inputs(const struct mnz_calibration *calibration, uint32_t *count)
{
    *count = calibration->num_inputs;
    return calibration->inputs;
}
