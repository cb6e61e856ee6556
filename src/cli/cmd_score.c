/* cmd_score.c - hold a scenario's simulated months against measured ones. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/common.h"
#include "cli/simulate.h"
#include "report/manifest.h"
#include "report/score_screen.h"
#include "report/score_tables.h"
#include "report/style.h"

static const struct mnz_option_spec specs[] = {
    {"--observed", 'f', "FILE",
     "the table of what was measured: month,name,value[,weight,set,naive_literal]"},
    {"--trials", 'n', "N", "how many trials (default: what the scenario says)"},
    {"--seed", 's', "S",
     "seed of the random numbers (default: what the scenario says)"},
    {"--sampler", 0, "PLAN", MNZ_SAMPLER_CHOICES},
    {"--threads", 't', "N",
     "threads (default: one a processor); results do not depend on it"},
    {"--naive-base", 0, "BASE",
     "no change repeats the mean (default) or the last of the months before"},
    {"--output", 'o', "DIR", "write score.csv, points.csv, manifest.json"},
    {"--csv", 0, "TABLE", "print one table: score or points"},
    {"--set", 0, "PATH=VALUE", "change one value of the scenario; may be repeated"},
    {"--quiet", 'q', NULL, "no picture, no warnings"},
    {"--no-progress", 0, NULL, "no progress bar"},
    {"--help", 'h', NULL, "this text"},
};
enum { NUM_SPECS = sizeof specs / sizeof *specs };

/* What is kept of all trials together: 1 GiB. */
enum { MOST_KEPT = 1 << 27 };

struct command {
    const struct mnz_options *options;
    int argc;
    char **argv;
    struct mnz_world world;
    struct mnz_metrics *metrics;
    struct mnz_observations *observations;
    struct mnz_keep keep;
    struct mnz_run_options run_options;
    struct mnz_run *run;
    struct mnz_score *score;
    double started;
    int is_partial;
};

static int check_options(const struct mnz_options *options);
static int load(struct command *s);
static int simulate(struct command *s);
static int write_all(struct command *s);
static void command_finish(struct command *s);

int
mnz_cmd_score(int argc, char **argv)
{
    struct mnz_options options;
    struct command s = {.options = &options, .argc = argc, .argv = argv};
    int status = mnz_options_read(&options, "score", specs, NUM_SPECS, argc, argv);

    if (!status && options.help) {
        printf("usage: monazite score [OPTION]... SCENARIO --observed FILE\n\n");
        mnz_options_print(specs, NUM_SPECS);
        printf("\nexample:\n"
               "  monazite score scenarios/backtests/in-sample-2025-magnets.yaml \\\n"
               "      --observed "
               "scenarios/backtests/in-sample-2025-magnets-observed.csv\n");
        mnz_options_finish(&options);
        return mnz_close_output();
    }
    if (!status)
        status = check_options(&options);
    if (!status)
        status = load(&s);
    if (!status)
        status = simulate(&s);
    if (!status)
        status = write_all(&s);
    if (!status && s.is_partial)
        status = MNZ_EXIT_STOPPED;
    command_finish(&s);
    mnz_options_finish(&options);
    return status;
}

static int
check_options(const struct mnz_options *o)
{
    static const char *const tables[] = {"score", "points"};
    static const char *const bases[] = {"mean", "last"};
    int status = MNZ_EXIT_DONE;

    if (o->num_scenarios != 1) {
        fprintf(stderr, "monazite score: %s\n",
                o->num_scenarios == 0 ? "which scenario?" : "takes one scenario");
        return MNZ_EXIT_INPUT;
    }
    if (!o->observed || !*o->observed) {
        fprintf(stderr, "monazite score: --observed FILE is needed\n");
        return MNZ_EXIT_INPUT;
    }
    if (o->csv_table)
        status = mnz_check_choice("score", "table", o->csv_table, tables, 2);
    if (!status && o->sampler)
        status = mnz_check_choice("score", "sampler", o->sampler, mnz_sampler_names,
                                  MNZ_NUM_SAMPLERS);
    if (!status && o->naive_base)
        status = mnz_check_choice("score", "naive base", o->naive_base, bases, 2);
    if (!status && o->out_dir && !*o->out_dir) {
        fprintf(stderr, "monazite score: --output needs the name of a folder\n");
        status = MNZ_EXIT_INPUT;
    }
    return status;
}

