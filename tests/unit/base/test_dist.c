#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <math.h>

#include "base/dist.h"
#include "base/mathfn.h"
#include "monazite/diag.h"
#include "support/close.h"

static const double VALUES[] = {1.0, 2.0, 2.0, 5.0};
static const double WEIGHTS[] = {1.0, 0.0, 3.0, 4.0};

static struct mnz_dist
make(enum mnz_dist_kind kind, double a, double b, double c)
{
    return mnz_dist_make(kind, a, b, c);
}

static struct mnz_dist
make_list(enum mnz_dist_kind kind)
{
    struct mnz_dist d = mnz_dist_make(kind, 0.0, 0.0, 0.0);

    d.values = VALUES;
    d.weights = kind == MNZ_DIST_DISCRETE ? WEIGHTS : NULL;
    d.num_values = 4;
    return d;
}

static struct mnz_dist
truncated(struct mnz_dist d, double low, double high)
{
    d.low = low;
    d.high = high;
    return d;
}

/* Mean and variance of the quantiles in the middles of many equal parts of (0, 1). */
static void
moments(const struct mnz_dist *d, double *mean, double *variance)
{
    enum { POINTS = 20000 };
    double sum = 0.0, squares = 0.0;

    for (int i = 0; i < POINTS; i++) {
        const double x = mnz_dist_quantile(d, ((double)i + 0.5) / POINTS);

        sum += x;
        squares += x * x;
    }
    *mean = sum / POINTS;
    *variance = squares / POINTS - *mean * *mean;
}

static void
counts_of_mean_0_are_0(void **state)
{
    const struct mnz_dist d = make(MNZ_DIST_POISSON, 0.0, 0.0, 0.0);

    (void)state;
    for (double p = 0.0; p < 1.0; p += 0.25)
        assert_true(mnz_dist_quantile(&d, p) == 0.0);
    assert_true(mnz_dist_mean(&d) == 0.0);
}

static void
moments_are_those_of_the_closed_forms(void **state)
{
    const struct {
        struct mnz_dist dist;
        double mean, variance;
    } cases[] = {
        {make(MNZ_DIST_UNIFORM, 2.0, 6.0, 0.0), 4.0, 16.0 / 12.0},
        {make(MNZ_DIST_NORMAL, 3.0, 0.5, 0.0), 3.0, 0.25},
        {make(MNZ_DIST_LOGNORMAL, 0.5, 0.4, 0.0), exp(0.58),
         (exp(0.16) - 1.0) * exp(1.16)},
        {make(MNZ_DIST_TRIANGULAR, 1.0, 2.0, 6.0), 3.0, 21.0 / 18.0},
        {make(MNZ_DIST_TRIANGULAR, 1.0, 1.0, 4.0), 2.0, 0.5},
        {make(MNZ_DIST_PERT, 1.0, 2.0, 6.0), 2.5, 1.5 * 3.5 / 7.0},
        {make(MNZ_DIST_BETA, 2.0, 3.0, 0.0), 0.4, 0.04},
        {make(MNZ_DIST_GAMMA, 2.5, 2.0, 0.0), 5.0, 10.0},
        {make(MNZ_DIST_WEIBULL, 2.0, 3.0, 0.0), 3.0 * sqrt(M_PI_4),
         9.0 * (1.0 - M_PI_4)},
        {make(MNZ_DIST_POISSON, 3.7, 0.0, 0.0), 3.7, 3.7},
        {make(MNZ_DIST_BERNOULLI, 0.3, 0.0, 0.0), 0.3, 0.21},
        {make_list(MNZ_DIST_DISCRETE), 27.0 / 8.0, 113.0 / 8.0 - 729.0 / 64.0},
        {make_list(MNZ_DIST_EMPIRICAL), 2.5, 2.25},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double mean, variance;

        assert_null(mnz_dist_verify(&cases[i].dist).text);
        moments(&cases[i].dist, &mean, &variance);
        assert_close(mean, cases[i].mean, 1e-3);
        assert_close(variance, cases[i].variance, 4e-3);
        assert_close(mnz_dist_mean(&cases[i].dist), cases[i].mean, 1e-12);
    }
}

