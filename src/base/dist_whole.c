/* dist_whole.c - distribution functions and their inverses, before truncation. */

#include "base/dist_whole.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/incomplete.h"
#include "base/mathfn.h"

/* Two-parameter distribution functions as GSL declares them. */
typedef double distribution(double x, double a, double b);

/* Halve until no double lies between. */
static double
bisect(distribution *p_of, int falls, double p, double a, double b, double high)
{
    double low = 0.0;

    for (;;) {
        const double x = low + (high - low) / 2.0;

        if (!(x > low && x < high))
            return high;
        if ((p_of(x, a, b) < p) != falls)
            low = x;
        else
            high = x;
    }
}

/* GSL is used for shapes below the range of our own functions. */
static int
is_ordinary(double shape)
{
    return shape >= MNZ_SHAPE_LEAST && shape <= MNZ_SHAPE_MOST;
}

static int
is_huge(double shape)
{
    return shape > MNZ_SHAPE_MOST;
}

/* The cube root of a gamma variable over its shape is nearly normal: E. B. Wilson and
 * M. M. Hilferty, Proceedings of the National Academy of Sciences 17 (1931). The error
 * falls with the shape, and is below 1e-7 where this is used. */
static double
huge_gamma_score(double x, double shape)
{
    return (mnz_exp(mnz_log(x / shape) / 3.0) - 1.0 + 1.0 / (9.0 * shape)) * 3.0 *
           sqrt(shape);
}

static double
huge_gamma_quantile(double z, double shape)
{
    const double root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * sqrt(shape));

    return shape * root * root * root;
}

/* Of scale 1. */
static double
gamma_cdf(double x, double shape)
{
    if (is_huge(shape))
        return x > 0.0 ? mnz_normal_cdf(huge_gamma_score(x, shape)) : 0.0;
    return is_ordinary(shape) ? mnz_gamma_cdf(x, shape)
                              : gsl_cdf_gamma_P(x, shape, 1.0);
}

static double
gamma_survival(double x, double shape)
{
    if (is_huge(shape))
        return x > 0.0 ? mnz_normal_cdf(-huge_gamma_score(x, shape)) : 1.0;
    return is_ordinary(shape) ? mnz_gamma_survival(x, shape)
                              : gsl_cdf_gamma_Q(x, shape, 1.0);
}

static double
gamma_quantile(double p, double shape, int from_above)
{
    distribution *const p_of = from_above ? gsl_cdf_gamma_Q : gsl_cdf_gamma_P;
    double high = 1.0;

    if (is_huge(shape))
        return huge_gamma_quantile(
            from_above ? -mnz_normal_quantile(p) : mnz_normal_quantile(p), shape);
    if (is_ordinary(shape))
        return from_above ? mnz_gamma_upper_quantile(p, shape)
                          : mnz_gamma_quantile(p, shape);
    while ((p_of(high, shape, 1.0) < p) != from_above && high < 1e300)
        high *= 2.0;
    return bisect(p_of, from_above, p, shape, 1.0, high);
}

/* Beside a huge shape a far smaller one makes a beta variable a gamma variable, scaled;
 * two of one order make it nearly normal. */
static int
is_small_beside(double shape, double other)
{
    return shape < 0.01 * other;
}

static double
huge_beta_cdf(double x, double a, double b)
{
    const double sum = a + b, mean = a / sum;
    const double sd = sqrt(mean * (b / sum) / (sum + 1.0));

    if (is_small_beside(a, b))
        return gamma_cdf(x * (b + (a - 1.0) / 2.0), a);
    if (is_small_beside(b, a))
        return gamma_survival((1.0 - x) * (a + (b - 1.0) / 2.0), b);
    return mnz_normal_cdf((x - mean) / sd);
}

static double
huge_beta_quantile(double p, double a, double b)
{
    const double sum = a + b, mean = a / sum;
    const double sd = sqrt(mean * (b / sum) / (sum + 1.0));
    double x;

    if (is_small_beside(a, b))
        x = gamma_quantile(p, a, 0) / (b + (a - 1.0) / 2.0);
    else if (is_small_beside(b, a))
        x = 1.0 - gamma_quantile(p, b, 1) / (a + (b - 1.0) / 2.0);
    else
        x = mean + sd * mnz_normal_quantile(p);
    return fmin(fmax(x, 0.0), 1.0);
}

