/* policy_cost.c - costs of policies: purchases, storage, capital, subsidies. */

#include "engine/policy_cost.h"

#include "engine/capacity.h"
#include "engine/parameters.h"
#include "engine/schedule.h"
#include "engine/served.h"

#define KG_PER_T 1000.0

/* Goods bought, and those held at the end of the step while the policy is in force.
 * Goods that a stockpile holds when it first comes into force are bought then, whatever
 * is let out at once. */
static mnz_lane
cost_of_stockpile(const struct mnz_batch *b, uint32_t i,
                  const struct mnz_policy *policy, mnz_mask is_new)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_stockpile *stockpile = &net->stockpiles[i];
    const struct mnz_costs *costs = &policy->costs;
    const struct mnz_served served = mnz_served_by(b, stockpile);
    const mnz_lane usd_per_t = b->price[stockpile->material] * KG_PER_T *
                               lane_ratio(served.at_price, served.use, 1.0);
    const mnz_lane bought =
        b->bought[i] + lane_where(is_new, b->stockpile[i] + b->let_out[i]);
    const mnz_lane kept =
        mnz_phi(b, policy->regime) * net->years_per_step * b->stockpile[i];

    return bought * usd_per_t * mnz_value_lane(b, costs->purchase_price_ratio, 0.0) +
           kept * (usd_per_t * mnz_value_lane(b, costs->carrying_share_per_year, 0.0) +
                   mnz_value_lane(b, costs->storage_usd_per_t_year, 0.0));
}

/* Capacity that a project adds in this step, t a step. */
static mnz_lane
added_by(const struct mnz_batch *b, uint32_t j)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_policy *policy = &net->scenario->policies[net->projects[j].policy];

    return b->value[policy->project.adds_tpa] * net->years_per_step *
           mnz_ramp_share(b, j);
}

/* kg that a plant makes of what drives it, and the part of its capacity that the
 * project adds: outages strike all of it alike. */
static mnz_lane
made_by_project(const struct mnz_batch *b, uint32_t j)
{
    const struct mnz_network *net = b->engine->net;
    const uint32_t i = net->projects[j].node;
    const struct mnz_net_node *node = &net->nodes[i];
    mnz_lane capacity = b->base_capacity[i], made = lane_of(0.0);

    if (b->engine->node_has_growth[i])
        capacity *= b->growth[i];
    for (uint32_t k = 0; k < net->num_projects; k++)
        if (net->projects[k].node == i)
            capacity += added_by(b, k);
    for (uint32_t o = node->first_output; o < node->first_output + node->num_outputs;
         o++)
        if (net->outputs[o].is_driving)
            made += b->yield[o] * b->activity[i];
    return made * KG_PER_T * lane_ratio(added_by(b, j), capacity, 0.0);
}

/* Capital is paid on the day from which the ramp counts, once the policy is in force.
 */
static mnz_lane
cost_of_project(struct mnz_batch *b, uint32_t j, const struct mnz_policy *policy)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_costs *costs = &policy->costs;
    const mnz_lane today = lane_of((double)net->step_day[b->step]);
    const mnz_mask is_new = b->is_begun[j] & (mnz_mask)(today >= b->begun[j]) &
                            (mnz_mask)(mnz_phi(b, policy->regime) > 0.0) &
                            ~b->is_paid_for[j];
    const mnz_lane capital = b->value[policy->project.adds_tpa] *
                             mnz_value_lane(b, costs->capital_usd_per_tpa, 0.0);
    mnz_lane cost = lane_where(is_new, capital);

    b->is_paid_for[j] |= is_new;
    if (costs->output_usd_per_kg != MNZ_VALUE_NONE)
        cost += made_by_project(b, j) * b->value[costs->output_usd_per_kg];
    return cost;
}

/* Of one policy: what its goods and plants cost. */
static mnz_lane
cost_of_things(struct mnz_batch *b, uint32_t policy, mnz_mask is_new)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_policy *p = &net->scenario->policies[policy];
    mnz_lane cost = lane_of(0.0);

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        if (net->stockpiles[i].policy == policy)
            cost += cost_of_stockpile(b, i, p, is_new);
    for (uint32_t j = 0; j < net->num_projects; j++)
        if (net->projects[j].policy == policy)
            cost += cost_of_project(b, j, p);
    for (uint32_t k = 0; k < net->num_recyclings; k++)
        if (net->recyclings[k].policy == policy)
            cost += b->scrap_back[k] * KG_PER_T *
                    mnz_value_lane(b, p->costs.scrap_usd_per_kg, 0.0);
    return cost;
}

static void
mnz_policy_cost_add(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    if (b->step < net->warm_steps)
        return;
    for (uint32_t i = 0; i < net->scenario->num_policies; i++) {
        const struct mnz_policy *policy = &net->scenario->policies[i];
        const mnz_lane phi = mnz_phi(b, policy->regime);
        mnz_mask is_new;

        if (!policy->has_costs)
            continue;
        is_new = (mnz_mask)(phi > 0.0) & ~b->was_in_force[i];
        b->was_in_force[i] |= is_new;
        b->policy_cost_usd +=
            lane_where(is_new, mnz_value_lane(b, policy->costs.fixed_usd, 0.0)) +
            phi * net->years_per_step *
                mnz_value_lane(b, policy->costs.usd_per_year, 0.0) +
            cost_of_things(b, i, is_new);
    }
}
