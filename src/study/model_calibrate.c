/* model_calibrate.c - a model's inputs fitted to observations of it. */

#include <stdlib.h>

#include "base/diag.h"
#include "study/calibration_source.h"
#include "study/model.h"

enum { MOST_DRAWS = 100000 };
#define LEAST_ERROR 1e-6
#define MOST_ERROR 100.0

static enum mnz_status calibrate(struct mnz_calibration_source *source,
                                 const struct mnz_calibration_options *o,
                                 struct mnz_diags *diags, struct mnz_calibration **out);
static void source_destroy(struct mnz_calibration_source *source);

enum mnz_status
mnz_model_calibrate(const struct mnz_model *model,
                    const struct mnz_observations *observations,
                    const struct mnz_calibration_options *options,
                    struct mnz_diags *diags, struct mnz_calibration **out)
{
    static const struct mnz_calibration_options none;
    struct mnz_calibration_source *source = calloc(1, sizeof *source);
    struct mnz_diags *own = NULL;
    enum mnz_status st = source ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st && !diags)
        st = mnz_diags_create(&own);
    if (!st) {
        source->model = model;
        source->observations = observations;
        st = calibrate(source, options ? options : &none, diags ? diags : own, out);
    }
    if (*out)
        (*out)->source = source;
    else
        source_destroy(source);
    mnz_diags_destroy(own);
    return st;
}

static void
source_destroy(struct mnz_calibration_source *source)
{
    if (!source)
        return;
    mnz_result_destroy(source->result);
    mnz_fit_destroy(source->fit);
    free(source);
}

void
mnz_calibration_destroy(struct mnz_calibration *calibration)
{
    struct mnz_calibration_source *source = calibration ? calibration->source : NULL;

    mnz_calibration_release(calibration);
    source_destroy(source);
}

/* Whether each option is within its range. */
static enum mnz_status
verify_options(const struct mnz_calibration_options *o, struct mnz_span at,
               struct mnz_diags *diags)
{
    const size_t errors_before = mnz_diags_errors(diags);

    if (o->error != 0.0 && !(o->error >= LEAST_ERROR && o->error <= MOST_ERROR))
        mnz_diag_add(diags, MNZ_E1322, at, NULL,
                     "the error must be between 1e-6 and 100, not %g", o->error);
    if (o->least_ess != 0.0 && !(o->least_ess >= 1.0))
        mnz_diag_add(diags, MNZ_E1322, at, NULL, "at least 1 trial must count, not %g",
                     o->least_ess);
    if (o->draws > MOST_DRAWS)
        mnz_diag_add(diags, MNZ_E1322, at, NULL,
                     "a posterior sample has at most %d rows, not %u", (int)MOST_DRAWS,
                     (unsigned)o->draws);
    return mnz_diags_errors(diags) > errors_before ? MNZ_ERR_INPUT : MNZ_OK;
}

/* Whether a fit by so many trials is possible. */
static enum mnz_status
verify_fit(const struct mnz_fit *fit, uint64_t trials, struct mnz_span at,
           struct mnz_diags *diags)
{
    switch (mnz_fit_limit(fit, trials)) {
    case MNZ_FIT_NEEDS_MORE_TRIALS:
        mnz_diag_add(diags, MNZ_E1323, at, NULL,
                     "%.10g trials cannot count: there are %llu",
                     fit->options.least_ess, (unsigned long long)trials);
        return MNZ_ERR_INPUT;
    case MNZ_FIT_KEEPS_TOO_MUCH:
        mnz_diag_add(diags, MNZ_E1324, at, NULL,
                     "all trials are needed at once, and %u months and inputs allow at "
                     "most %llu of them, not %llu",
                     (unsigned)(fit->num_points + fit->num_inputs),
                     (unsigned long long)mnz_fit_most_trials(fit),
                     (unsigned long long)trials);
        return MNZ_ERR_INPUT;
    case MNZ_FIT_DRAWS_TOO_MUCH:
        mnz_diag_add(diags, MNZ_E1325, at, "choose fewer",
                     "%u draws of %u inputs are more than a table holds",
                     (unsigned)fit->options.draws, (unsigned)fit->num_inputs);
        return MNZ_ERR_INPUT;
    case MNZ_FIT_IS_POSSIBLE:
        break;
    }
    return MNZ_OK;
}

