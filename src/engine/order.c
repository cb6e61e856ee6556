/* order.c - what every node wants to make, needs and orders. */

#include "engine/order.h"

#include <string.h>

#include "engine/hold.h"
#include "engine/parameters.h"
#include "engine/ship.h"
#include "engine/stockpile.h"

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
            d *= lane_pow(1.0 + p, -elasticity);
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
        wanted = lane_max(
            wanted, lane_ratio(b->open_orders[o] + gap / b->adjust, b->yield[o], 0.0));
        sold = lane_max(sold, lane_ratio(b->open_orders[o], b->yield[o], 0.0));
    }
    b->most_sold[i] = sold;
    b->target[i] = lane_min(b->capacity[i], wanted);
}

static mnz_lane
in_transit(const struct mnz_batch *b, uint32_t p)
{
    const mnz_lane *ring = &b->ring[b->engine->ring_first[p]];
    mnz_lane sum = ring[0];

    for (uint32_t s = 1; s < b->engine->ring_size[p]; s++)
        sum += ring[s];
    return sum;
}

/* need = max(0, u a* + hoarded + (c u X + hoard - I)/T + (P* - P)/T): anchor and adjust
 * (Sterman 1989). */
static mnz_lane
need_of_input(struct mnz_batch *b, uint32_t i, uint32_t p)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_net_port *port = &e->net->ports[p];
    const mnz_lane normal_use = b->port[p].use * b->activity_norm[i];
    mnz_lane target = b->port[p].cover * normal_use, normal = lane_of(0.0);
    mnz_lane have = b->port[p].stock + b->port[p].coming + in_transit(b, p);
    mnz_lane hoarded = lane_of(0.0);

    if (b->hoarding) {
        hoarded = b->hoarding[p] * normal_use;
        target += b->hoard[p];
        b->hoard[p] += hoarded;
    }
    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        const uint32_t k = e->links[l].licensed;
        const mnz_lane n = b->link[l].w * normal_use;

        normal += n;
        target += b->link[l].lead * n;
        if (k != MNZ_NONE) {
            const struct mnz_licensed *x = &b->licensed[k];
            const mnz_lane most = lane_max(b->link[l].w, b->link[l].omega) * normal_use;

            target += x->ahead * lane_min(n, x->granted * most);
            have += x->waiting + x->ready + x->in_hand;
        }
    }
    b->port[p].normal = normal;
    return lane_positive(b->port[p].use * b->target[i] + hoarded +
                         (target - have) / b->adjust);
}

/* Through licences, bans and quotas, then the link's own capacity and corridor. */
static mnz_lane
pass_controls(struct mnz_batch *b, uint32_t l, mnz_lane order)
{
    const uint32_t p = b->engine->links[l].port, h = b->engine->links[l].held;
    const mnz_lane normal_use =
        b->port[p].use * b->activity_norm[b->engine->net->ports[p].node];
    mnz_lane allowed = order;

    if (h != MNZ_NONE) {
        const mnz_lane most_share = lane_max(b->link[l].w, b->link[l].omega);
        const struct mnz_held_order held = {
            .h = h,
            .l = l,
            .order = order,
            .normal_most = most_share * normal_use,
            .need_most = most_share * b->port[p].need,
            .cover_and_lead = b->port[p].cover + b->link[l].lead,
            .normal_use = normal_use,
        };

        allowed = mnz_hold_apply(b, &held);
    }
    b->link[l].limit = b->link_capacity[l];
    if (b->corridor)
        b->link[l].limit = lane_select(
            (mnz_mask)(b->corridor[l] < 1.0),
            lane_min(b->link[l].limit, b->corridor[l] * b->link[l].w * normal_use),
            b->link[l].limit);
    return lane_min(allowed, b->link[l].limit);
}

static void
order_input(struct mnz_batch *b, uint32_t i, uint32_t p)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_net_port *port = &e->net->ports[p];
    const mnz_lane wanted = b->port[p].use * b->target[i];
    const mnz_lane need = need_of_input(b, i, p);
    mnz_lane sum = lane_of(0.0);

    b->port[p].need = need;
    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        const mnz_lane order =
            lane_min(b->link[l].w * need, lane_max(b->link[l].qualified * need,
                                                   b->link[l].most_share * wanted));
        mnz_lane allowed = order;

        if (e->links[l].is_bounded)
            allowed = pass_controls(b, l, order);
        if (b->extra)
            allowed += b->extra[l];
        b->link[l].order = order;
        b->link[l].allowed = allowed;
        sum += order;
        mnz_ship_ask(b, l, allowed);
    }
    b->port[p].ordered = sum;
}
