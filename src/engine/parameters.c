/* parameters.c - from draws and the day to the numbers that the step's formulas use. */

#include "engine/parameters.h"

#include "engine/firms.h"

#include "lanes/lane_pow.h"

static mnz_lane evaluate(const struct mnz_batch *b, mnz_value_id id, int32_t day);
static void derive(struct mnz_batch *b);
static void derive_behaviour(struct mnz_batch *b);
static void derive_nodes(struct mnz_batch *b);
static void derive_port(struct mnz_batch *b, uint32_t p);

static void
mnz_parameters_init(struct mnz_batch *b)
{
    const struct mnz_value_pool *pool = &b->engine->net->scenario->pool;

    for (uint32_t i = 0; i < pool->num_values; i++)
        if (mnz_value_is_certain(pool, i) && mnz_value_is_undated(pool, i))
            b->value[i] = evaluate(b, i, 0);
    for (uint32_t p = 0; p < b->engine->net->num_ports; p++)
        derive_port(b, p);
}

static void
mnz_parameters_draw(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const int32_t day = e->net->step_day[0];

    for (uint32_t i = 0; i < e->num_uncertain; i++)
        b->value[e->uncertain_values[i]] = evaluate(b, e->uncertain_values[i], day);
    for (uint32_t i = 0; i < e->num_dated; i++)
        b->value[e->dated_values[i]] = evaluate(b, e->dated_values[i], day);
    derive(b);
}

static void
mnz_parameters_advance(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    if (!e->values_change[b->step])
        return;
    for (uint32_t i = 0; i < e->num_dated; i++)
        b->value[e->dated_values[i]] =
            evaluate(b, e->dated_values[i], e->net->step_day[b->step]);
    derive(b);
}

static mnz_lane
evaluate(const struct mnz_batch *b, mnz_value_id id, int32_t day)
{
    const struct mnz_value_pool *pool = &b->engine->net->scenario->pool;
    const struct mnz_value *v = &pool->values[id];
    uint32_t point;
    mnz_lane x;

    switch (v->kind) {
    case MNZ_VALUE_INPUT:
        return v->number * b->draws[v->a];
    case MNZ_VALUE_SERIES:
        point = v->a;
        while (point + 1 < v->a + v->b && pool->points[point + 1].day <= day)
            point++;
        return evaluate(b, pool->points[point].value, day);
    case MNZ_VALUE_PRODUCT:
        x = v->number * evaluate(b, v->a, day);
        return v->b == MNZ_VALUE_NONE ? x : x * evaluate(b, v->b, day);
    case MNZ_VALUE_SCALED:
        return lane_min(evaluate(b, v->a, day) * evaluate(b, v->b, day),
                        lane_of(v->number));
    case MNZ_VALUE_CONSTANT:
        break;
    }
    return lane_of(v->number);
}

static void
derive(struct mnz_batch *b)
{
    derive_behaviour(b);
    derive_nodes(b);
    for (uint32_t k = 0; k < b->engine->num_varying; k++)
        derive_port(b, b->engine->varying_ports[k]);
}

/* A fraction r a month becomes 1 - (1-r)^Delta a step. */
static mnz_lane
per_step(mnz_lane monthly, double months_per_step)
{
    if (months_per_step == 1.0)
        return monthly;
    return 1.0 - lane_where((mnz_mask)(monthly < 1.0),
                            mnz_lane_pow(lane_max(1.0 - monthly, lane_of(1e-300)),
                                         lane_of(months_per_step)));
}

static void
derive_behaviour(struct mnz_batch *b)
{
    const struct mnz_behaviour *s = &b->engine->net->scenario->behaviour;
    const double delta = b->engine->net->months_per_step;

    b->adjust = b->value[s->adjust] / delta;
    b->per_adjust = delta / b->value[s->adjust];
    b->per_expect = delta / b->value[s->expect];
    b->per_price_smooth = delta / b->value[s->price_smooth];
    b->switching = per_step(b->value[s->switching], delta);
    b->return_rate = per_step(b->value[s->return_rate], delta);
    b->fill_memory = per_step(b->value[s->fill_memory], delta);
    b->spot_share = b->value[s->spot];
    b->premium_cap = b->value[s->premium_cap];
    b->short_above = b->value[s->short_above];
}

