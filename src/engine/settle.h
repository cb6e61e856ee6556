#ifndef MNZ_ENGINE_SETTLE_H
#define MNZ_ENGINE_SETTLE_H

#include "engine/batch.h"

/* Move 7 of a step: price floors are paid, surplus is set aside, and scrap that will
 * come back is noted. */
static void mnz_step_settle(struct mnz_batch *b);

#endif
