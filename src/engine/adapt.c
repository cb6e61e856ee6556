/* adapt.c - shares, expectations, premiums, backlogs. */

#include "engine/adapt.h"

#include <string.h>

#include "engine/ban_quota.h"
#include "engine/capacity.h"
#include "engine/link_terms.h"
#include "engine/substitution.h"
#include "lanes/lane_pow.h"

static void adapt_shares(struct mnz_batch *b, struct mnz_port_at *at);
static void add_to_market(struct mnz_batch *b, const struct mnz_port_at *at);
static void adapt_prices(struct mnz_batch *b);
static void adapt_facility(struct mnz_batch *b, uint32_t i);
static void adapt_backlog(struct mnz_batch *b, uint32_t i);

static void
mnz_step_adapt(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    memset(b->got_sum, 0, sizeof *b->got_sum * net->num_markets);
    memset(b->demand_sum, 0, sizeof *b->demand_sum * net->num_markets);
    for (uint32_t p = 0; p < net->num_ports; p++) {
        adapt_shares(b, &b->at[p]);
        add_to_market(b, &b->at[p]);
    }
    adapt_prices(b);
    mnz_substitution_start_clocks(b);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        if (net->nodes[i].is_industry)
            adapt_backlog(b, i);
        else
            adapt_facility(b, i);
        if (b->engine->node_has_growth[i])
            b->growth[i] *= b->growth_step[i];
    }
    mnz_capacity_age_technology(b);
}

/* Share moves from links that fail to links that can take it over, and comes back. */
struct moves {
    mnz_lane loss, room, over, back;
};

MNZ_INLINE struct moves
moves_of(const struct mnz_batch *b, struct mnz_port_at *at, uint32_t j, int has_capped,
         int is_fixed)
{
    const mnz_lane w = at->link[j].w, f = at->link[j].f;
    const mnz_lane omega = mnz_link_omega(b, at, j, is_fixed);
    const mnz_lane reach = mnz_link_reach(b, &at->ties[j], omega, has_capped);
    struct moves m;

    m.loss = w * (1.0 - f);
    m.room = lane_positive(mnz_link_most_share(b, at, j, is_fixed) - w) * f;
    m.over = lane_positive(w - omega);
    m.back = lane_positive(reach - w) * f;
    return m;
}

/* Fill rate of a link in this step, against the smaller of order and normal flow. An
 * order that is only rounding says nothing about the supplier. */
static mnz_lane
filled(const struct mnz_link_lanes *link, mnz_lane spot, mnz_lane normal_use,
       mnz_lane dust)
{
    const mnz_lane asked = lane_min(link->order, link->w * normal_use);

    return lane_select((mnz_mask)(asked <= dust), lane_of(1.0),
                       lane_min(lane_of(1.0), (link->shipped + spot) / asked));
}

MNZ_INLINE void
move_shares(struct mnz_batch *b, struct mnz_port_at *at, const struct moves *sum,
            mnz_lane moved, mnz_lane returned, int has_capped, int is_fixed, uint32_t n)
{
    const mnz_lane per_room = lane_ratio(moved, sum->room, 0.0);
    const mnz_lane per_loss = lane_ratio(moved, sum->loss, 0.0);
    const mnz_lane per_back = lane_ratio(returned, sum->back, 0.0);
    const mnz_lane per_over = lane_ratio(returned, sum->over, 0.0);

    for (uint32_t j = 0; j < n; j++) {
        const struct moves m = moves_of(b, at, j, has_capped, is_fixed);

        at->link[j].w =
            lane_positive(at->link[j].w + (per_room * m.room - per_loss * m.loss) +
                          (per_back * m.back - per_over * m.over));
    }
}

MNZ_INLINE void
adapt_links(struct mnz_batch *b, struct mnz_port_at *at, int has_capped, int is_fixed,
            uint32_t n)
{
    const mnz_lane normal_use = at->lanes->use * b->normal_activity[at->node];
    const mnz_lane dust = 1e-9 * normal_use + MNZ_DUST_T;
    const int is_served = at->is_served, has_spot = at->has_spot;
    struct moves sum = {0};
    mnz_lane moved, returned;

    for (uint32_t j = 0; j < n; j++) {
        struct mnz_link_lanes *link = &at->link[j];
        const mnz_lane spot = has_spot ? b->spot[at->first + j] : lane_of(0.0);
        const mnz_lane fill =
            is_served ? lane_of(1.0) : filled(link, spot, normal_use, dust);
        struct moves m;

        link->f += b->fill_memory * (fill - link->f);
        m = moves_of(b, at, j, has_capped, is_fixed);
        sum.loss += m.loss;
        sum.room += m.room;
        sum.over += m.over;
        sum.back += m.back;
    }
    moved = b->switching * lane_min(sum.loss, sum.room);
    returned = b->return_rate * lane_min(sum.back, sum.over);
    if (lane_any((mnz_mask)(moved > 0.0) | (mnz_mask)(returned > 0.0)))
        move_shares(b, at, &sum, moved, returned, has_capped, is_fixed, n);
}

