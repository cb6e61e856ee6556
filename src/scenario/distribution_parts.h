#ifndef MNZ_SCENARIO_DISTRIBUTION_PARTS_H
#define MNZ_SCENARIO_DISTRIBUTION_PARTS_H

#include "scenario/fields.h"

/* Names and spellings of distributions, and one distribution while it is read. */

/* Names by enum mnz_dist_kind, ended by NULL. */
extern const char *const mnz_distribution_names[MNZ_NUM_DIST_KINDS + 1];

/* How each may be written, in the manual's words; ended by a NULL name. */
struct mnz_distribution_spelling {
    const char *name, *written, *meaning;
};
extern const struct mnz_distribution_spelling
    mnz_distribution_spellings[MNZ_NUM_DIST_KINDS + 1];

/* One distribution while it is read. */
struct mnz_reading {
    struct mnz_reader *r;
    const struct mnz_where *where;
    const struct mnz_demand *demand;
    enum mnz_dist_kind kind;
    const char *name;
    const struct mnz_tree *tree;     /* the parameters              */
    const struct mnz_tree *truncate; /* NULL: not truncated         */
    int has_unit;                    /* a number of it is written with a unit */
    struct mnz_dist dist;
};

/* The measure of a parameter: the field's own quantity, a distance in it, or a number.
 */
enum mnz_parameter {
    MNZ_PARAMETER_VALUE,
    MNZ_PARAMETER_SPAN,
    MNZ_PARAMETER_NUMBER,
    MNZ_PARAMETER_PART
};

/* One number of the distribution, in the unit of the parameter; 0 after an error. */
int mnz_reading_number(struct mnz_reading *d, const struct mnz_tree *tree,
                       const char *key, enum mnz_parameter measures, double *number);

/* Report an error of the distribution; returns 0. */
int mnz_reading_complain(struct mnz_reading *d, enum mnz_code code, const char *advice,
                         const char *what);

/* "write {poisson: 3}, {poisson: {mean: 3}}": how this distribution may be written. */
const char *mnz_reading_advise(struct mnz_reading *d);

#endif
