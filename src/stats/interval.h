#ifndef MNZ_STATS_INTERVAL_H
#define MNZ_STATS_INTERVAL_H

#include <stdint.h>

/*
 * Confidence intervals, all of 95 %. They are made of + - * / and square roots, so that
 * they are the same on every machine. They are those of plain sampling;
 * stats/sections.h finds how many such trials those of another plan are worth.
 */

/*
 * Of a probability of which `hits` of `trials` were seen (E. B. Wilson 1927). Without a
 * hit the upper end is 1 - 0.05^(1/n), about 3/n; all hits mirror that. NaN without
 * trials.
 */
void mnz_interval_of_probability(uint64_t hits, uint64_t trials, double *low,
                                 double *high);

/* The same of a share of `trials`, at least 1, which need not be whole. */
void mnz_interval_of_share(double share, double trials, double *low, double *high);

/*
 * Between which order statistics (1 .. trials) the p-quantile lies, 0 < p < 1, whatever
 * the distribution: 2.5 % at most are outside on either side. 0 where there are too few
 * trials to give a limit on that side.
 */
void mnz_interval_ranks(double p, uint64_t trials, uint64_t *low, uint64_t *high);

/* The factor of a standard error with so many degrees of freedom (Student): 12.7 for 1,
 * 1.96 for very many, NaN for 0. */
double mnz_student95(uint64_t degrees);

/* The rank of the p-quantile, 0 < p <= 1: p x trials, rounded up unless it is whole but
 * for the rounding of p (0.07 of 100 is 7). 0 without trials. */
uint64_t mnz_quantile_rank(double p, uint64_t trials);

#endif
