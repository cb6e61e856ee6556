/* network.c - from the records of a scenario to a network that can be simulated. */

#include "network/network.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/checked.h"
#include "network/compile.h"

static enum mnz_status take_medians(struct mnz_compile *c);

/* Days first, since nominal values need one; then nodes, links between them, and the
 * controls and policies on the links. */
static enum mnz_status (*const passes[])(struct mnz_compile *) = {
    take_medians,           mnz_compile_steps,         mnz_compile_nodes,
    mnz_compile_row_extent, mnz_compile_links,         mnz_compile_act_extent,
    mnz_compile_shares,     mnz_compile_order,         mnz_compile_zones,
    mnz_compile_controls,   mnz_compile_policies,      mnz_compile_pacts,
    mnz_compile_releases,   mnz_compile_idle_controls, mnz_compile_substitutions,
    mnz_compile_floors,     mnz_compile_needs,         mnz_compile_regimes,
    mnz_compile_idle,       mnz_compile_flows,         mnz_compile_composition,
};

enum mnz_status
mnz_network_create(const struct mnz_scenario *scenario, struct mnz_diags *diags,
                   struct mnz_network **out)
{
    struct mnz_compile c = {.scenario = scenario, .diags = diags};
    enum mnz_status st = MNZ_OK;

    *out = NULL;
    c.errors_before = mnz_diags_errors(diags);
    c.net = calloc(1, sizeof *c.net);
    if (!c.net)
        return MNZ_ERR_NOMEM;
    c.net->scenario = scenario;
    for (size_t i = 0; !st && i < sizeof passes / sizeof *passes; i++)
        st = passes[i](&c);
    if (st)
        goto out;
    if (mnz_diags_errors(diags) > c.errors_before) {
        st = mnz_diags_lack_memory(diags) ? MNZ_ERR_NOMEM : MNZ_ERR_INPUT;
        goto out;
    }
    *out = c.net;
    c.net = NULL; /* the caller's now */
out:
    mnz_arena_finish(&c.scratch);
    mnz_network_destroy(c.net);
    return st;
}

void
mnz_network_destroy(struct mnz_network *network)
{
    if (!network)
        return;
    mnz_arena_finish(&network->arena);
    free(network);
}

static enum mnz_status
take_medians(struct mnz_compile *c)
{
    const struct mnz_value_pool *pool = &c->scenario->pool;

    c->net->median_draws =
        mnz_arena_alloc(&c->net->arena, pool->num_inputs, sizeof(double));
    if (!c->net->median_draws)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < pool->num_inputs; i++)
        c->net->median_draws[i] = mnz_dist_median(&pool->inputs[i].dist);
    return MNZ_OK;
}

const char *
mnz_network_node_name(const struct mnz_network *network, uint32_t node)
{
    return network->scenario->actors[network->nodes[node].actor].name;
}

const double *
mnz_network_median_draws(const struct mnz_network *network)
{
    return network->median_draws;
}

const struct mnz_net_lost_row *
mnz_network_lost_rows(const struct mnz_network *network, uint32_t *count)
{
    *count = network->num_lost_rows;
    return network->lost_rows;
}

uint32_t
mnz_network_seller(const struct mnz_network *network, uint32_t link)
{
    return network->outputs[network->links[link].output].node;
}

uint32_t
mnz_network_buyer(const struct mnz_network *network, uint32_t link)
{
    return network->ports[network->links[link].port].node;
}

uint32_t
mnz_network_material(const struct mnz_network *network, uint32_t link)
{
    return network->ports[network->links[link].port].material;
}

uint32_t
mnz_network_place(const struct mnz_network *network, uint32_t node)
{
    return network->scenario->actors[network->nodes[node].actor].place;
}

enum mnz_status
mnz_id_list_push(struct mnz_id_list *list, uint32_t id)
{
    if (!mnz_grow((void **)&list->items, &list->capacity, list->count, sizeof id))
        return MNZ_ERR_NOMEM;
    list->items[list->count++] = id;
    return MNZ_OK;
}

enum mnz_status
mnz_compile_pair(struct mnz_compile *c, struct mnz_id_list *list, uint32_t id,
                 struct mnz_span at)
{
    enum { MOST_PAIRS = 20000000 };

    if (c->num_pairs == MOST_PAIRS) {
        mnz_diag_add(c->diags, MNZ_E2606, at,
                     "narrow the selectors, or have fewer acts",
                     "controls, policies and observed flows act on links more than %d "
                     "times",
                     (int)MOST_PAIRS);
        return MNZ_ERR_INPUT;
    }
    c->num_pairs++;
    return mnz_id_list_push(list, id);
}

enum mnz_status
mnz_compile_keep(struct mnz_compile *c, const struct mnz_id_list *list, uint32_t **out)
{
    *out = mnz_arena_alloc(&c->net->arena, list->count, sizeof **out);
    if (!*out)
        return MNZ_ERR_NOMEM;
    if (list->count > 0)
        memcpy(*out, list->items, list->count * sizeof **out);
    return MNZ_OK;
}

double
mnz_compile_nominal(const struct mnz_compile *c, mnz_value_id id)
{
    MNZ_BUG_IF(id == MNZ_VALUE_NONE);
    return mnz_value_at(&c->scenario->pool, id, c->net->step_day[0],
                        c->net->median_draws);
}

int
mnz_compile_is_zero(const struct mnz_compile *c, mnz_value_id id)
{
    const struct mnz_value_pool *pool = &c->scenario->pool;

    return mnz_value_is_certain(pool, id) && mnz_value_is_undated(pool, id) &&
           mnz_compile_nominal(c, id) == 0.0;
}

struct mnz_span
mnz_span_or(struct mnz_span at, struct mnz_span otherwise)
{
    return at.line != 0 ? at : otherwise;
}

uint32_t
mnz_network_port_of(const struct mnz_network *net, uint32_t node, uint32_t material)
{
    const struct mnz_net_node *n = &net->nodes[node];

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        if (net->ports[p].material == material)
            return p;
    return MNZ_NONE;
}

int
mnz_selector_has_any_material(const struct mnz_scenario *scenario,
                              const struct mnz_selector *selector)
{
    for (uint32_t m = 0; m < scenario->num_materials; m++)
        if (mnz_selector_has_material(scenario, selector, m))
            return 1;
    return 0;
}

int
mnz_selector_has_any_actor(const struct mnz_scenario *scenario,
                           const struct mnz_selector *selector)
{
    for (uint32_t i = 0; i < scenario->num_actors; i++)
        if (mnz_selector_has_actor(scenario, selector, i))
            return 1;
    return 0;
}

int
mnz_selector_is_written(const struct mnz_selector *selector)
{
    return selector->at.line != 0 || selector->num_places || selector->num_materials ||
           selector->num_sectors || selector->num_actors || selector->stages ||
           selector->elements || selector->end_uses || selector->not_selector;
}

int
mnz_network_has_costs(const struct mnz_network *network)
{
    int has = network->num_floors > 0;

    for (uint32_t i = 0; i < network->scenario->num_policies; i++)
        has |= network->scenario->policies[i].has_costs;
    return has;
}
