/* record_month.c - from the sums of a month or of the horizon to values of series. */

#include "study/record_month.h"

#include <math.h>
#include <string.h>

/* A hundred years: longer waits are not reported. */
static const double LONGEST_WAIT_MONTHS = 1200.0;

/* 1 - got / wanted, not below 0; rounding of a run without shocks counts as none. */
static mnz_lane
share_missing(struct flow flow)
{
    const mnz_lane share = 1.0 - lane_ratio(flow.got, flow.wanted, 1.0);

    return lane_where((mnz_mask)(share > 1e-12), share);
}

/* What a group wanted and got, and what it lost. */
struct group_sums {
    struct flow flow;
    mnz_lane tonnes, priced_out, value, cost;
};

static inline struct group_sums
no_sums(void)
{
    const mnz_lane none = lane_of(0.0);

    return (struct group_sums){{none, none}, none, none, none, none};
}

/* Over the industries of a group, in a month or over the horizon. */
static inline struct group_sums
sum_industries(const struct mnz_recorder *r, const struct mnz_group *g,
               const struct totals *of)
{
    struct group_sums sum = no_sums();

    for (uint32_t k = 0; k < g->num_leaves; k++) {
        const struct totals *f = &of[r->metrics->leaf_lists[g->first_leaf + k]];

        sum.flow.wanted += f->wanted;
        sum.flow.got += f->got;
        sum.tonnes += lane_positive(f->missing);
        sum.priced_out += lane_positive(f->priced_out);
        sum.value += f->value;
        sum.cost += f->cost;
    }
    return sum;
}

/* What an industry did, in tonnes of what a leaf is about. */
static inline struct activity
activity_of_leaf(const struct mnz_recorder *r, uint32_t j)
{
    const struct activity *of = &r->activity[r->metrics->leaves[j].industry];
    const mnz_lane content = r->content[j];
    struct activity d = {of->wanted * content, of->got * content,
                         of->priced_out * content};

    if (r->has_earlier) {
        d.wanted += r->earlier[j].wanted;
        d.got += r->earlier[j].got;
        d.priced_out += r->earlier[j].priced_out;
    }
    return d;
}

/* Over the users of an element: tonnes of it; value and cost have none. What each of
 * them missed adds up over the horizon. */
static inline struct group_sums
sum_month_of_element(struct mnz_recorder *r, const struct mnz_group *g)
{
    struct group_sums sum = no_sums();

    for (uint32_t k = 0; k < g->num_leaves; k++) {
        const uint32_t j = r->metrics->leaf_lists[g->first_leaf + k];
        const struct activity d = activity_of_leaf(r, j);
        const mnz_lane missing = d.wanted - d.got;

        sum.flow.wanted += d.wanted;
        sum.flow.got += d.got;
        sum.tonnes += lane_positive(missing);
        r->element_gaps[j].missing += missing;
        r->element_gaps[j].priced_out += d.priced_out;
    }
    return sum;
}

static inline struct group_sums
sum_horizon_of_element(const struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    struct group_sums sum = no_sums();

    sum.flow = r->element_horizon[g];
    for (uint32_t k = 0; k < group->num_leaves; k++) {
        const struct element_gap *gap =
            &r->element_gaps[r->metrics->leaf_lists[group->first_leaf + k]];

        sum.tonnes += lane_positive(gap->missing);
        sum.priced_out += lane_positive(gap->priced_out);
    }
    return sum;
}

static inline void
add_flow(struct flow *sum, struct flow more)
{
    sum->wanted += more.wanted;
    sum->got += more.got;
}

static struct group_sums
sum_month(struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    struct group_sums sum;

    if (group->scope == MNZ_SCOPE_ELEMENT) {
        sum = sum_month_of_element(r, group);
        add_flow(&r->element_horizon[g], sum.flow);
        return sum;
    }
    sum = sum_industries(r, group, r->month);
    if (group->scope == MNZ_SCOPE_STAGE)
        sum.flow = r->stage_month[group->index];
    return sum;
}

static struct group_sums
sum_horizon(const struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    struct group_sums sum;

    if (group->scope == MNZ_SCOPE_ELEMENT)
        return sum_horizon_of_element(r, g);
    sum = sum_industries(r, group, r->horizon);
    if (group->scope == MNZ_SCOPE_STAGE)
        sum.flow = r->stage_horizon[group->index];
    return sum;
}

/* What industries did so far in this month, into its totals. */
static void
add_activity(struct mnz_recorder *r)
{
    for (uint32_t k = 0; k < r->num_industries; k++) {
        const struct activity *d = &r->activity[k];
        struct totals *month = &r->month[k];

        month->wanted += d->wanted * r->content[k];
        month->got += d->got * r->content[k];
        month->missing += (d->wanted - d->got) * r->use[k];
        month->priced_out += d->priced_out * r->use[k];
    }
}

