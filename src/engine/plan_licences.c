/* plan_licences.c - links under licences, groups of equal terms, tracing of content. */

#include "engine/plan_licences.h"

#include <math.h>
#include <stdlib.h>

static enum mnz_status number_licences(struct mnz_engine *e);
static enum mnz_status list_licences(struct mnz_engine *e,
                                     struct mnz_plan_terms *of_link);
static enum mnz_status group_links(struct mnz_engine *e,
                                   const struct mnz_plan_terms *of_link);
static enum mnz_status plan_tracing(struct mnz_engine *e);

enum mnz_status
mnz_plan_licences(struct mnz_engine *e)
{
    struct mnz_plan_terms *of_link =
        calloc((size_t)e->net->num_links + 1, sizeof *of_link);
    enum mnz_status st = of_link ? MNZ_OK : MNZ_ERR_NOMEM;

    e->max_delay = (uint32_t)ceil(36.0 / e->net->months_per_step);
    /* A row is read beyond the last block. */
    e->queue_rows = mnz_queue_blocks(e->max_delay) + MNZ_QUEUE_BLOCK;
    if (!st)
        st = number_licences(e);
    if (!st)
        st = list_licences(e, of_link);
    if (!st)
        st = group_links(e, of_link);
    if (!st)
        st = plan_tracing(e);
    free(of_link);
    return st;
}

static enum mnz_status
number_licences(struct mnz_engine *e)
{
    const struct mnz_scenario *s = e->net->scenario;

    e->licence_of_control = mnz_plan_ids(e, s->num_controls);
    e->control_of_licence = mnz_plan_ids(e, s->num_controls);
    if (!e->licence_of_control || !e->control_of_licence)
        return MNZ_ERR_NOMEM;
    for (uint32_t c = 0; c < s->num_controls; c++) {
        e->licence_of_control[c] = MNZ_NONE;
        if (!mnz_is_licence(s->controls[c].kind))
            continue;
        e->licence_of_control[c] = e->num_licences;
        e->control_of_licence[e->num_licences++] = c;
    }
    return MNZ_OK;
}

/* Note the effects that one of its licences can have on a link. */
static void
note_what_can_befall(const struct mnz_engine *e, struct mnz_plan_terms *plan,
                     const struct mnz_control *c)
{
    const struct mnz_value *rises = &e->net->scenario->pool.values[c->leak_rises];

    plan->has_office |= c->licence.throughput_t_per_month != MNZ_VALUE_NONE;
    plan->can_pause |= c->licence.num_pauses > 0;
    plan->can_leak |= !(rises->kind == MNZ_VALUE_CONSTANT && rises->number == 0.0);
    plan->is_traced |= c->kind == MNZ_CONTROL_EXTRATERRITORIAL;
}

static enum mnz_status
list_licences(struct mnz_engine *e, struct mnz_plan_terms *of_link)
{
    const struct mnz_network *net = e->net;
    size_t num_pairs = 0;

    for (uint32_t l = 0; l < net->num_links; l++)
        num_pairs += net->links[l].num_controls;
    e->link_licences = mnz_plan_ids(e, num_pairs);
    if (!e->link_licences)
        return MNZ_ERR_NOMEM;
    num_pairs = 0;
    for (uint32_t l = 0; l < net->num_links; l++) {
        const struct mnz_net_link *link = mnz_engine_link(e, l);
        struct mnz_plan_terms plan = {.link = l, .first = (uint32_t)num_pairs};

        for (uint32_t j = 0; j < link->num_controls; j++) {
            const uint32_t c = net->link_controls[link->first_control + j];

            if (!mnz_is_licence(net->scenario->controls[c].kind))
                continue;
            e->link_licences[num_pairs++] = e->licence_of_control[c];
            note_what_can_befall(e, &plan, &net->scenario->controls[c]);
        }
        plan.count = (uint32_t)num_pairs - plan.first;
        if (plan.count == 0)
            continue;
        e->links[l].licensed = e->num_licensed;
        of_link[e->num_licensed++] = plan;
    }
    return MNZ_OK;
}

/* Conditions that decide the terms of a link; MNZ_NONE where one does not matter. */
struct grounds {
    const uint32_t *licences;
    uint32_t num_licences;
    uint32_t end_use;      /* civil, military, or the plant that serves both */
    uint32_t small_firms;  /* the value of their share                       */
    uint32_t seller;       /* whose content is traced                        */
    uint32_t market, home; /* whose prices let goods cross anyway            */
    uint32_t licensed, link;
};

