/* plan.c - the plan of a run, made from its network. */

#include "engine/plan.h"

#include <math.h>
#include <stdlib.h>

#include "base/bug.h"
#include "engine/plan_licences.h"

static enum mnz_status plan_links(struct mnz_engine *e);
static enum mnz_status plan_ports(struct mnz_engine *e);
static enum mnz_status plan_values(struct mnz_engine *e);
static enum mnz_status plan_classes(struct mnz_engine *e);
static enum mnz_status plan_nodes(struct mnz_engine *e);
static enum mnz_status plan_onsets(struct mnz_engine *e);
static enum mnz_status plan_policies(struct mnz_engine *e);
static enum mnz_status plan_savings(struct mnz_engine *e);

/* Lead times beyond this are refused by the scenario reader. */
static const double LONGEST_LEAD_MONTHS = 120.0;

enum mnz_status
mnz_engine_create(const struct mnz_network *network, uint64_t seed,
                  struct mnz_engine **out)
{
    struct mnz_engine *e = calloc(1, sizeof *e);
    enum mnz_status st = e ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        goto out;
    e->net = network;
    e->seed = seed;
    e->isa = mnz_isa_best();
    st = plan_links(e);
    if (!st)
        st = mnz_plan_licences(e);
    if (!st)
        st = plan_values(e);
    if (!st)
        st = plan_classes(e);
    if (!st)
        st = plan_nodes(e);
    if (!st)
        st = plan_onsets(e);
    if (!st)
        st = plan_policies(e);
    if (!st)
        st = plan_savings(e);
    if (!st)
        st = plan_ports(e);
    if (st)
        goto out;
    *out = e;
    e = NULL;
out:
    mnz_engine_destroy(e);
    return st;
}

void
mnz_engine_set_isa(struct mnz_engine *engine, enum mnz_isa isa)
{
    MNZ_BUG_IF(!mnz_isa_is_usable(isa));
    engine->isa = isa;
}

void
mnz_engine_destroy(struct mnz_engine *engine)
{
    if (!engine)
        return;
    mnz_arena_finish(&engine->arena);
    free(engine);
}

/* The largest value that can be drawn on any day. */
static double
upper_bound(const struct mnz_value_pool *pool, mnz_value_id id)
{
    const struct mnz_value *v = &pool->values[id];
    double low, high, most = 0.0;

    switch (v->kind) {
    case MNZ_VALUE_CONSTANT:
        return v->number;
    case MNZ_VALUE_INPUT:
        mnz_dist_support(&pool->inputs[v->a].dist, &low, &high);
        return v->number * high;
    case MNZ_VALUE_SERIES:
        for (uint32_t i = 0; i < v->b; i++)
            most = fmax(most, upper_bound(pool, pool->points[v->a + i].value));
        return most;
    case MNZ_VALUE_PRODUCT:
        most = v->number * upper_bound(pool, v->a);
        return v->b == MNZ_VALUE_NONE ? most : most * upper_bound(pool, v->b);
    case MNZ_VALUE_SCALED:
        return fmin(v->number, upper_bound(pool, v->a) * upper_bound(pool, v->b));
    }
    return 0.0;
}

static int
is_cap(enum mnz_control_kind kind)
{
    return kind == MNZ_CONTROL_BAN || kind == MNZ_CONTROL_QUOTA;
}

static enum mnz_status
plan_links(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    const size_t n = net->num_links > 0 ? net->num_links : 1;

    e->link_at = mnz_plan_ids(e, n);
    e->links = mnz_arena_alloc(&e->arena, n, sizeof *e->links);
    e->link_of_capped = mnz_plan_ids(e, n);
    if (!e->link_at || !e->links || !e->link_of_capped)
        return MNZ_ERR_NOMEM;
    for (uint32_t l = 0; l < net->num_links; l++) {
        const struct mnz_net_link *link = mnz_engine_link(e, l);
        struct mnz_plan_link *plan = &e->links[l];

        e->link_at[net->port_links[l]] = l;
        plan->port = link->port;
        plan->output = link->output;
        plan->capped = plan->licensed = plan->terms = MNZ_NONE;
        plan->is_bounded = link->capacity_tpa != MNZ_VALUE_NONE;
        for (uint32_t j = 0; j < link->num_controls; j++) {
            const enum mnz_control_kind kind =
                net->scenario->controls[net->link_controls[link->first_control + j]]
                    .kind;

            plan->is_bounded |= is_cap(kind) || kind == MNZ_CONTROL_OUTAGE;
            if (is_cap(kind) && plan->capped == MNZ_NONE) {
                plan->capped = e->num_capped;
                e->link_of_capped[e->num_capped++] = l;
            }
        }
    }
    return MNZ_OK;
}

