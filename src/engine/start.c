/* start.c - the stationary baseline of every trial, and the state at the first step. */

#include "engine/start.h"

#include <string.h>

#include "engine/industry.h"
#include "engine/recycling.h"

static void derive_baseline(struct mnz_batch *b);
static void derive_military_shares(struct mnz_batch *b);
static void fill_stocks(struct mnz_batch *b);
static void fill_pipelines(struct mnz_batch *b);
static void fill_stockpiles(struct mnz_batch *b);
static void clear_licences(struct mnz_batch *b);
static void begin_policies(struct mnz_batch *b);

static void
mnz_start(struct mnz_batch *b)
{
    derive_baseline(b);
    derive_military_shares(b);
    fill_stocks(b);
    fill_pipelines(b);
    fill_stockpiles(b);
    clear_licences(b);
    begin_policies(b);
    mnz_industry_start(b);
    mnz_recycling_start(b);
}

/* From industries to mines: who buys how much of whom in a normal step. */
static void
derive_baseline(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const uint32_t i = net->order[k];
        const struct mnz_net_node *node = &net->nodes[i];
        mnz_lane x = lane_of(node->is_industry ? 1.0 : 0.0);

        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++) {
            const struct mnz_net_output *output = &net->outputs[o];
            mnz_lane sold = lane_of(0.0);

            for (uint32_t j = 0; j < output->num_links; j++)
                sold += b->base_flow[b->engine->link_at[output->first_link + j]];
            b->expected_orders[o] = sold;
            if (output->is_driving)
                x = lane_max(x, lane_ratio(sold, b->yield[o], 0.0));
        }
        b->base_activity[i] = x;
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports;
             p++) {
            const uint32_t first = net->ports[p].first_link;

            b->base_use[p] = b->port[p].use * x;
            for (uint32_t j = 0; j < net->ports[p].num_links; j++)
                b->base_flow[first + j] = b->share0[first + j] * b->base_use[p];
        }
    }
}

static void
derive_military_shares(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const uint32_t i = net->order[k];
        const struct mnz_net_node *node = &net->nodes[i];
        mnz_lane sold = lane_of(0.0), military = lane_of(0.0);

        if (node->is_industry) {
            const struct mnz_actor *actor = &net->scenario->actors[node->actor];

            b->military[i] = lane_of(actor->end_use == MNZ_USE_MILITARY ? 1.0 : 0.0);
            continue;
        }
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++) {
            const struct mnz_net_output *output = &net->outputs[o];

            for (uint32_t j = 0; j < output->num_links; j++) {
                const uint32_t l = b->engine->link_at[output->first_link + j];

                sold += b->base_flow[l];
                military += b->base_flow[l] *
                            b->military[net->ports[b->engine->links[l].port].node];
            }
        }
        b->military[i] = lane_ratio(military, sold, 0.0);
    }
}

static void
fill_stocks(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        b->normal_activity[i] = b->base_activity[i];
        b->growth[i] = lane_of(1.0);
        b->first_growth_step[i] = b->growth_step[i];
        b->backlog[i] = lane_of(0.0);
    }
    for (uint32_t p = 0; p < net->num_ports; p++) {
        b->port[p].stock = b->port[p].cover * b->base_use[p];
        b->port[p].coming = lane_of(0.0);
        b->at[p].has_spot = 0;
        b->at[p].is_settled = 1;
    }
    for (uint32_t o = 0; o < net->num_outputs; o++)
        b->out_stock[o] = b->out_cover[o] * b->expected_orders[o];
    for (uint32_t l = 0; l < net->num_links; l++) {
        b->link[l].w = b->share0[l];
        b->link[l].f = lane_of(1.0);
        b->omega[l] = b->share0[l];
        b->spot[l] = lane_of(0.0);
        if (b->duty)
            b->duty[l] = lane_of(0.0);
    }
    for (uint32_t m = 0; m < net->num_markets; m++)
        b->premium[m] = lane_of(0.0);
    for (uint32_t z = 0; z < b->engine->num_scraps; z++)
        b->scrap[z] = lane_of(0.0);
}

static void
fill_pipelines(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    memset(b->ring, 0, sizeof *b->ring * e->num_ring_rows);
    for (uint32_t p = 0; p < e->net->num_ports; p++)
        b->at[p].ring_head = 0;
    for (uint32_t l = 0; l < e->net->num_links; l++) {
        mnz_lane *ring = &b->ring[e->ports[e->links[l].port].ring_first];

        for (int i = 0; i < MNZ_LANES; i++) {
            const int64_t k = b->lead_whole[l][i];

            for (int64_t s = 0; s < k; s++)
                ring[s][i] += b->base_flow[l][i];
            ring[k][i] += b->lead_rest[l][i] * b->base_flow[l][i];
        }
    }
}

static void
fill_stockpiles(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *stockpile = &net->stockpiles[i];
        mnz_lane amount = b->value[stockpile->amount];

        if (stockpile->in_months_of_use) {
            mnz_lane use = lane_of(0.0);

            for (uint32_t j = 0; j < stockpile->num_ports; j++)
                use += b->base_use[net->stockpile_ports[stockpile->first_port + j]];
            amount *= use / net->months_per_step;
        }
        b->stockpile_first[i] = amount;
        b->stockpile[i] =
            amount *
            b->value[net->scenario->policies[stockpile->policy].stockpile.starts_with];
        b->stockpile_released[i] = (mnz_mask){0};
        b->stockpile_coming[i] = lane_of(0.0);
    }
    for (uint32_t p = 0; p < net->num_ports; p++)
        b->lets_in[p] = lane_of(1.0);
    if (b->transit)
        memset(b->transit, 0,
               sizeof *b->transit * net->num_stockpiles * b->engine->transit_rows);
}

static void
clear_licences(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t i = 0; i < e->num_licensed; i++) {
        struct mnz_licensed *x = mnz_licensed_at(b, i);

        memset(x, 0,
               sizeof *x + sizeof(mnz_lane) * b->terms[e->terms_of[i]].queue_rows);
    }
    for (uint32_t t = 0; t < e->num_terms; t++)
        b->terms[t] = (struct mnz_licence_terms){.has_office = b->terms[t].has_office};
    for (uint32_t h = 0; h < e->num_capped; h++)
        b->last_order[h] = b->base_flow[e->link_of_capped[h]];
}

static void
begin_policies(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t c = 0; c < net->scenario->num_controls; c++)
        b->technology_age[c] = lane_of(0.0);
    for (uint32_t j = 0; j < net->num_projects; j++) {
        const mnz_mask none = {0};

        b->begun[j] = b->online[j];
        b->is_begun[j] = net->projects[j].num_needs > 0 ? none : ~none;
        b->is_looked_at[j] = none;
        b->is_paid_for[j] = none;
    }
    for (uint32_t i = 0; i < net->scenario->num_policies; i++)
        b->was_in_force[i] = (mnz_mask){0};
    for (uint32_t p = 0; b->hoard && p < net->num_ports; p++)
        b->hoard[p] = lane_of(0.0);
    for (uint32_t i = 0; i < net->num_pacts; i++)
        b->pact_age[i] = lane_of(0.0);
    for (uint32_t i = 0; i < b->engine->num_savings; i++)
        b->substitution_age[i] = lane_of(-1.0);
}
