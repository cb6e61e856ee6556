#ifndef MNZ_ENGINE_STEP_H
#define MNZ_ENGINE_STEP_H

#include "engine/batch.h"

/* Run a batch from the first step to the last; see mnz_batch_run. */
static void mnz_run_steps(struct mnz_batch *b, const struct mnz_observer *observer);

#endif
