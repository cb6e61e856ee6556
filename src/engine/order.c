/* order.c - targets, needs and orders of every node. */

#include "engine/order.h"

#include "engine/ban_quota.h"
#include "engine/industry.h"
#include "engine/licence.h"
#include "engine/parameters.h"
#include "engine/ship.h"
#include "engine/stockpile.h"
#include "lanes/lane_pow.h"

MNZ_INLINE void set_target_of_industry(struct mnz_batch *b,
                                       const struct mnz_plan_node *node);
MNZ_INLINE void set_target_of_facility(struct mnz_batch *b,
                                       const struct mnz_plan_node *node);
MNZ_INLINE void order_input(struct mnz_batch *b, struct mnz_port_at *at, int is_usual);

/* Usual are batches without priorities and without stockpiles that compete. */
MNZ_INLINE void
order_all(struct mnz_batch *b, int is_usual)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const struct mnz_plan_node *node = &b->engine->nodes[k];

        if (node->is_industry)
            set_target_of_industry(b, node);
        else
            set_target_of_facility(b, node);
        for (uint32_t p = node->first_port; p < node->end_port; p++)
            order_input(b, &b->at[p], is_usual);
    }
}

static void
mnz_step_order(struct mnz_batch *b)
{
    mnz_quota_prepare(b);
    if (b->extra)
        mnz_stockpile_order(b);
    mnz_ship_ask_nothing(b);
    if (b->extra || b->engine->has_priorities)
        order_all(b, 0);
    else
        order_all(b, 1);
}

/* The mean premium and duty of an industry's inputs, weighted by cost. */
static mnz_lane
price_rise(const struct mnz_batch *b, const struct mnz_plan_node *node)
{
    const struct mnz_network *net = b->engine->net;
    mnz_lane rise = lane_of(0.0), weights = lane_of(0.0);

    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        const struct mnz_net_port *port = &net->ports[p];
        const mnz_lane weight = b->price[port->material] * b->port[p].use;
        mnz_lane extra = b->premium[port->market];

        for (uint32_t j = 0; b->duty && j < port->num_links; j++) {
            const uint32_t l = port->first_link + j;

            extra += b->link[l].w * b->duty[l];
        }
        rise += weight * extra;
        weights += weight;
    }
    return lane_ratio(rise, weights, 0.0);
}

MNZ_INLINE void
set_target_of_industry(struct mnz_batch *b, const struct mnz_plan_node *node)
{
    const uint32_t i = node->node;
    const mnz_lane elasticity = b->value[node->elasticity];
    const mnz_lane recovers = b->value[node->recovers];
    mnz_lane d = b->wanted[i];

    if (lane_any((mnz_mask)(elasticity != 0.0))) {
        const mnz_lane p = price_rise(b, node);

        if (lane_any((mnz_mask)(p != 0.0)))
            d *= mnz_lane_pow(1.0 + p, -elasticity);
    }
    b->demand_at_price[i] = d;
    if (lane_any((mnz_mask)(recovers > 0.0)))
        d += lane_min(b->backlog[i] / b->adjust,
                      b->value[node->overtime] * b->wanted[i]);
    b->demand[i] = b->target[i] = d;
    if (node->is_uneven)
        mnz_industry_plan(b, node);
}

static mnz_lane
sum_of_slots(const struct mnz_batch *b, uint32_t o)
{
    const uint32_t first = b->engine->first_class[o];
    mnz_lane sum = lane_of(0.0);

    for (uint32_t c = 0; c < b->engine->num_classes[o]; c++)
        sum += b->slot[first + c].asked;
    return sum;
}

MNZ_INLINE void
set_target_of_facility(struct mnz_batch *b, const struct mnz_plan_node *node)
{
    const uint32_t i = node->node;
    mnz_lane wanted = lane_of(0.0), sold = lane_of(0.0);

    for (uint32_t o = node->first_output; o < node->end_output; o++) {
        const mnz_lane gap = b->out_cover[o] * b->expected_orders[o] - b->out_stock[o];

        b->open_orders[o] = sum_of_slots(b, o);
        if (!b->engine->net->outputs[o].is_driving)
            continue;
        wanted = lane_max(wanted, lane_ratio(b->open_orders[o] + gap * b->per_adjust,
                                             b->yield[o], 0.0));
        sold = lane_max(sold, lane_ratio(b->open_orders[o], b->yield[o], 0.0));
    }
    b->sales_capacity[i] = sold;
    b->target[i] = lane_min(b->capacity[i], wanted);
}

