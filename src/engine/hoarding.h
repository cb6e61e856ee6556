#ifndef MNZ_ENGINE_HOARDING_H
#define MNZ_ENGINE_HOARDING_H

#include "engine/batch.h"

/* Hoarding of each port in this step, as a share of its normal use. A hoard is given up
 * where no control of kind `surge` is in force any more. Only for batches with such
 * controls. */
static void mnz_hoarding_set(struct mnz_batch *b);

#endif