static void
quantiles_are_the_published_ones(void **state)
{
    const struct {
        struct mnz_dist dist;
        double u, x;
    } cases[] = {
        {make(MNZ_DIST_NORMAL, 10.0, 2.0, 0.0), 0.975, 10.0 + 2.0 * 1.9599639845400542},
        {make(MNZ_DIST_LOGNORMAL, 1.0, 0.5, 0.0), 0.5, M_E},
        {make(MNZ_DIST_TRIANGULAR, 0.0, 1.0, 4.0), 0.25, 1.0},
        {make(MNZ_DIST_TRIANGULAR, 0.0, 1.0, 4.0), 0.64, 4.0 - sqrt(0.36 * 12.0)},
        {make(MNZ_DIST_BETA, 2.0, 1.0, 0.0), 0.49, 0.7},
        {make(MNZ_DIST_PERT, 0.0, 0.0, 2.0), 0.5, 2.0 * (1.0 - pow(0.5, 0.2))},
        {make(MNZ_DIST_GAMMA, 1.0, 2.0, 0.0), 0.5, 2.0 * M_LN2},
        {make(MNZ_DIST_GAMMA, 5.0, 1.0, 0.0), 0.95, 18.307038053275147 / 2.0},
        {make(MNZ_DIST_WEIBULL, 2.0, 3.0, 0.0), 1.0 - exp(-4.0), 6.0},
        {make(MNZ_DIST_WEIBULL, 1.0, 1.0, 0.0), 1e-12, 1e-12},
        {make(MNZ_DIST_POISSON, 2.0, 0.0, 0.0), 0.1353, 0.0},
        {make(MNZ_DIST_POISSON, 2.0, 0.0, 0.0), 0.1354, 1.0},
        {make(MNZ_DIST_POISSON, 2.0, 0.0, 0.0), 0.9473, 4.0},
        {make(MNZ_DIST_POISSON, 2.0, 0.0, 0.0), 0.9474, 5.0},
        {make(MNZ_DIST_POISSON, 0.0, 0.0, 0.0), 0.999, 0.0},
        {make(MNZ_DIST_BERNOULLI, 0.25, 0.0, 0.0), 0.74, 0.0},
        {make(MNZ_DIST_BERNOULLI, 0.25, 0.0, 0.0), 0.76, 1.0},
        {make_list(MNZ_DIST_DISCRETE), 0.12, 1.0},
        {make_list(MNZ_DIST_DISCRETE), 0.13, 2.0},
        {make_list(MNZ_DIST_DISCRETE), 0.51, 5.0},
        {make_list(MNZ_DIST_EMPIRICAL), 0.74, 2.0},
        {make_list(MNZ_DIST_EMPIRICAL), 0.76, 5.0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_close(mnz_dist_quantile(&cases[i].dist, cases[i].u), cases[i].x, 1e-11);
}

static void
the_distribution_function_undoes_the_quantile(void **state)
{
    const struct mnz_dist cases[] = {
        make(MNZ_DIST_UNIFORM, -2.0, 6.0, 0.0),
        make(MNZ_DIST_NORMAL, 3.0, 0.5, 0.0),
        make(MNZ_DIST_LOGNORMAL, 0.5, 1.4, 0.0),
        make(MNZ_DIST_TRIANGULAR, 1.0, 2.0, 6.0),
        make(MNZ_DIST_TRIANGULAR, 1.0, 6.0, 6.0),
        make(MNZ_DIST_PERT, 1.0, 2.0, 6.0),
        make(MNZ_DIST_PERT, 1.0, 6.0, 6.0),
        make(MNZ_DIST_BETA, 0.3, 0.4, 0.0),
        make(MNZ_DIST_BETA, 3000.0, 100000.0, 0.0),
        make(MNZ_DIST_BETA, 0.02, 30.0, 0.0),
        make(MNZ_DIST_GAMMA, 0.05, 2.0, 0.0),
        make(MNZ_DIST_GAMMA, 4000.0, 0.001, 0.0),
        make(MNZ_DIST_WEIBULL, 0.5, 3.0, 0.0),
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), -0.5, 2.0),
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), 9.0, INFINITY),
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), -INFINITY, -9.0),
        truncated(make(MNZ_DIST_LOGNORMAL, 0.0, 1.0, 0.0), 5000.0, 6000.0),
        truncated(make(MNZ_DIST_GAMMA, 2.0, 1.0, 0.0), 50.0, INFINITY),
        truncated(make(MNZ_DIST_WEIBULL, 2.0, 1.0, 0.0), 7.0, 8.0),
        truncated(make(MNZ_DIST_BETA, 2.0, 9.0, 0.0), 0.9, 1.0),
        truncated(make(MNZ_DIST_PERT, 0.0, 1.0, 9.0), 7.0, 8.9),
        truncated(make(MNZ_DIST_TRIANGULAR, 0.0, 1.0, 2.0), 1.5, 1.9),
        truncated(make(MNZ_DIST_UNIFORM, 0.0, 1.0, 0.0), 0.6, 3.0),
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double before = -INFINITY;

        assert_null(mnz_dist_verify(&cases[i]).text);
        for (double u = 0.005; u < 1.0; u += 0.01) {
            const double x = mnz_dist_quantile(&cases[i], u);

            assert_true(x > before);
            assert_close(mnz_dist_cdf(&cases[i], x), u, 1e-7);
            before = x;
        }
    }
}

