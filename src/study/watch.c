/* watch.c - from the steps of a batch to the values of its series. */

#include "study/recorder.h"

#include <math.h>
#include <string.h>

#include "engine/thrift.h"

static void begin(struct mnz_recorder *r);
static void measure_contents(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_industries(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_stages(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_plants(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_offices_prices_and_flows(struct mnz_recorder *r,
                                         const struct mnz_batch *b);
static void close_month(struct mnz_recorder *r, const struct mnz_batch *b,
                        uint32_t month);
static void close_horizon(struct mnz_recorder *r);

void
mnz_recorder_watch(void *context, const struct mnz_batch *b)
{
    struct mnz_recorder *r = context;
    const struct mnz_network *net = r->metrics->net;
    const uint32_t month = net->month_of_step[b->step];

    if (b->step == 0)
        begin(r);
    if (month == MNZ_NONE)
        return;
    if (b->step == net->warm_steps || b->engine->values_change[b->step])
        measure_contents(r, b);
    add_industries(r, b);
    add_stages(r, b);
    add_plants(r, b);
    add_offices_prices_and_flows(r, b);
    if (b->step + 1 == net->num_steps || net->month_of_step[b->step + 1] != month)
        close_month(r, b, month);
    if (b->step + 1 == net->num_steps)
        close_horizon(r);
}

static size_t
num_makers(const struct mnz_metrics *m)
{
    return (size_t)m->net->scenario->num_places * MNZ_NUM_STAGES;
}

static void
begin(struct mnz_recorder *r)
{
    const struct mnz_metrics *m = r->metrics;

    memset(r->leaf_month, 0, sizeof *r->leaf_month * m->num_leaves);
    memset(r->leaf_horizon, 0, sizeof *r->leaf_horizon * m->num_leaves);
    memset(r->leaf_priced_month, 0, sizeof *r->leaf_priced_month * m->num_leaves);
    memset(r->leaf_priced, 0, sizeof *r->leaf_priced * m->num_leaves);
    memset(r->loss_month, 0, sizeof *r->loss_month * m->net->num_nodes);
    memset(r->loss_horizon, 0, sizeof *r->loss_horizon * m->net->num_nodes);
    memset(r->stage_month, 0, sizeof r->stage_month);
    memset(r->stage_horizon, 0, sizeof r->stage_horizon);
    memset(r->peak, 0, sizeof *r->peak * m->num_groups);
    memset(r->months_short, 0, sizeof *r->months_short * m->num_groups);
    memset(r->first_short, 0, sizeof *r->first_short * m->num_groups);
    memset(r->limits, 0, sizeof *r->limits * m->net->num_ports);
    memset(r->office, 0, sizeof *r->office * m->num_groups);
    memset(r->price_month, 0, sizeof *r->price_month * m->num_groups);
    memset(r->price_horizon, 0, sizeof *r->price_horizon * m->num_groups);
    memset(r->flow_month, 0, sizeof *r->flow_month * m->num_groups);
    memset(r->flow_horizon, 0, sizeof *r->flow_horizon * m->num_groups);
    memset(r->made_month, 0, sizeof *r->made_month * num_makers(m));
    memset(r->made, 0, sizeof *r->made * num_makers(m));
    r->policy_cost_month = r->policy_cost = lane_of(0.0);
    r->steps_of_month = 0;
}

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
    const uint32_t num_materials = r->metrics->net->scenario->num_materials;

    for (uint32_t m = 0; m < num_materials; m++) {
        r->material_content[m] = lane_of(0.0);
        for (uint32_t e = 0; e < MNZ_NUM_ELEMENTS; e++)
            r->material_content[m] += content_of(b, m, e);
    }
}

static void
measure_contents(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->metrics->net;

    measure_materials(r, b);
    for (uint32_t j = 0; j < r->metrics->num_leaves; j++) {
        const struct mnz_leaf *leaf = &r->metrics->leaves[j];
        const struct mnz_net_node *node = &net->nodes[leaf->node];

        r->content[j] = lane_of(0.0);
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            r->content[j] +=
                mnz_thrift_base_use(b, p) *
                (leaf->element == MNZ_NONE
                     ? r->material_content[net->ports[p].material]
                     : content_of(b, net->ports[p].material, leaf->element));
    }
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];

        r->use[i] = lane_of(0.0);
        for (uint32_t p = node->first_port;
             node->is_industry && p < node->first_port + node->num_ports; p++)
            r->use[i] += mnz_thrift_base_use(b, p);
    }
}

/* What the links of a port pay above base prices. */
static mnz_lane
paid_above(const struct mnz_batch *b, const struct mnz_net_port *port)
{
    const mnz_lane premium = b->premium[port->market];
    mnz_lane paid = lane_of(0.0);

    if (!b->duty && !lane_any((mnz_mask)(premium != 0.0)))
        return paid;
    for (uint32_t j = 0; j < port->num_links; j++) {
        const uint32_t l = port->first_link + j;
        const mnz_lane got = b->link[l].shipped + b->spot[l];

        paid += got * (b->duty ? premium + b->duty[l] : premium);
    }
    return paid;
}

/* What an industry pays above base prices for what it got in this step. */
static mnz_lane
extra_cost(const struct mnz_batch *b, uint32_t i)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_node *node = &net->nodes[i];
    mnz_lane cost = lane_of(0.0);

    for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++) {
        const struct mnz_net_port *port = &net->ports[p];

        cost += b->price[port->material] * 1000.0 * paid_above(b, port);
    }
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

