/* substitution.c - substitution and sparing use, which a high premium sets off for
 * good. */

#include "engine/substitution.h"

#include "engine/schedule.h"

/* s = 3x^2 - 2x^3, the S-curve of adoption. */
static mnz_lane
adoption(const struct mnz_batch *b, const struct mnz_policy *policy, mnz_lane age)
{
    const mnz_lane takes =
        b->value[policy->substitution.takes_months] / b->engine->net->months_per_step;
    const mnz_mask at_once = (mnz_mask)(takes <= 0.0);
    mnz_lane x =
        lane_min(lane_of(1.0), age / lane_select(at_once, lane_of(1.0), takes));

    x = lane_select(at_once, lane_of(1.0), x);
    x = lane_where((mnz_mask)(age > 0.0), x);
    return x * x * (3.0 - 2.0 * x);
}

/* The uses before any substitution, of all inputs that it touches. */
static void
reset_uses(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t i = 0; i < e->num_savings; i++) {
        const struct mnz_plan_saving *saving = &e->savings[i];

        b->port[saving->port].use = mnz_base_use(b, saving->port);
        for (uint32_t m = 0; m < saving->num_by; m++)
            b->port[saving->by[m]].use = mnz_base_use(b, saving->by[m]);
    }
}

/* An input may be saved by one policy and replace another input for a second one: all
 * is saved before anything is replaced. */
static void
mnz_substitution_apply(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_policy *policies = e->net->scenario->policies;

    reset_uses(b);
    for (uint32_t i = 0; i < e->num_savings; i++) {
        const struct mnz_policy *policy = &policies[e->savings[i].policy];
        mnz_lane *age = &b->substitution_age[i];

        *age += lane_where((mnz_mask)(*age >= 0.0), lane_of(1.0));
        b->port[e->savings[i].port].use *=
            1.0 - b->value[policy->substitution.saves] * adoption(b, policy, *age);
    }
    for (uint32_t i = 0; i < e->num_savings; i++) {
        const struct mnz_plan_saving *saving = &e->savings[i];
        const struct mnz_policy *policy = &policies[saving->policy];
        const mnz_lane saved = mnz_base_use(b, saving->port) *
                               b->value[policy->substitution.saves] *
                               adoption(b, policy, b->substitution_age[i]);

        for (uint32_t m = 0; m < saving->num_by; m++)
            b->port[saving->by[m]].use +=
                saved * b->value[policy->substitution.replaced_by[m].value];
    }
}

static void
mnz_substitution_start_clocks(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t i = 0; i < e->num_savings; i++) {
        const struct mnz_policy *policy =
            &e->net->scenario->policies[e->savings[i].policy];
        const uint32_t market = e->net->ports[e->savings[i].port].market;
        const mnz_mask starts =
            (mnz_mask)(mnz_phi(b, policy->regime) > 0.0) &
            (mnz_mask)(b->substitution_age[i] < 0.0) &
            (mnz_mask)(b->premium[market] >
                       b->value[policy->substitution.after_premium]);

        b->substitution_age[i] =
            lane_select(starts, lane_of(0.0), b->substitution_age[i]);
    }
}
