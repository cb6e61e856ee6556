/* batch.c - the memory of a batch. */

#include "engine/batch.h"

static enum mnz_status allocate(struct mnz_batch *b);
static void tie_links(struct mnz_batch *b);
static void place_ports(struct mnz_batch *b);

enum mnz_status
mnz_batch_create(const struct mnz_engine *engine, struct mnz_batch **out)
{
    struct mnz_arena arena = {0};
    /* The batch lives in its own arena, which aligns it for the lanes it holds. */
    struct mnz_batch *b = mnz_arena_alloc(&arena, 1, sizeof *b);
    enum mnz_status st = b ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        goto out;
    b->arena = arena;
    b->engine = engine;
    st = allocate(b);
    if (st)
        goto out;
    tie_links(b);
    place_ports(b);
    for (uint32_t l = 0; l < engine->net->num_links; l++)
        for (int i = 0; i < MNZ_LANES; i++)
            b->class_number[l][i] = (double)mnz_engine_link(engine, l)->priority;
    *out = b;
    b = NULL;
out:
    mnz_batch_destroy(b);
    return st;
}

void
mnz_batch_destroy(struct mnz_batch *batch)
{
    struct mnz_arena arena;

    if (!batch)
        return;
    arena = batch->arena;
    mnz_arena_finish(&arena);
}

size_t
mnz_batch_bytes(const struct mnz_batch *batch)
{
    return mnz_arena_bytes(&batch->arena);
}

/* A column and how many rows it has. */
struct column {
    mnz_lane **rows;
    size_t count;
};

static enum mnz_status
allocate_columns(struct mnz_arena *arena, const struct column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        *columns[i].rows = mnz_arena_alloc(
            arena, columns[i].count > 0 ? columns[i].count : 1, sizeof(mnz_lane));
        if (!*columns[i].rows)
            return MNZ_ERR_NOMEM;
    }
    return MNZ_OK;
}

static enum mnz_status
allocate_optional(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const size_t links = e->net->num_links;
    const struct column tariffs[] = {{&b->duty, links}};
    const struct column corridors[] = {{&b->corridor, links}};
    const struct column hoards[] = {{&b->hoard, e->net->num_ports},
                                    {&b->hoarding, e->net->num_ports}};
    const struct column uneven[] = {
        {&b->supplied, e->net->num_nodes},
        {&b->delivered, e->net->num_nodes},
        {&b->firm_law, e->net->num_nodes},
        {&b->product_cover, e->net->num_nodes},
        {&b->product_stock, e->net->num_nodes},
        {&b->firms_stopped, e->net->num_nodes},
        {&b->products_lacking, e->net->num_nodes},
        {&b->stock_before, e->net->num_ports},
        {&b->consumed, e->net->num_ports},
        {&b->shortage_age, e->net->num_ports},
    };
    enum mnz_status st = MNZ_OK;
    const struct column pacts[] = {{&b->kept, links}};
    const struct column competitors[] = {
        {&b->extra, links}, {&b->extra_cut, links}, {&b->extra_shipped, links}};
    const struct column refills[] = {
        {&b->to_stockpiles, links},
        {&b->refill_part, e->num_refill_links},
        {&b->transit, (size_t)e->net->num_stockpiles * e->transit_rows}};

    b->supplied = b->delivered = b->activity;
    if (e->has_tariffs)
        st = allocate_columns(&b->arena, tariffs, 1);
    if (!st && e->has_corridors)
        st = allocate_columns(&b->arena, corridors, 1);
    if (!st && e->has_hoarding)
        st = allocate_columns(&b->arena, hoards, 2);
    if (!st && e->has_uneven)
        st = allocate_columns(&b->arena, uneven, sizeof uneven / sizeof *uneven);
    if (!st && e->has_pacts)
        st = allocate_columns(&b->arena, pacts, 1);
    if (!st && e->num_refill_links > 0)
        st = allocate_columns(&b->arena, refills, 3);
    if (!st && e->has_competitors)
        st = allocate_columns(&b->arena, competitors, 3);
    return st;
}

static enum mnz_status
allocate_links(struct mnz_batch *b)
{
    const size_t links = b->engine->net->num_links;
    const struct column columns[] = {
        {&b->share0, links},        {&b->backup, links},
        {&b->link_capacity, links}, {&b->base_flow, links},
        {&b->lead, links},          {&b->lead_rest, links},
        {&b->omega, links},         {&b->omega_before, links},
        {&b->qualified, links},     {&b->most_share, links},
        {&b->spot, links},          {&b->limit, links},
        {&b->class_number, links},  {&b->asked, links},
    };

    return allocate_columns(&b->arena, columns, sizeof columns / sizeof *columns);
}

