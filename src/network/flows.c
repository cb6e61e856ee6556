/* flows.c - the links that make up each observed flow. */

#include <stdlib.h>

#include "network/compile.h"

static enum mnz_status add_flow(struct mnz_compile *c, uint32_t flow,
                                struct mnz_id_list *links);

enum mnz_status
mnz_compile_flows(struct mnz_compile *c)
{
    const uint32_t count = c->scenario->num_observed;
    struct mnz_network *net = c->net;
    struct mnz_id_list links = {0};
    enum mnz_status st = MNZ_OK;

    net->flows = mnz_arena_alloc(&net->arena, count, sizeof *net->flows);
    if (!net->flows)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < count; i++)
        st = add_flow(c, i, &links);
    if (!st)
        st = mnz_compile_keep(c, &links, &net->flow_links);
    free(links.items);
    return st;
}

/* Exports of `by`: trade within it is not counted, whoever `to` selects. */
static int
carries(const struct mnz_compile *c, const struct mnz_observed *o, uint32_t link)
{
    const struct mnz_scenario *s = c->scenario;
    const uint32_t seller = mnz_network_seller(c->net, link);
    const uint32_t buyer = mnz_network_buyer(c->net, link);

    return mnz_place_within(s, mnz_network_place(c->net, seller), o->by) &&
           !mnz_place_within(s, mnz_network_place(c->net, buyer), o->by) &&
           mnz_selector_has_material(s, &o->goods,
                                     mnz_network_material(c->net, link)) &&
           mnz_selector_has_actor(s, &o->from, seller) &&
           mnz_selector_has_actor(s, &o->to, buyer);
}

/* Say why a flow has no link. */
static void
blame_flow(struct mnz_compile *c, const struct mnz_observed *o)
{
    const struct mnz_scenario *s = c->scenario;
    const struct {
        const char *key;
        const struct mnz_selector *selector;
    } ends[] = {{"from", &o->from}, {"to", &o->to}};
    int is_blamed = 0;

    if (!mnz_selector_has_any_material(s, &o->goods)) {
        mnz_diag_add(c->diags, MNZ_E0411, mnz_span_or(o->goods.at, o->origin.at), NULL,
                     "'goods' of observed flow '%s' selects no material", o->name);
        is_blamed = 1;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (!mnz_selector_has_any_actor(s, ends[i].selector)) {
            mnz_diag_add(c->diags, MNZ_E0412,
                         mnz_span_or(ends[i].selector->at, o->origin.at), NULL,
                         "'%s' of observed flow '%s' selects no facility or industry",
                         ends[i].key, o->name);
            is_blamed = 1;
        }
    if (!is_blamed && c->links_are_sound)
        mnz_diag_add(
            c->diags, MNZ_E1205, o->origin.at,
            "trade within the place of 'by' is not counted",
            "observed flow '%s' has no link: none carries its goods out of "
            "%s%s%s",
            o->name, s->places[o->by].code,
            mnz_selector_is_written(&o->from) ? " from those whom 'from' selects" : "",
            mnz_selector_is_written(&o->to) ? " to those whom 'to' selects" : "");
}

static enum mnz_status
add_flow(struct mnz_compile *c, uint32_t flow, struct mnz_id_list *links)
{
    const struct mnz_observed *o = &c->scenario->observed[flow];
    struct mnz_net_flow *out = &c->net->flows[flow];
    enum mnz_status st = MNZ_OK;

    out->first_link = (uint32_t)links->count;
    for (uint32_t l = 0; !st && l < c->net->num_links; l++)
        if (carries(c, o, l)) {
            st = mnz_compile_pair(c, links, l, o->origin.at);
            out->num_links++;
        }
    if (!st && out->num_links == 0)
        blame_flow(c, o);
    return st;
}
