/* ship.c - arrivals, making, rationing, sending. */

#include "engine/ship.h"

#include "engine/stockpile.h"

static void arrive(struct mnz_batch *b);
static void make(struct mnz_batch *b, uint32_t i);
static void divert(struct mnz_batch *b, uint32_t o);
static void split_off_refills(struct mnz_batch *b, uint32_t o);

void
mnz_ship_make(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    arrive(b);
    for (uint32_t k = net->num_nodes; k-- > 0;) {
        const struct mnz_net_node *node = &net->nodes[net->order[k]];

        make(b, net->order[k]);
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++) {
            const struct mnz_net_output *output = &net->outputs[o];

            mnz_ship_ration(b, o, b->allowed, b->shipped);
            if (b->kept)
                divert(b, o);
            if (b->extra)
                split_off_refills(b, o);
            for (uint32_t j = 0; j < output->num_links; j++) {
                const uint32_t l = b->engine->link_at[output->first_link + j];

                mnz_ship_send(b, l, b->shipped[l], 0);
            }
        }
    }
    if (b->extra)
        mnz_stockpile_receive(b);
}

/* What a pact keeps from buyers outside it stays with the seller. */
static void
divert(struct mnz_batch *b, uint32_t o)
{
    const struct mnz_net_output *output = &b->engine->net->outputs[o];

    for (uint32_t j = 0; j < output->num_links; j++) {
        const uint32_t l = b->engine->link_at[output->first_link + j];
        const mnz_lane kept = b->shipped[l] * b->kept[l];

        b->out_stock[o] += b->shipped[l] - kept;
        b->shipped[l] = kept;
    }
}

/* Stockpiles that compete share what a link ships with its buyer. */
static void
split_off_refills(struct mnz_batch *b, uint32_t o)
{
    const struct mnz_net_output *output = &b->engine->net->outputs[o];

    for (uint32_t j = 0; j < output->num_links; j++) {
        const uint32_t l = b->engine->link_at[output->first_link + j];

        b->extra_shipped[l] =
            b->shipped[l] * lane_ratio(b->extra[l], b->allowed[l], 0.0);
        b->shipped[l] -= b->extra_shipped[l];
        b->allowed[l] = lane_positive(b->allowed[l] - b->extra[l]);
    }
}

static void
arrive(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t i = 0; i < e->net->num_stockpiles; i++) {
        b->pile[i] += b->pile_coming[i];
        b->pile_coming[i] = lane_of(0.0);
    }
    for (uint32_t p = 0; p < e->net->num_ports; p++) {
        const struct mnz_net_port *port = &e->net->ports[p];
        mnz_lane sum = lane_of(0.0);

        for (uint32_t j = 0; j < port->num_links; j++) {
            const uint32_t l = port->first_link + j;
            mnz_lane *row = &b->ring[e->ring_first[l] + b->ring_head[l]];

            sum += *row;
            *row = lane_of(0.0);
        }
        b->stock[p] += sum + b->coming[p];
        b->received[p] = sum;
        b->coming[p] = lane_of(0.0);
    }
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
        const mnz_lane most = lane_ratio(b->stock[p], b->use[p], MNZ_UNLIMITED);
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
        b->stock[p] = lane_positive(b->stock[p] - b->use[p] * a);
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

/* Ration one class: every link gets the same fraction of what it asks. */
static void
ration_all(struct mnz_batch *b, uint32_t o, const mnz_lane *asked, mnz_lane *given)
{
    const struct mnz_net_output *output = &b->engine->net->outputs[o];
    const uint32_t *links = &b->engine->link_at[output->first_link];
    mnz_lane sum = lane_of(0.0), fraction;

    for (uint32_t j = 0; j < output->num_links; j++)
        sum += asked[links[j]];
    fraction = lane_min(lane_of(1.0), lane_ratio(b->out_stock[o], sum, 1.0));
    for (uint32_t j = 0; j < output->num_links; j++)
        given[links[j]] = asked[links[j]] * fraction;
    b->out_stock[o] = lane_positive(b->out_stock[o] - sum * fraction);
}

static void
ration_class(struct mnz_batch *b, uint32_t o, double class_number,
             const mnz_lane *asked, mnz_lane *given)
{
    const struct mnz_net_output *output = &b->engine->net->outputs[o];
    const uint32_t *links = &b->engine->link_at[output->first_link];
    mnz_lane sum = lane_of(0.0), fraction;

    for (uint32_t j = 0; j < output->num_links; j++)
        sum += lane_where((mnz_mask)(b->class_number[links[j]] == class_number),
                          asked[links[j]]);
    fraction = lane_min(lane_of(1.0), lane_ratio(b->out_stock[o], sum, 1.0));
    for (uint32_t j = 0; j < output->num_links; j++)
        given[links[j]] =
            lane_select((mnz_mask)(b->class_number[links[j]] == class_number),
                        asked[links[j]] * fraction, given[links[j]]);
    b->out_stock[o] = lane_positive(b->out_stock[o] - sum * fraction);
}

void
mnz_ship_ration(struct mnz_batch *b, uint32_t o, const mnz_lane *asked, mnz_lane *given)
{
    const struct mnz_engine *e = b->engine;

    if (e->num_classes[o] == 1) {
        ration_all(b, o, asked, given);
        return;
    }
    for (uint32_t c = 0; c < e->num_classes[o]; c++)
        ration_class(b, o, (double)e->classes[e->first_class[o] + c], asked, given);
}

/* Row of the ring that arrives `steps` from now. */
static mnz_lane *
ring_row(struct mnz_batch *b, uint32_t l, uint32_t steps)
{
    uint32_t row = b->ring_head[l] + steps;

    if (row >= b->engine->ring_size[l])
        row -= b->engine->ring_size[l];
    return &b->ring[b->engine->ring_first[l] + row];
}

/* Send it in the lanes whose lead time has `k` whole steps. */
static void
send_by_lead(struct mnz_batch *b, uint32_t l, uint32_t k, mnz_lane amount, int is_spot)
{
    const mnz_lane late = b->lead_rest[l] * amount;

    if (k > 0) {
        *ring_row(b, l, k) += amount - late;
        *ring_row(b, l, k + 1) += late;
    } else if (is_spot) {
        *ring_row(b, l, 1) += amount;
    } else {
        const uint32_t p = mnz_engine_link(b->engine, l)->port;

        b->stock[p] += amount - late;
        b->received[p] += amount - late;
        *ring_row(b, l, 1) += late;
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

    for (uint32_t l = 0; l < e->net->num_links; l++)
        if (++b->ring_head[l] == e->ring_size[l])
            b->ring_head[l] = 0;
}
