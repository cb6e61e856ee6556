/* test_influence.c - rank correlations and shares where they are known, and how often
 * their intervals hold them. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdint.h>

#include "sampling/points.h"
#include "stats/influence.h"
#include "stats/weights.h"
#include "support/close.h"

enum { TRIALS = 4096, INPUTS = 4, PARTS = MNZ_JACKKNIFE_PARTS };
#define PI 3.14159265358979323846

static const char *const NAMES[INPUTS] = {"a", "b", "c", "d"};
static double draws[INPUTS][TRIALS], values[TRIALS], weights[TRIALS];
static uint8_t parts[TRIALS];
static struct mnz_influence found[INPUTS];

static void
draw_all(enum mnz_sampler sampler, uint64_t seed, size_t trials)
{
    struct mnz_points *points = NULL;
    double u[INPUTS];

    assert_int_equal(mnz_points_create(seed, sampler, INPUTS, NAMES, 0, NULL, &points),
                     MNZ_OK);
    for (size_t t = 0; t < trials; t++) {
        mnz_points_uniforms(points, t, u);
        for (int i = 0; i < INPUTS; i++)
            draws[i][t] = u[i];
        weights[t] = 1.0;
        parts[t] = (uint8_t)(t % PARTS);
    }
    mnz_points_destroy(points);
}

static struct mnz_influence_order
order_of(int input, size_t trials)
{
    static uint32_t order[TRIALS];
    static double sorted[TRIALS];

    assert_true(mnz_weighted_order(draws[input], trials, order));
    for (size_t i = 0; i < trials; i++)
        sorted[i] = draws[input][order[i]];
    return (struct mnz_influence_order){sorted, order};
}

static struct mnz_answer *
make_answer(size_t trials)
{
    const struct mnz_influence_trials t = {trials, values, weights, parts};
    struct mnz_answer *answer = NULL;

    assert_int_equal(mnz_answer_create(&t, &answer), MNZ_OK);
    return answer;
}

static void
study(size_t trials)
{
    struct mnz_answer *answer = make_answer(trials);

    for (int i = 0; i < INPUTS; i++) {
        const struct mnz_influence_order order = order_of(i, trials);

        mnz_influence_find(answer, &order, &found[i]);
    }
    mnz_answer_destroy(answer);
}

/* By share and by rank. */
static int
is_beyond_chance(int input, size_t trials, size_t inputs)
{
    return mnz_influence_share_is_beyond_chance(&found[input].share, trials, inputs) +
           mnz_influence_rank_is_beyond_chance(&found[input].rank, trials, inputs);
}

static void
set_sum(size_t trials)
{
    for (size_t t = 0; t < trials; t++)
        values[t] = 3.0 * draws[0][t] + 2.0 * draws[1][t] + draws[2][t];
}

/* With coefficients 7 and 0.1 the first-order shares are 0.3139, 0.4424 and 0. */
static void
set_ishigami(size_t trials)
{
    for (size_t t = 0; t < trials; t++) {
        const double a = PI * (2.0 * draws[0][t] - 1.0);
        const double b = PI * (2.0 * draws[1][t] - 1.0);
        const double c = PI * (2.0 * draws[2][t] - 1.0);

        values[t] = sin(a) + 7.0 * sin(b) * sin(b) + 0.1 * c * c * c * c * sin(a);
    }
}

/* Sobol' g with coefficients 0, 1, 4.5 and 9: variances 1/3 / (1 + a)^2 of the terms.
 */
static double
set_g(size_t trials, double shares[INPUTS])
{
    static const double a[INPUTS] = {0.0, 1.0, 4.5, 9.0};
    double all = 1.0;

    for (int i = 0; i < INPUTS; i++) {
        shares[i] = 1.0 / 3.0 / ((1.0 + a[i]) * (1.0 + a[i]));
        all *= 1.0 + shares[i];
    }
    for (int i = 0; i < INPUTS; i++)
        shares[i] /= all - 1.0;
    for (size_t t = 0; t < trials; t++) {
        values[t] = 1.0;
        for (int i = 0; i < INPUTS; i++)
            values[t] *= (fabs(4.0 * draws[i][t] - 2.0) + a[i]) / (1.0 + a[i]);
    }
    return all - 1.0;
}

/* y = 3 a + 2 b + c: 9/14, 4/14, 1/14, and nothing of the fourth input. */
static void
a_sum_has_the_shares_of_its_terms(void **state)
{
    (void)state;
    for (int s = 0; s < MNZ_NUM_SAMPLERS; s++) {
        draw_all((enum mnz_sampler)s, 1, TRIALS);
        set_sum(TRIALS);
        study(TRIALS);
        assert_near(found[0].share.value, 9.0 / 14.0, 0.025);
        assert_near(found[1].share.value, 4.0 / 14.0, 0.025);
        assert_near(found[2].share.value, 1.0 / 14.0, 0.025);
        assert_near(found[3].share.value, 0.0, 0.01);
        for (int i = 0; i < INPUTS; i++)
            assert_int_equal(is_beyond_chance(i, TRIALS, INPUTS), i < 3 ? 2 : 0);
        assert_near(found[3].rank.value, 0.0, 0.08);
        assert_true(found[0].rank.value > found[1].rank.value);
    }
}

