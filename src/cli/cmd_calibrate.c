/* cmd_calibrate.c - fit uncertain inputs to measured months. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "cli/calibrate.h"
#include "cli/commands.h"
#include "cli/simulate.h"
#include "report/style.h"
#include "document/csv_read.h"
#include "document/document.h"

static const struct mnz_option_spec specs[] = {
    {"--observed", 'f', "FILE",
     "what was measured: month,name,value,set[,weight]; rows marked fit count"},
    {"--inputs", 'i', "NAME",
     "what to fit, '*' for any letters; may be repeated (default: all that move)"},
    {"--error", 'e', "SHARE",
     "sd of measured about simulated, of a series' level (default: 20 %)"},
    {"--ess", 0, "N",
     "trials that must count; errors are widened for it (default: 200)"},
    {"--draws", 0, "N", "rows of the posterior sample (default: 1000)"},
    {"--trials", 'n', "N", "how many trials (default: what the scenario says)"},
    {"--seed", 's', "S",
     "seed of the random numbers (default: what the scenario says)"},
    {"--sampler", 0, "PLAN", MNZ_SAMPLER_CHOICES},
    {"--threads", 't', "N",
     "threads (default: one a processor); results do not depend on it"},
    {"--output", 'o', "DIR",
     "write posterior.yaml with its draws.csv, other tables and manifest.json"},
    {"--csv", 0, "TABLE", "print one table: posterior, fit, weights or draws"},
    {"--set", 0, "PATH=VALUE", "change one value of the scenario; may be repeated"},
    {"--quiet", 'q', NULL, "no picture, no warnings"},
    {"--no-progress", 0, NULL, "no progress bar"},
    {"--help", 'h', NULL, "this text"},
};
enum { NUM_SPECS = sizeof specs / sizeof *specs };

/* What is kept of all trials together: 1 GiB. */
enum { MOST_KEPT = 1 << 27 };
enum { USUAL_ESS = 200, USUAL_DRAWS = 1000, FEW_TRIALS = 50 };
#define USUAL_ERROR 0.2
#define MUCH_WIDER 3.0

static int check_options(struct mnz_calibrate *s);
static int load(struct mnz_calibrate *s);
static int simulate(struct mnz_calibrate *s);
static int calibrate(struct mnz_calibrate *s);
static void command_finish(struct mnz_calibrate *s);

int
mnz_cmd_calibrate(int argc, char **argv)
{
    struct mnz_options options;
    struct mnz_calibrate s = {.options = &options, .argc = argc, .argv = argv};
    int status = mnz_options_read(&options, "calibrate", specs, NUM_SPECS, argc, argv);

    if (!status && options.help) {
        printf("usage: monazite calibrate [OPTION]... SCENARIO --observed FILE\n\n");
        mnz_options_print(specs, NUM_SPECS);
        printf(
            "\nexample:\n"
            "  monazite calibrate scenarios/backtests/2025-magnets.yaml -n 4000 \\\n"
            "      --observed scenarios/backtests/2025-magnets-observed.csv -o fitted\n"
            "  monazite run fitted/posterior.yaml\n");
        mnz_options_finish(&options);
        return mnz_close_output();
    }
    if (!status)
        status = check_options(&s);
    if (!status)
        status = load(&s);
    if (!status)
        status = simulate(&s);
    if (!status)
        status = calibrate(&s);
    if (!status)
        status = mnz_calibrate_write(&s);
    if (!status && s.is_partial)
        status = MNZ_EXIT_STOPPED;
    command_finish(&s);
    mnz_options_finish(&options);
    return status;
}

/* A number above 0 and at most `most`, in units of `dimension`. */
static int
read_number(const char *option, const char *text, enum mnz_dimension dimension,
            double least, double most, const char *what, double *out)
{
    char error[MNZ_QUANTITY_ERROR];

    if (mnz_quantity_parse(text, dimension, out, error) == MNZ_OK && *out >= least &&
        *out <= most)
        return MNZ_EXIT_DONE;
    fprintf(stderr, "monazite calibrate: %s takes %s, not '%s'\n", option, what, text);
    return MNZ_EXIT_INPUT;
}