static mnz_lane
in_transit(const struct mnz_port_at *at)
{
    mnz_lane sum = at->ring[0] + at->ring[1] + at->ring[2];

    for (uint32_t s = MNZ_LEAST_RING; s < at->ring_size; s++)
        sum += at->ring[s];
    return sum;
}

/* Amounts that a port should have and has, in stock and on order. */
struct position {
    mnz_lane target, have;
};

/* Add the applications and licences of a link, once due ones have matured, and the
 * orders placed ahead for them. */
MNZ_INLINE void
look_at_licences(struct mnz_batch *b, const struct mnz_link_ties *ties, mnz_lane normal,
                 mnz_lane most, struct position *x)
{
    const struct mnz_licence_terms *t = ties->terms;

    if (t->matures_on_order)
        mnz_licence_mature(b, t, ties->licensed);
    x->target += t->ahead * lane_min(normal, t->granted * most);
    x->have += ties->licensed->waiting + ties->licensed->in_hand;
    if (t->has_office)
        x->have += ties->licensed->ready;
}

/* Pass over the links of a port: the sum of n, the amounts that should be in their
 * pipelines, then those under licence. */
MNZ_INLINE struct position
look_at_links(struct mnz_batch *b, struct mnz_port_at *at, mnz_lane normal_use,
              int is_fixed, int is_plain, uint32_t n)
{
    struct mnz_port_lanes *port = at->lanes;
    const mnz_lane stock = at->is_supplied ? port->stock + port->coming : port->stock;
    struct position x = {.target = port->cover * normal_use,
                         .have = stock + in_transit(at)};
    mnz_lane normal = lane_of(0.0);

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane flow = at->link[j].w * normal_use;

        normal += flow;
        x.target += mnz_link_lead(b, at, j, is_fixed) * flow;
    }
    port->normal = normal;
    for (uint32_t j = 0; !is_plain && j < n; j++) {
        const mnz_lane w = at->link[j].w;
        const mnz_lane most = lane_max(w, mnz_link_omega(b, at, j, is_fixed));

        if (at->ties[j].terms->acts)
            look_at_licences(b, &at->ties[j], w * normal_use, most * normal_use, &x);
    }
    return x;
}

/* need = max(0, u a* + hoarded + (c u X + hoard - I)/T + (P* - P)/T): anchor and adjust
 * (Sterman 1989). */
MNZ_INLINE mnz_lane
need_of(struct mnz_batch *b, struct mnz_port_at *at, struct position x,
        mnz_lane normal_use, mnz_lane wanted)
{
    mnz_lane hoarded = lane_of(0.0);

    if (b->hoarding) {
        const size_t p = (size_t)(at->lanes - b->port);

        hoarded = b->hoarding[p] * normal_use;
        x.target += b->hoard[p];
        b->hoard[p] += hoarded;
    }
    return lane_positive(wanted + hoarded + (x.target - x.have) * b->per_adjust);
}

/* o = min(w need, max(q need, (q + b) u a*)) */
MNZ_INLINE mnz_lane
order_on(const struct mnz_batch *b, struct mnz_port_at *at, uint32_t j, mnz_lane need,
         mnz_lane wanted, int is_fixed)
{
    return lane_min(at->link[j].w * need,
                    lane_max(mnz_link_qualified(b, at, j, is_fixed) * need,
                             mnz_link_most_share(b, at, j, is_fixed) * wanted));
}

