/* substitutions.c - inputs that can be saved, and their replacements. */

#include <stdlib.h>

#include "network/compile.h"

struct parts {
    struct mnz_id_list ports, by;
};

static enum mnz_status add_substitution(struct mnz_compile *c, uint32_t policy,
                                        struct parts *parts);

enum mnz_status
mnz_compile_substitutions(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    struct parts parts = {0};
    enum mnz_status st = MNZ_OK;

    net->substitutions =
        mnz_arena_alloc(&net->arena, s->num_policies, sizeof *net->substitutions);
    if (!net->substitutions)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < s->num_policies; i++)
        if (s->policies[i].kind == MNZ_POLICY_SUBSTITUTION)
            st = add_substitution(c, i, &parts);
    if (!st)
        st = mnz_compile_keep(c, &parts.ports, &net->substitution_ports);
    if (!st)
        st = mnz_compile_keep(c, &parts.by, &net->substitution_by);
    free(parts.ports.items);
    free(parts.by.items);
    return st;
}

/* The inputs of a node that grow when it saves, in the order of `by`. */
static enum mnz_status
add_replacements(struct mnz_compile *c, const struct mnz_policy *p, uint32_t node,
                 struct parts *parts)
{
    const struct mnz_scenario *s = c->scenario;
    enum mnz_status st = MNZ_OK;

    for (uint32_t k = 0; !st && k < p->substitution.num_by; k++) {
        const uint32_t material = p->substitution.replaced_by[k].material;
        const uint32_t port = mnz_network_port_of(c->net, node, material);

        if (port == MNZ_NONE)
            mnz_diag_add(c->diags, MNZ_E1020,
                         mnz_span_or(p->substitution.replaced_by[k].at, p->origin.at),
                         "add it to what it uses, with 0 t if need be",
                         "substitution '%s' gives '%s' %s instead, which it does not "
                         "use",
                         p->name, s->actors[node].name, s->materials[material].name);
        st = mnz_compile_pair(c, &parts->by, port, p->origin.at);
    }
    return st;
}

static enum mnz_status
add_substitution(struct mnz_compile *c, uint32_t policy, struct parts *parts)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    struct mnz_network *net = c->net;
    struct mnz_net_substitution *sub = &net->substitutions[net->num_substitutions++];
    enum mnz_status st = MNZ_OK;

    *sub = (struct mnz_net_substitution){.policy = policy,
                                         .first_port = (uint32_t)parts->ports.count,
                                         .first_by = (uint32_t)parts->by.count};
    for (uint32_t i = c->first_user[p->substitution.material];
         !st && i < c->first_user[p->substitution.material + 1]; i++) {
        const uint32_t port = c->users[i];

        if (!mnz_selector_has_actor(c->scenario, &p->substitution.in,
                                    net->ports[port].node))
            continue;
        st = mnz_compile_pair(c, &parts->ports, port, p->origin.at);
        sub->num_ports++;
        if (!st)
            st = add_replacements(c, p, net->ports[port].node, parts);
    }
    if (!st && sub->num_ports == 0)
        mnz_diag_add(c->diags, MNZ_E1021,
                     mnz_span_or(p->substitution.in.at, p->origin.at), NULL,
                     "nobody whom 'in' of substitution '%s' selects uses %s", p->name,
                     c->scenario->materials[p->substitution.material].name);
    return st;
}
