/* cmd_calibrate.c - fit uncertain inputs to observed months. */

#include <stdio.h>

#include "cli/calibrate.h"
#include "cli/streams.h"
#include "document/document.h"

struct fields {
    struct mnz_job_options job;
    const char *observed;
    struct mnz_option_texts inputs;
    struct mnz_option_amount error, least_ess;
    struct mnz_option_count draws;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_FILE, .name = "observed", .letter = 'f', .value = "FILE",
     .help = "table of observations: month,name,value,set[,weight]; rows marked fit "
             "count",
     .offset = FIELD(observed, const char *), .is_needed = 1},
    {MNZ_OPTION_TEXTS, .name = "inputs", .letter = 'i', .value = "NAME",
     .help = "inputs to fit, '*' for any letters; may be repeated (default: all that "
             "move)",
     .offset = FIELD(inputs, struct mnz_option_texts)},
    {MNZ_OPTION_SHARE, .name = "error", .letter = 'e', .value = "SHARE",
     .help = "standard deviation of observed about simulated values, of a series' "
             "level (default: 20 %)",
     .offset = FIELD(error, struct mnz_option_amount), .least = 1e-6, .most = 100.0,
     .wants = "a share above 0, such as 0.2 or 20 %"},
    {MNZ_OPTION_NUMBER, .name = "ess", .value = "N",
     .help = "trials that must count; errors are widened for it (default: 200)",
     .offset = FIELD(least_ess, struct mnz_option_amount), .least = 1.0, .most = 1e9,
     .wants = "a number of trials from 1 on"},
    {MNZ_OPTION_COUNT, .name = "draws", .value = "N",
     .help = "rows of the posterior sample (default: 1000)",
     .offset = FIELD(draws, struct mnz_option_count), .least = 1, .most = 100000},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static struct mnz_calibration_setup
calibration_options(const struct fields *f)
{
    return (struct mnz_calibration_setup){
        .error = f->error.is_given ? f->error.value : MNZ_CALIBRATION_ERROR,
        .least_ess = f->least_ess.value,
        .draws = f->draws.is_given ? (uint32_t)f->draws.value : MNZ_CALIBRATION_DRAWS,
        .takes_all = f->inputs.count > 0,
    };
}

/* The scenario's own document is needed where --set changed it. */
static enum mnz_status
load_base(struct mnz_calibrate *s)
{
    s->base = s->job.models[0]->scenario->tree;
    if (s->job.options->load.settings.count == 0)
        return MNZ_OK;
    return mnz_document_load(s->job.call->operands[0], NULL, 0, &s->arena, s->diags,
                             &s->base);
}

/* The observations, whose names are the scenario's, and the fit to them. */
static int
load_fit(struct mnz_calibrate *s, const struct fields *f)
{
    const struct mnz_calibration_setup how = calibration_options(f);
    const struct mnz_model *model = s->job.models[0];
    enum mnz_status st = mnz_diags_create(&s->diags);

    if (!st)
        st = mnz_observations_load(f->observed, model->metrics, s->diags,
                                   &s->observations);
    if (!st)
        st = mnz_fit_create(model->scenario, model->metrics, s->observations,
                            f->inputs.items, f->inputs.count, &how, s->diags, &s->fit);
    if (!st)
        st = load_base(s);
    /* Warnings are about naive forecasts, of which there are none here. */
    if (s->diags && st)
        mnz_print_diags(s->diags);
    if (st)
        return st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT
                                   : mnz_report_failure(f->observed, st);
    return MNZ_EXIT_DONE;
}

/* Refuse impossible requests; make room for the draws of the trials. */
static int
make_room(struct mnz_calibrate *s)
{
    const uint64_t trials = mnz_job_trials(&s->job, 0);
    const struct mnz_fit *fit = s->fit;

    switch (mnz_fit_limit(fit, trials)) {
    case MNZ_FIT_NEEDS_MORE_TRIALS:
        fprintf(stderr,
                "monazite calibrate: --ess %.10g needs at least as many trials, and "
                "there are %llu\n",
                fit->options.least_ess, (unsigned long long)trials);
        return MNZ_EXIT_INPUT;
    case MNZ_FIT_KEEPS_TOO_MUCH:
        fprintf(stderr,
                "monazite calibrate: all trials are needed at once, and %u months and "
                "inputs allow at most %llu of them, not %llu\n",
                fit->num_points + fit->num_inputs,
                (unsigned long long)mnz_fit_most_trials(fit),
                (unsigned long long)trials);
        return MNZ_EXIT_INPUT;
    case MNZ_FIT_DRAWS_TOO_MUCH:
        fprintf(stderr,
                "monazite calibrate: %u draws of %u inputs are more than a table "
                "holds; choose fewer\n",
                fit->options.draws, fit->num_inputs);
        return MNZ_EXIT_INPUT;
    case MNZ_FIT_IS_POSSIBLE:
        break;
    }
    if (mnz_fit_make_room(s->fit, trials))
        return mnz_report_failure("calibrate", MNZ_ERR_NOMEM);
    return MNZ_EXIT_DONE;
}

