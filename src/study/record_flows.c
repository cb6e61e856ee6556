/* record_flows.c - licensing offices, prices by market, observed flows. */

#include "study/record_flows.h"

#include <math.h>
#include <string.h>

#include "engine/served.h"
#include "study/shipped.h"

/* A hundred years: longer waits are not reported. */
static const double LONGEST_WAIT_MONTHS = 1200.0;

/* Tonnes that the links of an observed flow sent in this step, to stockpiles too. */
static mnz_lane
shipped_in_flow(const struct mnz_batch *b, uint32_t flow)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_flow *f = &net->flows[flow];
    mnz_lane sum = lane_of(0.0);

    for (uint32_t j = 0; j < f->num_links; j++) {
        sum += mnz_shipped(b, b->engine->link_at[net->flow_links[f->first_link + j]]);
    }
    return sum;
}

static void
add_offices(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = m->first_group[MNZ_SCOPE_CONTROL];
         g < m->first_group[MNZ_SCOPE_CONTROL + 1]; g++) {
        const uint32_t v = b->engine->licence_of_control[m->groups[g].index];
        struct office *office = &r->month.offices[mnz_row_of_group(r, g)];

        office->applied += b->office_applied[v];
        office->granted += b->office_granted[v];
    }
}

static void
add_prices(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = m->first_group[MNZ_SCOPE_MARKET];
         g < m->first_group[MNZ_SCOPE_MARKET + 1]; g++) {
        const uint32_t market = m->groups[g].index;

        r->month.prices[mnz_row_of_group(r, g)] +=
            b->price[m->net->markets[market].material] * (1.0 + b->premium[market]);
    }
}

static void
add_shipped(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = m->first_group[MNZ_SCOPE_FLOW];
         g < m->first_group[MNZ_SCOPE_FLOW + 1]; g++)
        r->month.shipped[mnz_row_of_group(r, g)] +=
            shipped_in_flow(b, m->groups[g].index);
}

static void
add_stockpiles(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = m->first_group[MNZ_SCOPE_STOCKPILE];
         g < m->first_group[MNZ_SCOPE_STOCKPILE + 1]; g++) {
        const uint32_t i = m->groups[g].index;
        const struct mnz_net_stockpile *stockpile = &m->net->stockpiles[i];
        const struct mnz_served served = mnz_served_by(b, stockpile);
        struct pile *pile = &r->month.piles[mnz_row_of_group(r, g)];

        pile->released += b->let_out[i];
        pile->bought += b->bought[i];
        pile->purchases += b->bought[i] * b->price[stockpile->material] * 1000.0 *
                           lane_ratio(served.at_price, served.use, 1.0);
    }
}

static void
mnz_flows_step(struct mnz_recorder *r, const struct mnz_batch *b)
{
    if (mnz_selection_has(r->selection, MNZ_PART_OFFICES))
        add_offices(r, b);
    if (mnz_selection_has(r->selection, MNZ_PART_PRICES))
        add_prices(r, b);
    if (mnz_selection_has(r->selection, MNZ_PART_SHIPPED))
        add_shipped(r, b);
    if (mnz_selection_has(r->selection, MNZ_PART_STOCKPILES))
        add_stockpiles(r, b);
    if (mnz_selection_has(r->selection, MNZ_PART_POLICIES))
        *r->month.policy_cost += b->policy_cost_usd;
}

/* Months from application to licence at this pace (Little's law); none where nothing,
 * or next to nothing, is granted: it would say more of the rounding than of the office.
 */
static mnz_lane
months_to_licence(mnz_lane backlog, mnz_lane granted_per_month)
{
    const mnz_lane months = lane_ratio(backlog, granted_per_month, HUGE_VAL);

    return lane_select((mnz_mask)(months <= LONGEST_WAIT_MONTHS), months,
                       lane_of((double)NAN));
}

static void
put_office(struct values values, const struct office *o, double months)
{
    put(values, MNZ_METRIC_APPLIED_TONNES, o->applied);
    put(values, MNZ_METRIC_GRANTED_TONNES, o->granted);
    put(values, MNZ_METRIC_BACKLOG_TONNES, o->backlog / months);
    put(values, MNZ_METRIC_IN_HAND_TONNES, o->in_hand / months);
    put(values, MNZ_METRIC_MONTHS_TO_LICENCE,
        months_to_licence(o->backlog, o->granted));
}

static void
mnz_control_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                  struct values values)
{
    const uint32_t v = b->engine->licence_of_control[r->metrics->groups[g].index];
    struct office *o = &r->month.offices[mnz_row_of_group(r, g)];

    o->backlog = b->office_backlog[v];
    o->in_hand = b->office_in_hand[v];
    put_office(values, o, 1.0);
}

static void
mnz_control_horizon(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    put_office(values, &r->horizon.offices[mnz_row_of_group(r, g)],
               (double)r->metrics->num_months);
}

static void
mnz_market_month(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    put(values, MNZ_METRIC_PRICE_USD_PER_KG,
        r->month.prices[mnz_row_of_group(r, g)] / (double)r->steps_of_month);
}

static void
mnz_market_horizon(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    const double steps =
        (double)(r->metrics->net->num_steps - r->metrics->net->warm_steps);

    put(values, MNZ_METRIC_PRICE_USD_PER_KG,
        r->horizon.prices[mnz_row_of_group(r, g)] / steps);
}

static void
mnz_flow_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
               uint32_t month, struct values values)
{
    mnz_lane *shipped = &r->month.shipped[mnz_row_of_group(r, g)];
    double factor[MNZ_LANES];
    mnz_lane reported;

    mnz_recorder_reported(r, b, g, month, factor);
    memcpy(&reported, factor, sizeof reported);
    *shipped *= reported;
    put(values, MNZ_METRIC_SHIPPED_TONNES, *shipped);
}

/* The sum of the months as they were reported. */
static void
mnz_flow_horizon(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    put(values, MNZ_METRIC_SHIPPED_TONNES, r->horizon.shipped[mnz_row_of_group(r, g)]);
}

static void
put_pile(struct values values, const struct pile *p, double months)
{
    put(values, MNZ_METRIC_HELD_TONNES, p->held / months);
    put(values, MNZ_METRIC_STOCK_MONTHS, p->months / months);
    put(values, MNZ_METRIC_RELEASED_TONNES, p->released);
    put(values, MNZ_METRIC_BOUGHT_TONNES, p->bought);
    put(values, MNZ_METRIC_PURCHASES_USD, p->purchases);
}

static void
mnz_stockpile_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                    struct values values)
{
    const uint32_t i = r->metrics->groups[g].index;
    const struct mnz_network *net = r->metrics->net;
    const mnz_lane use = mnz_served_by(b, &net->stockpiles[i]).use;
    struct pile *pile = &r->month.piles[mnz_row_of_group(r, g)];

    pile->held = b->stockpile[i];
    pile->months = lane_ratio(pile->held, use, (double)NAN) * net->months_per_step;
    put_pile(values, pile, 1.0);
}

static void
mnz_stockpile_horizon(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    put_pile(values, &r->horizon.piles[mnz_row_of_group(r, g)],
             (double)r->metrics->num_months);
}
