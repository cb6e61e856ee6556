/* control_scopes.c - scopes of controls: links that cross a border, or plants. */

#include <stdlib.h>

#include "network/compile.h"

/* All controls' parts, one after the other, before they go to the network's arena. */
struct parts {
    struct mnz_id_list links, nodes, items, ports;
};

static enum mnz_status scope_control(struct mnz_compile *c, uint32_t control,
                                     struct parts *parts);
static enum mnz_status list_by_link(struct mnz_compile *c);

enum mnz_status
mnz_compile_controls(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    struct parts parts = {0};
    enum mnz_status st = MNZ_OK;

    net->controls =
        mnz_arena_alloc(&net->arena, c->scenario->num_controls, sizeof *net->controls);
    if (!net->controls)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < c->scenario->num_controls; i++)
        st = scope_control(c, i, &parts);
    if (!st)
        st = mnz_compile_keep(c, &parts.links, &net->control_links);
    if (!st)
        st = mnz_compile_keep(c, &parts.nodes, &net->control_nodes);
    if (!st)
        st = mnz_compile_keep(c, &parts.items, &net->control_items);
    if (!st)
        st = mnz_compile_keep(c, &parts.ports, &net->control_ports);
    if (!st)
        st = list_by_link(c);
    free(parts.links.items);
    free(parts.nodes.items);
    free(parts.items.items);
    free(parts.ports.items);
    return st;
}

static int
within(const struct mnz_compile *c, uint32_t node, uint32_t place)
{
    return mnz_place_within(c->scenario, mnz_network_place(c->net, node), place);
}

/* Trade within one country, or within the government that acts, is not controlled. */
static int
crosses_border(const struct mnz_compile *c, const struct mnz_control *k,
               uint32_t seller, uint32_t buyer)
{
    if (mnz_network_place(c->net, seller) == mnz_network_place(c->net, buyer))
        return 0;
    if (!mnz_ref_is_set(k->by))
        return 1;
    switch (k->kind) {
    case MNZ_CONTROL_TARIFF:
        return !within(c, seller, mnz_ref_at(k->by)) &&
               within(c, buyer, mnz_ref_at(k->by));
    case MNZ_CONTROL_EXTRATERRITORIAL:
        return !within(c, seller, mnz_ref_at(k->by)) &&
               !within(c, buyer, mnz_ref_at(k->by));
    default:
        return within(c, seller, mnz_ref_at(k->by)) &&
               !within(c, buyer, mnz_ref_at(k->by));
    }
}

/* The sellers whose goods a tariff taxes; any control else acts on all. */
static const struct mnz_selector *
taxed(const struct mnz_control *k)
{
    static const struct mnz_selector everybody = {.num_places = 0};

    return k->kind == MNZ_CONTROL_TARIFF ? &k->tariff.on : &everybody;
}

static int
acts_on_link(const struct mnz_compile *c, const struct mnz_control *k, uint32_t link)
{
    const struct mnz_scenario *s = c->scenario;
    const uint32_t seller = mnz_network_seller(c->net, link);
    const uint32_t buyer = mnz_network_buyer(c->net, link);

    return crosses_border(c, k, seller, buyer) &&
           mnz_selector_has_material(s, &k->goods,
                                     mnz_network_material(c->net, link)) &&
           mnz_selector_has_actor(s, taxed(k), seller) &&
           mnz_selector_has_actor(s, &k->facilities, seller) &&
           mnz_selector_has_actor(s, &k->to, buyer);
}

static struct mnz_span
span_of(const struct mnz_selector *selector, const struct mnz_control *k)
{
    return selector->at.line != 0 ? selector->at : k->origin.at;
}