static void
add_industries(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_network *net = r->metrics->net;

    for (uint32_t j = 0; j < r->metrics->num_leaves; j++) {
        const uint32_t i = r->metrics->leaves[j].node;

        r->leaf_month[j].wanted += b->wanted[i] * r->content[j];
        r->leaf_month[j].got += b->activity[i] * r->content[j];
        r->leaf_priced_month[j] += (b->wanted[i] - b->wanted_price[i]) * r->content[j];
    }
    for (uint32_t k = 0; k < r->num_industries; k++) {
        const uint32_t i = r->industries[k].node;
        const mnz_value_id value = r->industries[k].value_usd_per_year;
        struct loss *loss = &r->loss_month[i];

        loss->tonnes += (b->wanted[i] - b->activity[i]) * r->use[i];
        loss->priced_out += (b->wanted[i] - b->wanted_price[i]) * r->use[i];
        if (value != MNZ_VALUE_NONE)
            loss->value += b->value[value] * net->years_per_step *
                           lane_positive(b->wanted[i] - b->activity[i]);
        loss->cost += extra_cost(b, i);
        add_limits(r, b, i);
    }
}

static void
add_stages(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const uint32_t num_ports = r->metrics->net->num_ports;

    for (uint32_t p = 0; p < num_ports; p++) {
        const struct mnz_port_lanes *port = &b->port[p];
        struct flow *stage = &r->stage_month[r->ports[p].stage];
        const mnz_lane content = r->material_content[r->ports[p].material];
        const mnz_lane got = port->released + port->got;

        stage->wanted += port->normal * content;
        stage->got += lane_min(got, port->normal) * content;
    }
}

/* What the plants of each place made at each stage. */
static void
add_plants(struct mnz_recorder *r, const struct mnz_batch *b)
{
    for (uint32_t k = 0; k < r->num_products; k++) {
        const struct product *x = &r->products[k];

        r->made_month[x->maker] += b->yield[x->output] *
                                   r->material_content[x->material] *
                                   b->activity[x->node];
    }
}

/* What the links of an observed flow sent in this step, to stockpiles too. */
static mnz_lane
shipped_in_flow(const struct mnz_batch *b, uint32_t flow)
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_net_flow *f = &net->flows[flow];
    mnz_lane sum = lane_of(0.0);

    for (uint32_t j = 0; j < f->num_links; j++) {
        const uint32_t l = b->engine->link_at[net->flow_links[f->first_link + j]];

        sum += b->link[l].shipped + b->spot[l];
        if (b->extra)
            sum += b->extra_shipped[l];
    }
    return sum;
}

/* What offices did, what a kilogram cost in each market, what was shipped, what
 * policies paid. */
