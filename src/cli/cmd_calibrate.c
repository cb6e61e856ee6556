/* cmd_calibrate.c - fit uncertain inputs to measured months. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "report/calibration_layer.h"
#include "report/calibration_screen.h"
#include "report/calibration_tables.h"
#include "report/manifest.h"
#include "report/style.h"
#include "scenario/csv_read.h"

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
    {"--sampler", 0, "PLAN", "plain or sobol"},
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

static const struct table {
    const char *name;
    enum mnz_status (*write)(const struct mnz_calibration *c, FILE *stream);
} tables[] = {
    {"posterior", mnz_table_posterior},
    {"fit", mnz_table_fit},
    {"weights", mnz_table_weights},
    {"draws", mnz_table_draws},
};
enum { NUM_TABLES = sizeof tables / sizeof *tables };

struct command {
    const struct mnz_options *options;
    int argc;
    char **argv;
    struct mnz_arena arena;
    struct mnz_diags *diags; /* of the files besides the scenario */
    struct mnz_world world;
    const struct mnz_tree *base; /* the document without --set */
    struct mnz_metrics *metrics;
    struct mnz_measured *measured;
    struct mnz_fit_point *points;
    uint32_t num_points, num_inputs;
    uint32_t *inputs; /* positions of those to fit */
    double *draws;    /* [trial][num_inputs] */
    struct mnz_keep keep;
    struct mnz_run_options run_options;
    struct mnz_run *run;
    struct mnz_calibration_options how;
    struct mnz_calibration *calibration;
    double started;
    int is_partial;
};

static int check_options(struct command *s);
static int load(struct command *s);
static int simulate(struct command *s);
static int calibrate(struct command *s);
static int write_all(struct command *s);
static void command_finish(struct command *s);

int
mnz_cmd_calibrate(int argc, char **argv)
{
    struct mnz_options options;
    struct command s = {.options = &options, .argc = argc, .argv = argv};
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
        status = write_all(&s);
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
check_numbers(struct command *s)
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
check_options(struct command *s)
{
    static const char *const samplers[] = {"plain", "sobol"};
    const struct mnz_options *o = s->options;
    const char *names[NUM_TABLES];
    int status = MNZ_EXIT_DONE;

    for (int i = 0; i < NUM_TABLES; i++)
        names[i] = tables[i].name;
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
        status =
            mnz_check_choice("calibrate", "table", o->csv_table, names, NUM_TABLES);
    if (!status && o->sampler)
        status = mnz_check_choice("calibrate", "sampler", o->sampler, samplers, 2);
    if (!status && o->out_dir && !*o->out_dir) {
        fprintf(stderr, "monazite calibrate: --output needs the name of a folder\n");
        status = MNZ_EXIT_INPUT;
    }
    return status ? status : check_numbers(s);
}

/* The months to fit, of which there must be one that counts. */
static enum mnz_status
find_points(struct command *s)
{
    uint32_t *kept;
    enum mnz_status st = mnz_fit_points(s->metrics, s->measured, &s->arena, &s->points,
                                        &kept, &s->num_points);
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
        s->diags, MNZ_SEVERITY_ERROR, (struct mnz_span){.file = s->measured->file},
        s->num_points == 0 ? "write fit in column 'set' of the months to learn from"
                           : "give some of them a weight above 0",
        s->num_points == 0 ? "no row is marked 'fit'"
                           : "all rows marked 'fit' have the weight 0");
    return MNZ_ERR_INPUT;
}

static enum mnz_status
find_inputs(struct command *s)
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
load_base(struct command *s)
{
    s->base = s->world.scenario->tree;
    if (s->options->num_settings == 0)
        return MNZ_OK;
    return mnz_tree_load(s->options->scenarios[0], NULL, 0, &s->arena, s->diags,
                         &s->base);
}

/* The scenario, then the table, whose names are the scenario's. */
static int
load(struct command *s)
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
        st =
            mnz_measured_load(s->options->observed, s->metrics, s->diags, &s->measured);
    if (!st)
        st = find_points(s);
    if (!st || (st == MNZ_ERR_INPUT && s->measured)) {
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
make_room(struct command *s)
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
    struct command *s = context;

    (void)values;
    for (uint32_t i = 0; i < s->num_inputs; i++)
        s->draws[trial * s->num_inputs + i] = draws[s->inputs[i]];
    return 0;
}

static enum mnz_status
run(struct command *s)
{
    const struct mnz_options *o = s->options;
    const struct mnz_trial_sink sink = {.trial = keep_draws, .context = s};
    struct mnz_progress progress = {.screen = mnz_screen_on(stderr)};
    const int shows_progress = !o->quiet && !o->no_progress && isatty(STDERR_FILENO);
    enum mnz_status st;

    s->run_options.progress = shows_progress ? mnz_progress_draw : NULL;
    s->run_options.progress_context = &progress;
    s->run_options.sink = &sink;
    mnz_catch_signals();
    if (shows_progress)
        mnz_progress_begin(&progress);
    st = mnz_run_create(s->world.network, &s->run_options, &s->run);
    if (shows_progress)
        mnz_progress_end(&progress);
    s->run_options.sink = NULL;
    return st;
}

