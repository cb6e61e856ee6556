/* ref_grey.c - goods that cross a border against a control. */

#include <math.h>

#include "support/ref_state.h"

/* How much dearer a link's material is at the buyer's than at the seller's. */
static double
price_gap(const struct ref *r, uint32_t link)
{
    const uint32_t home = r->net->links[link].home_market;
    const uint32_t abroad = r->net->ports[r->net->links[link].port].market;
    const double at_home = home == MNZ_NONE ? 0.0 : r->premium[home];

    return fmax(0.0, r->premium[abroad] - at_home);
}

double
ref_lambda(const struct ref *r, uint32_t control, uint32_t link)
{
    const struct mnz_control *k = &r->s->controls[control];
    const double leak = ref_value(r, k->leak);
    const double most = ref_value(r, k->leak_most);

    return fmax(leak,
                fmin(most, leak + ref_value(r, k->leak_rises) * price_gap(r, link)));
}