static int
check_numbers(struct mnz_calibrate *s)
{
    const struct mnz_options *o = s->options;
    double draws = USUAL_DRAWS;
    int status = MNZ_EXIT_DONE;

    s->how = (struct mnz_calibration_options){.error = USUAL_ERROR,
                                              .takes_all = o->num_inputs > 0};
    if (o->error)
        status = read_number("--error", o->error, MNZ_DIM_SHARE, 1e-6, 100.0,
                             "a share above 0, such as 0.2 or 20 %", &s->how.error);
    if (!status && o->ess)
        status = read_number("--ess", o->ess, MNZ_DIM_NUMBER, 1.0, 1e9,
                             "a number of trials from 1 on", &s->how.least_ess);
    if (!status && o->draws)
        status = read_number("--draws", o->draws, MNZ_DIM_COUNT, 1.0, 100000.0,
                             "a whole number from 1 to 100000", &draws);
    if (!status && draws != floor(draws))
        status = read_number("--draws", o->draws, MNZ_DIM_COUNT, 1.0, 0.0,
                             "a whole number from 1 to 100000", &draws);
    s->how.draws = (uint32_t)draws;
    return status;
}

static int
check_options(struct mnz_calibrate *s)
{
    const struct mnz_options *o = s->options;
    int status = MNZ_EXIT_DONE;

    if (o->num_scenarios != 1) {
        fprintf(stderr, "monazite calibrate: %s\n",
                o->num_scenarios == 0 ? "which scenario?" : "takes one scenario");
        return MNZ_EXIT_INPUT;
    }
    if (!o->observed || !*o->observed) {
        fprintf(stderr, "monazite calibrate: --observed FILE is needed\n");
        return MNZ_EXIT_INPUT;
    }
    if (o->csv_table)
        status = mnz_check_choice("calibrate", "table", o->csv_table,
                                  mnz_calibrate_tables, MNZ_NUM_CALIBRATE_TABLES);
    if (!status && o->sampler)
        status = mnz_check_choice("calibrate", "sampler", o->sampler, mnz_sampler_names,
                                  MNZ_NUM_SAMPLERS);
    if (!status && o->out_dir && !*o->out_dir) {
        fprintf(stderr, "monazite calibrate: --output needs the name of a folder\n");
        status = MNZ_EXIT_INPUT;
    }
    return status ? status : check_numbers(s);
}

/* The months to fit, of which there must be one that counts. */
static enum mnz_status
find_points(struct mnz_calibrate *s)
{
    uint32_t *kept;
    enum mnz_status st = mnz_fit_points(s->metrics, s->observations, &s->arena,
                                        &s->points, &kept, &s->num_points);
    double weight = 0.0;

    if (st)
        return st;
    for (uint32_t j = 0; j < s->num_points; j++)
        weight += s->points[j].point->weight;
    s->keep.series = kept;
    s->keep.num_series = s->num_points;
    if (weight > 0.0)
        return MNZ_OK;
    mnz_diag_add(
        s->diags, MNZ_SEVERITY_ERROR, (struct mnz_span){.file = s->observations->file},
        s->num_points == 0 ? "write fit in column 'set' of the months to learn from"
                           : "give some of them a weight above 0",
        s->num_points == 0 ? "no row is marked 'fit'"
                           : "all rows marked 'fit' have the weight 0");
    return MNZ_ERR_INPUT;
}

static enum mnz_status
find_inputs(struct mnz_calibrate *s)
{
    const struct mnz_options *o = s->options;
    struct mnz_written_inputs written;
    enum mnz_status st = mnz_override_find(s->world.scenario, &s->arena, &written);

    if (!st)
        st = mnz_calibration_choose(s->world.scenario, &written, o->inputs,
                                    o->num_inputs, &s->arena, s->diags, &s->inputs,
                                    &s->num_inputs);
    return st;
}

