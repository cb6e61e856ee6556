/* run_cost.c - how long a run takes, and how much it holds and writes. */

#include "cli/run_cost.h"

#include <math.h>
#include <time.h>

#include "cli/command.h"
#include "monazite/result.h"
#include "study/model.h"
#include "study/processors.h"

/* Trials of a measurement: a block, from which tables have their size. */
enum { SAMPLE_TRIALS = 128 };

static double
seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Run the sample with some measures, NULL: all, and time it, preparation included. */
static enum mnz_status
time_sample(const struct mnz_model *model, const struct mnz_measure *only,
            uint32_t num_only, double *seconds, struct mnz_result **result)
{
    const struct mnz_run_options run = {
        .trials = SAMPLE_TRIALS, .threads = 1, .only = only, .num_only = num_only};
    const double started = seconds_now();
    const enum mnz_status st = mnz_model_run(model, &run, result);

    *seconds = seconds_now() - started;
    return st;
}

/* "4 s", "12 min", "3.5 h". */
static void
print_time(FILE *stream, double seconds)
{
    if (seconds < 99.5)
        fprintf(stream, "%.2g s", seconds);
    else if (seconds < 5970.0)
        fprintf(stream, "%.0f min", seconds / 60.0);
    else
        fprintf(stream, "%.1f h", seconds / 3600.0);
}

static void
print_speed(FILE *stream, const char *what, uint64_t trials, double seconds,
            uint32_t threads)
{
    const double rate = (double)SAMPLE_TRIALS / seconds;

    fprintf(stream, "  %-16s %.3g trials a second and thread; %llu trials: ", what,
            rate, (unsigned long long)trials);
    print_time(stream, (double)trials / (rate * (double)threads));
    fprintf(stream, " on %u thread%s\n", threads, threads == 1 ? "" : "s");
}

/* Bytes of a table, written to nowhere that stays. */
static enum mnz_status
size_of_table(const struct mnz_table *table, const char *file,
              const struct mnz_outcome *outcome, double *bytes)
{
    FILE *f = tmpfile();
    struct mnz_cells cells;
    enum mnz_status st;

    *bytes = 0.0;
    if (!f)
        return MNZ_ERR_IO;
    cells = mnz_table_cells(table, mnz_format_of(file), &mnz_cells_plain, f);
    st = mnz_table_write(table, outcome, &cells);
    *bytes = (double)ftell(f);
    fclose(f);
    return st;
}

/* Tables that `run -o` writes unasked. */
static enum mnz_status
print_outputs(FILE *stream, const struct mnz_result *result)
{
    const struct mnz_outcome outcome = {.num_results = 1, .results = &result};
    double total = 0.0;
    enum mnz_status st = MNZ_OK;

    fputs("  tables          ", stream);
    for (const struct mnz_output *o = mnz_command_run.outputs; !st && o->file; o++) {
        double bytes;

        if (!o->table || !o->table->write_rows || o->is_wanted)
            continue;
        st = size_of_table(o->table, o->file, &outcome, &bytes);
        total += bytes;
        if (bytes >= 5e4)
            fprintf(stream, " %s %.1f MB,", o->file, bytes / 1e6);
    }
    fprintf(stream, " all %.1f MB\n", total / 1e6);
    return st;
}

enum mnz_status
mnz_run_cost_print(const struct mnz_model *model, FILE *stream)
{
    const struct mnz_measure total = {0, MNZ_METRIC_SHORTFALL_SHARE, MNZ_HORIZON};
    const uint64_t trials = mnz_model_trials(model);
    const uint32_t threads = mnz_processors();
    struct mnz_result *whole = NULL, *few = NULL;
    double whole_seconds = 0.0, few_seconds = 0.0;
    size_t bytes = 0;
    enum mnz_status st = time_sample(model, NULL, 0, &whole_seconds, &whole);

    if (!st)
        st = time_sample(model, &total, 1, &few_seconds, &few);
    if (!st)
        st = mnz_run_expect_bytes(model->network, &bytes);
    if (!st) {
        fprintf(stream, "\nCost, measured on %d trials\n", SAMPLE_TRIALS);
        print_speed(stream, "run", trials, whole_seconds, threads);
        print_speed(stream, "point of a sweep", trials, few_seconds, threads);
        fprintf(stream, "  %-16s %.0f MB, of %u thread%s\n", "memory of a run",
                ceil((double)bytes / 1e6 * (double)threads), threads,
                threads == 1 ? "" : "s");
        st = print_outputs(stream, whole);
    }
    mnz_result_destroy(whole);
    mnz_result_destroy(few);
    return st;
}
