#ifndef MNZ_STATS_TALLY_H
#define MNZ_STATS_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/status.h"

/*
 * A tally counts the values of many series: moments as sums of whole numbers, and counts
 * of log-linear buckets (32 to an octave, as in HdrHistogram) whose pages are made on
 * first touch. Whole numbers make the result independent of the order of adding and
 * merging, and memory does not grow with the number of trials.
 */

/* What a series measures; sets the fixed point of its sums (MNZ_UNIT_SHARE: 2^-40). */
enum mnz_metric_unit {
    MNZ_UNIT_SHARE,
    MNZ_UNIT_TONNES,
    MNZ_UNIT_USD,
    MNZ_UNIT_MONTHS,
    MNZ_NUM_UNITS
};

/* Values in one call of mnz_tally_add. */
enum { MNZ_TALLY_LANES = 8 };

struct mnz_tally;

/*
 * `unit_of_series` is borrowed and must outlive the tally. `replicates` is 1 for plain
 * sampling, or the number of independently randomised replicates to which trials are
 * dealt in turn (at most 16).
 */
MNZ_NODISCARD enum mnz_status mnz_tally_create(uint32_t num_series,
                                               const enum mnz_metric_unit *unit_of_series,
                                               uint32_t replicates, struct mnz_tally **out);

/* Does nothing when `tally` is NULL. */
void mnz_tally_destroy(struct mnz_tally *tally);

/*
 * Add the values of trials first_trial + lane for the lanes set in `mask`. Values are at
 * least 0 and below 2^47 units of the fixed point. Memory that runs out is remembered and
 * reported by mnz_tally_merge.
 */
void mnz_tally_add(struct mnz_tally *tally, uint32_t series,
                   const double values[MNZ_TALLY_LANES], uint32_t mask,
                   uint64_t first_trial);

/* Add all of `from`, a tally of the same series. MNZ_ERR_NOMEM if anything was lost. */
MNZ_NODISCARD enum mnz_status mnz_tally_merge(struct mnz_tally *into,
                                              const struct mnz_tally *from);

/* How many bytes a tally holds. */
size_t mnz_tally_bytes(const struct mnz_tally *tally);

/*
 * The distribution of one series. Quantile p is order statistic number ceil(p n);
 * cvar95 is the mean of the n/20 largest values, the last of them in part. Both are read
 * from the buckets, interpolated by rank and kept between the exact minimum and maximum:
 * off by less than 1/32 of the value, typically by less than 0.5 %. `se` is the standard
 * error of the mean: sd/sqrt(n), or from the spread of the replicates' means.
 * Without trials all numbers are NaN; sd and se need two.
 */
struct mnz_summary {
    uint64_t trials;
    double mean, se, sd, min, p01, p05, p25, p50, p75, p95, p99, max, cvar95;
};
void mnz_tally_summary(const struct mnz_tally *tally, uint32_t series,
                       struct mnz_summary *out);

/* Any quantile, 0 < p <= 1. */
double mnz_tally_quantile(const struct mnz_tally *tally, uint32_t series, double p);

#endif
