#ifndef MNZ_ENGINE_ORDER_H
#define MNZ_ENGINE_ORDER_H

#include "engine/batch.h"

/* Move 3 of a step: every buyer orders before its sellers do, and each order passes the
 * controls on its link, so that a seller that orders knows how much it may ship. */
static void mnz_step_order(struct mnz_batch *b);

#endif
