#ifndef MNZ_ENGINE_LICENCE_TERMS_H
#define MNZ_ENGINE_LICENCE_TERMS_H

#include "engine/batch.h"

/* Set the terms of the licences on each link for this step. */
static void mnz_licence_terms_set(struct mnz_batch *b);

#endif
