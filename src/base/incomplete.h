#ifndef MNZ_BASE_INCOMPLETE_H
#define MNZ_BASE_INCOMPLETE_H

/*
 * The incomplete beta and gamma functions as distribution functions, and their
 * inverses, made of elementary operations and base/mathfn.h: the same bits everywhere.
 *
 * Shapes are from 0.01 to 3e6. Of shapes up to 100 and probabilities above 1e-12 the
 * relative errors stay below 1e-12; they grow with the shapes, to 1e-9 at the largest.
 */
#define MNZ_SHAPE_LEAST 0.01
#define MNZ_SHAPE_MOST 3e6

/* The share of a beta(a, b) below x, 0 <= x <= 1. The share above is that of 1 - x
 * with the shapes exchanged. */
double mnz_beta_cdf(double x, double a, double b);
double mnz_beta_quantile(double p, double a, double b);

/* Of a gamma with this shape and scale 1: the share below x >= 0, and that above. */
double mnz_gamma_cdf(double x, double shape);
double mnz_gamma_survival(double x, double shape);
double mnz_gamma_quantile(double p, double shape);
double mnz_gamma_upper_quantile(double p, double shape);

#endif
