/* pacts.c - members of a pact that can be short, stockpiles that serve them, output
 * to divert. */

#include <stdlib.h>

#include "network/compile.h"

struct parts {
    struct mnz_id_list ports, links;
};

static enum mnz_status reserve(struct mnz_compile *c);
static enum mnz_status add_pact(struct mnz_compile *c, uint32_t policy,
                                struct parts *parts);

enum mnz_status
mnz_compile_pacts(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct parts parts = {0};
    enum mnz_status st = reserve(c);

    for (uint32_t i = 0; !st && i < s->num_policies; i++)
        if (s->policies[i].kind == MNZ_POLICY_PACT)
            st = add_pact(c, i, &parts);
    if (!st)
        st = mnz_compile_keep(c, &parts.ports, &c->net->pact_ports);
    if (!st)
        st = mnz_compile_keep(c, &parts.links, &c->net->pact_links);
    free(parts.ports.items);
    free(parts.links.items);
    return st;
}

/* At most a group for each member and material, and a row for each stockpile. */
static enum mnz_status
reserve(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    size_t num_pacts = 0, num_groups = 0;

    for (uint32_t i = 0; i < s->num_policies; i++) {
        if (s->policies[i].kind != MNZ_POLICY_PACT)
            continue;
        num_pacts++;
        num_groups += (size_t)s->policies[i].pact.num_members * s->num_materials;
    }
    net->pacts = mnz_arena_alloc(&net->arena, num_pacts, sizeof *net->pacts);
    net->pact_groups =
        mnz_arena_alloc(&net->arena, num_groups, sizeof *net->pact_groups);
    net->pact_stockpiles = mnz_arena_alloc(&net->arena, num_pacts * net->num_stockpiles,
                                           sizeof *net->pact_stockpiles);
    return net->pacts && net->pact_groups && net->pact_stockpiles ? MNZ_OK
                                                                  : MNZ_ERR_NOMEM;
}

static int
is_member(const struct mnz_compile *c, const struct mnz_policy *p, uint32_t place)
{
    for (uint32_t i = 0; i < p->pact.num_members; i++)
        if (mnz_place_within(c->scenario, place, p->pact.members[i]))
            return 1;
    return 0;
}

static int
stands_within_member(const struct mnz_compile *c, const struct mnz_policy *p,
                     uint32_t node)
{
    return is_member(c, p, mnz_network_place(c->net, node));
}

static void
verify_member(struct mnz_compile *c, const struct mnz_policy *p, uint32_t member)
{
    for (uint32_t i = 0; i < c->net->num_nodes; i++)
        if (mnz_place_within(c->scenario, mnz_network_place(c->net, i), member))
            return;
    mnz_diag_add(c->diags, MNZ_E1017, p->origin.at, NULL,
                 "no facility or industry stands within %s, a member of pact '%s'",
                 c->scenario->places[member].code, p->name);
}

/* Ports of one material within one member, which are short or not together. */
static enum mnz_status
add_group(struct mnz_compile *c, const struct mnz_policy *p, struct mnz_net_pact *pact,
          uint32_t member, uint32_t material, struct parts *parts)
{
    struct mnz_net_pact_group *group =
        &c->net->pact_groups[pact->first_group + pact->num_groups];
    enum mnz_status st = MNZ_OK;

    *group = (struct mnz_net_pact_group){.member = member,
                                         .material = material,
                                         .first_port = (uint32_t)parts->ports.count};
    for (uint32_t i = c->first_user[material]; !st && i < c->first_user[material + 1];
         i++) {
        const uint32_t node = c->net->ports[c->users[i]].node;

        if (!mnz_place_within(c->scenario, mnz_network_place(c->net, node), member))
            continue;
        st = mnz_compile_pair(c, &parts->ports, c->users[i], p->origin.at);
        group->num_ports++;
    }
    pact->num_groups += group->num_ports > 0;
    return st;
}

static enum mnz_status
add_groups(struct mnz_compile *c, const struct mnz_policy *p, struct mnz_net_pact *pact,
           struct parts *parts)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < p->pact.num_members; i++) {
        verify_member(c, p, p->pact.members[i]);
        for (uint32_t m = 0; !st && m < c->scenario->num_materials; m++)
            st = add_group(c, p, pact, p->pact.members[i], m, parts);
    }
    return st;
}

