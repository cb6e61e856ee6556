/* stockpile.c - release by need and class, refill from stock that is left. */

#include "engine/stockpile.h"

#include <string.h>

#include "engine/ban_quota.h"
#include "engine/pact.h"
#include "engine/parameters.h"
#include "engine/schedule.h"

/* Some ports, and how far their supply falls short. */
struct served {
    const uint32_t *ports;
    uint32_t count;
    mnz_lane gaps, open; /* open: the part of the gaps that controls let it fill */
    mnz_mask is_short;   /* by more than the trigger of the stockpile */
};

static struct served look_at(const struct mnz_batch *b, const struct mnz_policy *policy,
                             const uint32_t *ports, uint32_t count);
static void release(struct mnz_batch *b, uint32_t i, const struct served *to,
                    mnz_lane amount);
static void release_to_members(struct mnz_batch *b, uint32_t i, mnz_lane rate,
                               mnz_lane before);
static mnz_lane wanted_refill(const struct mnz_batch *b, uint32_t i);
static void refill(struct mnz_batch *b, uint32_t i, mnz_lane amount);

static void bar(struct mnz_batch *b, const struct mnz_net_stockpile *stockpile);
static void unbar(struct mnz_batch *b, const struct mnz_net_stockpile *stockpile);

static int
competes(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_network *net = b->engine->net;

    return net->scenario->policies[net->stockpiles[i].policy].stockpile.competes;
}

static mnz_lane
gap_of(const struct mnz_batch *b, uint32_t p)
{
    return lane_positive(b->port[p].normal - b->port[p].received - b->port[p].released);
}

/* Greatest release or refill of a step. */
static mnz_lane
rate_of(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_policy *policy =
        &net->scenario->policies[net->stockpiles[i].policy];

    return mnz_value_lane(b, policy->stockpile.rate_per_month, MNZ_UNLIMITED) *
           net->months_per_step * b->stockpile_first[i];
}

static void
mnz_step_stockpiles(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    mnz_pact_watch(b);
    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const struct mnz_net_stockpile *stockpile = &net->stockpiles[i];
        const struct mnz_policy *policy = &net->scenario->policies[stockpile->policy];
        const mnz_lane rate = rate_of(b, i), before = b->stockpile[i];
        struct served own;

        bar(b, stockpile);
        own = look_at(b, policy, &net->stockpile_ports[stockpile->first_port],
                      stockpile->num_ports);
        b->stockpile_released[i] = own.is_short;
        release(b, i, &own,
                lane_where(own.is_short,
                           mnz_phi(b, policy->regime) *
                               lane_min(b->stockpile[i], lane_min(rate, own.open))));
        if (net->num_pacts > 0)
            release_to_members(b, i, rate, before);
        unbar(b, stockpile);
        if (policy->stockpile.refill && !policy->stockpile.competes)
            refill(b, i, lane_where(~b->stockpile_released[i], wanted_refill(b, i)));
    }
}

/* Controls on a release over a border: an outage of the corridor leaves a share, and
 * where any other is in force nothing passes. */
static void
bar(struct mnz_batch *b, const struct mnz_net_stockpile *stockpile)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t k = 0; k < stockpile->num_bars; k++) {
        const struct mnz_net_bar *x = &net->bars[stockpile->first_bar + k];
        const struct mnz_control *control = &net->scenario->controls[x->control];

        if (control->kind == MNZ_CONTROL_OUTAGE)
            b->lets_in[x->port] *=
                b->outage_keep[(size_t)x->control * net->num_steps + b->step];
        else
            b->lets_in[x->port] = lane_where(
                (mnz_mask)(mnz_phi(b, control->regime) == 0.0), b->lets_in[x->port]);
    }
}

static void
unbar(struct mnz_batch *b, const struct mnz_net_stockpile *stockpile)
{
    for (uint32_t k = 0; k < stockpile->num_bars; k++)
        b->lets_in[b->engine->net->bars[stockpile->first_bar + k].port] = lane_of(1.0);
}

static struct served
look_at(const struct mnz_batch *b, const struct mnz_policy *policy,
        const uint32_t *ports, uint32_t count)
{
    struct served to = {.ports = ports, .count = count};
    mnz_lane normal = lane_of(0.0);

    for (uint32_t j = 0; j < count; j++) {
        to.gaps += gap_of(b, ports[j]);
        to.open += gap_of(b, ports[j]) * b->lets_in[ports[j]];
        normal += b->port[ports[j]].normal;
    }
    to.is_short = (mnz_mask)(to.gaps > (b->value[policy->stockpile.shortfall_above] +
                                        1e-9) * normal +
                                           MNZ_DUST_T);
    return to;
}

