#ifndef MNZ_ENGINE_TREATMENT_H
#define MNZ_ENGINE_TREATMENT_H

#include "engine/batch.h"

/* Step 1: trace controlled content and reckon what the licences on each link mean. */
static void mnz_treatment_set(struct mnz_batch *b);

#endif
