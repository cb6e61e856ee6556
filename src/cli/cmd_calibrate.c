/* cmd_calibrate.c - fit uncertain inputs to observed months. */

#include <stdio.h>

#include "cli/calibrate.h"
#include "cli/streams.h"

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

/* Warnings of the observations are about naive forecasts, of which there are none here.
 */
static int
load_observations(struct mnz_calibrate *s, const char *path)
{
    enum mnz_status st = mnz_diags_create(&s->diags);

    if (!st)
        st = mnz_model_observe(s->job.models[0], path, s->diags, &s->observations);
    if (st == MNZ_ERR_INPUT)
        mnz_print_diags(s->diags);
    if (st)
        return st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : mnz_report_failure(path, st);
    return MNZ_EXIT_DONE;
}

static void
warn(const struct mnz_calibrate *s)
{
    const struct mnz_calibration *c = s->calibration;

    if (c->comparable < c->trials.count)
        mnz_say("monazite: %llu of %llu trials have no value in some month to fit, and "
                "do not count\n",
                (unsigned long long)(c->trials.count - c->comparable),
                (unsigned long long)c->trials.count);
    if (c->num_unreached > 0)
        mnz_say("monazite: %u of %u months to fit lie outside all trials: no choice of "
                "inputs within their priors reaches them\n",
                (unsigned)c->num_unreached, (unsigned)c->num_points);
    if (c->is_much_widened)
        mnz_say("monazite: too few trials agree to within the errors asked for, which "
                "were widened %.2g-fold\n",
                c->widening);
    if (c->has_few_trials)
        mnz_say("monazite: only %.1f trials count, so that the posterior is that of a "
                "few draws; take more (-n), wider errors, or a larger --ess\n",
                c->ess);
    if (c->correlations_kept < 1.0)
        mnz_say(
            "monazite: the posterior's rank correlations are not possible together; "
            "they were weakened to %.0f %%\n",
            100.0 * c->correlations_kept);
    if (c->num_in_layer == 0)
        mnz_say("monazite: no input moved beyond chance: the layer changes "
                "none\n");
}

static int
calibrate(struct mnz_calibrate *s)
{
    const struct fields *f = s->job.call->fields;
    const struct mnz_calibration_options how = {
        .run = mnz_job_begin(&s->job),
        .inputs = f->inputs.items,
        .num_inputs = f->inputs.count,
        .error = f->error.value,
        .least_ess = f->least_ess.value,
        .draws = (uint32_t)f->draws.value,
    };
    enum mnz_status st = mnz_model_calibrate(s->job.models[0], s->observations, &how,
                                             s->diags, &s->calibration);

    s->result = s->calibration ? mnz_calibration_result(s->calibration) : NULL;
    st = mnz_job_end(&s->job, 0, st, s->result);
    s->job.outcome.results = &s->result;
    s->job.outcome.observations = s->observations;
    s->job.outcome.calibration = s->calibration;
    if (st == MNZ_ERR_STOPPED) {
        mnz_say("monazite: stopped after too few for a calibration\n");
        return MNZ_EXIT_STOPPED;
    }
    if (st == MNZ_ERR_INPUT) {
        mnz_print_diags(s->diags);
        return MNZ_EXIT_INPUT;
    }
    if (st)
        return mnz_report_failure(mnz_model_name(s->job.models[0]), st);
    if (!s->job.options->load.quiet)
        warn(s);
    return MNZ_EXIT_DONE;
}

static void
calibrate_finish(struct mnz_calibrate *s)
{
    mnz_calibration_destroy(s->calibration);
    mnz_observations_destroy(s->observations);
    mnz_diags_destroy(s->diags);
    mnz_job_finish(&s->job);
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct mnz_calibrate s = {0};
    int status = mnz_job_load(&s.job, call, &f->job);

    if (!status)
        status = load_observations(&s, f->observed);
    if (!status)
        status = mnz_job_make_folder(&s.job);
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