static void
add_offices_prices_and_flows(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct mnz_group *group = &m->groups[g];

        if (group->scope == MNZ_SCOPE_CONTROL) {
            const uint32_t v = b->engine->licence_of_control[group->index];

            r->office[g].applied += b->office_applied[v];
            r->office[g].granted += b->office_granted[v];
        } else if (group->scope == MNZ_SCOPE_MARKET) {
            r->price_month[g] += b->price[m->net->markets[group->index].material] *
                                 (1.0 + b->premium[group->index]);
        } else if (group->scope == MNZ_SCOPE_FLOW) {
            r->flow_month[g] += shipped_in_flow(b, group->index);
        }
    }
    r->policy_cost_month += b->policy_cost_usd;
    r->steps_of_month++;
}

/* 1 - got / wanted, not below 0; rounding of a run without shocks counts as none. */
static mnz_lane
share_missing(struct flow flow)
{
    const mnz_lane share = 1.0 - lane_ratio(flow.got, flow.wanted, 1.0);

    return lane_where((mnz_mask)(share > 1e-12), share);
}

static struct flow
flow_of_group(const struct mnz_recorder *r, const struct mnz_group *g,
              const struct flow *leaves, const struct flow *stages)
{
    struct flow sum = {0};

    if (g->scope == MNZ_SCOPE_STAGE)
        return stages[g->index];
    for (uint32_t k = 0; k < g->num_leaves; k++) {
        const uint32_t j = r->metrics->leaf_lists[g->first_leaf + k];

        sum.wanted += leaves[j].wanted;
        sum.got += leaves[j].got;
    }
    return sum;
}

/* Tonnes, value and cost of a group; an element's tonnes are tonnes of that element. */
static struct loss
loss_of_group(const struct mnz_recorder *r, const struct mnz_group *g,
              const struct loss *losses, const struct flow *leaves,
              const mnz_lane *leaf_priced)
{
    struct loss sum = {0};

    for (uint32_t k = 0; k < g->num_leaves; k++) {
        const uint32_t j = r->metrics->leaf_lists[g->first_leaf + k];
        const struct loss *loss = &losses[r->metrics->leaves[j].node];

        if (g->scope == MNZ_SCOPE_ELEMENT) {
            sum.tonnes += lane_positive(leaves[j].wanted - leaves[j].got);
            sum.priced_out += lane_positive(leaf_priced[j]);
            continue;
        }
        sum.tonnes += lane_positive(loss->tonnes);
        sum.priced_out += lane_positive(loss->priced_out);
        sum.value += loss->value;
        sum.cost += loss->cost;
    }
    return sum;
}

/* Where a metric of a group is kept; a row to waste where it is not reported. */
static mnz_lane *
month_value(struct mnz_recorder *r, uint32_t g, enum mnz_metric metric, uint32_t month)
{
    const uint32_t s = mnz_metrics_month(r->metrics, g, metric, month);

    return &r->values[s == MNZ_NONE ? r->metrics->num_series : s];
}

static mnz_lane *
horizon_value(struct mnz_recorder *r, uint32_t g, enum mnz_metric metric)
{
    const uint32_t s = mnz_metrics_horizon(r->metrics, g, metric);

    return &r->values[s == MNZ_NONE ? r->metrics->num_series : s];
}

/* Months from application to licence at this pace (Little's law); none where nothing
 * is granted. */
static mnz_lane
months_to_licence(mnz_lane backlog, mnz_lane granted_per_month)
{
    return lane_ratio(backlog, granted_per_month, (double)NAN);
}

static void
close_month_of_control(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                       uint32_t month)
{
    const uint32_t v = b->engine->licence_of_control[r->metrics->groups[g].index];
    struct office *o = &r->office[g];

    *month_value(r, g, MNZ_METRIC_APPLIED_TONNES, month) = o->applied;
    *month_value(r, g, MNZ_METRIC_GRANTED_TONNES, month) = o->granted;
    *month_value(r, g, MNZ_METRIC_BACKLOG_TONNES, month) = b->office_backlog[v];
    *month_value(r, g, MNZ_METRIC_IN_HAND_TONNES, month) = b->office_in_hand[v];
    *month_value(r, g, MNZ_METRIC_MONTHS_TO_LICENCE, month) =
        months_to_licence(b->office_backlog[v], o->granted);
    o->all_applied += o->applied;
    o->all_granted += o->granted;
    o->backlog += b->office_backlog[v];
    o->in_hand += b->office_in_hand[v];
    o->applied = o->granted = lane_of(0.0);
}

