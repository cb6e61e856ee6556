#ifndef MNZ_ENGINE_CAPACITY_H
#define MNZ_ENGINE_CAPACITY_H

#include "engine/batch.h"

/* K of every facility in this step: growth, projects, outages, technology withheld. */
static void mnz_capacity_set(struct mnz_batch *b);

/* How far project `j` has ramped up, by the share of the step for which its policy is
 * in force. */
static mnz_lane mnz_ramp_share(const struct mnz_batch *b, uint32_t j);

/* At the end of a step: controls of technology have been in force for longer. */
static void mnz_capacity_age_technology(struct mnz_batch *b);

#endif
