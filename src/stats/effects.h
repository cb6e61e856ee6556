#ifndef MNZ_STATS_EFFECTS_H
#define MNZ_STATS_EFFECTS_H

#include <stddef.h>
#include "stats/jackknife.h"

/* Effects of a group of inputs, from trials that were chosen for them
 * (sampling/design.h). Point p is of part p mod MNZ_JACKKNIFE_PARTS. */

/*
 * Shares of the variance by M. J. W. Jansen's estimators (1999): `first` goes if the
 * group is known, `total` remains if all but the group is known. `a` and `b` are the
 * answer at two independent sets of points, `mixed` at those of `a` with the group's
 * inputs from `b`; [count] each. Points without a value in one of them do not count.
 * Both are 0 where the answer is constant.
 */
struct mnz_variance_shares {
    struct mnz_jackknife first, total;
};
void mnz_effects_jansen(const double *a, const double *b, const double *mixed,
                        size_t count, struct mnz_variance_shares *out);

/*
 * Elementary effects (M. D. Morris 1991; F. Campolongo and others 2007): of `count`
 * changes of the answer, signed as if the inputs rose, the mean size mu*, the mean, and
 * the standard deviation, which tells that an effect depends on other inputs or is not
 * straight. NaN does not count.
 */
struct mnz_elementary {
    struct mnz_jackknife mu_star, mean;
    double sigma;
};
void mnz_effects_morris(const double *changes, size_t count,
                        struct mnz_elementary *out);

#endif
