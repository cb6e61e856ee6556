/* plan_licences.c - which links are under which licences, and whose content is traced.
 */

#include <math.h>
#include <stdlib.h>

#include "engine/plan.h"

static void note_what_can_befall(struct mnz_engine *e, uint32_t licensed,
                                 const struct mnz_control *c);
static enum mnz_status plan_tracing(struct mnz_engine *e);

enum mnz_status
mnz_plan_licences(struct mnz_engine *e)
{
    const struct mnz_network *net = e->net;
    const struct mnz_scenario *s = net->scenario;
    size_t num_pairs = 0;

    e->max_delay = (uint32_t)ceil(36.0 / net->months_per_step);
    e->licence_of_control = mnz_plan_ids(e, s->num_controls);
    e->control_of_licence = mnz_plan_ids(e, s->num_controls);
    e->link_of_licensed = mnz_plan_ids(e, net->num_links);
    e->licences_first = mnz_plan_ids(e, net->num_links);
    e->licences_count = mnz_plan_ids(e, net->num_links);
    for (uint32_t l = 0; l < net->num_links; l++)
        num_pairs += net->links[l].num_controls;
    e->link_licences = mnz_plan_ids(e, num_pairs);
    e->licensed =
        mnz_arena_alloc(&e->arena, (size_t)net->num_links + 1, sizeof *e->licensed);
    if (!e->licence_of_control || !e->control_of_licence || !e->link_of_licensed ||
        !e->licences_first || !e->licences_count || !e->link_licences || !e->licensed)
        return MNZ_ERR_NOMEM;
    for (uint32_t c = 0; c < s->num_controls; c++) {
        e->licence_of_control[c] = MNZ_NONE;
        if (!mnz_is_licence(s->controls[c].kind))
            continue;
        e->licence_of_control[c] = e->num_licences;
        e->control_of_licence[e->num_licences++] = c;
    }
    num_pairs = 0;
    for (uint32_t l = 0; l < net->num_links; l++) {
        const struct mnz_net_link *link = mnz_engine_link(e, l);
        const size_t first = num_pairs;

        for (uint32_t j = 0; j < link->num_controls; j++) {
            const uint32_t c = net->link_controls[link->first_control + j];

            if (!mnz_is_licence(s->controls[c].kind))
                continue;
            e->link_licences[num_pairs++] = e->licence_of_control[c];
            note_what_can_befall(e, e->num_licensed, &s->controls[c]);
        }
        if (num_pairs == first)
            continue;
        e->links[l].licensed = e->num_licensed;
        e->link_of_licensed[e->num_licensed] = l;
        e->licences_first[e->num_licensed] = (uint32_t)first;
        e->licences_count[e->num_licensed++] = (uint32_t)(num_pairs - first);
    }
    return plan_tracing(e);
}

static void
note_what_can_befall(struct mnz_engine *e, uint32_t licensed,
                     const struct mnz_control *c)
{
    const struct mnz_value *rises = &e->net->scenario->pool.values[c->leak_rises];
    struct mnz_plan_licensed *plan = &e->licensed[licensed];

    plan->has_office |= c->throughput_t_per_month != MNZ_VALUE_NONE;
    plan->can_pause |= c->num_pauses > 0;
    plan->can_leak |= !(rises->kind == MNZ_VALUE_CONSTANT && rises->number == 0.0);
    plan->is_traced |= c->kind == MNZ_CONTROL_EXTRATERRITORIAL;
}

/* What a link carries of the controlling country: all of it from sellers there if the
 * goods are listed, a share from others. */
static uint32_t
content_source(const struct mnz_engine *e, uint32_t control, uint32_t l)
{
    const struct mnz_network *net = e->net;
    const struct mnz_net_control *scope = &net->controls[control];
    const struct mnz_net_output *output = &net->outputs[e->links[l].output];
    const uint32_t place = net->scenario->actors[net->nodes[output->node].actor].place;

    if (!mnz_place_within(net->scenario, place, net->scenario->controls[control].by))
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