/* The share of the largest place in what is made at a stage; none where nothing is. */
static mnz_lane
top_share(const struct mnz_recorder *r, const mnz_lane *made, uint32_t stage)
{
    const uint32_t num_places = r->metrics->net->scenario->num_places;
    mnz_lane sum = lane_of(0.0), most = lane_of(0.0);

    for (uint32_t k = 0; k < num_places; k++) {
        sum += made[(size_t)stage * num_places + k];
        most = lane_max(most, made[(size_t)stage * num_places + k]);
    }
    return lane_ratio(most, sum, (double)NAN);
}

static void
close_month_of_industries(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                          uint32_t month)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const mnz_lane share =
        share_missing(flow_of_group(r, group, r->leaf_month, r->stage_month));
    const struct loss loss =
        loss_of_group(r, group, r->loss_month, r->leaf_month, r->leaf_priced_month);
    const mnz_mask is_short = (mnz_mask)(share > b->short_above);

    *month_value(r, g, MNZ_METRIC_SHORTFALL_SHARE, month) = share;
    *month_value(r, g, MNZ_METRIC_SHORTFALL_TONNES, month) = loss.tonnes;
    *month_value(r, g, MNZ_METRIC_VALUE_LOST_USD, month) = loss.value;
    *month_value(r, g, MNZ_METRIC_EXTRA_COST_USD, month) = loss.cost;
    if (group->scope == MNZ_SCOPE_STAGE)
        *month_value(r, g, MNZ_METRIC_TOP_COUNTRY_SHARE, month) =
            top_share(r, r->made_month, group->index);
    if (group->scope == MNZ_SCOPE_TOTAL)
        *month_value(r, g, MNZ_METRIC_POLICY_COST_USD, month) = r->policy_cost_month;
    r->peak[g] = lane_max(r->peak[g], share);
    r->first_short[g] = lane_select(is_short & (mnz_mask)(r->months_short[g] == 0.0),
                                    lane_of((double)month + 1.0), r->first_short[g]);
    r->months_short[g] += lane_where(is_short, lane_of(1.0));
}

/* A flow's horizon is the sum of its months as they were reported. */
static void
close_month_of_flow(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t g,
                    uint32_t month)
{
    double factor[MNZ_LANES];
    mnz_lane reported;

    mnz_recorder_reported(r, b, g, month, factor);
    memcpy(&reported, factor, sizeof reported);
    reported *= r->flow_month[g];
    *month_value(r, g, MNZ_METRIC_SHIPPED_TONNES, month) = reported;
    r->flow_horizon[g] += reported;
    r->flow_month[g] = lane_of(0.0);
}

static void
close_month(struct mnz_recorder *r, const struct mnz_batch *b, uint32_t month)
{
    const struct mnz_metrics *m = r->metrics;

    for (uint32_t g = 0; g < m->num_groups; g++) {
        if (m->groups[g].scope == MNZ_SCOPE_CONTROL) {
            close_month_of_control(r, b, g, month);
        } else if (m->groups[g].scope == MNZ_SCOPE_MARKET) {
            *month_value(r, g, MNZ_METRIC_PRICE_USD_PER_KG, month) =
                r->price_month[g] / (double)r->steps_of_month;
            r->price_horizon[g] += r->price_month[g];
            r->price_month[g] = lane_of(0.0);
        } else if (m->groups[g].scope == MNZ_SCOPE_FLOW) {
            close_month_of_flow(r, b, g, month);
        } else {
            close_month_of_industries(r, b, g, month);
        }
    }
    r->policy_cost += r->policy_cost_month;
    r->policy_cost_month = lane_of(0.0);
    r->steps_of_month = 0;
    for (uint32_t j = 0; j < m->num_leaves; j++) {
        r->leaf_horizon[j].wanted += r->leaf_month[j].wanted;
        r->leaf_horizon[j].got += r->leaf_month[j].got;
        r->leaf_priced[j] += r->leaf_priced_month[j];
    }
    for (uint32_t i = 0; i < m->net->num_nodes; i++) {
        r->loss_horizon[i].tonnes += r->loss_month[i].tonnes;
        r->loss_horizon[i].priced_out += r->loss_month[i].priced_out;
        r->loss_horizon[i].value += r->loss_month[i].value;
        r->loss_horizon[i].cost += r->loss_month[i].cost;
    }
    for (int s = 0; s < MNZ_NUM_STAGES; s++) {
        r->stage_horizon[s].wanted += r->stage_month[s].wanted;
        r->stage_horizon[s].got += r->stage_month[s].got;
    }
    for (size_t k = 0; k < num_makers(m); k++)
        r->made[k] += r->made_month[k];
    memset(r->made_month, 0, sizeof *r->made_month * num_makers(m));
    memset(r->leaf_month, 0, sizeof *r->leaf_month * m->num_leaves);
    memset(r->leaf_priced_month, 0, sizeof *r->leaf_priced_month * m->num_leaves);
    memset(r->loss_month, 0, sizeof *r->loss_month * m->net->num_nodes);
    memset(r->stage_month, 0, sizeof r->stage_month);
}

