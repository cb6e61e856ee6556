#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sampling/points.h"
#include "sampling/stream.h"
#include "support/close.h"

enum { TRIALS = 1 << 14, REPLICATES = 16, BLOCK = 32, MANY = 3000 };

static const char *const NAMES[] = {"alpha", "beta", "gamma", "delta",
                                    "eps",   "zeta", "eta",   "theta"};

static struct mnz_points *
create(enum mnz_sampler sampler, uint32_t n, const char *const *names)
{
    struct mnz_points *points = NULL;

    assert_int_equal(mnz_points_create(1, sampler, n, names, 0, NULL, &points), MNZ_OK);
    assert_non_null(points);
    return points;
}

static void
plain_numbers_are_those_of_the_inputs_streams(void **state)
{
    enum { MOST = 27 };
    char names[MOST][8];
    const char *pointers[MOST];

    (void)state;
    for (uint32_t i = 0; i < MOST; i++) {
        snprintf(names[i], sizeof names[i], "in%u", i);
        pointers[i] = names[i];
    }
    for (uint32_t n = 1; n <= MOST; n++) {
        struct mnz_points *points = create(MNZ_SAMPLER_PLAIN, n, pointers);
        double u[MOST];

        assert_int_equal(mnz_sampler_replicates(MNZ_SAMPLER_PLAIN), 1);
        for (uint64_t k = 0; k < 100; k++) {
            const uint64_t trial = k < 50 ? k : k << 38;

            mnz_points_uniforms(points, trial, u);
            for (uint32_t i = 0; i < n; i++) {
                const struct mnz_stream s = mnz_stream_make(1, names[i]);

                assert_true(u[i] == mnz_stream_uniform(&s, trial, 0));
            }
        }
        mnz_points_destroy(points);
    }
}

static void
another_input_moves_no_other(void **state)
{
    static const char *const more[] = {"new", "alpha", "beta"};

    (void)state;
    for (int kind = 0; kind < MNZ_NUM_SAMPLERS; kind++) {
        struct mnz_points *before = create((enum mnz_sampler)kind, 2, NAMES);
        struct mnz_points *after = create((enum mnz_sampler)kind, 3, more);
        double u[2], v[3];

        for (uint64_t k = 0; k < 1200; k++) {
            mnz_points_uniforms(before, k, u);
            mnz_points_uniforms(after, k, v);
            assert_memory_equal(u, v + 1, sizeof u);
        }
        mnz_points_destroy(before);
        mnz_points_destroy(after);
    }
}

/* A point is the same whatever was drawn before it. */
static void
points_do_not_depend_on_the_order_of_trials(void **state)
{
    (void)state;
    for (int kind = 0; kind < MNZ_NUM_SAMPLERS; kind++) {
        struct mnz_points *forwards = create((enum mnz_sampler)kind, 8, NAMES);
        struct mnz_points *backwards = create((enum mnz_sampler)kind, 8, NAMES);
        static double first[1100][8];

        for (uint64_t k = 0; k < 1100; k++)
            mnz_points_uniforms(forwards, k, first[k]);
        for (uint64_t k = 1100; k-- > 0;) {
            double u[8];

            mnz_points_uniforms(backwards, k, u);
            assert_memory_equal(u, first[k], sizeof u);
        }
        mnz_points_destroy(forwards);
        mnz_points_destroy(backwards);
    }
}

/* Worked out by a program of its own. */
static void
sobol_numbers_are_these(void **state)
{
    static const struct {
        uint64_t trial;
        double alpha, beta;
    } cases[] = {
        {0, 0x1.d5307454978cbp-1, 0x1.5979b52fd0502p-2},
        {1, 0x1.cd27787bacb41p-1, 0x1.8d32bc770d3fdp-1},
        {16, 0x1.32d771119170cp-3, 0x1.cad06cb754debp-1},
        {12345, 0x1.facfba90d9d1ap-2, 0x1.309f7de71845ep-2},
        {UINT64_C(1) << 40, 0x1.62eaf5f5093d5p-1, 0x1.9b17f1e1de63ap-2},
    };
    struct mnz_points *points = create(MNZ_SAMPLER_SOBOL, 2, NAMES);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double u[2];

        mnz_points_uniforms(points, cases[i].trial, u);
        assert_close(u[0], cases[i].alpha, 0.0);
        assert_close(u[1], cases[i].beta, 0.0);
    }
    mnz_points_destroy(points);
}

