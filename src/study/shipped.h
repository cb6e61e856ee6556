#ifndef MNZ_STUDY_SHIPPED_H
#define MNZ_STUDY_SHIPPED_H

#include "engine/batch.h"

/* Tonnes that a link of the engine sent in this step, to stockpiles too. */
static inline mnz_lane
mnz_shipped(const struct mnz_batch *b, uint32_t l)
{
    mnz_lane sum = b->link[l].shipped + b->spot[l];

    if (b->to_stockpiles)
        sum += b->to_stockpiles[l];
    return sum;
}

#endif
