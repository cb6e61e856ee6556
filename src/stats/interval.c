/* interval.c - how far a finite number of trials can be trusted. */

#include "stats/interval.h"

#include <float.h>
#include <math.h>

#include "base/bug.h"
#include "base/mathfn.h"

#define Z95 1.959963984540054
#define NEGLIGIBLE 1e-20 /* a probability, of the largest */

double
mnz_student95(uint64_t degrees)
{
    static const double table[] = {
        12.706204736174705, 4.302652729749464, 3.182446305283708, 2.776445105197793,
        2.570581835636315,  2.446911851144979, 2.364624251592785, 2.306004135204166,
        2.262157162798205,  2.228138851986274, 2.200985160091639, 2.178812829667228,
        2.160368656462792,  2.144786687917804, 2.131449545559774, 2.119905299221255,
    };
    const double z = Z95, z2 = z * z, v = (double)degrees;
    double g1, g2, g3, g4;

    if (degrees == 0)
        return NAN;
    if (degrees <= sizeof table / sizeof *table)
        return table[degrees - 1];
    /* Abramowitz and Stegun 26.7.5; off by less than 3e-7 from here on. */
    g1 = (z2 + 1.0) * z / 4.0;
    g2 = ((5.0 * z2 + 16.0) * z2 + 3.0) * z / 96.0;
    g3 = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) * z / 384.0;
    g4 = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) * z /
         92160.0;
    return z + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v;
}

/* 1 - 0.05^(1/n), without cancellation for large n. */
static double
upper_of_none(double n)
{
    const double x = -mnz_log(0.05) / n;

    return x < 1e-4 ? x * (1.0 - x / 2.0 * (1.0 - x / 3.0)) : 1.0 - mnz_exp(-x);
}

void
mnz_interval_of_share(double share, double trials, double *low, double *high)
{
    const double n = trials, p = share, z2 = Z95 * Z95;
    const double centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    const double half =
        Z95 * sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n);

    *low = p > 0.0 ? centre - half : 0.0;
    *high = p < 1.0 ? centre + half : 1.0;
    if (!(p > 0.0))
        *high = upper_of_none(n);
    else if (!(p < 1.0))
        *low = 1.0 - upper_of_none(n);
}

void
mnz_interval_of_probability(uint64_t hits, uint64_t trials, double *low, double *high)
{
    MNZ_BUG_IF(hits > trials);
    if (trials > 0)
        mnz_interval_of_share((double)hits / (double)trials, (double)trials, low, high);
    else
        *low = *high = NAN;
}

/* The binomial probability of k + 1 in n over that of k. */
static double
binomial_ratio(double p, uint64_t n, uint64_t k)
{
    return (double)(n - k) / (double)(k + 1) * (p / (1.0 - p));
}

/*
 * With B the number of trials below the quantile, a binomial variable, the quantile is
 * at or above order statistic `low` unless B < low, and at or below `high` unless B >=
 * high. Probabilities are relative to that of the mode and added up from there outwards
 * until they no longer count; then the tails are added up from their ends.
 */
void
mnz_interval_ranks(double p, uint64_t trials, uint64_t *low, uint64_t *high)
{
    const uint64_t n = trials;
    const double guess = p * ((double)n + 1.0);
    const uint64_t mode = guess < (double)n ? (uint64_t)guess : n;
    uint64_t first = mode, last = mode;
    double total = 1.0, lower = 1.0, upper = 1.0, limit, tail;

    MNZ_BUG_IF(!(p > 0.0 && p < 1.0));
    for (; first > 0 && lower > NEGLIGIBLE; first--) {
        lower /= binomial_ratio(p, n, first - 1);
        total += lower;
    }
    for (; last < n && upper > NEGLIGIBLE; last++) {
        upper *= binomial_ratio(p, n, last);
        total += upper;
    }
    limit = 0.025 * total;
    for (tail = lower; tail <= limit; tail += lower)
        lower *= binomial_ratio(p, n, first++);
    for (tail = upper; tail <= limit; tail += upper)
        upper /= binomial_ratio(p, n, --last);
    *low = first;
    *high = last < n ? last + 1 : 0;
}

uint64_t
mnz_quantile_rank(double p, uint64_t trials)
{
    const double exact = p * (double)trials, near = floor(exact + 0.5);
    const double rank =
        fabs(exact - near) <= 4.0 * DBL_EPSILON * exact ? near : ceil(exact);

    MNZ_BUG_IF(!(p > 0.0 && p <= 1.0));
    if (rank >= (double)trials)
        return trials;
    return rank < 1.0 ? (trials > 0) : (uint64_t)rank;
}
