#ifndef MNZ_ENGINE_STOCKPILE_H
#define MNZ_ENGINE_STOCKPILE_H

#include "engine/batch.h"

/* Before the orders of a step: what stockpiles that compete ask of which link. Only for
 * batches with such. */
static void mnz_stockpile_order(struct mnz_batch *b);

/* After shipping: what they got of it is on its way to them. */
static void mnz_stockpile_receive(struct mnz_batch *b);

/* Step 5, second part: stockpiles release to those whose supply falls short, or refill.
 */
static void mnz_stockpile_act(struct mnz_batch *b);

#endif