static double
beta_cdf(double x, double a, double b)
{
    if (is_huge(a) || is_huge(b))
        return huge_beta_cdf(x, a, b);
    return is_ordinary(a) && is_ordinary(b) ? mnz_beta_cdf(x, a, b)
                                            : gsl_cdf_beta_P(x, a, b);
}

/* The library's inverse does not end for some shapes, its distribution function does.
 */
static double
beta_quantile(double p, double a, double b)
{
    if (is_huge(a) || is_huge(b))
        return huge_beta_quantile(p, a, b);
    return is_ordinary(a) && is_ordinary(b) ? mnz_beta_quantile(p, a, b)
                                            : bisect(gsl_cdf_beta_P, 0, p, a, b, 1.0);
}

static double
poisson_cdf(double k, double mean)
{
    if (k < 0.0)
        return 0.0;
    if (k >= 4e9 || mean == 0.0)
        return 1.0;
    return gamma_survival(mean, floor(k) + 1.0);
}

/* The smallest k whose distribution function reaches p: double, then halve. */
static double
poisson_quantile(double p, double mean)
{
    double low = -1.0, high = floor(mean) + 1.0;

    while (poisson_cdf(high, mean) < p)
        high *= 2.0;
    while (high - low > 1.0) {
        const double mid = floor((low + high) / 2.0);

        if (poisson_cdf(mid, mean) < p)
            low = mid;
        else
            high = mid;
    }
    return high;
}

static double
triangular_cdf(double a, double m, double b, double x)
{
    if (x <= a)
        return 0.0;
    if (x >= b)
        return 1.0;
    if (x < m)
        return (x - a) * (x - a) / ((b - a) * (m - a));
    return 1.0 - (b - x) * (b - x) / ((b - a) * (b - m));
}

static double
triangular_quantile(double a, double m, double b, double p)
{
    if (p < (m - a) / (b - a))
        return a + sqrt(p * (b - a) * (m - a));
    return b - sqrt((1.0 - p) * (b - a) * (b - m));
}

/* -log(1 - p), without cancellation for small p. */
static double
hazard(double p)
{
    if (p < 1e-4)
        return p * (1.0 + p * (1.0 / 2.0 + p * (1.0 / 3.0 + p * (1.0 / 4.0))));
    return -mnz_log(1.0 - p);
}

/* 1 - e^-h, likewise. */
static double
hazard_cdf(double h)
{
    if (h < 1e-4)
        return h * (1.0 - h * (1.0 / 2.0 - h * (1.0 / 6.0 - h * (1.0 / 24.0))));
    return 1.0 - mnz_exp(-h);
}

/* A pert is a beta stretched over low .. high: its shapes, and x on the beta's scale.
 */
struct pert {
    double a, b, low, width;
};

static struct pert
pert_of(const struct mnz_dist *d)
{
    const double width = d->p[2] - d->p[0];

    return (struct pert){.a = 1.0 + 4.0 * (d->p[1] - d->p[0]) / width,
                         .b = 1.0 + 4.0 * (d->p[2] - d->p[1]) / width,
                         .low = d->p[0],
                         .width = width};
}

static double
within_unit(double x)
{
    return x <= 0.0 ? 0.0 : x >= 1.0 ? 1.0 : x;
}

double
mnz_dist_whole_cdf(const struct mnz_dist *d, double x)
{
    const double a = d->p[0], b = d->p[1];
    struct pert pert;

    switch (d->kind) {
    case MNZ_DIST_UNIFORM:
        return within_unit((x - a) / (b - a));
    case MNZ_DIST_NORMAL:
        return mnz_normal_cdf((x - a) / b);
    case MNZ_DIST_LOGNORMAL:
        return x <= 0.0 ? 0.0 : mnz_normal_cdf((mnz_log(x) - a) / b);
    case MNZ_DIST_TRIANGULAR:
        return triangular_cdf(a, b, d->p[2], x);
    case MNZ_DIST_PERT:
        pert = pert_of(d);
        return beta_cdf(within_unit((x - pert.low) / pert.width), pert.a, pert.b);
    case MNZ_DIST_BETA:
        return beta_cdf(within_unit(x), a, b);
    case MNZ_DIST_GAMMA:
        return x <= 0.0 ? 0.0 : x == INFINITY ? 1.0 : gamma_cdf(x / b, a);
    case MNZ_DIST_WEIBULL:
        return x <= 0.0 ? 0.0 : hazard_cdf(mnz_pow(x / b, a));
    case MNZ_DIST_POISSON:
        return poisson_cdf(x, a);
    case MNZ_DIST_BERNOULLI:
        return x < 0.0 ? 0.0 : x < 1.0 ? 1.0 - a : 1.0;
    default:
        return NAN;
    }
}

