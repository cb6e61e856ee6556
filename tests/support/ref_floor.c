/* ref_floor.c - payments of price floors. */

#include <math.h>

#include "support/ref_state.h"

/* Of a market, as the last step left its premium, in USD/kg. */
double
ref_price(const struct ref *r, uint32_t market)
{
    const uint32_t material = r->net->markets[market].material;

    return ref_value(r, r->s->materials[material].price_usd_per_kg) *
           (1.0 + r->premium[market]);
}

double
ref_floor_payments(const struct ref *r)
{
    double usd = 0.0;

    for (uint32_t i = 0; i < r->net->num_floors; i++) {
        const struct mnz_net_floor *floor = &r->net->floors[i];
        const struct mnz_policy *policy = &r->s->policies[floor->policy];
        const double guaranteed = ref_value(r, policy->price_floor.floor_usd_per_kg);

        for (uint32_t j = 0; j < floor->num_links; j++) {
            const uint32_t link = r->net->floor_links[floor->first_link + j];
            const uint32_t market = r->net->ports[r->net->links[link].port].market;

            usd += (r->links[link].got + r->links[link].to_stockpiles) * 1000.0 *
                   r->phi[policy->regime] *
                   fmax(0.0, guaranteed - ref_price(r, market));
        }
    }
    return usd;
}
