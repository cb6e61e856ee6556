#ifndef MNZ_BASE_DIST_H
#define MNZ_BASE_DIST_H

#include <stdint.h>

#include "base/messages.h"

/*
 * Distributions, described by their parameters and drawn by their inverse distribution
 * functions, so that one uniform number makes one draw. Truncation rescales the
 * probabilities between `low` and `high` (both included); nothing is clipped.
 *
 * Beta, pert, gamma and poisson call GSL, whose default error handler aborts: the
 * program turns it off first (gsl_set_error_handler_off), and the cases in which GSL
 * then fails are solved by halving intervals.
 */
enum mnz_dist_kind {
    MNZ_DIST_UNIFORM,    /* low, high                                        */
    MNZ_DIST_NORMAL,     /* mean, sd                                         */
    MNZ_DIST_LOGNORMAL,  /* mean and sd of the logarithm                     */
    MNZ_DIST_TRIANGULAR, /* low, mode, high                                  */
    MNZ_DIST_PERT,       /* low, mode, high; weight 4                        */
    MNZ_DIST_BETA,       /* a, b                                             */
    MNZ_DIST_GAMMA,      /* shape, scale                                     */
    MNZ_DIST_WEIBULL,    /* shape, scale                                     */
    MNZ_DIST_POISSON,    /* mean                                             */
    MNZ_DIST_BERNOULLI,  /* probability of 1                                 */
    MNZ_DIST_DISCRETE,   /* values, ascending, with weights                  */
    MNZ_DIST_EMPIRICAL,  /* values, ascending, equally likely                */
    MNZ_NUM_DIST_KINDS
};

struct mnz_dist {
    enum mnz_dist_kind kind;
    double p[4];           /* parameters in the order above */
    double low, high;      /* truncation; -INFINITY, INFINITY without */
    const double *values;  /* borrowed */
    const double *weights; /* borrowed */
    uint32_t num_values;
};

/* A distribution of `kind` with up to three parameters, not truncated. */
struct mnz_dist mnz_dist_make(enum mnz_dist_kind kind, double a, double b, double c);

/* By other parameters. Mean and sd of a lognormal are of the number itself. */
struct mnz_dist mnz_dist_lognormal_mean_sd(double mean, double sd);
struct mnz_dist mnz_dist_lognormal_median_sigma(double median, double sigma);
/* Beta(1 + m(k-2), 1 + (1-m)(k-2)) with mode m and concentration k > 2. */
struct mnz_dist mnz_dist_beta_mode(double mode, double concentration);
/* Beta(m k, (1-m) k) with mean m. */
struct mnz_dist mnz_dist_beta_mean(double mean, double concentration);
struct mnz_dist mnz_dist_gamma_mean_sd(double mean, double sd);
/* Through two quantiles: p of a and b in (0, 1), different. */
struct mnz_dist mnz_dist_normal_quantiles(double pa, double a, double pb, double b);
struct mnz_dist mnz_dist_lognormal_quantiles(double pa, double a, double pb, double b);

/* A fault without text if the parameters make sense. */
struct mnz_fault mnz_dist_verify(const struct mnz_dist *dist);

/* The value below which the share `u` of draws lies, 0 < u < 1. */
double mnz_dist_quantile(const struct mnz_dist *dist, double u);

/* The probability of a draw of at most `x`; of any distribution that verifies. */
double mnz_dist_cdf(const struct mnz_dist *dist, double x);

/* By closed form where there is one, else numerically from the quantiles. */
double mnz_dist_mean(const struct mnz_dist *dist);
double mnz_dist_median(const struct mnz_dist *dist);

/* The smallest and largest value that can be drawn; infinite ends stay infinite. */
void mnz_dist_support(const struct mnz_dist *dist, double *low, double *high);

#endif
