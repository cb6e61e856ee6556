/* spot.c - purchases outside the usual channels. */

#include "engine/spot.h"

#include <string.h>

#include "engine/ship.h"

static int ask(struct mnz_batch *b, uint32_t p);
static void buy(struct mnz_batch *b);

void
mnz_spot_buy(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    int is_asked = 0;

    memset(b->spot, 0, sizeof *b->spot * net->num_links);
    memset(b->asked, 0, sizeof *b->asked * net->num_links);
    for (uint32_t p = 0; p < net->num_ports; p++)
        is_asked |= ask(b, p);
    if (is_asked)
        buy(b);
    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_net_port *port = &net->ports[p];

        b->got[p] = lane_of(0.0);
        for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++)
            b->got[p] += b->shipped[l] + b->spot[l];
    }
}

static void
buy(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t o = 0; o < net->num_outputs; o++) {
        const struct mnz_net_output *output = &net->outputs[o];

        mnz_ship_ration(b, o, b->asked, b->spot);
        for (uint32_t j = 0; j < output->num_links; j++) {
            const uint32_t l = b->engine->link_at[output->first_link + j];

            mnz_ship_send(b, l, b->spot[l], 1);
        }
    }
}

/* Ask the free links of a port in proportion to what they are qualified for. */
static int
ask(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_port *port = &net->ports[p];
    const mnz_lane wanted = b->use[p] * b->target[port->node];
    mnz_lane unmet = lane_of(0.0), weights = lane_of(0.0);

    for (uint32_t j = 0; j < port->num_links; j++)
        unmet += b->order[port->first_link + j] - b->shipped[port->first_link + j];
    unmet = lane_positive(unmet);
    if (!lane_any((mnz_mask)(unmet > 0.0)))
        return 0;
    for (uint32_t j = 0; j < port->num_links; j++)
        weights += lane_where(mnz_link_is_free(b, port->first_link + j),
                              b->most_share[port->first_link + j]);
    for (uint32_t j = 0; j < port->num_links; j++) {
        const uint32_t l = port->first_link + j;
        const mnz_lane weight = lane_where(mnz_link_is_free(b, l), b->most_share[l]);
        const mnz_lane part = b->spot_share * unmet * lane_ratio(weight, weights, 0.0);
        const mnz_lane qualified =
            lane_positive(b->most_share[l] * wanted - b->order[l]);

        b->asked[l] = lane_min(
            part, lane_min(qualified, lane_positive(b->limit[l] - b->shipped[l])));
    }
    return 1;
}
