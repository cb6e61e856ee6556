#ifndef MNZ_ENGINE_ENVIRONMENT_H
#define MNZ_ENGINE_ENVIRONMENT_H

#include "engine/batch.h"

/* Move 1 of a step: capacity, demand, base shares, duties, priority classes, traced
 * content and scrap that comes back. */
static void mnz_step_environment(struct mnz_batch *b);

#endif
