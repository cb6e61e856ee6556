/* arcs.c - where the goods of each node come from, by content or by value. */

#include "network/arcs.h"

#include <math.h>
#include <string.h>

/* State shared by the functions below. */
struct tracing {
    const struct mnz_network *net;
    const struct mnz_baseline *baseline;
    const double *draws;
    uint32_t followed;
    double *scrap; /* [recycling_nodes] t of the element a year that come back */
};

static enum mnz_status reserve(const struct tracing *t, struct mnz_arena *arena,
                               struct mnz_arcs *arcs);
static void find_scrap(const struct tracing *t);
static void fill_node(const struct tracing *t, uint32_t node, struct mnz_arcs *arcs);
static enum mnz_status cut_loops(struct mnz_arcs *arcs);

enum mnz_status
mnz_arcs_find(const struct mnz_network *network, const struct mnz_baseline *baseline,
              const double *draws, uint32_t followed, struct mnz_arena *arena,
              struct mnz_arcs *arcs)
{
    struct tracing t = {network, baseline, draws, followed, NULL};
    struct mnz_arena scratch = {0};
    uint32_t returning = 0;
    enum mnz_status st = reserve(&t, arena, arcs);

    for (uint32_t j = 0; j < network->num_recyclings; j++)
        returning += network->recyclings[j].num_nodes;
    t.scrap = mnz_arena_alloc(&scratch, returning + 1, sizeof *t.scrap);
    if (!st && !t.scrap)
        st = MNZ_ERR_NOMEM;
    if (!st) {
        find_scrap(&t);
        for (uint32_t i = 0; i < network->num_nodes; i++)
            fill_node(&t, i, arcs);
        st = cut_loops(arcs);
    }
    mnz_arena_finish(&scratch);
    return st;
}

static double
value_of(const struct tracing *t, mnz_value_id id)
{
    return mnz_value_at(&t->net->scenario->pool, id, t->net->step_day[0], t->draws);
}

static double
value_or(const struct tracing *t, mnz_value_id id, double otherwise)
{
    return id == MNZ_VALUE_NONE ? otherwise : value_of(t, id);
}

/* Of what is followed, the amount in a tonne of a material; NaN without a price. */
static double
held_by(const struct tracing *t, uint32_t material)
{
    const struct mnz_material *m = &t->net->scenario->materials[material];

    if (t->followed == MNZ_FOLLOW_VALUE)
        return 1000.0 * value_or(t, m->price_usd_per_kg, (double)NAN);
    if (t->followed == MNZ_FOLLOW_ITSELF)
        return m->counts_itself ? 1.0 : 0.0;
    return value_or(t, m->content[t->followed], 0.0);
}

/* At most an arc a link, and one for each source of scrap. */
static enum mnz_status
reserve(const struct tracing *t, struct mnz_arena *arena, struct mnz_arcs *arcs)
{
    const uint32_t nodes = t->net->num_nodes;
    size_t most = (size_t)t->net->num_links + 1;

    for (uint32_t j = 0; j < t->net->num_recyclings; j++)
        most += t->net->recyclings[j].num_nodes;
    *arcs = (struct mnz_arcs){
        .num_nodes = nodes,
        .first = mnz_arena_alloc(arena, (size_t)nodes + 1, sizeof *arcs->first),
        .arcs = mnz_arena_alloc(arena, most, sizeof *arcs->arcs),
        .begins = mnz_arena_alloc(arena, (size_t)nodes + 1, sizeof *arcs->begins),
        .bought = mnz_arena_alloc(arena, (size_t)nodes + 1, sizeof *arcs->bought),
        .is_unknown = mnz_arena_alloc(arena, (size_t)nodes + 1, 1),
    };
    return arcs->first && arcs->arcs && arcs->begins && arcs->bought && arcs->is_unknown
               ? MNZ_OK
               : MNZ_ERR_NOMEM;
}

