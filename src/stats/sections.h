#ifndef MNZ_STATS_SECTIONS_H
#define MNZ_STATS_SECTIONS_H

#include "stats/tally.h"

/*
 * Errors of probabilities, quantiles and tails under a plan whose trials depend on each
 * other. Its replicates do not, so the spread of what each of them says gives the error
 * of what they say together, with Student's distribution.
 *
 * A share of the trials with this error is worth so many independent trials (the
 * effective number of L. Kish, Survey Sampling, 1965), for which the intervals of plain
 * sampling hold (E. L. Korn and B. I. Graubard 1998); and a quantile lies where a share
 * p of the trials is below it (R. S. Woodruff 1952).
 */

/*
 * How many independent trials tell as much of the share of hits, after the allowance
 * for the few replicates. Where all are hits or none, it is their number, less where a
 * trial may stand for up to `heaviest` others. `hits` and `counts` are of each
 * replicate; at least two have trials.
 */
double mnz_sections_worth(const double *hits, const double *counts,
                          uint32_t num_replicates, uint32_t heaviest);

/* Whether a series has sections, at least two of them with values. */
int mnz_sections_are_there(const struct mnz_tally *tally, uint32_t series);

/* The same of the values above `threshold` of a series that has sections. */
double mnz_sections_effective(const struct mnz_tally *tally, uint32_t series,
                              double threshold);

/* The 95 % interval's half of the mean of max(0, value - threshold). */
double mnz_sections_excess_half(const struct mnz_tally *tally, uint32_t series,
                                double threshold);

#endif
