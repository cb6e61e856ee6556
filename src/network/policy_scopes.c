/* policy_scopes.c - whom each counter-measure serves: ports, links, outputs and nodes.
 */

#include <stdlib.h>

#include "base/bug.h"
#include "network/compile.h"

struct parts {
    struct mnz_id_list ports, offtakes, priorities, sources;
};

static enum mnz_status reserve(struct mnz_compile *c);
static enum mnz_status add_stockpile(struct mnz_compile *c, uint32_t policy,
                                     struct parts *parts);
static enum mnz_status add_project(struct mnz_compile *c, uint32_t policy,
                                   struct parts *parts);
static enum mnz_status add_priority(struct mnz_compile *c, uint32_t policy,
                                    struct parts *parts);
static enum mnz_status add_recycling(struct mnz_compile *c, uint32_t policy,
                                     struct parts *parts);
static void verify_recyclers(struct mnz_compile *c);

/* Pacts, substitution and price floors have passes of their own. */
static enum mnz_status (*const add[MNZ_NUM_POLICY_KINDS])(struct mnz_compile *,
                                                          uint32_t, struct parts *) = {
    [MNZ_POLICY_STOCKPILE] = add_stockpile,
    [MNZ_POLICY_PROJECT] = add_project,
    [MNZ_POLICY_PRIORITY] = add_priority,
    [MNZ_POLICY_RECYCLING] = add_recycling,
};

enum mnz_status
mnz_compile_policies(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    struct parts parts = {0};
    enum mnz_status st = reserve(c);

    for (uint32_t i = 0; !st && i < c->scenario->num_policies; i++)
        if (add[c->scenario->policies[i].kind])
            st = add[c->scenario->policies[i].kind](c, i, &parts);
    if (!st)
        verify_recyclers(c);
    if (!st)
        st = mnz_compile_keep(c, &parts.ports, &net->stockpile_ports);
    if (!st)
        st = mnz_compile_keep(c, &parts.offtakes, &net->offtake_links);
    if (!st)
        st = mnz_compile_keep(c, &parts.priorities, &net->priority_links);
    if (!st)
        st = mnz_compile_keep(c, &parts.sources, &net->recycling_nodes);
    free(parts.ports.items);
    free(parts.offtakes.items);
    free(parts.priorities.items);
    free(parts.sources.items);
    return st;
}

static enum mnz_status
reserve(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    uint32_t count[MNZ_NUM_POLICY_KINDS] = {0};

    for (uint32_t i = 0; i < c->scenario->num_policies; i++) {
        const struct mnz_policy *p = &c->scenario->policies[i];

        MNZ_BUG_IF(p->kind >= MNZ_NUM_POLICY_KINDS);
        count[p->kind] +=
            p->kind == MNZ_POLICY_STOCKPILE ? p->stockpile.num_holdings : 1;
    }
    net->stockpiles = mnz_arena_alloc(&net->arena, count[MNZ_POLICY_STOCKPILE],
                                      sizeof *net->stockpiles);
    net->projects =
        mnz_arena_alloc(&net->arena, count[MNZ_POLICY_PROJECT], sizeof *net->projects);
    net->priorities = mnz_arena_alloc(&net->arena, count[MNZ_POLICY_PRIORITY],
                                      sizeof *net->priorities);
    net->recyclings = mnz_arena_alloc(&net->arena, count[MNZ_POLICY_RECYCLING],
                                      sizeof *net->recyclings);
    return net->stockpiles && net->projects && net->priorities && net->recyclings
               ? MNZ_OK
               : MNZ_ERR_NOMEM;
}

static enum mnz_status
add_stockpile(struct mnz_compile *c, uint32_t policy, struct parts *parts)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    struct mnz_network *net = c->net;
    enum mnz_status st = MNZ_OK;

    for (uint32_t h = 0; !st && h < p->stockpile.num_holdings; h++) {
        const struct mnz_holding *holding = &p->stockpile.holdings[h];
        struct mnz_net_stockpile *stockpile = &net->stockpiles[net->num_stockpiles++];

        *stockpile = (struct mnz_net_stockpile){
            .policy = policy,
            .material = holding->material,
            .amount = holding->amount,
            .in_months_of_use = holding->in_months_of_use,
            .first_port = (uint32_t)parts->ports.count,
        };
        for (uint32_t i = c->first_user[holding->material];
             !st && i < c->first_user[holding->material + 1]; i++) {
            const uint32_t port = c->users[i];

            if (!mnz_selector_has_actor(c->scenario, &p->stockpile.beneficiaries,
                                        net->ports[port].node))
                continue;
            st = mnz_compile_pair(c, &parts->ports, port, p->origin.at);
            stockpile->num_ports++;
        }
        if (!st && stockpile->num_ports == 0)
            mnz_diag_add(c->diags, MNZ_E1001, mnz_span_or(holding->at, p->origin.at),
                         NULL, "nobody whom 'for' of stockpile '%s' selects uses %s",
                         p->name, c->scenario->materials[holding->material].name);
    }
    return st;
}