/* Report which selector of a control makes its scope empty, if one does. */
static int
blame_selectors(struct mnz_compile *c, const struct mnz_control *k)
{
    const struct mnz_scenario *s = c->scenario;
    const struct {
        const char *key;
        const struct mnz_selector *selector;
    } ends[] = {{"to", &k->to}, {"on", taxed(k)}, {"facilities", &k->facilities}};
    int is_blamed = 0;

    if (!mnz_selector_has_any_material(s, &k->goods)) {
        mnz_diag_add(c->diags, MNZ_E0411, span_of(&k->goods, k), NULL,
                     "'goods' of control '%s' selects no material", k->name);
        is_blamed = 1;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (!mnz_selector_has_any_actor(s, ends[i].selector)) {
            mnz_diag_add(c->diags, MNZ_E0412, span_of(ends[i].selector, k), NULL,
                         "'%s' of control '%s' selects no facility or industry",
                         ends[i].key, k->name);
            is_blamed = 1;
        }
    return is_blamed;
}

static void
blame_scope(struct mnz_compile *c, const struct mnz_control *k)
{
    const char *by = !mnz_ref_is_set(k->by)
                         ? "any country"
                         : c->scenario->places[mnz_ref_at(k->by)].code;

    if (blame_selectors(c, k) || !c->links_are_sound)
        return;
    mnz_diag_add(
        c->diags, MNZ_E0901, k->origin.at,
        k->kind == MNZ_CONTROL_EXTRATERRITORIAL
            ? "it acts where neither the seller nor the buyer is in the country of 'by'"
            : "trade within one country is never controlled",
        "control '%s' acts on no link: none carries its goods %s %s%s%s%s", k->name,
        k->kind == MNZ_CONTROL_TARIFF             ? "into"
        : k->kind == MNZ_CONTROL_EXTRATERRITORIAL ? "outside"
                                                  : "out of",
        by, mnz_selector_is_written(taxed(k)) ? " from those whom 'on' selects" : "",
        mnz_selector_is_written(&k->facilities)
            ? " from those whom 'facilities' selects"
            : "",
        mnz_selector_is_written(&k->to) ? " to those whom 'to' selects" : "");
}

static enum mnz_status
scope_links(struct mnz_compile *c, uint32_t control, struct parts *parts)
{
    const struct mnz_control *k = &c->scenario->controls[control];
    struct mnz_net_control *out = &c->net->controls[control];
    enum mnz_status st = MNZ_OK;

    for (uint32_t l = 0; !st && l < c->net->num_links; l++)
        if (acts_on_link(c, k, l)) {
            st = mnz_compile_pair(c, &parts->links, l, k->origin.at);
            out->num_links++;
        }
    out->is_of_links = 1;
    return st;
}

static int
acts_on_some_release(const struct mnz_compile *c, uint32_t control)
{
    const struct mnz_network *net = c->net;

    for (uint32_t i = 0; i < net->num_stockpiles; i++)
        for (uint32_t j = 0; j < net->stockpiles[i].num_bars; j++)
            if (net->bars[net->stockpiles[i].first_bar + j].control == control)
                return 1;
    return 0;
}

enum mnz_status
mnz_compile_idle_controls(struct mnz_compile *c)
{
    for (uint32_t i = 0; i < c->scenario->num_controls; i++)
        if (c->net->controls[i].is_of_links && c->net->controls[i].num_links == 0 &&
            !acts_on_some_release(c, i))
            blame_scope(c, &c->scenario->controls[i]);
    return MNZ_OK;
}

/* Plants that an outage strikes, or from which a technology control withholds parts.
 * Both act on a capacity, so the plants need one. */
static enum mnz_status
scope_nodes(struct mnz_compile *c, uint32_t control, struct parts *parts)
{
    const struct mnz_control *k = &c->scenario->controls[control];
    const int is_technology = k->kind == MNZ_CONTROL_TECHNOLOGY;
    struct mnz_net_control *out = &c->net->controls[control];
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < c->net->num_nodes; i++) {
        if (c->net->nodes[i].is_industry ||
            !mnz_selector_has_actor(c->scenario, &k->facilities, i) ||
            (is_technology && within(c, i, mnz_ref_at(k->by))))
            continue;
        if (c->scenario->actors[i].capacity_tpa == MNZ_VALUE_NONE)
            mnz_diag_add(c->diags, MNZ_E0906, span_of(&k->facilities, k),
                         "give the facility a 'capacity', or leave it out",
                         "%s '%s' strikes '%s', which has no capacity to lose",
                         is_technology ? "technology control" : "outage", k->name,
                         c->scenario->actors[i].name);
        st = mnz_compile_pair(c, &parts->nodes, i, k->origin.at);
        out->num_nodes++;
    }
    if (!st && out->num_nodes == 0)
        mnz_diag_add(
            c->diags, is_technology ? MNZ_E0907 : MNZ_E0412, span_of(&k->facilities, k),
            NULL,
            is_technology ? "control '%s' strikes nobody: no facility that it selects "
                            "stands outside %s"
                          : "'facilities' of control '%s' selects no facility",
            k->name, is_technology ? c->scenario->places[mnz_ref_at(k->by)].code : "");
    return st;
}

