/* metrics.c - which groups and metrics a network's runs report, and their numbering. */

#include "study/metrics.h"

#include <stdlib.h>

#define NAME(id, name) [MNZ_SCOPE_##id] = #name,
const char *const mnz_scope_name[MNZ_NUM_SCOPES] = {MNZ_SCOPES(NAME)};
#undef NAME

/* Words of the rows: sets of scopes, and whether. */
#define BIT(id, name) id = 1 << MNZ_SCOPE_##id,
enum {
    MNZ_SCOPES(BIT) INDUSTRIES = TOTAL | INDUSTRY | SECTOR | COUNTRY | BLOC | GROUP
};
#undef BIT
#define HORIZON MNZ_MONTHS_NEVER
#define MONTHLY MNZ_MONTHS_ALWAYS
#define ON_DEMAND MNZ_MONTHS_ON_DEMAND
enum { ALWAYS = 0, MAY_LACK = 1 };

#define ROW(id, name, unit, sums, scopes, period, lack, words)                         \
    [MNZ_METRIC_##id] = {#name, unit, MNZ_UNIT_##sums, scopes, period, lack, words},
const struct mnz_metric_row mnz_metric_rows[MNZ_NUM_METRICS] = {MNZ_METRICS(ROW)};
#undef ROW
#undef HORIZON
#undef MONTHLY
#undef ON_DEMAND

static void plan_series(struct mnz_metrics *m);
static enum mnz_status plan_leaves(struct mnz_metrics *m);
static enum mnz_status plan_groups(struct mnz_metrics *m);
static enum mnz_status plan_units(struct mnz_metrics *m);

enum mnz_status
mnz_metrics_create(const struct mnz_network *network, struct mnz_metrics **out)
{
    struct mnz_metrics *m = calloc(1, sizeof *m);
    enum mnz_status st = m ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        goto out;
    m->net = network;
    m->num_months = network->num_months;
    plan_series(m);
    st = plan_leaves(m);
    if (!st)
        st = plan_groups(m);
    if (!st)
        st = plan_units(m);
    if (st)
        goto out;
    *out = m;
    m = NULL;
out:
    mnz_metrics_destroy(m);
    return st;
}

void
mnz_metrics_destroy(struct mnz_metrics *metrics)
{
    if (!metrics)
        return;
    mnz_arena_finish(&metrics->arena);
    free(metrics);
}

static int
is_reported(const struct mnz_network *net, enum mnz_metric metric, int scope)
{
    if (metric == MNZ_METRIC_POLICY_COST_USD && !mnz_network_has_costs(net))
        return 0;
    return (mnz_metric_rows[metric].scopes >> scope & 1u) != 0;
}

/* Number the metrics of each scope. Inputs are many: they are reported over the horizon
 * alone. */
static void
plan_series(struct mnz_metrics *m)
{
    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++) {
            const int is_there = is_reported(m->net, (enum mnz_metric)k, scope);

            m->horizon_at[scope][k] = m->month_at[scope][k] = MNZ_NONE;
            if (is_there)
                m->horizon_at[scope][k] = m->horizon_count[scope]++;
            if (is_there && mnz_metric_rows[k].months != MNZ_MONTHS_NEVER &&
                scope != MNZ_SCOPE_INPUT)
                m->month_at[scope][k] = m->month_count[scope]++;
        }
}

uint32_t
mnz_metrics_horizon(const struct mnz_metrics *metrics, uint32_t group,
                    enum mnz_metric metric)
{
    const struct mnz_group *g = &metrics->groups[group];
    const uint32_t at = metrics->horizon_at[g->scope][metric];

    return at == MNZ_NONE ? MNZ_NONE : g->first_horizon + at;
}

uint32_t
mnz_metrics_month(const struct mnz_metrics *metrics, uint32_t group,
                  enum mnz_metric metric, uint32_t month)
{
    const struct mnz_group *g = &metrics->groups[group];
    const uint32_t at = metrics->month_at[g->scope][metric];

    if (at == MNZ_NONE)
        return MNZ_NONE;
    return metrics->num_horizon + metrics->num_monthly * month + g->first_monthly + at;
}

static int
uses_element(const struct mnz_network *net, uint32_t i, uint32_t element)
{
    const struct mnz_net_node *node = &net->nodes[i];

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
        if (net->scenario->materials[net->ports[p].material].content[element] !=
            MNZ_VALUE_NONE)
            return 1;
    return 0;
}

/* One leaf for each industry, then one for each of its elements. */
static enum mnz_status
plan_leaves(struct mnz_metrics *m)
{
    const struct mnz_network *net = m->net;
    uint32_t num_industries;

    m->leaves = mnz_arena_alloc(
        &m->arena, (size_t)net->num_nodes * (net->scenario->num_elements + 1),
        sizeof *m->leaves);
    if (!m->leaves)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (net->nodes[i].is_industry) {
            m->leaves[m->num_leaves] = (struct mnz_leaf){i, m->num_leaves, MNZ_NONE};
            m->num_leaves++;
        }
    num_industries = m->num_leaves;
    for (uint32_t k = 0; k < num_industries; k++)
        for (uint32_t e = 0; e < net->scenario->num_elements; e++)
            if (uses_element(net, m->leaves[k].node, e))
                m->leaves[m->num_leaves++] = (struct mnz_leaf){m->leaves[k].node, k, e};
    return MNZ_OK;
}

