#ifndef MNZ_ENGINE_LICENCE_TERMS_H
#define MNZ_ENGINE_LICENCE_TERMS_H

#include "engine/batch.h"

/* Step 1: trace controlled content and reckon what the licences on each link mean. */
static void mnz_licence_terms_set(struct mnz_batch *b);

#endif
