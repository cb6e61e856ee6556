#ifndef MNZ_BASE_MATHFN_H
#define MNZ_BASE_MATHFN_H

/*
 * Elementary functions made of + - * / and square roots alone, so that every compiler
 * and machine gives the same bits (the build forbids contraction into fused
 * operations). Their largest errors, found against long double, are stated with each.
 */

/* e to the x, within 0.9 units in the last place; 0 below -745.2, infinity above
 * 709.78. */
double mnz_exp(double x);

/* The natural logarithm, within 0.6 units in the last place; -infinity at 0, NaN below.
 */
double mnz_log(double x);

/*
 * x to the y for x >= 0, with a relative error below 3e-16 wherever the result is a
 * normal number. NaN for x < 0, even where y is whole.
 */
double mnz_pow(double x, double y);

/*
 * The inverse of the standard normal distribution function at 0 < p < 1, with a
 * relative error below 1e-14.
 */
double mnz_normal_quantile(double p);

/*
 * The standard normal distribution function, with a relative error below 1e-15 where
 * the result is a normal number (above -37.5); its complement is that of -x.
 */
double mnz_normal_cdf(double x);

#endif
