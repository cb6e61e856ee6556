/* dist.c - distributions by their inverse distribution functions. */

#include "base/dist.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stddef.h>
#include "base/dist_whole.h"
#include "base/mathfn.h"

static double window_mass(const struct mnz_dist *d);

struct mnz_dist
mnz_dist_make(enum mnz_dist_kind kind, double a, double b, double c)
{
    return (struct mnz_dist){
        .kind = kind, .p = {a, b, c, 0.0}, .low = -INFINITY, .high = INFINITY};
}

struct mnz_dist
mnz_dist_lognormal_mean_sd(double mean, double sd)
{
    const double variance = mnz_log(1.0 + sd * sd / (mean * mean));

    return mnz_dist_make(MNZ_DIST_LOGNORMAL, mnz_log(mean) - variance / 2.0,
                         sqrt(variance), 0.0);
}

struct mnz_dist
mnz_dist_lognormal_median_sigma(double median, double sigma)
{
    return mnz_dist_make(MNZ_DIST_LOGNORMAL, mnz_log(median), sigma, 0.0);
}

struct mnz_dist
mnz_dist_beta_mode(double mode, double concentration)
{
    return mnz_dist_make(MNZ_DIST_BETA, 1.0 + mode * (concentration - 2.0),
                         1.0 + (1.0 - mode) * (concentration - 2.0), 0.0);
}

struct mnz_dist
mnz_dist_beta_mean(double mean, double concentration)
{
    return mnz_dist_make(MNZ_DIST_BETA, mean * concentration,
                         (1.0 - mean) * concentration, 0.0);
}

struct mnz_dist
mnz_dist_gamma_mean_sd(double mean, double sd)
{
    return mnz_dist_make(MNZ_DIST_GAMMA, mean * mean / (sd * sd), sd * sd / mean, 0.0);
}

struct mnz_dist
mnz_dist_normal_quantiles(double pa, double a, double pb, double b)
{
    const double za = mnz_normal_quantile(pa), zb = mnz_normal_quantile(pb);
    const double sd = (b - a) / (zb - za);

    return mnz_dist_make(MNZ_DIST_NORMAL, a - za * sd, sd, 0.0);
}

struct mnz_dist
mnz_dist_lognormal_quantiles(double pa, double a, double pb, double b)
{
    struct mnz_dist d = mnz_dist_normal_quantiles(pa, mnz_log(a), pb, mnz_log(b));

    d.kind = MNZ_DIST_LOGNORMAL;
    return d;
}

static int
is_finite(double x)
{
    return x - x == 0.0;
}

static const struct mnz_fault sound = {0};

static struct mnz_fault
fault(enum mnz_code code, const char *text)
{
    return (struct mnz_fault){code, text};
}

static struct mnz_fault
unless(int holds, enum mnz_code code, const char *text)
{
    return holds ? sound : fault(code, text);
}

static struct mnz_fault
verify_lists(const struct mnz_dist *d)
{
    double sum = 0.0;

    if (d->num_values == 0)
        return fault(MNZ_E0632, "needs at least one value");
    for (uint32_t i = 0; i < d->num_values; i++) {
        if (!is_finite(d->values[i]))
            return fault(MNZ_E0619, "values must be finite");
        if (i > 0 && d->values[i] < d->values[i - 1])
            return fault(MNZ_E0636, "values must ascend");
        if (d->kind == MNZ_DIST_DISCRETE) {
            if (!(d->weights[i] >= 0.0) || !is_finite(d->weights[i]))
                return fault(MNZ_E0629, "weights must be at least 0");
            sum += d->weights[i];
        }
    }
    if (d->kind == MNZ_DIST_DISCRETE && !(sum > 0.0))
        return fault(MNZ_E0630, "weights must not sum to 0");
    return sound;
}

