/* ship.c - arrivals, making, rationing, sending. */

#include "engine/ship.h"

#include "engine/licence.h"
#include "engine/stockpile.h"
#include "engine/terms.h"

static void arrive(struct mnz_batch *b, uint32_t p);
static void deliver(struct mnz_batch *b, uint32_t p);
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
            arrive(b, p);
            deliver(b, p);
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
arrive(struct mnz_batch *b, uint32_t p)
{
    mnz_lane *row = &b->ring[b->engine->ports[p].ring_first + b->port[p].ring_head];
    const mnz_lane arrived = *row;

    *row = lane_of(0.0);
    b->port[p].stock += arrived + b->port[p].coming;
    b->port[p].received = arrived;
    b->port[p].coming = lane_of(0.0);
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

void
mnz_ship_send_together(struct mnz_batch *b, uint32_t p, struct mnz_sent sent,
                       int is_spot)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    struct mnz_port_lanes *port = &b->port[p];
    mnz_lane *ring = &b->ring[plan->ring_first];
    uint32_t row = port->ring_head + port->common_lead, next;

    if (row >= plan->ring_size)
        row -= plan->ring_size;
    next = row + 1 < plan->ring_size ? row + 1 : 0;
    ring[next] += sent.late;
    if (port->common_lead > 0) {
        ring[row] += sent.early;
    } else if (is_spot) {
        ring[next] += sent.early;
    } else {
        port->stock += sent.early;
        port->received += sent.early;
    }
}

/* What a port has been sent in this step. */
static void
note_delivery(struct mnz_batch *b, uint32_t p, mnz_lane sum, mnz_mask is_served)
{
    struct mnz_port_lanes *port = &b->port[p];

    port->got = sum;
    port->unmet = lane_positive(port->ordered - sum);
    port->is_served = (uint8_t)!lane_any(~is_served);
}

/* Every link of a port ships what its seller, who came before, has for it. */
MNZ_INLINE void
deliver_plainly(struct mnz_batch *b, uint32_t p, int is_fixed, uint32_t n)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];
    const struct mnz_plan_link *links = &b->engine->links[plan->first_link];
    struct mnz_link_lanes *link = &b->link[plan->first_link];
    mnz_lane sum = lane_of(0.0);
    mnz_mask is_served = ~(mnz_mask){0};
    struct mnz_sent sent = {0};

    for (uint32_t j = 0; j < n; j++) {
        const mnz_lane shipped = link[j].allowed * b->slot_part[links[j].slot];
        const mnz_lane late =
            mnz_term_lead_rest(b, plan->first_link + j, is_fixed) * shipped;

        link[j].shipped = shipped;
        is_served &= (mnz_mask)(shipped >= link[j].order);
        sum += shipped;
        sent.early += shipped - late;
        sent.late += late;
    }
    mnz_ship_send_together(b, p, sent, 0);
    note_delivery(b, p, sum, is_served);
}

static void
deliver_link_by_link(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_port *plan = &e->ports[p];
    const int is_divided = b->kept || b->extra;
    mnz_lane sum = lane_of(0.0);
    mnz_mask is_served = ~(mnz_mask){0};

    for (uint32_t l = plan->first_link; l < plan->first_link + plan->num_links; l++) {
        struct mnz_link_lanes *link = &b->link[l];
        mnz_lane shipped = link->allowed * mnz_ship_part(b, l);

        if (is_divided)
            shipped = divide(b, l, shipped);
        link->shipped = shipped;
        sum += shipped;
        is_served &= (mnz_mask)(shipped >= link->order);
        mnz_ship_send(b, l, shipped, 0);
    }
    note_delivery(b, p, sum, is_served);
}

static void
deliver(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_plan_port *plan = &e->ports[p];

    if (b->port[p].common_lead == MNZ_NONE || b->kept || b->extra || e->has_priorities)
        deliver_link_by_link(b, p);
    else
        MNZ_FOR_PORT(plan, deliver_plainly, b, p);
    if (plan->is_plain)
        return;
    for (uint32_t l = plan->first_link; l < plan->first_link + plan->num_links; l++)
        if (e->links[l].licensed != MNZ_NONE)
            mnz_licence_settle(b, &e->links[l], b->link[l].shipped, b->link[l].allowed);
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
mnz_ship_ration(struct mnz_batch *b, uint32_t o)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t s = e->first_class[o]; s < e->first_class[o] + e->num_classes[o];
         s++) {
        const mnz_lane asked = b->slot_asked[s];
        const mnz_lane part =
            lane_min(lane_of(1.0), lane_ratio(b->out_stock[o], asked, 1.0));

        b->slot_part[s] = part;
        b->out_stock[o] = lane_positive(b->out_stock[o] - asked * part);
    }
}

/* Row of a port's ring that arrives `steps` from now. */
static mnz_lane *
ring_row(struct mnz_batch *b, uint32_t p, uint32_t steps)
{
    uint32_t row = b->port[p].ring_head + steps;

    if (row >= b->engine->ports[p].ring_size)
        row -= b->engine->ports[p].ring_size;
    return &b->ring[b->engine->ports[p].ring_first + row];
}

/* Send it in the lanes whose lead time has `k` whole steps. */
static void
send_by_lead(struct mnz_batch *b, uint32_t l, uint32_t k, mnz_lane amount, int is_spot)
{
    const uint32_t p = b->engine->links[l].port;
    const mnz_lane late = b->lead_rest[l] * amount;

    if (k > 0) {
        *ring_row(b, p, k) += amount - late;
        *ring_row(b, p, k + 1) += late;
    } else if (is_spot) {
        *ring_row(b, p, 1) += amount;
    } else {
        b->port[p].stock += amount - late;
        b->port[p].received += amount - late;
        *ring_row(b, p, 1) += late;
    }
}

void
mnz_ship_send(struct mnz_batch *b, uint32_t l, mnz_lane amount, int is_spot)
{
    const uint32_t least = b->lead_least[l], most = b->lead_most[l];

    if (least == most) {
        send_by_lead(b, l, least, amount, is_spot);
        return;
    }
    for (uint32_t k = least; k <= most; k++) {
        const mnz_mask has_k = (mnz_mask)(b->lead_whole[l] == (int64_t)k);

        if (lane_any(has_k))
            send_by_lead(b, l, k, lane_where(has_k, amount), is_spot);
    }
}

void
mnz_ship_advance(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t p = 0; p < e->net->num_ports; p++)
        if (++b->port[p].ring_head == e->ports[p].ring_size)
            b->port[p].ring_head = 0;
}
