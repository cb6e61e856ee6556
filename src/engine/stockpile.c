/* stockpile.c - release by need and class, refill from what others leave. */

#include "engine/stockpile.h"

#include <string.h>

#include "engine/environment.h"
#include "engine/parameters.h"
#include "engine/spot.h"

static void release(struct mnz_batch *b, uint32_t i, mnz_lane amount);
static void refill(struct mnz_batch *b, uint32_t i, mnz_lane amount);

static mnz_lane
gap_of(const struct mnz_batch *b, uint32_t p)
{
    return lane_positive(b->normal[p] - b->received[p] - b->released[p]);
}

void
mnz_stockpile_act(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    memset(b->released, 0, sizeof *b->released * net->num_ports);
    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *pile = &net->stockpiles[i];
        const struct mnz_policy *policy = &net->scenario->policies[pile->policy];
        const mnz_lane phi = mnz_phi(b, policy->regime);
        const mnz_lane rate = mnz_value_lane(b, policy->rate_per_month, MNZ_UNLIMITED) *
                              net->months_per_step * b->pile_first[i];
        mnz_lane gaps = lane_of(0.0), normal = lane_of(0.0), missing;
        mnz_mask is_short;

        for (uint32_t j = 0; j < pile->num_ports; j++) {
            const uint32_t p = net->stockpile_ports[pile->first_port + j];

            gaps += gap_of(b, p);
            normal += b->normal[p];
        }
        is_short =
            (mnz_mask)(gaps > (b->value[policy->shortfall_above] + 1e-9) * normal +
                                  MNZ_DUST_T);
        release(b, i,
                lane_where(is_short, phi * lane_min(b->pile[i], lane_min(rate, gaps))));
        if (!policy->refill)
            continue;
        missing = lane_positive(b->pile_first[i] - b->pile[i] - b->pile_coming[i]);
        refill(b, i, lane_where(~is_short, phi * lane_min(missing, rate)));
    }
}

/* The class of a port is the smallest class number among its links. */
static mnz_lane
class_of_port(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_port *port = &net->ports[p];
    mnz_lane smallest = lane_of(MNZ_UNLIMITED);

    for (uint32_t j = 0; j < port->num_links; j++)
        smallest = lane_min(smallest, b->class_number[port->first_link + j]);
    return smallest;
}

static void
release(struct mnz_batch *b, uint32_t i, mnz_lane amount)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_stockpile *pile = &net->stockpiles[i];
    const uint32_t *ports = &net->stockpile_ports[pile->first_port];
    mnz_lane left = amount, given = lane_of(0.0);
    mnz_lane served = lane_of(-1.0);

    if (!lane_any((mnz_mask)(amount > 0.0)))
        return;
    for (uint32_t j = 0; j < pile->num_ports; j++)
        b->pile_gap[j] = gap_of(b, ports[j]);
    for (;;) {
        mnz_lane next = lane_of(MNZ_UNLIMITED), gaps = lane_of(0.0), fraction;

        for (uint32_t j = 0; j < pile->num_ports; j++) {
            const mnz_lane class_number = class_of_port(b, ports[j]);

            next = lane_select((mnz_mask)(class_number > served),
                               lane_min(next, class_number), next);
        }
        if (!lane_any((mnz_mask)(next < MNZ_UNLIMITED)))
            break;
        for (uint32_t j = 0; j < pile->num_ports; j++)
            gaps += lane_where((mnz_mask)(class_of_port(b, ports[j]) == next),
                               b->pile_gap[j]);
        fraction = lane_min(lane_of(1.0), lane_ratio(left, gaps, 0.0));
        for (uint32_t j = 0; j < pile->num_ports; j++) {
            const mnz_lane part =
                lane_where((mnz_mask)(class_of_port(b, ports[j]) == next),
                           b->pile_gap[j] * fraction);

            b->released[ports[j]] += part;
            b->coming[ports[j]] += part;
            given += part;
        }
        left = lane_positive(left - gaps * fraction);
        served = next;
    }
    b->pile[i] = lane_positive(b->pile[i] - given);
}

static void
refill(struct mnz_batch *b, uint32_t i, mnz_lane amount)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_stockpile *pile = &net->stockpiles[i];
    const uint32_t *ports = &net->stockpile_ports[pile->first_port];
    mnz_lane normal = lane_of(0.0);

    if (!lane_any((mnz_mask)(amount > 0.0)))
        return;
    memset(b->refill_asked, 0, sizeof *b->refill_asked * net->num_outputs);
    for (uint32_t j = 0; j < pile->num_ports; j++)
        for (uint32_t k = 0; k < net->ports[ports[j]].num_links; k++) {
            const uint32_t l = net->ports[ports[j]].first_link + k;

            b->asked[l] = lane_where(mnz_link_is_free(b, l), b->w[l]) *
                          b->use[ports[j]] *
                          b->activity_norm[net->ports[ports[j]].node];
            normal += b->asked[l];
        }
    for (uint32_t j = 0; j < pile->num_ports; j++)
        for (uint32_t k = 0; k < net->ports[ports[j]].num_links; k++) {
            const uint32_t l = net->ports[ports[j]].first_link + k;

            b->refill_asked[mnz_engine_link(b->engine, l)->output] +=
                amount * lane_ratio(b->asked[l], normal, 0.0);
        }
    for (uint32_t o = 0; o < net->num_outputs; o++) {
        const mnz_lane taken = lane_min(b->refill_asked[o], b->out_stock[o]);

        b->out_stock[o] -= taken;
        b->pile_coming[i] += taken;
    }
}