/* Whether a leaf belongs to the k-th group of a scope (an industry, sector, place,
 * ...). */
static int
belongs(const struct mnz_metrics *m, const struct mnz_leaf *leaf, enum mnz_scope scope,
        uint32_t k)
{
    const struct mnz_actor *actor =
        &m->net->scenario->actors[m->net->nodes[leaf->node].actor];

    if (scope == MNZ_SCOPE_ELEMENT)
        return leaf->element == k;
    if (leaf->element != MNZ_NONE)
        return 0;
    switch (scope) {
    case MNZ_SCOPE_TOTAL:
        return 1;
    case MNZ_SCOPE_INDUSTRY:
        return leaf->node == k;
    case MNZ_SCOPE_SECTOR:
        return mnz_ref_at(actor->sector) == k;
    case MNZ_SCOPE_COUNTRY:
        return actor->place == k;
    case MNZ_SCOPE_GROUP:
        return mnz_ref_at(actor->group) == k;
    case MNZ_SCOPE_BLOC:
        return m->net->scenario->places[k].is_bloc &&
               mnz_place_within(m->net->scenario, actor->place, k);
    default:
        return 0;
    }
}

static uint32_t
num_candidates(const struct mnz_metrics *m, enum mnz_scope scope)
{
    switch (scope) {
    case MNZ_SCOPE_TOTAL:
        return 1;
    case MNZ_SCOPE_INDUSTRY:
        return m->net->num_nodes;
    case MNZ_SCOPE_SECTOR:
        return m->net->scenario->num_sectors;
    case MNZ_SCOPE_COUNTRY:
    case MNZ_SCOPE_BLOC:
        return m->net->scenario->num_places;
    case MNZ_SCOPE_GROUP:
        return m->net->scenario->num_groups;
    case MNZ_SCOPE_ELEMENT:
        return m->net->scenario->num_elements;
    case MNZ_SCOPE_CONTROL:
        return m->net->scenario->num_controls;
    case MNZ_SCOPE_MARKET:
        return m->net->num_markets;
    case MNZ_SCOPE_FLOW:
        return m->net->scenario->num_observed;
    case MNZ_SCOPE_INPUT:
        return m->net->num_ports;
    case MNZ_SCOPE_STOCKPILE:
        return m->net->num_stockpiles;
    default:
        return MNZ_STAGE_RECYCLING;
    }
}

/* NULL without memory. */
static const char *
market_name(struct mnz_metrics *m, uint32_t market)
{
    const struct mnz_net_market *mk = &m->net->markets[market];

    return mnz_arena_printf(&m->arena, "%s@%s",
                            m->net->scenario->materials[mk->material].name,
                            m->net->zone_names[mk->zone]);
}

/* NULL without memory. */
static const char *
input_name(struct mnz_metrics *m, uint32_t port)
{
    const struct mnz_net_port *p = &m->net->ports[port];

    return mnz_arena_printf(&m->arena, "%s:%s", mnz_network_node_name(m->net, p->node),
                            m->net->scenario->materials[p->material].name);
}

/* NULL without memory. */
static const char *
stockpile_name(struct mnz_metrics *m, uint32_t stockpile)
{
    const struct mnz_scenario *s = m->net->scenario;
    const struct mnz_net_stockpile *pile = &m->net->stockpiles[stockpile];

    return mnz_arena_printf(&m->arena, "%s:%s", s->policies[pile->policy].name,
                            s->materials[pile->material].name);
}

static const char *
candidate_name(struct mnz_metrics *m, enum mnz_scope scope, uint32_t k)
{
    switch (scope) {
    case MNZ_SCOPE_TOTAL:
        return "all";
    case MNZ_SCOPE_INDUSTRY:
        return mnz_network_node_name(m->net, k);
    case MNZ_SCOPE_SECTOR:
        return m->net->scenario->sectors[k];
    case MNZ_SCOPE_COUNTRY:
    case MNZ_SCOPE_BLOC:
        return m->net->scenario->places[k].code;
    case MNZ_SCOPE_GROUP:
        return m->net->scenario->groups[k];
    case MNZ_SCOPE_ELEMENT:
        return m->net->scenario->elements[k].symbol;
    case MNZ_SCOPE_CONTROL:
        return m->net->scenario->controls[k].name;
    case MNZ_SCOPE_MARKET:
        return market_name(m, k);
    case MNZ_SCOPE_FLOW:
        return m->net->scenario->observed[k].name;
    case MNZ_SCOPE_INPUT:
        return input_name(m, k);
    case MNZ_SCOPE_STOCKPILE:
        return stockpile_name(m, k);
    default:
        return mnz_stage_name[k];
    }
}

