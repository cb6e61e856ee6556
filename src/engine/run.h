#ifndef MNZ_ENGINE_RUN_H
#define MNZ_ENGINE_RUN_H

#include "engine/batch.h"

/* mnz_batch_run, compiled for one instruction set. */
void mnz_lanes_run(struct mnz_batch *b, const struct mnz_observer *observer);

#endif