/* The scenario's own document is needed where --set changed it. */
static enum mnz_status
load_base(struct mnz_calibrate *s)
{
    s->base = s->world.scenario->tree;
    if (s->options->num_settings == 0)
        return MNZ_OK;
    return mnz_document_load(s->options->scenarios[0], NULL, 0, &s->arena, s->diags,
                             &s->base);
}

/* The scenario, then the table, whose names are the scenario's. */
static int
load(struct mnz_calibrate *s)
{
    enum mnz_status st;
    int status;

    s->started = mnz_seconds_now();
    status = mnz_world_load(&s->world, s->options->scenarios[0], s->options);
    if (status)
        return status;
    st = mnz_metrics_create(s->world.network, &s->metrics);
    if (!st)
        st = mnz_diags_create(&s->diags);
    if (!st)
        st = mnz_observations_load(s->options->observed, s->metrics, s->diags,
                                   &s->observations);
    if (!st)
        st = find_points(s);
    if (!st || (st == MNZ_ERR_INPUT && s->observations)) {
        const enum mnz_status chosen = find_inputs(s);

        st = chosen ? chosen : st;
    }
    if (!st)
        st = load_base(s);
    /* Warnings are about naive forecasts, of which there are none here. */
    if (s->diags && st)
        mnz_diags_print(s->diags, stderr, mnz_style_use_colour(STDERR_FILENO));
    if (st)
        return st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT
                                   : mnz_report_failure(s->options->observed, st);
    return MNZ_EXIT_DONE;
}

/* Whether what is asked for is possible, and room for what the trials draw and come
 * to. */
static int
make_room(struct mnz_calibrate *s)
{
    const uint64_t trials = s->run_options.trials;
    const uint32_t columns = s->num_points + s->num_inputs;
    const uint32_t rows = s->how.draws;

    if (s->how.least_ess > (double)trials) {
        fprintf(stderr,
                "monazite calibrate: --ess %.10g needs at least as many trials, and "
                "there are %llu\n",
                s->how.least_ess, (unsigned long long)trials);
        return MNZ_EXIT_INPUT;
    }
    if (trials > MOST_KEPT / columns) {
        fprintf(stderr,
                "monazite calibrate: all trials are needed at once, and %u months and "
                "inputs allow at most %u of them, not %llu\n",
                columns, MOST_KEPT / columns, (unsigned long long)trials);
        return MNZ_EXIT_INPUT;
    }
    if (s->how.takes_all && (s->num_inputs >= MNZ_CSV_MOST_COLUMNS ||
                             rows > MNZ_CSV_MOST_CELLS / (s->num_inputs + 1))) {
        fprintf(stderr,
                "monazite calibrate: %u draws of %u inputs are more than a table "
                "holds; choose fewer\n",
                rows, s->num_inputs);
        return MNZ_EXIT_INPUT;
    }
    s->keep.values = calloc((size_t)trials * s->num_points, sizeof *s->keep.values);
    s->keep.is_done = calloc((size_t)trials, sizeof *s->keep.is_done);
    s->draws = calloc((size_t)trials * s->num_inputs, sizeof *s->draws);
    if (!s->keep.values || !s->keep.is_done || !s->draws)
        return mnz_report_failure("calibrate", MNZ_ERR_NOMEM);
    return MNZ_EXIT_DONE;
}

/* The sink: keeps the draws of the inputs to fit. */
static int
keep_draws(void *context, uint64_t trial, const double *draws, const double *values)
{
    struct mnz_calibrate *s = context;

    (void)values;
    for (uint32_t i = 0; i < s->num_inputs; i++)
        s->draws[trial * s->num_inputs + i] = draws[s->inputs[i]];
    return 0;
}

