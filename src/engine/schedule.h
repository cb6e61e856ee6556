#ifndef MNZ_ENGINE_SCHEDULE_H
#define MNZ_ENGINE_SCHEDULE_H

#include "engine/batch.h"

/* Work out, for each trial of the batch, when each control and policy acts: events and
 * probabilities are compared with their draws, dates become shares of steps. */
void mnz_schedule_draw(struct mnz_batch *b);

#endif