static enum mnz_status
allocate_nodes(struct mnz_batch *b)
{
    const size_t nodes = b->engine->net->num_nodes;
    const struct column columns[] = {
        {&b->base_capacity, nodes},
        {&b->growth_step, nodes},
        {&b->first_growth_step, nodes},
        {&b->base_activity, nodes},
        {&b->military, nodes},
        {&b->normal_activity, nodes},
        {&b->growth, nodes},
        {&b->backlog, nodes},
        {&b->capacity, nodes},
        {&b->wanted, nodes},
        {&b->demand_at_price, nodes},
        {&b->demand, nodes},
        {&b->activity, nodes},
        {&b->target, nodes},
        {&b->limiting, nodes},
        {&b->sales_capacity, nodes},
    };

    return allocate_columns(&b->arena, columns, sizeof columns / sizeof *columns);
}

/* Inputs, outputs and markets. */
static enum mnz_status
allocate_goods(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    const size_t ports = net->num_ports, outputs = net->num_outputs;
    const size_t markets = net->num_markets;
    const struct column columns[] = {
        {&b->yield, outputs},
        {&b->out_cover, outputs},
        {&b->base_use, ports},
        {&b->out_stock, outputs},
        {&b->expected_orders, outputs},
        {&b->premium, markets},
        {&b->gap, ports},
        {&b->lets_in, ports},
        {&b->set_aside, outputs},
        {&b->refill_asked, outputs},
        {&b->open_orders, outputs},
        {&b->got_sum, markets},
        {&b->demand_sum, markets},
    };

    return allocate_columns(&b->arena, columns, sizeof columns / sizeof *columns);
}

static enum mnz_status
allocate_licences(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const size_t nodes = e->net->num_nodes, steps = e->net->num_steps;
    const size_t licensed = e->num_licensed, licences = e->num_licences;
    const struct column columns[] = {
        {(mnz_lane **)(void *)&b->paused, licences * steps},
        {&b->licensed, licensed * mnz_licensed_rows(e)},
        {&b->delay, licences * e->queue_rows},
        {&b->delay_mean, licences},
        {&b->delay_median, licences},
        {&b->delay_spread, licences},
        {(mnz_lane **)(void *)&b->delay_count, licences},
        {&b->office_share, licences},
        {&b->office_ready, licences},
        {&b->office_applied, licences},
        {&b->office_granted, licences},
        {&b->office_backlog, licences},
        {&b->office_in_hand, licences},
        {&b->chi, licences * nodes},
        {&b->reach, e->num_capped},
        {(mnz_lane **)(void *)&b->is_free, e->num_capped},
        {&b->last_order, e->num_capped},
    };

    return allocate_columns(&b->arena, columns, sizeof columns / sizeof *columns);
}

/* Schedules of controls and policies, and the state that policies keep. */
static enum mnz_status
allocate_regimes(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_network *net = e->net;
    const struct mnz_scenario *s = net->scenario;
    const size_t steps = net->num_steps;
    const struct column columns[] = {
        {&b->value, s->pool.num_values},
        {&b->price, s->num_materials},
        {&b->branch, s->num_events},
        {&b->regime_phi, s->num_regimes * steps},
        {&b->outage_keep, s->num_controls * steps},
        {&b->regime_first, s->num_regimes},
        {&b->online, net->num_projects},
        {&b->begun, net->num_projects},
        {(mnz_lane **)(void *)&b->is_begun, net->num_projects},
        {(mnz_lane **)(void *)&b->is_looked_at, net->num_projects},
        {&b->technology_age, s->num_controls},
        {&b->pact_age, net->num_pacts},
        {&b->pact_acts, net->num_pacts},
        {&b->substitution_age, e->num_savings},
        {(mnz_lane **)(void *)&b->stockpile_released, net->num_stockpiles},
        {&b->ring, e->num_ring_rows},
        {&b->stockpile, net->num_stockpiles},
        {&b->stockpile_first, net->num_stockpiles},
        {&b->stockpile_coming, net->num_stockpiles},
        {&b->let_out, net->num_stockpiles},
        {&b->bought, net->num_stockpiles},
        {&b->scrap, e->num_scraps},
        {&b->returns, (size_t)(e->max_after + 1) * net->num_recyclings},
        {&b->first_return, e->num_returning},
        {&b->returned, e->num_returning},
        {&b->quota_sum, s->num_controls},
        {&b->scrap_back, net->num_recyclings},
        {(mnz_lane **)(void *)&b->was_in_force, s->num_policies},
        {(mnz_lane **)(void *)&b->is_paid_for, net->num_projects},
    };

    return allocate_columns(&b->arena, columns, sizeof columns / sizeof *columns);
}

