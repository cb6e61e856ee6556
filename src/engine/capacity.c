/* capacity.c - greatest activity of facilities in a step. */

#include "engine/capacity.h"

#include "base/units.h"
#include "engine/schedule.h"

static void add_projects(struct mnz_batch *b);
static void apply_outages(struct mnz_batch *b);
static void withhold_technology(struct mnz_batch *b);

static void
mnz_capacity_set(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_scenario *s = net->scenario;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        if (net->nodes[i].is_industry)
            continue;
        b->capacity[i] = b->base_capacity[i];
        if (b->engine->node_has_growth[i])
            b->capacity[i] *= b->growth[i];
    }
    add_projects(b);
    apply_outages(b);
    withhold_technology(b);
    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (!net->nodes[i].is_industry)
            b->capacity[i] *=
                1.0 + b->value[s->actors[net->nodes[i].actor].spare_capacity];
}

/* A price floor in force pays the price, or the market does. */
static mnz_mask
is_met(const struct mnz_batch *b, const struct mnz_net_need *need)
{
    const struct mnz_network *net = b->engine->net;
    const mnz_lane price = b->value[need->price];
    mnz_lane premium = lane_of(0.0);
    mnz_mask met;

    for (uint32_t k = 0; k < need->num_markets; k++)
        premium =
            lane_max(premium, b->premium[net->need_markets[need->first_market + k]]);
    met = (mnz_mask)(b->price[need->material] * (1.0 + premium) >= price);
    for (uint32_t k = 0; k < need->num_floors; k++) {
        const struct mnz_policy *floor =
            &net->scenario->policies[net->need_floors[need->first_floor + k]];

        met |= (mnz_mask)(mnz_phi(b, floor->regime) > 0.0) &
               (mnz_mask)(b->value[floor->price_floor.floor_usd_per_kg] >= price);
    }
    return met;
}

/* Look, from the day on which it could come online, whether a project's needs hold. The
 * ramp counts from that day if they capped at the first look, else from this step. */
static void
look_at_needs(struct mnz_batch *b, uint32_t j)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_project *project = &net->projects[j];
    const uint32_t regime = net->scenario->policies[project->policy].regime;
    const mnz_lane today = lane_of((double)net->step_day[b->step]);
    mnz_mask met = (mnz_mask)(today >= b->online[j]) &
                   (mnz_mask)(mnz_phi(b, regime) > 0.0) & ~b->is_begun[j];
    const mnz_mask looked_at = met;

    for (uint32_t k = 0; k < project->num_needs; k++)
        met &= is_met(b, &net->needs[project->first_need + k]);
    b->begun[j] = lane_select(met, lane_select(b->is_looked_at[j], today, b->online[j]),
                              b->begun[j]);
    b->is_begun[j] |= met;
    b->is_looked_at[j] |= looked_at;
}

static mnz_lane
mnz_ramp_share(const struct mnz_batch *b, uint32_t j)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_policy *policy = &net->scenario->policies[net->projects[j].policy];
    const double day = net->step_day[b->step];
    const mnz_lane months = (day - b->begun[j]) / MNZ_DAYS_PER_MONTH;
    const mnz_lane ramp = b->value[policy->project.ramp_months];
    const mnz_mask at_once = (mnz_mask)(ramp <= 0.0);
    const mnz_lane gradual = lane_min(
        lane_of(1.0), lane_positive(months) / lane_select(at_once, lane_of(1.0), ramp));
    const mnz_lane sudden = lane_where((mnz_mask)(months >= 0.0), lane_of(1.0));

    return lane_where(b->is_begun[j], mnz_phi(b, policy->regime) *
                                          lane_select(at_once, sudden, gradual));
}

static void
add_projects(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t j = 0; j < net->num_projects; j++) {
        const struct mnz_policy *policy =
            &net->scenario->policies[net->projects[j].policy];

        if (net->projects[j].num_needs > 0)
            look_at_needs(b, j);
        b->capacity[net->projects[j].node] += b->value[policy->project.adds_tpa] *
                                              net->years_per_step *
                                              mnz_ramp_share(b, j);
    }
}

static void
apply_outages(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];

        if (net->scenario->controls[c].kind != MNZ_CONTROL_OUTAGE)
            continue;
        for (uint32_t j = 0; j < scope->num_nodes; j++)
            b->capacity[net->control_nodes[scope->first_node + j]] *=
                b->outage_keep[(size_t)c * net->num_steps + b->step];
    }
}

/* Without spare parts and service, the usable part of a plant decays to `availability`
 * over the time given. */
static void
withhold_technology(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_control *control = &net->scenario->controls[c];
        const struct mnz_net_control *scope = &net->controls[c];
        mnz_lane phi, over, decayed, keep;
        mnz_mask at_once;

        if (control->kind != MNZ_CONTROL_TECHNOLOGY)
            continue;
        phi = mnz_phi(b, control->regime);
        over = b->value[control->technology.over_months];
        at_once = (mnz_mask)(over <= 0.0);
        decayed = lane_min(lane_of(1.0), b->technology_age[c] /
                                             lane_select(at_once, lane_of(1.0), over));
        decayed = lane_select(at_once, lane_of(1.0), decayed);
        keep = 1.0 - phi * (1.0 - b->value[control->technology.availability]) * decayed;
        for (uint32_t j = 0; j < scope->num_nodes; j++)
            b->capacity[net->control_nodes[scope->first_node + j]] *= keep;
    }
}

static void
mnz_capacity_age_technology(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++)
        if (net->scenario->controls[c].kind == MNZ_CONTROL_TECHNOLOGY)
            b->technology_age[c] +=
                mnz_phi(b, net->scenario->controls[c].regime) * net->months_per_step;
}
