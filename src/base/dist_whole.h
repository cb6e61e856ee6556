#ifndef MNZ_BASE_DIST_WHOLE_H
#define MNZ_BASE_DIST_WHOLE_H

#include "base/dist.h"

/*
 * Distributions by parameters, as if not truncated. Not for the list kinds (discrete
 * and empirical). Counting from above keeps the precision of upper tails.
 */

/* The probability of a draw of at most x, and of one above x. */
double mnz_dist_whole_cdf(const struct mnz_dist *dist, double x);
double mnz_dist_whole_survival(const struct mnz_dist *dist, double x);

/* The value with probability p below it, and with probability p above it; 0 < p < 1. */
double mnz_dist_whole_quantile(const struct mnz_dist *dist, double p);
double mnz_dist_whole_upper_quantile(const struct mnz_dist *dist, double p);

#endif
