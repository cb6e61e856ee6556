#ifndef MNZ_ENGINE_PARAMETERS_H
#define MNZ_ENGINE_PARAMETERS_H

#include "engine/batch.h"

/* Evaluate values that are certain and undated, once for the life of a batch. */
static void mnz_parameters_init(struct mnz_batch *b);

/* Evaluate everything that depends on the draws, as of the first step's day. */
static void mnz_parameters_draw(struct mnz_batch *b);

/* Evaluate the dated values anew as of this step's day, where one of them changes. */
static void mnz_parameters_advance(struct mnz_batch *b);

/* The row of a value, or of `otherwise` where the value is MNZ_VALUE_NONE. */
static inline mnz_lane
mnz_value_lane(const struct mnz_batch *b, mnz_value_id id, double otherwise)
{
    return id == MNZ_VALUE_NONE ? lane_of(otherwise) : b->value[id];
}

#endif
