/* ban_quota.c - bans and quotas on one link, in this order, after its licences. */

#include "engine/ban_quota.h"

#include "engine/schedule.h"

static mnz_lane apply_bans(struct mnz_batch *b, const struct mnz_capped_order *order,
                           mnz_lane allowed);
static mnz_lane apply_quotas(struct mnz_batch *b, const struct mnz_capped_order *order,
                             mnz_lane allowed);

static void
mnz_quota_prepare(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_control *control = &net->scenario->controls[c];
        const struct mnz_net_control *scope = &net->controls[c];

        if (control->kind != MNZ_CONTROL_QUOTA)
            continue;
        b->quota_sum[c] = lane_of(0.0);
        for (uint32_t j = 0; j < scope->num_links; j++) {
            const uint32_t l =
                b->engine->link_at[net->control_links[scope->first_link + j]];

            b->quota_sum[c] += control->quota.share_by == MNZ_QUOTA_ORDERS
                                   ? b->last_order[b->engine->links[l].capped]
                                   : b->base_flow[l];
        }
    }
}

static mnz_mask
mnz_controls_act(const struct mnz_batch *b, uint32_t l)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_link *link = mnz_engine_link(b->engine, l);
    const uint32_t t = b->engine->links[l].terms;
    mnz_mask acts = {0};

    if (t != MNZ_NONE)
        acts = b->terms[t].in_force;
    for (uint32_t j = 0; j < link->num_controls; j++) {
        const struct mnz_control *c =
            &net->scenario->controls[net->link_controls[link->first_control + j]];

        if (c->kind == MNZ_CONTROL_BAN || c->kind == MNZ_CONTROL_QUOTA)
            acts |= (mnz_mask)(mnz_phi(b, c->regime) > 0.0);
    }
    return acts;
}

static mnz_lane
mnz_control_leak(const struct mnz_batch *b, const struct mnz_control *c, uint32_t l)
{
    const struct mnz_net_link *link = mnz_engine_link(b->engine, l);
    const mnz_lane leak = b->value[c->leak], rises = b->value[c->leak_rises];
    mnz_lane gap;

    if (!lane_any((mnz_mask)(rises != 0.0)))
        return leak;
    gap = b->premium[b->engine->net->ports[link->port].market];
    if (link->home_market != MNZ_NONE)
        gap -= b->premium[link->home_market];
    return lane_max(
        leak, lane_min(b->value[c->leak_most], leak + rises * lane_positive(gap)));
}

static mnz_lane
mnz_ban_quota_apply(struct mnz_batch *b, const struct mnz_capped_order *order,
                    mnz_lane allowed)
{
    const uint32_t t = b->engine->links[order->l].terms, h = order->h;

    b->reach[h] = b->omega[order->l];
    b->is_free[h] = ~(mnz_mask){0};
    if (t != MNZ_NONE) {
        b->reach[h] *= b->terms[t].passes;
        b->is_free[h] = ~b->terms[t].in_force;
    }
    allowed = apply_bans(b, order, allowed);
    allowed = apply_quotas(b, order, allowed);
    b->last_order[h] = order->order;
    return allowed;
}

static const struct mnz_control *
control_on_link(const struct mnz_batch *b, uint32_t l, uint32_t j, uint32_t *id)
{
    const struct mnz_network *net = b->engine->net;

    *id = net->link_controls[mnz_engine_link(b->engine, l)->first_control + j];
    return &net->scenario->controls[*id];
}

static mnz_lane
apply_bans(struct mnz_batch *b, const struct mnz_capped_order *order, mnz_lane allowed)
{
    for (uint32_t j = 0; j < mnz_engine_link(b->engine, order->l)->num_controls; j++) {
        uint32_t id;
        const struct mnz_control *c = control_on_link(b, order->l, j, &id);
        mnz_lane phi, leak, crosses;

        if (c->kind != MNZ_CONTROL_BAN)
            continue;
        phi = mnz_phi(b, c->regime);
        leak = mnz_control_leak(b, c, order->l);
        crosses = 1.0 - b->value[c->ban.covers] + b->value[c->ban.covers] * leak;
        allowed = (1.0 - phi) * allowed +
                  phi * lane_min(allowed, crosses * lane_min(order->need_most,
                                                             order->normal_most));
        b->reach[order->h] *= 1.0 - phi * b->value[c->ban.covers] * (1.0 - leak);
        b->is_free[order->h] &= (mnz_mask)(phi == 0.0);
    }
    return allowed;
}

static mnz_lane
apply_quotas(struct mnz_batch *b, const struct mnz_capped_order *order,
             mnz_lane allowed)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t j = 0; j < mnz_engine_link(b->engine, order->l)->num_controls; j++) {
        uint32_t id;
        const struct mnz_control *c = control_on_link(b, order->l, j, &id);
        mnz_lane phi, part, allotment, most;

        if (c->kind != MNZ_CONTROL_QUOTA)
            continue;
        phi = mnz_phi(b, c->regime);
        part = c->quota.share_by == MNZ_QUOTA_ORDERS ? b->last_order[order->h]
                                                     : b->base_flow[order->l];
        allotment = b->value[c->quota.tonnes_tpa] * net->years_per_step *
                    lane_ratio(part, b->quota_sum[id], 0.0);
        most = (1.0 - phi) * b->omega[order->l] +
               phi * lane_ratio(allotment, order->normal_use, MNZ_UNLIMITED);
        b->reach[order->h] =
            lane_select((mnz_mask)(phi > 0.0), lane_min(b->reach[order->h], most),
                        b->reach[order->h]);
        allowed = lane_select(
            (mnz_mask)(phi > 0.0),
            lane_min(allowed, (1.0 - phi) * order->order + phi * allotment), allowed);
        b->is_free[order->h] &= (mnz_mask)(phi == 0.0);
    }
    return allowed;
}

static inline mnz_mask
mnz_link_is_free(const struct mnz_batch *b, const struct mnz_link_ties *ties,
                 int has_capped)
{
    if (has_capped && ties->capped != MNZ_NONE)
        return b->is_free[ties->capped];
    return ~ties->terms->in_force;
}

static inline mnz_lane
mnz_link_reach(const struct mnz_batch *b, const struct mnz_link_ties *ties,
               mnz_lane omega, int has_capped)
{
    if (has_capped && ties->capped != MNZ_NONE)
        return lane_min(omega, b->reach[ties->capped]);
    return lane_min(omega, omega * ties->terms->passes);
}