/* A plant's links to those who promise to buy from its new capacity. */
static enum mnz_status
add_offtake(struct mnz_compile *c, const struct mnz_policy *p,
            struct mnz_net_project *project, struct parts *parts)
{
    const struct mnz_network *net = c->net;
    const struct mnz_net_node *n = &net->nodes[project->node];
    enum mnz_status st = MNZ_OK;

    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        for (uint32_t j = 0; !st && j < net->outputs[o].num_links; j++) {
            const uint32_t link = net->outputs[o].first_link + j;

            if (!mnz_selector_has_actor(c->scenario, &p->project.offtake_to,
                                        mnz_network_buyer(net, link)))
                continue;
            st = mnz_compile_pair(c, &parts->offtakes, link, p->origin.at);
            project->num_links++;
        }
    if (!st && project->num_links == 0 && c->links_are_sound)
        mnz_diag_add(c->diags, MNZ_E1003,
                     mnz_span_or(p->project.offtake_to.at, p->origin.at),
                     "add a row to 'links' from it to the buyer, with 'share: 0'",
                     "the offtake of project '%s' needs links, but '%s' has none to "
                     "those whom 'to' selects",
                     p->name, mnz_network_node_name(net, project->node));
    return st;
}

static enum mnz_status
add_project(struct mnz_compile *c, uint32_t policy, struct parts *parts)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    const struct mnz_actor *a = &c->scenario->actors[p->project.facility];
    struct mnz_net_project *project = &c->net->projects[c->net->num_projects++];

    *project = (struct mnz_net_project){
        .policy = policy,
        .node = p->project.facility,
        .first_link = (uint32_t)parts->offtakes.count,
    };
    if (a->is_industry)
        mnz_diag_add(c->diags, MNZ_E1004, p->origin.at, NULL,
                     "project '%s' adds to '%s', which is an industry, not a facility",
                     p->name, a->name);
    else if (a->capacity_tpa == MNZ_VALUE_NONE)
        mnz_diag_add(c->diags, MNZ_W1005, p->origin.at,
                     "give the facility a 'capacity'",
                     "project '%s' adds nothing: '%s' has no capacity, so no limit",
                     p->name, a->name);
    if (!mnz_selector_is_written(&p->project.offtake_to))
        return MNZ_OK;
    return add_offtake(c, p, project, parts);
}

static enum mnz_status
add_priority(struct mnz_compile *c, uint32_t policy, struct parts *parts)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    struct mnz_network *net = c->net;
    struct mnz_net_priority *priority = &net->priorities[net->num_priorities++];
    enum mnz_status st = MNZ_OK;

    *priority = (struct mnz_net_priority){
        .policy = policy,
        .class_number = p->priority.class_number,
        .first_link = (uint32_t)parts->priorities.count,
    };
    for (uint32_t l = 0; !st && l < net->num_links; l++) {
        const uint32_t seller_place =
            mnz_network_place(net, mnz_network_seller(net, l));

        if ((mnz_ref_is_set(p->priority.by) &&
             !mnz_place_within(c->scenario, seller_place,
                               mnz_ref_at(p->priority.by))) ||
            !mnz_selector_has_actor(c->scenario, &p->priority.to,
                                    mnz_network_buyer(net, l)))
            continue;
        st = mnz_compile_pair(c, &parts->priorities, l, p->origin.at);
        priority->num_links++;
    }
    if (!st && priority->num_links == 0 && c->links_are_sound)
        mnz_diag_add(c->diags, MNZ_E1008, mnz_span_or(p->priority.to.at, p->origin.at),
                     NULL, "priority '%s' favours nobody: no link is in its scope",
                     p->name);
    return st;
}

static int
shares_element(const struct mnz_scenario *s, uint32_t a, uint32_t b)
{
    for (uint32_t e = 0; e < s->num_elements; e++)
        if (s->materials[a].content[e] != MNZ_VALUE_NONE &&
            s->materials[b].content[e] != MNZ_VALUE_NONE)
            return 1;
    return 0;
}