/* Trial k is point floor(k / 16) of replicate k mod 16, and replicates differ. */
static void
sobol_trials_are_dealt_to_stratified_replicates(void **state)
{
    enum { POINTS = 256 };
    struct mnz_points *points = create(MNZ_SAMPLER_SOBOL, 8, NAMES);
    double first[REPLICATES];

    (void)state;
    assert_int_equal(mnz_sampler_replicates(MNZ_SAMPLER_SOBOL), REPLICATES);
    for (uint64_t r = 0; r < REPLICATES; r++) {
        unsigned char seen[8][POINTS] = {{0}};

        for (uint64_t i = 0; i < POINTS; i++) {
            double u[8];

            mnz_points_uniforms(points, i * REPLICATES + r, u);
            for (int d = 0; d < 8; d++)
                assert_int_equal(seen[d][(int)(u[d] * POINTS)]++, 0);
            if (i == 0)
                first[r] = u[0];
        }
        for (uint64_t q = 0; q < r; q++)
            assert_true(first[q] != first[r]);
    }
    mnz_points_destroy(points);
}

/* Worked out by a program of its own. */
static void
latin_numbers_are_these(void **state)
{
    static const struct {
        uint64_t trial;
        double alpha, beta;
    } cases[] = {
        {0, 0x1.ed75615a11fb1p-1, 0x1.f85c9bd4e8400p-11},
        {1, 0x1.af4a9e63097abp-1, 0x1.586331fa2f18ap-2},
        {16, 0x1.0d6538ff35ca8p-4, 0x1.f9ffceeb492a5p-1},
        {511, 0x1.f188ca60e2cc0p-7, 0x1.7e62b5822b193p-1},
        {512, 0x1.945d42711398dp-1, 0x1.4fd9e5f7813b7p-1},
        {12345, 0x1.0f3c7856f2b8bp-1, 0x1.b987f43ad48cdp-1},
        {UINT64_C(1) << 40, 0x1.b33471f438698p-4, 0x1.26d1873190248p-4},
    };
    struct mnz_points *points = create(MNZ_SAMPLER_LATIN, 2, NAMES);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double u[2];

        mnz_points_uniforms(points, cases[i].trial, u);
        assert_close(u[0], cases[i].alpha, 0.0);
        assert_close(u[1], cases[i].beta, 0.0);
    }
    mnz_points_destroy(points);
}

/* Each block of each replicate has one point in each stratum of each input, in an order
 * that no other block, replicate or input has. */
static void
latin_blocks_are_stratified_and_in_orders_of_their_own(void **state)
{
    enum { BLOCKS = 4 };
    static unsigned char orders[BLOCKS * REPLICATES * 8][BLOCK];
    struct mnz_points *points = create(MNZ_SAMPLER_LATIN, 8, NAMES);
    int num_orders = 0;

    (void)state;
    assert_int_equal(mnz_sampler_replicates(MNZ_SAMPLER_LATIN), REPLICATES);
    for (uint64_t b = 0; b < BLOCKS; b++)
        for (uint64_t r = 0; r < REPLICATES; r++) {
            unsigned char seen[8][BLOCK] = {{0}};

            for (uint64_t j = 0; j < BLOCK; j++) {
                double u[8];

                mnz_points_uniforms(points, (b * BLOCK + j) * REPLICATES + r, u);
                for (int d = 0; d < 8; d++) {
                    const int stratum = (int)(u[d] * BLOCK);

                    assert_int_equal(seen[d][stratum]++, 0);
                    orders[num_orders + d][j] = (unsigned char)stratum;
                }
            }
            num_orders += 8;
        }
    for (int i = 0; i < num_orders; i++)
        for (int j = 0; j < i; j++)
            assert_memory_not_equal(orders[i], orders[j], BLOCK);
    mnz_points_destroy(points);
}

