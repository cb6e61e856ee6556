#ifndef MNZ_ENGINE_SHIP_H
#define MNZ_ENGINE_SHIP_H

#include "engine/batch.h"

/* Step 4: every seller makes and shares out what it has before its buyers receive and
 * make. */
void mnz_ship_make(struct mnz_batch *b);

/*
 * What output `o` holds is shared out among its slots, class by class: slot_part is the
 * part of slot_asked that each is given, and what is given leaves the stock.
 */
void mnz_ship_ration(struct mnz_batch *b, uint32_t o);

/* Send `amount` on link `l`. Spot goods without lead time arrive in the next step. */
void mnz_ship_send(struct mnz_batch *b, uint32_t l, mnz_lane amount, int is_spot);

/* What leaves the sellers of a port whose links have one lead time of k steps and a
 * part: what comes in k steps, and what in k + 1. */
struct mnz_sent {
    mnz_lane early, late;
};
void mnz_ship_send_together(struct mnz_batch *b, uint32_t p, struct mnz_sent sent,
                            int is_spot);

/* After the step: the row that arrives next moves on. */
void mnz_ship_advance(struct mnz_batch *b);

/* Add `amount` to what is asked of the seller of link `l`, in the buyer's class. */
static inline void
mnz_ship_ask(struct mnz_batch *b, uint32_t l, mnz_lane amount)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_link *link = &e->links[l];

    if (!e->has_priorities) {
        b->slot_asked[link->slot] += amount;
        return;
    }
    for (uint32_t s = e->first_class[link->output];
         s < e->first_class[link->output] + e->num_classes[link->output]; s++)
        b->slot_asked[s] +=
            lane_where((mnz_mask)(b->class_number[l] == (double)e->classes[s]), amount);
}

/* The part that link `l` gets of what it asked, once its seller has rationed. */
static inline mnz_lane
mnz_ship_part(const struct mnz_batch *b, uint32_t l)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_link *link = &e->links[l];
    mnz_lane part = lane_of(0.0);

    if (!e->has_priorities)
        return b->slot_part[link->slot];
    for (uint32_t s = e->first_class[link->output];
         s < e->first_class[link->output] + e->num_classes[link->output]; s++)
        part = lane_select((mnz_mask)(b->class_number[l] == (double)e->classes[s]),
                           b->slot_part[s], part);
    return part;
}

#endif