/* Through bans and quotas, then the link's own capacity and corridor. */
static mnz_lane
pass_bounds(struct mnz_batch *b, const struct mnz_capped_order *capped,
            mnz_lane allowed)
{
    const uint32_t l = capped->l;

    if (capped->h != MNZ_NONE)
        allowed = mnz_ban_quota_apply(b, capped, allowed);
    b->limit[l] = b->link_capacity[l];
    if (b->corridor)
        b->limit[l] = lane_select(
            (mnz_mask)(b->corridor[l] < 1.0),
            lane_min(b->limit[l], b->corridor[l] * b->link[l].w * capped->normal_use),
            b->limit[l]);
    return lane_min(allowed, b->limit[l]);
}

/* Tonnes of an order that licences and bounds let a link ship. */
MNZ_INLINE mnz_lane
pass_controls(struct mnz_batch *b, struct mnz_port_at *at, uint32_t j, mnz_lane order,
              mnz_lane need, mnz_lane normal_use, int is_fixed)
{
    const struct mnz_link_ties *ties = &at->ties[j];
    const mnz_lane most = lane_max(at->link[j].w, mnz_link_omega(b, at, j, is_fixed));
    const mnz_lane normal_most = most * normal_use, need_most = most * need;
    mnz_lane allowed = order;

    if (ties->terms->acts)
        allowed = mnz_licence_ask(b, ties, order, normal_most, need_most,
                                  at->lanes->cover + mnz_link_lead(b, at, j, is_fixed));
    if (ties->is_bounded) {
        const struct mnz_capped_order capped = {.h = ties->capped,
                                                .l = at->first + j,
                                                .order = order,
                                                .normal_most = normal_most,
                                                .need_most = need_most,
                                                .normal_use = normal_use};

        allowed = pass_bounds(b, &capped, allowed);
    }
    return allowed;
}

/* A and R together; both give way alike where they are more than the link can carry. */
static mnz_lane
add_purchases(struct mnz_batch *b, const struct mnz_port_at *at, uint32_t j,
              mnz_lane allowed)
{
    const uint32_t l = at->first + j;
    const mnz_lane both = allowed + b->extra[l];
    mnz_mask is_over;

    b->extra_cut[l] = lane_of(1.0);
    if (!at->ties[j].is_bounded)
        return both;
    is_over = (mnz_mask)(both > b->limit[l]);
    b->extra_cut[l] =
        lane_select(is_over, lane_ratio(b->limit[l], both, 0.0), lane_of(1.0));
    b->extra[l] *= b->extra_cut[l];
    return lane_select(is_over, b->limit[l], both);
}

/* Order on each link of a port. On a plain port a link may ship all that is ordered; in
 * a usual batch a link has one slot, and no stockpile competes. */
MNZ_INLINE void
order_on_links(struct mnz_batch *b, struct mnz_port_at *at, mnz_lane normal_use,
               mnz_lane wanted, int is_usual, int is_plain, int is_fixed, uint32_t n)
{
    const struct position x = look_at_links(b, at, normal_use, is_fixed, is_plain, n);
    const mnz_lane need = need_of(b, at, x, normal_use, wanted);
    mnz_lane sum = lane_of(0.0);

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane order = order_on(b, at, j, need, wanted, is_fixed);
        mnz_lane allowed = order;

        if (!is_plain)
            allowed = pass_controls(b, at, j, order, need, normal_use, is_fixed);
        if (!is_usual && b->extra)
            allowed = add_purchases(b, at, j, allowed);
        at->link[j].order = order;
        at->link[j].allowed = allowed;
        sum += order;
        if (is_usual)
            at->ties[j].slot->asked += allowed;
        else
            mnz_ship_ask(b, at->first + j, allowed);
    }
    at->lanes->ordered = sum;
}

MNZ_INLINE void
order_input(struct mnz_batch *b, struct mnz_port_at *at, int is_usual)
{
    const mnz_lane normal_use = at->lanes->use * b->normal_activity[at->node];
    const mnz_lane wanted = at->lanes->use * b->target[at->node];

    if (is_usual && at->is_plain)
        MNZ_FOR_PORT(at, order_on_links, b, at, normal_use, wanted, 1, 1);
    else
        MNZ_FOR_PORT(at, order_on_links, b, at, normal_use, wanted, is_usual, 0);
}
