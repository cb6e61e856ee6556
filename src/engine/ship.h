#ifndef MNZ_ENGINE_SHIP_H
#define MNZ_ENGINE_SHIP_H

#include "engine/batch.h"

/* Step 4: goods arrive, then every seller makes and ships before its buyers. */
void mnz_ship_make(struct mnz_batch *b);

/*
 * Share out what output `o` holds among its links: class by class, in a class in
 * proportion to `asked`; what each gets goes to `given`, and out of the stock.
 */
void mnz_ship_ration(struct mnz_batch *b, uint32_t o, const mnz_lane *asked,
                     mnz_lane *given);

/* Send `amount` on link `l`. Spot goods without lead time arrive in the next step. */
void mnz_ship_send(struct mnz_batch *b, uint32_t l, mnz_lane amount, int is_spot);

/* After the step: the row that arrives next moves on. */
void mnz_ship_advance(struct mnz_batch *b);

#endif
