/* settle.c - consequences that follow from all flows of a step. */

#include "engine/settle.h"

#include "engine/floor.h"
#include "engine/industry.h"
#include "engine/policy_cost.h"
#include "engine/recycling.h"

static void set_aside(struct mnz_batch *b);

static void
mnz_step_settle(struct mnz_batch *b)
{
    mnz_industry_deliver(b);
    mnz_floor_pay(b);
    mnz_policy_cost_add(b);
    set_aside(b);
    mnz_recycling_note(b);
}

/* Set aside co-products beyond the stock that a plant keeps of them. */
static void
set_aside(struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *node = &net->nodes[i];
        const struct mnz_actor *actor = &net->scenario->actors[node->actor];

        for (uint32_t o = node->first_output;
             o < node->first_output + node->num_outputs; o++) {
            mnz_lane keep = b->out_cover[o] * b->expected_orders[o];

            b->set_aside[o] = lane_of(0.0);
            if (node->num_outputs < 2)
                continue;
            if (net->outputs[o].is_driving)
                keep += b->value[actor->hold_months] / net->months_per_step *
                        b->yield[o] * b->normal_activity[i];
            b->set_aside[o] = lane_positive(b->out_stock[o] - keep);
            b->out_stock[o] = lane_min(b->out_stock[o], keep);
        }
    }
}
