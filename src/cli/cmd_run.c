/* cmd_run.c - simulate scenarios and report the distribution of their shortfalls. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/common.h"
#include "cli/simulate.h"
#include "report/manifest.h"
#include "report/screen.h"
#include "report/tables.h"
#include "study/monte_carlo.h"

static const struct mnz_option_spec specs[] = {
    {"--trials", 'n', "N", "how many trials (default: what the scenario says)"},
    {"--seed", 's', "S",
     "seed of the random numbers (default: what the scenario says)"},
    {"--sampler", 0, "PLAN", MNZ_SAMPLER_CHOICES},
    {"--threads", 't', "N",
     "threads (default: one a processor); results do not depend on it"},
    {"--output", 'o', "DIR",
     "write summary.csv, monthly.csv, inputs.csv, manifest.json"},
    {"--trials-csv", 0, NULL, "with -o: trials.csv too, one row a trial"},
    {"--csv", 0, "TABLE", "print one table: summary, monthly or inputs"},
    {"--set", 0, "PATH=VALUE", "change one value of the scenario; may be repeated"},
    {"--quiet", 'q', NULL, "no summary, no warnings"},
    {"--no-progress", 0, NULL, "no progress bar"},
    {"--help", 'h', NULL, "this text"},
};
enum { NUM_SPECS = sizeof specs / sizeof *specs };

/* All scenarios of one command with their runs. */
struct command {
    const struct mnz_options *options;
    int argc;
    char **argv;
    size_t count;
    struct mnz_world *worlds;
    struct mnz_run **runs;
    struct mnz_run_options last_options;
    double started;
    int is_partial;
};

static int check_options(const struct mnz_options *options);
static int load_all(struct command *s);
static int run_all(struct command *s);
static int write_all(struct command *s);
static void command_finish(struct command *s);

int
mnz_cmd_run(int argc, char **argv)
{
    struct mnz_options options;
    struct command s = {.options = &options, .argc = argc, .argv = argv};
    int status = mnz_options_read(&options, "run", specs, NUM_SPECS, argc, argv);

    if (!status && options.help) {
        printf("usage: monazite run [OPTION]... SCENARIO...\n\n");
        mnz_options_print(specs, NUM_SPECS);
        printf("\nexamples:\n"
               "  monazite run scenarios/china-licensing-2025-12.yaml\n"
               "  monazite run scenarios/truce-expiry-2026-11.yaml -n 5000 -o out\n"
               "  monazite run scenarios/baseline-2025.yaml --csv summary | head\n");
        mnz_options_finish(&options);
        return mnz_close_output();
    }
    if (!status)
        status = check_options(&options);
    if (!status)
        status = load_all(&s);
    if (!status)
        status = run_all(&s);
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
    static const char *const tables[] = {"summary", "monthly", "inputs"};
    int status = MNZ_EXIT_DONE;

    if (o->num_scenarios == 0) {
        fprintf(stderr, "monazite run: which scenario?\n");
        return MNZ_EXIT_INPUT;
    }
    if (o->csv_table)
        status = mnz_check_choice("run", "table", o->csv_table, tables, 3);
    if (!status && o->sampler)
        status = mnz_check_choice("run", "sampler", o->sampler, mnz_sampler_names,
                                  MNZ_NUM_SAMPLERS);
    if (!status && o->out_dir && !*o->out_dir) {
        fprintf(stderr, "monazite run: --output needs the name of a folder\n");
        status = MNZ_EXIT_INPUT;
    }
    if (!status && o->trials_csv && !o->out_dir) {
        fprintf(stderr, "monazite run: --trials-csv needs -o DIR\n");
        status = MNZ_EXIT_INPUT;
    }
    if (!status && o->trials_csv && o->num_scenarios > 1) {
        fprintf(stderr, "monazite run: --trials-csv takes one scenario\n");
        status = MNZ_EXIT_INPUT;
    }
    return status;
}

static int
load_all(struct command *s)
{
    int status = MNZ_EXIT_DONE;

    s->started = mnz_seconds_now();
    s->worlds = calloc(s->options->num_scenarios, sizeof *s->worlds);
    s->runs = calloc(s->options->num_scenarios, sizeof *s->runs);
    if (!s->worlds || !s->runs)
        return mnz_report_failure("run", MNZ_ERR_NOMEM);
    for (size_t i = 0; i < s->options->num_scenarios; i++) {
        const int one =
            mnz_world_load(&s->worlds[i], s->options->scenarios[i], s->options);

        status = one > status ? one : status;
        s->count++;
    }
    return status;
}