/* Within its stratum a point is anywhere alike, and where does not depend on which. */
static void
latin_points_are_uniform_within_strata(void **state)
{
    static double within[TRIALS], strata[TRIALS];
    struct mnz_points *points = create(MNZ_SAMPLER_LATIN, 1, NAMES);
    double most = 0.0;

    (void)state;
    for (uint64_t k = 0; k < TRIALS; k++) {
        double u;

        mnz_points_uniforms(points, k, &u);
        strata[k] = floor(u * BLOCK);
        within[k] = u * BLOCK - strata[k];
    }
    assert_near(gsl_stats_correlation(within, 1, strata, 1, TRIALS), 0.0,
                4.0 / sqrt(TRIALS));
    gsl_sort(within, 1, TRIALS);
    for (int k = 0; k < TRIALS; k++)
        most = fmax(most, fabs(within[k] - (k + 0.5) / TRIALS));
    assert_true(most < 1.95 / sqrt(TRIALS));
    mnz_points_destroy(points);
}

/* No table is used up: each of thousands of inputs is in strata. */
static void
sobol_points_of_many_inputs_are_stratified(void **state)
{
    static char text[MANY][16];
    static const char *names[MANY];
    static double u[MANY];
    static unsigned char seen[MANY][BLOCK];
    struct mnz_points *sobol;

    (void)state;
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(text[i], sizeof text[i], "input %d", i);
        names[i] = text[i];
    }
    sobol = create(MNZ_SAMPLER_SOBOL, MANY, names);
    memset(seen, 0, sizeof seen);
    for (uint64_t k = 0; k < BLOCK; k++) {
        mnz_points_uniforms(sobol, k * REPLICATES + 3, u);
        for (int i = 0; i < MANY; i++)
            assert_int_equal(seen[i][(int)(u[i] * BLOCK)]++, 0);
    }
    mnz_points_destroy(sobol);
}

static double columns[8][TRIALS];

static void
draw_columns(const struct mnz_points *points)
{
    for (uint64_t k = 0; k < TRIALS; k++) {
        double u[8];

        mnz_points_uniforms(points, k, u);
        for (int i = 0; i < 8; i++) {
            assert_true(u[i] > 0.0 && u[i] < 1.0);
            columns[i][k] = u[i];
        }
    }
}

/* Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed by 999 of 1000 even samples. */
static void
all_samplers_are_uniform_and_independent(void **state)
{
    static const double most_of_sampler[MNZ_NUM_SAMPLERS] = {[MNZ_SAMPLER_PLAIN] = 1.95,
                                                             [MNZ_SAMPLER_SOBOL] = 0.1,
                                                             [MNZ_SAMPLER_LATIN] = 0.5};

    (void)state;
    for (int kind = 0; kind < MNZ_NUM_SAMPLERS; kind++) {
        struct mnz_points *points = create((enum mnz_sampler)kind, 8, NAMES);

        draw_columns(points);
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < i; j++)
                assert_near(gsl_stats_correlation(columns[i], 1, columns[j], 1, TRIALS),
                            0.0, 4.0 / sqrt(TRIALS));
        for (int i = 0; i < 8; i++) {
            double most = 0.0;

            gsl_sort(columns[i], 1, TRIALS);
            for (int k = 0; k < TRIALS; k++)
                most = fmax(most, fabs(columns[i][k] - (k + 0.5) / TRIALS));
            assert_true(most < most_of_sampler[kind] / sqrt(TRIALS));
        }
        mnz_points_destroy(points);
    }
}

static void
correlations_hold_under_all_samplers(void **state)
{
    static double work[2 * TRIALS];
    const struct mnz_correlation pairs[] = {{0, 5, 0.8}, {5, 2, -0.3}};

    (void)state;
    for (int kind = 0; kind < MNZ_NUM_SAMPLERS; kind++) {
        struct mnz_points *points = NULL;

        assert_int_equal(
            mnz_points_create(1, (enum mnz_sampler)kind, 8, NAMES, 2, pairs, &points),
            MNZ_OK);
        draw_columns(points);
        assert_near(gsl_stats_spearman(columns[0], 1, columns[5], 1, TRIALS, work), 0.8,
                    0.02);
        assert_near(gsl_stats_spearman(columns[5], 1, columns[2], 1, TRIALS, work),
                    -0.3, 0.03);
        assert_near(gsl_stats_spearman(columns[1], 1, columns[5], 1, TRIALS, work), 0.0,
                    0.03);
        mnz_points_destroy(points);
    }
}

