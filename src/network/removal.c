/* removal.c - what can be taken away, and how much of every need is then still met. */

#include "network/removal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
mnz_removal_stops(const struct mnz_network *network, const struct mnz_removal *removal,
                  uint32_t link)
{
    const struct mnz_scenario *s = network->scenario;
    const uint32_t seller = mnz_network_seller(network, link);
    const uint32_t from = mnz_network_place(network, seller);
    const uint32_t to = mnz_network_place(network, mnz_network_buyer(network, link));

    switch (removal->kind) {
    case MNZ_REMOVED_FACILITY:
        return seller == removal->from;
    case MNZ_REMOVED_COUNTRY:
        return mnz_place_within(s, from, removal->from) &&
               !mnz_place_within(s, to, removal->from);
    case MNZ_REMOVED_CORRIDOR:
        return mnz_place_within(s, from, removal->from) &&
               mnz_place_within(s, to, removal->to);
    }
    return 0;
}

/* Which places sell to which in the baseline: [from * num_places + to]. */
static uint8_t *
find_trade(const struct mnz_network *net, const struct mnz_baseline *b)
{
    const size_t places = net->scenario->num_places;
    uint8_t *trade = calloc(places * places + 1, 1);

    for (uint32_t l = 0; trade && l < net->num_links; l++) {
        const size_t from = mnz_network_place(net, mnz_network_seller(net, l));
        const size_t to = mnz_network_place(net, mnz_network_buyer(net, l));

        if (from != to && b->flow[l] > 0.0)
            trade[from * places + to] = 1;
    }
    return trade;
}

static int
sells(const struct mnz_network *net, const struct mnz_baseline *b, uint32_t node)
{
    const struct mnz_net_node *n = &net->nodes[node];

    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        if (b->required[o] > 0.0)
            return 1;
    return 0;
}

const struct mnz_removal *
mnz_removals_find(const struct mnz_network *network,
                  const struct mnz_baseline *baseline, struct mnz_arena *arena,
                  uint32_t *count)
{
    const uint32_t places = network->scenario->num_places;
    struct mnz_removal *all = mnz_arena_alloc(
        arena, (size_t)network->num_nodes + (size_t)places * (places + 1) + 1,
        sizeof *all);
    uint8_t *trade = find_trade(network, baseline);
    uint32_t n = 0;

    *count = 0;
    if (!all || !trade) {
        free(trade);
        return NULL;
    }
    for (uint32_t i = 0; i < network->num_nodes; i++)
        if (sells(network, baseline, i))
            all[n++] = (struct mnz_removal){MNZ_REMOVED_FACILITY, i, MNZ_NONE};
    for (uint32_t p = 0; p < places; p++)
        if (memchr(&trade[(size_t)p * places], 1, places))
            all[n++] = (struct mnz_removal){MNZ_REMOVED_COUNTRY, p, MNZ_NONE};
    for (uint32_t p = 0; p < places; p++)
        for (uint32_t q = 0; q < places; q++)
            if (trade[(size_t)p * places + q])
                all[n++] = (struct mnz_removal){MNZ_REMOVED_CORRIDOR, p, q};
    free(trade);
    *count = n;
    return all;
}

struct mnz_need_met {
    const struct mnz_network *net;
    const struct mnz_baseline *baseline;
    double *use, *yield, *backup, *most; /* [port], [output], [link], [node] at first */
    double *essential;                   /* [port] */
    uint8_t *is_stopped, *is_dead;       /* [link], [node] */
    double *order, *asked;               /* [link], [output] t a year */
    double *activity;                    /* [node] asked for */
    double *sold;                        /* [output] part of what is asked */
    double *fill;                        /* [port] */
};

static double
value_or(const struct mnz_network *net, const double *draws, mnz_value_id id,
         double otherwise)
{
    return id == MNZ_VALUE_NONE
               ? otherwise
               : mnz_value_at(&net->scenario->pool, id, net->step_day[0], draws);
}

/* Values that removals do not change. A baseline above a plant's capacity, or above
 * what a link carries, starts in shortage; what is taken away is measured against it.
 */