static void
mnz_record_part_month(struct mnz_recorder *r)
{
    for (uint32_t j = r->num_industries; j < r->metrics->num_leaves; j++)
        r->earlier[j] = activity_of_leaf(r, j);
    add_activity(r);
    memset(r->activity, 0, sizeof *r->activity * r->num_industries);
    r->has_earlier = 1;
}

/* The values of one group, for a month or for the horizon. */
struct group_values {
    mnz_lane *first;
    const uint32_t *at; /* [metric] from the first on, MNZ_NONE if not reported */
    mnz_lane *unreported;
};

static struct group_values
month_values(struct mnz_recorder *r, const struct mnz_group *g, uint32_t month)
{
    const struct mnz_metrics *m = r->metrics;

    return (struct group_values){
        &r->values[m->num_horizon + m->num_monthly * month + g->first_monthly],
        m->month_at[g->scope], &r->values[m->num_series]};
}

static struct group_values
horizon_values(struct mnz_recorder *r, const struct mnz_group *g)
{
    const struct mnz_metrics *m = r->metrics;

    return (struct group_values){&r->values[g->first_horizon], m->horizon_at[g->scope],
                                 &r->values[m->num_series]};
}

static inline void
put(struct group_values values, enum mnz_metric metric, mnz_lane value)
{
    const uint32_t at = values.at[metric];

    *(at == MNZ_NONE ? values.unreported : &values.first[at]) = value;
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
close_month_of_control(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                       struct group_values values)
{
    const uint32_t v = b->engine->licence_of_control[r->metrics->groups[g].index];
    struct office *o = &r->office[g];

    put(values, MNZ_METRIC_APPLIED_TONNES, o->applied);
    put(values, MNZ_METRIC_GRANTED_TONNES, o->granted);
    put(values, MNZ_METRIC_BACKLOG_TONNES, b->office_backlog[v]);
    put(values, MNZ_METRIC_IN_HAND_TONNES, b->office_in_hand[v]);
    put(values, MNZ_METRIC_MONTHS_TO_LICENCE,
        months_to_licence(b->office_backlog[v], o->granted));
    o->all_applied += o->applied;
    o->all_granted += o->granted;
    o->backlog += b->office_backlog[v];
    o->in_hand += b->office_in_hand[v];
    o->applied = o->granted = lane_of(0.0);
}

static void
close_month_of_market(struct mnz_recorder *r, uint32_t g, struct group_values values)
{
    put(values, MNZ_METRIC_PRICE_USD_PER_KG,
        r->price_month[g] / (double)r->steps_of_month);
    r->price_horizon[g] += r->price_month[g];
    r->price_month[g] = lane_of(0.0);
}

/* A flow's horizon is the sum of its months as they were reported. */
static void
close_month_of_flow(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                    uint32_t month, struct group_values values)
{
    double factor[MNZ_LANES];
    mnz_lane reported;

    mnz_recorder_reported(r, b, g, month, factor);
    memcpy(&reported, factor, sizeof reported);
    reported *= r->flow_month[g];
    put(values, MNZ_METRIC_SHIPPED_TONNES, reported);
    r->flow_horizon[g] += reported;
    r->flow_month[g] = lane_of(0.0);
}

/* The share of the largest place in what is made at a stage; none where nothing is. */
static mnz_lane
top_share(const struct mnz_recorder *r, const mnz_lane *made, uint32_t stage)
{
    mnz_lane sum = lane_of(0.0), most = lane_of(0.0);

    for (uint32_t k = r->first_maker[stage]; k < r->first_maker[stage + 1]; k++) {
        sum += made[k];
        most = lane_max(most, made[k]);
    }
    return lane_ratio(most, sum, (double)NAN);
}

static void
close_month_of_industries(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                          uint32_t month, struct group_values values)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const struct group_sums sum = sum_month(r, g);
    const mnz_lane share = share_missing(sum.flow);
    const mnz_mask is_short = (mnz_mask)(share > b->short_above);

    put(values, MNZ_METRIC_SHORTFALL_SHARE, share);
    put(values, MNZ_METRIC_SHORTFALL_TONNES, sum.tonnes);
    put(values, MNZ_METRIC_VALUE_LOST_USD, sum.value);
    put(values, MNZ_METRIC_EXTRA_COST_USD, sum.cost);
    if (group->scope == MNZ_SCOPE_STAGE)
        put(values, MNZ_METRIC_TOP_COUNTRY_SHARE,
            top_share(r, r->made_month, group->index));
    if (group->scope == MNZ_SCOPE_TOTAL)
        put(values, MNZ_METRIC_POLICY_COST_USD, r->policy_cost_month);
    r->peak[g] = lane_max(r->peak[g], share);
    r->first_short[g] = lane_select(is_short & (mnz_mask)(r->months_short[g] == 0.0),
                                    lane_of((double)month + 1.0), r->first_short[g]);
    r->months_short[g] += lane_where(is_short, lane_of(1.0));
}