static void
discrete_quantiles_are_the_first_values_to_reach_the_probability(void **state)
{
    const struct mnz_dist cases[] = {
        make(MNZ_DIST_POISSON, 0.2, 0.0, 0.0),
        make(MNZ_DIST_POISSON, 5000.0, 0.0, 0.0),
        make(MNZ_DIST_BERNOULLI, 0.4, 0.0, 0.0),
        make_list(MNZ_DIST_DISCRETE),
        make_list(MNZ_DIST_EMPIRICAL),
        truncated(make(MNZ_DIST_POISSON, 3.0, 0.0, 0.0), 2.0, 6.5),
        truncated(make_list(MNZ_DIST_DISCRETE), 1.5, INFINITY),
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (double u = 0.0025; u < 1.0; u += 0.005) {
            const double x = mnz_dist_quantile(&cases[i], u);

            assert_true(mnz_dist_cdf(&cases[i], x) >= u - 1e-12);
            assert_true(mnz_dist_cdf(&cases[i], nextafter(x, -INFINITY)) < u);
        }
}

/* Half of a normal has mean sqrt(2 / pi); clipping would give half of that. */
static void
truncation_rescales_and_does_not_clip(void **state)
{
    const struct mnz_dist half =
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), 0.0, INFINITY);
    const struct mnz_dist poisson =
        truncated(make(MNZ_DIST_POISSON, 1.0, 0.0, 0.0), 1.0, 2.0);
    const struct mnz_dist list = truncated(make_list(MNZ_DIST_DISCRETE), 1.5, 9.0);
    double mean, variance;

    (void)state;
    moments(&half, &mean, &variance);
    assert_close(mean, sqrt(2.0 / M_PI), 1e-4);
    assert_close(variance, 1.0 - 2.0 / M_PI, 1e-3);
    assert_close(mnz_dist_median(&half), 0.6744897501960817, 1e-12);
    assert_close(mnz_dist_mean(&half), sqrt(2.0 / M_PI), 1e-3);
    /* 1 and 2 with e^-1 and e^-1 / 2; and 2 and 5 with 3 and 4 */
    assert_close(mnz_dist_mean(&poisson), 4.0 / 3.0, 1e-3);
    assert_close(mnz_dist_mean(&list), 26.0 / 7.0, 1e-12);
}

static void
no_draw_leaves_the_support(void **state)
{
    const struct mnz_dist cases[] = {
        make(MNZ_DIST_UNIFORM, 2.0, 6.0, 0.0),
        make(MNZ_DIST_LOGNORMAL, 0.0, 3.0, 0.0),
        make(MNZ_DIST_TRIANGULAR, 1.0, 2.0, 6.0),
        make(MNZ_DIST_PERT, 1.0, 2.0, 6.0),
        make(MNZ_DIST_BETA, 0.01, 0.01, 0.0),
        make(MNZ_DIST_GAMMA, 0.01, 1.0, 0.0),
        make(MNZ_DIST_WEIBULL, 0.1, 3.0, 0.0),
        make(MNZ_DIST_POISSON, 3.0, 0.0, 0.0),
        make_list(MNZ_DIST_DISCRETE),
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), -1.0, 9.0),
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), 8.0, INFINITY),
        truncated(make_list(MNZ_DIST_EMPIRICAL), 1.5, 4.0),
        truncated(make(MNZ_DIST_POISSON, 3.0, 0.0, 0.0), 0.5, 4.5),
    };
    const double ends[] = {0x1p-53, 1e-9, 1.0 - 1e-9, 1.0 - 0x1p-53};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double low, high;

        mnz_dist_support(&cases[i], &low, &high);
        assert_true(low < high || cases[i].kind == MNZ_DIST_EMPIRICAL);
        for (size_t j = 0; j < 4; j++) {
            const double x = mnz_dist_quantile(&cases[i], ends[j]);

            assert_true(x >= low && x <= high && isfinite(x));
        }
    }
}

