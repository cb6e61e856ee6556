/* substitution.c - substitution and sparing use, which a high premium sets off for
 * good. */

#include "engine/substitution.h"

#include "engine/schedule.h"

/* s = 3x^2 - 2x^3, the S-curve of adoption. */
static mnz_lane
adoption(const struct mnz_batch *b, const struct mnz_policy *policy, mnz_lane age)
{
    const mnz_lane takes =
        b->value[policy->takes_months] / b->engine->net->months_per_step;
    const mnz_mask at_once = (mnz_mask)(takes <= 0.0);
    mnz_lane x =
        lane_min(lane_of(1.0), age / lane_select(at_once, lane_of(1.0), takes));

    x = lane_select(at_once, lane_of(1.0), x);
    x = lane_where((mnz_mask)(age > 0.0), x);
    return x * x * (3.0 - 2.0 * x);
}

static void
mnz_substitution_apply(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    uint32_t entry = 0;

    for (uint32_t j = 0; j < net->num_substitutions; j++) {
        const struct mnz_net_substitution *sub = &net->substitutions[j];
        const uint32_t num_by = net->scenario->policies[sub->policy].num_by;

        for (uint32_t k = 0; k < sub->num_ports; k++) {
            const uint32_t p = net->substitution_ports[sub->first_port + k];

            b->port[p].use = mnz_base_use(b, p);
            for (uint32_t m = 0; m < num_by; m++) {
                const uint32_t by =
                    net->substitution_by[sub->first_by + k * num_by + m];

                b->port[by].use = mnz_base_use(b, by);
            }
        }
    }
    for (uint32_t j = 0; j < net->num_substitutions; j++) {
        const struct mnz_net_substitution *sub = &net->substitutions[j];
        const struct mnz_policy *policy = &net->scenario->policies[sub->policy];

        for (uint32_t k = 0; k < sub->num_ports; k++, entry++) {
            const uint32_t p = net->substitution_ports[sub->first_port + k];
            mnz_lane *age = &b->substitution_age[entry];
            mnz_lane saved;

            *age += lane_where((mnz_mask)(*age >= 0.0), lane_of(1.0));
            saved = b->value[policy->saves] * adoption(b, policy, *age);
            b->port[p].use *= 1.0 - saved;
        }
    }
    entry = 0;
    for (uint32_t j = 0; j < net->num_substitutions; j++) {
        const struct mnz_net_substitution *sub = &net->substitutions[j];
        const struct mnz_policy *policy = &net->scenario->policies[sub->policy];

        for (uint32_t k = 0; k < sub->num_ports; k++, entry++) {
            const uint32_t p = net->substitution_ports[sub->first_port + k];
            const mnz_lane saved = mnz_base_use(b, p) * b->value[policy->saves] *
                                   adoption(b, policy, b->substitution_age[entry]);

            for (uint32_t m = 0; m < policy->num_by; m++)
                b->port[net->substitution_by[sub->first_by + k * policy->num_by + m]]
                    .use += saved * b->value[policy->replaced_by[m].value];
        }
    }
}

static void
mnz_substitution_start_clocks(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    uint32_t entry = 0;

    for (uint32_t j = 0; j < net->num_substitutions; j++) {
        const struct mnz_net_substitution *sub = &net->substitutions[j];
        const struct mnz_policy *policy = &net->scenario->policies[sub->policy];
        const mnz_mask in_force = (mnz_mask)(mnz_phi(b, policy->regime) > 0.0);

        for (uint32_t k = 0; k < sub->num_ports; k++, entry++) {
            const struct mnz_net_port *port =
                &net->ports[net->substitution_ports[sub->first_port + k]];
            const mnz_mask starts =
                in_force & (mnz_mask)(b->substitution_age[entry] < 0.0) &
                (mnz_mask)(b->premium[port->market] > b->value[policy->after_premium]);

            b->substitution_age[entry] =
                lane_select(starts, lane_of(0.0), b->substitution_age[entry]);
        }
    }
}
