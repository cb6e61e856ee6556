/* record_step.c - from the steps of a batch to the values of its series. */

#include "study/recorder.h"

#include <string.h>

#include "study/record_flows.h"
#include "study/record_industries.h"

static void begin(struct mnz_recorder *r);
static void record_month(struct mnz_recorder *r, const struct mnz_batch *b,
                         uint32_t month);
static void record_horizon(struct mnz_recorder *r);

static void
mnz_record_step(void *context, const struct mnz_batch *b)
{
    struct mnz_recorder *r = context;
    const struct mnz_network *net = r->metrics->net;
    const uint32_t month = net->month_of_step[b->step];

    if (b->step == 0)
        begin(r);
    if (month == MNZ_NONE)
        return;
    if (b->step == net->warm_steps || b->engine->values_change[b->step]) {
        if (r->steps_of_month > 0)
            mnz_industries_keep_part(r);
        mnz_industries_measure(r, b);
    }
    mnz_industries_step(r, b);
    mnz_flows_step(r, b);
    r->steps_of_month++;
    if (b->step + 1 == net->num_steps || net->month_of_step[b->step + 1] != month)
        record_month(r, b, month);
    if (b->step + 1 == net->num_steps)
        record_horizon(r);
}

static void
begin(struct mnz_recorder *r)
{
    memset(r->block, 0, r->block_lanes * sizeof *r->block);
    r->steps_of_month = 0;
    r->has_earlier = 0;
}

/* The values of a group in a month. */
static struct values
month_values(const struct mnz_recorder *r, uint32_t g, uint32_t month)
{
    const struct mnz_metrics *m = r->metrics;
    const struct mnz_group *group = &m->groups[g];

    return (struct values){
        &r->values[m->num_horizon + m->num_monthly * month + group->first_monthly],
        m->month_at[group->scope], &r->values[m->num_series]};
}

static struct values
horizon_values(const struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_metrics *m = r->metrics;
    const struct mnz_group *group = &m->groups[g];

    return (struct values){&r->values[group->first_horizon],
                           m->horizon_at[group->scope], &r->values[m->num_series]};
}

/* The sums of the month into those of the horizon; the next month starts from none. */
static void
add_month_to_horizon(struct mnz_recorder *r)
{
    mnz_lane *month = r->block + r->block_lanes - 2 * r->period_lanes;
    mnz_lane *horizon = month + r->period_lanes;

    for (size_t i = 0; i < r->period_lanes; i++) {
        horizon[i] += month[i];
        month[i] = lane_of(0.0);
    }
}

static void
record_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t month)
{
    const struct mnz_metrics *m = r->metrics;

    mnz_industries_end_month(r);
    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct values values = month_values(r, g, month);

        if (!r->selection->wants_month[g])
            continue;
        switch (m->groups[g].scope) {
        case MNZ_SCOPE_CONTROL:
            mnz_control_month(r, b, g, values);
            break;
        case MNZ_SCOPE_MARKET:
            mnz_market_month(r, g, values);
            break;
        case MNZ_SCOPE_FLOW:
            mnz_flow_month(r, b, g, month, values);
            break;
        case MNZ_SCOPE_INPUT:
            mnz_input_month(r, b, g);
            break;
        case MNZ_SCOPE_STOCKPILE:
            mnz_stockpile_month(r, b, g, values);
            break;
        default:
            mnz_industries_month(r, b, g, month, values);
        }
    }
    add_month_to_horizon(r);
    mnz_industries_start_month(r);
    r->steps_of_month = 0;
}

static void
record_horizon(struct mnz_recorder *r)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct values values = horizon_values(r, g);

        if (!r->selection->wants_horizon[g])
            continue;
        switch (m->groups[g].scope) {
        case MNZ_SCOPE_CONTROL:
            mnz_control_horizon(r, g, values);
            break;
        case MNZ_SCOPE_MARKET:
            mnz_market_horizon(r, g, values);
            break;
        case MNZ_SCOPE_FLOW:
            mnz_flow_horizon(r, g, values);
            break;
        case MNZ_SCOPE_INPUT:
            mnz_input_horizon(r, g, values);
            break;
        case MNZ_SCOPE_STOCKPILE:
            mnz_stockpile_horizon(r, g, values);
            break;
        default:
            mnz_industries_horizon(r, g, values);
        }
    }
}