static int
simulate(struct mnz_calibrate *s)
{
    const struct mnz_options *o = s->options;
    const struct mnz_scenario *scenario = s->world.scenario;
    const struct mnz_trial_sink sink = {.trial = keep_draws, .context = s};
    enum mnz_status st;
    int status = MNZ_EXIT_DONE;

    s->run_options = mnz_simulate_options(o, scenario);
    s->run_options.keep = &s->keep;
    if (o->out_dir) {
        struct mnz_outfile file = {0};

        status = mnz_make_and_open(o->out_dir, "manifest.json", &file);
        mnz_outfile_discard(&file);
        if (!status)
            status = mnz_calibrate_check_folder(s);
    }
    if (!status)
        status = make_room(s);
    if (status)
        return status;
    s->run_options.sink = &sink;
    mnz_catch_signals();
    st = mnz_simulate(o, s->world.network, &s->run_options, &s->run, &s->is_partial);
    s->run_options.sink = NULL;
    return st ? mnz_report_failure(scenario->name, st) : MNZ_EXIT_DONE;
}

static void
warn(const struct mnz_calibrate *s)
{
    const struct mnz_calibration *c = s->calibration;
    const double wider = 1.0 / sqrt(c->temper);
    uint32_t missed = 0, in_layer = 0;

    for (uint32_t j = 0; j < c->num_points; j++)
        missed += !c->points[j].is_reached;
    for (uint32_t i = 0; i < c->num_inputs; i++)
        in_layer += c->inputs[i].is_in_layer != 0;
    if (c->comparable < c->trials.count)
        fprintf(stderr,
                "monazite: %llu of %llu trials have no value in some month to fit, and "
                "do not count\n",
                (unsigned long long)(c->trials.count - c->comparable),
                (unsigned long long)c->trials.count);
    if (missed > 0)
        fprintf(stderr,
                "monazite: %u of %u months to fit lie outside all trials: no choice of "
                "inputs within their priors reaches them\n",
                (unsigned)missed, (unsigned)c->num_points);
    if (wider > MUCH_WIDER)
        fprintf(stderr,
                "monazite: too few trials agree to within the errors asked for, which "
                "were widened %.2g-fold\n",
                wider);
    if (c->ess < FEW_TRIALS)
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
    if (in_layer == 0)
        fprintf(stderr, "monazite: no input moved beyond chance: the layer changes "
                        "none\n");
}

static int
calibrate(struct mnz_calibrate *s)
{
    const struct mnz_trials trials = {s->run->trials_done, s->num_inputs, s->inputs,
                                      s->draws, s->keep.values};
    enum mnz_status st;

    if (s->how.least_ess == 0.0)
        s->how.least_ess = fmin(USUAL_ESS, fmax(1.0, 0.5 * (double)trials.count));
    if ((double)trials.count < s->how.least_ess) {
        fprintf(stderr, "monazite: these are too few for a calibration\n");
        return MNZ_EXIT_STOPPED;
    }
    st = mnz_calibration_create(s->world.scenario, &trials, s->points, s->num_points,
                                &s->how, &s->calibration);
    if (st)
        return mnz_report_failure(s->world.scenario->name, st);
    if (s->calibration->is_degenerate) {
        fprintf(stderr,
                "monazite calibrate: only %llu of %llu trials have a value in every "
                "month to fit, and %.10g have to count; leave such months out, or "
                "lower --ess\n",
                (unsigned long long)s->calibration->comparable,
                (unsigned long long)trials.count, s->how.least_ess);
        return MNZ_EXIT_INPUT;
    }
    if (!s->options->quiet)
        warn(s);
    return MNZ_EXIT_DONE;
}

static void
command_finish(struct mnz_calibrate *s)
{
    mnz_calibration_destroy(s->calibration);
    mnz_run_destroy(s->run);
    mnz_observations_destroy(s->observations);
    mnz_metrics_destroy(s->metrics);
    free(s->keep.values);
    free(s->keep.is_done);
    free(s->draws);
    mnz_diags_destroy(s->diags);
    mnz_arena_finish(&s->arena);
    mnz_world_finish(&s->world);
}
