/* test_coverage.c - how often the intervals of means, quantiles, probabilities and
 * worst means hold the truth, under each sampler. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "base/mathfn.h"
#include "sampling/points.h"
#include "sampling/strata.h"
#include "stats/paired.h"
#include "stats/predictor.h"
#include "support/fold_values.h"

#define PI 3.14159265358979323846

enum { INPUTS = 3, N = 1024, SEEDS = 150, FIGURES = 5, SIDE = 64 };
/* A plan of its own beside the samplers. */
enum { STRATA = MNZ_NUM_SAMPLERS, SEEDS_OF_STRATA = 100 };
static const enum mnz_metric_unit unit = MNZ_UNIT_SHARE;
static const char *const NAMES[INPUTS] = {"a", "b", "c"};

/* A function of uniform numbers, and the truth of its figures: mean, median, 95 %
 * quantile, the probability of more than `threshold`, mean of the worst 5 %. */
struct known {
    double (*value)(const double *u);
    double threshold, truth[FIGURES];
};

/* Moved up by 12, for values of tallies are not negative. */
static double
ishigami(const double *u)
{
    const double a = PI * (2.0 * u[0] - 1.0), b = PI * (2.0 * u[1] - 1.0);
    const double c = PI * (2.0 * u[2] - 1.0);

    return 12.0 + sin(a) + 7.0 * sin(b) * sin(b) + 0.1 * c * c * c * c * sin(a);
}

/* Sobol' g with coefficients 0, 1 and 9. */
static double
g(const double *u)
{
    return fabs(4.0 * u[0] - 2.0) * (fabs(4.0 * u[1] - 2.0) + 1.0) / 2.0 *
           (fabs(4.0 * u[2] - 2.0) + 9.0) / 10.0;
}

/* A branch of 2 %: uniform from 1 to 2 then, and else up to 0.1. */
static double
branch(const double *u)
{
    return u[0] < 0.02 ? 1.0 + u[1] : 0.1 * u[1];
}

/*
 * Two suppliers, of 60 and 40 %, each shut with its probability, 10 and 20 %, and the
 * first short of a uniform part of its goods otherwise: the share that is missing.
 */
static double
two_suppliers(const double *u)
{
    const double first = u[0] < 0.1 ? 1.0 : 0.5 * u[2];

    return 0.6 * first + 0.4 * (u[1] < 0.2);
}

static struct mnz_tally *
tally_of(double (*value)(const double *), enum mnz_sampler sampler, uint64_t seed,
         uint64_t trials)
{
    const uint32_t replicates = mnz_sampler_replicates(sampler);
    struct mnz_points *points = NULL;
    struct mnz_tally *tally = NULL;

    assert_int_equal(mnz_points_create(seed, sampler, INPUTS, NAMES, 0, NULL, &points),
                     MNZ_OK);
    assert_int_equal(mnz_tally_create(1, &unit, replicates, 1, &tally), MNZ_OK);
    for (uint64_t first = 0; first < trials; first += MNZ_TALLY_MOST) {
        double values[MNZ_TALLY_MOST], u[INPUTS];

        for (uint64_t k = 0; k < MNZ_TALLY_MOST; k++) {
            mnz_points_uniforms(points, first + k, u);
            values[k] = value(u);
        }
        fold_values(tally, replicates, 0, first, values, MNZ_TALLY_MOST);
    }
    mnz_points_destroy(points);
    return tally;
}

static void
find_scores(const struct mnz_points *points, uint64_t trial, double *scores)
{
    mnz_points_uniforms(points, trial, scores);
    for (int i = 0; i < INPUTS; i++)
        scores[i] = mnz_normal_quantile(scores[i]);
}

/* A pilot of trials for an answer. */
static struct mnz_predictor *
predictor_of(double (*value)(const double *), const struct mnz_points *points)
{
    static double scores[N / 4 * INPUTS], values[N / 4];
    struct mnz_predictor *predictor;

    for (uint64_t k = 0; k < N / 4; k++) {
        double u[INPUTS];

        mnz_points_uniforms(points, k, u);
        values[k] = value(u);
        find_scores(points, k, &scores[k * INPUTS]);
    }
    assert_int_equal(mnz_predictor_create(scores, values, N / 4, INPUTS, &predictor),
                     MNZ_OK);
    return predictor;
}

