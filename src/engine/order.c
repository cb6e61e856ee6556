/* order.c - what every node wants to make, needs and orders. */

#include "engine/order.h"

#include <string.h>

#include "engine/hold.h"
#include "engine/licence.h"
#include "engine/parameters.h"
#include "engine/ship.h"
#include "engine/stockpile.h"
#include "engine/terms.h"
#include "engine/lane_pow.h"

static void set_target_of_industry(struct mnz_batch *b, uint32_t i);
static void set_target_of_facility(struct mnz_batch *b, uint32_t i);
static void order_input(struct mnz_batch *b, uint32_t i, uint32_t p);

void
mnz_order_place(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    mnz_hold_prepare(b);
    if (b->extra)
        mnz_stockpile_order(b);
    memset(b->slot_asked, 0, sizeof *b->slot_asked * b->engine->num_slots);
    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const uint32_t i = net->order[k];
        const struct mnz_net_node *node = &net->nodes[i];

        if (node->is_industry)
            set_target_of_industry(b, i);
        else
            set_target_of_facility(b, i);
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            order_input(b, i, p);
    }
}

/* The mean premium and duty of an industry's inputs, weighted by cost. */
static mnz_lane
price_rise(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_node *node = &net->nodes[i];
    mnz_lane rise = lane_of(0.0), weights = lane_of(0.0);

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++) {
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

static void
set_target_of_industry(struct mnz_batch *b, uint32_t i)
{
    const struct mnz_actor *actor =
        &b->engine->net->scenario->actors[b->engine->net->nodes[i].actor];
    const mnz_lane elasticity = b->value[actor->elasticity];
    const mnz_lane recovers = b->value[actor->recovers];
    mnz_lane d = b->wanted[i];

    if (lane_any((mnz_mask)(elasticity != 0.0))) {
        const mnz_lane p = price_rise(b, i);

        if (lane_any((mnz_mask)(p != 0.0)))
            d *= mnz_lane_pow(1.0 + p, -elasticity);
    }
    b->wanted_price[i] = d;
    if (lane_any((mnz_mask)(recovers > 0.0)))
        d += lane_min(b->backlog[i] / b->adjust,
                      b->value[actor->overtime] * b->wanted[i]);
    b->demand[i] = b->target[i] = d;
}

static mnz_lane
sum_of_slots(const struct mnz_batch *b, uint32_t o)
{
    const uint32_t first = b->engine->first_class[o];
    mnz_lane sum = lane_of(0.0);

    for (uint32_t c = 0; c < b->engine->num_classes[o]; c++)
        sum += b->slot_asked[first + c];
    return sum;
}

static void
set_target_of_facility(struct mnz_batch *b, uint32_t i)
{
    const struct mnz_net_node *node = &b->engine->net->nodes[i];
    mnz_lane wanted = lane_of(0.0), sold = lane_of(0.0);

    for (uint32_t o = node->first_output; o < node->first_output + node->num_outputs;
         o++) {
        const mnz_lane gap = b->out_cover[o] * b->expected[o] - b->out_stock[o];

        b->open_orders[o] = sum_of_slots(b, o);
        if (!b->engine->net->outputs[o].is_driving)
            continue;
        wanted = lane_max(wanted, lane_ratio(b->open_orders[o] + gap * b->per_adjust,
                                             b->yield[o], 0.0));
        sold = lane_max(sold, lane_ratio(b->open_orders[o], b->yield[o], 0.0));
    }
    b->most_sold[i] = sold;
    b->target[i] = lane_min(b->capacity[i], wanted);
}

static mnz_lane
in_transit(const struct mnz_batch *b, const struct mnz_plan_port *plan)
{
    const mnz_lane *ring = &b->ring[plan->ring_first];
    mnz_lane sum = ring[0] + ring[1] + ring[2];

    for (uint32_t s = MNZ_LEAST_RING; s < plan->ring_size; s++)
        sum += ring[s];
    return sum;
}

/* What a port should have and has, its own stock and links without licence. */
struct position {
    mnz_lane target, have;
};

/* Pass over the links of a port: n of each, and what should be in their pipelines. */
MNZ_INLINE struct position
look_at_links(struct mnz_batch *b, uint32_t p, mnz_lane normal_use, int is_fixed,
              uint32_t n)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    const struct mnz_link_lanes *link = &b->link[plan->first_link];
    struct mnz_port_lanes *port = &b->port[p];
    struct position x = {.target = port->cover * normal_use,
                         .have = port->stock + port->coming + in_transit(b, plan)};
    mnz_lane normal = lane_of(0.0);

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane flow = link[j].w * normal_use;

        normal += flow;
        x.target += mnz_term_lead(b, plan->first_link + j, is_fixed) * flow;
    }
    port->normal = normal;
    return x;
}

/* What waits for licences, and what is ordered ahead for them. */
static void
look_at_licences(const struct mnz_batch *b, const struct mnz_plan_port *plan,
                 mnz_lane normal_use, struct position *x)
{
    const struct mnz_plan_link *links = &b->engine->links[plan->first_link];

    for (uint32_t j = 0; j < plan->num_links; j++) {
        const uint32_t l = plan->first_link + j;
        const struct mnz_treatment *t;
        const struct mnz_licensed *licensed;
        mnz_lane normal, most;

        if (links[j].treatment == MNZ_NONE)
            continue;
        t = &b->treatment[links[j].treatment];
        if (!t->acts)
            continue;
        licensed = &b->licensed[links[j].licensed];
        normal = b->link[l].w * normal_use;
        most =
            lane_max(b->link[l].w, mnz_term_omega(b, l, plan->is_fixed)) * normal_use;
        x->target += t->ahead * lane_min(normal, t->granted * most);
        x->have += licensed->waiting + licensed->ready + licensed->in_hand;
    }
}

