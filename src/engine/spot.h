#ifndef MNZ_ENGINE_SPOT_H
#define MNZ_ENGINE_SPOT_H

#include "engine/batch.h"

/* Step 5, first part: orders that stayed unmet go where stock is left. */
static void mnz_spot_buy(struct mnz_batch *b);

#endif