static void
derive_nodes(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_scenario *s = net->scenario;

    for (uint32_t m = 0; m < s->num_materials; m++)
        b->price[m] = mnz_value_lane(b, s->materials[m].price_usd_per_kg, 0.0);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_actor *actor = &s->actors[net->nodes[i].actor];

        if (actor->capacity_tpa == MNZ_VALUE_NONE)
            b->base_capacity[i] = lane_of(MNZ_UNLIMITED);
        else
            b->base_capacity[i] = b->value[actor->capacity_tpa] * net->years_per_step;
        if (b->engine->node_has_growth[i])
            b->growth_step[i] = mnz_lane_pow(1.0 + b->value[actor->growth_per_year],
                                             lane_of(net->years_per_step));
    }
    for (uint32_t i = 0; b->engine->has_uneven && i < net->num_nodes; i++) {
        const struct mnz_actor *actor = &s->actors[net->nodes[i].actor];

        b->firm_law[i] = mnz_firms_law(mnz_value_lane(b, actor->firm_spread, 0.0));
        b->product_cover[i] =
            mnz_value_lane(b, actor->output_cover_months, 0.0) / net->months_per_step;
    }
    for (uint32_t i = 0; i < net->num_outputs; i++) {
        b->yield[i] = b->value[net->outputs[i].yield];
        b->out_cover[i] = b->value[net->outputs[i].cover_months] / net->months_per_step;
    }
}

static void
derive_lead(struct mnz_batch *b, uint32_t l)
{
    const struct mnz_network *net = b->engine->net;

    /* The reader keeps lead times within bounds; the ring must hold them in any case.
     */
    b->lead[l] =
        lane_min(lane_positive(b->value[mnz_engine_link(b->engine, l)->lead_months]) /
                     net->months_per_step,
                 lane_of((double)b->engine->ports[b->engine->links[l].port].ring_size -
                         1.0 - 1e-9));
    b->lead_least[l] = UINT32_MAX;
    b->lead_most[l] = 0;
    for (int i = 0; i < MNZ_LANES; i++) {
        const uint32_t k = (uint32_t)b->lead[l][i];

        b->lead_whole[l][i] = k;
        b->lead_rest[l][i] = b->lead[l][i] - (double)k;
        b->lead_least[l] = k < b->lead_least[l] ? k : b->lead_least[l];
        b->lead_most[l] = k > b->lead_most[l] ? k : b->lead_most[l];
    }
    b->ties[l].lead = b->lead_least[l] == b->lead_most[l] ? (uint16_t)b->lead_least[l]
                                                          : MNZ_LEADS_DIFFER;
}

/* The whole steps of the lead time of all links of a port, or MNZ_LEADS_DIFFER if they
 * do or are uncertain: never by the lanes at hand, which may agree by chance, for how
 * goods are summed must not depend on who else is in a batch. */
static uint16_t
common_lead(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_net_port *port = &b->engine->net->ports[p];
    const struct mnz_value_pool *pool = &b->engine->net->scenario->pool;
    uint32_t least = UINT32_MAX, most = 0;

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        if (!mnz_value_is_certain(pool, mnz_engine_link(b->engine, l)->lead_months))
            return MNZ_LEADS_DIFFER;
        least = b->lead_least[l] < least ? b->lead_least[l] : least;
        most = b->lead_most[l] > most ? b->lead_most[l] : most;
    }
    return least == most ? (uint16_t)least : MNZ_LEADS_DIFFER;
}

static void
derive_link(struct mnz_batch *b, uint32_t l)
{
    const struct mnz_net_link *link = mnz_engine_link(b->engine, l);

    b->share0[l] = b->value[link->share] * link->split;
    b->backup[l] = b->value[link->backup] * link->split;
    b->link_capacity[l] = mnz_value_lane(b, link->capacity_tpa, MNZ_UNLIMITED);
    if (link->capacity_tpa != MNZ_VALUE_NONE)
        b->link_capacity[l] *= link->split * b->engine->net->years_per_step;
    derive_lead(b, l);
}

/* A port and its links, whose shares add up to 1. */
static void
derive_port(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_port *port = &net->ports[p];
    const uint32_t end = port->first_link + port->num_links;
    mnz_lane sum = lane_of(0.0);

    b->port[p].use = b->value[port->use];
    if (b->engine->ports[p].is_of_industry)
        b->port[p].use *= net->years_per_step;
    b->port[p].cover = b->value[port->cover_months] / net->months_per_step;
    for (uint32_t l = port->first_link; l < end; l++) {
        derive_link(b, l);
        sum += b->share0[l];
    }
    for (uint32_t l = port->first_link; l < end; l++)
        b->share0[l] = lane_ratio(b->share0[l], sum, 0.0);
    b->at[p].common_lead = common_lead(b, p);
}