/* A port that has got all that it ever ordered, at its base shares, has nothing to
 * learn: each number would come out as it is. */
static void
adapt_shares(struct mnz_batch *b, struct mnz_port_at *at)
{
    if (at->is_settled && at->is_served)
        return;
    at->is_settled = 0;
    if (at->has_capped)
        adapt_links(b, at, 1, at->is_fixed, at->num_links);
    else
        MNZ_FOR_PORT(at, adapt_links, b, at, 0);
}

/* Demand of a market is the smaller of normal purchases and of orders at base prices. A
 * buyer that lacks another input orders less, and that does not make this one scarce.
 */
static void
add_to_market(struct mnz_batch *b, const struct mnz_port_at *at)
{
    const struct mnz_port_lanes *port = at->lanes;
    mnz_lane ordered = port->ordered;

    if (at->is_of_industry)
        ordered += port->use * (b->wanted[at->node] - b->demand_at_price[at->node]);
    b->got_sum[at->market] += mnz_port_got(at);
    b->demand_sum[at->market] += lane_min(port->normal, ordered);
}

/* r^(-1/elasticity) - 1 where supply is short, at most the cap. */
static mnz_lane
scarcity_premium(const struct mnz_batch *b, mnz_lane ratio, mnz_lane elasticity)
{
    const mnz_mask is_short = (mnz_mask)(ratio < 1.0);
    const mnz_mask is_priced =
        is_short & (mnz_mask)(ratio > 0.0) & (mnz_mask)(elasticity > 0.0);
    const mnz_lane rise =
        mnz_lane_pow(lane_select(is_priced, ratio, lane_of(1.0)),
                     -1.0 / lane_select(is_priced, elasticity, lane_of(1.0))) -
        1.0;

    return lane_where(is_short, lane_select(is_priced, lane_min(b->premium_cap, rise),
                                            b->premium_cap));
}

static void
adapt_prices(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t m = 0; m < net->num_markets; m++) {
        const mnz_value_id elasticity =
            net->scenario->materials[net->markets[m].material].elasticity;
        /* A gap that is only rounding is none. */
        const mnz_mask is_short =
            (mnz_mask)(b->got_sum[m] < (1.0 - 1e-9) * b->demand_sum[m] - MNZ_DUST_T);
        mnz_lane target = lane_of(0.0);

        if (lane_any(is_short))
            target = lane_where(
                is_short,
                scarcity_premium(b, lane_ratio(b->got_sum[m], b->demand_sum[m], 1.0),
                                 b->value[elasticity]));
        b->premium[m] += (target - b->premium[m]) * b->per_price_smooth;
    }
}

static void
adapt_facility(struct mnz_batch *b, uint32_t i)
{
    const struct mnz_net_node *node = &b->engine->net->nodes[i];

    b->normal_activity[i] +=
        (lane_min(b->capacity[i], b->sales_capacity[i]) - b->normal_activity[i]) *
        b->per_expect;
    for (uint32_t o = node->first_output; o < node->first_output + node->num_outputs;
         o++)
        b->expected_orders[o] +=
            (b->open_orders[o] - b->expected_orders[o]) * b->per_expect;
}

static void
adapt_backlog(struct mnz_batch *b, uint32_t i)
{
    const struct mnz_actor *actor =
        &b->engine->net->scenario->actors[b->engine->net->nodes[i].actor];
    const mnz_lane recovers = b->value[actor->recovers];

    if (!lane_any((mnz_mask)(recovers > 0.0)))
        return;
    b->backlog[i] += recovers * lane_positive(b->demand_at_price[i] - b->delivered[i]) -
                     lane_positive(b->delivered[i] - b->demand_at_price[i]);
    b->backlog[i] = lane_positive(b->backlog[i]);
}