/* The scenario, then the table, whose names are the scenario's. */
static int
load(struct command *s)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st;
    int status;

    s->started = mnz_seconds_now();
    status = mnz_world_load(&s->world, s->options->scenarios[0], s->options);
    if (status)
        return status;
    st = mnz_metrics_create(s->world.network, &s->metrics);
    if (!st)
        st = mnz_diags_create(&diags);
    if (!st)
        st = mnz_observations_load(s->options->observed, s->metrics, diags,
                                   &s->observations);
    if (diags && (st || !s->options->quiet))
        mnz_diags_print(diags, stderr, mnz_style_use_colour(STDERR_FILENO));
    if (st)
        status = st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT
                                     : mnz_report_failure(s->options->observed, st);
    mnz_diags_destroy(diags);
    return status;
}

/* Room for what the trials are scored by. */
static int
make_room(struct command *s)
{
    const uint64_t trials = s->run_options.trials;

    s->keep.num_series = s->observations->num_columns;
    s->keep.series = s->observations->kept;
    if (trials > MOST_KEPT / s->keep.num_series) {
        fprintf(stderr,
                "monazite score: scores need all trials at once, and %u months allow "
                "at most %u of them, not %llu\n",
                s->keep.num_series, MOST_KEPT / s->keep.num_series,
                (unsigned long long)trials);
        return MNZ_EXIT_INPUT;
    }
    s->keep.values =
        calloc((size_t)trials * s->keep.num_series, sizeof *s->keep.values);
    s->keep.is_done = calloc((size_t)trials, sizeof *s->keep.is_done);
    if (!s->keep.values || !s->keep.is_done)
        return mnz_report_failure("score", MNZ_ERR_NOMEM);
    return MNZ_EXIT_DONE;
}

static int
simulate(struct command *s)
{
    const struct mnz_options *o = s->options;
    const struct mnz_scenario *scenario = s->world.scenario;
    enum mnz_status st;
    int status = MNZ_EXIT_DONE;

    s->run_options = mnz_simulate_options(o, scenario);
    s->run_options.keep = &s->keep;
    if (o->out_dir) {
        struct mnz_outfile file = {0};

        status = mnz_make_and_open(o->out_dir, "manifest.json", &file);
        mnz_outfile_discard(&file);
    }
    if (!status)
        status = make_room(s);
    if (status)
        return status;
    mnz_catch_signals();
    st = mnz_simulate(o, s->world.network, &s->run_options, &s->run, &s->is_partial);
    if (!st)
        st = mnz_score_create(s->observations, &s->keep, s->run_options.trials,
                              o->naive_base && strcmp(o->naive_base, "last") == 0
                                  ? MNZ_NAIVE_LAST
                                  : MNZ_NAIVE_MEAN,
                              &s->score);
    return st ? mnz_report_failure(scenario->name, st) : MNZ_EXIT_DONE;
}

static enum mnz_status
write_table(const struct command *s, const char *table, FILE *stream)
{
    return strcmp(table, "score") == 0
               ? mnz_table_score(s->world.scenario, s->score, stream)
               : mnz_table_points(s->world.scenario, s->score, stream);
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
        .score = s->score,
    };

    return mnz_manifest_write(&manifest, stream);
}

static int
write_file(const struct command *s, const char *name, const char *table)
{
    struct mnz_outfile file = {0};
    int status = mnz_open_in(s->options->out_dir, name, &file);
    enum mnz_status st = MNZ_OK;

    if (!status)
        st =
            table ? write_table(s, table, file.stream) : write_manifest(s, file.stream);
    if (!status && !st)
        st = mnz_outfile_commit(&file);
    if (st)
        status = mnz_report_in(s->options->out_dir, name, st);
    mnz_outfile_discard(&file);
    return status;
}

static int
write_all(struct command *s)
{
    const struct mnz_options *o = s->options;
    int status = MNZ_EXIT_DONE;

    if (o->out_dir) {
        status = write_file(s, "score.csv", "score");
        if (!status)
            status = write_file(s, "points.csv", "points");
        if (!status)
            status = write_file(s, "manifest.json", NULL);
    }
    /* A failed stream is reported, or forgiven, when it is closed. */
    if (!status && o->csv_table &&
        write_table(s, o->csv_table, stdout) == MNZ_ERR_NOMEM)
        status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    if (!status && !o->quiet && !o->csv_table) {
        const struct mnz_screen screen = mnz_screen_on(stdout);

        if (mnz_screen_score(&screen, s->world.scenario, s->score) == MNZ_ERR_NOMEM)
            status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    }
    if (!status)
        status = mnz_close_output();
    if (!status && o->out_dir && !o->quiet)
        fprintf(stderr, "written: %s/score.csv points.csv manifest.json\n", o->out_dir);
    return status;
}

static void
command_finish(struct command *s)
{
    mnz_score_destroy(s->score);
    mnz_run_destroy(s->run);
    mnz_observations_destroy(s->observations);
    mnz_metrics_destroy(s->metrics);
    free(s->keep.values);
    free(s->keep.is_done);
    mnz_world_finish(&s->world);
}