/* Whether a policy that nothing switches on later is in force on the first day. */
static int
acts_at_first(const struct tracing *t, const struct mnz_policy *policy)
{
    const struct mnz_regime *r = &t->net->scenario->regimes[policy->regime];
    const double day = t->net->step_day[0];

    return mnz_ref_at(r->trigger_regime) == MNZ_NONE &&
           mnz_ref_at(r->in_force.if_event) == MNZ_NONE &&
           value_or(t, r->in_force.from, day) <= day &&
           value_or(t, r->in_force.until, day + 1.0) > day;
}

/* Content that a node takes in and does not make, a year: consumption or process loss.
 */
static double
lost_at(const struct tracing *t, uint32_t node)
{
    const struct mnz_net_node *n = &t->net->nodes[node];
    double lost = 0.0;

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++)
        lost +=
            value_of(t, t->net->ports[p].use) * held_by(t, t->net->ports[p].material);
    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        lost -= value_of(t, t->net->outputs[o].yield) *
                held_by(t, t->net->outputs[o].material);
    return fmax(0.0, lost) * t->baseline->activity[node];
}

/* Scrap has no price, and begins at its recycler where values are followed. */
static void
find_scrap(const struct tracing *t)
{
    for (uint32_t j = 0; j < t->net->num_recyclings; j++) {
        const struct mnz_net_recycling *r = &t->net->recyclings[j];
        const struct mnz_policy *policy = &t->net->scenario->policies[r->policy];
        const double held = held_by(t, t->net->outputs[r->output].material);

        const int is_back =
            t->followed != MNZ_FOLLOW_VALUE && held > 0.0 && acts_at_first(t, policy);

        for (uint32_t k = r->first_node; k < r->first_node + r->num_nodes; k++)
            t->scrap[k] = is_back ? value_of(t, policy->recycling.share) *
                                        lost_at(t, t->net->recycling_nodes[k])
                                  : 0.0;
    }
}

/* A row of arcs in the making. */
static void
add_arc(struct mnz_arcs *arcs, uint32_t node, uint32_t from, double weight,
        int is_scrap)
{
    if (weight > 0.0)
        arcs->arcs[arcs->first[node + 1]++] = (struct mnz_arc){from, weight, is_scrap};
}

static void
add_purchases(const struct tracing *t, uint32_t node, struct mnz_arcs *arcs)
{
    const struct mnz_net_node *n = &t->net->nodes[node];

    for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++) {
        const struct mnz_net_port *port = &t->net->ports[p];
        const double held = held_by(t, port->material);

        for (uint32_t i = 0; i < port->num_links; i++) {
            const uint32_t link = t->net->port_links[port->first_link + i];

            if (!(t->baseline->flow[link] > 0.0))
                continue;
            if (isnan(held))
                arcs->is_unknown[node] = 1;
            add_arc(arcs, node, mnz_network_seller(t->net, link),
                    t->baseline->flow[link] * held, 0);
        }
    }
}

static void
add_scrap(const struct tracing *t, uint32_t node, struct mnz_arcs *arcs)
{
    for (uint32_t j = 0; j < t->net->num_recyclings; j++) {
        const struct mnz_net_recycling *r = &t->net->recyclings[j];

        if (t->net->outputs[r->output].node != node)
            continue;
        for (uint32_t k = r->first_node; k < r->first_node + r->num_nodes; k++)
            add_arc(arcs, node, t->net->recycling_nodes[k], t->scrap[k], 1);
    }
}

/* Output of a plant in a year, or the output asked for where a baseline starts in
 * shortage; NaN without a price. */
static double
made_at(const struct tracing *t, uint32_t node)
{
    const struct mnz_net_node *n = &t->net->nodes[node];
    double made = 0.0;

    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++) {
        const double sold = fmax(t->baseline->made[o], t->baseline->required[o]);

        if (sold > 0.0)
            made += sold * held_by(t, t->net->outputs[o].material);
    }
    return made;
}

