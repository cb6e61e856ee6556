#ifndef MNZ_ENGINE_DELAYS_H
#define MNZ_ENGINE_DELAYS_H

#include "engine/batch.h"

/* How applications filed from now on mature: k_j of every licence control. */
static void mnz_licence_set_delays(struct mnz_batch *b);

#endif
