#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/mathfn.h"
#include "support/close.h"
#include "support/wide.h"

enum { STEPS = 200000 };

/* Steps of the golden ratio: they reach everywhere between 0 and 1. */
static double
fraction(int i)
{
    const double x = (double)i * 0.61803398874989485;

    return x - floor(x);
}

/* How many units in the last place of `wanted` lie between them. */
static double
ulps(double got, long double wanted)
{
    const double w = fabs((double)wanted);

    return (double)(fabsl((long double)got - wanted) /
                    ((long double)nextafter(w, INFINITY) - (long double)w));
}

static void
exp_is_within_nine_tenths_of_an_ulp(void **state)
{
    double most = 0.0;

    (void)state;
    if (!long_double_is_wide())
        skip();
    for (int i = 0; i < STEPS; i++) {
        const double wide = 1400.0 * (fraction(i) - 0.5),
                     near = 2.0 * fraction(i) - 1.0;

        most = fmax(most, ulps(mnz_exp(wide), expl((long double)wide)));
        most = fmax(most, ulps(mnz_exp(near), expl((long double)near)));
    }
    assert_true(most < 0.9);
}

static void
log_is_within_six_tenths_of_an_ulp(void **state)
{
    double most = 0.0;

    (void)state;
    if (!long_double_is_wide())
        skip();
    for (int i = 0; i < STEPS; i++) {
        const double wide = ldexp(1.0 + fraction(i), i % 2000 - 1000);
        const double near = 1.0 + 0.01 * (fraction(i) - 0.5);

        most = fmax(most, ulps(mnz_log(wide), logl((long double)wide)));
        most = fmax(most, ulps(mnz_log(near), logl((long double)near)));
    }
    assert_true(most < 0.6);
}

static void
pow_is_exact_to_3e_16(void **state)
{
    double most = 0.0;

    (void)state;
    if (!long_double_is_wide())
        skip();
    for (int i = 0; i < STEPS; i++) {
        const double x = ldexp(1.0 + fraction(i), i % 200 - 100);
        const double y = 10.0 * (fraction(7 * i + 3) - 0.5);
        const long double wanted = powl((long double)x, (long double)y);

        if (wanted > 1e-300L && wanted < 1e300L)
            most =
                fmax(most, (double)fabsl((long double)mnz_pow(x, y) / wanted - 1.0L));
    }
    assert_true(most < 3e-16);
}

static void
edges_are_those_of_the_standard_functions(void **state)
{
    (void)state;
    assert_true(mnz_exp(0.0) == 1.0);
    assert_true(mnz_exp(-INFINITY) == 0.0);
    assert_true(mnz_exp(-746.0) == 0.0);
    assert_true(mnz_exp(-745.0) == 0x1p-1074);
    assert_true(mnz_exp(710.0) == INFINITY);
    assert_true(isfinite(mnz_exp(709.7)));
    assert_true(isnan(mnz_exp(NAN)));
    assert_true(mnz_log(1.0) == 0.0);
    assert_true(mnz_log(0.0) == -INFINITY);
    assert_true(mnz_log(INFINITY) == INFINITY);
    assert_true(isnan(mnz_log(-1.0)));
    assert_true(isnan(mnz_log(NAN)));
    assert_close(mnz_log(0x1p-1074), -744.4400719213812, 1e-15);
    assert_true(mnz_pow(0.0, 2.0) == 0.0);
    assert_true(mnz_pow(0.0, -2.0) == INFINITY);
    assert_true(mnz_pow(0.0, 0.0) == 1.0);
    assert_true(mnz_pow(5.0, 0.0) == 1.0);
    assert_true(mnz_pow(1e300, 1e300) == INFINITY);
    assert_true(mnz_pow(1e-300, 1e300) == 0.0);
    assert_true(mnz_pow(INFINITY, -1.0) == 0.0);
    assert_true(isnan(mnz_pow(-2.0, 2.0)));
    assert_true(isnan(mnz_pow(2.0, NAN)));
}

static void
whole_powers_come_out_whole(void **state)
{
    (void)state;
    assert_true(mnz_pow(10.0, 3.0) == 1000.0);
    assert_true(mnz_pow(7.0, 1.0) == 7.0);
    assert_true(mnz_pow(4.0, -1.0) == 0.25);
}

