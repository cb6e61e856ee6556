#ifndef MNZ_ENGINE_ENVIRONMENT_H
#define MNZ_ENGINE_ENVIRONMENT_H

#include "engine/batch.h"

/* Step 1 of docs/model.md without the licence offices: capacity, demand, base shares,
 * duties, priority classes, scrap that comes back. */
static void mnz_environment_set(struct mnz_batch *b);

#endif