/* Through each pact that acts, the other members are served after the own. */
static void
release_to_members(struct mnz_batch *b, uint32_t i, mnz_lane rate, mnz_lane before)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_policy *policy =
        &net->scenario->policies[net->stockpiles[i].policy];

    for (uint32_t k = 0; k < net->num_pacts; k++) {
        const struct mnz_net_pact *pact = &net->pacts[k];
        const mnz_mask acts = (mnz_mask)(b->pact_acts[k] > 0.0);

        for (uint32_t j = 0; j < pact->num_stockpiles && lane_any(acts); j++) {
            const struct mnz_net_pact_stockpile *shared =
                &net->pact_stockpiles[pact->first_stockpile + j];
            const mnz_lane left = lane_positive(rate - (before - b->stockpile[i]));
            struct served to;

            if (shared->stockpile != i)
                continue;
            to = look_at(b, policy, &net->pact_ports[shared->first_port],
                         shared->num_ports);
            to.is_short &= acts;
            release(b, i, &to,
                    lane_where(to.is_short,
                               b->pact_acts[k] * mnz_phi(b, policy->regime) *
                                   lane_min(b->stockpile[i], lane_min(left, to.open))));
            b->stockpile_released[i] |= to.is_short;
        }
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
release(struct mnz_batch *b, uint32_t i, const struct served *to, mnz_lane amount)
{
    const uint32_t *ports = to->ports;
    mnz_lane left = amount, given = lane_of(0.0);
    mnz_lane served = lane_of(-1.0);

    if (!lane_any((mnz_mask)(amount > 0.0)))
        return;
    for (uint32_t j = 0; j < to->count; j++)
        b->gap[j] = gap_of(b, ports[j]) * b->lets_in[ports[j]];
    for (;;) {
        mnz_lane next = lane_of(MNZ_UNLIMITED), gaps = lane_of(0.0), fraction;

        for (uint32_t j = 0; j < to->count; j++) {
            const mnz_lane class_number = class_of_port(b, ports[j]);

            next = lane_select((mnz_mask)(class_number > served),
                               lane_min(next, class_number), next);
        }
        if (!lane_any((mnz_mask)(next < MNZ_UNLIMITED)))
            break;
        for (uint32_t j = 0; j < to->count; j++)
            gaps +=
                lane_where((mnz_mask)(class_of_port(b, ports[j]) == next), b->gap[j]);
        fraction = lane_min(lane_of(1.0), lane_ratio(left, gaps, 0.0));
        for (uint32_t j = 0; j < to->count; j++) {
            const mnz_lane part = lane_where(
                (mnz_mask)(class_of_port(b, ports[j]) == next), b->gap[j] * fraction);

            b->port[ports[j]].released += part;
            b->port[ports[j]].coming += part;
            given += part;
        }
        left = lane_positive(left - gaps * fraction);
        served = next;
    }
    b->stockpile[i] = lane_positive(b->stockpile[i] - given);
    b->let_out[i] += given;
}

/* 1 / normal, or 0 where it is only rounding: a whole refill would else be asked of one
 * link that hardly trades. */
static mnz_lane
share_asked(const struct mnz_batch *b, uint32_t i, mnz_lane normal)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_stockpile *stockpile = &net->stockpiles[i];
    mnz_lane use = lane_of(0.0);

    for (uint32_t j = 0; j < stockpile->num_ports; j++) {
        const uint32_t p = net->stockpile_ports[stockpile->first_port + j];

        use += b->port[p].use * b->normal_activity[net->ports[p].node];
    }
    return lane_where((mnz_mask)(normal > 1e-9 * use + MNZ_DUST_T),
                      lane_ratio(lane_of(1.0), normal, 0.0));
}

/* How much a stockpile that lets nothing out wants to take in. */
static mnz_lane
wanted_refill(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_policy *policy =
        &net->scenario->policies[net->stockpiles[i].policy];
    const mnz_lane missing =
        lane_positive(b->stockpile_first[i] - b->stockpile[i] - b->stockpile_coming[i]);

    return mnz_phi(b, policy->regime) * lane_min(missing, rate_of(b, i));
}

