#ifndef MNZ_ENGINE_SPOT_H
#define MNZ_ENGINE_SPOT_H

#include "engine/batch.h"

/* Step 5, first part: orders that stayed unmet go where stock is left. */
void mnz_spot_buy(struct mnz_batch *b);

/* Lanes in which no ban, quota or licence is in force on link `l`. */
static inline mnz_mask
mnz_link_is_free(const struct mnz_batch *b, uint32_t l)
{
    const uint32_t h = b->engine->held_of_link[l];

    if (h == MNZ_NONE) {
        const mnz_mask none = {0};

        return ~none;
    }
    return b->is_free[h];
}

#endif
