/* releases.c - controls on what a stockpile releases across a border. */

#include <stdlib.h>

#include "network/compile.h"

/* Bars of all stockpiles, and the ports of the one at hand that were looked at. */
struct draft {
    struct mnz_id_list ports, controls;
    uint8_t *is_seen; /* [port] */
};

static enum mnz_status bar_stockpile(struct mnz_compile *c, uint32_t stockpile,
                                     struct draft *draft);
static enum mnz_status keep(struct mnz_compile *c, const struct draft *draft);

enum mnz_status
mnz_compile_releases(struct mnz_compile *c)
{
    struct draft draft = {.is_seen =
                              mnz_arena_alloc(&c->scratch, c->net->num_ports, 1)};
    enum mnz_status st = draft.is_seen ? MNZ_OK : MNZ_ERR_NOMEM;

    for (uint32_t i = 0; !st && i < c->net->num_stockpiles; i++)
        st = bar_stockpile(c, i, &draft);
    if (!st)
        st = keep(c, &draft);
    free(draft.ports.items);
    free(draft.controls.items);
    return st;
}

static int
can_bar(const struct mnz_control *k)
{
    switch (k->kind) {
    case MNZ_CONTROL_BAN:
    case MNZ_CONTROL_QUOTA:
    case MNZ_CONTROL_LICENCE:
        return !mnz_selector_is_written(&k->facilities);
    case MNZ_CONTROL_OUTAGE: /* of a corridor */
        return !mnz_selector_is_written(&k->facilities) &&
               (mnz_ref_is_set(k->by) || mnz_selector_is_written(&k->goods) ||
                mnz_selector_is_written(&k->to));
    default:
        return 0;
    }
}

/* The stock of a bloc stands with its members, so that nothing crosses a border on the
 * way to one of them. */
static int
acts_on_release(const struct mnz_compile *c, const struct mnz_control *k, uint32_t at,
                uint32_t node)
{
    const struct mnz_scenario *s = c->scenario;
    const uint32_t place = mnz_network_place(c->net, node);

    if (mnz_place_within(s, place, at))
        return 0;
    if (mnz_ref_is_set(k->by) && (!mnz_place_within(s, at, mnz_ref_at(k->by)) ||
                                  mnz_place_within(s, place, mnz_ref_at(k->by))))
        return 0;
    return mnz_selector_has_actor(s, &k->to, node);
}

static enum mnz_status
bar_ports(struct mnz_compile *c, struct mnz_net_stockpile *stockpile,
          const uint32_t *ports, uint32_t count, struct draft *draft)
{
    const struct mnz_scenario *s = c->scenario;
    const uint32_t at = s->policies[stockpile->policy].stockpile.at;
    enum mnz_status st = MNZ_OK;

    for (uint32_t j = 0; !st && j < count; j++) {
        if (draft->is_seen[ports[j]])
            continue;
        draft->is_seen[ports[j]] = 1;
        for (uint32_t k = 0; !st && k < s->num_controls; k++) {
            if (!can_bar(&s->controls[k]) ||
                !mnz_selector_has_material(s, &s->controls[k].goods,
                                           stockpile->material) ||
                !acts_on_release(c, &s->controls[k], at, c->net->ports[ports[j]].node))
                continue;
            st = mnz_compile_pair(c, &draft->ports, ports[j], s->controls[k].origin.at);
            if (!st)
                st = mnz_id_list_push(&draft->controls, k);
            stockpile->num_bars++;
        }
    }
    return st;
}

/* Its beneficiaries' ports, then those that it serves through pacts. */
static enum mnz_status
bar_stockpile(struct mnz_compile *c, uint32_t i, struct draft *draft)
{
    struct mnz_network *net = c->net;
    struct mnz_net_stockpile *stockpile = &net->stockpiles[i];
    enum mnz_status st;

    for (uint32_t p = 0; p < net->num_ports; p++)
        draft->is_seen[p] = 0;
    stockpile->first_bar = (uint32_t)draft->ports.count;
    st = bar_ports(c, stockpile, &net->stockpile_ports[stockpile->first_port],
                   stockpile->num_ports, draft);
    for (uint32_t k = 0; !st && k < net->num_pacts; k++)
        for (uint32_t j = 0; !st && j < net->pacts[k].num_stockpiles; j++) {
            const struct mnz_net_pact_stockpile *shared =
                &net->pact_stockpiles[net->pacts[k].first_stockpile + j];

            if (shared->stockpile == i)
                st = bar_ports(c, stockpile, &net->pact_ports[shared->first_port],
                               shared->num_ports, draft);
        }
    return st;
}

static enum mnz_status
keep(struct mnz_compile *c, const struct draft *draft)
{
    struct mnz_network *net = c->net;

    net->bars = mnz_arena_alloc(&net->arena, draft->ports.count, sizeof *net->bars);
    if (!net->bars)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < draft->ports.count; i++)
        net->bars[i] =
            (struct mnz_net_bar){draft->ports.items[i], draft->controls.items[i]};
    return MNZ_OK;
}
