/* floor.c - price floors pay sellers the difference to the market's price. */

#include "engine/floor.h"

#include "engine/schedule.h"

static void
mnz_floor_pay(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    b->policy_cost_usd = lane_of(0.0);
    for (uint32_t i = 0; i < net->num_floors; i++) {
        const struct mnz_net_floor *floor = &net->floors[i];
        const struct mnz_policy *policy = &net->scenario->policies[floor->policy];
        const mnz_lane phi = mnz_phi(b, policy->regime);

        if (!lane_any((mnz_mask)(phi > 0.0)))
            continue;
        for (uint32_t k = 0; k < floor->num_links; k++) {
            const uint32_t l =
                b->engine->link_at[net->floor_links[floor->first_link + k]];
            const struct mnz_net_port *port = &net->ports[b->engine->links[l].port];
            mnz_lane sold = b->link[l].shipped + b->spot[l];
            const mnz_lane price =
                b->price[port->material] * (1.0 + b->premium[port->market]);

            if (b->to_stockpiles)
                sold += b->to_stockpiles[l];
            b->policy_cost_usd +=
                sold * 1000.0 * phi *
                lane_positive(b->value[policy->price_floor.floor_usd_per_kg] - price);
        }
    }
}
