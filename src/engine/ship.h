#ifndef MNZ_ENGINE_SHIP_H
#define MNZ_ENGINE_SHIP_H

#include "engine/batch.h"
#include "engine/terms.h"

/* Step 4: every seller makes and shares out what it has before its buyers receive and
 * make. */
void mnz_ship_make(struct mnz_batch *b);

/* Send `amount` on link `l`, lane by lane, where lanes may differ in lead time. */
void mnz_ship_send_by_lane(struct mnz_batch *b, uint32_t l, mnz_lane amount,
                           int is_spot);

/* Row of a port's ring that arrives `steps` from now, at least 1. */
MNZ_INLINE mnz_lane *
mnz_ring_row(const struct mnz_port_at *at, uint32_t steps)
{
    uint32_t row = at->ring_head + (steps - 1);

    if (row >= at->ring_size)
        row -= at->ring_size;
    return &at->ring[row];
}

/* What leaves the sellers of a port with a lead time of k steps and a part: what comes
 * in k steps, and what in k + 1. */
struct mnz_sent {
    mnz_lane early, late;
};

/* Spot goods without lead time arrive in the next step. */
MNZ_INLINE void
mnz_ship_send(struct mnz_port_at *at, uint32_t k, struct mnz_sent sent, int is_spot)
{
    *mnz_ring_row(at, k + 1) += sent.late;
    if (k > 0) {
        *mnz_ring_row(at, k) += sent.early;
    } else if (is_spot) {
        *mnz_ring_row(at, 1) += sent.early;
    } else {
        at->lanes->stock += sent.early;
        if (at->is_watched)
            at->lanes->received += sent.early;
    }
}

/* Send `amount`, of which `late` comes a step later, on link `j` of a port whose links
 * differ in lead time. */
MNZ_INLINE void
mnz_ship_send_on(struct mnz_batch *b, struct mnz_port_at *at, uint32_t j,
                 mnz_lane amount, mnz_lane late, int is_spot)
{
    const uint16_t k = at->ties[j].lead;

    if (is_spot && k == 0)
        late = lane_of(0.0);
    if (k != MNZ_LEADS_DIFFER)
        mnz_ship_send(at, k, (struct mnz_sent){amount - late, late}, is_spot);
    else
        mnz_ship_send_by_lane(b, at->first + j, amount, is_spot);
}

/* Nothing is asked of any output yet. */
static inline void
mnz_ship_ask_nothing(struct mnz_batch *b)
{
    for (uint32_t s = 0; s < b->engine->num_slots; s++)
        b->slot[s].asked = lane_of(0.0);
}

/* Add `amount` to what is asked of the seller of link `l`, in the buyer's class. */
static inline void
mnz_ship_ask(struct mnz_batch *b, uint32_t l, mnz_lane amount)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_link *link = &e->links[l];

    if (!e->has_priorities) {
        b->slot[link->slot].asked += amount;
        return;
    }
    for (uint32_t s = e->first_class[link->output];
         s < e->first_class[link->output] + e->num_classes[link->output]; s++)
        b->slot[s].asked +=
            lane_where((mnz_mask)(b->class_number[l] == (double)e->classes[s]), amount);
}

/*
 * What output `o` holds is shared out among its slots, class by class: slot_part is the
 * part of slot_asked that each is given, and what is given leaves the stock.
 */
static inline void
mnz_ship_ration(struct mnz_batch *b, uint32_t o)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t end = e->first_class[o] + e->num_classes[o];

    for (uint32_t s = e->first_class[o]; s < end; s++) {
        const mnz_lane asked = b->slot[s].asked;
        const mnz_lane part =
            lane_min(lane_of(1.0), lane_ratio(b->out_stock[o], asked, 1.0));

        b->slot[s].part = part;
        b->out_stock[o] = lane_positive(b->out_stock[o] - asked * part);
    }
}

/* The part that link `l` gets of what it asked, once its seller has rationed. */
static inline mnz_lane
mnz_ship_part(const struct mnz_batch *b, uint32_t l)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_link *link = &e->links[l];
    mnz_lane part = lane_of(0.0);

    if (!e->has_priorities)
        return b->slot[link->slot].part;
    for (uint32_t s = e->first_class[link->output];
         s < e->first_class[link->output] + e->num_classes[link->output]; s++)
        part = lane_select((mnz_mask)(b->class_number[l] == (double)e->classes[s]),
                           b->slot[s].part, part);
    return part;
}

#endif