static struct mnz_fault
verify_parameters(const struct mnz_dist *d)
{
    const double a = d->p[0], b = d->p[1], c = d->p[2];

    switch (d->kind) {
    case MNZ_DIST_UNIFORM:
        return unless(a < b, MNZ_E0612, "low must be below high");
    case MNZ_DIST_NORMAL:
    case MNZ_DIST_LOGNORMAL:
        return unless(b > 0.0, MNZ_E0613, "the standard deviation must be above 0");
    case MNZ_DIST_TRIANGULAR:
    case MNZ_DIST_PERT:
        return unless(a <= b && b <= c && a < c, MNZ_E0614,
                      "needs low <= mode <= high, low < high");
    case MNZ_DIST_BETA:
        return unless(a > 0.0 && b > 0.0, MNZ_E0615,
                      "a and b of a beta must be above 0");
    case MNZ_DIST_GAMMA:
    case MNZ_DIST_WEIBULL:
        return unless(a > 0.0 && b > 0.0, MNZ_E0616, "shape and scale must be above 0");
    case MNZ_DIST_POISSON:
        return unless(a >= 0.0 && a <= 1e6, MNZ_E0617,
                      "the mean must be from 0 to 1,000,000");
    case MNZ_DIST_BERNOULLI:
        return unless(a >= 0.0 && a <= 1.0, MNZ_E0618,
                      "the probability must be from 0 to 1");
    default:
        return verify_lists(d);
    }
}

struct mnz_fault
mnz_dist_verify(const struct mnz_dist *d)
{
    struct mnz_fault why;

    for (int i = 0; i < 3; i++)
        if (!is_finite(d->p[i]))
            return fault(MNZ_E0619, "parameters must be finite");
    if (d->low != d->low || d->high != d->high || !(d->low < d->high))
        return fault(MNZ_E0607, "truncation needs low < high");
    why = verify_parameters(d);
    if (why.text)
        return why;
    if (!(window_mass(d) > 0.0))
        return fault(MNZ_E0608, "truncation leaves nothing of it");
    return sound;
}

static int
is_list(const struct mnz_dist *d)
{
    return d->kind == MNZ_DIST_DISCRETE || d->kind == MNZ_DIST_EMPIRICAL;
}

/* 0 outside the truncation. */
static double
list_weight(const struct mnz_dist *d, uint32_t i)
{
    if (d->values[i] < d->low || d->values[i] > d->high)
        return 0.0;
    return d->kind == MNZ_DIST_DISCRETE ? d->weights[i] : 1.0;
}

static double
list_mass(const struct mnz_dist *d)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < d->num_values; i++)
        sum += list_weight(d, i);
    return sum;
}

static double
list_cdf(const struct mnz_dist *d, double x)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < d->num_values && d->values[i] <= x; i++)
        sum += list_weight(d, i);
    return sum / list_mass(d);
}

static double
list_quantile(const struct mnz_dist *d, double u)
{
    const double wanted = u * list_mass(d);
    double sum = 0.0, last = d->values[0];

    for (uint32_t i = 0; i < d->num_values; i++) {
        const double weight = list_weight(d, i);

        if (!(weight > 0.0))
            continue;
        sum += weight;
        last = d->values[i];
        if (wanted <= sum)
            break;
    }
    return last;
}

static double
list_mean(const struct mnz_dist *d)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < d->num_values; i++)
        sum += d->values[i] * list_weight(d, i);
    return sum / list_mass(d);
}

/*
 * The probabilities at the two ends of the truncation. They are counted from above
 * where it cuts out part of the upper half, since a small remainder would vanish beside
 * 1.
 */
struct window {
    int from_above;
    double first, last;
};

static struct window
window_of(const struct mnz_dist *d)
{
    const int is_whole = d->kind == MNZ_DIST_POISSON || d->kind == MNZ_DIST_BERNOULLI;
    /* A whole number on the lower end belongs to the remaining part. */
    const double low = is_whole ? ceil(d->low) - 1.0 : d->low;
    struct window w = {.first = 0.0, .last = 1.0};

    if (d->low > -INFINITY)
        w.first = mnz_dist_whole_cdf(d, low);
    if (w.first > 0.5 && !is_whole) {
        w.from_above = 1;
        w.first = mnz_dist_whole_survival(d, low);
        w.last = d->high < INFINITY ? mnz_dist_whole_survival(d, d->high) : 0.0;
    } else if (d->high < INFINITY) {
        w.last = mnz_dist_whole_cdf(d, d->high);
    }
    return w;
}

