/* tracing.c - controlled content of goods made abroad. */

#include "engine/tracing.h"

#include "engine/schedule.h"

static void trace_content(struct mnz_batch *b, uint32_t licence);

static void
mnz_tracing_set(struct mnz_batch *b)
{
    for (uint32_t v = 0; v < b->engine->num_licences; v++) {
        const struct mnz_control *c = mnz_licence_control(b, v);

        if (c->kind == MNZ_CONTROL_EXTRATERRITORIAL &&
            lane_any((mnz_mask)(mnz_phi(b, c->regime) > 0.0)))
            trace_content(b, v);
    }
}

/* chi: the share by value of controlled content in the goods of each facility. */
static void
trace_content(struct mnz_batch *b, uint32_t licence)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_network *net = e->net;
    const uint32_t *from = &e->content_nodes[e->content_first[licence]];
    mnz_lane *chi = &b->chi[(size_t)licence * net->num_nodes];

    for (uint32_t k = 0; k < e->traced_count[licence]; k++) {
        const uint32_t i = e->traced_nodes[e->traced_first[licence] + k];
        const struct mnz_net_node *node = &net->nodes[i];
        mnz_lane bought = lane_of(0.0), made = lane_of(0.0);

        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports;
             p++) {
            const struct mnz_net_port *port = &net->ports[p];
            mnz_lane share = lane_of(0.0);

            for (uint32_t j = 0; j < port->num_links; j++, from++) {
                if (*from == MNZ_CONTENT_ALL)
                    share += b->link[port->first_link + j].w;
                else if (*from != MNZ_CONTENT_NONE)
                    share += b->link[port->first_link + j].w * chi[*from];
            }
            bought += b->price[port->material] * b->port[p].use * share;
        }
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            made += b->price[net->outputs[o].material] * b->yield[o];
        chi[i] = lane_min(lane_of(1.0), lane_ratio(bought, made, 0.0));
    }
}