/*
 * A plant that makes more of it than comes in adds the rest itself: a mine, a plant of
 * unknown feeds, the value added anywhere. What is lost leaves the mix as it is.
 */
static void
fill_node(const struct tracing *t, uint32_t node, struct mnz_arcs *arcs)
{
    const uint32_t first = arcs->first[node];
    const int is_industry = t->net->nodes[node].is_industry;
    double sum = 0.0, whole, made;

    arcs->first[node + 1] = first;
    add_purchases(t, node, arcs);
    for (uint32_t a = first; a < arcs->first[node + 1]; a++)
        arcs->bought[node] += arcs->arcs[a].weight;
    add_scrap(t, node, arcs);
    made = is_industry ? 0.0 : made_at(t, node);
    if (isnan(made))
        arcs->is_unknown[node] = 1;
    for (uint32_t a = first; a < arcs->first[node + 1]; a++)
        sum += arcs->arcs[a].weight;
    whole = fmax(sum, isnan(made) ? 0.0 : made);
    /* Less than rounding does not begin anywhere. */
    if (whole - sum <= 1e-12 * whole)
        whole = sum;
    for (uint32_t a = first; a < arcs->first[node + 1]; a++)
        arcs->arcs[a].weight /= whole;
    arcs->begins[node] = whole > 0.0 ? (whole - sum) / whole : 0.0;
}

/* The part of a group's goods that comes from outside it or begins in it. */
static double
fed_from_outside(const struct mnz_arcs *arcs, const struct mnz_arc_groups *groups,
                 uint32_t group)
{
    double fed = 0.0;

    for (uint32_t i = groups->first[group]; i < groups->first[group + 1]; i++) {
        const uint32_t node = groups->nodes[i];

        fed += arcs->begins[node];
        for (uint32_t a = arcs->first[node]; a < arcs->first[node + 1]; a++)
            if (groups->group_of[arcs->arcs[a].from] != group)
                fed += arcs->arcs[a].weight;
    }
    return fed;
}

/* Let the scrap of a recycler in a group begin there. */
static int
cut_scrap(struct mnz_arcs *arcs, const struct mnz_arc_groups *groups, uint32_t group)
{
    int is_cut = 0;

    for (uint32_t i = groups->first[group]; i < groups->first[group + 1]; i++) {
        const uint32_t node = groups->nodes[i];

        for (uint32_t a = arcs->first[node]; a < arcs->first[node + 1]; a++)
            if (arcs->arcs[a].is_scrap && arcs->arcs[a].weight > 0.0) {
                arcs->begins[node] += arcs->arcs[a].weight;
                arcs->arcs[a].weight = 0.0;
                is_cut = 1;
            }
    }
    return is_cut;
}

/* Links form no circle, so each goes through scrap, and cutting it ends. */
static enum mnz_status
cut_loops(struct mnz_arcs *arcs)
{
    enum mnz_status st = MNZ_OK;
    int goes_on = 1;

    while (!st && goes_on) {
        struct mnz_arena scratch = {0};
        struct mnz_arc_groups groups;

        goes_on = 0;
        st = mnz_arcs_group(arcs, &scratch, &groups);
        for (uint32_t g = 0; !st && g < groups.count; g++)
            if (groups.first[g + 1] - groups.first[g] > 1 &&
                fed_from_outside(arcs, &groups, g) <= 1e-9)
                goes_on |= cut_scrap(arcs, &groups, g);
        mnz_arena_finish(&scratch);
    }
    return st;
}

/* Tarjan's search for circles, without recursion. */
struct search {
    const struct mnz_arcs *arcs;
    struct mnz_arc_groups *groups;
    uint32_t *number, *low; /* [node] order of discovery from 1 on; least reachable */
    uint32_t *next;         /* [node] arc to look at */
    uint32_t *path, *open;  /* nodes being looked at; nodes without a group yet */
    uint8_t *is_open;
    uint32_t num_path, num_open, count;
};

