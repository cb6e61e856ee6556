#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/incomplete.h"
#include "support/close.h"
#include "support/wide.h"

static const double SHAPES[] = {0.02, 0.3, 0.5, 1.0, 1.5, 2.0, 4.6, 6.4, 30.0, 100.0};
enum { NUM_SHAPES = sizeof SHAPES / sizeof *SHAPES, POINTS = 100 };

static void
distribution_functions_are_those_of_the_library(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SHAPES; i++)
        for (int k = 1; k < POINTS; k++) {
            const double a = SHAPES[i], x = (double)k / POINTS;
            const double t = 3.0 * a * x;

            for (int j = 0; j < NUM_SHAPES; j++)
                assert_close(mnz_beta_cdf(x, a, SHAPES[j]),
                             gsl_cdf_beta_P(x, a, SHAPES[j]), 1e-12);
            assert_close(mnz_gamma_cdf(t, a), gsl_cdf_gamma_P(t, a, 1.0), 1e-12);
            assert_close(mnz_gamma_survival(t, a), gsl_cdf_gamma_Q(t, a, 1.0), 1e-11);
        }
}

/* Where rounding of x itself moves the distribution function less. */
static void
quantiles_undo_distribution_functions(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_SHAPES; i++) {
        const double a = SHAPES[i];

        for (int k = 1; k < POINTS; k++) {
            const double p = (double)k / POINTS, small = p * p * p * p * p;
            double x;

            for (int j = 0; j < NUM_SHAPES; j++) {
                x = mnz_beta_quantile(p, a, SHAPES[j]);
                if (x < 1.0 - 1e-4)
                    assert_close(mnz_beta_cdf(x, a, SHAPES[j]), p, 1e-11);
                x = mnz_beta_quantile(small, a, SHAPES[j]);
                if (x > 1e-300 && x < 1.0 - 1e-4)
                    assert_close(mnz_beta_cdf(x, a, SHAPES[j]), small, 1e-11);
            }
            assert_close(mnz_gamma_cdf(mnz_gamma_quantile(p, a), a), p, 1e-12);
            x = mnz_gamma_quantile(small, a);
            if (x > 1e-300)
                assert_close(mnz_gamma_cdf(x, a), small, 1e-12);
            assert_close(mnz_gamma_survival(mnz_gamma_upper_quantile(small, a), a),
                         small, 1e-11);
        }
    }
}

/* The series for the share below, in more digits. The library's own is off by a
 * thousandth at a shape of a million. */
static long double
wide_gamma_cdf(long double x, long double a)
{
    const long double pi = 3.14159265358979323846264338L, e = (x - a) / a;
    long double term = 1.0L / a, sum = term;

    for (int n = 1; term > sum * 1e-22L; n++) {
        term *= x / (a + (long double)n);
        sum += term;
    }
    return sum * sqrtl(a / (2.0L * pi)) *
           expl(a * (log1pl(e) - e) - 1.0L / (12.0L * a) + 1.0L / (360.0L * a * a * a));
}

static void
large_shapes_are_exact_to_1e_9(void **state)
{
    static const double large[] = {3000.0, 1e5, MNZ_SHAPE_MOST};

    (void)state;
    for (int i = 0; i < 3; i++)
        for (int k = 1; k < 20; k++) {
            const double p = k / 20.0, a = large[i], t = mnz_gamma_quantile(p, a);

            for (int j = 0; j < 3; j++) {
                const double x = mnz_beta_quantile(p, a, large[j]);

                assert_close(mnz_beta_cdf(x, a, large[j]), p, 2e-9);
                if (large[i] + large[j] < 1e5)
                    assert_close(gsl_cdf_beta_P(x, a, large[j]), p, 1e-9);
            }
            assert_close(mnz_gamma_cdf(t, a), p, 1e-9);
            if (long_double_is_wide() && p < 0.5)
                assert_close((double)wide_gamma_cdf(t, a), p, 1e-9);
        }
}

static void
closed_forms_hold(void **state)
{
    (void)state;
    for (int k = 1; k < POINTS; k++) {
        const double p = (double)k / POINTS;

        assert_close(mnz_beta_quantile(p, 1.0, 1.0), p, 1e-14);
        assert_close(mnz_beta_quantile(p, 2.0, 1.0), sqrt(p), 1e-14);
        assert_close(mnz_beta_quantile(p, 1.0, 3.0), 1.0 - cbrt(1.0 - p), 1e-13);
        assert_close(mnz_beta_quantile(p, 0.5, 0.5), pow(sin(p * acos(0.0)), 2.0),
                     1e-13);
        assert_close(mnz_gamma_quantile(p, 1.0), -log1p(-p), 1e-13);
        assert_close(mnz_gamma_upper_quantile(p, 1.0), -log(p), 1e-13);
    }
    assert_close(mnz_beta_quantile(1e-100, 2.0, 1.0), 1e-50, 1e-13);
}

static void
ends_are_those_of_the_support(void **state)
{
    (void)state;
    assert_true(mnz_beta_cdf(0.0, 2.0, 3.0) == 0.0);
    assert_true(mnz_beta_cdf(1.0, 2.0, 3.0) == 1.0);
    assert_true(mnz_beta_quantile(0.0, 2.0, 3.0) == 0.0);
    assert_true(mnz_beta_quantile(1.0, 2.0, 3.0) == 1.0);
    assert_true(mnz_gamma_cdf(0.0, 2.0) == 0.0);
    assert_true(mnz_gamma_survival(INFINITY, 2.0) == 0.0);
    assert_true(mnz_gamma_quantile(0.0, 2.0) == 0.0);
    assert_true(mnz_gamma_quantile(1.0, 2.0) == INFINITY);
    assert_true(mnz_gamma_upper_quantile(0.0, 2.0) == INFINITY);
    for (int i = 0; i < NUM_SHAPES; i++)
        for (int j = 0; j < NUM_SHAPES; j++) {
            double before = 0.0;

            for (int k = 0; k <= POINTS; k++) {
                const double x =
                    mnz_beta_quantile((k + 0.5) / (POINTS + 1), SHAPES[i], SHAPES[j]);

                assert_true(x >= before && x <= 1.0);
                before = x;
            }
        }
}

/* The results are the same on every machine. */
static void
results_have_these_bits(void **state)
{
    (void)state;
    assert_true(mnz_beta_cdf(0.7, 6.4, 1.6) == 0x1.b380300936521p-3);
    assert_true(mnz_beta_quantile(0.3, 6.4, 1.6) == 0x1.7e218cc877f6bp-1);
    assert_true(mnz_beta_quantile(0.9, 0.4, 0.7) == 0x1.ca54a4c56332ep-1);
    assert_true(mnz_gamma_quantile(0.2, 2.5) == 0x1.2bd82a04ac3edp+0);
    assert_true(mnz_gamma_upper_quantile(0.001, 2.5) == 0x1.483d769127452p+3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distribution_functions_are_those_of_the_library),
        cmocka_unit_test(quantiles_undo_distribution_functions),
        cmocka_unit_test(large_shapes_are_exact_to_1e_9),
        cmocka_unit_test(closed_forms_hold),
        cmocka_unit_test(ends_are_those_of_the_support),
        cmocka_unit_test(results_have_these_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
