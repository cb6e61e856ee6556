/* record_industries.c - groups of industries, elements, stages. */

#include "study/record_industries.h"

#include <math.h>
#include <string.h>

static mnz_lane
content_of(const struct mnz_batch *b, uint32_t material, uint32_t element)
{
    const mnz_value_id id =
        b->engine->net->scenario->materials[material].content[element];

    return id == MNZ_VALUE_NONE ? lane_of(0.0) : b->value[id];
}

static void
measure_materials(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_scenario *s = r->metrics->net->scenario;

    for (uint32_t m = 0; m < s->num_materials; m++) {
        r->material_content[m] = lane_of(s->materials[m].counts_itself ? 1.0 : 0.0);
        for (uint32_t e = 0; e < s->num_elements; e++)
            r->material_content[m] += content_of(b, m, e);
        r->material_weight[m] = lane_select((mnz_mask)(r->material_content[m] > 0.0),
                                            r->material_content[m], lane_of(1.0));
    }
}

static void
mnz_industries_measure(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->metrics->net;

    measure_materials(r, b);
    for (uint32_t j = 0; j < r->metrics->num_leaves; j++) {
        const struct mnz_leaf *leaf = &r->metrics->leaves[j];
        const struct mnz_net_node *node = &net->nodes[leaf->node];

        r->content[j] = lane_of(0.0);
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            r->content[j] +=
                mnz_base_use(b, p) *
                (leaf->element == MNZ_NONE
                     ? r->material_content[net->ports[p].material]
                     : content_of(b, net->ports[p].material, leaf->element));
    }
    for (uint32_t k = 0; k < r->num_industries; k++) {
        const struct mnz_net_node *node = &net->nodes[r->industries[k].node];

        r->use[k] = lane_of(0.0);
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            r->use[k] += mnz_base_use(b, p);
        r->content[k] =
            lane_select((mnz_mask)(r->content[k] > 0.0), r->content[k], r->use[k]);
    }
}

/* Payments of a port's links above base prices, in units of these. */
MNZ_INLINE mnz_lane
paid_above(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_port_at *at = &b->at[p];
    mnz_lane paid = b->premium[at->market] * at->lanes->got;

    for (uint32_t j = 0; b->duty && j < at->num_links; j++)
        paid += (at->link[j].shipped + b->spot[at->first + j]) * b->duty[at->first + j];
    return paid;
}

/* Payments of an industry above base prices for its purchases of this step, USD. */
MNZ_INLINE mnz_lane
extra_cost(const struct mnz_recorder *r, const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_net_node *node = &r->metrics->net->nodes[i];
    mnz_lane cost = lane_of(0.0);

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
        cost += b->price[r->ports[p].material] * 1000.0 * paid_above(b, p);
    return cost;
}

static void
add_limits(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_net_node *node = &b->engine->net->nodes[i];

    if (!lane_any((mnz_mask)(b->limiting[i] >= 0.0)))
        return;
    for (uint32_t j = 0; j < node->num_ports; j++)
        r->limits[node->first_port + j] +=
            lane_where((mnz_mask)(b->limiting[i] == (double)j), lane_of(1.0));
}

/* Demand, deliveries and stopped firms of an industry in this step; `value` is that of
 * its product at full activity, USD. */
MNZ_INLINE void
add_output(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t k,
           mnz_lane value)
{
    const uint32_t i = r->industries[k].node;
    const mnz_value_id share = r->industries[k].value_added;
    const mnz_lane wanted = b->wanted[i], got = b->delivered[i];
    const mnz_lane stopped = wanted * mnz_firms_stopped(b, i);
    struct output *output = &r->month.outputs[k];

    output->activity.wanted += wanted;
    output->activity.got += got;
    output->stopped_activity += stopped;
    output->usd.wanted += wanted * value;
    output->usd.got += got * value;
    output->stopped_usd += stopped * value;
    if (share != MNZ_VALUE_NONE)
        output->value_added += b->value[share] * (wanted - got) * value;
}

MNZ_INLINE void
add_demand(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t k,
           mnz_lane value)
{
    const uint32_t i = r->industries[k].node;
    const mnz_lane wanted = b->wanted[i], got = b->supplied[i];
    struct activity *activity = &r->activity[k];

    activity->wanted += wanted;
    activity->got += got;
    activity->priced_out += wanted - b->demand_at_price[i];
    r->month.totals[k].at_stake += value * lane_positive(wanted - got);
}

