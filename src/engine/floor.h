#ifndef MNZ_ENGINE_FLOOR_H
#define MNZ_ENGINE_FLOOR_H

#include "engine/batch.h"

/* Cost of the price floors in this step: the difference to the market's price on all
 * that their sellers sold. */
static void mnz_floor_pay(struct mnz_batch *b);

#endif