/* Whether some input of a node contains an element of the recycler's product. */
static int
returns_some(const struct mnz_compile *c, uint32_t node, uint32_t material)
{
    const struct mnz_net_node *n = &c->net->nodes[node];

    for (uint32_t i = n->first_port; i < n->first_port + n->num_ports; i++)
        if (shares_element(c->scenario, c->net->ports[i].material, material))
            return 1;
    return 0;
}

static uint32_t
output_of(const struct mnz_network *net, uint32_t node, uint32_t material)
{
    const struct mnz_net_node *n = &net->nodes[node];

    for (uint32_t o = n->first_output; o < n->first_output + n->num_outputs; o++)
        if (net->outputs[o].material == material)
            return o;
    return MNZ_NONE;
}

static void
verify_recycling(struct mnz_compile *c, const struct mnz_policy *p,
                 const struct mnz_net_recycling *recycling, int any_selected)
{
    const struct mnz_scenario *s = c->scenario;
    const struct mnz_actor *at = &s->actors[p->recycling.at];
    const char *material = s->materials[p->recycling.to_material].name;

    if (!c->net->nodes[p->recycling.at].is_recycler)
        mnz_diag_add(c->diags, MNZ_E1009, p->origin.at, NULL,
                     "'at' of policy '%s' must be a facility of stage recycling, which "
                     "'%s' is not",
                     p->name, at->name);
    else if (recycling->output == MNZ_NONE)
        mnz_diag_add(c->diags, MNZ_E1010, p->origin.at,
                     "add it to the facility's 'makes'",
                     "'%s' recycles to %s, which '%s' does not make", p->name, material,
                     at->name);
    if (recycling->num_nodes > 0)
        return;
    if (any_selected)
        mnz_diag_add(
            c->diags, MNZ_E1011, mnz_span_or(p->recycling.from.at, p->origin.at), NULL,
            "nothing returns: what those in 'from' of policy '%s' use holds no "
            "element of %s",
            p->name, material);
    else
        mnz_diag_add(c->diags, MNZ_E0412,
                     mnz_span_or(p->recycling.from.at, p->origin.at), NULL,
                     "'from' of policy '%s' selects no facility or industry", p->name);
}

static enum mnz_status
add_recycling(struct mnz_compile *c, uint32_t policy, struct parts *parts)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    struct mnz_network *net = c->net;
    struct mnz_net_recycling *recycling = &net->recyclings[net->num_recyclings++];
    enum mnz_status st = MNZ_OK;
    int any_selected = 0;

    *recycling = (struct mnz_net_recycling){
        .policy = policy,
        .output = output_of(net, p->recycling.at, p->recycling.to_material),
        .first_node = (uint32_t)parts->sources.count,
    };
    for (uint32_t i = 0; !st && i < net->num_nodes; i++) {
        if (i == p->recycling.at ||
            !mnz_selector_has_actor(c->scenario, &p->recycling.from, i))
            continue;
        any_selected = 1;
        if (!returns_some(c, i, p->recycling.to_material))
            continue;
        st = mnz_compile_pair(c, &parts->sources, i, p->origin.at);
        recycling->num_nodes++;
    }
    if (!st)
        verify_recycling(c, p, recycling, any_selected);
    return st;
}

static int
has_scrap(const struct mnz_network *net, uint32_t node)
{
    for (uint32_t i = 0; i < net->num_recyclings; i++)
        if (net->recyclings[i].output != MNZ_NONE &&
            net->outputs[net->recyclings[i].output].node == node)
            return 1;
    return 0;
}

/* A recycler lives on scrap, which is pushed to it, and buys nothing. */
static void
verify_recyclers(struct mnz_compile *c)
{
    for (uint32_t i = 0; i < c->net->num_nodes; i++) {
        const struct mnz_actor *a = &c->scenario->actors[i];

        if (!c->net->nodes[i].is_recycler)
            continue;
        if (a->num_uses > 0)
            mnz_diag_add(c->diags, MNZ_E1012, mnz_span_or(a->uses[0].at, a->origin.at),
                         "goods that come back are a policy of kind recycling",
                         "the recycling facility '%s' may not use materials", a->name);
        if (!has_scrap(c->net, i))
            mnz_diag_add(c->diags, MNZ_W1013, a->origin.at,
                         "add a policy of kind recycling with 'at' this facility",
                         "no policy brings '%s' scrap: only its capacity limits it",
                         a->name);
    }
}