static void
add_industries(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_selection *s = r->selection;
    const double years = r->metrics->net->years_per_step;

    for (uint32_t k = 0; k < r->num_industries; k++) {
        const uint32_t i = r->industries[k].node;
        const mnz_value_id id = r->industries[k].value_usd_per_year;
        const mnz_lane value =
            id == MNZ_VALUE_NONE ? lane_of(0.0) : b->value[id] * years;

        if (mnz_selection_has(s, MNZ_PART_ACTIVITY))
            add_demand(r, b, k, value);
        if (mnz_selection_has(s, MNZ_PART_OUTPUT))
            add_output(r, b, k, value);
        if (mnz_selection_has(s, MNZ_PART_COST))
            r->month.totals[k].cost += extra_cost(r, b, i);
        if (mnz_selection_has(s, MNZ_PART_LIMITS))
            add_limits(r, b, i);
    }
}

static void
add_stages(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const uint32_t num_ports = r->metrics->net->num_ports;

    for (uint32_t p = 0; p < num_ports; p++) {
        const struct mnz_port_lanes *port = &b->port[p];
        struct flow *stage = &r->month.stages[r->ports[p].stage];
        const mnz_lane content = r->material_weight[r->ports[p].material];

        stage->wanted += port->normal * content;
        stage->got += lane_min(mnz_port_got(&b->at[p]), port->normal) * content;
    }
}

/* Production of each place at each stage, by weight. */
static void
add_plants(struct mnz_recorder *r, const struct mnz_batch *b)
{
    for (uint32_t k = 0; k < r->num_products; k++) {
        const struct product *x = &r->products[k];

        r->month.made[x->maker] += b->yield[x->output] *
                                   r->material_weight[x->material] *
                                   b->activity[x->node];
    }
}

static void
mnz_industries_step(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const uint32_t of_industries =
        MNZ_PART_ACTIVITY | MNZ_PART_OUTPUT | MNZ_PART_COST | MNZ_PART_LIMITS;

    if (mnz_selection_has(r->selection, of_industries))
        add_industries(r, b);
    if (mnz_selection_has(r->selection, MNZ_PART_STAGES))
        add_stages(r, b);
    if (mnz_selection_has(r->selection, MNZ_PART_PLANTS))
        add_plants(r, b);
}

/* 1 - got / wanted, not below 0; rounding of a run without shocks counts as none. */
static mnz_lane
share_missing(struct flow flow)
{
    const mnz_lane share = 1.0 - lane_ratio(flow.got, flow.wanted, 1.0);

    return lane_where((mnz_mask)(share > 1e-12), share);
}

/* Demand and supply of a group, and its losses. */
struct group_sums {
    struct flow flow;
    mnz_lane tonnes, priced_out, at_stake, cost;
    struct output output;
    mnz_lane output_lost, value_added_lost;
    int has_value_added; /* some member says its share */
};

static inline struct group_sums
no_sums(void)
{
    return (struct group_sums){.has_value_added = 0};
}

static inline void
add_flow(struct flow *sum, struct flow more)
{
    sum->wanted += more.wanted;
    sum->got += more.got;
}

/* An industry that makes up for earlier losses offsets no loss of another. */
static inline void
add_to_output(struct group_sums *sum, const struct output *more)
{
    add_flow(&sum->output.activity, more->activity);
    add_flow(&sum->output.usd, more->usd);
    sum->output.stopped_activity += more->stopped_activity;
    sum->output.stopped_usd += more->stopped_usd;
    sum->output_lost += lane_positive(more->usd.wanted - more->usd.got);
    sum->value_added_lost += lane_positive(more->value_added);
}

/* Over the industries of a group, in a month or over the horizon. */
static inline struct group_sums
sum_industries(const struct mnz_recorder *r, const struct mnz_group *g,
               const struct period *of)
{
    struct group_sums sum = no_sums();

    for (uint32_t k = 0; k < g->num_leaves; k++) {
        const uint32_t j = r->metrics->leaf_lists[g->first_leaf + k];
        const struct totals *f = &of->totals[j];

        sum.flow.wanted += f->wanted;
        sum.flow.got += f->got;
        sum.tonnes += lane_positive(f->missing);
        sum.priced_out += lane_positive(f->priced_out);
        sum.at_stake += f->at_stake;
        sum.cost += f->cost;
        add_to_output(&sum, &of->outputs[j]);
        sum.has_value_added |= r->industries[j].value_added != MNZ_VALUE_NONE;
    }
    return sum;
}

/* Activity of a leaf's industry this month, in tonnes of the leaf's content. */
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

/* Over the users of an element: tonnes of it; value and cost have none. The gap of each
 * user adds up over the horizon. */
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

    sum.flow = r->element_flows[mnz_row_of_group(r, g)];
    for (uint32_t k = 0; k < group->num_leaves; k++) {
        const struct element_gap *gap =
            &r->element_gaps[r->metrics->leaf_lists[group->first_leaf + k]];

        sum.tonnes += lane_positive(gap->missing);
        sum.priced_out += lane_positive(gap->priced_out);
    }
    return sum;
}

