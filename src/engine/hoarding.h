#ifndef MNZ_ENGINE_HOARDING_H
#define MNZ_ENGINE_HOARDING_H

#include "engine/batch.h"

/* What buyers hoard in this step as a share of their normal use; a hoard is given up
 * where no surge is in force any more. Only for batches with surges. */
static void mnz_hoarding_set(struct mnz_batch *b);

#endif
