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

/* Ask the free links of a port in proportion to what they are qualified for. */
static void
ask(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_net_port *port = &e->net->ports[p];
    const uint32_t end = port->first_link + port->num_links;
    const mnz_lane wanted = b->port[p].use * b->target[port->node];
    mnz_lane weights = lane_of(0.0), scale;

    for (uint32_t l = port->first_link; l < end; l++)
        weights += lane_where(mnz_hold_is_free(b, l), b->link[l].most_share);
    scale = lane_ratio(b->spot_share * b->port[p].unmet, weights, 0.0);
    for (uint32_t l = port->first_link; l < end; l++) {
        const mnz_lane part =
            scale * lane_where(mnz_hold_is_free(b, l), b->link[l].most_share);
        const mnz_lane qualified =
            lane_positive(b->link[l].most_share * wanted - b->link[l].order);
        mnz_lane asked = lane_min(part, qualified);

        if (e->links[l].is_bounded)
            asked =
                lane_min(asked, lane_positive(b->link[l].limit - b->link[l].shipped));
        b->asked[l] = asked;
        mnz_ship_ask(b, l, asked);
    }
}

static void
buy(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_net_port *port = &b->engine->net->ports[p];

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        b->link[l].spot = b->asked[l] * mnz_ship_part(b, l);
        b->port[p].got += b->link[l].spot;
        mnz_ship_send(b, l, b->link[l].spot, 1);
    }
}

static void
clear(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_net_port *port = &b->engine->net->ports[p];

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++)
        b->link[l].spot = lane_of(0.0);
}
