/* sections.c - errors from the replicates of a plan. */

#include "stats/sections.h"

#include <math.h>

#include "base/bug.h"
#include "stats/interval.h"
#include "stats/series.h"

/* Trials are never worth more than so many times their number. */
#define MOST_WORTH 100.0

/* The mean of a sum over values, and its variance. */
struct spread {
    uint32_t used;
    double trials, mean, variance;
};

/* From a sum of each replicate; they weigh by their trials. */
static struct spread
spread_of(const double *sums, const double *counts, uint32_t num_replicates)
{
    struct spread s = {0};

    for (uint32_t r = 0; r < num_replicates; r++) {
        s.used += counts[r] > 0.0;
        s.trials += counts[r];
        s.mean += sums[r];
    }
    MNZ_BUG_IF(s.used < 2);
    s.mean /= s.trials;
    for (uint32_t r = 0; r < num_replicates; r++) {
        const double apart = (sums[r] - s.mean * counts[r]) / s.trials;

        s.variance += apart * apart;
    }
    s.variance *= s.used / (s.used - 1.0);
    return s;
}

/*
 * Replicates whose points are in strata may all have the same number of hits, by chance
 * and not because it is exact. If one more hit came in any replicate with probability
 * q, none came in all of them with (1 - q)^R, 5 % for this q; an error below it is not
 * believed.
 */
static double
least_variance(const struct spread *s, double t)
{
    double low, q;

    mnz_interval_of_share(0.0, s->used, &low, &q);
    q *= s->used / (s->trials * t);
    return q * q;
}

double
mnz_sections_worth(const double *hits, const double *counts, uint32_t num_replicates,
                   uint32_t heaviest)
{
    const struct spread s = spread_of(hits, counts, num_replicates);
    const double t = mnz_student95(s.used - 1), z = mnz_student95(UINT64_MAX);
    double worth;

    if (!(s.mean > 0.0 && s.mean < 1.0))
        return s.trials / heaviest;
    worth = s.mean * (1.0 - s.mean) / fmax(s.variance, least_variance(&s, t)) *
            (z / t) * (z / t);
    return fmax(1.0, fmin(worth, MOST_WORTH * s.trials));
}

static struct mnz_histogram_view
section(const struct mnz_tally *tally, uint32_t series, uint32_t replicate)
{
    return mnz_tally_view(tally->sections, series * tally->num_replicates + replicate);
}

int
mnz_sections_are_there(const struct mnz_tally *tally, uint32_t series)
{
    uint32_t used = 0;

    for (uint32_t r = 0; series < tally->num_sectioned && r < tally->num_replicates;
         r++)
        used += section(tally, series, r).count > 0;
    return used > 1;
}

typedef double statistic(const struct mnz_histogram_view *view, double threshold);

static void
find_sums(const struct mnz_tally *tally, uint32_t series, statistic *sum,
          double threshold, double sums[MNZ_MAX_REPLICATES],
          double counts[MNZ_MAX_REPLICATES])
{
    for (uint32_t r = 0; r < tally->num_replicates; r++) {
        const struct mnz_histogram_view view = section(tally, series, r);

        counts[r] = (double)view.count;
        sums[r] = view.count > 0 ? sum(&view, threshold) : 0.0;
    }
}

double
mnz_sections_effective(const struct mnz_tally *tally, uint32_t series, double threshold)
{
    double sums[MNZ_MAX_REPLICATES], counts[MNZ_MAX_REPLICATES];

    find_sums(tally, series, mnz_histogram_part_above, threshold, sums, counts);
    return mnz_sections_worth(sums, counts, tally->num_replicates, tally->heaviest);
}

double
mnz_sections_excess_half(const struct mnz_tally *tally, uint32_t series,
                         double threshold)
{
    double sums[MNZ_MAX_REPLICATES], counts[MNZ_MAX_REPLICATES];
    struct spread s;

    find_sums(tally, series, mnz_histogram_excess, threshold, sums, counts);
    s = spread_of(sums, counts, tally->num_replicates);
    return mnz_student95(s.used - 1) * sqrt(s.variance);
}
