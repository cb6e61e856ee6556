/* zones.c - price zones: a partition of the places, and the markets of their buyers. */

#include "network/compile.h"

static enum mnz_status divide_by_default(struct mnz_compile *c);
static enum mnz_status divide_as_written(struct mnz_compile *c);
static enum mnz_status open_markets(struct mnz_compile *c);

enum mnz_status
mnz_compile_zones(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    enum mnz_status st;

    net->zone_of_place = mnz_arena_alloc(&net->arena, c->scenario->num_places,
                                         sizeof *net->zone_of_place);
    if (!net->zone_of_place)
        return MNZ_ERR_NOMEM;
    st = c->scenario->num_zones > 0 ? divide_as_written(c) : divide_by_default(c);
    if (!st && mnz_diags_errors(c->diags) == c->errors_before)
        st = open_markets(c);
    return st;
}

/* An outage is no act of a government: its `by` only says where goods come from. */
static int
is_governments(const struct mnz_control *control)
{
    return mnz_ref_is_set(control->by) && control->kind != MNZ_CONTROL_OUTAGE;
}

/* One zone for each government that controls, and the rest. A place in several of them
 * (a member of a bloc that acts too) belongs to the smallest. */
static enum mnz_status
divide_by_default(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    uint32_t *by = mnz_arena_alloc(&c->scratch, s->num_controls, sizeof *by);

    net->zone_names = mnz_arena_alloc(&net->arena, (size_t)s->num_controls + 1,
                                      sizeof *net->zone_names);
    if (!by || !net->zone_names)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->num_controls; i++) {
        uint32_t z = 0;

        if (!is_governments(&s->controls[i]))
            continue;
        while (z < net->num_zones && by[z] != mnz_ref_at(s->controls[i].by))
            z++;
        if (z < net->num_zones)
            continue;
        by[net->num_zones] = mnz_ref_at(s->controls[i].by);
        net->zone_names[net->num_zones++] =
            s->places[mnz_ref_at(s->controls[i].by)].code;
    }
    for (uint32_t p = 0; p < s->num_places; p++) {
        uint32_t best = net->num_zones;

        for (uint32_t z = 0; z < net->num_zones; z++)
            if (mnz_place_within(s, p, by[z]) &&
                (best == net->num_zones ||
                 s->places[by[z]].num_members < s->places[by[best]].num_members))
                best = z;
        net->zone_of_place[p] = best;
    }
    net->zone_names[net->num_zones++] = "rest";
    return MNZ_OK;
}

static enum mnz_status
mark_inhabited(struct mnz_compile *c, uint8_t **out)
{
    const struct mnz_scenario *s = c->scenario;

    *out = mnz_arena_alloc(&c->scratch, s->num_places, sizeof **out);
    if (!*out)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->num_actors; i++)
        (*out)[s->actors[i].place] = 1;
    return MNZ_OK;
}

/* Only places where somebody stands must be in exactly one zone. */
static enum mnz_status
divide_as_written(struct mnz_compile *c)
{
    const struct mnz_scenario *s = c->scenario;
    struct mnz_network *net = c->net;
    uint8_t *is_inhabited;

    net->num_zones = s->num_zones;
    net->zone_names =
        mnz_arena_alloc(&net->arena, s->num_zones, sizeof *net->zone_names);
    if (!net->zone_names || mark_inhabited(c, &is_inhabited))
        return MNZ_ERR_NOMEM;
    for (uint32_t z = 0; z < s->num_zones; z++)
        net->zone_names[z] = s->zones[z].name;
    for (uint32_t p = 0; p < s->num_places; p++) {
        uint32_t found = MNZ_NONE;

        for (uint32_t z = 0; z < s->num_zones; z++) {
            if (!mnz_selector_has_place(s, &s->zones[z].places, p))
                continue;
            if (found != MNZ_NONE && is_inhabited[p])
                mnz_diag_add(c->diags, MNZ_E1203, s->zones[z].places.at,
                             "price zones may not overlap",
                             "%s is in price zone '%s' and in '%s'", s->places[p].code,
                             s->zones[found].name, s->zones[z].name);
            if (found == MNZ_NONE)
                found = z;
        }
        if (found == MNZ_NONE && is_inhabited[p])
            mnz_diag_add(c->diags, MNZ_E1204, s->zones[s->num_zones - 1].places.at,
                         "together they must hold every place where somebody stands",
                         "%s is in no price zone", s->places[p].code);
        net->zone_of_place[p] = found;
    }
    return MNZ_OK;
}

/* The market of a material in its sellers' own zone, if there is one. */
static void
find_home_market(struct mnz_network *net, const struct mnz_net_output *output,
                 const uint32_t *market_of_zone)
{
    const uint32_t zone = net->zone_of_place[mnz_network_place(net, output->node)];

    for (uint32_t j = 0; j < output->num_links; j++)
        net->links[output->first_link + j].home_market = market_of_zone[zone];
}

/* A market for each material and zone in which somebody buys it, by material, then
 * zone. */
static enum mnz_status
open_markets(struct mnz_compile *c)
{
    struct mnz_network *net = c->net;
    uint32_t *market_of_zone =
        mnz_arena_alloc(&c->scratch, net->num_zones, sizeof *market_of_zone);

    net->markets = mnz_arena_alloc(&net->arena, net->num_ports, sizeof *net->markets);
    if (!market_of_zone || !net->markets)
        return MNZ_ERR_NOMEM;
    for (uint32_t m = 0; m < c->scenario->num_materials; m++) {
        for (uint32_t z = 0; z < net->num_zones; z++)
            market_of_zone[z] = MNZ_NONE;
        for (uint32_t i = c->first_user[m]; i < c->first_user[m + 1]; i++) {
            const uint32_t node = net->ports[c->users[i]].node;

            market_of_zone[net->zone_of_place[mnz_network_place(net, node)]] = 0;
        }
        for (uint32_t z = 0; z < net->num_zones; z++) {
            if (market_of_zone[z] == MNZ_NONE)
                continue;
            market_of_zone[z] = net->num_markets;
            net->markets[net->num_markets++] =
                (struct mnz_net_market){.material = m, .zone = z};
        }
        for (uint32_t i = c->first_user[m]; i < c->first_user[m + 1]; i++) {
            struct mnz_net_port *port = &net->ports[c->users[i]];

            port->market =
                market_of_zone[net->zone_of_place[mnz_network_place(net, port->node)]];
        }
        for (uint32_t i = c->first_maker[m]; i < c->first_maker[m + 1]; i++)
            find_home_market(net, &net->outputs[c->makers[i]], market_of_zone);
    }
    return MNZ_OK;
}
