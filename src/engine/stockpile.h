#ifndef MNZ_ENGINE_STOCKPILE_H
#define MNZ_ENGINE_STOCKPILE_H

#include "engine/batch.h"

/* As a step begins: purchases that arrive enter their stockpiles. */
static void mnz_stockpile_arrive(struct mnz_batch *b);

/* Before the orders of a step: the order R of competing stockpiles on each link. Only
 * for batches with such stockpiles. */
static void mnz_stockpile_order(struct mnz_batch *b);

/* After shipping: the part of R that was shipped is on its way to the stockpiles. Only
 * for batches with stockpiles that compete. */
static void mnz_stockpile_receive(struct mnz_batch *b);

/* Move 6 of a step: stockpiles release to ports whose supply falls short, or refill. */
static void mnz_step_stockpiles(struct mnz_batch *b);

#endif
