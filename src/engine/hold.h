#ifndef MNZ_ENGINE_HOLD_H
#define MNZ_ENGINE_HOLD_H

#include "engine/batch.h"

/* An order on held link `h`, with the figures that controls refer to. */
struct mnz_held_order {
    uint32_t h, l;
    mnz_lane order;                  /* o */
    mnz_lane normal_most, need_most; /* nu, d */
    mnz_lane cover_and_lead;         /* c + L */
    mnz_lane normal_use;             /* u X */
};

/* Before the orders of a step: what each quota is shared by. */
void mnz_hold_prepare(struct mnz_batch *b);

/* Lanes in which a ban, quota or licence is in force on link `l` in this step; known
 * before anything is ordered. */
mnz_mask mnz_hold_acts(const struct mnz_batch *b, uint32_t l);

/* lambda: the share of what control `c` bars on link `l` that crosses anyway. It rises
 * with the gap between the buyer's price and the seller's. */
mnz_lane mnz_hold_leak(const struct mnz_batch *b, const struct mnz_control *c,
                       uint32_t l);

/* What the controls on the link let it ship of the order: licences first, then bans,
 * then quotas. */
mnz_lane mnz_hold_apply(struct mnz_batch *b, const struct mnz_held_order *order);

/* Lanes in which no ban, quota or licence is in force on link `l`, once it has ordered.
 */
static inline mnz_mask
mnz_hold_is_free(const struct mnz_batch *b, uint32_t l)
{
    const struct mnz_plan_link *link = &b->engine->links[l];

    if (link->held == MNZ_NONE)
        return ~(mnz_mask){0};
    if (b->engine->has_limits[link->held])
        return b->is_free[link->held];
    return (mnz_mask)(b->licensed[link->licensed].phi == 0.0);
}

/* What controls let a link carry of its buyer's need, once it has ordered. */
static inline mnz_lane
mnz_hold_reach(const struct mnz_batch *b, uint32_t l)
{
    const struct mnz_plan_link *link = &b->engine->links[l];

    if (link->held == MNZ_NONE)
        return b->link[l].omega;
    if (b->engine->has_limits[link->held])
        return lane_min(b->link[l].omega, b->reach[link->held]);
    return lane_min(b->link[l].omega,
                    b->link[l].omega * b->licensed[link->licensed].passes);
}

#endif
