#ifndef MONAZITE_SUMMARY_H
#define MONAZITE_SUMMARY_H

#include <stdint.h>

/*
 * The distribution of one quantity over trials, in its unit. Quantile p is order
 * statistic number ceil(p n); cvar95 is the mean of the n/20 largest values, the last
 * of them in part. Quantiles and cvar95 are read from buckets and typically off by less
 * than 0.5 %; min, max and whole months below 64 are exact.
 *
 * `se` is the standard error of the mean: sd/sqrt(n), or from the spread of the means
 * of a sampling plan's replicates; Student's distribution with `se_degrees` of freedom
 * belongs to it. Without trials all numbers are NaN; sd and se need two.
 */
struct mnz_summary {
    uint64_t trials; /* that have a value */
    double weight;   /* the same by weights, where a run has strata */
    double mean, se, sd, min, p01, p05, p25, p50, p75, p95, p99, max, cvar95;
    uint64_t se_degrees;
};

/*
 * How probable it is to be above a threshold, with a 95 % interval (E. B. Wilson 1927).
 * Hits are exact for a threshold of 0, below the least and from the greatest value on;
 * else the bucket that holds the threshold is shared in proportion. The interval is
 * that of plain sampling, or comes from a plan's replicates; in a single month it is
 * always the former, and errs on the wide side for other plans. NaN without trials.
 */
struct mnz_exceedance {
    uint64_t hits, trials;
    double probability, low, high;
};

/* A figure of a base and of another, other - base, and the 95 % interval of this
 * difference; NaN where there are too few trials. */
struct mnz_gap {
    double base, other, difference, low, high;
};

/*
 * How a quantity differs between two alternatives whose trials share their random
 * numbers. Trials in which either has no value do not count. A mean's interval is that
 * of the paired differences, or of the means of a sampling plan's replicates; those of
 * quantiles and tails come from 16 sections of the trials, and those of quantiles err
 * on the wide side. So many independent trials as `worth` tell as much of the share
 * above, and of that below.
 */
struct mnz_difference {
    uint64_t trials;
    uint64_t above, below;           /* in which other > base, other < base */
    double above_share, below_share; /* by weight, where a run has strata */
    double above_worth, below_worth;
    struct mnz_gap mean, p50, p95, cvar95;
    double gain; /* how many times more trials two independent runs would need for the
                    mean's error; NaN where both are the same */
};

#endif
