/* ref_pact.c - when a pact acts, goods its members keep from others, who is short. */

#include <math.h>

#include "support/ref_state.h"

/* Whether the ports of one material within one member are short, before releases. */
static int
is_short(const struct ref *r, const struct mnz_policy *policy,
         const struct mnz_net_pact_group *group)
{
    double gaps = 0.0, use = 0.0;

    for (uint32_t i = 0; i < group->num_ports; i++) {
        const uint32_t port = r->net->pact_ports[group->first_port + i];

        gaps += fmax(0.0, ref_normal_use(r, port) - r->ports[port].received);
        use += ref_normal_use(r, port);
    }
    return gaps > (ref_value(r, policy->pact.shortfall_above) + 1e-9) * use + 1e-9;
}

/* After shipping, before stockpiles. */
void
ref_note_who_is_short(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_pacts; i++) {
        const struct mnz_net_pact *pact = &r->net->pacts[i];
        int somebody_is = 0;

        for (uint32_t j = 0; j < pact->num_groups; j++)
            if (is_short(r, &r->s->policies[pact->policy],
                         &r->net->pact_groups[pact->first_group + j]))
                somebody_is = 1;
        r->pacts[i].age = somebody_is ? r->pacts[i].age + 1 : 0;
    }
}

void
ref_call_pacts(struct ref *r)
{
    for (uint32_t i = 0; i < r->net->num_pacts; i++) {
        const struct mnz_policy *policy = &r->s->policies[r->net->pacts[i].policy];
        struct ref_pact *x = &r->pacts[i];

        x->acts =
            r->phi[policy->regime] > 0.0 && x->age >= 1 &&
            x->age * r->Delta >= ref_value(r, policy->pact.answers_in_months) - 1e-9;
    }
}

/* Part of a shipment that the pacts which act let pass. */
double
ref_left_for_others(const struct ref *r, uint32_t link)
{
    double left = 1.0;

    for (uint32_t i = 0; i < r->net->num_pacts; i++) {
        const struct mnz_net_pact *pact = &r->net->pacts[i];
        const struct mnz_policy *policy = &r->s->policies[pact->policy];

        for (uint32_t j = 0; j < pact->num_links && r->pacts[i].acts; j++)
            if (r->net->pact_links[pact->first_link + j] == link)
                left *=
                    1.0 - r->phi[policy->regime] * ref_value(r, policy->pact.diverted);
    }
    return left;
}
