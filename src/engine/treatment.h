#ifndef MNZ_ENGINE_TREATMENT_H
#define MNZ_ENGINE_TREATMENT_H

#include "engine/batch.h"

/* Step 1: trace controlled content and reckon what the licences on each link mean. */
void mnz_treatment_set(struct mnz_batch *b);

/* Lanes in which the j-th of the licences is the slowest in force. */
static inline mnz_mask
mnz_is_slowest(const struct mnz_treatment *x, uint32_t j)
{
    return (mnz_mask)(x->slowest == lane_of((double)j));
}

#endif
