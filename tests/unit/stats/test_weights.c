/* test_weights.c - weighted trials against closed forms. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdint.h>

#include "base/mathfn.h"
#include "stats/weights.h"
#include "support/close.h"

enum { TRIALS = 20000 };
static double x[TRIALS], q[TRIALS], w[TRIALS];
static uint32_t order[TRIALS];

/* x normal with `mean` and `sd`; an observation y of a x with an error of `error`. */
static void
make_conjugate(double mean, double sd, double a, double y, double error)
{
    for (int i = 0; i < TRIALS; i++) {
        double r;

        x[i] = mean + sd * mnz_normal_quantile((i + 0.5) / TRIALS);
        r = (a * x[i] - y) / error;
        q[i] = 0.5 * r * r;
    }
}

/* Precisions add; a temper multiplies that of the observation. */
static void
the_posterior_of_a_normal_is_the_normal_of_textbooks(void **state)
{
    static const double tempers[] = {1.0, 0.25, 0.01, 0.0};
    const double mean = 3.0, sd = 2.0, a = -1.5, y = -9.0, error = 1.2;

    (void)state;
    make_conjugate(mean, sd, a, y, error);
    assert_true(mnz_weighted_order(x, TRIALS, order));
    for (int k = 0; k < 4; k++) {
        const double told = tempers[k] * a * a / (error * error);
        const double precision = 1.0 / (sd * sd) + told;
        const double m = (mean / (sd * sd) + told * (y / a)) / precision;

        assert_true(mnz_weights_make(q, TRIALS, tempers[k], w));
        assert_close(mnz_weighted_mean(x, w, TRIALS), m, 1e-4);
        assert_close(mnz_weighted_sd(x, w, TRIALS), 1.0 / sqrt(precision), 2e-3);
        assert_near(mnz_weighted_quantile(x, w, order, TRIALS, 0.95),
                    m + mnz_normal_quantile(0.95) / sqrt(precision), 5e-3);
    }
}

/* With y in the middle and k = temper / error^2: sqrt(1 + 2k) / (1 + k). */
static void
the_effective_number_of_normal_trials_has_a_closed_form(void **state)
{
    (void)state;
    make_conjugate(0.0, 1.0, 1.0, 0.0, 0.5);
    for (int i = 0; i <= 10; i++) {
        const double temper = 0.1 * i, k = 4.0 * temper;

        assert_true(mnz_weights_make(q, TRIALS, temper, w));
        assert_close(mnz_weights_ess(w, TRIALS) / TRIALS, sqrt(1.0 + 2.0 * k) / (1 + k),
                     1e-3);
    }
    w[0] = 0.5, w[1] = 0.25, w[2] = 0.25, w[3] = 0.0;
    assert_close(mnz_weights_ess(w, 4), 1.0 / 0.375, 1e-15);
    assert_close(mnz_weights_ess(w + 3, 1), 0.0, 0.0);
}

/* Half of the trials count where (1 + k)^2 = 4 (1 + 2k): k = 3 + sqrt 12. */
static void
the_temper_is_the_largest_that_leaves_enough_trials(void **state)
{
    double temper;

    (void)state;
    make_conjugate(0.0, 1.0, 1.0, 0.0, 0.01);
    temper = mnz_weights_temper(q, TRIALS, 0.5 * TRIALS, w);
    assert_close(temper, (3.0 + sqrt(12.0)) * 1e-4, 2e-3);
    mnz_weights_make(q, TRIALS, temper, w);
    assert_close(mnz_weights_ess(w, TRIALS), 0.5 * TRIALS, 1e-6);
    /* One that the whole likelihood leaves is not tempered. */
    make_conjugate(0.0, 1.0, 1.0, 0.0, 1.0);
    assert_close(mnz_weights_temper(q, TRIALS, 100.0, w), 1.0, 0.0);
    /* Trials without a cost do not count, and may be too many. */
    for (int i = 0; i < TRIALS; i++)
        q[i] = i < 10 ? 1e8 * i : i % 2 ? (double)NAN : INFINITY;
    assert_true(isnan(mnz_weights_temper(q, TRIALS, 11.0, w)));
    assert_true(mnz_weights_temper(q, TRIALS, 9.99, w) > 0.0);
    mnz_weights_make(q, TRIALS, 1.0, w);
    assert_close(w[0], 1.0, 0.0);
    assert_close(w[10], 0.0, 0.0);
    assert_false(mnz_weights_make(q + 10, TRIALS - 10, 1.0, w));
    assert_close(w[0], 0.0, 0.0);
}

static void
large_costs_do_not_underflow(void **state)
{
    const double costs[] = {1e6 + 1.0, 1e6, 1e6 + 800.0};
    double weights[3];

    (void)state;
    assert_true(mnz_weights_make(costs, 3, 1.0, weights));
    assert_close(weights[0], exp(-1.0) / (1.0 + exp(-1.0)), 1e-14);
    assert_close(weights[2], 0.0, 0.0);
}