static const char *
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* Whether something in a tree was said by the file at `real`. */
static int
is_said_by(struct command *s, const struct mnz_tree *tree, const char *real)
{
    const char *file = tree->at.file, *own;

    if (file && strcmp(name_of(file), name_of(real)) == 0) {
        own = mnz_file_real_path(file, &s->arena);
        if (own && strcmp(own, real) == 0)
            return 1;
    }
    for (size_t i = 0; tree->kind != MNZ_TREE_SCALAR && i < tree->num_children; i++)
        if (is_said_by(s,
                       tree->kind == MNZ_TREE_MAPPING ? tree->entries[i].value
                                                      : tree->items[i],
                       real))
            return 1;
    return 0;
}

/* A layer must not take the place of a file that it extends. */
static int
check_folder(struct command *s)
{
    const char *path =
        mnz_arena_printf(&s->arena, "%s/posterior.yaml", s->options->out_dir);
    const char *real = path ? mnz_file_real_path(path, &s->arena) : NULL;

    if (!real || !is_said_by(s, s->world.scenario->tree, real))
        return MNZ_EXIT_DONE;
    fprintf(stderr,
            "monazite calibrate: %s is part of the scenario; choose another folder for "
            "its posterior\n",
            path);
    return MNZ_EXIT_INPUT;
}

static int
simulate(struct command *s)
{
    const struct mnz_options *o = s->options;
    const struct mnz_scenario *scenario = s->world.scenario;
    enum mnz_status st;
    int status = MNZ_EXIT_DONE;

    s->run_options = (struct mnz_run_options){
        .trials = o->has_trials ? o->trials : scenario->trials,
        .seed = o->has_seed ? o->seed : scenario->seed,
        .sampler = scenario->sampler,
        .threads = (uint32_t)o->threads,
        .stop = mnz_stop_flag(),
        .keep = &s->keep,
    };
    if (o->sampler)
        s->run_options.sampler =
            strcmp(o->sampler, "sobol") == 0 ? MNZ_SAMPLER_SOBOL : MNZ_SAMPLER_PLAIN;
    /* A folder that cannot be written is better known before the work than after. */
    if (o->out_dir) {
        struct mnz_outfile file = {0};

        st = mnz_dir_make(o->out_dir);
        status = st ? mnz_report_failure(o->out_dir, st)
                    : mnz_open_in(o->out_dir, "manifest.json", &file);
        mnz_outfile_discard(&file);
        if (!status)
            status = check_folder(s);
    }
    if (!status)
        status = make_room(s);
    if (status)
        return status;
    st = run(s);
    if (st == MNZ_ERR_STOPPED) {
        s->is_partial = 1;
        fprintf(stderr, "monazite: stopped after %llu of %llu trials of %s\n",
                (unsigned long long)s->run->trials_done,
                (unsigned long long)s->run_options.trials, scenario->name);
        st = MNZ_OK;
    }
    return st ? mnz_report_failure(scenario->name, st) : MNZ_EXIT_DONE;
}

static void
warn(const struct command *s)
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
calibrate(struct command *s)
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

static enum mnz_status
write_manifest(const struct command *s, FILE *stream)
{
    const struct mnz_manifest manifest = {
        .version = MNZ_VERSION,
        .argc = s->argc,
        .argv = s->argv,
        .trials_asked = s->run_options.trials,
        .seed = s->run_options.seed,
        .sampler = s->run_options.sampler,
        .wall_seconds = mnz_seconds_now() - s->started,
        .is_partial = s->is_partial,
        .num_runs = 1,
        .runs = &s->run,
        .calibration = s->calibration,
        .fitted = s->measured,
    };

    return mnz_manifest_write(&manifest, stream);
}

static enum mnz_status
write_layer(struct command *s, FILE *stream)
{
    struct mnz_posterior_layer layer = {
        .calibration = s->calibration,
        .base = s->base,
        .folder = mnz_file_real_path(s->options->out_dir, &s->arena),
        .scenario = mnz_file_real_path(s->options->scenarios[0], &s->arena),
        .draws = "draws.csv",
        .observed = name_of(s->measured->file),
    };

    if (!layer.folder || !layer.scenario)
        return MNZ_ERR_IO;
    return mnz_posterior_layer_write(&layer, stream);
}