/* A smooth function of all inputs, with mean 1. */
static double
smooth(const double *u)
{
    double product = 1.0;

    for (int i = 0; i < 8; i++)
        product *= 1.0 + (u[i] - 0.5) / (1.0 + i);
    return product;
}

/* Mean, and variance of the means of 16 sets of trials: every 16th belongs to one. */
static double
variance_of_means(const struct mnz_points *points, double *mean)
{
    double means[REPLICATES] = {0.0}, u[8];

    for (uint64_t k = 0; k < TRIALS; k++) {
        mnz_points_uniforms(points, k, u);
        means[k % REPLICATES] += smooth(u) / (TRIALS / REPLICATES);
    }
    *mean = gsl_stats_mean(means, 1, REPLICATES);
    return gsl_stats_variance(means, 1, REPLICATES);
}

static void
sobol_estimates_a_smooth_mean_far_better(void **state)
{
    struct mnz_points *plain = create(MNZ_SAMPLER_PLAIN, 8, NAMES);
    struct mnz_points *sobol = create(MNZ_SAMPLER_SOBOL, 8, NAMES);
    double plain_mean, sobol_mean;
    const double plain_variance = variance_of_means(plain, &plain_mean);
    const double sobol_variance = variance_of_means(sobol, &sobol_mean);

    (void)state;
    assert_near(plain_mean, 1.0, 4.5 * sqrt(plain_variance / REPLICATES));
    assert_near(sobol_mean, 1.0, 4.5 * sqrt(sobol_variance / REPLICATES));
    assert_true(sobol_variance < plain_variance / 1000.0);
    mnz_points_destroy(plain);
    mnz_points_destroy(sobol);
}

/* A sum over the inputs, with mean 8/3. */
static double
additive(const double *u)
{
    double sum = 0.0;

    for (int i = 0; i < 8; i++)
        sum += u[i] * u[i];
    return sum;
}

/* The standard error of a mean of `trials` trials, from the spread of the replicates'
 * means; `mean` is theirs. */
static double
error_of_mean(const struct mnz_points *points, uint64_t trials,
              double (*function)(const double *), double *mean)
{
    double means[REPLICATES] = {0.0}, u[8];
    uint64_t counts[REPLICATES] = {0};

    for (uint64_t k = 0; k < trials; k++) {
        mnz_points_uniforms(points, k, u);
        means[k % REPLICATES] += function(u);
        counts[k % REPLICATES]++;
    }
    for (int r = 0; r < REPLICATES; r++)
        means[r] /= (double)counts[r];
    *mean = gsl_stats_mean(means, 1, REPLICATES);
    return gsl_stats_sd(means, 1, REPLICATES) / sqrt(REPLICATES);
}

/* The mean square error over many seeds, as a share of that of plain draws in
 * theory: `variance` is the function's. */
static double
share_of_plain_error(uint64_t trials, double (*function)(const double *), double truth,
                     double variance)
{
    enum { SEEDS = 400 };
    double sum = 0.0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct mnz_points *points = NULL;
        double mean;

        assert_int_equal(
            mnz_points_create(seed, MNZ_SAMPLER_LATIN, 8, NAMES, 0, NULL, &points),
            MNZ_OK);
        (void)error_of_mean(points, trials, function, &mean);
        sum += (mean - truth) * (mean - truth);
        mnz_points_destroy(points);
    }
    return sum / SEEDS / (variance / (double)trials);
}

/*
 * The error of an additive function all but vanishes after whole blocks: the rest is
 * the draw within strata, under 6/32^2 of the variance for a square. Of m points of a
 * block, random ones without repetition, (1 - (m - 1)/31) is left.
 */
static void
latin_error_of_a_sum_is_that_of_the_incomplete_blocks(void **state)
{
    const double truth = 8.0 / 3.0, variance = 8.0 * 4.0 / 45.0;
    const uint64_t block = REPLICATES * BLOCK;

    (void)state;
    assert_true(share_of_plain_error(2 * block, additive, truth, variance) < 0.01);
    assert_near(share_of_plain_error(block / 2, additive, truth, variance), 16.0 / 31.0,
                4.0 * 16.0 / 31.0 * sqrt(2.0 / 400.0));
    assert_near(share_of_plain_error(block / 4, additive, truth, variance), 24.0 / 31.0,
                4.0 * 24.0 / 31.0 * sqrt(2.0 / 400.0));
    assert_near(share_of_plain_error(3 * block / 2, additive, truth, variance),
                16.0 / 31.0 / 3.0, 4.0 * 16.0 / 93.0 * sqrt(2.0 / 400.0));
}