static void
close_horizon_of_industries(struct mnz_recorder *r, uint32_t g)
{
    const struct mnz_group *group = &r->metrics->groups[g];
    const struct loss loss =
        loss_of_group(r, group, r->loss_horizon, r->leaf_horizon, r->leaf_priced);

    *horizon_value(r, g, MNZ_METRIC_SHORTFALL_SHARE) =
        share_missing(flow_of_group(r, group, r->leaf_horizon, r->stage_horizon));
    *horizon_value(r, g, MNZ_METRIC_SHORTFALL_TONNES) = loss.tonnes;
    *horizon_value(r, g, MNZ_METRIC_VALUE_LOST_USD) = loss.value;
    *horizon_value(r, g, MNZ_METRIC_EXTRA_COST_USD) = loss.cost;
    *horizon_value(r, g, MNZ_METRIC_PRICED_OUT_TONNES) = loss.priced_out;
    *horizon_value(r, g, MNZ_METRIC_PEAK_SHORTFALL_SHARE) = r->peak[g];
    *horizon_value(r, g, MNZ_METRIC_MONTHS_SHORT) = r->months_short[g];
    *horizon_value(r, g, MNZ_METRIC_FIRST_SHORT_MONTH) = lane_select(
        (mnz_mask)(r->months_short[g] > 0.0), r->first_short[g], lane_of((double)NAN));
    if (group->scope == MNZ_SCOPE_STAGE)
        *horizon_value(r, g, MNZ_METRIC_TOP_COUNTRY_SHARE) =
            top_share(r, r->made, group->index);
    if (group->scope == MNZ_SCOPE_TOTAL)
        *horizon_value(r, g, MNZ_METRIC_POLICY_COST_USD) = r->policy_cost;
}

static void
close_horizon(struct mnz_recorder *r)
{
    const struct mnz_metrics *m = r->metrics;
    const double months = (double)m->num_months;
    const double steps = (double)(m->net->num_steps - m->net->warm_steps);

    for (uint32_t g = 0; g < m->num_groups; g++) {
        const struct office *o = &r->office[g];

        if (m->groups[g].scope == MNZ_SCOPE_MARKET) {
            *horizon_value(r, g, MNZ_METRIC_PRICE_USD_PER_KG) =
                r->price_horizon[g] / steps;
            continue;
        }
        if (m->groups[g].scope == MNZ_SCOPE_FLOW) {
            *horizon_value(r, g, MNZ_METRIC_SHIPPED_TONNES) = r->flow_horizon[g];
            continue;
        }
        if (m->groups[g].scope != MNZ_SCOPE_CONTROL) {
            close_horizon_of_industries(r, g);
            continue;
        }
        *horizon_value(r, g, MNZ_METRIC_APPLIED_TONNES) = o->all_applied;
        *horizon_value(r, g, MNZ_METRIC_GRANTED_TONNES) = o->all_granted;
        *horizon_value(r, g, MNZ_METRIC_BACKLOG_TONNES) = o->backlog / months;
        *horizon_value(r, g, MNZ_METRIC_IN_HAND_TONNES) = o->in_hand / months;
        *horizon_value(r, g, MNZ_METRIC_MONTHS_TO_LICENCE) =
            months_to_licence(o->backlog, o->all_granted);
    }
}
