/* spot.c - purchases outside the usual channels. */

#include "engine/spot.h"

#include <string.h>

#include "engine/hold.h"
#include "engine/ship.h"

static void ask(struct mnz_batch *b, uint32_t p);
static void buy(struct mnz_batch *b, uint32_t p);
static void clear(struct mnz_batch *b, uint32_t p);

/* Ports that lack nothing in any lane would ask for nothing and are passed over. */
void
mnz_spot_buy(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    int is_asked = 0;

    for (uint32_t p = 0; p < net->num_ports; p++) {
        struct mnz_port_state *state = &b->state[p];

        if (state->is_short && !is_asked)
            memset(b->slot_asked, 0, sizeof *b->slot_asked * b->engine->num_slots);
        is_asked |= state->is_short;
        if (state->is_short)
            ask(b, p);
        else if (state->had_spot)
            clear(b, p);
        state->had_spot = state->is_short;
    }
    if (!is_asked)
        return;
    for (uint32_t o = 0; o < net->num_outputs; o++)
        mnz_ship_ration(b, o);
    for (uint32_t p = net->num_ports; p-- > 0;) /* the last are near the core */
        if (b->state[p].is_short)
            buy(b, p);
}

/* What a link is qualified for, where nothing holds it. */
MNZ_INLINE mnz_lane
weight_of(const struct mnz_batch *b, const struct mnz_port_view *at, uint32_t j,
          int is_fixed)
{
    const mnz_lane weight = mnz_term_most_share(b, at->first + j, is_fixed);

    return at->plan->is_plain ? weight
                              : lane_where(mnz_hold_is_free(b, &at->links[j]), weight);
}

/* Ask the free links of a port in proportion to what they are qualified for. */
MNZ_INLINE void
ask_links(struct mnz_batch *b, const struct mnz_port_view *at, int is_fixed, uint32_t n)
{
    const mnz_lane wanted = at->port->use * b->target[at->plan->node];
    const mnz_lane unmet = lane_positive(at->port->ordered - at->port->got);
    const int has_priorities = b->engine->has_priorities;
    mnz_lane weights = lane_of(0.0), scale;

    for (uint32_t j = 0; j < n; j++)
        weights += weight_of(b, at, j, is_fixed);
    scale = lane_ratio(b->spot_share * unmet, weights, 0.0);
    for (uint32_t j = 0; j < n; j++) {
        const uint32_t l = at->first + j;
        const struct mnz_link_lanes *link = &at->link[j];
        const mnz_lane qualified =
            lane_positive(mnz_term_most_share(b, l, is_fixed) * wanted - link->order);
        mnz_lane asked = lane_min(scale * weight_of(b, at, j, is_fixed), qualified);

        if (at->links[j].is_bounded)
            asked = lane_min(asked, lane_positive(b->limit[l] - link->shipped));
        b->spot[l] = asked;
        if (has_priorities)
            mnz_ship_ask(b, l, asked);
        else
            b->slot_asked[at->links[j].slot] += asked;
    }
}

static void
ask(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_port_view at = mnz_view_port(b, p);

    MNZ_FOR_PORT(at.plan, ask_links, b, &at);
}

/* What was asked becomes what is got. */
MNZ_INLINE void
buy_on_links(struct mnz_batch *b, const struct mnz_port_view *at, int is_fixed,
             uint32_t n)
{
    const int is_together = at->state->common_lead != MNZ_NONE;
    const int has_priorities = b->engine->has_priorities;
    mnz_lane got = at->port->got;
    struct mnz_sent sent = {0};

    for (uint32_t j = 0; j < n; j++) {
        const uint32_t l = at->first + j;
        const mnz_lane part =
            has_priorities ? mnz_ship_part(b, l) : b->slot_part[at->links[j].slot];
        const mnz_lane amount = b->spot[l] * part;
        const mnz_lane late = mnz_term_lead_rest(b, l, is_fixed) * amount;

        b->spot[l] = amount;
        got += amount;
        sent.early += amount - late;
        sent.late += late;
        if (!is_together)
            mnz_ship_send_on(b, at, l, amount, 1);
    }
    at->port->got = got;
    if (is_together)
        mnz_ship_send(b, at, at->state->common_lead, sent, 1);
}

static void
buy(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_port_view at = mnz_view_port(b, p);

    MNZ_FOR_PORT(at.plan, buy_on_links, b, &at);
}

static void
clear(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];

    for (uint32_t l = plan->first_link; l < plan->first_link + plan->num_links; l++)
        b->spot[l] = lane_of(0.0);
}
