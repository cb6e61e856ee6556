#ifndef MNZ_ENGINE_RECYCLING_H
#define MNZ_ENGINE_RECYCLING_H

#include "engine/batch.h"

/* After the baseline: the return per unit of activity in the steps before the first. */
static void mnz_recycling_start(struct mnz_batch *b);

/* At the beginning of a step: earlier consumption and losses come back as scrap. */
static void mnz_recycling_return(struct mnz_batch *b);

/* At its end: note the scrap that this step's activity will return. */
static void mnz_recycling_note(struct mnz_batch *b);

#endif