/* Intervals of 95 % (Student, 15 degrees of freedom) hold the mean as often as that,
 * within three standard errors over 500 seeds, whatever the last blocks are. */
static void
intervals_of_dealt_samplers_hold_the_mean(void **state)
{
    static const uint64_t trials[] = {160, 512, 700, 1024};
    static const enum mnz_sampler samplers[] = {MNZ_SAMPLER_SOBOL, MNZ_SAMPLER_LATIN};
    enum { SEEDS = 500 };

    (void)state;
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
            int holds[2] = {0, 0};

            for (uint64_t seed = 1; seed <= SEEDS; seed++) {
                struct mnz_points *points = NULL;
                double mean, error;

                assert_int_equal(
                    mnz_points_create(seed, samplers[s], 8, NAMES, 0, NULL, &points),
                    MNZ_OK);
                error = error_of_mean(points, trials[i], additive, &mean);
                holds[0] += fabs(mean - 8.0 / 3.0) < 2.13145 * error;
                error = error_of_mean(points, trials[i], smooth, &mean);
                holds[1] += fabs(mean - 1.0) < 2.13145 * error;
                mnz_points_destroy(points);
            }
            for (int f = 0; f < 2; f++)
                assert_near((double)holds[f] / SEEDS, 0.95,
                            3.0 * sqrt(0.95 * 0.05 / SEEDS));
        }
}

static void
latin_estimates_a_smooth_mean_better(void **state)
{
    struct mnz_points *plain = create(MNZ_SAMPLER_PLAIN, 8, NAMES);
    struct mnz_points *latin = create(MNZ_SAMPLER_LATIN, 8, NAMES);
    double plain_mean, latin_mean;
    const double plain_variance = variance_of_means(plain, &plain_mean);
    const double latin_variance = variance_of_means(latin, &latin_mean);

    (void)state;
    assert_near(latin_mean, 1.0, 4.5 * sqrt(latin_variance / REPLICATES));
    assert_true(latin_variance < plain_variance / 4.0);
    mnz_points_destroy(plain);
    mnz_points_destroy(latin);
}

static void
contradicting_correlations_are_refused(void **state)
{
    const struct mnz_correlation pairs[] = {{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}};
    struct mnz_points *points;

    (void)state;
    assert_int_equal(
        mnz_points_create(1, MNZ_SAMPLER_PLAIN, 8, NAMES, 3, pairs, &points),
        MNZ_ERR_INPUT);
    assert_null(points);
    mnz_points_destroy(NULL);
}

static void
points_without_inputs_are_points(void **state)
{
    struct mnz_points *points = create(MNZ_SAMPLER_SOBOL, 0, NULL);
    double untouched = 7.0;

    (void)state;
    mnz_points_uniforms(points, 3, &untouched);
    assert_true(untouched == 7.0);
    mnz_points_destroy(points);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_those_of_the_inputs_streams),
        cmocka_unit_test(another_input_moves_no_other),
        cmocka_unit_test(sobol_numbers_are_these),
        cmocka_unit_test(points_do_not_depend_on_the_order_of_trials),
        cmocka_unit_test(sobol_trials_are_dealt_to_stratified_replicates),
        cmocka_unit_test(latin_numbers_are_these),
        cmocka_unit_test(latin_blocks_are_stratified_and_in_orders_of_their_own),
        cmocka_unit_test(latin_points_are_uniform_within_strata),
        cmocka_unit_test(sobol_points_of_many_inputs_are_stratified),
        cmocka_unit_test(all_samplers_are_uniform_and_independent),
        cmocka_unit_test(correlations_hold_under_all_samplers),
        cmocka_unit_test(sobol_estimates_a_smooth_mean_far_better),
        cmocka_unit_test(latin_estimates_a_smooth_mean_better),
        cmocka_unit_test(latin_error_of_a_sum_is_that_of_the_incomplete_blocks),
        cmocka_unit_test(intervals_of_dealt_samplers_hold_the_mean),
        cmocka_unit_test(contradicting_correlations_are_refused),
        cmocka_unit_test(points_without_inputs_are_points),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