static void
discover(struct search *s, uint32_t node)
{
    s->number[node] = s->low[node] = ++s->count;
    s->next[node] = s->arcs->first[node];
    s->path[s->num_path++] = node;
    s->open[s->num_open++] = node;
    s->is_open[node] = 1;
}

/* All that is open above a node that reaches none before itself feeds each other. */
static void
close_group(struct search *s, uint32_t node)
{
    struct mnz_arc_groups *g = s->groups;
    uint32_t end = g->first[g->count], member;

    do {
        member = s->open[--s->num_open];
        s->is_open[member] = 0;
        g->group_of[member] = g->count;
        g->nodes[end++] = member;
    } while (member != node);
    g->first[++g->count] = end;
}

static void
search_from(struct search *s, uint32_t root)
{
    discover(s, root);
    while (s->num_path > 0) {
        const uint32_t node = s->path[s->num_path - 1];

        if (s->next[node] < s->arcs->first[node + 1]) {
            const struct mnz_arc *arc = &s->arcs->arcs[s->next[node]++];

            if (!(arc->weight > 0.0))
                continue;
            if (s->number[arc->from] == 0)
                discover(s, arc->from);
            else if (s->is_open[arc->from] && s->number[arc->from] < s->low[node])
                s->low[node] = s->number[arc->from];
            continue;
        }
        s->num_path--;
        if (s->num_path > 0 && s->low[node] < s->low[s->path[s->num_path - 1]])
            s->low[s->path[s->num_path - 1]] = s->low[node];
        if (s->low[node] == s->number[node])
            close_group(s, node);
    }
}

/* The search closes sellers before buyers. */
static void
turn_round(struct mnz_arc_groups *g, uint32_t num_nodes, uint32_t *first,
           uint32_t *nodes)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < g->count; i++) {
        const uint32_t group = g->count - 1 - i;

        first[i] = at;
        for (uint32_t k = g->first[group]; k < g->first[group + 1]; k++) {
            nodes[at++] = g->nodes[k];
            g->group_of[g->nodes[k]] = i;
        }
    }
    first[g->count] = at;
    memcpy(g->first, first, ((size_t)g->count + 1) * sizeof *first);
    memcpy(g->nodes, nodes, num_nodes * sizeof *nodes);
}

enum mnz_status
mnz_arcs_group(const struct mnz_arcs *arcs, struct mnz_arena *arena,
               struct mnz_arc_groups *groups)
{
    const size_t room = (size_t)arcs->num_nodes + 1;
    struct mnz_arena scratch = {0};
    struct search s = {
        .arcs = arcs,
        .groups = groups,
        .number = mnz_arena_alloc(&scratch, room, sizeof *s.number),
        .low = mnz_arena_alloc(&scratch, room, sizeof *s.low),
        .next = mnz_arena_alloc(&scratch, room, sizeof *s.next),
        .path = mnz_arena_alloc(&scratch, room, sizeof *s.path),
        .open = mnz_arena_alloc(&scratch, room, sizeof *s.open),
        .is_open = mnz_arena_alloc(&scratch, room, 1),
    };

    *groups = (struct mnz_arc_groups){
        .first = mnz_arena_alloc(arena, room, sizeof *groups->first),
        .nodes = mnz_arena_alloc(arena, room, sizeof *groups->nodes),
        .group_of = mnz_arena_alloc(arena, room, sizeof *groups->group_of),
    };
    if (mnz_arena_has_failed(&scratch) || mnz_arena_has_failed(arena)) {
        mnz_arena_finish(&scratch);
        return MNZ_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < arcs->num_nodes; i++)
        if (s.number[i] == 0)
            search_from(&s, i);
    turn_round(groups, arcs->num_nodes, s.low, s.next);
    mnz_arena_finish(&scratch);
    return MNZ_OK;
}