static int
is_beneficiary(const struct mnz_network *net, const struct mnz_net_stockpile *stockpile,
               uint32_t port)
{
    const uint32_t *ports =
        &net->stockpile_ports[stockpile->first_port]; /* ascending */
    uint32_t low = 0, high = stockpile->num_ports;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (ports[middle] < port)
            low = middle + 1;
        else
            high = middle;
    }
    return low < stockpile->num_ports && ports[low] == port;
}

/* The ports that a stockpile serves only through the pact; without any it takes no
 * part in it. */
static enum mnz_status
add_stockpile(struct mnz_compile *c, const struct mnz_policy *p,
              struct mnz_net_pact *pact, uint32_t stockpile, struct parts *parts)
{
    const struct mnz_network *net = c->net;
    const struct mnz_net_stockpile *own = &net->stockpiles[stockpile];
    struct mnz_net_pact_stockpile *shared =
        &net->pact_stockpiles[pact->first_stockpile + pact->num_stockpiles];
    enum mnz_status st = MNZ_OK;

    *shared = (struct mnz_net_pact_stockpile){
        .stockpile = stockpile, .first_port = (uint32_t)parts->ports.count};
    for (uint32_t i = c->first_user[own->material];
         !st && i < c->first_user[own->material + 1]; i++) {
        const uint32_t port = c->users[i];

        if (!stands_within_member(c, p, net->ports[port].node) ||
            is_beneficiary(net, own, port))
            continue;
        st = mnz_compile_pair(c, &parts->ports, port, p->origin.at);
        shared->num_ports++;
    }
    pact->num_stockpiles += shared->num_ports > 0;
    return st;
}

static enum mnz_status
add_links(struct mnz_compile *c, const struct mnz_policy *p, struct mnz_net_pact *pact,
          struct parts *parts)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t l = 0; !st && l < c->net->num_links; l++) {
        if (!stands_within_member(c, p, mnz_network_seller(c->net, l)) ||
            stands_within_member(c, p, mnz_network_buyer(c->net, l)))
            continue;
        st = mnz_compile_pair(c, &parts->links, l, p->origin.at);
        pact->num_links++;
    }
    return st;
}

static void
verify_pact(struct mnz_compile *c, const struct mnz_policy *p,
            const struct mnz_net_pact *pact)
{
    if (!c->links_are_sound)
        return;
    if (pact->num_groups == 0)
        mnz_diag_add(c->diags, MNZ_E1018, p->origin.at, NULL,
                     "pact '%s' never acts: nobody within its members uses anything",
                     p->name);
    else if (pact->num_stockpiles == 0 &&
             (pact->num_links == 0 || mnz_compile_is_zero(c, p->pact.diverted)))
        mnz_diag_add(
            c->diags, MNZ_E1019, p->origin.at,
            "give it 'shares: {diverted: ...}', or a stockpile that stands within a "
            "member and holds what another member uses",
            "pact '%s' has nothing to share", p->name);
}

static enum mnz_status
add_pact(struct mnz_compile *c, uint32_t policy, struct parts *parts)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    struct mnz_network *net = c->net;
    const struct mnz_net_pact *last =
        net->num_pacts > 0 ? &net->pacts[net->num_pacts - 1] : NULL;
    struct mnz_net_pact *pact = &net->pacts[net->num_pacts++];
    enum mnz_status st;

    *pact = (struct mnz_net_pact){
        .policy = policy,
        .first_group = last ? last->first_group + last->num_groups : 0,
        .first_stockpile = last ? last->first_stockpile + last->num_stockpiles : 0,
        .first_link = (uint32_t)parts->links.count,
    };
    st = add_groups(c, p, pact, parts);
    for (uint32_t i = 0; !st && p->pact.shares_stockpiles && i < net->num_stockpiles;
         i++)
        if (is_member(c, p,
                      c->scenario->policies[net->stockpiles[i].policy].stockpile.at))
            st = add_stockpile(c, p, pact, i, parts);
    if (!st)
        st = add_links(c, p, pact, parts);
    if (!st)
        verify_pact(c, p, pact);
    return st;
}
