/* bench_precision.c - how much plans are worth, by the variance over seeds. */

#include "bench_precision.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "monazite/monazite.h"

enum { ANSWERS = 5, FIGURES = 4, MOST_SEEDS = 30, TRIALS = 1024 };
enum figure { MEAN, P95, P99, CVAR };

/* Plans: plain, the default, then strata for each answer. */
enum plan { PLAIN, DEFAULT, STRATA, PLANS = STRATA + ANSWERS };

struct bench {
    const struct bench_report *report;
    const struct mnz_model *model;
    int seeds;
    struct mnz_measure answers[ANSWERS]; /* the total, then industries */
    double values[PLANS][MOST_SEEDS][ANSWERS][FIGURES];
};

static void
run_plan(struct bench *b, enum plan plan, uint64_t seed, double out[][FIGURES])
{
    struct mnz_run_options how = {.trials = TRIALS,
                                  .seed = &seed,
                                  .sampler = plan == PLAIN ? "plain" : "sobol",
                                  .only = b->answers,
                                  .num_only = ANSWERS};
    struct mnz_strata *strata = NULL;
    struct mnz_result *result;

    if (plan >= STRATA &&
        mnz_strata_create(b->model, &how, &b->answers[plan - STRATA], 1, &strata))
        abort();
    how.strata = strata;
    if (mnz_model_run(b->model, &how, &result))
        abort();
    for (int a = 0; a < ANSWERS; a++) {
        struct mnz_summary s;

        if (mnz_result_summary(result, b->answers[a], 0, &s))
            abort();
        out[a][MEAN] = s.mean;
        out[a][P95] = s.p95;
        out[a][P99] = s.p99;
        out[a][CVAR] = s.cvar95;
    }
    mnz_result_destroy(result);
    mnz_strata_destroy(strata);
}

/* The industries that lose most output in a run, by value. */
static void
choose_industries(struct bench *b)
{
    const struct mnz_run_options how = {.trials = TRIALS};
    double most[ANSWERS] = {0};
    struct mnz_result *result;

    if (mnz_model_find_measure(b->model, "total", "all", "output_lost_share",
                               &b->answers[0]) ||
        mnz_model_run(b->model, &how, &result))
        abort();
    for (uint32_t g = 0; g < mnz_model_num_groups(b->model); g++) {
        const char *name = mnz_model_group_name(b->model, g);
        struct mnz_measure lost, share;
        struct mnz_summary s;
        int at = ANSWERS;

        if (mnz_model_find_measure(b->model, "industry", name, "output_lost_usd",
                                   &lost) ||
            lost.group != g ||
            mnz_model_find_measure(b->model, "industry", name, "output_lost_share",
                                   &share) ||
            mnz_result_summary(result, lost, 0, &s))
            continue;
        while (at > 1 && s.mean > most[at - 1])
            at--;
        if (at == ANSWERS)
            continue;
        memmove(&most[at + 1], &most[at], (size_t)(ANSWERS - 1 - at) * sizeof *most);
        memmove(&b->answers[at + 1], &b->answers[at],
                (size_t)(ANSWERS - 1 - at) * sizeof *b->answers);
        most[at] = s.mean;
        b->answers[at] = share;
    }
    mnz_result_destroy(result);
}

static double
variance(const struct bench *b, enum plan plan, int answer, enum figure figure)
{
    double mean = 0.0, squares = 0.0;

    for (int s = 0; s < b->seeds; s++)
        mean += b->values[plan][s][answer][figure] / b->seeds;
    for (int s = 0; s < b->seeds; s++)
        squares += pow(b->values[plan][s][answer][figure] - mean, 2.0);
    return squares / (b->seeds - 1);
}

/* The ratio of two variances has Fisher's distribution; how far it may be off. */
static void
report_ratio(const struct bench *b, enum plan plan, int answer, enum figure figure)
{
    static const char *const figures[] = {"mean", "p95", "p99", "cvar95"};
    const double ratio =
        variance(b, PLAIN, answer, figure) / variance(b, plan, answer, figure);
    const double off = gsl_cdf_fdist_Pinv(0.975, b->seeds - 1, b->seeds - 1);
    const char *group = mnz_model_group_name(b->model, b->answers[answer].group);
    const char *of = plan == DEFAULT ? "sobol" : "strata";
    char what[120];

    snprintf(what, sizeof what, "plain / %s variance, %s, %s", of, figures[figure],
             group);
    bench_result(b->report, "precision", what, ratio, "ratio");
    snprintf(what, sizeof what, "plain / %s variance, %s, %s, low", of, figures[figure],
             group);
    bench_result(b->report, "precision", what, ratio / off, "ratio");
    snprintf(what, sizeof what, "plain / %s variance, %s, %s, high", of,
             figures[figure], group);
    bench_result(b->report, "precision", what, ratio * off, "ratio");
}

void
bench_precision(const struct bench_report *report, const char *scenario, int is_quick)
{
    static struct bench b;
    struct mnz_model *model;

    if (mnz_model_load(scenario, NULL, 0, NULL, &model))
        abort();
    b = (struct bench){
        .report = report, .model = model, .seeds = is_quick ? 4 : MOST_SEEDS};
    choose_industries(&b);
    bench_heading("Precision",
                  "variance over seeds, of 1,024 trials; strata with their pilot");
    for (int s = 0; s < b.seeds; s++)
        for (int plan = 0; plan < PLANS; plan++)
            run_plan(&b, (enum plan)plan, 1000 + (uint64_t)s, b.values[plan][s]);
    for (int a = 0; a < ANSWERS; a++) {
        report_ratio(&b, DEFAULT, a, MEAN);
        report_ratio(&b, (enum plan)(STRATA + a), a, P95);
        report_ratio(&b, (enum plan)(STRATA + a), a, P99);
        report_ratio(&b, (enum plan)(STRATA + a), a, CVAR);
    }
    mnz_model_destroy(model);
}
