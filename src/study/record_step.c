/* record_step.c - what a step of a batch adds to the sums of its month. */

#include "study/recorder.h"

#include <string.h>

#include "study/record_month.h"

static void begin(struct mnz_recorder *r);
static void measure_contents(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_industries(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_stages(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_plants(struct mnz_recorder *r, const struct mnz_batch *b);
static void add_offices_prices_and_flows(struct mnz_recorder *r,
                                         const struct mnz_batch *b);

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
            mnz_record_part_month(r);
        measure_contents(r, b);
    }
    add_industries(r, b);
    add_stages(r, b);
    add_plants(r, b);
    add_offices_prices_and_flows(r, b);
    if (b->step + 1 == net->num_steps || net->month_of_step[b->step + 1] != month)
        mnz_record_month(r, b, month);
    if (b->step + 1 == net->num_steps)
        mnz_record_horizon(r);
}

static void
begin(struct mnz_recorder *r)
{
    const struct mnz_metrics *m = r->metrics;

    memset(r->activity, 0, sizeof *r->activity * r->num_industries);
    memset(r->month, 0, sizeof *r->month * r->num_industries);
    memset(r->horizon, 0, sizeof *r->horizon * r->num_industries);
    memset(r->element_gaps, 0, sizeof *r->element_gaps * m->num_leaves);
    memset(r->element_horizon, 0, sizeof *r->element_horizon * m->num_groups);
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
    memset(r->made_month, 0, sizeof *r->made_month * r->first_maker[MNZ_NUM_STAGES]);
    memset(r->made, 0, sizeof *r->made * r->first_maker[MNZ_NUM_STAGES]);
    r->policy_cost_month = r->policy_cost = lane_of(0.0);
    r->steps_of_month = 0;
    r->has_earlier = 0;
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
    }
}

/* What the links of a port pay above base prices, in units of these. */
MNZ_INLINE mnz_lane
paid_above(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_port_at *at = &b->at[p];
    mnz_lane paid = b->premium[at->market] * at->lanes->got;

    for (uint32_t j = 0; b->duty && j < at->num_links; j++)
        paid += (at->link[j].shipped + b->spot[at->first + j]) * b->duty[at->first + j];
    return paid;
}

/* What an industry pays above base prices for what it got in this step. */
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

static void
add_industries(struct mnz_recorder *r, const struct mnz_batch *b)
{
    const double years = r->metrics->net->years_per_step;

    for (uint32_t k = 0; k < r->num_industries; k++) {
        const uint32_t i = r->industries[k].node;
        const mnz_value_id id = r->industries[k].value_usd_per_year;
        const mnz_lane wanted = b->wanted[i], got = b->activity[i];
        struct activity *activity = &r->activity[k];

        activity->wanted += wanted;
        activity->got += got;
        activity->priced_out += wanted - b->demand_at_price[i];
        if (id != MNZ_VALUE_NONE)
            r->month[k].value += b->value[id] * years * lane_positive(wanted - got);
        r->month[k].cost += extra_cost(r, b, i);
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

        stage->wanted += port->normal * content;
        stage->got += lane_min(mnz_port_got(&b->at[p]), port->normal) * content;
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

    for (uint32_t g = m->first_group[MNZ_SCOPE_CONTROL];
         g < m->first_group[MNZ_SCOPE_CONTROL + 1]; g++) {
        const uint32_t v = b->engine->licence_of_control[m->groups[g].index];

        r->office[g].applied += b->office_applied[v];
        r->office[g].granted += b->office_granted[v];
    }
    for (uint32_t g = m->first_group[MNZ_SCOPE_MARKET];
         g < m->first_group[MNZ_SCOPE_MARKET + 1]; g++) {
        const uint32_t market = m->groups[g].index;

        r->price_month[g] +=
            b->price[m->net->markets[market].material] * (1.0 + b->premium[market]);
    }
    for (uint32_t g = m->first_group[MNZ_SCOPE_FLOW];
         g < m->first_group[MNZ_SCOPE_FLOW + 1]; g++)
        r->flow_month[g] += shipped_in_flow(b, m->groups[g].index);
    r->policy_cost_month += b->policy_cost_usd;
    r->steps_of_month++;
}
