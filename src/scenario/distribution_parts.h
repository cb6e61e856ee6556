#ifndef MNZ_SCENARIO_DISTRIBUTION_PARTS_H
#define MNZ_SCENARIO_DISTRIBUTION_PARTS_H

#include "scenario/distribution.h"

/* What reading one distribution is divided into. All return 0 after an error. */

/* One distribution while it is read. */
struct mnz_reading {
    struct mnz_reader *r;
    const struct mnz_where *where;
    const struct mnz_demand *demand;
    enum mnz_dist_kind kind;
    const char *name;
    const struct mnz_tree *tree;     /* the parameters              */
    const struct mnz_tree *truncate; /* NULL: not truncated         */
    struct mnz_dist dist;
};

/* What a parameter measures: the field's own quantity, a distance in it, or a number.
 */
enum mnz_parameter {
    MNZ_PARAMETER_VALUE,
    MNZ_PARAMETER_SPAN,
    MNZ_PARAMETER_NUMBER,
    MNZ_PARAMETER_PART
};

/* By parameters: its spelling is found and its numbers become d->dist. */
int mnz_reading_by_parameters(struct mnz_reading *d);

/* By values: `discrete` and `empirical`. */
int mnz_reading_by_values(struct mnz_reading *d);

/* One number of the distribution, in the unit of what it measures. */
int mnz_reading_number(struct mnz_reading *d, const struct mnz_tree *tree,
                       const char *key, enum mnz_parameter measures, double *number);

/* Say what is wrong; returns 0. */
int mnz_reading_complain(struct mnz_reading *d, const char *advice, const char *what);

/* "write {poisson: 3}, {poisson: {mean: 3}}": how this distribution may be written. */
const char *mnz_reading_advise(struct mnz_reading *d);

#endif