/* Rows for goods in transit to a port: one for each whole step of its longest lead
 * time, one for goods that come a part of a step later, one for those that arrive. */
static uint32_t
ring_size(const struct mnz_engine *e, const struct mnz_net_port *port)
{
    double months = 0.0;
    uint32_t size;

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++)
        months = fmax(months, upper_bound(&e->net->scenario->pool,
                                          mnz_engine_link(e, l)->lead_months));
    months = fmin(months, LONGEST_LEAD_MONTHS);
    size = (uint32_t)(months / e->net->months_per_step) + 2;
    return size < MNZ_LEAST_RING ? MNZ_LEAST_RING : size;
}

static int
has_certain_terms(const struct mnz_engine *e, uint32_t l)
{
    const struct mnz_value_pool *pool = &e->net->scenario->pool;
    const struct mnz_net_link *link = mnz_engine_link(e, l);

    return mnz_value_is_certain(pool, link->share) &&
           mnz_value_is_certain(pool, link->backup) &&
           mnz_value_is_certain(pool, link->lead_months);
}

/* Stockpiles serve their beneficiaries and, through pacts, others. */
static void
mark_supplied(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        for (uint32_t j = 0; j < net->stockpiles[i].num_ports; j++)
            e->ports[net->stockpile_ports[net->stockpiles[i].first_port + j]]
                .is_supplied = 1;
    for (uint32_t i = 0; i < net->num_pacts; i++)
        for (uint32_t k = 0; k < net->pacts[i].num_stockpiles; k++) {
            const struct mnz_net_pact_stockpile *shared =
                &net->pact_stockpiles[net->pacts[i].first_stockpile + k];

            for (uint32_t j = 0; j < shared->num_ports; j++)
                e->ports[net->pact_ports[shared->first_port + j]].is_supplied = 1;
        }
}

static enum mnz_status
plan_ports(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;

    e->ports = mnz_arena_alloc(&e->arena, (size_t)net->num_ports + 1, sizeof *e->ports);
    if (!e->ports)
        return MNZ_ERR_NOMEM;
    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_net_port *port = &net->ports[p];

        e->ports[p] = (struct mnz_plan_port){
            .node = port->node,
            .market = port->market,
            .first_link = port->first_link,
            .num_links = port->num_links,
            .ring_first = e->num_ring_rows,
            .ring_size = ring_size(e, port),
            .is_plain = 1,
            .is_fixed = !e->has_tilts,
            .is_of_industry = net->nodes[port->node].is_industry != 0,
        };
        e->num_ring_rows += e->ports[p].ring_size;
        for (uint32_t l = port->first_link; l < port->first_link + port->num_links;
             l++) {
            e->ports[p].is_plain &=
                !e->links[l].is_bounded && e->links[l].licensed == MNZ_NONE;
            e->ports[p].is_fixed &= (uint8_t)has_certain_terms(e, l);
            e->ports[p].has_capped |= e->links[l].capped != MNZ_NONE;
        }
    }
    mark_supplied(e);
    for (uint32_t p = 0; p < net->num_ports; p++)
        e->ports[p].is_watched = e->ports[p].is_supplied || e->has_pacts;
    return MNZ_OK;
}

/* Whether a value, or none, is the same in every trial on every day. */
static int
is_fixed(const struct mnz_value_pool *pool, mnz_value_id id)
{
    return id == MNZ_VALUE_NONE ||
           (mnz_value_is_certain(pool, id) && mnz_value_is_undated(pool, id));
}