static void
read_values(struct mnz_need_met *m, const double *draws)
{
    const struct mnz_network *net = m->net;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        const struct mnz_essential *e = net->ports[p].essential;

        m->use[p] = value_or(net, draws, net->ports[p].use, 0.0);
        m->essential[p] = e ? value_or(net, draws, e->share, 1.0) : 1.0;
    }
    for (uint32_t o = 0; o < net->num_outputs; o++)
        m->yield[o] = value_or(net, draws, net->outputs[o].yield, 0.0);
    for (uint32_t l = 0; l < net->num_links; l++)
        m->backup[l] =
            value_or(net, draws, net->links[l].backup, 0.0) * net->links[l].split;
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_actor *a = &net->scenario->actors[net->nodes[i].actor];
        const double spare = value_or(net, draws, a->spare_capacity, 0.0);

        m->most[i] =
            fmax(m->baseline->activity[i], m->baseline->capacity[i] * (1.0 + spare));
    }
}

struct mnz_need_met *
mnz_need_met_create(const struct mnz_network *network,
                    const struct mnz_baseline *baseline, const double *draws)
{
    struct mnz_need_met *m = calloc(1, sizeof *m);
    const size_t nodes = (size_t)network->num_nodes + 1;
    const size_t ports = (size_t)network->num_ports + 1;
    const size_t outputs = (size_t)network->num_outputs + 1;
    const size_t links = (size_t)network->num_links + 1;

    if (!m)
        return NULL;
    m->net = network;
    m->baseline = baseline;
    m->use = calloc(ports, sizeof(double));
    m->essential = calloc(ports, sizeof(double));
    m->fill = calloc(ports, sizeof(double));
    m->yield = calloc(outputs, sizeof(double));
    m->asked = calloc(outputs, sizeof(double));
    m->sold = calloc(outputs, sizeof(double));
    m->backup = calloc(links, sizeof(double));
    m->order = calloc(links, sizeof(double));
    m->is_stopped = calloc(links, 1);
    m->is_dead = calloc(nodes, 1);
    m->most = calloc(nodes, sizeof(double));
    m->activity = calloc(nodes, sizeof(double));
    if (!m->use || !m->essential || !m->fill || !m->yield || !m->asked || !m->sold ||
        !m->backup || !m->order || !m->is_stopped || !m->is_dead || !m->most ||
        !m->activity) {
        mnz_need_met_destroy(m);
        return NULL;
    }
    read_values(m, draws);
    return m;
}

void
mnz_need_met_destroy(struct mnz_need_met *met)
{
    if (!met)
        return;
    free(met->use);
    free(met->essential);
    free(met->fill);
    free(met->yield);
    free(met->asked);
    free(met->sold);
    free(met->backup);
    free(met->order);
    free(met->is_stopped);
    free(met->is_dead);
    free(met->most);
    free(met->activity);
    free(met);
}

static uint32_t
seller_of(const struct mnz_need_met *m, uint32_t link)
{
    return mnz_network_seller(m->net, link);
}

/* A supplier that is there, in the baseline or behind it. */
static int
is_alive(const struct mnz_need_met *m, uint32_t link)
{
    return !m->is_stopped[link] && !m->is_dead[seller_of(m, link)] &&
           (m->baseline->base_share[link] > 0.0 || m->backup[link] > 0.0);
}

/* A node is dead that lacks a supplier for something it needs. */
static void
find_dead(struct mnz_need_met *m)
{
    const struct mnz_network *net = m->net;

    for (uint32_t i = net->num_nodes; i-- > 0;) {
        const uint32_t node = net->order[i];
        const struct mnz_net_node *n = &net->nodes[node];

        m->is_dead[node] = 0;
        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++) {
            int alive = !(m->use[p] > 0.0);

            for (uint32_t k = 0; k < net->ports[p].num_links && !alive; k++)
                alive = is_alive(m, net->port_links[net->ports[p].first_link + k]);
            if (!alive)
                m->is_dead[node] = 1;
        }
    }
}

