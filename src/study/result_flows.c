/* result_flows.c - what the links of a model carry in the trials of a run. */

#include <math.h>

#include "study/model.h"

/* The month in which industries lose most, by the mean; MNZ_NONE where that is not
 * counted. */
static uint32_t
worst_month(const struct mnz_run *run)
{
    double most = -1.0;
    uint32_t worst = MNZ_NONE;

    for (uint32_t i = 0; i < run->metrics->num_months; i++) {
        const uint32_t place = mnz_selection_place(
            run->selection,
            mnz_metrics_month(run->metrics, 0, MNZ_METRIC_OUTPUT_LOST_SHARE, i));
        struct mnz_summary s = {.mean = NAN};

        if (place != MNZ_NONE)
            mnz_tally_summary(run->conditionals[0].tally, place, &s);
        if (s.mean > most) {
            most = s.mean;
            worst = i;
        }
    }
    return worst;
}

static struct mnz_flow
flow_of(const struct mnz_run *run, const struct mnz_baseline *base, uint32_t link,
        uint32_t worst)
{
    const struct mnz_network *net = run->net;
    struct mnz_flow flow = {
        .from = mnz_network_node_name(net, mnz_network_seller(net, link)),
        .to = mnz_network_node_name(net, mnz_network_buyer(net, link)),
        .material = net->scenario->materials[mnz_network_material(net, link)].name,
        .baseline = base->flow[link],
        .window = NAN,
        .worst = NAN,
        .worst_month = worst != MNZ_NONE ? worst : 0,
    };

    if (!run->link_flows || run->trials_done == 0)
        return flow;
    if (worst != MNZ_NONE)
        flow.worst =
            mnz_link_flows_mean(run->link_flows, run->weight_done, link, worst) /
            mnz_years_of_month(net, worst);
    flow.window = 0.0;
    for (uint32_t i = 0; i < net->num_months; i++)
        flow.window += mnz_link_flows_mean(run->link_flows, run->weight_done, link, i);
    flow.window /= mnz_years_of_month(net, MNZ_NONE);
    return flow;
}

enum mnz_status
mnz_result_flows(const struct mnz_result *result, struct mnz_flow *out, uint32_t most,
                 uint32_t *count)
{
    const struct mnz_network *net = result->run->net;
    const uint32_t worst = worst_month(result->run);
    struct mnz_baseline *base;
    enum mnz_status st = mnz_baseline_create(net, mnz_network_median_draws(net), &base);

    *count = net->num_links;
    if (st)
        return st;
    for (uint32_t i = 0; i < most && i < net->num_links; i++)
        out[i] = flow_of(result->run, base, i, worst);
    mnz_baseline_destroy(base);
    return MNZ_OK;
}
