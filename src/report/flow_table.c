/* flow_table.c - who sends how much to whom, at the baseline and in the worst month. */

#include "report/table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "report/group_words.h"
#include "report/label.h"
#include "report/losses.h"

/* The name, label and country of a link's end. */
static void
node_cells(struct mnz_cells *cells, const struct mnz_network *net, uint32_t node)
{
    const char *name = mnz_network_node_name(net, node);
    char label[256];

    mnz_cells_text(cells, name);
    if (net->nodes[node].is_industry)
        mnz_label_industry(net, node, label, sizeof label);
    mnz_cells_text(cells, net->nodes[node].is_industry ? label : name);
    mnz_cells_text(cells, net->scenario->places[mnz_network_place(net, node)].code);
}

static void
write_flow(const struct mnz_outcome *outcome, uint32_t index, uint32_t link,
           const struct mnz_flow *flow, struct mnz_cells *cells)
{
    const struct mnz_network *net = outcome->results[index]->run->net;
    const struct mnz_material *material =
        &net->scenario->materials[mnz_network_material(net, link)];
    char month[16] = "";

    mnz_cells_text(cells, mnz_outcome_name(outcome, index));
    mnz_cells_text(cells, mnz_outcome_settings(outcome, index));
    node_cells(cells, net, mnz_network_seller(net, link));
    node_cells(cells, net, mnz_network_buyer(net, link));
    mnz_cells_text(cells, material->name);
    mnz_cells_text(cells, mnz_stage_name[material->stage]);
    mnz_cells_text(cells, mnz_material_element(net->scenario, material));
    mnz_cells_number(cells, flow->baseline);
    mnz_cells_number(cells, flow->window);
    if (!isnan(flow->worst))
        mnz_month_of_figure(net->scenario, flow->worst_month + 1.0, month);
    mnz_cells_text(cells, month);
    mnz_cells_number(cells, flow->worst);
    mnz_cells_end_row(cells);
}

static void
write_flows_of(const struct mnz_outcome *outcome, uint32_t index,
               struct mnz_cells *cells)
{
    const struct mnz_result *result = outcome->results[index];
    const uint32_t links = result->run->net->num_links;
    struct mnz_flow *flows = calloc((size_t)links + 1, sizeof *flows);
    uint32_t count = 0;

    if (!flows || mnz_result_flows(result, flows, links, &count)) {
        errno = ENOMEM;
        cells->has_failed = 1;
    }
    for (uint32_t i = 0; i < count && !cells->has_failed; i++)
        write_flow(outcome, index, i, &flows[i], cells);
    free(flows);
}

static void
write_flows(const struct mnz_outcome *outcome, struct mnz_cells *cells)
{
    for (uint32_t i = 0; i < outcome->num_results && !cells->has_failed; i++)
        if (outcome->results[i])
            write_flows_of(outcome, i, cells);
}

const struct mnz_table mnz_table_flows = {
    .name = "flows",
    .rows = "a link: its tonnes at the baseline, over the window, and in the month in "
            "which industries lose most output; means of all trials",
    .columns = (const struct mnz_column[]){{"scenario", ""},
                                           {"settings", ""},
                                           {"from", ""},
                                           {"from_label", ""},
                                           {"from_country", ""},
                                           {"to", ""},
                                           {"to_label", ""},
                                           {"to_country", ""},
                                           {"material", ""},
                                           {"stage", ""},
                                           {"element", ""},
                                           {"baseline_tonnes_a_year", "t a year"},
                                           {"window_tonnes_a_year", "t a year"},
                                           {"worst_month", "month"},
                                           {"worst_month_tonnes_a_year", "t a year"},
                                           {NULL, NULL}},
    .write_rows = write_flows,
};
