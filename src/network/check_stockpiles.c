/* check_stockpiles.c - what a stockpile cannot do by its scenario. */

#include "network/check_stockpiles.h"

#include <math.h>

/* Rounding alone is no room. */
static const double DUST = 1e-9;

static double
nominal(const struct mnz_check *k, mnz_value_id id)
{
    return mnz_value_at(&k->network->scenario->pool, id, k->network->step_day[0],
                        mnz_network_median_draws(k->network));
}

/* Tonnes a year that the links of a port can carry for a stockpile: beside the
 * baseline's flow, or in its stead where the stockpile competes. Only links of the
 * baseline are asked. */
static double
room_of_port(const struct mnz_check *k, uint32_t p, int competes)
{
    const struct mnz_network *net = k->network;
    const struct mnz_net_port *port = &net->ports[p];
    double room = 0.0;

    for (uint32_t j = 0; j < port->num_links; j++) {
        const uint32_t l = net->port_links[port->first_link + j];
        const struct mnz_net_link *link = &net->links[l];
        const double flow = k->baseline->flow[l];

        if (!(flow > 0.0))
            continue;
        if (link->capacity_tpa == MNZ_VALUE_NONE)
            return INFINITY;
        room += fmax(0.0, nominal(k, link->capacity_tpa) * link->split -
                              (competes ? 0.0 : flow * (1.0 + DUST)));
    }
    return room;
}

static void
warn_of_purchases(const struct mnz_check *k, const struct mnz_net_stockpile *pile,
                  struct mnz_diags *diags)
{
    const struct mnz_scenario *s = k->network->scenario;
    const struct mnz_policy *p = &s->policies[pile->policy];
    double room = 0.0;

    for (uint32_t j = 0; j < pile->num_ports; j++)
        room += room_of_port(k, k->network->stockpile_ports[pile->first_port + j],
                             p->stockpile.competes);
    if (p->stockpile.refill && !(room > 0.0))
        mnz_diag_add(diags, MNZ_W1024, p->origin.at,
                     "give the links more 'capacity', or let it compete",
                     "stockpile '%s' cannot buy %s: its beneficiaries' links carry no "
                     "more than they need",
                     p->name, s->materials[pile->material].name);
}

static void
warn_of_releases(const struct mnz_check *k, const struct mnz_net_stockpile *pile,
                 struct mnz_diags *diags)
{
    const struct mnz_network *net = k->network;
    const struct mnz_scenario *s = net->scenario;

    for (uint32_t i = pile->first_bar; i < pile->first_bar + pile->num_bars; i++)
        mnz_diag_add(diags, MNZ_W1027, s->policies[pile->policy].origin.at, NULL,
                     "control '%s' acts on what stockpile '%s' releases to '%s'",
                     s->controls[net->bars[i].control].name,
                     s->policies[pile->policy].name,
                     mnz_network_node_name(net, net->ports[net->bars[i].port].node));
}

static void
warn_of_policy(const struct mnz_check *k, const struct mnz_policy *p,
               struct mnz_diags *diags)
{
    if (!p->stockpile.refill && nominal(k, p->stockpile.starts_with) <= 0.0)
        mnz_diag_add(diags, MNZ_W1025, p->origin.at,
                     "give it 'refill: true', or a 'starts_with' above 0",
                     "stockpile '%s' never holds anything", p->name);
    if (nominal(k, p->stockpile.shortfall_above) >= 1.0)
        mnz_diag_add(diags, MNZ_W1026, p->origin.at,
                     "lower its 'shortfall above': a shortfall is 1 at most",
                     "stockpile '%s' never releases anything", p->name);
}

void
mnz_check_stockpiles(const struct mnz_check *k, struct mnz_diags *diags)
{
    const struct mnz_network *net = k->network;

    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *pile = &net->stockpiles[i];

        if (i == 0 || net->stockpiles[i - 1].policy != pile->policy)
            warn_of_policy(k, &net->scenario->policies[pile->policy], diags);
        warn_of_purchases(k, pile, diags);
        warn_of_releases(k, pile, diags);
    }
}