/* Where draws go: to the fit, and then to the caller's own function. */
struct draw_sink {
    struct mnz_fit *fit;
    const struct mnz_run_options *run;
};

static int
take_trial(void *context, uint64_t trial, const double *draws, const double *horizon)
{
    const struct draw_sink *sink = context;
    const int failed = mnz_fit_keep_draws(sink->fit, trial, draws, horizon);

    return !failed && sink->run->trial
               ? sink->run->trial(sink->run->trial_context, trial, draws, horizon)
               : failed;
}

static enum mnz_status
simulate(struct mnz_calibration_source *source, const struct mnz_run_options *run,
         uint64_t trials)
{
    struct draw_sink sink = {source->fit, run};
    struct mnz_run_options options = *run;
    enum mnz_status st = mnz_fit_make_room(source->fit, trials);

    options.trial = take_trial;
    options.trial_context = &sink;
    if (!st)
        st = mnz_model_run_keeping(
            source->model, &options,
            &(struct mnz_kept_series){.kept = source->fit->kept,
                                      .num_kept = source->fit->num_points,
                                      .sampled = MNZ_NONE},
            &source->result);
    return st;
}

/* Weigh the trials done. */
static enum mnz_status
weigh(struct mnz_calibration_source *source, struct mnz_span at,
      struct mnz_diags *diags, struct mnz_calibration **out)
{
    const uint64_t trials = mnz_result_trials(source->result);
    const double least = mnz_fit_least_ess(source->fit, trials);
    enum mnz_status st;

    if ((double)trials < least)
        return MNZ_ERR_STOPPED;
    st = mnz_fit_calibrate(source->fit, trials, source->result->keep.values, out);
    if (st || !(*out)->is_degenerate)
        return st;
    mnz_diag_add(
        diags, MNZ_E1326, at, "leave such months out, or let fewer trials count",
        "only %llu of %llu trials have a value in every month to fit, and "
        "%.10g have to count",
        (unsigned long long)(*out)->comparable, (unsigned long long)trials, least);
    mnz_calibration_release(*out);
    *out = NULL;
    return MNZ_ERR_INPUT;
}

static enum mnz_status
calibrate(struct mnz_calibration_source *source,
          const struct mnz_calibration_options *o, struct mnz_diags *diags,
          struct mnz_calibration **out)
{
    const struct mnz_model *model = source->model;
    const struct mnz_span at = {.file = source->observations->file};
    const uint64_t trials = o->run.trials > 0 ? o->run.trials : model->scenario->trials;
    const struct mnz_calibration_setup setup = {
        .error = o->error > 0.0 ? o->error : MNZ_CALIBRATION_ERROR,
        .least_ess = o->least_ess,
        .draws = o->draws > 0 ? o->draws : MNZ_CALIBRATION_DRAWS,
        .takes_all = o->num_inputs > 0,
    };
    enum mnz_status st = verify_options(o, at, diags), weighed;

    if (!st)
        st = mnz_fit_create(model->scenario, model->metrics, source->observations,
                            o->inputs, o->num_inputs, &setup, diags, &source->fit);
    if (!st)
        st = verify_fit(source->fit, trials, at, diags);
    if (!st)
        st = simulate(source, &o->run, trials);
    if (!source->result)
        return st;
    weighed = weigh(source, at, diags, out);
    return weighed ? weighed : st;
}

const struct mnz_result *
mnz_calibration_result(const struct mnz_calibration *calibration)
{
    return calibration->source->result;
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