static int
run_one(struct command *s, size_t i, struct mnz_outfile *trials)
{
    const struct mnz_options *o = s->options;
    const struct mnz_scenario *scenario = s->worlds[i].scenario;
    struct mnz_metrics *metrics = NULL;
    struct mnz_trials_table table = {
        .stream = trials->stream, .net = s->worlds[i].network, .with_header = 1};
    struct mnz_trial_sink sink = {0};
    struct mnz_run_options options = mnz_simulate_options(o, scenario);
    enum mnz_status st = MNZ_OK;

    if (trials->stream) {
        st = mnz_metrics_create(s->worlds[i].network, &metrics);
        table.metrics = metrics;
        sink = mnz_table_trials(&table);
        options.sink = &sink;
    }
    s->last_options = options;
    if (!st)
        st = mnz_simulate(o, s->worlds[i].network, &options, &s->runs[i],
                          &s->is_partial);
    mnz_metrics_destroy(metrics);
    if (st == MNZ_ERR_IO) { /* only trials.csv is written meanwhile */
        errno = table.error;
        return mnz_report_in(o->out_dir, "trials.csv", st);
    }
    return st ? mnz_report_failure(scenario->name, st) : MNZ_EXIT_DONE;
}

static int
run_all(struct command *s)
{
    const struct mnz_options *o = s->options;
    struct mnz_outfile trials = {0};
    int status = MNZ_EXIT_DONE;

    if (o->out_dir)
        status = mnz_make_and_open(
            o->out_dir, o->trials_csv ? "trials.csv" : "manifest.json", &trials);
    if (!o->trials_csv)
        mnz_outfile_discard(&trials);
    mnz_catch_signals();
    for (size_t i = 0; !status && i < s->count && !s->is_partial; i++)
        status = run_one(s, i, &trials);
    if (!status && trials.stream) {
        const enum mnz_status st = mnz_outfile_commit(&trials);

        if (st)
            status = mnz_report_in(o->out_dir, "trials.csv", st);
    }
    mnz_outfile_discard(&trials);
    return status;
}

/* One table over all runs that there are. */
static enum mnz_status
write_table(const struct command *s, const char *table, FILE *stream)
{
    enum mnz_status st = MNZ_OK;

    for (size_t i = 0; !st && i < s->count; i++) {
        if (!s->runs[i])
            continue;
        if (strcmp(table, "summary") == 0)
            st = mnz_table_summary(s->runs[i], i == 0, stream);
        else if (strcmp(table, "monthly") == 0)
            st = mnz_table_monthly(s->runs[i], i == 0, stream);
        else
            st = mnz_table_inputs(s->worlds[i].scenario, i == 0, stream);
    }
    return st;
}

static enum mnz_status
write_manifest(const struct command *s, FILE *stream)
{
    const struct mnz_manifest manifest = {
        .version = MNZ_VERSION,
        .argc = s->argc,
        .argv = s->argv,
        .trials_asked = s->last_options.trials,
        .seed = s->last_options.seed,
        .sampler = s->last_options.sampler,
        .wall_seconds = mnz_seconds_now() - s->started,
        .is_partial = s->is_partial,
        .num_runs = (uint32_t)s->count,
        .runs = s->runs,
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
        status = write_file(s, "summary.csv", "summary");
        if (!status)
            status = write_file(s, "monthly.csv", "monthly");
        if (!status)
            status = write_file(s, "inputs.csv", "inputs");
        if (!status)
            status = write_file(s, "manifest.json", NULL);
    }
    /* A failed stream is reported, or forgiven, when it is closed. */
    if (!status && o->csv_table &&
        write_table(s, o->csv_table, stdout) == MNZ_ERR_NOMEM)
        status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    if (!status && !o->quiet && !o->csv_table) {
        const struct mnz_screen screen = mnz_screen_on(stdout);

        for (size_t i = 0; i < s->count; i++)
            if (s->runs[i] && mnz_screen_summary(&screen, s->runs[i]) == MNZ_ERR_NOMEM)
                status = mnz_report_failure("standard output", MNZ_ERR_NOMEM);
    }
    if (!status)
        status = mnz_close_output();
    if (!status && o->out_dir && !o->quiet)
        fprintf(stderr,
                "written: %s/summary.csv monthly.csv inputs.csv%s manifest.json\n",
                o->out_dir, o->trials_csv ? " trials.csv" : "");
    return status;
}

static void
command_finish(struct command *s)
{
    for (size_t i = 0; s->runs && i < s->count; i++)
        mnz_run_destroy(s->runs[i]);
    for (size_t i = 0; s->worlds && i < s->count; i++)
        mnz_world_finish(&s->worlds[i]);
    free(s->runs);
    free(s->worlds);
}