/* Rows that are no lane vectors. */
static enum mnz_status
allocate_others(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const size_t links = (size_t)e->net->num_links + 1;
    const size_t ports = (size_t)e->net->num_ports + 1;
    const size_t terms = (size_t)e->num_terms + 1;
    const size_t licences = (size_t)e->num_licences + 1;
    struct mnz_arena *arena = &b->arena;

    b->lead_whole = mnz_arena_alloc(arena, links, sizeof *b->lead_whole);
    b->lead_least = mnz_arena_alloc(arena, links, sizeof *b->lead_least);
    b->lead_most = mnz_arena_alloc(arena, links, sizeof *b->lead_most);
    b->link = mnz_arena_alloc(arena, links, sizeof *b->link);
    b->port = mnz_arena_alloc(arena, ports, sizeof *b->port);
    b->at = mnz_arena_alloc(arena, ports, sizeof *b->at);
    b->ties = mnz_arena_alloc(arena, links, sizeof *b->ties);
    b->spot_ports = mnz_arena_alloc(arena, ports, sizeof *b->spot_ports);
    b->slot = mnz_arena_alloc(arena, (size_t)e->num_slots + 1, sizeof *b->slot);
    b->terms = mnz_arena_alloc(arena, terms, sizeof *b->terms);
    b->has_changed = mnz_arena_alloc(arena, licences, 1);
    b->delay_last = mnz_arena_alloc(arena, licences, sizeof *b->delay_last);
    return arena->has_failed ? MNZ_ERR_NOMEM : MNZ_OK;
}

static enum mnz_status
allocate(struct mnz_batch *b)
{
    static enum mnz_status (*const parts[])(struct mnz_batch *) = {
        allocate_links,    allocate_nodes,   allocate_goods,
        allocate_licences, allocate_regimes, allocate_optional};
    enum mnz_status st = MNZ_OK;

    for (size_t i = 0; !st && i < sizeof parts / sizeof *parts; i++)
        st = parts[i](b);
    if (st)
        return st;
    return allocate_others(b);
}

enum mnz_status
mnz_batch_expect_bytes(const struct mnz_engine *engine, size_t *bytes)
{
    struct mnz_arena arena = {0};
    struct mnz_batch *b = mnz_arena_alloc(&arena, 1, sizeof *b);
    enum mnz_status st;

    *bytes = 0;
    if (!b)
        return MNZ_ERR_NOMEM;
    b->arena.counts_only = 1;
    b->engine = engine;
    st = allocate(b);
    *bytes = mnz_arena_bytes(&b->arena) + sizeof *b;
    mnz_arena_finish(&arena);
    return st;
}

static void
tie_links(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    b->terms[e->num_terms].passes = lane_of(1.0);
    for (uint32_t l = 0; l < e->net->num_links; l++) {
        const struct mnz_plan_link *plan = &e->links[l];
        struct mnz_link_ties *ties = &b->ties[l];

        *ties = (struct mnz_link_ties){.slot = &b->slot[plan->slot],
                                       .terms = &b->terms[e->num_terms],
                                       .capped = plan->capped,
                                       .is_bounded = plan->is_bounded};
        if (plan->licensed == MNZ_NONE)
            continue;
        ties->licensed = mnz_licensed_at(b, plan->licensed);
        ties->terms = &b->terms[plan->terms];
        ties->terms->has_office = e->terms[plan->terms].has_office;
    }
}

static void
place_ports(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t p = 0; p < e->net->num_ports; p++) {
        const struct mnz_plan_port *plan = &e->ports[p];

        b->at[p] = (struct mnz_port_at){.lanes = &b->port[p],
                                        .link = &b->link[plan->first_link],
                                        .ties = &b->ties[plan->first_link],
                                        .ring = &b->ring[plan->ring_first],
                                        .first = plan->first_link,
                                        .num_links = plan->num_links,
                                        .node = plan->node,
                                        .market = plan->market,
                                        .ring_size = (uint16_t)plan->ring_size,
                                        .is_plain = plan->is_plain,
                                        .is_fixed = plan->is_fixed,
                                        .is_of_industry = plan->is_of_industry,
                                        .is_supplied = plan->is_supplied,
                                        .is_watched = plan->is_watched,
                                        .has_capped = plan->has_capped};
    }
}
