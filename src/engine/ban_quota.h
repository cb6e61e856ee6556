#ifndef MNZ_ENGINE_BAN_QUOTA_H
#define MNZ_ENGINE_BAN_QUOTA_H

#include "engine/batch.h"

/* An order on capped link `h`, with the figures that controls refer to. */
struct mnz_capped_order {
    uint32_t h, l;
    mnz_lane order;                  /* o */
    mnz_lane normal_most, need_most; /* nu, d */
    mnz_lane normal_use;             /* u X */
};

/* Before the orders of a step: the sum by which each quota is allotted. */
static void mnz_quota_prepare(struct mnz_batch *b);

/* Lanes in which a ban, quota or licence is in force on link `l` in this step; known
 * before anything is ordered. */
static mnz_mask mnz_controls_act(const struct mnz_batch *b, uint32_t l);

/* lambda: the share of barred goods that crosses control `c` on link `l` anyway. It
 * rises with the gap between the buyer's price and the seller's. */
static mnz_lane mnz_control_leak(const struct mnz_batch *b, const struct mnz_control *c,
                                 uint32_t l);

/* Tonnes that bans, then quotas let the link ship of `allowed`, the tonnes that
 * licences allow. */
static mnz_lane mnz_ban_quota_apply(struct mnz_batch *b,
                                    const struct mnz_capped_order *order,
                                    mnz_lane allowed);

/* Lanes in which no ban, quota or licence is in force on a link, once it has ordered;
 * `has_capped` is 0 where no link of its port is capped. */
static inline mnz_mask mnz_link_is_free(const struct mnz_batch *b,
                                        const struct mnz_link_ties *ties,
                                        int has_capped);

/* reach: the share of its buyer's need that controls let the link carry, likewise. */
static inline mnz_lane mnz_link_reach(const struct mnz_batch *b,
                                      const struct mnz_link_ties *ties, mnz_lane omega,
                                      int has_capped);

#endif
