/* bench_study.c - series asked for, and paired trials. */

#include "bench_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gsl/gsl_cdf.h>

#include "monazite/monazite.h"

enum { SERIES = 12, MOST_SEEDS = 12 };

/* A run of some series, or of all. */
struct asked {
    const struct mnz_model *model;
    const struct mnz_measure *only; /* NULL: all */
    uint64_t trials;
};

static double
run_asked(void *context)
{
    const struct asked *way = context;
    const struct mnz_run_options options = {.trials = way->trials,
                                            .threads = 1,
                                            .only = way->only,
                                            .num_only = way->only ? SERIES : 0,
                                            .keep = way->only,
                                            .num_keep = way->only ? SERIES : 0};
    const double begin = bench_now();
    struct mnz_result *result;

    if (mnz_model_run(way->model, &options, &result))
        abort();
    mnz_result_destroy(result);
    return (bench_now() - begin) / (double)way->trials;
}

/* A sweep of two points, by one or more processes that each have a part of it. */
struct swept {
    const struct mnz_model *model;
    const char *scenario;
    const char *const *figures; /* [SERIES] */
    uint64_t trials;            /* of a point */
    uint32_t points, processes;
};

static void
sweep_part(const struct swept *way, uint32_t part)
{
    static const char *const varied[] = {"behaviour.adjust=1:4:2 months",
                                         "behaviour.adjust=1:4:4 months"};
    const struct mnz_sweep_design design = {.vary = &varied[way->points == 4],
                                            .num_vary = 1};
    const struct mnz_sweep_options options = {
        .path = way->scenario,
        .figures = way->figures,
        .num_figures = SERIES,
        .run = {.trials = way->trials, .threads = 1},
        .shard = part,
        .shards = way->processes};
    struct mnz_sweep_plan *plan;
    struct mnz_sweep *sweep;

    if (mnz_sweep_plan_create(&design, NULL, &plan) ||
        mnz_sweep_run(way->model, plan, &options, NULL, &sweep) ||
        mnz_sweep_num_problems(sweep) > 0)
        abort();
    mnz_sweep_destroy(sweep);
    mnz_sweep_plan_destroy(plan);
}

static double
run_sweep(void *context)
{
    const struct swept *way = context;
    const double begin = bench_now();
    int status;

    for (uint32_t part = 0; part < way->processes; part++) {
        const pid_t child = way->processes > 1 ? fork() : 0;

        if (child < 0)
            abort();
        if (child == 0)
            sweep_part(way, part);
        if (child == 0 && way->processes > 1)
            _exit(0);
    }
    for (uint32_t part = 0; way->processes > 1 && part < way->processes; part++)
        if (wait(&status) < 0 || status != 0)
            abort();
    return (bench_now() - begin) / (double)(way->points * way->trials);
}

/* Shares of output lost and of shortfall: of all, and of the first industries. */
static void
choose_series(const struct mnz_model *model, struct mnz_measure series[SERIES])
{
    static const char *const metrics[] = {"output_lost_share", "shortfall_share"};
    uint32_t count = 0;

    for (uint32_t g = 0; g < mnz_model_num_groups(model) && count < SERIES; g++)
        for (size_t k = 0; k < 2 && count < SERIES; k++)
            if (mnz_model_find_measure(model, mnz_model_group_scope(model, g),
                                       mnz_model_group_name(model, g), metrics[k],
                                       &series[count]) == MNZ_OK)
                count++;
    if (count < SERIES)
        abort();
}

static void
bench_asked(const struct bench_report *report, const struct mnz_model *model,
            int is_quick)
{
    static const char table[] = "study";
    struct mnz_measure series[SERIES];
    struct asked ways[2] = {{model, NULL, is_quick ? 256 : 1024},
                            {model, series, is_quick ? 256 : 1024}};
    struct bench_variant variants[2] = {{"all series", run_asked, &ways[0], 0.0},
                                        {"twelve series", run_asked, &ways[1], 0.0}};

    choose_series(model, series);
    bench_compare(variants, 2, is_quick ? 3 : 7);
    for (int i = 0; i < 2; i++)
        bench_result(report, table, variants[i].name, 1e3 * variants[i].best, "ms");
    bench_result(report, table, "twelve series / all",
                 variants[1].best / variants[0].best, "ratio");
}

/* Twelve figures of the points of a sweep, beside a full run; and two processes that
 * have a part each. */