static int
is_fixed_port(const struct mnz_engine *e, uint32_t p)
{
    const struct mnz_value_pool *pool = &e->net->scenario->pool;
    const struct mnz_net_port *port = &e->net->ports[p];
    int fixed = is_fixed(pool, port->use) && is_fixed(pool, port->cover_months);

    for (uint32_t l = port->first_link; l < port->first_link + port->num_links; l++) {
        const struct mnz_net_link *link = mnz_engine_link(e, l);

        fixed &= is_fixed(pool, link->share) && is_fixed(pool, link->backup) &&
                 is_fixed(pool, link->lead_months) &&
                 is_fixed(pool, link->capacity_tpa);
    }
    return fixed;
}

static enum mnz_status
plan_values(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    const struct mnz_value_pool *pool = &net->scenario->pool;

    e->dated_values = mnz_plan_ids(e, pool->num_values);
    e->uncertain_values = mnz_plan_ids(e, pool->num_values);
    e->values_change = mnz_arena_alloc(&e->arena, net->num_steps + 1, 1);
    e->varying_ports = mnz_plan_ids(e, net->num_ports);
    if (!e->dated_values || !e->uncertain_values || !e->values_change ||
        !e->varying_ports)
        return MNZ_ERR_NOMEM;
    for (uint32_t p = 0; p < net->num_ports; p++)
        if (net->num_substitutions > 0 || !is_fixed_port(e, p))
            e->varying_ports[e->num_varying++] = p;
    for (uint32_t i = 0; i < pool->num_values; i++) {
        if (!mnz_value_is_undated(pool, i))
            e->dated_values[e->num_dated++] = i;
        else if (!mnz_value_is_certain(pool, i))
            e->uncertain_values[e->num_uncertain++] = i;
    }
    for (uint32_t i = 0; i < pool->num_points; i++)
        for (uint32_t s = 1; s < net->num_steps; s++)
            if (net->step_day[s - 1] < pool->points[i].day &&
                pool->points[i].day <= net->step_day[s])
                e->values_change[s] = 1;
    return MNZ_OK;
}

static void
insert_class(uint32_t *classes, uint32_t *count, uint32_t class_number)
{
    uint32_t at = 0;

    while (at < *count && classes[at] < class_number)
        at++;
    if (at < *count && classes[at] == class_number)
        return;
    for (uint32_t i = *count; i > at; i--)
        classes[i] = classes[i - 1];
    classes[at] = class_number;
    ++*count;
}

/* The output of a policy's k-th link. */
static uint32_t
output_of(const struct mnz_network *net, const struct mnz_net_priority *p, uint32_t k)
{
    return net->links[net->priority_links[p->first_link + k]].output;
}

/* Outputs had more room than they have classes. */
static void
close_gaps(struct mnz_engine *e)
{
    e->num_slots = 0;
    for (uint32_t o = 0; o < e->net->num_outputs; o++) {
        const uint32_t first = e->first_class[o];

        e->first_class[o] = e->num_slots;
        for (uint32_t i = 0; i < e->num_classes[o]; i++)
            e->classes[e->num_slots++] = e->classes[first + i];
    }
}

static enum mnz_status
plan_classes(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    size_t total = net->num_links;
    uint32_t next = 0;

    /* Room for one class a link, and one more for each policy that moves it. */
    for (uint32_t j = 0; j < net->num_priorities; j++)
        total += net->priorities[j].num_links;
    e->first_class = mnz_plan_ids(e, net->num_outputs);
    e->num_classes = mnz_plan_ids(e, net->num_outputs);
    e->classes = mnz_plan_ids(e, total);
    if (!e->first_class || !e->num_classes || !e->classes)
        return MNZ_ERR_NOMEM;
    e->has_priorities = net->num_priorities > 0;
    for (uint32_t j = 0; j < net->num_priorities; j++)
        for (uint32_t k = 0; k < net->priorities[j].num_links; k++)
            e->first_class[output_of(net, &net->priorities[j], k)]++;
    for (uint32_t o = 0; o < net->num_outputs; o++) {
        const struct mnz_net_output *output = &net->outputs[o];
        const uint32_t room = output->num_links + e->first_class[o];

        e->first_class[o] = next;
        for (uint32_t l = output->first_link;
             l < output->first_link + output->num_links; l++)
            insert_class(&e->classes[next], &e->num_classes[o], net->links[l].priority);
        next += room;
    }
    for (uint32_t j = 0; j < net->num_priorities; j++)
        for (uint32_t k = 0; k < net->priorities[j].num_links; k++) {
            const uint32_t o = output_of(net, &net->priorities[j], k);

            insert_class(&e->classes[e->first_class[o]], &e->num_classes[o],
                         net->priorities[j].class_number);
        }
    close_gaps(e);
    for (uint32_t l = 0; l < net->num_links; l++) {
        struct mnz_plan_link *link = &e->links[l];

        link->slot = e->first_class[link->output];
        while (e->classes[link->slot] != mnz_engine_link(e, l)->priority)
            link->slot++;
    }
    return MNZ_OK;
}

