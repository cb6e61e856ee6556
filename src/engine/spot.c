/* spot.c - purchases outside the usual channels. */

#include "engine/spot.h"

#include <string.h>

#include "engine/hold.h"
#include "engine/ship.h"

static void ask(struct mnz_batch *b, uint32_t p);
static void buy(struct mnz_batch *b, uint32_t p);
static void clear(struct mnz_batch *b, uint32_t p);

/* Ports that lack nothing in any lane would ask for nothing and are passed over. */
void
mnz_spot_buy(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    int is_asked = 0;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        b->port[p].has_asked = (uint8_t)lane_any((mnz_mask)(b->port[p].unmet > 0.0));
        if (b->port[p].has_asked && !is_asked)
            memset(b->slot_asked, 0, sizeof *b->slot_asked * b->engine->num_slots);
        is_asked |= b->port[p].has_asked;
        if (b->port[p].has_asked)
            ask(b, p);
        else if (b->port[p].had_spot)
            clear(b, p);
        b->port[p].had_spot = b->port[p].has_asked;
    }
    if (!is_asked)
        return;
    for (uint32_t o = 0; o < net->num_outputs; o++)
        mnz_ship_ration(b, o);
    for (uint32_t p = 0; p < net->num_ports; p++)
        if (b->port[p].has_asked)
            buy(b, p);
}

/* What a link is qualified for, where nothing holds it. */
MNZ_INLINE mnz_lane
weight_of(const struct mnz_batch *b, const struct mnz_plan_port *plan, uint32_t j)
{
    const mnz_lane weight = b->link[plan->first_link + j].most_share;

    return plan->is_plain
               ? weight
               : lane_where(mnz_hold_is_free(b, plan->first_link + j), weight);
}

/* Ask the free links of a port in proportion to what they are qualified for. */
MNZ_INLINE void
ask_links(struct mnz_batch *b, uint32_t p, uint32_t n)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_port *plan = &e->ports[p];
    struct mnz_link_lanes *link = &b->link[plan->first_link];
    const mnz_lane wanted = b->port[p].use * b->target[plan->node];
    mnz_lane weights = lane_of(0.0), scale;

    for (uint32_t j = 0; j < n; j++)
        weights += weight_of(b, plan, j);
    scale = lane_ratio(b->spot_share * b->port[p].unmet, weights, 0.0);
    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane qualified =
            lane_positive(link[j].most_share * wanted - link[j].order);
        mnz_lane asked = lane_min(scale * weight_of(b, plan, j), qualified);

        if (!plan->is_plain && e->links[plan->first_link + j].is_bounded)
            asked = lane_min(asked, lane_positive(link[j].limit - link[j].shipped));
        link[j].spot = asked;
        mnz_ship_ask(b, plan->first_link + j, asked);
    }
}

static void
ask(struct mnz_batch *b, uint32_t p)
{
    MNZ_WITH_CONSTANT(b->engine->ports[p].num_links, ask_links, b, p);
}

/* What was asked becomes what is got. */
MNZ_INLINE void
buy_on_links(struct mnz_batch *b, uint32_t p, uint32_t n)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    struct mnz_link_lanes *link = &b->link[plan->first_link];
    const int is_together = b->port[p].common_lead != MNZ_NONE;
    struct mnz_sent sent = {0};

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane amount = link[j].spot * mnz_ship_part(b, plan->first_link + j);
        const mnz_lane late = link[j].lead_rest * amount;

        link[j].spot = amount;
        b->port[p].got += amount;
        sent.early += amount - late;
        sent.late += late;
        if (!is_together)
            mnz_ship_send(b, plan->first_link + j, amount, 1);
    }
    if (is_together)
        mnz_ship_send_together(b, p, sent, 1);
}

static void
buy(struct mnz_batch *b, uint32_t p)
{
    MNZ_WITH_CONSTANT(b->engine->ports[p].num_links, buy_on_links, b, p);
}

static void
clear(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_net_port *port = &b->engine->net->ports[p];

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++)
        b->link[l].spot = lane_of(0.0);
}