/* The month's sums into those of the horizon; the next month starts from nothing. */
static void
carry_month(struct mnz_recorder *r)
{
    r->policy_cost += r->policy_cost_month;
    r->policy_cost_month = lane_of(0.0);
    r->steps_of_month = 0;
    r->has_earlier = 0;
    for (uint32_t k = 0; k < r->num_industries; k++) {
        struct totals *month = &r->month[k], *horizon = &r->horizon[k];

        horizon->wanted += month->wanted;
        horizon->got += month->got;
        horizon->missing += month->missing;
        horizon->priced_out += month->priced_out;
        horizon->value += month->value;
        horizon->cost += month->cost;
        *month = (struct totals){.wanted = lane_of(0.0)};
        r->activity[k] = (struct activity){.wanted = lane_of(0.0)};
    }
    for (int s = 0; s < MNZ_NUM_STAGES; s++) {
        add_flow(&r->stage_horizon[s], r->stage_month[s]);
        r->stage_month[s].wanted = r->stage_month[s].got = lane_of(0.0);
    }
    for (uint32_t k = 0; k < r->first_maker[MNZ_NUM_STAGES]; k++) {
        r->made[k] += r->made_month[k];
        r->made_month[k] = lane_of(0.0);
    }
}

static void
mnz_record_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t month)
{
    const struct mnz_metrics *m = r->metrics;

    add_activity(r);
    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct group_values values = month_values(r, &m->groups[g], month);

        switch (m->groups[g].scope) {
        case MNZ_SCOPE_CONTROL:
            close_month_of_control(r, b, g, values);
            break;
        case MNZ_SCOPE_MARKET:
            close_month_of_market(r, g, values);
            break;
        case MNZ_SCOPE_FLOW:
            close_month_of_flow(r, b, g, month, values);
            break;
        default:
            close_month_of_industries(r, b, g, month, values);
        }
    }
    carry_month(r);
}

static void
close_horizon_of_control(const struct mnz_recorder *r, uint32_t g,
                         struct group_values values)
{
    const double months = (double)r->metrics->num_months;
    const struct office *o = &r->office[g];

    put(values, MNZ_METRIC_APPLIED_TONNES, o->all_applied);
    put(values, MNZ_METRIC_GRANTED_TONNES, o->all_granted);
    put(values, MNZ_METRIC_BACKLOG_TONNES, o->backlog / months);
    put(values, MNZ_METRIC_IN_HAND_TONNES, o->in_hand / months);
    put(values, MNZ_METRIC_MONTHS_TO_LICENCE,
        months_to_licence(o->backlog, o->all_granted));
}

static void
close_horizon_of_industries(const struct mnz_recorder *r, uint32_t g,
                            struct group_values values)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const struct group_sums sum = sum_horizon(r, g);

    put(values, MNZ_METRIC_SHORTFALL_SHARE, share_missing(sum.flow));
    put(values, MNZ_METRIC_SHORTFALL_TONNES, sum.tonnes);
    put(values, MNZ_METRIC_VALUE_LOST_USD, sum.value);
    put(values, MNZ_METRIC_EXTRA_COST_USD, sum.cost);
    put(values, MNZ_METRIC_PRICED_OUT_TONNES, sum.priced_out);
    put(values, MNZ_METRIC_PEAK_SHORTFALL_SHARE, r->peak[g]);
    put(values, MNZ_METRIC_MONTHS_SHORT, r->months_short[g]);
    put(values, MNZ_METRIC_FIRST_SHORT_MONTH,
        lane_select((mnz_mask)(r->months_short[g] > 0.0), r->first_short[g],
                    lane_of((double)NAN)));
    if (group->scope == MNZ_SCOPE_STAGE)
        put(values, MNZ_METRIC_TOP_COUNTRY_SHARE, top_share(r, r->made, group->index));
    if (group->scope == MNZ_SCOPE_TOTAL)
        put(values, MNZ_METRIC_POLICY_COST_USD, r->policy_cost);
}

static void
mnz_record_horizon(struct mnz_recorder *r)
{
    const struct mnz_metrics *m = r->metrics;
    const double steps = (double)(m->net->num_steps - m->net->warm_steps);

    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct group_values values = horizon_values(r, &m->groups[g]);

        switch (m->groups[g].scope) {
        case MNZ_SCOPE_CONTROL:
            close_horizon_of_control(r, g, values);
            break;
        case MNZ_SCOPE_MARKET:
            put(values, MNZ_METRIC_PRICE_USD_PER_KG, r->price_horizon[g] / steps);
            break;
        case MNZ_SCOPE_FLOW:
            put(values, MNZ_METRIC_SHIPPED_TONNES, r->flow_horizon[g]);
            break;
        default:
            close_horizon_of_industries(r, g, values);
        }
    }
}