/* Strata after a pilot, N trials with it. */
static struct mnz_tally *
tally_of_strata(double (*value)(const double *), uint64_t seed)
{
    enum { SIZE = 3 * N / 4 / MNZ_NUM_STRATA, CHUNK = 96 };
    static double guesses[MNZ_STRATA_CANDIDATES * SIZE];
    static uint64_t numbers[MNZ_NUM_STRATA * SIZE];
    struct mnz_strata strata = {.seed = seed, .size = SIZE, .numbers = numbers};
    struct mnz_points *points = NULL;
    struct mnz_predictor *predictor;
    struct mnz_tally *tally = NULL;

    assert_int_equal(
        mnz_points_create(seed, MNZ_SAMPLER_SOBOL, INPUTS, NAMES, 0, NULL, &points),
        MNZ_OK);
    predictor = predictor_of(value, points);
    for (uint64_t c = 0; c < MNZ_STRATA_CANDIDATES * SIZE; c++) {
        double scores[INPUTS];

        find_scores(points, c, scores);
        guesses[c] = mnz_predictor_value(predictor, scores);
    }
    assert_true(mnz_strata_choose(&strata, guesses));
    assert_int_equal(mnz_tally_create(1, &unit, MNZ_STRATA_REPLICATES, 1, &tally),
                     MNZ_OK);
    for (uint64_t first = 0; first < MNZ_NUM_STRATA * SIZE; first += CHUNK) {
        double values[CHUNK], u[INPUTS];

        for (uint64_t k = 0; k < CHUNK; k++) {
            mnz_points_uniforms(points, numbers[first + k], u);
            values[k] = value(u);
        }
        fold_weighted(tally, MNZ_STRATA_REPLICATES, 0, first, values, CHUNK,
                      mnz_strata_weight_at(&strata, first));
    }
    mnz_predictor_destroy(predictor);
    mnz_points_destroy(points);
    return tally;
}

/* How many intervals hold the truth, and how wide all are together. */
struct cover {
    int hits[FIGURES];
    double width[FIGURES];
};

static void
count_hits(const struct mnz_tally *tally, const struct known *f, struct cover *c)
{
    double low[FIGURES], high[FIGURES];
    struct mnz_exceedance above;

    mnz_tally_mean_interval(tally, 0, &low[0], &high[0]);
    mnz_tally_quantile_interval(tally, 0, 0.5, &low[1], &high[1]);
    mnz_tally_quantile_interval(tally, 0, 0.95, &low[2], &high[2]);
    mnz_tally_exceedance(tally, 0, f->threshold, &above);
    low[3] = above.low;
    high[3] = above.high;
    mnz_tally_cvar_interval(tally, 0, 0.95, &low[4], &high[4]);
    for (int i = 0; i < FIGURES; i++) {
        c->hits[i] += low[i] <= f->truth[i] && f->truth[i] <= high[i];
        c->width[i] += high[i] - low[i];
    }
}

/*
 * Of 150 intervals that hold the truth with probability 0.95 fewer than 132.6 do with
 * probability 1/10,000, of 100 fewer than 86.9; and of plain's some do not. Those of
 * other plans than plain may hold it more often, for they allow for what replicates do
 * not resolve. But they are narrower than `part` of plain's.
 */
static void
assert_covers(const struct known *f, const double part[FIGURES])
{

    struct cover of[STRATA + 1] = {0};

    for (int s = 0; s <= STRATA; s++) {
        const struct cover *c = &of[s];
        const int seeds = s == STRATA ? SEEDS_OF_STRATA : SEEDS;
        const double least = 0.95 * seeds - 3.72 * sqrt(0.95 * 0.05 * seeds);

        for (uint64_t seed = 1; seed <= (uint64_t)seeds; seed++) {
            struct mnz_tally *tally =
                s == STRATA ? tally_of_strata(f->value, seed)
                            : tally_of(f->value, (enum mnz_sampler)s, seed, N);

            count_hits(tally, f, &of[s]);
            mnz_tally_destroy(tally);
        }
        for (int i = 0; i < FIGURES; i++)
            if (c->hits[i] < least || (s == MNZ_SAMPLER_PLAIN && c->hits[i] == SEEDS) ||
                (s != MNZ_SAMPLER_PLAIN && s != STRATA &&
                 c->width[i] > part[i] * of[MNZ_SAMPLER_PLAIN].width[i]))
                fail_msg("sampler %d, figure %d: %d of %d intervals hold the truth, "
                         "%g of plain's width",
                         s, i, c->hits[i], seeds,
                         c->width[i] / of[MNZ_SAMPLER_PLAIN].width[i]);
    }
}

