#ifndef MNZ_NETWORK_ARCS_H
#define MNZ_NETWORK_ARCS_H

#include "network/network.h"

/*
 * Where the goods of each node come from in the baseline, by the content of one element
 * or by value: docs/model/dependency.md. The weights of a node's arcs and the part that
 * begins at it sum to 1, or to 0 where nothing of the element passes it.
 */

/* The thing followed: an element of the scenario by its position, or one of these. */
enum {
    MNZ_FOLLOW_ITSELF = MNZ_MOST_ELEMENTS, /* tonnes of materials that hold none */
    MNZ_FOLLOW_VALUE,                      /* price times tonnes */
    MNZ_NUM_FOLLOWED
};

/* From a buyer to what it bought from, or from a recycler to whose scrap it takes. */
struct mnz_arc {
    uint32_t from;
    double weight;
    int is_scrap;
};

struct mnz_arcs {
    uint32_t num_nodes;
    uint32_t *first; /* [num_nodes + 1] in arcs, of each buyer */
    struct mnz_arc *arcs;
    double *begins;      /* [node] the part of its goods that begins at it */
    double *bought;      /* [node] t of the element a year, or USD, that links bring */
    uint8_t *is_unknown; /* [node] of value: a price that it takes is missing */
};

/*
 * Trace `followed` in `baseline` at the values of `draws` on the first day. Loops of
 * scrap that nothing feeds are cut at their recyclers. Memory is `arena`'s;
 * MNZ_ERR_NOMEM is the only failure.
 */
MNZ_NODISCARD enum mnz_status mnz_arcs_find(const struct mnz_network *network,
                                            const struct mnz_baseline *baseline,
                                            const double *draws, uint32_t followed,
                                            struct mnz_arena *arena,
                                            struct mnz_arcs *arcs);

/* Nodes that feed each other in a circle form one group; every other node is a group of
 * its own. Buyers come before their sellers. */
struct mnz_arc_groups {
    uint32_t count;
    uint32_t *first; /* [count + 1] in nodes */
    uint32_t *nodes;
    uint32_t *group_of; /* [node] */
};

MNZ_NODISCARD enum mnz_status mnz_arcs_group(const struct mnz_arcs *arcs,
                                             struct mnz_arena *arena,
                                             struct mnz_arc_groups *groups);

#endif
