/* test_carriers.c - shares of a variance by input, where they are known. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdint.h>

#include "study/carriers.h"

enum { TRIALS = 4096, INPUTS = 4 };

static double draws[INPUTS][TRIALS], values[TRIALS], shares[INPUTS];

/* Uniform on (0, 1), by splitmix64 (Steele, Lea and Flood 2014). */
static double
uniform(void)
{
    static uint64_t state = 42;
    uint64_t z;

    state += 0x9e3779b97f4a7c15u;
    z = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

static void
draw_all(void)
{
    for (int t = 0; t < TRIALS; t++)
        for (int i = 0; i < INPUTS; i++)
            draws[i][t] = uniform();
}

static void
study(size_t inputs)
{
    assert_int_equal(mnz_carriers_shares(&draws[0][0], values, TRIALS, inputs, shares),
                     0);
}

static void
assert_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance))
        fail_msg("%.6f is not %.6f within %.6f", got, expected, tolerance);
}

/* y = 3 a + 2 b + c: 9/14, 4/14, 1/14, and nothing of the fourth input. */
static void
a_sum_has_the_shares_of_its_terms(void **state)
{
    (void)state;
    draw_all();
    for (int t = 0; t < TRIALS; t++)
        values[t] = 3.0 * draws[0][t] + 2.0 * draws[1][t] + draws[2][t];
    study(INPUTS);
    assert_near(shares[0], 9.0 / 14.0, 0.025);
    assert_near(shares[1], 4.0 / 14.0, 0.025);
    assert_near(shares[2], 1.0 / 14.0, 0.025);
    assert_near(shares[3], 0.0, mnz_carriers_noise(TRIALS, INPUTS));
}

/* Ishigami: a hump and a sine that no rank correlation sees. With coefficients 7 and
 * 0.1 the shares are 0.3139, 0.4424 and 0. */
static void
shares_need_no_monotone_effect(void **state)
{
    const double pi = 3.14159265358979323846;

    (void)state;
    draw_all();
    for (int t = 0; t < TRIALS; t++) {
        const double a = pi * (2.0 * draws[0][t] - 1.0);
        const double b = pi * (2.0 * draws[1][t] - 1.0);
        const double c = pi * (2.0 * draws[2][t] - 1.0);

        values[t] = sin(a) + 7.0 * sin(b) * sin(b) + 0.1 * c * c * c * c * sin(a);
    }
    study(INPUTS);
    assert_near(shares[0], 0.3139, 0.03);
    assert_near(shares[1], 0.4424, 0.03);
    assert_near(shares[2], 0.0, mnz_carriers_noise(TRIALS, INPUTS));
}

/* All but the width of a bin: 1/32^2 of the variance of a straight line. */
static void
one_input_carries_everything(void **state)
{
    (void)state;
    draw_all();
    for (int t = 0; t < TRIALS; t++)
        values[t] = 5.0 - draws[0][t];
    study(1);
    assert_near(shares[0], 1.0 - 1.0 / 1024.0, 2e-4);
}

/* Two values are two bins, however uneven: y = x exactly, so nothing is left within. */
static void
equal_draws_share_a_bin(void **state)
{
    (void)state;
    draw_all();
    for (int t = 0; t < TRIALS; t++) {
        draws[0][t] = draws[0][t] < 0.1;
        draws[1][t] = 7.0;
        values[t] = draws[0][t];
    }
    study(2);
    assert_near(shares[0], 1.0, 1e-12);
    assert_true(shares[1] == 0.0);
}

static void
a_constant_is_carried_by_nothing(void **state)
{
    (void)state;
    draw_all();
    for (int t = 0; t < TRIALS; t++)
        values[t] = 0.1;
    study(INPUTS);
    for (int i = 0; i < INPUTS; i++)
        assert_true(shares[i] == 0.0);
}

/* Trials without a value change nothing: the same as fewer trials. */
static void
trials_without_a_value_do_not_count(void **state)
{
    enum { KEPT = 1000 };
    static double few[INPUTS][KEPT];
    double other[INPUTS];

    (void)state;
    draw_all();
    for (int t = 0; t < TRIALS; t++)
        values[t] = t < KEPT ? draws[0][t] + draws[1][t] : NAN;
    for (int i = 0; i < INPUTS; i++)
        for (int t = 0; t < KEPT; t++)
            few[i][t] = draws[i][t];
    study(INPUTS);
    assert_int_equal(mnz_carriers_shares(&few[0][0], values, KEPT, INPUTS, other), 0);
    for (int i = 0; i < INPUTS; i++)
        assert_true(shares[i] == other[i]);
    assert_true(shares[0] > 0.4);
    for (int t = 8; t < KEPT; t++)
        values[t] = NAN;
    study(INPUTS);
    assert_true(shares[0] == 0.0);
}

/* Of a thousand inputs without effect hardly one passes the bound, and their mean share
 * is near 0: the correction leaves no bias but that of cutting at 0. */
static void
chance_stays_below_its_bound(void **state)
{
    const double bound = mnz_carriers_noise(TRIALS, 1000);
    double sum = 0.0;
    int above = 0;

    (void)state;
    assert_true(bound > 0.005 && bound < 0.02);
    assert_true(mnz_carriers_noise(256, 1000) > bound);
    assert_true(mnz_carriers_noise(4, 1000) == 1.0);
    draw_all();
    for (int t = 0; t < TRIALS; t++)
        values[t] = uniform();
    for (int round = 0; round < 250; round++) {
        draw_all();
        study(INPUTS);
        for (int i = 0; i < INPUTS; i++) {
            above += shares[i] > bound;
            sum += shares[i];
        }
    }
    assert_in_range(above, 0, 2);
    assert_true(sum / 1000.0 < 0.002);
}

/* y = 3 x0 + x1, and x2 repeats x0: it carries nothing of the rest. */
static void
an_input_that_follows_another_is_not_named(void **state)
{
    enum { N = 4096, K = 3 };
    static double x[K * N], y[N];
    size_t found[K], count;
    double part[K];

    (void)state;
    for (size_t t = 0; t < N; t++) {
        x[t] = x[2 * N + t] = ((double)t + 0.5) / N;
        x[N + t] = ((double)(t * 1597 % N) + 0.5) / N;
        y[t] = 3.0 * x[t] + x[N + t];
    }
    assert_int_equal(mnz_carriers_find(x, y, N, K, K, found, part, &count), MNZ_OK);
    assert_int_equal(count, 2);
    assert_int_equal(found[0], 0);
    assert_int_equal(found[1], 1);
    assert_true(part[0] > 0.88 && part[0] < 0.92);
    assert_true(part[1] > 0.08 && part[1] < 0.12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sum_has_the_shares_of_its_terms),
        cmocka_unit_test(shares_need_no_monotone_effect),
        cmocka_unit_test(one_input_carries_everything),
        cmocka_unit_test(equal_draws_share_a_bin),
        cmocka_unit_test(a_constant_is_carried_by_nothing),
        cmocka_unit_test(trials_without_a_value_do_not_count),
        cmocka_unit_test(chance_stays_below_its_bound),
        cmocka_unit_test(an_input_that_follows_another_is_not_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