static void
shares_need_no_monotone_effect(void **state)
{
    (void)state;
    draw_all(MNZ_SAMPLER_PLAIN, 2, TRIALS);
    set_ishigami(TRIALS);
    study(TRIALS);
    assert_near(found[0].share.value, 0.3139, 0.03);
    assert_near(found[1].share.value, 0.4424, 0.03);
    assert_near(found[2].share.value, 0.0, 0.01);
    assert_near(found[1].rank.value, 0.0, 0.08);
}

/* All but the width of a bin: 1/64^2 of the variance of a straight line. */
static void
one_input_carries_everything(void **state)
{
    (void)state;
    draw_all(MNZ_SAMPLER_PLAIN, 3, TRIALS);
    for (int t = 0; t < TRIALS; t++)
        values[t] = 5.0 - draws[0][t];
    study(TRIALS);
    assert_near(found[0].share.value, 1.0 - 1.0 / 4096.0, 3e-3);
    assert_near(found[0].rank.value, -1.0, 1e-9);
    assert_near(found[0].low_tenth, 4.95, 3e-3);
    assert_near(found[0].high_tenth, 4.05, 3e-3);
}

/* Two values are two bins, however uneven: y = x exactly, so nothing is left within; a
 * tenth takes equal draws in part. */
static void
equal_draws_share_a_bin(void **state)
{
    (void)state;
    draw_all(MNZ_SAMPLER_PLAIN, 4, TRIALS);
    for (int t = 0; t < TRIALS; t++) {
        draws[0][t] = draws[0][t] < 0.05;
        draws[1][t] = 7.0;
        values[t] = draws[0][t];
    }
    study(TRIALS);
    assert_near(found[0].share.value, 1.0, 2e-3);
    assert_near(found[0].rank.value, 1.0, 1e-9);
    assert_near(found[0].low_tenth, 0.0, 1e-12);
    assert_near(found[0].high_tenth, 0.5, 0.15);
    assert_near(found[1].share.value, 0.0, 1e-12);
    assert_true(found[1].rank.value == 0.0);
    assert_near(found[1].low_tenth, found[1].high_tenth, 1e-12);
}

static void
a_constant_and_a_few_trials_say_nothing(void **state)
{
    (void)state;
    draw_all(MNZ_SAMPLER_PLAIN, 5, TRIALS);
    for (int t = 0; t < TRIALS; t++)
        values[t] = 0.1;
    study(TRIALS);
    for (int i = 0; i < INPUTS; i++) {
        assert_true(found[i].share.value == 0.0 && found[i].rank.value == 0.0);
        assert_near(found[i].low_tenth, 0.1, 1e-12);
        assert_int_equal(is_beyond_chance(i, TRIALS, INPUTS), 0);
    }
    set_sum(MNZ_INFLUENCE_LEAST - 1);
    study(MNZ_INFLUENCE_LEAST - 1);
    assert_true(found[0].share.value == 0.0);
}

/* Trials of weight 2 are the same as these trials given twice. */
static void
a_weight_is_a_number_of_trials(void **state)
{
    enum { ONCE = 1024 };
    struct mnz_influence doubled[INPUTS];

    (void)state;
    draw_all(MNZ_SAMPLER_PLAIN, 6, ONCE);
    for (int t = 0; t < ONCE; t++)
        for (int i = 0; i < INPUTS; i++)
            draws[i][ONCE + t] = draws[i][t];
    for (int t = 0; t < ONCE; t++) {
        weights[ONCE + t] = 1.0;
        parts[ONCE + t] = parts[t];
    }
    set_ishigami(2 * ONCE);
    study(2 * ONCE);
    for (int i = 0; i < INPUTS; i++)
        doubled[i] = found[i];
    for (int t = 0; t < ONCE; t++)
        weights[t] = 2.0;
    study(ONCE);
    for (int i = 0; i < INPUTS; i++) {
        assert_near(found[i].rank.value, doubled[i].rank.value, 1e-12);
        assert_near(found[i].low_tenth, doubled[i].low_tenth, 1e-12);
    }
}

/* Of hundreds of inputs without effect hardly one is beyond chance, and their mean
 * share is 0: there is no bias, also where points repeat patterns of an input with
 * effect. */
