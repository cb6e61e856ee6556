#ifndef MNZ_ENGINE_SCHEDULE_H
#define MNZ_ENGINE_SCHEDULE_H

#include "engine/batch.h"

/* Work out, for each trial of the batch, when each control and policy acts: events and
 * probabilities are compared with their draws, dates become shares of steps. */
static void mnz_schedule_draw(struct mnz_batch *b);

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
