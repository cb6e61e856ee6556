#ifndef MNZ_NETWORK_GRAPH_H
#define MNZ_NETWORK_GRAPH_H

#include <stdio.h>
#include "network/network.h"

/*
 * The network as a picture in Graphviz' DOT language: stages from left to right, edges
 * as wide as the baseline's flow of contained elements, coloured by the seller's
 * country; flows on which a control may act are dashed and red. Meant for `dot -Tsvg`,
 * whose tooltips show the tonnes.
 */
struct mnz_graph_options {
    int is_full;      /* every actor a node; else one for each stage and country */
    double leave_out; /* flows below this share of their buyer's purchases       */
};

/* Aggregated, without flows below 2 % of the buyer's supply. */
extern const struct mnz_graph_options mnz_graph_defaults;

/* Write the graph of `network` at median draws. MNZ_ERR_NOMEM, or MNZ_ERR_IO when
 * writing fails. */
MNZ_NODISCARD enum mnz_status mnz_graph_write(const struct mnz_network *network,
                                              const struct mnz_graph_options *options,
                                              FILE *stream);

#endif