double
mnz_dist_whole_survival(const struct mnz_dist *d, double x)
{
    const double a = d->p[0], b = d->p[1];
    struct pert pert;

    switch (d->kind) {
    case MNZ_DIST_NORMAL:
        return mnz_normal_cdf((a - x) / b);
    case MNZ_DIST_LOGNORMAL:
        return x <= 0.0 ? 1.0 : mnz_normal_cdf((a - mnz_log(x)) / b);
    case MNZ_DIST_TRIANGULAR:
        return triangular_cdf(-d->p[2], -b, -a, -x);
    case MNZ_DIST_PERT:
        pert = pert_of(d);
        return beta_cdf(within_unit((d->p[2] - x) / pert.width), pert.b, pert.a);
    case MNZ_DIST_BETA:
        return beta_cdf(within_unit(1.0 - x), b, a);
    case MNZ_DIST_GAMMA:
        return x <= 0.0 ? 1.0 : x == INFINITY ? 0.0 : gamma_survival(x / b, a);
    case MNZ_DIST_WEIBULL:
        return x <= 0.0 ? 1.0 : mnz_exp(-mnz_pow(x / b, a));
    default:
        return 1.0 - mnz_dist_whole_cdf(d, x);
    }
}

double
mnz_dist_whole_quantile(const struct mnz_dist *d, double p)
{
    const double a = d->p[0], b = d->p[1];
    struct pert pert;

    switch (d->kind) {
    case MNZ_DIST_UNIFORM:
        return a + p * (b - a);
    case MNZ_DIST_NORMAL:
        return a + b * mnz_normal_quantile(p);
    case MNZ_DIST_LOGNORMAL:
        return mnz_exp(a + b * mnz_normal_quantile(p));
    case MNZ_DIST_TRIANGULAR:
        return triangular_quantile(a, b, d->p[2], p);
    case MNZ_DIST_PERT:
        pert = pert_of(d);
        return pert.low + pert.width * beta_quantile(p, pert.a, pert.b);
    case MNZ_DIST_BETA:
        return beta_quantile(p, a, b);
    case MNZ_DIST_GAMMA:
        return b * gamma_quantile(p, a, 0);
    case MNZ_DIST_WEIBULL:
        return b * mnz_pow(hazard(p), 1.0 / a);
    case MNZ_DIST_POISSON:
        return poisson_quantile(p, a);
    case MNZ_DIST_BERNOULLI:
        return p > 1.0 - a ? 1.0 : 0.0;
    default:
        return NAN;
    }
}

double
mnz_dist_whole_upper_quantile(const struct mnz_dist *d, double p)
{
    const double a = d->p[0], b = d->p[1];
    struct pert pert;

    switch (d->kind) {
    case MNZ_DIST_NORMAL:
        return a - b * mnz_normal_quantile(p);
    case MNZ_DIST_LOGNORMAL:
        return mnz_exp(a - b * mnz_normal_quantile(p));
    case MNZ_DIST_TRIANGULAR:
        return -triangular_quantile(-d->p[2], -b, -a, p);
    case MNZ_DIST_PERT:
        pert = pert_of(d);
        return d->p[2] - pert.width * beta_quantile(p, pert.b, pert.a);
    case MNZ_DIST_BETA:
        return 1.0 - beta_quantile(p, b, a);
    case MNZ_DIST_GAMMA:
        return b * gamma_quantile(p, a, 1);
    case MNZ_DIST_WEIBULL:
        return b * mnz_pow(-mnz_log(p), 1.0 / a);
    default:
        return mnz_dist_whole_quantile(d, 1.0 - p);
    }
}
