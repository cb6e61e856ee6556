#ifndef MNZ_SCENARIO_DISTRIBUTION_H
#define MNZ_SCENARIO_DISTRIBUTION_H

#include "scenario/fields.h"

/*
 * The entry of a mapping that names a distribution, or NULL. Beside it may stand:
 * truncate, source, verified, notes.
 */
const struct mnz_tree_entry *mnz_distribution_find(const struct mnz_tree *tree);

/*
 * Read a distribution, in the standard unit of `demand` (dates: days), with its text as
 * the analyst wrote it: "triangular(0.5, 1.2, 3)". A support that leaves the demanded
 * range is an error. A plain number is the distribution that is always this number.
 * Returns 0 after an error.
 */
int mnz_distribution_read(struct mnz_reader *r, const struct mnz_tree *tree,
                          const struct mnz_where *where,
                          const struct mnz_demand *demand, struct mnz_dist *dist,
                          const char **text);

#endif
