#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "stats/interval.h"
#include "support/close.h"

static void
student_agrees_with_gsl(void **state)
{
    (void)state;
    for (unsigned df = 1; df < 3000; df += df < 60 ? 1 : 97)
        assert_close(mnz_student95(df), gsl_cdf_tdist_Pinv(0.975, df), 1e-6);
    assert_close(mnz_student95(15), 2.131449545559774, 1e-14);
    assert_close(mnz_student95(UINT64_MAX), 1.959963984540054, 1e-14);
    assert_true(isnan(mnz_student95(0)));
}

/* Newcombe (1998), Statistics in Medicine 17, table I, method 3. */
static void
wilson_agrees_with_published_values(void **state)
{
    double low, high;

    (void)state;
    mnz_interval_of_probability(81, 263, &low, &high);
    assert_near(low, 0.2553, 5e-5);
    assert_near(high, 0.3662, 5e-5);
    mnz_interval_of_probability(15, 148, &low, &high);
    assert_near(low, 0.0624, 5e-5);
    assert_near(high, 0.1605, 5e-5);
    mnz_interval_of_probability(1, 29, &low, &high);
    assert_near(low, 0.0061, 5e-5);
    assert_near(high, 0.1718, 5e-5);
}

static void
no_hit_gives_the_rule_of_three(void **state)
{
    double low, high;

    (void)state;
    mnz_interval_of_probability(0, 10, &low, &high);
    assert_true(low == 0.0);
    assert_close(high, 1.0 - pow(0.05, 0.1), 1e-13);
    mnz_interval_of_probability(0, 1000000, &low, &high);
    assert_close(high, -expm1(log(0.05) / 1e6), 1e-13);
    mnz_interval_of_probability(0, (uint64_t)1 << 40, &low, &high);
    assert_close(high, -expm1(log(0.05) / 0x1p40), 1e-13);
    mnz_interval_of_probability(50, 50, &low, &high);
    assert_close(low, pow(0.05, 0.02), 1e-13);
    assert_true(high == 1.0);
}

static void
the_rule_of_three_is_continuous_where_its_formula_changes(void **state)
{
    double low, before = 1.0, high;

    (void)state;
    for (uint64_t n = 29900; n < 30000; n++) {
        mnz_interval_of_probability(0, n, &low, &high);
        assert_close(high, -expm1(log(0.05) / (double)n), 1e-11);
        assert_true(high < before);
        before = high;
    }
}

static void
without_trials_nothing_is_known(void **state)
{
    double low, high;

    (void)state;
    mnz_interval_of_probability(0, 0, &low, &high);
    assert_true(isnan(low) && isnan(high));
}

/* Whether ranks are the narrowest that leave 2.5 % at most on either side. */
static void
check_ranks(double p, unsigned n)
{
    uint64_t low, high;

    mnz_interval_ranks(p, n, &low, &high);
    if (low > 0)
        assert_true(gsl_cdf_binomial_P((unsigned)low - 1, p, n) <= 0.025 + 1e-12);
    assert_true(gsl_cdf_binomial_P((unsigned)low, p, n) > 0.025 - 1e-12);
    if (high > 0) {
        assert_true(gsl_cdf_binomial_Q((unsigned)high - 1, p, n) <= 0.025 + 1e-12);
        assert_true(high == 1 ||
                    gsl_cdf_binomial_Q((unsigned)high - 2, p, n) > 0.025 - 1e-12);
    } else {
        assert_true(n == 0 || gsl_cdf_binomial_Q(n - 1, p, n) > 0.025 - 1e-12);
    }
}

static void
ranks_agree_with_the_binomial_distribution(void **state)
{
    const double p[] = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    const unsigned n[] = {1, 2, 5, 10, 64, 100, 999, 4096, 100000};

    (void)state;
    for (size_t i = 0; i < sizeof p / sizeof *p; i++)
        for (size_t j = 0; j < sizeof n / sizeof *n; j++)
            check_ranks(p[i], n[j]);
}

static void
ranks_of_the_median_are_the_tabled_ones(void **state)
{
    uint64_t low, high;

    (void)state;
    /* Conover, Practical Nonparametric Statistics: n = 10: 2nd and 9th (97.9 %). */
    mnz_interval_ranks(0.5, 10, &low, &high);
    assert_int_equal(low, 2);
    assert_int_equal(high, 9);
    mnz_interval_ranks(0.5, 5, &low, &high);
    assert_int_equal(low, 0);
    assert_int_equal(high, 0);
    mnz_interval_ranks(0.5, 0, &low, &high);
    assert_int_equal(low, 0);
    assert_int_equal(high, 0);
}

static void
a_quantile_is_the_order_statistic_of_p_n_rounded_up(void **state)
{
    (void)state;
    for (uint64_t n = 100; n < 200000; n += 100)
        for (int percent = 1; percent <= 100; percent++)
            assert_int_equal(mnz_quantile_rank(percent / 100.0, n),
                             n / 100 * (uint64_t)percent);
    assert_int_equal(mnz_quantile_rank(0.5, 3), 2);
    assert_int_equal(mnz_quantile_rank(0.01, 64), 1);
    assert_int_equal(mnz_quantile_rank(0.99, 64), 64);
    assert_int_equal(mnz_quantile_rank(0.05, 1), 1);
    assert_int_equal(mnz_quantile_rank(1.0, 7), 7);
    assert_int_equal(mnz_quantile_rank(0.5, 0), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_agrees_with_gsl),
        cmocka_unit_test(wilson_agrees_with_published_values),
        cmocka_unit_test(no_hit_gives_the_rule_of_three),
        cmocka_unit_test(the_rule_of_three_is_continuous_where_its_formula_changes),
        cmocka_unit_test(without_trials_nothing_is_known),
        cmocka_unit_test(ranks_agree_with_the_binomial_distribution),
        cmocka_unit_test(ranks_of_the_median_are_the_tabled_ones),
        cmocka_unit_test(a_quantile_is_the_order_statistic_of_p_n_rounded_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
