#ifndef MNZ_STUDY_CARRIERS_H
#define MNZ_STUDY_CARRIERS_H

#include <stddef.h>
#include "monazite/status.h"

/*
 * Inputs that carry the uncertainty of a figure: for each, the first-order share of the
 * variance, Var(E[y | x]) / Var(y). That is the part of the variance that would go if
 * the input were known (I. M. Sobol' 1993). Shares of independent inputs sum to at most
 * 1; the rest is their interplay. Correlated inputs share what they have in common.
 */

/*
 * Trials in order of an input go to bins of about equal numbers, equal draws to one
 * bin; the variance between the means of bins is freed from the part that chance gives
 * it (epsilon squared, T. L. Kelley 1935), so that an input without effect has a share
 * of 0 on average. A share below 0 becomes 0.
 *
 * `draws` are [num_inputs][trials], `values` [trials]; trials whose value is NaN do not
 * count. All shares are 0 where the values are constant, or too few to say.
 */
MNZ_NODISCARD enum mnz_status mnz_carriers_shares(const double *draws,
                                                  const double *values, size_t trials,
                                                  size_t num_inputs, double *shares);

/*
 * The inputs with the largest shares, at most `most` of them, above the noise: their
 * positions in `inputs`, their shares of the whole variance in `shares`. Each is looked
 * for in the values less the conditional means of those before it: low-discrepancy
 * points of many inputs repeat patterns, and an input that only follows another one's
 * pattern carries nothing of the rest. Returns in *count how many there are.
 */
MNZ_NODISCARD enum mnz_status mnz_carriers_find(const double *draws,
                                                const double *values, size_t trials,
                                                size_t num_inputs, size_t most,
                                                size_t *inputs, double *shares,
                                                size_t *count);

/*
 * A share that chance alone gives any of `num_inputs` inputs without effect in one of
 * twenty studies of so many counted trials; smaller ones cannot be told from nothing.
 */
double mnz_carriers_noise(size_t trials, size_t num_inputs);

#endif
