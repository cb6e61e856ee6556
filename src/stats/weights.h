#ifndef MNZ_STATS_WEIGHTS_H
#define MNZ_STATS_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Trials of a prior weighted by how well they agree with observations: importance
 * sampling with the prior as proposal. The weight of trial i is proportional to
 * exp(-t q_i), q_i being minus the logarithm of its likelihood and t, from 0 to 1, a
 * temper: 1 is the posterior of Bayes, 0 the prior (Beaumont, Zhang and Balding,
 * Approximate Bayesian computation in population genetics, 2002; Holmes and Walker,
 * Assigning a value to a power likelihood in a general Bayesian model, 2017).
 *
 * Sums run over the trials in their order, so that the same trials give the same bits.
 */

/*
 * The weights, with sum 1, of trials with costs `q`; of one that is NaN or infinite it
 * is 0. Returns 0, and leaves all weights 0, if no cost is finite.
 */
int mnz_weights_make(const double *q, size_t count, double temper, double *weights);

/* How many trials of equal weight would tell as much: (sum w)^2 / sum w^2 (Kish, Survey
 * sampling, 1965). 0 without any weight. */
double mnz_weights_ess(const double *weights, size_t count);

/*
 * The largest temper, at most 1, under which at least `least` trials count, by
 * mnz_weights_ess. It exists where that many costs are finite, for the effective number
 * falls as the temper rises; else NaN. `weights` is room for `count`.
 */
double mnz_weights_temper(const double *q, size_t count, double least, double *weights);

/*
 * Systematic resampling with the offset 1/2: `rows` of equal weight, chosen[k] being
 * the trial in which the sum of weights, in the order of trials, first reaches (k +
 * 1/2) / rows. A trial of weight w comes floor(rows w) or ceil(rows w) times.
 */
void mnz_weights_resample(const double *weights, size_t count, size_t rows,
                          uint32_t *chosen);

/*
 * Statistics of weighted values. The weights have a sum above 0, NULL are equal ones;
 * `order` comes from mnz_weighted_order of the values, none of them NaN.
 */

/* The positions of `values` in ascending order, equal ones by position. Returns 0
 * without memory. */
int mnz_weighted_order(const double *values, size_t count, uint32_t *order);

/* Mean and standard deviation, sqrt(sum w (x - m)^2 / sum w). */
double mnz_weighted_mean(const double *values, const double *weights, size_t count);
double mnz_weighted_sd(const double *values, const double *weights, size_t count);

/* The least value of positive weight at which the step function of the weights reaches
 * p, 0 < p <= 1. */
double mnz_weighted_quantile(const double *values, const double *weights,
                             const uint32_t *order, size_t count, double p);

/*
 * Kolmogorov's distance of two step functions on the same values, which differ in their
 * weights: the largest difference of the two.
 */
double mnz_weighted_ks(const double *values, const double *a, const double *b,
                       const uint32_t *order, size_t count);

/*
 * The value that a Kolmogorov distance from a sample of effective size `ess` exceeds by
 * chance with at most probability p: sqrt(-ln(p / 2) / (2 ess)).
 */
double mnz_ks_chance(double ess, double p);

/* Ranks from 0 to 1: the weight below plus half of that of equal values. */
void mnz_weighted_ranks(const double *values, const double *weights,
                        const uint32_t *order, size_t count, double *ranks);

/* Correlation of two columns; of ranks it is Spearman's. 0 where one is constant. */
double mnz_weighted_correlation(const double *x, const double *y, const double *weights,
                                size_t count);

#endif
