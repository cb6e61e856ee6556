#ifndef MNZ_ENGINE_SERVED_H
#define MNZ_ENGINE_SERVED_H

#include "engine/batch.h"

/* Normal use of those whom a stockpile serves, t a step, and their payments for it at
 * the premiums of now, in units of the base price. */
struct mnz_served {
    mnz_lane use, at_price;
};

static inline struct mnz_served
mnz_served_by(const struct mnz_batch *b, const struct mnz_net_stockpile *stockpile)
{
    const struct mnz_network *net = b->engine->net;
    struct mnz_served served = {lane_of(0.0), lane_of(0.0)};

    for (uint32_t j = 0; j < stockpile->num_ports; j++) {
        const uint32_t p = net->stockpile_ports[stockpile->first_port + j];
        const mnz_lane use = b->port[p].use * b->normal_activity[net->ports[p].node];

        served.use += use;
        served.at_price += use * (1.0 + b->premium[net->ports[p].market]);
    }
    return served;
}

#endif
