/* floors.c - sales that a guaranteed price covers, and price conditions of projects. */

#include <stdlib.h>

#include "network/compile.h"

static enum mnz_status add_floor(struct mnz_compile *c, uint32_t policy,
                                 struct mnz_id_list *links);
static enum mnz_status add_needs(struct mnz_compile *c, struct mnz_net_project *project,
                                 uint32_t *num_needs, struct mnz_id_list *floors,
                                 struct mnz_id_list *markets);

enum mnz_status
mnz_compile_floors(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    struct mnz_id_list links = {0};
    enum mnz_status st = MNZ_OK;

    net->floors = mnz_arena_alloc(&net->arena, s->num_policies, sizeof *net->floors);
    if (!net->floors)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < s->num_policies; i++)
        if (s->policies[i].kind == MNZ_POLICY_PRICE_FLOOR)
            st = add_floor(c, i, &links);
    if (!st)
        st = mnz_compile_keep(c, &links, &net->floor_links);
    free(links.items);
    return st;
}

static int
covers(const struct mnz_compile *c, const struct mnz_policy *floor, uint32_t node,
       uint32_t material)
{
    return mnz_selector_has_actor(c->scenario, &floor->price_floor.payees, node) &&
           mnz_selector_has_material(c->scenario, &floor->price_floor.goods, material);
}

/* Say why a floor covers no sale. */
static void
blame_floor(struct mnz_compile *c, const struct mnz_policy *p)
{
    if (!mnz_selector_has_any_material(c->scenario, &p->price_floor.goods))
        mnz_diag_add(c->diags, MNZ_E0411,
                     mnz_span_or(p->price_floor.goods.at, p->origin.at), NULL,
                     "'goods' of price floor '%s' selects no material", p->name);
    else if (!mnz_selector_has_any_actor(c->scenario, &p->price_floor.payees))
        mnz_diag_add(c->diags, MNZ_E0412,
                     mnz_span_or(p->price_floor.payees.at, p->origin.at), NULL,
                     "'for' of price floor '%s' selects no facility", p->name);
    else if (c->links_are_sound)
        mnz_diag_add(c->diags, MNZ_E1022, p->origin.at, NULL,
                     "price floor '%s' pays nobody: no link carries its goods from "
                     "those whom 'for' selects",
                     p->name);
}

static void
need_price(struct mnz_compile *c, uint32_t m, const char *what,
           const struct mnz_policy *p)
{
    const struct mnz_material *material = &c->scenario->materials[m];

    if (material->price_usd_per_kg == MNZ_VALUE_NONE)
        mnz_diag_add(c->diags, MNZ_E1023, material->origin.at,
                     "give the material a 'price'",
                     "'%s' has no price, with which %s '%s' compares its own",
                     material->name, what, p->name);
}

static enum mnz_status
add_floor(struct mnz_compile *c, uint32_t policy, struct mnz_id_list *links)
{
    const struct mnz_policy *p = &c->scenario->policies[policy];
    struct mnz_network *net = c->net;
    struct mnz_net_floor *floor = &net->floors[net->num_floors++];
    uint8_t *is_told =
        mnz_arena_alloc(&c->scratch, c->scenario->num_materials, sizeof *is_told);
    enum mnz_status st = is_told ? MNZ_OK : MNZ_ERR_NOMEM;

    *floor =
        (struct mnz_net_floor){.policy = policy, .first_link = (uint32_t)links->count};
    for (uint32_t l = 0; !st && l < net->num_links; l++) {
        const uint32_t material = mnz_network_material(net, l);

        if (!covers(c, p, mnz_network_seller(net, l), material))
            continue;
        if (!is_told[material])
            need_price(c, material, "price floor", p);
        is_told[material] = 1;
        st = mnz_compile_pair(c, links, l, p->origin.at);
        floor->num_links++;
    }
    if (!st && floor->num_links == 0)
        blame_floor(c, p);
    return st;
}

enum mnz_status
mnz_compile_needs(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    struct mnz_id_list floors = {0}, markets = {0};
    enum mnz_status st = MNZ_OK;
    uint32_t num_needs = 0;

    for (uint32_t i = 0; i < net->num_projects; i++)
        num_needs += s->policies[net->projects[i].policy].project.num_needs;
    net->needs = mnz_arena_alloc(&net->arena, num_needs, sizeof *net->needs);
    if (!net->needs)
        return MNZ_ERR_NOMEM;
    num_needs = 0;
    for (uint32_t i = 0; !st && i < net->num_projects; i++)
        st = add_needs(c, &net->projects[i], &num_needs, &floors, &markets);
    if (!st)
        st = mnz_compile_keep(c, &floors, &net->need_floors);
    if (!st)
        st = mnz_compile_keep(c, &markets, &net->need_markets);
    free(floors.items);
    free(markets.items);
    return st;
}

/* The market of a material where a plant stands, or MNZ_NONE: the price of another
 * zone does not pay it. */
static uint32_t
home_market(const struct mnz_network *net, uint32_t node, uint32_t material)
{
    const uint32_t zone = net->zone_of_place[mnz_network_place(net, node)];

    for (uint32_t i = 0; i < net->num_markets; i++)
        if (net->markets[i].material == material && net->markets[i].zone == zone)
            return i;
    return MNZ_NONE;
}

static enum mnz_status
add_need(struct mnz_compile *c, const struct mnz_net_project *project,
         struct mnz_net_need *need, struct mnz_id_list *floors,
         struct mnz_id_list *markets)
{
    const struct mnz_scenario *s = c->scenario;
    const uint32_t home = home_market(c->net, project->node, need->material);
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < s->num_policies; i++)
        if (s->policies[i].kind == MNZ_POLICY_PRICE_FLOOR &&
            covers(c, &s->policies[i], project->node, need->material)) {
            st = mnz_compile_pair(c, floors, i, s->policies[i].origin.at);
            need->num_floors++;
        }
    for (uint32_t i = 0; !st && i < c->net->num_markets; i++)
        if (c->net->markets[i].material == need->material &&
            (home == MNZ_NONE || home == i)) {
            st = mnz_id_list_push(markets, i);
            need->num_markets++;
        }
    return st;
}

static enum mnz_status
add_needs(struct mnz_compile *c, struct mnz_net_project *project, uint32_t *num_needs,
          struct mnz_id_list *floors, struct mnz_id_list *markets)
{
    const struct mnz_policy *p = &c->scenario->policies[project->policy];
    enum mnz_status st = MNZ_OK;

    project->first_need = *num_needs;
    project->num_needs = p->project.num_needs;
    for (uint32_t i = 0; !st && i < p->project.num_needs; i++) {
        struct mnz_net_need *need = &c->net->needs[(*num_needs)++];

        *need = (struct mnz_net_need){.material = p->project.needs[i].material,
                                      .price = p->project.needs[i].price,
                                      .first_floor = (uint32_t)floors->count,
                                      .first_market = (uint32_t)markets->count};
        need_price(c, need->material, "project", p);
        st = add_need(c, project, need, floors, markets);
    }
    return st;
}
