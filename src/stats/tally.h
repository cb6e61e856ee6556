#ifndef MNZ_STATS_TALLY_H
#define MNZ_STATS_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include "base/bytes.h"
#include "monazite/status.h"
#include "monazite/summary.h"

/*
 * A tally counts the values of many series: moments as sums of whole numbers, and
 * counts of buckets, log-linear below the greatest value (stats/histogram.h), in one
 * block a series, made with its first value above 0. Whole numbers make the result
 * independent of the order of adding and merging, and memory hardly grows with the
 * number of trials.
 */

/* Unit of a series; sets the quantum of its sums: 2^-40 of a share, 2^-24 t,
 * 2^-8 USD, 2^-20 months. */
enum mnz_metric_unit {
    MNZ_UNIT_SHARE,
    MNZ_UNIT_TONNES,
    MNZ_UNIT_USD,
    MNZ_UNIT_MONTHS,
    MNZ_NUM_UNITS
};

/* Values of a series that are added at once, at most; replicates, at most. */
enum { MNZ_TALLY_MOST = 128, MNZ_MAX_REPLICATES = 16 };

struct mnz_tally;

/*
 * `unit_of_series` is borrowed and must outlive the tally. `replicates` is 1 for plain
 * sampling, or the number of independently randomised replicates to which trials are
 * dealt in turn (at most MNZ_MAX_REPLICATES). Of the first `num_sectioned` series the
 * values of each replicate have buckets of their own, from which quantiles,
 * probabilities and tails have their errors. Values come in by stats/fold.h.
 */
MNZ_NODISCARD enum mnz_status
mnz_tally_create(uint32_t num_series, const enum mnz_metric_unit *unit_of_series,
                 uint32_t replicates, uint32_t num_sectioned, struct mnz_tally **out);

/* Does nothing when `tally` is NULL. */
void mnz_tally_destroy(struct mnz_tally *tally);

/* MNZ_ERR_NOMEM if anything was lost for want of memory. */
MNZ_NODISCARD enum mnz_status mnz_tally_status(const struct mnz_tally *tally);

/* Add all of `from`, a tally of the same series. MNZ_ERR_NOMEM if anything was lost. */
MNZ_NODISCARD enum mnz_status mnz_tally_merge(struct mnz_tally *into,
                                              const struct mnz_tally *from);

/*
 * Write all that a tally holds, so that it can be read back and more values added: the
 * same bytes for the same values, in whichever order they came. mnz_tally_read() takes
 * what was written of a tally of as many series and replicates into an empty one, of at
 * most `weights` values a series, each as often as it counts. MNZ_ERR_INPUT, with the
 * tally only to be destroyed, for bytes that no tally leaves; MNZ_ERR_NOMEM.
 */
void mnz_tally_write(const struct mnz_tally *tally, struct mnz_byte_writer *writer);
MNZ_NODISCARD enum mnz_status mnz_tally_read(struct mnz_tally *tally, uint64_t weights,
                                             struct mnz_byte_reader *reader);

/* Whether tallies of some of the trials of a tally, no trial in two of them, have all
 * of its values: it is then their sum. */
int mnz_tally_is_sum(const struct mnz_tally *tally, struct mnz_tally *const *parts,
                     uint32_t num_parts);

/* How many bytes a tally holds. */
size_t mnz_tally_bytes(const struct mnz_tally *tally);

/* About how many one would hold once values have come, with the arguments of
 * mnz_tally_create(). */
size_t mnz_tally_expect_bytes(uint32_t num_series, uint32_t replicates,
                              uint32_t num_sectioned);

/* The distribution of one series; see monazite/summary.h. Buckets are as precise as
 * stats/histogram.h says. */
void mnz_tally_summary(const struct mnz_tally *tally, uint32_t series,
                       struct mnz_summary *out);

/* Any quantile, 0 < p <= 1; NaN without trials. */
double mnz_tally_quantile(const struct mnz_tally *tally, uint32_t series, double p);

/* The mean of the worst part of the trials above quantile p, 0 < p < 1, the last trial
 * in part; NaN without trials. */
double mnz_tally_cvar(const struct mnz_tally *tally, uint32_t series, double p);

/*
 * 95 % intervals: of the mean, NaN where se is; of the p-quantile, 0 < p < 1, by order
 * statistics, NaN on a side of which too few trials were made to say; of the mean of
 * the worst 1 - p, NaN where these are fewer than ten trials. Those of the quantile, of
 * the worst, and of a probability come from the replicates where the series has
 * sections (stats/sections.h); without, they are those of plain sampling, and err on
 * the wide side for other plans.
 */
void mnz_tally_mean_interval(const struct mnz_tally *tally, uint32_t series,
                             double *low, double *high);
void mnz_tally_cvar_interval(const struct mnz_tally *tally, uint32_t series, double p,
                             double *low, double *high);
void mnz_tally_quantile_interval(const struct mnz_tally *tally, uint32_t series,
                                 double p, double *low, double *high);

/* How probable it is to be above a threshold; see monazite/summary.h. */
void mnz_tally_exceedance(const struct mnz_tally *tally, uint32_t series,
                          double threshold, struct mnz_exceedance *out);

#endif