/* Uniforms nearer to 0 than any draw, and the nearest to 1. What a closed form gives
 * there, the quantile gives; it never falls as u rises, and stays a number. */
static void
quantiles_reach_the_far_ends(void **state)
{
    const double low_ends[] = {5e-324, 1e-300, 1e-100, 1e-16, 0x1p-53};
    const struct mnz_dist cases[] = {
        make(MNZ_DIST_UNIFORM, 2.0, 6.0, 0.0),
        make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0),
        make(MNZ_DIST_LOGNORMAL, 0.0, 3.0, 0.0),
        make(MNZ_DIST_TRIANGULAR, 1.0, 2.0, 6.0),
        make(MNZ_DIST_PERT, 1.0, 2.0, 6.0),
        make(MNZ_DIST_BETA, 0.01, 0.01, 0.0),
        make(MNZ_DIST_BETA, 2.0, 5.0, 0.0),
        make(MNZ_DIST_GAMMA, 0.01, 1.0, 0.0),
        make(MNZ_DIST_GAMMA, 4.0, 1.0, 0.0),
        make(MNZ_DIST_WEIBULL, 0.1, 3.0, 0.0),
        make(MNZ_DIST_POISSON, 3.0, 0.0, 0.0),
        make(MNZ_DIST_POISSON, 1e6, 0.0, 0.0),
        make(MNZ_DIST_BERNOULLI, 1e-12, 0.0, 0.0),
        make_list(MNZ_DIST_DISCRETE),
        make_list(MNZ_DIST_EMPIRICAL),
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), -40.0, 40.0),
        truncated(make(MNZ_DIST_GAMMA, 0.01, 1.0, 0.0), 1e-15, 1.0),
        truncated(make(MNZ_DIST_BETA, 2.0, 5.0, 0.0), 0.999, 1.0),
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double low, high, before = -INFINITY;

        mnz_dist_support(&cases[i], &low, &high);
        for (size_t j = 0; j < 2 * sizeof low_ends / sizeof *low_ends; j++) {
            const size_t count = sizeof low_ends / sizeof *low_ends;
            const double u =
                j < count ? low_ends[j] : 1.0 - ldexp(1.0, -(int)(49 + j - count));
            const double x = mnz_dist_quantile(&cases[i], u);

            assert_true(isfinite(x) && x >= low && x <= high);
            assert_true(x >= before);
            before = x;
        }
    }
    /* Tables of the normal; x^a / (a B(a, b)) of a beta near 0, x^k / (k Gamma(k)) of a
     * gamma, (x / scale)^k of a weibull. */
    assert_close(mnz_dist_quantile(&cases[1], 1e-300), -37.0471, 1e-6);
    assert_close(mnz_dist_quantile(&cases[1], 1e-16), -8.222082216130435, 1e-9);
    assert_close(mnz_dist_quantile(&cases[1], 1.0 - 0x1p-53), 8.209536151601387, 1e-9);
    assert_close(mnz_dist_quantile(&cases[2], 1e-100), exp(3.0 * -21.27345350), 1e-6);
    assert_close(mnz_dist_quantile(&cases[3], 1e-100) - 1.0, 0.0, 0.0);
    assert_close(mnz_dist_quantile(&cases[6], 1e-100), sqrt(1e-100 / 15.0), 1e-6);
    assert_close(mnz_dist_quantile(&cases[8], 1e-100), pow(24e-100, 0.25), 1e-6);
    assert_close(mnz_dist_quantile(&cases[9], 1e-16), 3.0 * 1e-160, 1e-6);
    assert_close(mnz_dist_quantile(&cases[9], 1.0 - 0x1p-53),
                 3.0 * pow(53.0 * log(2.0), 10.0), 1e-9);
    assert_true(mnz_dist_quantile(&cases[12], 1.0 - 0x1p-53) == 1.0);
    assert_true(mnz_dist_quantile(&cases[12], 1.0 - 0x1p-39) == 0.0);
}