static int
trades_stage(const struct mnz_network *net, enum mnz_stage stage)
{
    for (uint32_t p = 0; p < net->num_ports; p++)
        if (net->scenario->materials[net->ports[p].material].stage == stage)
            return 1;
    return 0;
}

/* Whether there is anything to report of the k-th group of a scope. */
static int
is_worthwhile(const struct mnz_metrics *m, const struct mnz_group *g)
{
    switch (g->scope) {
    case MNZ_SCOPE_STAGE:
        return trades_stage(m->net, (enum mnz_stage)g->index);
    case MNZ_SCOPE_CONTROL:
        return m->net->scenario->controls[g->index].kind == MNZ_CONTROL_LICENCE ||
               m->net->scenario->controls[g->index].kind ==
                   MNZ_CONTROL_EXTRATERRITORIAL;
    case MNZ_SCOPE_MARKET:
        return m->net->scenario->materials[m->net->markets[g->index].material]
                   .price_usd_per_kg != MNZ_VALUE_NONE;
    case MNZ_SCOPE_FLOW:
    case MNZ_SCOPE_STOCKPILE:
        return 1;
    case MNZ_SCOPE_INPUT:
        return m->net->nodes[m->net->ports[g->index].node].is_industry;
    default:
        return g->num_leaves > 0;
    }
}

static enum mnz_status
plan_groups(struct mnz_metrics *m)
{
    size_t most_groups = 0, most_lists = 0;
    uint32_t next = 0;

    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++)
        most_groups += num_candidates(m, (enum mnz_scope)scope);
    /* A leaf is in one group of every scope, and in any number of blocs. */
    most_lists =
        (size_t)m->num_leaves * (MNZ_NUM_SCOPES + m->net->scenario->num_places);
    m->groups = mnz_arena_alloc(&m->arena, most_groups, sizeof *m->groups);
    m->leaf_lists = mnz_arena_alloc(&m->arena, most_lists + 1, sizeof *m->leaf_lists);
    if (!m->groups || !m->leaf_lists)
        return MNZ_ERR_NOMEM;
    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++) {
        m->first_group[scope] = m->num_groups;
        for (uint32_t k = 0; k < num_candidates(m, (enum mnz_scope)scope); k++) {
            struct mnz_group *g = &m->groups[m->num_groups];

            g->scope = (enum mnz_scope)scope;
            g->index = k;
            g->first_leaf = next;
            for (uint32_t j = 0; j < m->num_leaves; j++)
                if (belongs(m, &m->leaves[j], g->scope, k))
                    m->leaf_lists[next++] = j;
            g->num_leaves = next - g->first_leaf;
            if (!is_worthwhile(m, g))
                continue;
            g->name = candidate_name(m, g->scope, k);
            if (!g->name)
                return MNZ_ERR_NOMEM;
            g->first_horizon = m->num_horizon;
            g->first_monthly = m->num_monthly;
            m->num_horizon += m->horizon_count[scope];
            m->num_monthly += m->month_count[scope];
            m->num_groups++;
        }
    }
    m->first_group[MNZ_NUM_SCOPES] = m->num_groups;
    m->num_series = m->num_horizon + m->num_monthly * m->num_months;
    return MNZ_OK;
}

static void
describe_series(struct mnz_metrics *m, uint32_t series, enum mnz_metric metric)
{
    if (series == MNZ_NONE)
        return;
    m->unit_of_series[series] = mnz_metric_rows[metric].unit;
    m->may_lack[series] = mnz_metric_rows[metric].may_lack != 0;
}

static enum mnz_status
plan_units(struct mnz_metrics *m)
{
    m->unit_of_series =
        mnz_arena_alloc(&m->arena, m->num_series + 1, sizeof *m->unit_of_series);
    m->may_lack = mnz_arena_alloc(&m->arena, m->num_series + 1, 1);
    if (!m->unit_of_series || !m->may_lack)
        return MNZ_ERR_NOMEM;
    for (uint32_t g = 0; g < m->num_groups; g++)
        for (int k = 0; k < MNZ_NUM_METRICS; k++) {
            const enum mnz_metric metric = (enum mnz_metric)k;

            describe_series(m, mnz_metrics_horizon(m, g, metric), metric);
            for (uint32_t month = 0; month < m->num_months; month++)
                describe_series(m, mnz_metrics_month(m, g, metric, month), metric);
        }
    return MNZ_OK;
}

int
mnz_metric_less_is_worse(uint32_t metric)
{
    switch (metric) {
    case MNZ_METRIC_STOCK_MONTHS:
    case MNZ_METRIC_GRANTED_TONNES:
    case MNZ_METRIC_IN_HAND_TONNES:
    case MNZ_METRIC_SHIPPED_TONNES:
    case MNZ_METRIC_FIRST_SHORT_MONTH:
    case MNZ_METRIC_FIRST_SHORT_DAY:
        return 1;
    default:
        return 0;
    }
}
