#ifndef MNZ_STATS_JACKKNIFE_H
#define MNZ_STATS_JACKKNIFE_H

#include <stdint.h>

/*
 * Errors by leaving out one part of the trials at a time (M. H. Quenouille 1949, J. W.
 * Tukey 1958). Parts are independent of each other: the replicates of a sampling plan,
 * or independent trials dealt in turn. Whatever depends smoothly on sums over trials
 * then has its error from the spread of the estimates without each part, with Student's
 * distribution of one degree of freedom fewer than parts.
 */
enum { MNZ_JACKKNIFE_PARTS = 16 };

/* An estimate, and what it is without each part. */
struct mnz_jackknife {
    double value;
    double without[MNZ_JACKKNIFE_PARTS];
};

/* The standard error; NaN where an estimate is none. */
double mnz_jackknife_error(const struct mnz_jackknife *estimate);

/* The 95 % interval about the value. */
void mnz_jackknife_interval(const struct mnz_jackknife *estimate, double *low,
                            double *high);

/* The same of a correlation: on the scale of its inverse hyperbolic tangent, where its
 * distribution is even, so that it never leaves -1 to 1 (R. A. Fisher 1915). */
void mnz_jackknife_correlation_interval(const struct mnz_jackknife *estimate,
                                        double *low, double *high);

/* Add `factor` times another estimate from the same parts. */
void mnz_jackknife_add(struct mnz_jackknife *sum, double factor,
                       const struct mnz_jackknife *estimate);

#endif
