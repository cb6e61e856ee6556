/* cmd_show.c - the merged scenario with origins, or the network as a graph. */

#include <stdio.h>

#include "cli/commands.h"
#include "cli/common.h"
#include "network/graph.h"
#include "document/print.h"

static const struct mnz_option_spec specs[] = {
    {"--graph", 'g', NULL, "the network in DOT, for graphviz: ... | dot -Tsvg"},
    {"--full", 0, NULL, "with --graph: every facility and industry by itself"},
    {"--set", 0, "PATH=VALUE", "change one value of the scenario; may be repeated"},
    {"--help", 'h', NULL, "this text"},
};
enum { NUM_SPECS = sizeof specs / sizeof *specs };

static int show(const char *path, struct mnz_options *options);

int
mnz_cmd_show(int argc, char **argv)
{
    struct mnz_options options;
    int status = mnz_options_read(&options, "show", specs, NUM_SPECS, argc, argv);

    if (!status && options.help) {
        printf("usage: monazite show [OPTION]... SCENARIO\n\n");
        mnz_options_print(specs, NUM_SPECS);
        printf(
            "\nexample: monazite show --graph scenarios/baseline-2025.yaml | dot -Tsvg "
            "> network.svg\n");
    } else if (!status && options.num_scenarios != 1) {
        fprintf(stderr, "monazite show: takes one scenario\n");
        status = MNZ_EXIT_INPUT;
    } else if (!status) {
        status = show(options.scenarios[0], &options);
    }
    mnz_options_finish(&options);
    return status ? status : mnz_close_output();
}

static int
show(const char *path, struct mnz_options *options)
{
    struct mnz_world world;
    int status = mnz_world_load(&world, path, options);

    if (!status && options->graph) {
        struct mnz_graph_options graph = mnz_graph_defaults;
        enum mnz_status st;

        graph.is_full = options->full;
        st = mnz_graph_write(world.network, &graph, stdout);
        /* A failed stream is reported, or forgiven, when it is closed. */
        if (st && st != MNZ_ERR_IO)
            status = mnz_report_failure(path, st);
    } else if (!status) {
        const enum mnz_status st = mnz_tree_print(world.scenario->tree, stdout);

        if (st && st != MNZ_ERR_IO)
            status = mnz_report_failure(path, st);
    }
    mnz_world_finish(&world);
    return status;
}
