/* metrics.c - which groups and metrics a network's runs report, and their numbering. */

#include "study/metrics.h"

#include <stdlib.h>

const char *const mnz_scope_name[MNZ_NUM_SCOPES] = {
    "total", "industry", "sector", "country", "bloc", "element", "stage"};

const char *const mnz_metric_name[MNZ_NUM_METRICS] = {
    "shortfall_share",   "shortfall_tonnes",     "value_lost_usd", "extra_cost_usd",
    "priced_out_tonnes", "peak_shortfall_share", "months_short",   "first_short_month"};

const char *const mnz_metric_unit_name[MNZ_NUM_METRICS] = {
    "share", "t", "USD", "USD", "t", "share", "months", "month"};

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

int
mnz_metric_applies(enum mnz_metric metric, enum mnz_scope scope, int monthly)
{
    if (monthly && metric >= MNZ_NUM_MONTHLY_METRICS)
        return 0;
    switch (metric) {
    case MNZ_METRIC_SHORTFALL_TONNES:
    case MNZ_METRIC_PRICED_OUT_TONNES:
        return scope != MNZ_SCOPE_STAGE;
    case MNZ_METRIC_VALUE_LOST_USD:
    case MNZ_METRIC_EXTRA_COST_USD:
        return scope != MNZ_SCOPE_STAGE && scope != MNZ_SCOPE_ELEMENT;
    default:
        return 1;
    }
}

static uint32_t
series_per_group(const struct mnz_metrics *m)
{
    return MNZ_NUM_METRICS + MNZ_NUM_MONTHLY_METRICS * m->num_months;
}

uint32_t
mnz_metrics_horizon(const struct mnz_metrics *metrics, uint32_t group,
                    enum mnz_metric metric)
{
    return group * series_per_group(metrics) + (uint32_t)metric;
}

uint32_t
mnz_metrics_month(const struct mnz_metrics *metrics, uint32_t group,
                  enum mnz_metric metric, uint32_t month)
{
    return group * series_per_group(metrics) + MNZ_NUM_METRICS +
           MNZ_NUM_MONTHLY_METRICS * month + (uint32_t)metric;
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

    m->leaves = mnz_arena_alloc(
        &m->arena, (size_t)net->num_nodes * (MNZ_NUM_ELEMENTS + 1), sizeof *m->leaves);
    if (!m->leaves)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (net->nodes[i].is_industry)
            m->leaves[m->num_leaves++] = (struct mnz_leaf){i, MNZ_NONE};
    for (uint32_t i = 0; i < net->num_nodes; i++)
        for (uint32_t e = 0; net->nodes[i].is_industry && e < MNZ_NUM_ELEMENTS; e++)
            if (uses_element(net, i, e))
                m->leaves[m->num_leaves++] = (struct mnz_leaf){i, e};
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
        return actor->sector == k;
    case MNZ_SCOPE_COUNTRY:
        return actor->place == k;
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
    case MNZ_SCOPE_ELEMENT:
        return MNZ_NUM_ELEMENTS;
    default:
        return MNZ_STAGE_RECYCLING;
    }
}

static const char *
candidate_name(const struct mnz_metrics *m, enum mnz_scope scope, uint32_t k)
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
    case MNZ_SCOPE_ELEMENT:
        return mnz_element_symbol[k];
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
    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++)
        for (uint32_t k = 0; k < num_candidates(m, (enum mnz_scope)scope); k++) {
            struct mnz_group *g = &m->groups[m->num_groups];

            g->scope = (enum mnz_scope)scope;
            g->name = candidate_name(m, g->scope, k);
            g->stage = (enum mnz_stage)(scope == MNZ_SCOPE_STAGE ? k : 0);
            g->first_leaf = next;
            for (uint32_t j = 0; j < m->num_leaves; j++)
                if (belongs(m, &m->leaves[j], g->scope, k))
                    m->leaf_lists[next++] = j;
            g->num_leaves = next - g->first_leaf;
            if (g->num_leaves > 0 ||
                (scope == MNZ_SCOPE_STAGE && trades_stage(m->net, g->stage)))
                m->num_groups++;
        }
    m->num_series = m->num_groups * series_per_group(m);
    return MNZ_OK;
}

static enum mnz_metric_unit
unit_of(enum mnz_metric metric)
{
    switch (metric) {
    case MNZ_METRIC_SHORTFALL_TONNES:
    case MNZ_METRIC_PRICED_OUT_TONNES:
        return MNZ_UNIT_TONNES;
    case MNZ_METRIC_VALUE_LOST_USD:
    case MNZ_METRIC_EXTRA_COST_USD:
        return MNZ_UNIT_USD;
    case MNZ_METRIC_MONTHS_SHORT:
    case MNZ_METRIC_FIRST_SHORT_MONTH:
        return MNZ_UNIT_MONTHS;
    default:
        return MNZ_UNIT_SHARE;
    }
}

static enum mnz_status
plan_units(struct mnz_metrics *m)
{
    m->unit_of_series =
        mnz_arena_alloc(&m->arena, m->num_series + 1, sizeof *m->unit_of_series);
    if (!m->unit_of_series)
        return MNZ_ERR_NOMEM;
    for (uint32_t g = 0; g < m->num_groups; g++) {
        for (int k = 0; k < MNZ_NUM_METRICS; k++)
            m->unit_of_series[mnz_metrics_horizon(m, g, (enum mnz_metric)k)] =
                unit_of((enum mnz_metric)k);
        for (uint32_t month = 0; month < m->num_months; month++)
            for (int k = 0; k < MNZ_NUM_MONTHLY_METRICS; k++)
                m->unit_of_series[mnz_metrics_month(m, g, (enum mnz_metric)k, month)] =
                    unit_of((enum mnz_metric)k);
    }
    return MNZ_OK;
}