/* The inputs that a surge makes its buyers hoard. */
static enum mnz_status
scope_ports(struct mnz_compile *c, uint32_t control, struct parts *parts)
{
    const struct mnz_scenario *s = c->scenario;
    const struct mnz_control *k = &s->controls[control];
    struct mnz_net_control *out = &c->net->controls[control];
    enum mnz_status st = MNZ_OK;

    for (uint32_t p = 0; !st && p < c->net->num_ports; p++) {
        const struct mnz_net_port *port = &c->net->ports[p];

        if (!mnz_selector_has_actor(s, &k->facilities, port->node) ||
            !mnz_selector_has_material(s, &k->goods, port->material))
            continue;
        st = mnz_compile_pair(c, &parts->ports, p, k->origin.at);
        out->num_ports++;
    }
    if (!st && out->num_ports == 0 && !blame_selectors(c, k))
        mnz_diag_add(c->diags, MNZ_E0908, k->origin.at, NULL,
                     "surge '%s' selects no purchase: nobody whom 'facilities' selects "
                     "uses its 'goods'",
                     k->name);
    return st;
}

static enum mnz_status
scope_outage(struct mnz_compile *c, uint32_t control, struct parts *parts)
{
    const struct mnz_control *k = &c->scenario->controls[control];
    const int has_corridor = mnz_ref_is_set(k->by) ||
                             mnz_selector_is_written(&k->goods) ||
                             mnz_selector_is_written(&k->to);

    if (mnz_selector_is_written(&k->facilities) == has_corridor) {
        mnz_diag_add(c->diags, has_corridor ? MNZ_E0909 : MNZ_E0910, k->origin.at,
                     "write 'facilities', or a corridor by 'by', 'goods' and 'to'",
                     has_corridor ? "outage '%s' strikes both facilities and a corridor"
                                  : "outage '%s' strikes nothing: it has no scope",
                     k->name);
        return MNZ_OK;
    }
    return has_corridor ? scope_links(c, control, parts)
                        : scope_nodes(c, control, parts);
}

/* Whether `m` counts as controlled content: it is selected by `items`, or else by
 * the goods of any control of the same government. */
static int
is_item(const struct mnz_compile *c, const struct mnz_control *k, uint32_t m)
{
    if (mnz_selector_is_written(&k->extraterritorial.items))
        return mnz_selector_has_material(c->scenario, &k->extraterritorial.items, m);
    if (mnz_selector_has_material(c->scenario, &k->goods, m))
        return 1;
    for (uint32_t i = 0; i < c->scenario->num_controls; i++) {
        const struct mnz_control *other = &c->scenario->controls[i];

        if (mnz_ref_at(other->by) == mnz_ref_at(k->by) &&
            (other->kind == MNZ_CONTROL_BAN || other->kind == MNZ_CONTROL_QUOTA ||
             other->kind == MNZ_CONTROL_LICENCE) &&
            mnz_selector_has_material(c->scenario, &other->goods, m))
            return 1;
    }
    return 0;
}

static void
need_price(struct mnz_compile *c, const struct mnz_control *k, uint32_t m,
           uint8_t *is_told)
{
    const struct mnz_material *material = &c->scenario->materials[m];

    if (material->price_usd_per_kg != MNZ_VALUE_NONE || is_told[m])
        return;
    is_told[m] = 1;
    mnz_diag_add(c->diags, MNZ_E0911, material->origin.at,
                 "give the material a 'price'",
                 "'%s' has no price, and control '%s' traces content by value",
                 material->name, k->name);
}

/* Content is traced by value through every plant outside the controlling country that
 * sells under the control or supplies, however far up, one that does. */
