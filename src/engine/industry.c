/* industry.c - what an industry of many firms makes of its inputs, and what its
 * customers get. */

#include "engine/industry.h"

#include "engine/firms.h"
#include "engine/parameters.h"

static void
mnz_industry_start(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t i = 0; e->has_uneven && i < e->net->num_nodes; i++) {
        b->product_stock[i] = b->product_cover[i] * b->normal_activity[i];
        b->firms_stopped[i] = lane_of(0.0);
    }
    for (uint32_t p = 0; e->has_uneven && p < e->net->num_ports; p++)
        b->shortage_age[p] = lane_of(-1.0);
}

static void
mnz_industry_plan(struct mnz_batch *b, const struct mnz_plan_node *node)
{
    const uint32_t i = node->node;
    const mnz_lane gap =
        b->product_cover[i] * b->normal_activity[i] - b->product_stock[i];
    const mnz_lane most = (1.0 + b->value[node->overtime]) * b->wanted[i];

    b->target[i] = lane_positive(lane_min(b->demand[i] + gap * b->per_adjust, most));
}

static void
mnz_industry_open(struct mnz_batch *b, const struct mnz_plan_node *node)
{
    for (uint32_t p = node->first_port; p < node->end_port; p++)
        b->stock_before[p] = b->port[p].stock;
}

/* The share of output that needs the port's input in this step. It falls in a line from
 * the first shortage on. */
static mnz_lane
essential_share(struct mnz_batch *b, uint32_t p)
{
    const struct mnz_essential *x = b->engine->net->ports[p].essential;
    mnz_lane share, takes, fallen;

    if (!x)
        return lane_of(1.0);
    share = b->value[x->share];
    if (x->falls_to == MNZ_VALUE_NONE)
        return share;
    b->shortage_age[p] +=
        lane_where((mnz_mask)(b->shortage_age[p] >= 0.0), lane_of(1.0));
    takes = b->value[x->takes_months] / b->engine->net->months_per_step;
    fallen = lane_min(lane_ratio(lane_positive(b->shortage_age[p]), takes, 1.0),
                      lane_of(1.0));
    fallen = lane_where((mnz_mask)(b->shortage_age[p] >= 0.0), fallen);
    return share + (b->value[x->falls_to] - share) * fallen;
}

/* How far a port's input goes in this step. */
struct reach_of_input {
    mnz_lane fill;    /* share of the need that is met */
    mnz_lane stopped; /* share of firms that have run dry of it and get none */
};

static struct reach_of_input
meet_need(const struct mnz_batch *b, uint32_t i, uint32_t p)
{
    const struct mnz_port_lanes *port = &b->port[p];
    const mnz_lane normal_use = port->use * b->normal_activity[i];
    const mnz_lane need = port->use * b->target[i];
    const mnz_lane arrived = port->stock - b->stock_before[p];
    const struct mnz_firms firms = mnz_firms_serve(
        need, arrived, b->stock_before[p], port->cover * normal_use, b->firm_law[i]);
    const mnz_mask is_short =
        (mnz_mask)(need - arrived > 1e-9 * normal_use + MNZ_DUST_T);
    struct reach_of_input reach = {lane_ratio(firms.served, need, 1.0), lane_of(0.0)};

    if (lane_any(is_short))
        reach.stopped =
            lane_where(is_short, lane_select((mnz_mask)(b->firm_law[i] > 0.0),
                                             mnz_firms_dry(firms.left, b->firm_law[i]) *
                                                 (1.0 - lane_ratio(arrived, need, 1.0)),
                                             1.0 - reach.fill));
    return reach;
}

static void
mnz_industry_make(struct mnz_batch *b, const struct mnz_plan_node *node)
{
    const uint32_t i = node->node;
    const mnz_lane target = b->target[i], demand = b->demand[i];
    const mnz_lane normal_part =
        lane_min(lane_ratio(b->wanted[i], target, 1.0), lane_of(1.0));
    const mnz_lane short_below = 1.0 - b->short_above - 1e-9; /* not by rounding */
    mnz_lane part = lane_of(1.0), limiting = lane_of(-1.0), number = lane_of(0.0);
    mnz_lane least_fill = lane_of(1.0), stopped = lane_of(0.0), lacking = lane_of(1.0);

    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        const struct reach_of_input reach = meet_need(b, i, p);
        const mnz_lane essential = essential_share(b, p);
        const mnz_lane needing = 1.0 - (1.0 - essential) * normal_part;
        const mnz_lane by_input = 1.0 - needing * (1.0 - reach.fill);
        const mnz_mask less = (mnz_mask)(by_input < part);
        const mnz_mask begins =
            (mnz_mask)(reach.fill < short_below) & (mnz_mask)(b->shortage_age[p] < 0.0);

        part = lane_select(less, by_input, part);
        limiting = lane_select(less, number, limiting);
        lacking = lane_select(less, essential, lacking);
        number += 1.0;
        least_fill = lane_min(least_fill, reach.fill);
        stopped = lane_max(stopped, reach.stopped);
        b->consumed[p] = reach.fill;
        b->shortage_age[p] = lane_select(begins, lane_of(0.0), b->shortage_age[p]);
    }
    for (uint32_t p = node->first_port; p < node->end_port; p++) {
        struct mnz_port_lanes *port = &b->port[p];

        b->consumed[p] = port->use * target * lane_min(part, b->consumed[p]);
        port->stock = lane_positive(port->stock - b->consumed[p]);
    }
    b->activity[i] = target * part;
    b->limiting[i] = limiting;
    b->firms_stopped[i] = stopped;
    b->products_lacking[i] = lacking;
    b->supplied[i] = demand * lane_min(lane_ratio(least_fill * target,
                                                  lane_min(target, demand), 1.0),
                                       lane_of(1.0));
}

static void
mnz_industry_deliver(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t k = 0; e->has_uneven && k < e->net->num_nodes; k++) {
        const struct mnz_plan_node *node = &e->nodes[k];
        const uint32_t i = node->node;
        const mnz_lane a = b->activity[i];
        const mnz_lane normal = b->product_cover[i] * b->normal_activity[i];
        const mnz_lane lacking = b->products_lacking[i];

        if (!node->is_uneven) {
            b->supplied[i] = b->delivered[i] = a;
            continue;
        }
        b->delivered[i] = mnz_firms_serve(b->demand[i], a,
                                          lane_positive(b->product_stock[i] -
                                                        (1.0 - lacking) * normal),
                                          lacking * normal, b->firm_law[i])
                              .served;
        b->product_stock[i] = lane_positive(b->product_stock[i] + a - b->delivered[i]);
    }
}
