/* ship.c - arrivals, making, rationing, sending. */

#include "engine/ship.h"

#include "engine/licence.h"
#include "engine/stockpile.h"

static void arrive(struct mnz_batch *b, const struct mnz_port_view *at);
static void deliver(struct mnz_batch *b, const struct mnz_port_view *at);
static void make(struct mnz_batch *b, uint32_t i);

void
mnz_ship_make(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        b->pile[i] += b->pile_coming[i];
        b->pile_coming[i] = lane_of(0.0);
    }
    for (uint32_t k = net->num_nodes; k-- > 0;) {
        const struct mnz_net_node *node = &net->nodes[net->order[k]];

        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports;
             p++) {
            const struct mnz_port_view at = mnz_view_port(b, p);

            arrive(b, &at);
            deliver(b, &at);
        }
        make(b, net->order[k]);
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            mnz_ship_ration(b, o);
    }
    if (b->extra)
        mnz_stockpile_receive(b);
}

static void
arrive(struct mnz_batch *b, const struct mnz_port_view *at)
{
    mnz_lane *row = &b->ring[at->plan->ring_first + at->state->ring_head];
    const mnz_lane arrived = *row;

    *row = lane_of(0.0);
    if (++at->state->ring_head == at->plan->ring_size)
        at->state->ring_head = 0;
    at->port->stock += arrived + at->port->coming;
    at->port->received = arrived;
    at->port->coming = at->port->released = lane_of(0.0);
}

/* What a pact keeps from buyers outside it stays with the seller; stockpiles that
 * compete share what is left with the link's buyer. Returns what the buyer gets. */
static mnz_lane
divide(struct mnz_batch *b, uint32_t l, mnz_lane shipped)
{
    if (b->kept) {
        const mnz_lane kept = shipped * b->kept[l];

        b->out_stock[b->engine->links[l].output] += shipped - kept;
        shipped = kept;
    }
    if (b->extra) {
        b->extra_shipped[l] =
            shipped * lane_ratio(b->extra[l], b->link[l].allowed, 0.0);
        shipped -= b->extra_shipped[l];
        b->link[l].allowed = lane_positive(b->link[l].allowed - b->extra[l]);
    }
    return shipped;
}

/* What a port has been sent in this step. */
MNZ_INLINE void
note_delivery(const struct mnz_port_view *at, mnz_lane sum, mnz_mask is_served)
{
    at->port->got = sum;
    at->state->is_served = (uint8_t)!lane_any(~is_served);
    at->state->is_short = (uint8_t)lane_any((mnz_mask)(at->port->ordered > sum));
}

/* Every link of a port ships what its seller, who came before, has for it. */
MNZ_INLINE void
deliver_together(struct mnz_batch *b, const struct mnz_port_view *at, int is_fixed,
                 uint32_t n)
{
    mnz_lane sum = lane_of(0.0);
    mnz_mask is_served = ~(mnz_mask){0};
    struct mnz_sent sent = {0};

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane allowed = at->link[j].allowed;
        const mnz_lane shipped = allowed * b->slot_part[at->links[j].slot];
        const mnz_lane late = mnz_term_lead_rest(b, at->first + j, is_fixed) * shipped;

        at->link[j].shipped = shipped;
        is_served &= (mnz_mask)(shipped >= at->link[j].order);
        sum += shipped;
        sent.early += shipped - late;
        sent.late += late;
        if (at->links[j].treatment != MNZ_NONE)
            mnz_licence_settle(b, &at->links[j], shipped, allowed);
    }
    mnz_ship_send(b, at, at->state->common_lead, sent, 0);
    note_delivery(at, sum, is_served);
}

static void
deliver_link_by_link(struct mnz_batch *b, const struct mnz_port_view *at)
{
    const int is_divided = b->kept || b->extra;
    mnz_lane sum = lane_of(0.0);
    mnz_mask is_served = ~(mnz_mask){0};

    for (uint32_t j = 0; j < at->plan->num_links; j++) {
        const uint32_t l = at->first + j;
        struct mnz_link_lanes *link = &at->link[j];
        mnz_lane shipped = link->allowed * mnz_ship_part(b, l);

        if (is_divided)
            shipped = divide(b, l, shipped);
        link->shipped = shipped;
        sum += shipped;
        is_served &= (mnz_mask)(shipped >= link->order);
        mnz_ship_send_on(b, at, l, shipped, 0);
        if (at->links[j].treatment != MNZ_NONE)
            mnz_licence_settle(b, &at->links[j], shipped, link->allowed);
    }
    note_delivery(at, sum, is_served);
}

static void
deliver(struct mnz_batch *b, const struct mnz_port_view *at)
{
    if (at->state->common_lead == MNZ_NONE || b->kept || b->extra ||
        b->engine->has_priorities)
        deliver_link_by_link(b, at);
    else
        MNZ_FOR_PORT(at->plan, deliver_together, b, at);
}

/* a = min(a*, min over inputs of I/u, min over scrap stocks of Z/y) */
static void
make(struct mnz_batch *b, uint32_t i)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_net_node *node = &e->net->nodes[i];
    mnz_lane a = b->target[i], limiting = lane_of(-1.0);

    for (uint32_t j = 0; j < node->num_ports; j++) {
        const uint32_t p = node->first_port + j;
        const mnz_lane most =
            lane_ratio(b->port[p].stock, b->port[p].use, MNZ_UNLIMITED);
        const mnz_mask less = (mnz_mask)(most < a);

        a = lane_select(less, most, a);
        limiting = lane_select(less, lane_of((double)j), limiting);
    }
    for (uint32_t o = node->first_output;
         node->is_recycler && o < node->first_output + node->num_outputs; o++)
        if (e->scrap_of_output[o] != MNZ_NONE)
            a = lane_min(a, lane_ratio(b->scrap[e->scrap_of_output[o]], b->yield[o],
                                       MNZ_UNLIMITED));
    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
        b->port[p].stock = lane_positive(b->port[p].stock - b->port[p].use * a);
    for (uint32_t o = node->first_output; o < node->first_output + node->num_outputs;
         o++) {
        b->out_stock[o] += b->yield[o] * a;
        if (node->is_recycler && e->scrap_of_output[o] != MNZ_NONE) {
            mnz_lane *scrap = &b->scrap[e->scrap_of_output[o]];

            *scrap = lane_positive(*scrap - b->yield[o] * a);
        }
    }
    b->activity[i] = a;
    b->limiting[i] = limiting;
}

void
mnz_ship_send_by_lane(struct mnz_batch *b, uint32_t l, mnz_lane amount, int is_spot)
{
    const struct mnz_port_view at = mnz_view_port(b, b->engine->links[l].port);

    for (uint32_t k = b->lead_least[l]; k <= b->lead_most[l]; k++) {
        const mnz_mask has_k = (mnz_mask)(b->lead_whole[l] == (int64_t)k);
        const mnz_lane part = lane_where(has_k, amount);
        const mnz_lane late = mnz_ship_late(b, l, k, part, is_spot);

        if (lane_any(has_k))
            mnz_ship_send(b, &at, k, (struct mnz_sent){part - late, late}, is_spot);
    }
}
