/* jackknife.c - errors from estimates without one part of the trials. */

#include "stats/jackknife.h"

#include <math.h>

#include "base/mathfn.h"
#include "stats/interval.h"

enum { PARTS = MNZ_JACKKNIFE_PARTS };

static double
spread(const double without[PARTS])
{
    double mean = 0.0, squares = 0.0;

    for (int k = 0; k < PARTS; k++)
        mean += without[k] / PARTS;
    for (int k = 0; k < PARTS; k++)
        squares += (without[k] - mean) * (without[k] - mean);
    return sqrt(squares * (PARTS - 1) / PARTS);
}

double
mnz_jackknife_error(const struct mnz_jackknife *estimate)
{
    return spread(estimate->without);
}

void
mnz_jackknife_interval(const struct mnz_jackknife *estimate, double *low, double *high)
{
    const double half = mnz_student95(PARTS - 1) * mnz_jackknife_error(estimate);

    *low = estimate->value - half;
    *high = estimate->value + half;
}

/* Kept away from the ends, where there is none. */
static double
inverse_tanh(double r)
{
    const double x = fmin(fmax(r, -1.0 + 1e-12), 1.0 - 1e-12);

    return 0.5 * mnz_log((1.0 + x) / (1.0 - x));
}

static double
hyperbolic_tangent(double z)
{
    const double e = mnz_exp(-2.0 * fabs(z));

    return copysign((1.0 - e) / (1.0 + e), z);
}

void
mnz_jackknife_correlation_interval(const struct mnz_jackknife *estimate, double *low,
                                   double *high)
{
    const double z = inverse_tanh(estimate->value);
    double without[PARTS], half;

    for (int k = 0; k < PARTS; k++)
        without[k] = inverse_tanh(estimate->without[k]);
    half = mnz_student95(PARTS - 1) * spread(without);
    *low = hyperbolic_tangent(z - half);
    *high = hyperbolic_tangent(z + half);
}

void
mnz_jackknife_add(struct mnz_jackknife *sum, double factor,
                  const struct mnz_jackknife *estimate)
{
    sum->value += factor * estimate->value;
    for (int k = 0; k < PARTS; k++)
        sum->without[k] += factor * estimate->without[k];
}