static int
simulate(struct mnz_calibrate *s)
{
    const struct mnz_job_run run = {.trial = mnz_fit_keep_draws,
                                    .context = s->fit,
                                    .kept = s->fit->kept,
                                    .num_kept = s->fit->num_points};
    const enum mnz_status st = mnz_job_run(&s->job, 0, &run);

    return st ? mnz_report_failure(mnz_model_name(s->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

static void
warn(const struct mnz_calibrate *s)
{
    const struct mnz_calibration *c = s->calibration;

    if (c->comparable < c->trials.count)
        fprintf(stderr,
                "monazite: %llu of %llu trials have no value in some month to fit, and "
                "do not count\n",
                (unsigned long long)(c->trials.count - c->comparable),
                (unsigned long long)c->trials.count);
    if (c->num_unreached > 0)
        fprintf(stderr,
                "monazite: %u of %u months to fit lie outside all trials: no choice of "
                "inputs within their priors reaches them\n",
                (unsigned)c->num_unreached, (unsigned)c->num_points);
    if (c->is_much_widened)
        fprintf(stderr,
                "monazite: too few trials agree to within the errors asked for, which "
                "were widened %.2g-fold\n",
                c->widening);
    if (c->has_few_trials)
        fprintf(stderr,
                "monazite: only %.1f trials count, so that the posterior is that of a "
                "few draws; take more (-n), wider errors, or a larger --ess\n",
                c->ess);
    if (c->correlations_kept < 1.0)
        fprintf(
            stderr,
            "monazite: the posterior's rank correlations are not possible together; "
            "they were weakened to %.0f %%\n",
            100.0 * c->correlations_kept);
    if (c->num_in_layer == 0)
        fprintf(stderr, "monazite: no input moved beyond chance: the layer changes "
                        "none\n");
}

static int
calibrate(struct mnz_calibrate *s)
{
    const struct mnz_result *result = s->job.results[0];
    const uint64_t trials = mnz_result_trials(result);
    const double least = mnz_fit_least_ess(s->fit, trials);
    enum mnz_status st;

    if ((double)trials < least) {
        fprintf(stderr, "monazite: these are too few for a calibration\n");
        return MNZ_EXIT_STOPPED;
    }
    st = mnz_fit_calibrate(s->fit, trials, result->keep.values, &s->calibration);
    if (st)
        return mnz_report_failure(mnz_model_name(s->job.models[0]), st);
    if (s->calibration->is_degenerate) {
        fprintf(stderr,
                "monazite calibrate: only %llu of %llu trials have a value in every "
                "month to fit, and %.10g have to count; leave such months out, or "
                "lower --ess\n",
                (unsigned long long)s->calibration->comparable,
                (unsigned long long)trials, least);
        return MNZ_EXIT_INPUT;
    }
    s->job.outcome.observations = s->observations;
    s->job.outcome.calibration = s->calibration;
    if (!s->job.options->load.quiet)
        warn(s);
    return MNZ_EXIT_DONE;
}

static void
calibrate_finish(struct mnz_calibrate *s)
{
    mnz_job_finish(&s->job);
    mnz_calibration_destroy(s->calibration);
    mnz_observations_destroy(s->observations);
    mnz_fit_destroy(s->fit);
    mnz_diags_destroy(s->diags);
    mnz_arena_finish(&s->arena);
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct mnz_calibrate s = {0};
    int status = mnz_job_load(&s.job, call, &f->job);

    if (!status)
        status = load_fit(&s, f);
    if (!status)
        status = mnz_job_make_folder(&s.job);
    if (!status && f->job.folder)
        status = mnz_calibrate_check_folder(&s);
    if (!status)
        status = make_room(&s);
    if (!status)
        status = simulate(&s);
    if (!status)
        status = calibrate(&s);
    if (!status)
        status = mnz_job_write(&s.job);
    calibrate_finish(&s);
    return status;
}

const struct mnz_command mnz_command_calibrate = {
    .name = "calibrate",
    .summary = "fit uncertain inputs to observed months",
    .description =
        "Simulates a scenario, weighs its trials by how well they agree with the "
        "observations that are marked fit, and writes the posterior as a scenario that "
        "extends the one it was found with.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite calibrate scenarios/backtests/2025-magnets.yaml -n 4000 \\",
            "    --observed scenarios/backtests/2025-magnets-observed.csv -o fitted",
            "monazite run fitted/posterior.yaml", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = mnz_calibrate_outputs,
    .draw = mnz_screen_calibration,
    .run = run,
};
