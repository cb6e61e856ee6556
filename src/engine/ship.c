/* ship.c - arrivals, making, rationing, sending. */

#include "engine/ship.h"

#include <string.h>

#include "engine/industry.h"
#include "engine/licence.h"
#include "engine/link_terms.h"
#include "engine/stockpile.h"

MNZ_INLINE void arrive(struct mnz_port_at *at);
MNZ_INLINE void deliver(struct mnz_batch *b, struct mnz_port_at *at, int is_usual);
MNZ_INLINE void make(struct mnz_batch *b, const struct mnz_plan_node *node,
                     mnz_lane most);
static void recycle(struct mnz_batch *b, const struct mnz_plan_node *node);

/* Usual are batches in which no policy takes its part. */
MNZ_INLINE void
make_all(struct mnz_batch *b, int is_usual)
{
    for (uint32_t k = b->engine->net->num_nodes; k-- > 0;) {
        const struct mnz_plan_node *node = &b->engine->nodes[k];

        if (node->is_uneven)
            mnz_industry_open(b, node);
        for (uint32_t p = node->first_port; p < node->end_port; p++) {
            arrive(&b->at[p]);
            deliver(b, &b->at[p], is_usual);
        }
        if (node->is_recycler)
            recycle(b, node);
        else if (node->is_uneven)
            mnz_industry_make(b, node);
        else
            make(b, node, lane_of(MNZ_UNLIMITED));
        for (uint32_t o = node->first_output; o < node->end_output; o++)
            mnz_ship_ration(b, o);
    }
}

static void
mnz_step_ship(struct mnz_batch *b)
{
    if (b->to_stockpiles)
        memset(b->to_stockpiles, 0,
               sizeof *b->to_stockpiles * b->engine->net->num_links);
    if (b->kept || b->extra || b->engine->has_priorities)
        make_all(b, 0);
    else
        make_all(b, 1);
    if (b->extra)
        mnz_stockpile_receive(b);
}

MNZ_INLINE void
arrive(struct mnz_port_at *at)
{
    mnz_lane *row = &at->ring[at->ring_head];
    const mnz_lane arrived = *row;

    *row = lane_of(0.0);
    if (++at->ring_head == at->ring_size)
        at->ring_head = 0;
    if (at->is_watched)
        at->lanes->received = arrived;
    if (!at->is_supplied) {
        at->lanes->stock += arrived;
        return;
    }
    at->lanes->stock += arrived + at->lanes->coming;
    at->lanes->coming = at->lanes->released = lane_of(0.0);
}

/* Goods that a pact keeps from buyers outside it stay with the seller; competing
 * stockpiles share the rest with the link's buyer. Returns the buyer's part, and leaves
 * in *allowed the part that its own orders were allowed. */
static mnz_lane
divide(struct mnz_batch *b, uint32_t l, mnz_lane shipped, mnz_lane *allowed)
{
    if (b->kept) {
        const mnz_lane kept = shipped * b->kept[l];

        b->out_stock[b->engine->links[l].output] += shipped - kept;
        shipped = kept;
    }
    if (b->extra) {
        b->extra_shipped[l] = shipped * lane_ratio(b->extra[l], *allowed, 0.0);
        b->to_stockpiles[l] = b->extra_shipped[l];
        shipped -= b->extra_shipped[l];
        *allowed = lane_positive(*allowed - b->extra[l]);
    }
    return shipped;
}

/* Note the shipments to a port in this step. */
MNZ_INLINE void
note_delivery(struct mnz_port_at *at, mnz_lane sum, mnz_mask is_served)
{
    at->lanes->got = sum;
    at->is_served = (uint8_t)!lane_any(~is_served);
    at->is_short = (uint8_t)lane_any((mnz_mask)(at->lanes->ordered > sum));
}

/* Ship on every link of a port its part of the stock that its seller, who came before,
 * rationed; together where the links have one lead time. In a usual batch a link has
 * one slot, and no policy takes a part. */