static struct group_sums
sum_month(struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    struct group_sums sum;

    if (group->scope == MNZ_SCOPE_ELEMENT) {
        sum = sum_month_of_element(r, group);
        add_flow(&r->element_flows[mnz_row_of_group(r, g)], sum.flow);
        return sum;
    }
    sum = sum_industries(r, group, &r->month);
    if (group->scope == MNZ_SCOPE_STAGE)
        sum.flow = r->month.stages[group->index];
    return sum;
}

static struct group_sums
sum_horizon(const struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    struct group_sums sum;

    if (group->scope == MNZ_SCOPE_ELEMENT)
        return sum_horizon_of_element(r, g);
    sum = sum_industries(r, group, &r->horizon);
    if (group->scope == MNZ_SCOPE_STAGE)
        sum.flow = r->horizon.stages[group->index];
    return sum;
}

/* Weigh activity at these contents, into the totals of the month. */
static void
add_activity(struct mnz_recorder *r)
{
    for (uint32_t k = 0; k < r->num_industries; k++) {
        const struct activity *d = &r->activity[k];
        struct totals *month = &r->month.totals[k];

        month->wanted += d->wanted * r->content[k];
        month->got += d->got * r->content[k];
        month->missing += (d->wanted - d->got) * r->use[k];
        month->priced_out += d->priced_out * r->use[k];
    }
}

static void
mnz_industries_keep_part(struct mnz_recorder *r)
{
    for (uint32_t j = r->num_industries; j < r->metrics->num_leaves; j++)
        r->earlier[j] = activity_of_leaf(r, j);
    add_activity(r);
    memset(r->activity, 0, sizeof *r->activity * r->num_industries);
    r->has_earlier = 1;
}

static void
mnz_industries_end_month(struct mnz_recorder *r)
{
    add_activity(r);
}

static void
mnz_industries_start_month(struct mnz_recorder *r)
{
    memset(r->activity, 0, sizeof *r->activity * r->num_industries);
    r->has_earlier = 0;
}

/* The share of the largest place in the production of a stage; NaN where there is no
 * production. */
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

/* Losses of output; groups weigh by value, or by activity where none has a value. */
static void
put_output(struct values values, const struct group_sums *sum)
{
    const struct output *x = &sum->output;
    const mnz_mask is_valued = (mnz_mask)(x->usd.wanted > 0.0);
    const struct flow flow = {lane_select(is_valued, x->usd.wanted, x->activity.wanted),
                              lane_select(is_valued, x->usd.got, x->activity.got)};
    const mnz_lane stopped =
        lane_select(is_valued, x->stopped_usd, x->stopped_activity);

    put(values, MNZ_METRIC_OUTPUT_AT_STAKE_USD, sum->at_stake);
    put(values, MNZ_METRIC_OUTPUT_LOST_SHARE, share_missing(flow));
    put(values, MNZ_METRIC_OUTPUT_LOST_USD, sum->output_lost);
    put(values, MNZ_METRIC_VALUE_ADDED_LOST_USD,
        sum->has_value_added ? sum->value_added_lost : lane_of((double)NAN));
    put(values, MNZ_METRIC_FIRMS_STOPPED_SHARE, lane_ratio(stopped, flow.wanted, 0.0));
}

/* Months of cover of a port at its normal use; NaN where it uses nothing. */
static mnz_lane
months_of_cover(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_net_port *port = &b->engine->net->ports[p];

    return lane_ratio(b->port[p].stock, b->port[p].use * b->normal_activity[port->node],
                      (double)NAN) *
           b->engine->net->months_per_step;
}

/* Of an industry, its scarcest input. Lacking one is no comparison: NaN stays out. */
static void
put_cover(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
          struct values values)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const struct mnz_net_node *node = &r->metrics->net->nodes[group->index];
    mnz_lane least = lane_of(__builtin_inf());

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++) {
        const mnz_lane months = months_of_cover(b, p);

        least = lane_select((mnz_mask)(months < least), months, least);
    }
    least =
        lane_select((mnz_mask)(least < __builtin_inf()), least, lane_of((double)NAN));
    put(values, MNZ_METRIC_STOCK_MONTHS, least);
    r->month.scarcest[mnz_row_of_group(r, g)] = least;
}

static void
mnz_input_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g)
{
    r->month.covers[mnz_row_of_group(r, g)] =
        months_of_cover(b, r->metrics->groups[g].index);
}