/* Figures that have no closed form, from the middles of 64^3 equal cubes. */
static void
find_truth(struct known *f)
{
    const size_t count = (size_t)SIDE * SIDE * SIDE;
    double *values = malloc(count * sizeof *values);

    assert_non_null(values);
    for (size_t i = 0; i < count; i++) {
        const double u[INPUTS] = {((double)(i % SIDE) + 0.5) / SIDE,
                                  ((double)(i / SIDE % SIDE) + 0.5) / SIDE,
                                  ((double)(i / SIDE / SIDE) + 0.5) / SIDE};

        values[i] = f->value(u);
        f->truth[3] += values[i] > f->threshold ? 1.0 / (double)count : 0.0;
    }
    f->truth[1] = mnz_select_quantile(values, count, 0.5);
    f->truth[2] = mnz_select_quantile(values, count, 0.95);
    f->truth[4] = mnz_select_tail(values, count, 0.95);
    free(values);
}

static void
intervals_hold_the_truth_of_ishigami(void **state)
{
    struct known f = {.value = ishigami, .threshold = 20.0, .truth = {12.0 + 3.5}};

    (void)state;
    find_truth(&f);
    assert_covers(&f, (const double[]){0.65, 0.75, 1.0, 1.0, 1.0});
}

static void
intervals_hold_the_truth_of_g(void **state)
{
    struct known f = {.value = g, .threshold = 2.0, .truth = {1.0}};

    (void)state;
    find_truth(&f);
    assert_covers(&f, (const double[]){0.35, 0.65, 1.0, 1.0, 1.0});
}

/* The worst 5 % are the branch, whose mean is 1.5, and 3 % of the rest. */
static void
intervals_hold_the_truth_of_a_rare_branch(void **state)
{
    const double p95 = 0.1 * 0.95 / 0.98;
    const struct known f = {.value = branch,
                            .threshold = 0.5,
                            .truth = {0.02 * 1.5 + 0.98 * 0.05, 0.1 * 0.5 / 0.98, p95,
                                      0.02,
                                      (0.02 * 1.5 + 0.03 * 0.5 * (p95 + 0.1)) / 0.05}};

    (void)state;
    assert_covers(&f, (const double[]){0.75, 0.35, 0.65, 0.75, 0.75});
}

/*
 * 0.6 (0.1 + 0.9 x 0.25) + 0.4 x 0.2 is missing on average. More than 0.7 is when both
 * are shut, 2 %, or the second and more than half of what the first has: 0.6 x 0.5 u >
 * 0.3 never. So the worst 5 % are 2 % of 1 and 3 % of the greatest of 0.4 + 0.3 u,
 * which 18 % have: u above 1 - 3/18.
 */
static void
intervals_hold_the_truth_of_two_suppliers(void **state)
{
    const double p95 = 0.4 + 0.3 * (1.0 - 3.0 / 18.0);
    struct known f = {.value = two_suppliers,
                      .threshold = 0.75,
                      .truth = {0.6 * (0.1 + 0.9 * 0.25) + 0.4 * 0.2}};

    (void)state;
    find_truth(&f);
    f.truth[2] = p95;
    f.truth[3] = 0.02;
    f.truth[4] = (0.02 * 1.0 + 0.03 * 0.5 * (p95 + 0.7)) / 0.05;
    assert_covers(&f, (const double[]){0.35, 0.6, 1.0, 1.0, 1.0});
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_the_truth_of_ishigami),
        cmocka_unit_test(intervals_hold_the_truth_of_g),
        cmocka_unit_test(intervals_hold_the_truth_of_a_rare_branch),
        cmocka_unit_test(intervals_hold_the_truth_of_two_suppliers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
