#ifndef MNZ_SCENARIO_DISTRIBUTION_VALUES_H
#define MNZ_SCENARIO_DISTRIBUTION_VALUES_H

#include "scenario/distribution_parts.h"

/* Make d->dist of a list of values: `discrete` and `empirical`. Returns 0 after an
 * error. */
int mnz_reading_by_values(struct mnz_reading *d);

#endif
