/* ref_substitution.c - uses after substitution, and its clocks. */

#include <math.h>

#include "support/ref_state.h"

/* The S-curve of saving at port `i` of a substitution, in shares of `saves`. */
static double
progress(const struct ref *r, const struct mnz_policy *policy,
         const struct ref_clock *clock)
{
    const double takes = ref_value(r, policy->substitution.takes_months);
    double x = 0.0;

    if (clock->runs)
        x = takes > 0.0 ? fmin(1.0, clock->steps * r->Delta / takes) : 1.0;
    return 3.0 * x * x - 2.0 * x * x * x;
}

/* Call `act` with each port of each substitution and the share of its use saved. */
static void
for_each_saving(struct ref *r, void (*act)(struct ref *, const struct mnz_policy *,
                                           uint32_t, const uint32_t *, double))
{
    const struct ref_clock *clock = r->clocks;

    for (uint32_t i = 0; i < r->net->num_substitutions; i++) {
        const struct mnz_net_substitution *sub = &r->net->substitutions[i];
        const struct mnz_policy *policy = &r->s->policies[sub->policy];

        for (uint32_t j = 0; j < sub->num_ports; j++, clock++)
            act(r, policy, r->net->substitution_ports[sub->first_port + j],
                r->net->substitution_by + sub->first_by +
                    (size_t)j * policy->substitution.num_by,
                ref_value(r, policy->substitution.saves) * progress(r, policy, clock));
    }
}

static void
save(struct ref *r, const struct mnz_policy *policy, uint32_t port, const uint32_t *by,
     double saved)
{
    (void)policy;
    (void)by;
    r->ports[port].u *= 1.0 - saved;
}

static void
replace(struct ref *r, const struct mnz_policy *policy, uint32_t port,
        const uint32_t *by, double saved)
{
    for (uint32_t k = 0; k < policy->substitution.num_by; k++)
        r->ports[by[k]].u += ref_value(r, policy->substitution.replaced_by[k].value) *
                             r->ports[port].base_u * saved;
}

/* All savings before anything that takes their place. */
void
ref_save_inputs(struct ref *r)
{
    for (uint32_t p = 0; p < r->net->num_ports; p++)
        r->ports[p].u = r->ports[p].base_u;
    for_each_saving(r, save);
    for_each_saving(r, replace);
}

/* Once, for good, at the end of a step with a premium above the threshold. */
void
ref_run_clocks(struct ref *r)
{
    struct ref_clock *clock = r->clocks;

    for (uint32_t i = 0; i < r->net->num_substitutions; i++) {
        const struct mnz_net_substitution *sub = &r->net->substitutions[i];
        const struct mnz_policy *policy = &r->s->policies[sub->policy];

        for (uint32_t j = 0; j < sub->num_ports; j++, clock++) {
            const uint32_t port = r->net->substitution_ports[sub->first_port + j];

            if (r->phi[policy->regime] > 0.0 &&
                r->premium[r->net->ports[port].market] >
                    ref_value(r, policy->substitution.after_premium))
                clock->runs = 1;
            if (clock->runs)
                clock->steps++;
        }
    }
}

/* Whether some input of a node is used less, or may be, than its recipe says. */
int
ref_is_saver(const struct ref *r, uint32_t node)
{
    for (uint32_t i = 0; i < r->net->num_substitutions; i++) {
        const struct mnz_net_substitution *sub = &r->net->substitutions[i];

        for (uint32_t j = 0; j < sub->num_ports; j++)
            if (r->net->ports[r->net->substitution_ports[sub->first_port + j]].node ==
                node)
                return 1;
    }
    return 0;
}
