/* recycling.c - goods consumed or lost in process come back as scrap later. */

#include "engine/recycling.h"

#include <string.h>

#include "base/mathfn.h"
#include "engine/parameters.h"
#include "engine/schedule.h"

/* t of material `to` whose elements come back from what a node takes in at each port: t
 * per unit of activity, less its yields, or t consumed by an industry. */
MNZ_INLINE mnz_lane
returned_from(const struct mnz_batch *b, uint32_t i, uint32_t to,
              mnz_lane (*taken)(const struct mnz_batch *b, uint32_t p))
{
    const struct mnz_network *net = b->engine->net;
    const struct mnz_scenario *s = net->scenario;
    const struct mnz_net_node *node = &net->nodes[i];
    mnz_lane element_sum = lane_of(0.0), content_sum = lane_of(0.0);

    for (uint32_t e = 0; e < s->num_elements; e++) {
        mnz_lane lost = lane_of(0.0);

        if (s->materials[to].content[e] == MNZ_VALUE_NONE)
            continue;
        content_sum += b->value[s->materials[to].content[e]];
        for (uint32_t p = node->first_port; p < node->first_port + node->num_ports; p++)
            lost +=
                taken(b, p) *
                mnz_value_lane(b, s->materials[net->ports[p].material].content[e], 0.0);
        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++)
            lost -= b->yield[o] *
                    mnz_value_lane(b, s->materials[net->outputs[o].material].content[e],
                                   0.0);
        element_sum += lane_positive(lost);
    }
    return lane_ratio(element_sum, content_sum, 0.0);
}

static mnz_lane
use_of_port(const struct mnz_batch *b, uint32_t p)
{
    return b->port[p].use;
}

static mnz_lane
consumed_at_port(const struct mnz_batch *b, uint32_t p)
{
    return b->consumed[p];
}

static void
set_returned(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t j = 0; j < net->num_recyclings; j++) {
        const struct mnz_net_recycling *r = &net->recyclings[j];

        for (uint32_t k = r->first_node; k < r->first_node + r->num_nodes; k++)
            b->returned[k] =
                returned_from(b, net->recycling_nodes[k],
                              net->outputs[r->output].material, use_of_port);
    }
}

static void
mnz_recycling_start(struct mnz_batch *b)
{
    set_returned(b);
    memcpy(b->first_return, b->returned,
           sizeof *b->returned * b->engine->num_returning);
}

/* t that come back from a node in this step, the k-th of recycling_nodes. */
static mnz_lane
returned_now(const struct mnz_batch *b, uint32_t k, uint32_t to)
{
    const uint32_t i = b->engine->net->recycling_nodes[k];

    if (b->engine->node_is_uneven[i])
        return returned_from(b, i, to, consumed_at_port);
    return b->activity[i] * b->returned[k];
}

static void
mnz_recycling_note(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    const uint32_t row = b->step % (b->engine->max_after + 1);

    /* Uses, yields and contents change by date or by substitution alone. */
    if (b->engine->num_savings > 0 || b->engine->values_change[b->step])
        set_returned(b);
    for (uint32_t j = 0; j < net->num_recyclings; j++) {
        const struct mnz_net_recycling *r = &net->recyclings[j];
        mnz_lane sum = lane_of(0.0);

        for (uint32_t k = r->first_node; k < r->first_node + r->num_nodes; k++)
            sum += returned_now(b, k, net->outputs[r->output].material);
        b->returns[(size_t)row * net->num_recyclings + j] = sum;
    }
}

/* The baseline's activity, that of industries grown backwards by whole steps. */
static double
returned_before_start(const struct mnz_batch *b, const struct mnz_net_recycling *r,
                      int64_t step, int lane)
{
    const struct mnz_network *net = b->engine->net;
    double sum = 0.0;

    for (uint32_t k = r->first_node; k < r->first_node + r->num_nodes; k++) {
        const uint32_t i = net->recycling_nodes[k];
        double activity = b->base_activity[i][lane];

        if (net->nodes[i].is_industry && b->engine->node_has_growth[i])
            activity *= mnz_pow(b->first_growth_step[i][lane], (double)step);
        sum += activity * b->first_return[k][lane];
    }
    return sum;
}

static double
returned_at(const struct mnz_batch *b, uint32_t j, int64_t step, int lane)
{
    const struct mnz_network *net = b->engine->net;
    const uint64_t rows = b->engine->max_after + 1;

    if (step < 0)
        return returned_before_start(b, &net->recyclings[j], step, lane);
    return b->returns[((uint64_t)step % rows) * net->num_recyclings + j][lane];
}

static void
mnz_recycling_return(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t j = 0; j < net->num_recyclings; j++) {
        const struct mnz_net_recycling *r = &net->recyclings[j];
        const struct mnz_policy *policy = &net->scenario->policies[r->policy];
        const mnz_lane after =
            b->value[policy->recycling.after_months] / net->months_per_step;
        mnz_lane back = {0};

        for (int lane = 0; lane < MNZ_LANES; lane++) {
            const int64_t whole = (int64_t)(after[lane] + 0.5);

            back[lane] =
                returned_at(b, j, (int64_t)b->step - (whole < 1 ? 1 : whole), lane);
        }
        b->scrap_back[j] =
            mnz_phi(b, policy->regime) * b->value[policy->recycling.share] * back;
        b->scrap[b->engine->scrap_of_output[r->output]] += b->scrap_back[j];
    }
}