/* need = max(0, u a* + hoarded + (c u X + hoard - I)/T + (P* - P)/T): anchor and adjust
 * (Sterman 1989). */
MNZ_INLINE mnz_lane
need_of(struct mnz_batch *b, uint32_t p, struct position x, mnz_lane normal_use,
        mnz_lane wanted)
{
    mnz_lane hoarded = lane_of(0.0);

    if (b->hoarding) {
        hoarded = b->hoarding[p] * normal_use;
        x.target += b->hoard[p];
        b->hoard[p] += hoarded;
    }
    return lane_positive(wanted + hoarded + (x.target - x.have) * b->per_adjust);
}

/* o = min(w need, max(q need, (q + b) u a*)) */
MNZ_INLINE mnz_lane
order_on(const struct mnz_batch *b, uint32_t l, mnz_lane need, mnz_lane wanted,
         int is_fixed)
{
    return lane_min(b->link[l].w * need,
                    lane_max(mnz_term_qualified(b, l, is_fixed) * need,
                             mnz_term_most_share(b, l, is_fixed) * wanted));
}

/* A port whose links ship what they are asked for, if it is there. */
MNZ_INLINE void
order_plainly(struct mnz_batch *b, uint32_t p, mnz_lane normal_use, mnz_lane wanted,
              int is_fixed, uint32_t n)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    const struct mnz_plan_link *links = &b->engine->links[plan->first_link];
    struct mnz_link_lanes *link = &b->link[plan->first_link];
    const mnz_lane need =
        need_of(b, p, look_at_links(b, p, normal_use, is_fixed, n), normal_use, wanted);
    mnz_lane sum = lane_of(0.0);

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane order =
            order_on(b, plan->first_link + j, need, wanted, is_fixed);

        link[j].order = link[j].allowed = order;
        b->slot_asked[links[j].slot] += order;
        sum += order;
    }
    b->port[p].need = need;
    b->port[p].ordered = sum;
}

/* Through bans and quotas, then the link's own capacity and corridor. */
static mnz_lane
pass_bounds(struct mnz_batch *b, struct mnz_held_order held, mnz_lane allowed)
{
    const uint32_t l = held.l;

    if (held.h != MNZ_NONE)
        allowed = mnz_hold_apply(b, &held, allowed);
    b->limit[l] = b->link_capacity[l];
    if (b->corridor)
        b->limit[l] = lane_select(
            (mnz_mask)(b->corridor[l] < 1.0),
            lane_min(b->limit[l], b->corridor[l] * b->link[l].w * held.normal_use),
            b->limit[l]);
    return lane_min(allowed, b->limit[l]);
}

/* What controls and bounds let link `l` ship of an order. */
MNZ_INLINE mnz_lane
pass_controls(struct mnz_batch *b, uint32_t l, mnz_lane order, mnz_lane need,
              mnz_lane normal_use)
{
    const struct mnz_plan_link *link = &b->engine->links[l];
    const struct mnz_plan_port *port = &b->engine->ports[link->port];
    const mnz_lane most_share =
        lane_max(b->link[l].w, mnz_term_omega(b, l, port->is_fixed));
    const mnz_lane normal_most = most_share * normal_use, need_most = most_share * need;
    mnz_lane allowed = order;

    if (link->treatment != MNZ_NONE && b->treatment[link->treatment].acts)
        allowed = mnz_licence_ask(b, link, order, normal_most, need_most,
                                  b->port[link->port].cover +
                                      mnz_term_lead(b, l, port->is_fixed));
    if (link->is_bounded)
        allowed = pass_bounds(b,
                              (struct mnz_held_order){.h = link->held,
                                                      .l = l,
                                                      .order = order,
                                                      .normal_most = normal_most,
                                                      .need_most = need_most,
                                                      .normal_use = normal_use},
                              allowed);
    return allowed;
}

static void
order_under_controls(struct mnz_batch *b, uint32_t p, mnz_lane normal_use,
                     mnz_lane wanted)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    struct position x =
        look_at_links(b, p, normal_use, plan->is_fixed, plan->num_links);
    mnz_lane need, sum = lane_of(0.0);

    look_at_licences(b, plan, normal_use, &x);
    need = need_of(b, p, x, normal_use, wanted);
    for (uint32_t l = plan->first_link; l < plan->first_link + plan->num_links; l++) {
        struct mnz_link_lanes *link = &b->link[l];
        const mnz_lane order = order_on(b, l, need, wanted, plan->is_fixed);
        mnz_lane allowed = pass_controls(b, l, order, need, normal_use);

        if (b->extra)
            allowed += b->extra[l];
        link->order = order;
        link->allowed = allowed;
        sum += order;
        mnz_ship_ask(b, l, allowed);
    }
    b->port[p].need = need;
    b->port[p].ordered = sum;
}

static void
order_input(struct mnz_batch *b, uint32_t i, uint32_t p)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    const mnz_lane normal_use = b->port[p].use * b->activity_norm[i];
    const mnz_lane wanted = b->port[p].use * b->target[i];

    if (plan->is_plain && !b->extra && !b->engine->has_priorities)
        MNZ_FOR_PORT(plan, order_plainly, b, p, normal_use, wanted);
    else
        order_under_controls(b, p, normal_use, wanted);
}
