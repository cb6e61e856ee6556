#ifndef MNZ_ENGINE_START_H
#define MNZ_ENGINE_START_H

#include "engine/batch.h"

/* Derive each trial's stationary baseline and put the state there: stocks at their
 * cover, pipelines full, shares at base, nothing under licence. */
static void mnz_start(struct mnz_batch *b);

#endif
