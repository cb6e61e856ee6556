/* ref_settle.c - move 7 of a step: floors are paid, surplus is set aside, scrap is
 * noted. */

#include <math.h>

#include "support/ref_state.h"

/* In facilities with several outputs, surplus is set aside. */
static void
set_aside(struct ref *r)
{
    for (uint32_t m = 0; m < r->net->num_outputs; m++) {
        const uint32_t node = r->net->outputs[m].node;
        struct ref_output *out = &r->outputs[m];

        out->set_aside = 0.0;
        if (r->net->nodes[node].num_outputs < 2)
            continue;
        out->set_aside = fmax(0.0, out->S - (out->c_out * out->O +
                                             out->hold * out->y * r->nodes[node].X));
        out->S -= out->set_aside;
    }
}

void
ref_settle(struct ref *r)
{
    r->policy_cost_usd = ref_policy_cost(r);
    set_aside(r);
    ref_settle_products(r);
    ref_note_returns(r);
}
