#ifndef MNZ_ENGINE_RECYCLING_H
#define MNZ_ENGINE_RECYCLING_H

#include "engine/batch.h"

/* After the baseline: what a unit of activity returned in the steps before the first.
 */
static void mnz_recycling_start(struct mnz_batch *b);

/* At the beginning of a step: what was consumed or lost comes back as scrap. */
static void mnz_recycling_return(struct mnz_batch *b);

/* At its end: remember what this step's activity will return. */
static void mnz_recycling_note(struct mnz_batch *b);

#endif
