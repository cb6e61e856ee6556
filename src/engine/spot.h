#ifndef MNZ_ENGINE_SPOT_H
#define MNZ_ENGINE_SPOT_H

#include "engine/batch.h"

/* Move 5 of a step: orders that stayed unmet go where stock is left. */
static void mnz_step_spot(struct mnz_batch *b);

#endif