static int
is_zero(const struct mnz_value_pool *pool, mnz_value_id id)
{
    return id == MNZ_VALUE_NONE || (pool->values[id].kind == MNZ_VALUE_CONSTANT &&
                                    pool->values[id].number == 0.0);
}

static int
is_uneven(const struct mnz_network *net, const struct mnz_net_node *node)
{
    const struct mnz_value_pool *pool = &net->scenario->pool;
    const struct mnz_actor *actor = &net->scenario->actors[node->actor];

    return node->is_industry &&
           (actor->num_essentials > 0 || !is_zero(pool, actor->firm_spread) ||
            !is_zero(pool, actor->output_cover_months));
}

static struct mnz_plan_node
node_at(const struct mnz_network *net, uint32_t i)
{
    const struct mnz_net_node *node = &net->nodes[i];
    const struct mnz_actor *actor = &net->scenario->actors[node->actor];

    return (struct mnz_plan_node){.node = i,
                                  .first_port = node->first_port,
                                  .end_port = node->first_port + node->num_ports,
                                  .first_output = node->first_output,
                                  .end_output = node->first_output + node->num_outputs,
                                  .elasticity = actor->elasticity,
                                  .recovers = actor->recovers,
                                  .overtime = actor->overtime,
                                  .is_industry = node->is_industry != 0,
                                  .is_recycler = node->is_recycler != 0,
                                  .is_uneven = (uint8_t)is_uneven(net, node)};
}

static enum mnz_status
plan_nodes(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    const struct mnz_scenario *s = net->scenario;

    e->nodes = mnz_arena_alloc(&e->arena, (size_t)net->num_nodes + 1, sizeof *e->nodes);
    e->node_has_growth = mnz_arena_alloc(&e->arena, net->num_nodes + 1, 1);
    e->node_is_uneven = mnz_arena_alloc(&e->arena, net->num_nodes + 1, 1);
    e->scrap_of_output = mnz_plan_ids(e, net->num_outputs);
    if (!e->nodes || !e->node_has_growth || !e->node_is_uneven || !e->scrap_of_output)
        return MNZ_ERR_NOMEM;
    for (uint32_t k = 0; k < net->num_nodes; k++) {
        e->nodes[k] = node_at(net, net->order[k]);
        e->node_is_uneven[net->order[k]] = e->nodes[k].is_uneven;
        e->has_uneven |= e->nodes[k].is_uneven;
    }
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const mnz_value_id id = s->actors[net->nodes[i].actor].growth_per_year;
        const struct mnz_value *v = &s->pool.values[id];

        e->node_has_growth[i] =
            (uint8_t) !(v->kind == MNZ_VALUE_CONSTANT && v->number == 0.0);
    }
    for (uint32_t o = 0; o < net->num_outputs; o++)
        e->scrap_of_output[o] = MNZ_NONE;
    for (uint32_t j = 0; j < net->num_recyclings; j++) {
        const struct mnz_net_recycling *r = &net->recyclings[j];
        const double after =
            upper_bound(&s->pool, s->policies[r->policy].recycling.after_months) /
                net->months_per_step +
            1.0;

        e->num_returning += r->num_nodes;
        if (e->scrap_of_output[r->output] == MNZ_NONE)
            e->scrap_of_output[r->output] = e->num_scraps++;
        if (after > (double)e->max_after)
            e->max_after = (uint32_t)fmin(after, (double)net->num_steps);
    }
    for (uint32_t j = 0; j < net->num_projects; j++)
        e->has_tilts |= net->projects[j].num_links > 0;
    for (uint32_t c = 0; c < s->num_controls; c++) {
        e->has_tariffs |= s->controls[c].kind == MNZ_CONTROL_TARIFF;
        e->has_corridors |=
            s->controls[c].kind == MNZ_CONTROL_OUTAGE && net->controls[c].num_links > 0;
        e->has_hoarding |= s->controls[c].kind == MNZ_CONTROL_SURGE;
    }
    e->has_tilts |= e->has_tariffs;
    return MNZ_OK;
}