MNZ_INLINE void
deliver_on_links(struct mnz_batch *b, struct mnz_port_at *at, int is_usual,
                 int is_together, int is_fixed, uint32_t n)
{
    mnz_lane sum = lane_of(0.0);
    mnz_mask is_served = ~(mnz_mask){0};
    struct mnz_sent sent = {0};

#pragma GCC unroll 4
    for (uint32_t j = 0; j < n; j++) {
        const uint32_t l = at->first + j;
        const mnz_lane part = is_usual ? at->ties[j].slot->part : mnz_ship_part(b, l);
        mnz_lane allowed = at->link[j].allowed;
        mnz_lane shipped = allowed * part;
        mnz_lane late;

        if (!is_usual)
            shipped = divide(b, l, shipped, &allowed);
        late = mnz_link_lead_rest(b, at, j, is_fixed) * shipped;
        at->link[j].shipped = shipped;
        is_served &= (mnz_mask)(shipped >= at->link[j].order);
        sum += shipped;
        if (!is_together) {
            mnz_ship_send_on(b, at, j, shipped, late, 0);
        } else {
            sent.early += shipped - late;
            sent.late += late;
        }
        if (at->ties[j].terms->is_in_force)
            mnz_licence_settle(b, &at->ties[j], shipped, allowed);
    }
    if (is_together)
        mnz_ship_send(at, at->common_lead, sent, 0);
    note_delivery(at, sum, is_served);
}

MNZ_INLINE void
deliver(struct mnz_batch *b, struct mnz_port_at *at, int is_usual)
{
    if (!is_usual)
        deliver_on_links(b, at, 0, 0, 0, at->num_links);
    else if (at->common_lead != MNZ_LEADS_DIFFER)
        MNZ_FOR_PORT(at, deliver_on_links, b, at, 1, 1);
    else
        MNZ_FOR_PORT(at, deliver_on_links, b, at, 1, 0);
}

/* a = min(a*, min over inputs of I/u); `most` is another bound. */
MNZ_INLINE void
make(struct mnz_batch *b, const struct mnz_plan_node *node, mnz_lane most)
{
    struct mnz_port_lanes *port = &b->port[node->first_port];
    const uint32_t num_ports = node->end_port - node->first_port;
    mnz_lane a = b->target[node->node], limiting = lane_of(-1.0), number = lane_of(0.0);

    for (uint32_t j = 0; j < num_ports; j++) {
        const mnz_lane by_input = lane_ratio(port[j].stock, port[j].use, MNZ_UNLIMITED);
        const mnz_mask less = (mnz_mask)(by_input < a);

        a = lane_select(less, by_input, a);
        limiting = lane_select(less, number, limiting);
        number += 1.0;
    }
    a = lane_min(a, most);
    for (uint32_t j = 0; j < num_ports; j++)
        port[j].stock = lane_positive(port[j].stock - port[j].use * a);
    for (uint32_t o = node->first_output; o < node->end_output; o++)
        b->out_stock[o] += b->yield[o] * a;
    b->activity[node->node] = a;
    b->limiting[node->node] = limiting;
}

/* A recycler makes no more than its scrap stocks Z yield: Z/y. */
static void
recycle(struct mnz_batch *b, const struct mnz_plan_node *node)
{
    const uint32_t *scraps = b->engine->scrap_of_output;
    mnz_lane most = lane_of(MNZ_UNLIMITED);

    for (uint32_t o = node->first_output; o < node->end_output; o++)
        if (scraps[o] != MNZ_NONE)
            most = lane_min(
                most, lane_ratio(b->scrap[scraps[o]], b->yield[o], MNZ_UNLIMITED));
    make(b, node, most);
    for (uint32_t o = node->first_output; o < node->end_output; o++)
        if (scraps[o] != MNZ_NONE)
            b->scrap[scraps[o]] = lane_positive(b->scrap[scraps[o]] -
                                                b->yield[o] * b->activity[node->node]);
}