static void
normal_quantiles_are_the_tabulated_ones(void **state)
{
    (void)state;
    assert_true(mnz_normal_quantile(0.5) == 0.0);
    assert_close(mnz_normal_quantile(0.975), 1.9599639845400542, 1e-14);
    assert_close(mnz_normal_quantile(0.05), -1.6448536269514729, 1e-14);
    assert_close(mnz_normal_quantile(1e-10), -6.3613409024040557, 1e-14);
    assert_close(mnz_normal_quantile(1e-300), -37.0471, 1e-6);
    assert_true(mnz_normal_quantile(0.25) == -mnz_normal_quantile(0.75));
}

static void
normal_cdf_is_exact_to_1e_15_down_to_the_least_normal_number(void **state)
{
    double most = 0.0;

    (void)state;
    if (!long_double_is_wide())
        skip();
    for (int i = 0; i < STEPS; i++) {
        const double wide = 47.0 * fraction(i) - 37.5, near = 12.0 * fraction(i) - 6.0;
        const double xs[] = {wide, near};

        for (int j = 0; j < 2; j++) {
            const long double wanted = 0.5L * erfcl(-(long double)xs[j] / sqrtl(2.0L));

            most =
                fmax(most,
                     (double)fabsl((long double)mnz_normal_cdf(xs[j]) / wanted - 1.0L));
        }
    }
    assert_true(most < 1e-15);
}

static void
normal_cdf_is_that_of_the_library_and_inverts_the_quantile(void **state)
{
    (void)state;
    for (int i = 0; i < STEPS; i++) {
        const double x = 47.0 * fraction(i) - 37.5, p = 0.5 * fraction(i) + 1e-300;

        assert_close(mnz_normal_cdf(x), gsl_cdf_ugaussian_P(x), 2e-15);
        assert_close(mnz_normal_cdf(mnz_normal_quantile(p)), p, 2e-12);
    }
}

static void
normal_cdf_ends_at_0_and_1(void **state)
{
    (void)state;
    assert_true(mnz_normal_cdf(0.0) == 0.5);
    assert_true(mnz_normal_cdf(-38.7) == 0.0);
    assert_true(mnz_normal_cdf(-38.4) > 0.0);
    assert_true(mnz_normal_cdf(9.0) == 1.0);
    assert_true(mnz_normal_cdf(-INFINITY) == 0.0);
    assert_true(mnz_normal_cdf(INFINITY) == 1.0);
    assert_true(isnan(mnz_normal_cdf(NAN)));
    assert_close(mnz_normal_cdf(-1.9599639845400542), 0.025, 1e-14);
    assert_true(mnz_normal_cdf(2.5) == 1.0 - mnz_normal_cdf(-2.5));
}

/* The bits of results are the same on every machine. */
static void
results_have_these_bits(void **state)
{
    (void)state;
    assert_true(mnz_exp(1.0) == 0x1.5bf0a8b14576ap+1);
    assert_true(mnz_exp(-20.5) == 0x1.57a3afeed00abp-30);
    assert_true(mnz_log(10.0) == 0x1.26bb1bbb55516p+1);
    assert_true(mnz_pow(1.7, -2.3) == 0x1.2e2e62f070717p-2);
    assert_true(mnz_normal_quantile(0.01) == -0x1.29c5c4630ff0ep+1);
    assert_true(mnz_normal_cdf(-0.5) == 0x1.3bf143b9aa713p-2);
    assert_true(mnz_normal_cdf(-3.25) == 0x1.2e86fd7d03407p-11);
    assert_true(mnz_normal_cdf(-11.0) == 0x1.e468e575e1ccdp-93);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_is_within_nine_tenths_of_an_ulp),
        cmocka_unit_test(log_is_within_six_tenths_of_an_ulp),
        cmocka_unit_test(pow_is_exact_to_3e_16),
        cmocka_unit_test(edges_are_those_of_the_standard_functions),
        cmocka_unit_test(whole_powers_come_out_whole),
        cmocka_unit_test(normal_quantiles_are_the_tabulated_ones),
        cmocka_unit_test(normal_cdf_is_exact_to_1e_15_down_to_the_least_normal_number),
        cmocka_unit_test(normal_cdf_is_that_of_the_library_and_inverts_the_quantile),
        cmocka_unit_test(normal_cdf_ends_at_0_and_1),
        cmocka_unit_test(results_have_these_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