static int
order_of(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int
compare_grounds(const struct grounds *x, const struct grounds *y)
{
    const uint32_t pairs[][2] = {
        {x->num_licences, y->num_licences},
        {x->end_use, y->end_use},
        {x->small_firms, y->small_firms},
        {x->seller, y->seller},
        {x->market, y->market},
        {x->home, y->home},
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return order_of(pairs[i][0], pairs[i][1]);
    for (uint32_t j = 0; j < x->num_licences; j++)
        if (x->licences[j] != y->licences[j])
            return order_of(x->licences[j], y->licences[j]);
    return 0;
}

static int
by_grounds(const void *a, const void *b)
{
    const struct grounds *x = a, *y = b;
    const int order = compare_grounds(x, y);

    return order != 0 ? order : order_of(x->licensed, y->licensed);
}

/* Of each node: the use that all it sells ends in, or itself where it may be both.
 * Buyers come first in the network's order. */
static void
find_end_uses(const struct mnz_engine *e, uint32_t *end_use)
{
    const struct mnz_network *net = e->net;

    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const uint32_t i = net->order[k];
        const struct mnz_net_node *node = &net->nodes[i];

        end_use[i] = MNZ_USE_CIVIL;
        if (node->is_industry)
            end_use[i] = net->scenario->actors[node->actor].end_use;
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            for (uint32_t l = net->outputs[o].first_link;
                 l < net->outputs[o].first_link + net->outputs[o].num_links; l++)
                if (end_use[net->ports[net->links[l].port].node] != MNZ_USE_CIVIL)
                    end_use[i] = MNZ_NUM_END_USES + i;
    }
}

static int
tells_small_firms(const struct mnz_engine *e, const struct grounds *g)
{
    for (uint32_t j = 0; j < g->num_licences; j++) {
        const struct mnz_control *c =
            &e->net->scenario->controls[e->control_of_licence[g->licences[j]]];

        for (int use = 0; use < MNZ_NUM_END_USES; use++)
            if (c->licence.small_approval[use] != c->licence.approval[use])
                return 1;
    }
    return 0;
}

static struct grounds
grounds_of(const struct mnz_engine *e, uint32_t l, const struct mnz_plan_terms *t,
           const uint32_t *end_use)
{
    const struct mnz_network *net = e->net;
    const struct mnz_net_link *link = mnz_engine_link(e, l);
    const uint32_t buyer = net->ports[link->port].node;
    struct grounds g = {.licences = &e->link_licences[t->first],
                        .num_licences = t->count,
                        .end_use = end_use[buyer],
                        .small_firms = MNZ_NONE,
                        .seller = MNZ_NONE,
                        .market = MNZ_NONE,
                        .home = MNZ_NONE,
                        .licensed = e->links[l].licensed,
                        .link = l};

    if (tells_small_firms(e, &g))
        g.small_firms = net->scenario->actors[net->nodes[buyer].actor].small_firms;
    if (t->is_traced)
        g.seller = net->outputs[link->output].node;
    if (t->can_leak) {
        g.market = net->ports[link->port].market;
        g.home = link->home_market;
    }
    return g;
}

static enum mnz_status
group_links(struct mnz_engine *e, const struct mnz_plan_terms *of_link)
{
    struct grounds *grounds = calloc((size_t)e->num_licensed + 1, sizeof *grounds);
    uint32_t *end_use = calloc((size_t)e->net->num_nodes + 1, sizeof *end_use);
    enum mnz_status st = MNZ_ERR_NOMEM;

    e->terms_of = mnz_plan_ids(e, e->num_licensed);
    e->terms =
        mnz_arena_alloc(&e->arena, (size_t)e->num_licensed + 1, sizeof *e->terms);
    if (!grounds || !end_use || !e->terms_of || !e->terms)
        goto out;
    find_end_uses(e, end_use);
    for (uint32_t i = 0; i < e->num_licensed; i++)
        grounds[i] = grounds_of(e, of_link[i].link, &of_link[i], end_use);
    if (e->num_licensed > 0)
        qsort(grounds, e->num_licensed, sizeof *grounds, by_grounds);
    for (uint32_t i = 0; i < e->num_licensed; i++) {
        const struct grounds *g = &grounds[i];

        if (i == 0 || compare_grounds(&grounds[i - 1], g) != 0)
            e->terms[e->num_terms++] = of_link[g->licensed];
        e->terms_of[g->licensed] = e->num_terms - 1;
        e->links[g->link].terms = e->num_terms - 1;
    }
    st = MNZ_OK;
out:
    free(end_use);
    free(grounds);
    return st;
}

/* Source of the controlling country's content on a link: all of it from sellers there
 * if the goods are listed, a share from others. */
static uint32_t
content_source(const struct mnz_engine *e, uint32_t control, uint32_t l)
{
    const struct mnz_network *net = e->net;
    const struct mnz_net_control *scope = &net->controls[control];
    const struct mnz_net_output *output = &net->outputs[e->links[l].output];
    const uint32_t place = net->scenario->actors[net->nodes[output->node].actor].place;

    if (!mnz_place_within(net->scenario, place,
                          mnz_ref_at(net->scenario->controls[control].by)))
        return output->node;
    for (uint32_t j = 0; j < scope->num_items; j++)
        if (net->control_items[scope->first_item + j] == output->material)
            return MNZ_CONTENT_ALL;
    return MNZ_CONTENT_NONE;
}

static uint32_t
count_links_of_node(const struct mnz_network *net, uint32_t i)
{
    const struct mnz_net_node *node = &net->nodes[i];
    uint32_t count = 0;

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
        count += net->ports[p].num_links;
    return count;
}

/* Mark the sellers of a control's scope and all from whom they have content; buyers
 * come before their sellers in the order, so that one pass finds all. */
static void
mark_traced(const struct mnz_engine *e, uint32_t control, uint8_t *is_traced)
{
    const struct mnz_network *net = e->net;
    const struct mnz_net_control *scope = &net->controls[control];

    for (uint32_t j = 0; j < scope->num_links; j++)
        is_traced[mnz_network_seller(net, net->control_links[scope->first_link + j])] =
            1;
    for (uint32_t k = 0; k < net->num_nodes; k++) {
        const struct mnz_net_node *node = &net->nodes[net->order[k]];

        if (!is_traced[net->order[k]])
            continue;
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            for (uint32_t j = 0; j < net->ports[p].num_links; j++) {
                const uint32_t from =
                    content_source(e, control, net->ports[p].first_link + j);

                if (from < MNZ_CONTENT_ALL)
                    is_traced[from] = 1;
            }
    }
}

static void
list_traced(struct mnz_engine *e, uint32_t licence, const uint8_t *is_traced,
            uint32_t *num_nodes, uint32_t *num_contents)
{
    const struct mnz_network *net = e->net;

    e->traced_first[licence] = *num_nodes;
    e->content_first[licence] = *num_contents;
    for (uint32_t k = net->num_nodes; k-- > 0;) {
        const struct mnz_net_node *node = &net->nodes[net->order[k]];

        if (!is_traced[net->order[k]])
            continue;
        e->traced_nodes[(*num_nodes)++] = net->order[k];
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            for (uint32_t j = 0; j < net->ports[p].num_links; j++)
                e->content_nodes[(*num_contents)++] = content_source(
                    e, e->control_of_licence[licence], net->ports[p].first_link + j);
    }
    e->traced_count[licence] = *num_nodes - e->traced_first[licence];
}

static enum mnz_status
plan_tracing(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    const size_t nodes = (size_t)net->num_nodes + 1;
    uint8_t *is_traced = calloc(e->num_licences * nodes + 1, 1);
    uint32_t num_nodes = 0, num_contents = 0;
    enum mnz_status st = MNZ_ERR_NOMEM;

    if (!is_traced)
        return st;
    for (uint32_t v = 0; v < e->num_licences; v++) {
        const uint32_t c = e->control_of_licence[v];

        if (net->scenario->controls[c].kind == MNZ_CONTROL_EXTRATERRITORIAL)
            mark_traced(e, c, &is_traced[v * nodes]);
        for (uint32_t i = 0; i < net->num_nodes; i++) {
            num_nodes += is_traced[v * nodes + i];
            num_contents += is_traced[v * nodes + i] ? count_links_of_node(net, i) : 0;
        }
    }
    e->traced_first = mnz_plan_ids(e, e->num_licences);
    e->traced_count = mnz_plan_ids(e, e->num_licences);
    e->content_first = mnz_plan_ids(e, e->num_licences);
    e->traced_nodes = mnz_plan_ids(e, num_nodes);
    e->content_nodes = mnz_plan_ids(e, num_contents);
    if (!e->traced_first || !e->traced_count || !e->content_first || !e->traced_nodes ||
        !e->content_nodes)
        goto out;
    num_nodes = num_contents = 0;
    for (uint32_t v = 0; v < e->num_licences; v++)
        list_traced(e, v, &is_traced[v * nodes], &num_nodes, &num_contents);
    st = MNZ_OK;
out:
    free(is_traced);
    return st;
}