/* Orders of a port: the usual ones, and what its dead suppliers leave, from backups. */
static void
order_port(struct mnz_need_met *m, uint32_t port, int uses_backup)
{
    const struct mnz_net_port *p = &m->net->ports[port];
    const uint32_t *links = &m->net->port_links[p->first_link];
    const double need = m->use[port] * m->activity[p->node];
    double missing = 0.0, backups = 0.0;

    for (uint32_t k = 0; k < p->num_links; k++) {
        if (!is_alive(m, links[k]))
            missing += m->baseline->base_share[links[k]];
        else if (uses_backup)
            backups += m->backup[links[k]];
    }
    for (uint32_t k = 0; k < p->num_links; k++) {
        const uint32_t l = links[k];
        const double more =
            uses_backup && backups > 0.0 ? fmin(1.0, missing / backups) : 0.0;

        m->order[l] = is_alive(m, l)
                          ? need * (m->baseline->base_share[l] + more * m->backup[l])
                          : 0.0;
        m->asked[m->net->links[l].output] += m->order[l];
    }
}

/* Every buyer before its sellers. */
static void
order_all(struct mnz_need_met *m, int uses_backup)
{
    const struct mnz_network *net = m->net;

    memset(m->asked, 0, net->num_outputs * sizeof *m->asked);
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const uint32_t node = net->order[i];
        const struct mnz_net_node *n = &net->nodes[node];
        double activity = n->is_industry ? 1.0 : 0.0;

        for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
            if (net->outputs[o].is_driving && m->yield[o] > 0.0)
                activity = fmax(activity, m->asked[o] / m->yield[o]);
        m->activity[node] = n->is_industry ? 1.0 : fmin(activity, m->most[node]);
        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
            order_port(m, p, uses_backup);
    }
}

/* The part of a port's need that its orders bring. */
static double
fill_port(const struct mnz_need_met *m, uint32_t port)
{
    const struct mnz_net_port *p = &m->net->ports[port];
    const double need = m->use[port] * m->activity[p->node];
    double brought = 0.0;

    for (uint32_t k = 0; k < p->num_links; k++) {
        const uint32_t l = m->net->port_links[p->first_link + k];

        brought += m->order[l] * m->sold[m->net->links[l].output];
    }
    return need > 0.0 ? fmin(1.0, brought / need) : 1.0;
}

/* Sellers before buyers; each output is shared out in proportion to orders. What a
 * by-product lacks in the baseline is no loss of the removal. */
static void
make_all(struct mnz_need_met *m)
{
    const struct mnz_network *net = m->net;

    for (uint32_t i = net->num_nodes; i-- > 0;) {
        const uint32_t node = net->order[i];
        const struct mnz_net_node *n = &net->nodes[node];
        double fill = 1.0;

        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++) {
            m->fill[p] = fill_port(m, p);
            fill = fmin(fill, m->fill[p]);
        }
        for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++) {
            const double made = m->yield[o] * m->activity[node] * fill;
            const double short_before =
                fmax(0.0, m->baseline->required[o] - m->baseline->made[o]);

            m->sold[o] = m->asked[o] > 0.0
                             ? fmin(1.0, (made + short_before * fill) / m->asked[o])
                             : 0.0;
        }
    }
}

const double *
mnz_need_met_find(struct mnz_need_met *met, const struct mnz_removal *removals,
                  uint32_t count, int uses_backup)
{
    for (uint32_t l = 0; l < met->net->num_links; l++) {
        met->is_stopped[l] = 0;
        for (uint32_t r = 0; r < count; r++)
            if (mnz_removal_stops(met->net, &removals[r], l))
                met->is_stopped[l] = 1;
    }
    find_dead(met);
    order_all(met, uses_backup);
    make_all(met);
    return met->fill;
}

double
mnz_need_met_of(const struct mnz_need_met *met, uint32_t node)
{
    const struct mnz_net_node *n = &met->net->nodes[node];
    double fill = 1.0;

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        fill = fmin(fill, met->fill[p]);
    return fill;
}

double
mnz_need_met_lost(const struct mnz_need_met *met, uint32_t node)
{
    const struct mnz_net_node *n = &met->net->nodes[node];
    double lost = 0.0;

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        lost = fmax(lost, met->essential[p] * (1.0 - met->fill[p]));
    return lost;
}

int
mnz_need_met_has_path(const struct mnz_need_met *met, uint32_t node)
{
    return !met->is_dead[node];
}
