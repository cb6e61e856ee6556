/* spot.c - purchases outside the usual channels. */

#include "engine/spot.h"

#include "engine/ban_quota.h"
#include "engine/ship.h"

static void ask(struct mnz_batch *b, struct mnz_port_at *at);
static void buy(struct mnz_batch *b, struct mnz_port_at *at);
static void clear(struct mnz_batch *b, const struct mnz_port_at *at);

/* Ports that lack nothing in any lane would ask for nothing and are passed over. */
static void
mnz_step_spot(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    uint32_t count = 0;

    mnz_ship_ask_nothing(b);
    for (uint32_t p = 0; p < net->num_ports; p++) {
        struct mnz_port_at *at = &b->at[p];
        const int had_spot = at->has_spot;

        at->has_spot = 0;
        if (at->is_short)
            ask(b, at);
        if (had_spot && !at->has_spot)
            clear(b, at);
        if (at->has_spot)
            b->spot_ports[count++] = p;
    }
    if (count == 0)
        return;
    for (uint32_t o = 0; o < net->num_outputs; o++)
        mnz_ship_ration(b, o);
    for (uint32_t i = 0; i < count; i++)
        buy(b, &b->at[b->spot_ports[i]]);
}

/* Weight of a link: its greatest share, where no control bars it. */
MNZ_INLINE mnz_lane
weight_of(const struct mnz_batch *b, struct mnz_port_at *at, uint32_t j, int has_capped,
          int is_fixed)
{
    const mnz_lane weight = mnz_link_most_share(b, at, j, is_fixed);

    return lane_where(mnz_link_is_free(b, &at->ties[j], has_capped), weight);
}

/* Ask the free links of a port in proportion to their weights. Where none is free
 * nothing is asked. */
MNZ_INLINE void
ask_links(struct mnz_batch *b, struct mnz_port_at *at, int has_capped, int is_fixed,
          uint32_t n)
{
    const mnz_lane wanted = at->lanes->use * b->target[at->node];
    const mnz_lane unmet = lane_positive(at->lanes->ordered - at->lanes->got);
    const int has_priorities = b->engine->has_priorities;
    mnz_lane weights = lane_of(0.0), sum = lane_of(0.0), scale;

    for (uint32_t j = 0; j < n; j++)
        weights += weight_of(b, at, j, has_capped, is_fixed);
    if (!lane_any((mnz_mask)(weights > 0.0)))
        return;
    scale = lane_ratio(b->spot_share * unmet, weights, 0.0);
    for (uint32_t j = 0; j < n; j++) {
        const uint32_t l = at->first + j;
        const struct mnz_link_lanes *link = &at->link[j];
        const mnz_lane qualified = lane_positive(
            mnz_link_most_share(b, at, j, is_fixed) * wanted - link->order);
        mnz_lane asked =
            lane_min(scale * weight_of(b, at, j, has_capped, is_fixed), qualified);

        if (at->ties[j].is_bounded)
            asked = lane_min(asked, mnz_link_room(b, l));
        b->spot[l] = asked;
        sum += asked;
        if (has_priorities)
            mnz_ship_ask(b, l, asked);
        else
            at->ties[j].slot->asked += asked;
    }
    at->has_spot = (uint8_t)lane_any((mnz_mask)(sum > 0.0));
}

static void
ask(struct mnz_batch *b, struct mnz_port_at *at)
{
    if (at->has_capped)
        ask_links(b, at, 1, at->is_fixed, at->num_links);
    else
        MNZ_FOR_PORT(at, ask_links, b, at, 0);
}

/* Buy the rationed part of each order. */
MNZ_INLINE void
buy_on_links(struct mnz_batch *b, struct mnz_port_at *at, int is_fixed, uint32_t n)
{
    const int is_together = at->common_lead != MNZ_LEADS_DIFFER;
    const int has_priorities = b->engine->has_priorities;
    mnz_lane got = at->lanes->got;
    struct mnz_sent sent = {0};

    for (uint32_t j = 0; j < n; j++) {
        const uint32_t l = at->first + j;
        const mnz_lane part =
            has_priorities ? mnz_ship_part(b, l) : at->ties[j].slot->part;
        const mnz_lane amount = b->spot[l] * part;
        const mnz_lane late = mnz_link_lead_rest(b, at, j, is_fixed) * amount;

        b->spot[l] = amount;
        got += amount;
        sent.early += amount - late;
        sent.late += late;
        if (!is_together)
            mnz_ship_send_on(b, at, j, amount, late, 1);
    }
    at->lanes->got = got;
    if (is_together)
        mnz_ship_send(at, at->common_lead, sent, 1);
}

static void
buy(struct mnz_batch *b, struct mnz_port_at *at)
{
    MNZ_FOR_PORT(at, buy_on_links, b, at);
}

static void
clear(struct mnz_batch *b, const struct mnz_port_at *at)
{
    for (uint32_t j = 0; j < at->num_links; j++)
        b->spot[at->first + j] = lane_of(0.0);
}