static void
mnz_input_horizon(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    put(values, MNZ_METRIC_STOCK_MONTHS,
        r->horizon.covers[mnz_row_of_group(r, g)] / (double)r->metrics->num_months);
}

static void
watch_onset(struct mnz_recorder *r, uint32_t g, uint32_t month, mnz_lane share,
            mnz_mask is_short)
{
    struct onset *onset = &r->onsets[mnz_row_of_group(r, g)];
    const mnz_mask was_short = (mnz_mask)(r->months_short[g] > 0.0);
    const mnz_mask follows =
        was_short & (mnz_mask)(r->first_short[g] == lane_of((double)month));

    onset->first = lane_select(is_short & ~was_short, share, onset->first);
    onset->next = lane_select(follows, share, onset->next);
}

/* The part of the first short month that passes before anything is missing is the part
 * that the next month lacks in full. */
static mnz_lane
first_day(const struct mnz_recorder *r, uint32_t g)
{
    const struct onset *onset = &r->onsets[mnz_row_of_group(r, g)];
    const mnz_lane met = 1.0 - onset->first / lane_max(onset->first, onset->next);
    mnz_lane day = lane_of((double)NAN);

    for (int i = 0; i < MNZ_LANES; i++) {
        const uint32_t next = (uint32_t)r->first_short[g][i];

        if (r->months_short[g][i] > 0.0)
            day[i] = r->days_before[next - 1] +
                     met[i] * (r->days_before[next] - r->days_before[next - 1]);
    }
    return day;
}

static void
mnz_industries_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                     uint32_t month, struct values values)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const struct group_sums sum = sum_month(r, g);
    const mnz_lane share = share_missing(sum.flow);
    const mnz_mask is_short = (mnz_mask)(share > b->short_above);

    put(values, MNZ_METRIC_SHORTFALL_SHARE, share);
    put(values, MNZ_METRIC_SHORTFALL_TONNES, sum.tonnes);
    put_output(values, &sum);
    put(values, MNZ_METRIC_EXTRA_COST_USD, sum.cost);
    if (group->scope == MNZ_SCOPE_INDUSTRY)
        put_cover(r, b, g, values);
    if (group->scope == MNZ_SCOPE_STAGE)
        put(values, MNZ_METRIC_TOP_COUNTRY_SHARE,
            top_share(r, r->month.made, group->index));
    if (group->scope == MNZ_SCOPE_TOTAL)
        put(values, MNZ_METRIC_POLICY_COST_USD, *r->month.policy_cost);
    if (group->scope == MNZ_SCOPE_INDUSTRY)
        watch_onset(r, g, month, share, is_short);
    r->peak[g] = lane_max(r->peak[g], share);
    r->first_short[g] = lane_select(is_short & (mnz_mask)(r->months_short[g] == 0.0),
                                    lane_of((double)month + 1.0), r->first_short[g]);
    r->months_short[g] += lane_where(is_short, lane_of(1.0));
}

static void
mnz_industries_horizon(const struct mnz_recorder *r, uint32_t g, struct values values)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const struct group_sums sum = sum_horizon(r, g);

    put(values, MNZ_METRIC_SHORTFALL_SHARE, share_missing(sum.flow));
    put(values, MNZ_METRIC_SHORTFALL_TONNES, sum.tonnes);
    put_output(values, &sum);
    put(values, MNZ_METRIC_EXTRA_COST_USD, sum.cost);
    put(values, MNZ_METRIC_PRICED_OUT_TONNES, sum.priced_out);
    put(values, MNZ_METRIC_PEAK_SHORTFALL_SHARE, r->peak[g]);
    put(values, MNZ_METRIC_MONTHS_SHORT, r->months_short[g]);
    put(values, MNZ_METRIC_FIRST_SHORT_MONTH,
        lane_select((mnz_mask)(r->months_short[g] > 0.0), r->first_short[g],
                    lane_of((double)NAN)));
    if (group->scope == MNZ_SCOPE_INDUSTRY)
        put(values, MNZ_METRIC_FIRST_SHORT_DAY, first_day(r, g));
    if (group->scope == MNZ_SCOPE_INDUSTRY)
        put(values, MNZ_METRIC_STOCK_MONTHS,
            r->horizon.scarcest[mnz_row_of_group(r, g)] /
                (double)r->metrics->num_months);
    if (group->scope == MNZ_SCOPE_STAGE)
        put(values, MNZ_METRIC_TOP_COUNTRY_SHARE,
            top_share(r, r->horizon.made, group->index));
    if (group->scope == MNZ_SCOPE_TOTAL)
        put(values, MNZ_METRIC_POLICY_COST_USD, *r->horizon.policy_cost);
}