static void
support_is_that_of_the_truncated_list(void **state)
{
    const struct mnz_dist cut = truncated(make_list(MNZ_DIST_EMPIRICAL), 1.5, 4.0);
    const struct mnz_dist normal =
        truncated(make(MNZ_DIST_NORMAL, 0.0, 1.0, 0.0), -2.0, INFINITY);
    double low, high;

    (void)state;
    mnz_dist_support(&cut, &low, &high);
    assert_true(low == 2.0 && high == 2.0);
    mnz_dist_support(&normal, &low, &high);
    assert_true(low == -2.0 && high == INFINITY);
}

static void
other_spellings_lead_to_the_same_distributions(void **state)
{
    const struct mnz_dist by_mean = mnz_dist_lognormal_mean_sd(10.0, 4.0);
    const struct mnz_dist by_median = mnz_dist_lognormal_median_sigma(10.0, 0.3);
    const struct mnz_dist by_mode = mnz_dist_beta_mode(0.25, 10.0);
    const struct mnz_dist beta = mnz_dist_beta_mean(0.2, 10.0);
    const struct mnz_dist gamma = mnz_dist_gamma_mean_sd(6.0, 3.0);
    const struct mnz_dist normal = mnz_dist_normal_quantiles(0.05, 4.0, 0.5, 10.0);
    const struct mnz_dist lognormal =
        mnz_dist_lognormal_quantiles(0.05, 2.0, 0.95, 50.0);
    double mean, variance;

    (void)state;
    moments(&by_mean, &mean, &variance);
    assert_close(mean, 10.0, 1e-4);
    assert_close(sqrt(variance), 4.0, 2e-3);
    assert_close(mnz_dist_median(&by_median), 10.0, 1e-14);
    assert_close(by_median.p[1], 0.3, 0.0);
    assert_close(by_mode.p[0], 3.0, 1e-15);
    assert_close(by_mode.p[1], 7.0, 1e-15);
    assert_close(beta.p[0], 2.0, 1e-15);
    assert_close(beta.p[1], 8.0, 1e-15);
    assert_close(gamma.p[0], 4.0, 1e-15);
    assert_close(gamma.p[1], 1.5, 1e-15);
    assert_close(mnz_dist_quantile(&normal, 0.95), 16.0, 1e-13);
    assert_close(mnz_dist_quantile(&lognormal, 0.05), 2.0, 1e-13);
    assert_close(mnz_dist_quantile(&lognormal, 0.95), 50.0, 1e-13);
    assert_close(mnz_dist_median(&lognormal), 10.0, 1e-13);
}

