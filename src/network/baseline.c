/* baseline.c - the stationary flows that a scenario implies before anything happens. */

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "network/network.h"

/* The result of mnz_baseline_create() is the first member. */
struct owned_baseline {
    struct mnz_baseline baseline;
    struct mnz_arena arena;
};

static enum mnz_status reserve(const struct mnz_network *net,
                               struct owned_baseline *owned);
static void run_node(const struct mnz_network *net, const double *draws, uint32_t node,
                     struct mnz_baseline *b);

/* Every buyer before its sellers, so that the orders of a node are known in its
 * turn. */
enum mnz_status
mnz_baseline_create(const struct mnz_network *network, const double *draws,
                    struct mnz_baseline **out)
{
    struct owned_baseline *owned = calloc(1, sizeof *owned);

    *out = NULL;
    if (!owned)
        return MNZ_ERR_NOMEM;
    if (reserve(network, owned)) {
        mnz_baseline_destroy(&owned->baseline);
        return MNZ_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < network->num_nodes; i++)
        run_node(network, draws, network->order[i], &owned->baseline);
    *out = &owned->baseline;
    return MNZ_OK;
}

void
mnz_baseline_destroy(struct mnz_baseline *baseline)
{
    struct owned_baseline *owned = (struct owned_baseline *)baseline;

    if (!owned)
        return;
    mnz_arena_finish(&owned->arena);
    free(owned);
}

static enum mnz_status
reserve(const struct mnz_network *net, struct owned_baseline *owned)
{
    struct mnz_baseline *b = &owned->baseline;
    const struct {
        double **column;
        uint32_t count;
    } columns[] = {{&b->activity, net->num_nodes},   {&b->capacity, net->num_nodes},
                   {&b->base_share, net->num_links}, {&b->flow, net->num_links},
                   {&b->required, net->num_outputs}, {&b->made, net->num_outputs}};

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        *columns[i].column =
            mnz_arena_alloc(&owned->arena, columns[i].count, sizeof(double));
        if (!*columns[i].column)
            return MNZ_ERR_NOMEM;
    }
    return MNZ_OK;
}

static double
value_of(const struct mnz_network *net, const double *draws, mnz_value_id id)
{
    return mnz_value_at(&net->scenario->pool, id, net->step_day[0], draws);
}

/* The activity that meets the orders for the outputs that drive it. */
static double
activity_of(const struct mnz_network *net, const double *draws,
            const struct mnz_net_node *n, const struct mnz_baseline *b)
{
    double activity = 0.0;

    if (n->is_industry)
        return 1.0;
    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++) {
        const double yield = value_of(net, draws, net->outputs[o].yield);

        if (net->outputs[o].is_driving && b->required[o] > 0.0 && yield > 0.0)
            activity = fmax(activity, b->required[o] / yield);
    }
    return activity;
}

/* The purchases of a port from each of its sellers. */
static void
ask_sellers(const struct mnz_network *net, const double *draws, uint32_t port,
            struct mnz_baseline *b)
{
    const struct mnz_net_port *p = &net->ports[port];
    const uint32_t *links = &net->port_links[p->first_link];
    const double used = value_of(net, draws, p->use) * b->activity[p->node];
    double sum = 0.0;

    for (uint32_t i = 0; i < p->num_links; i++) {
        const struct mnz_net_link *l = &net->links[links[i]];

        b->base_share[links[i]] = value_of(net, draws, l->share) * l->split;
        sum += b->base_share[links[i]];
    }
    for (uint32_t i = 0; i < p->num_links; i++) {
        const uint32_t link = links[i];

        b->base_share[link] = sum > 0.0 ? b->base_share[link] / sum : 0.0;
        b->flow[link] = b->base_share[link] * used;
        b->required[net->links[link].output] += b->flow[link];
    }
}

static void
run_node(const struct mnz_network *net, const double *draws, uint32_t node,
         struct mnz_baseline *b)
{
    const struct mnz_net_node *n = &net->nodes[node];
    const mnz_value_id capacity = net->scenario->actors[n->actor].capacity_tpa;

    b->activity[node] = activity_of(net, draws, n, b);
    b->capacity[node] =
        capacity == MNZ_VALUE_NONE ? INFINITY : value_of(net, draws, capacity);
    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        b->made[o] = value_of(net, draws, net->outputs[o].yield) * b->activity[node];
    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        ask_sellers(net, draws, p, b);
}
