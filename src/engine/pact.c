/* pact.c - countries that share stockpiles and divert output to each other once one of
 * them has been short for long enough. */

#include "engine/pact.h"

#include "engine/schedule.h"

static void
mnz_pact_decide(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    if (net->num_pacts == 0)
        return;
    for (uint32_t l = 0; l < net->num_links; l++)
        b->kept[l] = lane_of(1.0);
    for (uint32_t i = 0; i < net->num_pacts; i++) {
        const struct mnz_net_pact *pact = &net->pacts[i];
        const struct mnz_policy *policy = &net->scenario->policies[pact->policy];
        const mnz_mask is_time =
            (mnz_mask)(b->pact_age[i] >= 1.0) &
            (mnz_mask)(b->pact_age[i] * net->months_per_step >=
                       b->value[policy->pact.answers_in_months] - 1e-9);

        b->pact_acts[i] = lane_where(is_time, mnz_phi(b, policy->regime));
        for (uint32_t k = 0; k < pact->num_links; k++)
            b->kept[b->engine->link_at[net->pact_links[pact->first_link + k]]] *=
                1.0 - b->pact_acts[i] * b->value[policy->pact.diverted];
    }
}

static mnz_mask
is_short(const struct mnz_batch *b, const struct mnz_net_pact_group *group,
         mnz_lane above)
{
    const struct mnz_network *net = b->engine->net;
    mnz_lane gaps = lane_of(0.0), normal = lane_of(0.0);

    for (uint32_t k = 0; k < group->num_ports; k++) {
        const uint32_t p = net->pact_ports[group->first_port + k];

        gaps += lane_positive(b->port[p].normal - b->port[p].received);
        normal += b->port[p].normal;
    }
    return (mnz_mask)(gaps > (above + 1e-9) * normal + MNZ_DUST_T);
}

static void
mnz_pact_watch(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_pacts; i++) {
        const struct mnz_net_pact *pact = &net->pacts[i];
        const mnz_lane above =
            b->value[net->scenario->policies[pact->policy].pact.shortfall_above];
        mnz_mask any = {0};

        for (uint32_t g = 0; g < pact->num_groups; g++)
            any |= is_short(b, &net->pact_groups[pact->first_group + g], above);
        b->pact_age[i] = lane_where(any, b->pact_age[i] + 1.0);
    }
}