static void
verify_refuses_parameters_without_meaning(void **state)
{
    const struct mnz_dist cases[] = {
        make(MNZ_DIST_UNIFORM, 2.0, 2.0, 0.0),
        make(MNZ_DIST_NORMAL, 0.0, 0.0, 0.0),
        make(MNZ_DIST_NORMAL, NAN, 1.0, 0.0),
        make(MNZ_DIST_LOGNORMAL, 0.0, INFINITY, 0.0),
        make(MNZ_DIST_TRIANGULAR, 1.0, 7.0, 6.0),
        make(MNZ_DIST_PERT, 1.0, 1.0, 1.0),
        make(MNZ_DIST_BETA, 0.0, 1.0, 0.0),
        make(MNZ_DIST_GAMMA, 1.0, -1.0, 0.0),
        make(MNZ_DIST_WEIBULL, -1.0, 1.0, 0.0),
        make(MNZ_DIST_POISSON, -1.0, 0.0, 0.0),
        make(MNZ_DIST_BERNOULLI, 1.5, 0.0, 0.0),
        make(MNZ_DIST_DISCRETE, 0.0, 0.0, 0.0),
        truncated(make(MNZ_DIST_UNIFORM, 0.0, 1.0, 0.0), 2.0, 3.0),
        truncated(make(MNZ_DIST_UNIFORM, 0.0, 1.0, 0.0), 0.7, 0.3),
        truncated(make(MNZ_DIST_BETA, 2.0, 2.0, 0.0), -3.0, 0.0),
        truncated(make(MNZ_DIST_POISSON, 2.0, 0.0, 0.0), 1.2, 1.8),
        truncated(make_list(MNZ_DIST_EMPIRICAL), 3.0, 4.0),
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_non_null(mnz_dist_verify(&cases[i]).text);
}

static const char *
code_of(const struct mnz_dist *d)
{
    return mnz_message_get((size_t)mnz_dist_verify(d).code - 1)->code;
}

static void
verify_names_the_message(void **state)
{
    static const double descending[] = {2.0, 1.0};
    const struct mnz_dist without_end = make(MNZ_DIST_NORMAL, INFINITY, 1.0, 0.0);
    const struct mnz_dist without_width = make(MNZ_DIST_UNIFORM, 2.0, 2.0, 0.0);
    struct mnz_dist list = make(MNZ_DIST_EMPIRICAL, 0.0, 0.0, 0.0);

    (void)state;
    list.values = descending;
    list.num_values = 2;
    assert_string_equal(code_of(&without_end), "MNZ-E0619");
    assert_string_equal(code_of(&without_width), "MNZ-E0612");
    assert_string_equal(code_of(&list), "MNZ-E0636");
}

/* Distributions so narrow that the library's inverses do not end. */
static void
huge_shapes_have_their_limits(void **state)
{
    const double big[] = {3.05e6, 1e8, 1e12, 1e15};

    (void)state;
    for (int i = 0; i < 4; i++) {
        const double a = big[i];
        const struct mnz_dist even = make(MNZ_DIST_BETA, a, a, 0.0);
        const struct mnz_dist low = make(MNZ_DIST_BETA, 2.0, a, 0.0);
        const struct mnz_dist high = make(MNZ_DIST_BETA, a, 2.0, 0.0);
        const struct mnz_dist gamma = make(MNZ_DIST_GAMMA, a, 1.0, 0.0);
        const double sd = 0.5 / sqrt(2.0 * a + 1.0);

        for (int k = 1; k < 100; k++) {
            const double p = k / 100.0, x = mnz_dist_quantile(&even, p);

            assert_near((x - 0.5) / sd, mnz_normal_quantile(p), a < 1e10 ? 1e-3 : 0.5);
            assert_near(mnz_dist_cdf(&even, x), p, a < 1e10 ? 1e-6 : 0.2);
            assert_close(mnz_dist_quantile(&low, p),
                         1.0 - mnz_dist_quantile(&high, 1.0 - p),
                         a < 1e10 ? 1e-2 : 1.0);
            assert_near(mnz_dist_cdf(&low, mnz_dist_quantile(&low, p)), p, 1e-6);
            assert_near(mnz_dist_quantile(&gamma, p) / a, 1.0, 5.0 / sqrt(a));
        }
        assert_close(mnz_dist_cdf(&gamma, 0.0), 0.0, 0.0);
        assert_close(mnz_dist_cdf(&gamma, -1.0), 0.0, 0.0);
    }
}

static void
shapes_join_at_the_bound(void **state)
{
    (void)state;
    for (int k = 1; k < 20; k++) {
        const double p = k / 20.0;
        const struct mnz_dist below = make(MNZ_DIST_BETA, 3e6, 2.9e6, 0.0);
        const struct mnz_dist above = make(MNZ_DIST_BETA, 3.0001e6, 2.90009667e6, 0.0);
        const struct mnz_dist gamma = make(MNZ_DIST_GAMMA, 3e6, 1.0, 0.0);
        const struct mnz_dist larger = make(MNZ_DIST_GAMMA, 3.0001e6, 1.0, 0.0);

        assert_close(mnz_dist_quantile(&above, p), mnz_dist_quantile(&below, p), 1e-6);
        assert_close(mnz_dist_quantile(&larger, p) / 3.0001e6,
                     mnz_dist_quantile(&gamma, p) / 3e6, 1e-6);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_of_mean_0_are_0),
        cmocka_unit_test(moments_are_those_of_the_closed_forms),
        cmocka_unit_test(quantiles_are_the_published_ones),
        cmocka_unit_test(the_distribution_function_undoes_the_quantile),
        cmocka_unit_test(
            discrete_quantiles_are_the_first_values_to_reach_the_probability),
        cmocka_unit_test(truncation_rescales_and_does_not_clip),
        cmocka_unit_test(no_draw_leaves_the_support),
        cmocka_unit_test(quantiles_reach_the_far_ends),
        cmocka_unit_test(huge_shapes_have_their_limits),
        cmocka_unit_test(shapes_join_at_the_bound),
        cmocka_unit_test(support_is_that_of_the_truncated_list),
        cmocka_unit_test(other_spellings_lead_to_the_same_distributions),
        cmocka_unit_test(verify_refuses_parameters_without_meaning),
        cmocka_unit_test(verify_names_the_message),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