/* Row of a port's ring that arrives `steps` from now, at least 1. */
MNZ_INLINE mnz_lane *
ring_row(const struct mnz_port_at *at, uint32_t steps)
{
    uint32_t row = at->ring_head + (steps - 1);

    if (row >= at->ring_size)
        row -= at->ring_size;
    return &at->ring[row];
}

MNZ_INLINE void
mnz_ship_send(struct mnz_port_at *at, uint32_t k, struct mnz_sent sent, int is_spot)
{
    *ring_row(at, k + 1) += sent.late;
    if (k > 0) {
        *ring_row(at, k) += sent.early;
    } else if (is_spot) {
        *ring_row(at, 1) += sent.early;
    } else {
        at->lanes->stock += sent.early;
        if (at->is_watched)
            at->lanes->received += sent.early;
    }
}

/* The same lane by lane, where lanes may differ in lead time. */
static void
send_by_lane(struct mnz_batch *b, uint32_t l, mnz_lane amount, int is_spot)
{
    struct mnz_port_at *at = &b->at[b->engine->links[l].port];

    for (uint32_t k = b->lead_least[l]; k <= b->lead_most[l]; k++) {
        const mnz_mask has_k = (mnz_mask)(b->lead_whole[l] == (int64_t)k);
        const mnz_lane part = lane_where(has_k, amount);
        const mnz_lane late = is_spot && k == 0 ? lane_of(0.0) : b->lead_rest[l] * part;

        if (lane_any(has_k))
            mnz_ship_send(at, k, (struct mnz_sent){part - late, late}, is_spot);
    }
}

MNZ_INLINE void
mnz_ship_send_on(struct mnz_batch *b, struct mnz_port_at *at, uint32_t j,
                 mnz_lane amount, mnz_lane late, int is_spot)
{
    const uint16_t k = at->ties[j].lead;

    if (is_spot && k == 0)
        late = lane_of(0.0);
    if (k != MNZ_LEADS_DIFFER)
        mnz_ship_send(at, k, (struct mnz_sent){amount - late, late}, is_spot);
    else
        send_by_lane(b, at->first + j, amount, is_spot);
}

static void
mnz_ship_ask_nothing(struct mnz_batch *b)
{
    for (uint32_t s = 0; s < b->engine->num_slots; s++)
        b->slot[s].asked = lane_of(0.0);
}

static void
mnz_ship_ask(struct mnz_batch *b, uint32_t l, mnz_lane amount)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_link *link = &e->links[l];

    if (!e->has_priorities) {
        b->slot[link->slot].asked += amount;
        return;
    }
    for (uint32_t s = e->first_class[link->output];
         s < e->first_class[link->output] + e->num_classes[link->output]; s++)
        b->slot[s].asked +=
            lane_where((mnz_mask)(b->class_number[l] == (double)e->classes[s]), amount);
}

static inline void
mnz_ship_ration(struct mnz_batch *b, uint32_t o)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t end = e->first_class[o] + e->num_classes[o];

    for (uint32_t s = e->first_class[o]; s < end; s++) {
        const mnz_lane asked = b->slot[s].asked;
        const mnz_lane part =
            lane_min(lane_of(1.0), lane_ratio(b->out_stock[o], asked, 1.0));

        b->slot[s].part = part;
        b->out_stock[o] = lane_positive(b->out_stock[o] - asked * part);
    }
}

static mnz_lane
mnz_ship_part(const struct mnz_batch *b, uint32_t l)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_link *link = &e->links[l];
    mnz_lane part = lane_of(0.0);

    if (!e->has_priorities)
        return b->slot[link->slot].part;
    for (uint32_t s = e->first_class[link->output];
         s < e->first_class[link->output] + e->num_classes[link->output]; s++)
        part = lane_select((mnz_mask)(b->class_number[l] == (double)e->classes[s]),
                           b->slot[s].part, part);
    return part;
}