static int
write_file(struct command *s, const char *name, const struct table *table)
{
    struct mnz_outfile file = {0};
    int status = mnz_open_in(s->options->out_dir, name, &file);
    enum mnz_status st = MNZ_OK;

    if (status)
        return status;
    if (table)
        st = table->write(s->calibration, file.stream);
    else if (strcmp(name, "posterior.yaml") == 0)
        st = write_layer(s, file.stream);
    else
        st = write_manifest(s, file.stream);
    if (!st)
        st = mnz_outfile_commit(&file);
    if (st == MNZ_ERR_INPUT) {
        fprintf(stderr, "monazite calibrate: a --set changed links or correlations in "
                        "a way that no layer can say; write a scenario that does\n");
        status = MNZ_EXIT_INPUT;
    } else if (st) {
        status = mnz_report_in(s->options->out_dir, name, st);
    }
    mnz_outfile_discard(&file);
    return status;
}

/* The sample's mean of an input, as the layer has it. */
static double
mean_of_draws(const struct mnz_calibration *c, uint32_t i)
{
    double sum = 0.0;

    for (uint32_t k = 0; k < c->options.draws; k++)
        sum += c->trials.draws[(size_t)c->rows[k] * c->num_inputs + i];
    return sum / (double)c->options.draws;
}

/* Read the layer back: it must be a scenario, and each input be what was written. */
static int
verify_layer(const struct command *s)
{
    const struct mnz_calibration *c = s->calibration;
    const size_t size = strlen(s->options->out_dir) + sizeof "/posterior.yaml";
    char *path = malloc(size);
    struct mnz_diags *diags = NULL;
    struct mnz_scenario *layer = NULL;
    enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;
    uint32_t found = 0, wanted = 0;
    int status = MNZ_EXIT_DONE;

    if (!st) {
        snprintf(path, size, "%s/posterior.yaml", s->options->out_dir);
        st = mnz_scenario_load(path, NULL, 0, diags, &layer);
        if (st)
            mnz_diags_print(diags, stderr, mnz_style_use_colour(STDERR_FILENO));
    }
    for (uint32_t i = 0; layer && i < c->num_inputs; i++) {
        const char *name = s->world.scenario->pool.inputs[c->inputs[i].input].name;
        const double mean = mean_of_draws(c, i);

        if (!c->inputs[i].is_in_layer)
            continue;
        wanted++;
        for (uint32_t k = 0; k < layer->pool.num_inputs; k++)
            if (strcmp(layer->pool.inputs[k].name, name) == 0 &&
                fabs(mnz_dist_mean(&layer->pool.inputs[k].dist) - mean) <=
                    1e-6 * (1.0 + fabs(mean)))
                found++;
    }
    if (st == MNZ_ERR_NOMEM)
        status = mnz_report_failure("calibrate", st);
    else if (st || found < wanted) {
        fprintf(stderr,
                "monazite calibrate: %s does not say what was calibrated; please "
                "report this with the scenario\n",
                path);
        status = MNZ_EXIT_FAILED;
    }
    mnz_scenario_destroy(layer);
    mnz_diags_destroy(diags);
    free(path);
    return status;
}

static int
write_folder(struct command *s)
{
    int status = MNZ_EXIT_DONE;

    for (int i = 0; !status && i < NUM_TABLES; i++) {
        char name[32];

        snprintf(name, sizeof name, "%s.csv", tables[i].name);
        status = write_file(s, name, &tables[i]);
    }
    if (!status)
        status = write_file(s, "posterior.yaml", NULL);
    if (!status)
        status = verify_layer(s);
    if (!status)
        status = write_file(s, "manifest.json", NULL);
    return status;
}

static int
write_all(struct command *s)
{
    const struct mnz_options *o = s->options;
    int status = o->out_dir ? write_folder(s) : MNZ_EXIT_DONE;

    /* A failed stream is reported, or forgiven, when it is closed. */
    for (int i = 0; !status && o->csv_table && i < NUM_TABLES; i++)
        if (strcmp(o->csv_table, tables[i].name) == 0 &&
            tables[i].write(s->calibration, stdout) == MNZ_ERR_NOMEM)
            status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    if (!status && !o->quiet && !o->csv_table) {
        const struct mnz_screen screen = mnz_screen_on(stdout);

        if (mnz_screen_calibration(&screen, s->calibration, s->measured->file) ==
            MNZ_ERR_NOMEM)
            status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    }
    if (!status)
        status = mnz_close_output();
    if (!status && o->out_dir && !o->quiet)
        fprintf(stderr,
                "written: %s/posterior.yaml draws.csv posterior.csv fit.csv "
                "weights.csv manifest.json\n",
                o->out_dir);
    return status;
}

static void
command_finish(struct command *s)
{
    mnz_calibration_destroy(s->calibration);
    mnz_run_destroy(s->run);
    mnz_measured_destroy(s->measured);
    mnz_metrics_destroy(s->metrics);
    free(s->keep.values);
    free(s->keep.is_done);
    free(s->draws);
    mnz_diags_destroy(s->diags);
    mnz_arena_finish(&s->arena);
    mnz_world_finish(&s->world);
}
