/* cmd_show.c - the merged scenario with origins, or the network as a graph. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "cli/load_model.h"
#include "network/graph.h"
#include "document/print.h"
#include "study/model.h"

struct fields {
    struct mnz_load_options load;
    int graph, full;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_SWITCH, .name = "graph", .letter = 'g',
     .help = "the network in DOT, for graphviz: ... | dot -Tsvg",
     .offset = FIELD(graph, int)},
    {MNZ_OPTION_SWITCH, .name = "full",
     .help = "with --graph: every facility and industry by itself",
     .offset = FIELD(full, int)},
    {MNZ_OPTION_GROUP, .group = mnz_load_option_rows,
     .offset = FIELD(load, struct mnz_load_options)},
    MNZ_OPTIONS_END,
};

static enum mnz_status
show_graph(const struct mnz_model *model, int is_full)
{
    struct mnz_graph_options how = mnz_graph_defaults;

    how.is_full = is_full;
    return mnz_graph_write(model->network, &how, stdout);
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    const char *path = call->operands[0];
    struct mnz_model *model;
    int status = mnz_load_model(path, call->texts[0], &f->load, &model);

    if (!status)
        status = mnz_report_written(
            path, f->graph ? show_graph(model, f->full)
                           : mnz_tree_print(model->scenario->tree, stdout));
    mnz_model_destroy(model);
    return status ? status : mnz_close_output();
}

const struct mnz_command mnz_command_show = {
    .name = "show",
    .summary = "print the merged scenario with origins, or its graph",
    .description =
        "Prints the scenario as one document: with everything that it extends, its "
        "tables and settings, and at each value the file and line that it comes from. "
        "With --graph it prints the network of facilities and industries instead.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite show scenarios/china-licensing-2025-12.yaml | less",
            "monazite show --graph scenarios/baseline-2025.yaml | dot -Tsvg > "
            "network.svg",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .run = run,
};
