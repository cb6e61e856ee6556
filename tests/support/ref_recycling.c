/* ref_recycling.c - scrap: goods consumed or lost come back later. */

#include <math.h>

#include "support/ref_state.h"

/* Use of an input per unit of activity. */
static double
use_of(const struct ref *r, uint32_t port)
{
    return r->ports[port].u;
}

/* Consumption of an input by an industry in this step. */
static double
consumed_of(const struct ref *r, uint32_t port)
{
    return r->ports[port].consumed;
}

/* Return of a node for these amounts of its inputs, in t of `to`: of a unit of its
 * activity, or of an industry's step. */
static double
return_of(const struct ref *r, uint32_t node, uint32_t to,
          double (*amount)(const struct ref *, uint32_t))
{
    const struct mnz_net_node *N = &r->net->nodes[node];
    double elements = 0.0, held = 0.0;

    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++) {
        const double in_to = ref_content(r, to, e, r->t);
        double used = 0.0, made = 0.0;

        if (!(in_to > 0.0))
            continue;
        for (uint32_t p = N->first_port; p < N->first_port + N->num_ports; p++)
            used += amount(r, p) * ref_content(r, r->net->ports[p].material, e, r->t);
        for (uint32_t m = N->first_output; m < N->first_output + N->num_outputs; m++)
            made +=
                r->outputs[m].y * ref_content(r, r->net->outputs[m].material, e, r->t);
        elements += fmax(0.0, used - made);
        held += in_to;
    }
    return ref_ratio(elements, held);
}

/* Scrap that could come back of this step's activity. */
void
ref_note_returns(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_recyclings; i++) {
        const struct mnz_net_recycling *Y = &r->net->recyclings[i];
        const uint32_t to = r->net->outputs[Y->output].material;
        double sum = 0.0;

        for (uint32_t j = 0; j < Y->num_nodes; j++) {
            const uint32_t node = r->net->recycling_nodes[Y->first_node + j];

            if (r->net->nodes[node].is_industry)
                sum += return_of(r, node, to, consumed_of);
            else
                sum += r->nodes[node].a * return_of(r, node, to, use_of);
        }
        r->returns[(size_t)i * r->net->num_steps + r->t] = sum;
    }
}

/* The same of the first step per unit of activity, for the steps before it. */
void
ref_start_returns(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_recyclings; i++) {
        const struct mnz_net_recycling *Y = &r->net->recyclings[i];
        const uint32_t to = r->net->outputs[Y->output].material;

        for (uint32_t j = Y->first_node; j < Y->first_node + Y->num_nodes; j++)
            r->first_return[j] = return_of(r, r->net->recycling_nodes[j], to, use_of);
    }
}

/* Before the start: the baseline's activity, that of industries grown backwards. */
static double
returns_before_start(const struct ref *r, uint32_t recycling, uint32_t steps_before)
{
    const struct mnz_net_recycling *Y = &r->net->recyclings[recycling];
    double sum = 0.0;

    for (uint32_t j = Y->first_node; j < Y->first_node + Y->num_nodes; j++) {
        const uint32_t node = r->net->recycling_nodes[j];
        double activity = r->nodes[node].baseline;

        if (r->net->nodes[node].is_industry)
            activity *= pow(1.0 + ref_first(r, ref_actor(r, node)->growth_per_year),
                            -r->yps * steps_before);
        sum += activity * r->first_return[j];
    }
    return sum;
}

/* phi x rate x the scrap of `after` steps ago. */
double
ref_scrap_back(const struct ref *r, uint32_t i)
{
    const struct mnz_net_recycling *Y = &r->net->recyclings[i];
    const struct mnz_policy *policy = &r->s->policies[Y->policy];
    const uint32_t after =
        (uint32_t)fmax(1.0, round(ref_steps(r, policy->recycling.after_months)));
    double back;

    if (after > r->t)
        back = returns_before_start(r, i, after - r->t);
    else
        back = r->returns[(size_t)i * r->net->num_steps + r->t - after];
    back *= r->phi[policy->regime];
    return back * ref_value(r, policy->recycling.share);
}

/* Z grows by it. */
void
ref_return_scrap(struct ref *r)
{
    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
        r->recycled[e] = 0.0;
    for (uint32_t i = 0; i < r->net->num_recyclings; i++) {
        const struct mnz_net_recycling *Y = &r->net->recyclings[i];
        const double back = ref_scrap_back(r, i);

        r->outputs[Y->output].Z += back;
        for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
            r->recycled[e] +=
                back *
                r->content[r->net->outputs[Y->output].material * MNZ_NUM_RARE_EARTHS +
                           e];
    }
}
