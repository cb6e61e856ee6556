#ifndef MNZ_ENGINE_ENVIRONMENT_H
#define MNZ_ENGINE_ENVIRONMENT_H

#include "engine/batch.h"

/* Step 1 of docs/model.md without the licence offices: capacity, demand, base shares,
 * duties, priority classes, scrap that comes back. */
void mnz_environment_set(struct mnz_batch *b);

/* phi of a regime in this step. */
static inline mnz_lane
mnz_phi(const struct mnz_batch *b, uint32_t regime)
{
    return b->regime_phi[(size_t)regime * b->engine->net->num_steps + b->step];
}

/* phi of a regime in the step before, of which there must be one. */
static inline mnz_lane
mnz_phi_before(const struct mnz_batch *b, uint32_t regime)
{
    return b->regime_phi[(size_t)regime * b->engine->net->num_steps + b->step - 1];
}

#endif