static void
mnz_stockpile_order(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;
    const struct mnz_network *net = e->net;

    memset(b->extra, 0, sizeof *b->extra * net->num_links);
    for (uint32_t i = 0; i < net->num_stockpiles; i++) {
        const uint32_t first = e->first_refill[i], count = e->num_refills[i];
        const mnz_lane amount =
            lane_where(~b->stockpile_released[i], wanted_refill(b, i));
        mnz_lane normal = lane_of(0.0), scale;

        for (uint32_t k = first; competes(b, i) && k < first + count; k++) {
            const uint32_t l = e->refill_link[k];
            const uint32_t p = e->links[l].port;

            b->refill_part[k] = lane_where(~mnz_controls_act(b, l),
                                           b->link[l].w * b->port[p].use *
                                               b->normal_activity[net->ports[p].node]);
            normal += b->refill_part[k];
        }
        scale = amount * share_asked(b, i, normal);
        for (uint32_t k = first; competes(b, i) && k < first + count; k++) {
            b->refill_part[k] *= scale;
            b->extra[e->refill_link[k]] += b->refill_part[k];
        }
    }
}

/* Purchases travel as goods of the spot market do: those without lead time enter the
 * stockpile as the next step begins. */
static void
send_to_stockpile(struct mnz_batch *b, uint32_t i, uint32_t l, mnz_lane amount)
{
    const uint32_t rows = b->engine->transit_rows;
    mnz_lane *transit = &b->transit[(size_t)i * rows];

    b->stockpile_coming[i] += amount;
    b->bought[i] += amount;
    for (uint32_t k = b->lead_least[l]; k <= b->lead_most[l]; k++) {
        const mnz_lane part =
            lane_where((mnz_mask)(b->lead_whole[l] == (int64_t)k), amount);
        const mnz_lane late = k == 0 ? lane_of(0.0) : b->lead_rest[l] * part;

        transit[(b->step + (k == 0 ? 1 : k)) % rows] += part - late;
        transit[(b->step + k + 1) % rows] += late;
    }
}

static void
mnz_stockpile_arrive(struct mnz_batch *b)
{
    const uint32_t rows = b->engine->transit_rows;

    for (uint32_t i = 0; i < b->engine->net->num_stockpiles; i++)
        b->let_out[i] = b->bought[i] = lane_of(0.0);
    if (!b->transit)
        return;
    for (uint32_t i = 0; i < b->engine->net->num_stockpiles; i++) {
        mnz_lane *row = &b->transit[(size_t)i * rows + b->step % rows];

        b->stockpile[i] += *row;
        b->stockpile_coming[i] = lane_positive(b->stockpile_coming[i] - *row);
        *row = lane_of(0.0);
    }
}

static void
mnz_stockpile_receive(struct mnz_batch *b)
{
    const struct mnz_engine *e = b->engine;

    for (uint32_t i = 0; i < e->net->num_stockpiles; i++)
        for (uint32_t k = e->first_refill[i];
             k < e->first_refill[i] + e->num_refills[i]; k++) {
            const uint32_t l = e->refill_link[k];

            if (competes(b, i))
                send_to_stockpile(b, i, l,
                                  b->extra_shipped[l] *
                                      lane_ratio(b->refill_part[k] * b->extra_cut[l],
                                                 b->extra[l], 0.0));
        }
}

/* Ask the free links in proportion to n; each gives of the stock that is left what it
 * can carry and no pact keeps back. */
static void
refill(struct mnz_batch *b, uint32_t i, mnz_lane amount)
{
    const struct mnz_engine *e = b->engine;
    const uint32_t *links = &e->refill_link[e->first_refill[i]];
    const uint32_t count = e->num_refills[i];
    mnz_lane normal = lane_of(0.0), scale;

    if (!lane_any((mnz_mask)(amount > 0.0)))
        return;
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t l = links[k], p = e->links[l].port;

        b->asked[l] = lane_where(mnz_link_is_free(b, &b->ties[l], 1), b->link[l].w) *
                      b->port[p].use * b->normal_activity[e->net->ports[p].node];
        normal += b->asked[l];
        b->refill_asked[e->links[l].output] = lane_of(0.0);
    }
    scale = amount * share_asked(b, i, normal);
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t l = links[k];

        b->asked[l] = lane_min(scale * b->asked[l],
                               b->ties[l].is_bounded
                                   ? lane_positive(mnz_link_room(b, l) - b->spot[l])
                                   : lane_of(MNZ_UNLIMITED));
        if (b->kept)
            b->asked[l] *= b->kept[l];
        b->refill_asked[e->links[l].output] += b->asked[l];
    }
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t l = links[k], o = e->links[l].output;
        const mnz_lane asked = b->refill_asked[o];

        b->asked[l] *= lane_min(lane_of(1.0), lane_ratio(b->out_stock[o], asked, 0.0));
        b->to_stockpiles[l] += b->asked[l];
        send_to_stockpile(b, i, l, b->asked[l]);
    }
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t l = links[k];
        mnz_lane *stock = &b->out_stock[e->links[l].output];

        *stock = lane_positive(*stock - b->asked[l]);
    }
}