static void
bench_sweep(const struct bench_report *report, const struct mnz_model *model,
            const char *scenario, int is_quick)
{
    static const char table[] = "study";
    const uint64_t trials = is_quick ? 256 : 1024;
    char names[SERIES][MNZ_FIGURE_TEXT];
    const char *figures[SERIES];
    struct mnz_measure series[SERIES];
    struct asked full = {model, NULL, trials};
    struct swept ways[3] = {{model, scenario, figures, trials, 2, 1},
                            {model, scenario, figures, trials, 4, 1},
                            {model, scenario, figures, trials, 4, 2}};
    struct bench_variant beside[2] = {
        {"full run", run_asked, &full, 0.0},
        {"sweep of 12 figures", run_sweep, &ways[0], 0.0}};
    struct bench_variant parts[2] = {{"one process", run_sweep, &ways[1], 0.0},
                                     {"two processes", run_sweep, &ways[2], 0.0}};

    choose_series(model, series);
    for (int i = 0; i < SERIES; i++) {
        const struct mnz_figure figure = {.function = MNZ_FUNCTION_MEAN,
                                          .measure = series[i]};

        mnz_figure_text(model, &figure, names[i]);
        figures[i] = names[i];
    }
    bench_compare(beside, 2, is_quick ? 3 : 7);
    for (int i = 0; i < 2; i++)
        bench_result(report, table, beside[i].name, 1e3 * beside[i].best, "ms/trial");
    bench_result(report, table, "sweep of 12 figures / full run",
                 beside[1].best / beside[0].best, "ratio");
    bench_compare(parts, 2, is_quick ? 3 : 5);
    bench_result(report, table, "2 processes / 1 process, sweep",
                 parts[0].best / parts[1].best, "ratio");
}

/* The mean of gains over seeds, on the scale of their logarithms, with its 95 %
 * interval. */
static void
report_gains(const struct bench_report *report, const char *what, const double *gains,
             int count)
{
    double mean = 0.0, squares = 0.0, half;
    char low[100], high[100];

    for (int i = 0; i < count; i++)
        mean += log(gains[i]) / count;
    for (int i = 0; i < count; i++)
        squares += pow(log(gains[i]) - mean, 2.0);
    half = gsl_cdf_tdist_Pinv(0.975, count - 1) * sqrt(squares / (count - 1) / count);
    snprintf(low, sizeof low, "%s, low", what);
    snprintf(high, sizeof high, "%s, high", what);
    bench_result(report, "study", what, exp(mean), "ratio");
    bench_result(report, "study", low, exp(mean - half), "ratio");
    bench_result(report, "study", high, exp(mean + half), "ratio");
}

/* The gain of pairing in the mean of a total, each plan by itself. */
static void
bench_pairing(const struct bench_report *report, const char *scenario,
              const struct mnz_model *base, int is_quick)
{
    static const char *const settings[] = {"behaviour.adjust=1 month"};
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    static const char *const metrics[] = {"shortfall_share", "output_lost_usd"};
    struct mnz_measure measures[2];
    struct mnz_model *other;

    if (mnz_model_load(scenario, settings, 1, NULL, &other) ||
        mnz_model_find_measure(base, "total", "all", metrics[0], &measures[0]) ||
        mnz_model_find_measure(base, "total", "all", metrics[1], &measures[1]))
        abort();
    for (int s = 0; s < 3; s++) {
        const int seeds = is_quick ? 3 : MOST_SEEDS;
        double gains[2][MOST_SEEDS];
        const struct mnz_point point = {"base", base};
        const struct mnz_alternative alternative = {{"faster", other},
                                                    MNZ_ALTERNATIVE_MEASURE};

        for (int k = 0; k < seeds; k++) {
            const uint64_t seed = 100 + (uint64_t)k;
            const struct mnz_compare_options options = {
                .run = {.trials = 512, .seed = &seed, .sampler = samplers[s]},
                .measures = measures,
                .num_measures = 2};
            struct mnz_comparison *c;

            if (mnz_compare_create(&point, &alternative, 1, &options, &c))
                abort();
            for (uint32_t i = 0; i < 2; i++)
                gains[i][k] = mnz_comparison_difference(c, 0, 0, i)->gain;
            mnz_comparison_destroy(c);
        }
        for (uint32_t i = 0; i < 2; i++) {
            char what[80];

            snprintf(what, sizeof what, "independent / paired trials, %s, %s",
                     samplers[s], metrics[i]);
            report_gains(report, what, gains[i], seeds);
        }
    }
    mnz_model_destroy(other);
}

void
bench_study(const struct bench_report *report, const char *scenario, int is_quick)
{
    struct mnz_model *model;

    if (mnz_model_load(scenario, NULL, 0, NULL, &model))
        abort();
    bench_heading("Studies", "whole runs on 1 thread; the measure is behaviour.adjust");
    bench_asked(report, model, is_quick);
    bench_sweep(report, model, scenario, is_quick);
    bench_pairing(report, scenario, model, is_quick);
    mnz_model_destroy(model);
}