static enum mnz_status
plan_onsets(struct mnz_engine *e)
{
    const struct mnz_scenario *s = e->net->scenario;

    e->onset_streams =
        mnz_arena_alloc(&e->arena, s->num_controls + 1, sizeof *e->onset_streams);
    if (!e->onset_streams)
        return MNZ_ERR_NOMEM;
    for (uint32_t c = 0; c < s->num_controls; c++) {
        char *name;

        if (s->controls[c].kind != MNZ_CONTROL_OUTAGE ||
            s->controls[c].outage.onsets_per_year == MNZ_VALUE_NONE)
            continue;
        name = mnz_arena_printf(&e->arena, "%s.onsets",
                                s->regimes[s->controls[c].regime].name);
        if (!name)
            return MNZ_ERR_NOMEM;
        e->onset_streams[c] = name;
    }
    return MNZ_OK;
}

static uint32_t
count_links(const struct mnz_network *net, const struct mnz_net_stockpile *stockpile)
{
    uint32_t count = 0;

    for (uint32_t j = 0; j < stockpile->num_ports; j++)
        count += net->ports[net->stockpile_ports[stockpile->first_port + j]].num_links;
    return count;
}

static enum mnz_status
plan_savings(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    size_t count = 0;

    for (uint32_t i = 0; i < net->num_substitutions; i++)
        count += net->substitutions[i].num_ports;
    e->savings = mnz_arena_alloc(&e->arena, count + 1, sizeof *e->savings);
    if (!e->savings)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_substitutions; i++) {
        const struct mnz_net_substitution *sub = &net->substitutions[i];
        const uint32_t num_by =
            net->scenario->policies[sub->policy].substitution.num_by;

        for (uint32_t k = 0; k < sub->num_ports; k++)
            e->savings[e->num_savings++] = (struct mnz_plan_saving){
                .port = net->substitution_ports[sub->first_port + k],
                .policy = sub->policy,
                .num_by = num_by,
                .by = &net->substitution_by[sub->first_by + k * num_by]};
    }
    return MNZ_OK;
}

static enum mnz_status
plan_policies(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    size_t most = 0;

    e->has_pacts = net->num_pacts > 0;
    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        most += count_links(net, &net->stockpiles[i]);
    e->first_refill = mnz_plan_ids(e, net->num_stockpiles);
    e->num_refills = mnz_plan_ids(e, net->num_stockpiles);
    e->refill_link = mnz_plan_ids(e, most);
    if (!e->first_refill || !e->num_refills || !e->refill_link)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *stockpile = &net->stockpiles[i];

        e->first_refill[i] = e->num_refill_links;
        if (!net->scenario->policies[stockpile->policy].stockpile.refill)
            continue;
        e->has_competitors |=
            net->scenario->policies[stockpile->policy].stockpile.competes != 0;
        for (uint32_t j = 0; j < stockpile->num_ports; j++) {
            const struct mnz_net_port *port =
                &net->ports[net->stockpile_ports[stockpile->first_port + j]];
            const uint32_t rows = ring_size(e, port) + 1;

            if (rows > e->transit_rows)
                e->transit_rows = rows;
            for (uint32_t k = 0; k < port->num_links; k++)
                e->refill_link[e->num_refill_links++] = port->first_link + k;
        }
        e->num_refills[i] = e->num_refill_links - e->first_refill[i];
    }
    return MNZ_OK;
}