static double
window_mass(const struct mnz_dist *d)
{
    struct window w;

    if (is_list(d))
        return list_mass(d);
    w = window_of(d);
    return fabs(w.last - w.first);
}

double
mnz_dist_quantile(const struct mnz_dist *d, double u)
{
    struct window w;
    double p, x;

    if (is_list(d))
        return list_quantile(d, u);
    if (d->low == -INFINITY && d->high == INFINITY)
        return mnz_dist_whole_quantile(d, u);
    w = window_of(d);
    p = w.first + u * (w.last - w.first);
    x = w.from_above ? mnz_dist_whole_upper_quantile(d, p)
                     : mnz_dist_whole_quantile(d, p);
    /* Only rounding leads outside. */
    if (d->kind == MNZ_DIST_POISSON || d->kind == MNZ_DIST_BERNOULLI)
        return fmin(fmax(x, ceil(d->low)), floor(d->high));
    return fmin(fmax(x, d->low), d->high);
}

double
mnz_dist_cdf(const struct mnz_dist *d, double x)
{
    struct window w;
    double p;

    if (is_list(d))
        return list_cdf(d, x);
    if (d->low == -INFINITY && d->high == INFINITY)
        return mnz_dist_whole_cdf(d, x);
    if (x < d->low)
        return 0.0;
    if (x >= d->high)
        return 1.0;
    w = window_of(d);
    p = w.from_above ? mnz_dist_whole_survival(d, x) : mnz_dist_whole_cdf(d, x);
    return (p - w.first) / (w.last - w.first);
}

double
mnz_dist_mean(const struct mnz_dist *d)
{
    enum { POINTS = 4096 };
    const double a = d->p[0], b = d->p[1], c = d->p[2];
    double sum = 0.0;

    if (is_list(d))
        return list_mean(d);
    if (d->low == -INFINITY && d->high == INFINITY)
        switch (d->kind) {
        case MNZ_DIST_UNIFORM:
            return (a + b) / 2.0;
        case MNZ_DIST_NORMAL:
        case MNZ_DIST_POISSON:
        case MNZ_DIST_BERNOULLI:
            return a;
        case MNZ_DIST_LOGNORMAL:
            return mnz_exp(a + b * b / 2.0);
        case MNZ_DIST_TRIANGULAR:
            return (a + b + c) / 3.0;
        case MNZ_DIST_PERT:
            return (a + 4.0 * b + c) / 6.0;
        case MNZ_DIST_BETA:
            return a / (a + b);
        case MNZ_DIST_GAMMA:
            return a * b;
        case MNZ_DIST_WEIBULL:
            if (a > 0.01)
                return b * gsl_sf_gamma(1.0 + 1.0 / a);
            break;
        default:
            break;
        }
    for (int i = 0; i < POINTS; i++)
        sum += mnz_dist_quantile(d, ((double)i + 0.5) / POINTS);
    return sum / POINTS;
}

double
mnz_dist_median(const struct mnz_dist *d)
{
    return mnz_dist_quantile(d, 0.5);
}

void
mnz_dist_support(const struct mnz_dist *d, double *low, double *high)
{
    *low = -INFINITY;
    *high = INFINITY;
    switch (d->kind) {
    case MNZ_DIST_UNIFORM:
        *low = d->p[0];
        *high = d->p[1];
        break;
    case MNZ_DIST_NORMAL:
        break;
    case MNZ_DIST_TRIANGULAR:
    case MNZ_DIST_PERT:
        *low = d->p[0];
        *high = d->p[2];
        break;
    case MNZ_DIST_BETA:
    case MNZ_DIST_BERNOULLI:
        *low = 0.0;
        *high = 1.0;
        break;
    case MNZ_DIST_DISCRETE:
    case MNZ_DIST_EMPIRICAL:
        *low = list_quantile(d, 0.0);
        *high = list_quantile(d, 1.0);
        break;
    default:
        *low = 0.0;
        break;
    }
    *low = fmax(*low, d->low);
    *high = fmin(*high, d->high);
}
