#ifndef MNZ_STATS_ENSEMBLE_H
#define MNZ_STATS_ENSEMBLE_H

#include <stddef.h>

/*
 * How well a forecast by an ensemble did, once one number is observed. Gneiting and
 * Raftery, Strictly proper scoring rules, prediction, and estimation (2007); Ferro,
 * Fair scores for ensemble forecasts (2014).
 */

/*
 * The members of an ensemble: `values` ascending, no NaN; `weights` of the same order,
 * at least 0 with a sum above 0, need not sum to 1, or NULL when all count the same.
 * Borrowed.
 */
struct mnz_ensemble {
    const double *values, *weights;
    size_t count;
};

/* Sort values ascending, as an ensemble without weights needs them. */
void mnz_ensemble_sort(double *values, size_t count);

/*
 * The continuous ranked probability score of an observation, in its unit; 0 is perfect.
 * With members x and normalised weights w it is
 *
 *     sum_i w_i |x_i - y|  -  sum_{i<j} w_i w_j (x_j - x_i):
 *
 * exactly the integral of (F(z) - [z >= y])^2 over z, F being the members' step
 * function. The score of one member is the absolute error. NaN without members.
 */
double mnz_ensemble_crps(const struct mnz_ensemble *ensemble, double observed);

/*
 * The fair version: the second sum divided by 1 - sum_i w_i^2, which is (n - 1) / n for
 * n equal weights. Its expectation is the score of the distribution that the members
 * are drawn from, however few they are. It is undefined for one member: there the
 * absolute error again.
 */
double mnz_ensemble_crps_fair(const struct mnz_ensemble *ensemble, double observed);

/* The mean; and the least value at which the members' step function reaches p, 0 < p <=
 * 1: of n equal weights number ceil(p n). NaN without members. */
double mnz_ensemble_mean(const struct mnz_ensemble *ensemble);
double mnz_ensemble_quantile(const struct mnz_ensemble *ensemble, double p);

/* Whether an observation lies in the central band of probability p, both its edges, the
 * quantiles (1 - p) / 2 and (1 + p) / 2, included. */
int mnz_ensemble_covers(const struct mnz_ensemble *ensemble, double p, double observed);

/*
 * The probability integral transform of an observation lies evenly between *low and
 * *high: its place among members and itself, (below + u (equal + 1)) / (n + 1) with u
 * uniform on (0, 1), since an observation may tie with members and is always tied with
 * itself. So drawn, it is exactly uniform when observation and members come from one
 * distribution, whatever that is and however few they are. Members of unequal weight
 * count as much of n as they weigh.
 */
void mnz_ensemble_pit(const struct mnz_ensemble *ensemble, double observed, double *low,
                      double *high);

/*
 * A histogram of such transforms over equal bins of 0 to 1: spread `weight` over
 * `bins`, in proportion to how much of low .. high lies in each. That is the mean over
 * u: it needs no draw, and the same data give the same table.
 */
void mnz_pit_spread(double low, double high, double weight, double *bins, size_t count);

/* 1 - score / naive score: 1 is perfect, 0 no better than naive. NaN where the naive
 * one is 0 or NaN. */
double mnz_score_skill(double score, double naive_score);

#endif
