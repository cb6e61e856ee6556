/* node_order.c - buyers before sellers: levels, and the cycle that prevents them. */

#include "network/compile.h"

enum { MAX_NAMED = 12 }; /* members of a cycle that a message names */

static enum mnz_status find_levels(struct mnz_compile *c, uint32_t *waiting,
                                   uint32_t *num_done);
static enum mnz_status report_cycle(struct mnz_compile *c, const uint32_t *waiting);
static enum mnz_status sort_by_level(struct mnz_compile *c);

enum mnz_status
mnz_compile_order(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    uint32_t *waiting = mnz_arena_alloc(&c->scratch, net->num_nodes, sizeof *waiting);
    uint32_t num_done = 0;
    enum mnz_status st;

    net->order = mnz_arena_alloc(&net->arena, net->num_nodes, sizeof *net->order);
    net->level = mnz_arena_alloc(&net->arena, net->num_nodes, sizeof *net->level);
    if (!waiting || !net->order || !net->level)
        return MNZ_ERR_NOMEM;
    st = find_levels(c, waiting, &num_done);
    if (!st && num_done < net->num_nodes)
        return report_cycle(c, waiting);
    return st ? st : sort_by_level(c);
}

/* A node's level is one above its highest buyer's. `waiting` counts the links to buyers
 * that have no level yet; who is left waiting is upstream of a cycle or in it. */
static enum mnz_status
find_levels(struct mnz_compile *c, uint32_t *waiting, uint32_t *num_done)
{
    struct mnz_network *net = c->net;
    uint32_t *queue = mnz_arena_alloc(&c->scratch, net->num_nodes, sizeof *queue);
    uint32_t tail = 0;

    if (!queue)
        return MNZ_ERR_NOMEM;
    for (uint32_t l = 0; l < net->num_links; l++)
        waiting[mnz_network_seller(net, l)]++;
    for (uint32_t i = 0; i < net->num_nodes; i++)
        if (waiting[i] == 0)
            queue[tail++] = i;
    for (uint32_t head = 0; head < tail; head++) {
        const struct mnz_net_node *n = &net->nodes[queue[head]];

        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++) {
            const uint32_t *links = &net->port_links[net->ports[p].first_link];

            for (uint32_t j = 0; j < net->ports[p].num_links; j++) {
                const uint32_t seller = mnz_network_seller(net, links[j]);

                if (net->level[seller] < net->level[queue[head]] + 1)
                    net->level[seller] = net->level[queue[head]] + 1;
                if (--waiting[seller] == 0)
                    queue[tail++] = seller;
            }
        }
    }
    *num_done = tail;
    return MNZ_OK;
}

/* The first link from a waiting node to a waiting buyer. */
static uint32_t
link_to_waiting(const struct mnz_network *net, const uint32_t *waiting, uint32_t node)
{
    const struct mnz_net_node *n = &net->nodes[node];

    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        for (uint32_t j = 0; j < net->outputs[o].num_links; j++) {
            const uint32_t link = net->outputs[o].first_link + j;

            if (waiting[mnz_network_buyer(net, link)] > 0)
                return link;
        }
    return MNZ_NONE;
}

/* Walk from waiting node to waiting buyer until one comes up again: each has such a
 * buyer, or it would not wait. */
static enum mnz_status
report_cycle(struct mnz_compile *c, const uint32_t *waiting)
{
    const struct mnz_network *net = c->net;
    uint32_t *seen = mnz_arena_alloc(&c->scratch, net->num_nodes, sizeof *seen);
    uint32_t node = 0, first, link, length = 0;
    char *text;

    if (!seen)
        return MNZ_ERR_NOMEM;
    while (waiting[node] == 0)
        node++;
    while (!seen[node]) {
        seen[node] = 1;
        node = mnz_network_buyer(net, link_to_waiting(net, waiting, node));
    }
    first = node; /* in the cycle; now start at its earliest member */
    do {
        node = mnz_network_buyer(net, link_to_waiting(net, waiting, node));
        first = node < first ? node : first;
        seen[node] = 2;
    } while (seen[mnz_network_buyer(net, link_to_waiting(net, waiting, node))] != 2);

    node = first;
    text = mnz_arena_strdup(&c->scratch, mnz_network_node_name(net, first));
    do {
        node = mnz_network_buyer(net, link_to_waiting(net, waiting, node));
        length++;
        if (text && (length <= MAX_NAMED || node == first))
            text = mnz_arena_printf(&c->scratch, "%s -> %s", text,
                                    mnz_network_node_name(net, node));
        else if (text && length == MAX_NAMED + 1)
            text = mnz_arena_printf(&c->scratch, "%s -> ...", text);
    } while (node != first);
    if (!text)
        return MNZ_ERR_NOMEM;
    link = link_to_waiting(net, waiting, first);
    mnz_diag_add(c->diags, MNZ_E0806,
                 c->scenario->link_rows[net->links[link].row].origin.at,
                 "feedback goes through a recycling policy, not through links",
                 "links form a cycle: %s", text);
    return MNZ_OK;
}

/* By level, in file order within one: every buyer comes before its sellers. */
static enum mnz_status
sort_by_level(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    uint32_t *next =
        mnz_arena_alloc(&c->scratch, (size_t)net->num_nodes + 2, sizeof *next);

    if (!next)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < net->num_nodes; i++)
        next[net->level[i] + 1]++;
    for (uint32_t v = 0; v < net->num_nodes; v++)
        next[v + 1] += next[v];
    for (uint32_t i = 0; i < net->num_nodes; i++)
        net->order[next[net->level[i]]++] = i;
    return MNZ_OK;
}