static void
resampling_takes_each_trial_as_often_as_it_weighs(void **state)
{
    static const double weights[] = {0.0, 0.3, 0.0, 0.45, 0.25, 0.0};
    uint32_t rows[100], counts[6] = {0};

    (void)state;
    mnz_weights_resample(weights, 6, 100, rows);
    for (int k = 0; k < 100; k++)
        counts[rows[k]]++;
    assert_int_equal(counts[0] + counts[2] + counts[5], 0);
    assert_int_equal(counts[1], 30);
    assert_int_equal(counts[3], 45);
    assert_int_equal(counts[4], 25);
    mnz_weights_resample(weights, 6, 2, rows);
    assert_int_equal(rows[0], 1);
    assert_int_equal(rows[1], 3);
    for (int i = 0; i < TRIALS; i++)
        w[i] = i % 7 ? 1.0 / (1.0 + i) : 0.0;
    mnz_weights_resample(w, TRIALS, 100, rows);
    for (int k = 1; k < 100; k++)
        assert_true(rows[k] >= rows[k - 1] && w[rows[k]] > 0.0);
}

static void
weighted_quantiles_are_the_least_values_that_reach_p(void **state)
{
    static const double values[] = {5.0, 1.0, 3.0, 9.0};
    static const double weights[] = {0.2, 0.5, 0.3, 0.0};
    uint32_t at[4];

    (void)state;
    assert_true(mnz_weighted_order(values, 4, at));
    assert_int_equal(at[0], 1);
    assert_int_equal(at[3], 3);
    assert_close(mnz_weighted_quantile(values, weights, at, 4, 0.5), 1.0, 0.0);
    assert_close(mnz_weighted_quantile(values, weights, at, 4, 0.51), 3.0, 0.0);
    assert_close(mnz_weighted_quantile(values, weights, at, 4, 0.8), 3.0, 0.0);
    assert_close(mnz_weighted_quantile(values, weights, at, 4, 1.0), 5.0, 0.0);
    assert_close(mnz_weighted_quantile(values, NULL, at, 4, 0.75), 5.0, 0.0);
    assert_close(mnz_weighted_mean(values, weights, 4), 2.4, 1e-15);
    assert_close(mnz_weighted_sd(values, weights, 4), sqrt(8.2 - 2.4 * 2.4), 1e-14);
}

static void
kolmogorovs_distance_is_the_largest_gap(void **state)
{
    static const double values[] = {2.0, 1.0, 2.0, 4.0};
    static const double weights[] = {0.1, 0.1, 0.1, 0.7};
    uint32_t at[4];

    (void)state;
    assert_true(mnz_weighted_order(values, 4, at));
    /* After 1: 0.25 and 0.1; after both 2s: 0.75 and 0.3. */
    assert_close(mnz_weighted_ks(values, NULL, weights, at, 4), 0.45, 1e-15);
    assert_near(mnz_weighted_ks(values, weights, weights, at, 4), 0.0, 0.0);
    assert_close(mnz_ks_chance(100.0, 0.05), 1.3581 / 10.0, 1e-4);
}

static void
rank_correlations_are_spearmans(void **state)
{
    static const double a[] = {1.0, 2.0, 3.0, 4.0, 5.0};
    static const double b[] = {1.0, 4.0, 9.0, 16.0, 25.0};
    static const double c[] = {2.0, 1.0, 4.0, 3.0, 5.0};
    static const double twice[] = {0.0, 0.0, 1.0, 1.0, 2.0};
    double ra[5], rb[5];
    uint32_t at[5];

    (void)state;
    mnz_weighted_order(a, 5, at);
    mnz_weighted_ranks(a, NULL, at, 5, ra);
    assert_close(ra[0], 0.1, 1e-15);
    mnz_weighted_order(b, 5, at);
    mnz_weighted_ranks(b, NULL, at, 5, rb);
    assert_close(mnz_weighted_correlation(ra, rb, NULL, 5), 1.0, 1e-14);
    mnz_weighted_order(c, 5, at);
    mnz_weighted_ranks(c, NULL, at, 5, rb);
    /* 1 - 6 sum d^2 / (n (n^2 - 1)), d = 1, 1, 1, 1, 0. */
    assert_close(mnz_weighted_correlation(ra, rb, NULL, 5), 0.8, 1e-14);
    mnz_weighted_order(twice, 5, at);
    mnz_weighted_ranks(twice, NULL, at, 5, rb);
    assert_close(rb[0], 0.2, 1e-15);
    assert_close(rb[1], 0.2, 1e-15);
    assert_close(rb[4], 0.9, 1e-15);
    for (int i = 0; i < 5; i++)
        rb[i] = 0.5;
    assert_near(mnz_weighted_correlation(ra, rb, NULL, 5), 0.0, 0.0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_posterior_of_a_normal_is_the_normal_of_textbooks),
        cmocka_unit_test(the_effective_number_of_normal_trials_has_a_closed_form),
        cmocka_unit_test(the_temper_is_the_largest_that_leaves_enough_trials),
        cmocka_unit_test(large_costs_do_not_underflow),
        cmocka_unit_test(resampling_takes_each_trial_as_often_as_it_weighs),
        cmocka_unit_test(weighted_quantiles_are_the_least_values_that_reach_p),
        cmocka_unit_test(kolmogorovs_distance_is_the_largest_gap),
        cmocka_unit_test(rank_correlations_are_spearmans),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
