#ifndef MNZ_ENGINE_DISPATCH_H
#define MNZ_ENGINE_DISPATCH_H

#include "engine/batch.h"

/*
 * Run `trials` with `draws` (one lane vector an input, in standard units) from the
 * first step to the last, in the instructions of the batch's engine. Cannot fail: the
 * network is sound and every buffer exists. `observer` may be NULL.
 */
void mnz_batch_run(struct mnz_batch *batch, struct mnz_lane_trials trials,
                   const mnz_lane *draws, const struct mnz_observer *observer);

#endif