static enum mnz_status
verify_prices(struct mnz_compile *c, uint32_t control, const struct parts *parts)
{
    const struct mnz_control *k = &c->scenario->controls[control];
    const struct mnz_network *net = c->net;
    const struct mnz_net_control *out = &net->controls[control];
    uint8_t *is_told =
        mnz_arena_alloc(&c->scratch, c->scenario->num_materials, sizeof *is_told);
    uint8_t *is_seen = mnz_arena_alloc(&c->scratch, net->num_nodes, sizeof *is_seen);
    uint32_t *queue = mnz_arena_alloc(&c->scratch, net->num_nodes, sizeof *queue);
    uint32_t tail = 0;

    if (!is_told || !is_seen || !queue)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < out->num_links; i++) {
        const uint32_t seller =
            mnz_network_seller(net, parts->links.items[out->first_link + i]);

        if (!is_seen[seller])
            queue[tail++] = seller;
        is_seen[seller] = 1;
    }
    for (uint32_t head = 0; head < tail; head++) {
        const struct mnz_net_node *n = &net->nodes[queue[head]];

        for (uint32_t o = n->first_output;
             n->num_ports > 0 && o < n->first_output + n->num_outputs; o++)
            need_price(c, k, net->outputs[o].material, is_told);
        for (uint32_t p = n->first_port; p < n->first_port + n->num_ports; p++) {
            need_price(c, k, net->ports[p].material, is_told);
            for (uint32_t j = 0; j < net->ports[p].num_links; j++) {
                const uint32_t seller = mnz_network_seller(
                    net, net->port_links[net->ports[p].first_link + j]);

                if (!is_seen[seller] && !within(c, seller, mnz_ref_at(k->by)))
                    queue[tail++] = seller;
                is_seen[seller] = 1;
            }
        }
    }
    return MNZ_OK;
}

static enum mnz_status
scope_items(struct mnz_compile *c, uint32_t control, struct parts *parts)
{
    const struct mnz_control *k = &c->scenario->controls[control];
    struct mnz_net_control *out = &c->net->controls[control];
    enum mnz_status st = MNZ_OK;

    for (uint32_t m = 0; !st && m < c->scenario->num_materials; m++)
        if (is_item(c, k, m)) {
            st = mnz_compile_pair(c, &parts->items, m, k->origin.at);
            out->num_items++;
        }
    if (!st && out->num_items == 0 &&
        mnz_selector_is_written(&k->extraterritorial.items))
        mnz_diag_add(c->diags, MNZ_E0411, span_of(&k->extraterritorial.items, k), NULL,
                     "'items' of control '%s' selects no material", k->name);
    return st;
}

static enum mnz_status
scope_control(struct mnz_compile *c, uint32_t control, struct parts *parts)
{
    const struct mnz_control *k = &c->scenario->controls[control];
    struct mnz_net_control *out = &c->net->controls[control];
    enum mnz_status st;

    out->first_link = (uint32_t)parts->links.count;
    out->first_node = (uint32_t)parts->nodes.count;
    out->first_item = (uint32_t)parts->items.count;
    out->first_port = (uint32_t)parts->ports.count;
    if (k->kind == MNZ_CONTROL_OUTAGE)
        return scope_outage(c, control, parts);
    if (k->kind == MNZ_CONTROL_TECHNOLOGY)
        return scope_nodes(c, control, parts);
    if (k->kind == MNZ_CONTROL_SURGE)
        return scope_ports(c, control, parts);
    st = scope_links(c, control, parts);
    if (!st && k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        st = scope_items(c, control, parts);
    if (!st && k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
        st = verify_prices(c, control, parts);
    return st;
}

/* The controls of each link, in file order. */
static enum mnz_status
list_by_link(struct mnz_compile *c)
{
    const uint32_t num_controls = c->scenario->num_controls;
    struct mnz_network *net = c->net;
    size_t total = 0;
    uint32_t next = 0;

    for (uint32_t i = 0; i < num_controls; i++) {
        const struct mnz_net_control *k = &net->controls[i];

        for (uint32_t j = 0; j < k->num_links; j++)
            net->links[net->control_links[k->first_link + j]].num_controls++;
        total += k->num_links;
    }
    net->link_controls =
        mnz_arena_alloc(&net->arena, total, sizeof *net->link_controls);
    if (!net->link_controls)
        return MNZ_ERR_NOMEM;
    for (uint32_t l = 0; l < net->num_links; l++) {
        net->links[l].first_control = next;
        next += net->links[l].num_controls;
        net->links[l].num_controls = 0; /* counted up again below */
    }
    for (uint32_t i = 0; i < num_controls; i++) {
        const struct mnz_net_control *k = &net->controls[i];

        for (uint32_t j = 0; j < k->num_links; j++) {
            struct mnz_net_link *l = &net->links[net->control_links[k->first_link + j]];

            net->link_controls[l->first_control + l->num_controls++] = i;
        }
    }
    return MNZ_OK;
}
