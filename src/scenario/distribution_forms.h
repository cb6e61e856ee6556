#ifndef MNZ_SCENARIO_DISTRIBUTION_FORMS_H
#define MNZ_SCENARIO_DISTRIBUTION_FORMS_H

#include "scenario/distribution_parts.h"

/* Find the spelling of a distribution by parameters and make d->dist of its numbers.
 * Returns 0 after an error. */
int mnz_reading_by_parameters(struct mnz_reading *d);

/* The i-th parameter that any spelling of distribution `name` has, or NULL. */
const char *mnz_distribution_parameter(const char *name, size_t i);

#endif
