#ifndef MNZ_ENGINE_ORDER_H
#define MNZ_ENGINE_ORDER_H

#include "engine/batch.h"

/* Steps 2 and 3: every buyer orders before its sellers do, and each order passes the
 * controls on its link, so that a seller knows what it may ship when it orders itself.
 */
static void mnz_order_place(struct mnz_batch *b);

#endif
