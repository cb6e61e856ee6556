/* environment.c - capacity, demand, base shares, classes and scrap of a step. */

#include "engine/environment.h"

#include <string.h>

#include "engine/capacity.h"
#include "engine/hoarding.h"
#include "engine/link_terms.h"
#include "engine/pact.h"
#include "engine/parameters.h"
#include "engine/recycling.h"
#include "engine/schedule.h"
#include "engine/stockpile.h"
#include "engine/substitution.h"
#include "engine/tracing.h"
#include "lanes/lane_pow.h"

static void set_demands(struct mnz_batch *b);
static void set_base_shares(struct mnz_batch *b);
static void set_corridors(struct mnz_batch *b);
static void set_classes(struct mnz_batch *b);

static void
mnz_step_environment(struct mnz_batch *b)
{
    mnz_parameters_advance(b);
    mnz_stockpile_arrive(b);
    mnz_substitution_apply(b);
    mnz_capacity_set(b);
    set_demands(b);
    if (b->hoarding)
        mnz_hoarding_set(b);
    mnz_pact_decide(b);
    set_base_shares(b);
    if (b->corridor)
        set_corridors(b);
    if (b->engine->has_priorities)
        set_classes(b);
    mnz_tracing_set(b);
    mnz_recycling_return(b);
}

static void
set_demands(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        if (!net->nodes[i].is_industry)
            continue;
        b->wanted[i] = b->growth[i];
        b->normal_activity[i] = b->growth[i];
    }
}

/* The link takes `share` of its buyer's purchases, and the other links share the rest.
 */
static void
apply_offtake(struct mnz_batch *b, uint32_t link, mnz_lane share)
{
    const struct mnz_net_port *port =
        &b->engine->net->ports[b->engine->links[link].port];

    for (uint32_t j = 0; j < port->num_links; j++)
        b->omega[port->first_link + j] *= 1.0 - share;
    b->omega[link] += share;
}

static void
apply_tariff(struct mnz_batch *b, uint32_t c)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_control *control = &net->scenario->controls[c];
    const struct mnz_net_control *scope = &net->controls[c];
    const mnz_lane duty = mnz_phi(b, control->regime) * b->value[control->tariff.rate] *
                          b->value[control->tariff.pass];
    mnz_lane factor;

    if (!lane_any((mnz_mask)(duty != 0.0)))
        return;
    factor = mnz_lane_pow(1.0 + duty, -b->value[control->tariff.elasticity]);
    for (uint32_t j = 0; j < scope->num_links; j++) {
        const uint32_t l =
            b->engine->link_at[net->control_links[scope->first_link + j]];

        b->omega[l] *= factor;
        b->duty[l] += duty;
    }
}

static void
renormalise(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        const uint32_t first = net->ports[p].first_link;
        mnz_lane sum = lane_of(0.0);

        for (uint32_t j = 0; j < net->ports[p].num_links; j++)
            sum += b->omega[first + j];
        for (uint32_t j = 0; j < net->ports[p].num_links; j++)
            b->omega[first + j] = lane_ratio(b->omega[first + j], sum, 0.0);
    }
}

static void
tilt(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t j = 0; j < net->num_projects; j++) {
        const struct mnz_net_project *project = &net->projects[j];
        const struct mnz_policy *policy = &net->scenario->policies[project->policy];

        for (uint32_t k = 0; k < project->num_links; k++)
            apply_offtake(
                b, b->engine->link_at[net->offtake_links[project->first_link + k]],
                b->value[policy->project.offtake_share] * mnz_ramp_share(b, j));
    }
    if (!b->duty)
        return;
    memset(b->duty, 0, sizeof *b->duty * net->num_links);
    for (uint32_t c = 0; c < net->scenario->num_controls; c++)
        if (net->scenario->controls[c].kind == MNZ_CONTROL_TARIFF)
            apply_tariff(b, c);
    renormalise(b);
}

/* Where base shares change, purchases move with them. */
static void
follow(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_net_port *port = &b->engine->net->ports[p];
    mnz_mask changes = {0};
    mnz_lane sum = lane_of(0.0);

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        const mnz_lane change = b->omega[l] - b->omega_before[l];

        changes |= (mnz_mask)(change != 0.0);
        sum += lane_positive(b->link[l].w + change);
    }
    if (!lane_any(changes))
        return;
    b->at[p].is_settled = 0;
    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        const mnz_lane moved =
            lane_positive(b->link[l].w + b->omega[l] - b->omega_before[l]);
        const mnz_lane w = lane_select((mnz_mask)(sum > 0.0),
                                       lane_ratio(moved, sum, 0.0), b->omega[l]);

        b->link[l].w = lane_select(changes, w, b->link[l].w);
    }
}

static void
set_base_shares(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    if (b->step > 0 && !b->engine->has_tilts && !b->engine->values_change[b->step])
        return;
    for (uint32_t l = 0; l < net->num_links; l++) {
        b->omega_before[l] = b->omega[l];
        b->omega[l] = b->share0[l];
    }
    if (b->engine->has_tilts)
        tilt(b);
    for (uint32_t l = 0; l < net->num_links; l++) {
        b->qualified[l] = lane_max(b->omega[l], b->share0[l]);
        b->most_share[l] = b->qualified[l] + b->backup[l];
        mnz_link_terms_fix(b, l);
    }
    for (uint32_t p = 0; p < net->num_ports; p++)
        follow(b, p);
}

/* Corridor outages leave a link a share of its normal flow, which is known only when
 * the buyer orders. */
static void
set_corridors(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t l = 0; l < net->num_links; l++)
        b->corridor[l] = lane_of(1.0);
    for (uint32_t c = 0; c < net->scenario->num_controls; c++) {
        const struct mnz_net_control *scope = &net->controls[c];

        if (net->scenario->controls[c].kind != MNZ_CONTROL_OUTAGE)
            continue;
        for (uint32_t j = 0; j < scope->num_links; j++)
            b->corridor[b->engine
                            ->link_at[net->control_links[scope->first_link + j]]] *=
                b->outage_keep[(size_t)c * net->num_steps + b->step];
    }
}

static void
set_classes(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t l = 0; l < net->num_links; l++)
        b->class_number[l] = lane_of((double)mnz_engine_link(b->engine, l)->priority);
    for (uint32_t j = 0; j < net->num_priorities; j++) {
        const struct mnz_net_priority *p = &net->priorities[j];
        const mnz_mask acts =
            (mnz_mask)(mnz_phi(b, net->scenario->policies[p->policy].regime) > 0.0);

        for (uint32_t k = 0; k < p->num_links; k++) {
            mnz_lane *class_number =
                &b->class_number[b->engine
                                     ->link_at[net->priority_links[p->first_link + k]]];

            *class_number =
                lane_select(acts, lane_of((double)p->class_number), *class_number);
        }
    }
}
