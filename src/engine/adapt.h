#ifndef MNZ_ENGINE_ADAPT_H
#define MNZ_ENGINE_ADAPT_H

#include "engine/batch.h"

/* Move 9 of a step: shares, expectations, premiums and backlogs follow the flows. */
static void mnz_step_adapt(struct mnz_batch *b);

#endif