static void
chance_stays_below_its_bound(void **state)
{
    enum { N = 1024, ROUNDS = 80 };

    (void)state;
    for (int s = 0; s < MNZ_NUM_SAMPLERS; s++) {
        double sum = 0.0, squares = 0.0;
        int beyond = 0;

        for (uint64_t round = 0; round < ROUNDS; round++) {
            draw_all((enum mnz_sampler)s, 100 + round, N);
            for (int t = 0; t < N; t++)
                values[t] = draws[0][t];
            study(N);
            for (int i = 1; i < INPUTS; i++) {
                beyond += is_beyond_chance(i, N, 1000);
                sum += found[i].share.value;
                squares += found[i].share.value * found[i].share.value;
            }
        }
        assert_in_range(beyond, 0, 2);
        assert_near(sum / (3 * ROUNDS), 0.0, 4.5 * sqrt(squares) / (3 * ROUNDS));
    }
}

/* After the first input is removed only the rest is left. */
static void
a_removed_input_carries_nothing(void **state)
{
    struct mnz_influence_order order;
    struct mnz_answer *answer;
    struct mnz_influence x;

    (void)state;
    draw_all(MNZ_SAMPLER_SOBOL, 7, TRIALS);
    set_sum(TRIALS);
    answer = make_answer(TRIALS);
    order = order_of(0, TRIALS);
    mnz_influence_remove(answer, &order);
    mnz_influence_find(answer, &order, &x);
    assert_false(mnz_influence_share_is_beyond_chance(&x.share, TRIALS, INPUTS));
    assert_near(mnz_answer_variance(answer), 5.0 / 12.0, 0.02);
    order = order_of(1, TRIALS);
    mnz_influence_find(answer, &order, &x);
    assert_near(x.share.value, 0.8, 0.03);
    mnz_answer_destroy(answer);
}

static int
holds(const struct mnz_jackknife *estimate, double truth)
{
    double low, high;

    mnz_jackknife_interval(estimate, &low, &high);
    return low <= truth && truth <= high;
}

/* Fewer hits than this have a probability below 1/10,000 at a rate of 95 %. */
static void
assert_covers(int hits, int seeds)
{
    const double bound = 0.95 * seeds - 3.72 * sqrt(0.95 * 0.05 * seeds);

    if (hits < bound)
        fail_msg("%d of %d intervals hold the truth, fewer than %.1f", hits, seeds,
                 bound);
}

static void
intervals_of_shares_hold_the_truth_under_each_sampler(void **state)
{
    enum { N = 1024, SEEDS = 60 };

    (void)state;
    for (int s = 0; s < MNZ_NUM_SAMPLERS; s++) {
        static const double truth[INPUTS] = {0.3139, 0.4424, 0.0, 0.0};
        double shares[INPUTS];
        int ishigami[INPUTS] = {0}, g[INPUTS] = {0};

        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            draw_all((enum mnz_sampler)s, seed, N);
            set_ishigami(N);
            study(N);
            for (int i = 0; i < INPUTS; i++)
                ishigami[i] += holds(&found[i].share, truth[i]);
            set_g(N, shares);
            study(N);
            for (int i = 0; i < INPUTS; i++)
                g[i] += holds(&found[i].share, shares[i]);
        }
        for (int i = 0; i < INPUTS; i++) {
            assert_covers(ishigami[i], SEEDS);
            assert_covers(g[i], SEEDS);
        }
    }
}

/* Of normal numbers with correlation r Spearman's is 6/pi asin(r/2). */
static void
intervals_of_rank_correlations_hold_the_truth(void **state)
{
    enum { N = 512, SEEDS = 60 };
    const struct mnz_correlation pair = {0, 1, 0.6};

    (void)state;
    for (int s = 0; s < MNZ_NUM_SAMPLERS; s++) {
        int hits = 0;

        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct mnz_points *points = NULL;
            double low, high;

            draw_all((enum mnz_sampler)s, seed, N);
            assert_int_equal(mnz_points_create(seed, (enum mnz_sampler)s, INPUTS, NAMES,
                                               1, &pair, &points),
                             MNZ_OK);
            for (uint64_t t = 0; t < N; t++) {
                double u[INPUTS];

                mnz_points_uniforms(points, t, u);
                draws[0][t] = u[0];
                values[t] = u[1];
            }
            mnz_points_destroy(points);
            study(N);
            mnz_jackknife_correlation_interval(&found[0].rank, &low, &high);
            hits += low <= 0.6 && 0.6 <= high;
        }
        assert_covers(hits, SEEDS);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_has_the_shares_of_its_terms),
        cmocka_unit_test(shares_need_no_monotone_effect),
        cmocka_unit_test(one_input_carries_everything),
        cmocka_unit_test(equal_draws_share_a_bin),
        cmocka_unit_test(a_constant_and_a_few_trials_say_nothing),
        cmocka_unit_test(a_weight_is_a_number_of_trials),
        cmocka_unit_test(chance_stays_below_its_bound),
        cmocka_unit_test(a_removed_input_carries_nothing),
        cmocka_unit_test(intervals_of_shares_hold_the_truth_under_each_sampler),
        cmocka_unit_test(intervals_of_rank_correlations_hold_the_truth),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
