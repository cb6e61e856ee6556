#ifndef MNZ_ENGINE_FLOOR_H
#define MNZ_ENGINE_FLOOR_H

#include "engine/batch.h"

/* What price floors cost in this step, by what their sellers sold. */
static void mnz_floor_pay(struct mnz_batch *b);

#endif
