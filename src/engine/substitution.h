#ifndef MNZ_ENGINE_SUBSTITUTION_H
#define MNZ_ENGINE_SUBSTITUTION_H

#include "engine/batch.h"

/* Once a step: u of the inputs that are used sparingly, or in place of others. */
static void mnz_substitution_apply(struct mnz_batch *b);

/* After the premiums have moved: start the clock where one exceeds its threshold. */
static void mnz_substitution_start_clocks(struct mnz_batch *b);

#endif
