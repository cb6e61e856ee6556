#ifndef MNZ_ENGINE_ENGINE_H
#define MNZ_ENGINE_ENGINE_H

#include "base/arena.h"
#include "lanes/isa.h"
#include "monazite/status.h"
#include "network/network.h"

/* Positions of a link that the step reads at every turn, in one piece of memory. They
 * are MNZ_NONE where a link has no such part. */
struct mnz_plan_link {
    uint32_t port, output;
    uint32_t slot;      /* where its orders are summed, without priority policies */
    uint32_t capped;    /* its number among capped links       */
    uint32_t licensed;  /* its number among licensed links     */
    uint32_t terms;     /* number of its licence terms         */
    uint8_t is_bounded; /* capped, or with a capacity of its own, or on a corridor */
};

/* The same of a port. Its links have the numbers first_link, ...; goods in transit to
 * it have ring_size rows from ring_first. */
struct mnz_plan_port {
    uint32_t node, market;
    uint32_t first_link, num_links;
    uint32_t ring_first, ring_size;
    uint8_t is_plain; /* none of its links is bounded or licensed */
    uint8_t is_fixed; /* base shares, backups and lead times of its links are the same
                         in every trial, though they may change by date */
    uint8_t is_of_industry;
    uint8_t is_supplied; /* a stockpile may serve it */
    uint8_t is_watched;  /* stockpiles or pacts read its arrivals */
    uint8_t has_capped;  /* a link of it is capped     */
};

/* The same of a node; in the network's order, buyers before their sellers. */
struct mnz_plan_node {
    uint32_t node; /* its number in the network */
    uint32_t first_port, end_port, first_output, end_output;
    mnz_value_id elasticity, recovers, overtime; /* of industries */
    uint8_t is_industry, is_recycler;
    uint8_t is_uneven; /* an industry whose firms differ, whose products do not all need
                          every input, or that holds a stock of its product */
};

/* Rings have at least so many rows, so that summing them takes no look at their size.
 */
enum { MNZ_LEAST_RING = 3 };

/* Queues move on so many rows at a time; rows beyond the last application are 0. */
enum { MNZ_QUEUE_BLOCK = 4 };

/* Group of licensed links whose terms are equal in every trial: the same licences,
 * approval of the buyer and other conditions. Each step computes the terms once per
 * group. */
struct mnz_plan_terms {
    uint32_t link;         /* any of them                                   */
    uint32_t first, count; /* their licences, in link_licences              */
    uint8_t has_office;    /* a throughput                                  */
    uint8_t can_pause;     /* pauses                                        */
    uint8_t can_leak;      /* a leak that may move with prices              */
    uint8_t is_traced;     /* extraterritorial: in force or not by content  */
};

/* An input of which substitution may save a part, and the inputs that replace it, one
 * for each of the policy's replaced_by. */
struct mnz_plan_saving {
    uint32_t port;
    uint32_t policy;
    uint32_t num_by;
    const uint32_t *by; /* ports */
};

/* Sources of controlled content on a link that a licence traces, other than a node. */
#define MNZ_CONTENT_NONE UINT32_MAX
#define MNZ_CONTENT_ALL (UINT32_MAX - 1)

/*
 * Plan of a run, equal for every trial: the place of each link's goods in transit and
 * licences, values that change over time, classes that an output can meet. Made once
 * from a network by plan.c, then read by every batch in every thread. Positions are
 * MNZ_NONE where a link or output has no such part.
 */
struct mnz_engine {
    struct mnz_arena arena;
    const struct mnz_network *net;
    uint64_t seed;
    enum mnz_isa isa;

    /* The engine numbers links by port, in the order of the network's port_links, so
     * that the links of a buyer lie together. link_at is the number of a link of the
     * network; at an output's first_link and on, it gives the numbers of its links. */
    uint32_t *link_at;
    struct mnz_plan_link *links;
    struct mnz_plan_port *ports;
    struct mnz_plan_node *nodes; /* by their place in the network's order */
    uint32_t num_ring_rows;

    /* Links under a ban or a quota: capped links. */
    uint32_t num_capped;
    uint32_t *link_of_capped;
    /* Links under licences (extraterritorial ones too). */
    uint32_t num_licensed;
    uint32_t *terms_of; /* [licensed] */
    uint32_t num_terms;
    struct mnz_plan_terms *terms;
    uint32_t *link_licences; /* licences, in file order      */
    uint32_t max_delay;      /* J, in steps */
    uint32_t queue_rows;     /* rows of a queue, and of the delays of a licence */
    /* Content traced for a licence: makers that may be caught and the makers that they
     * buy from, sellers first; and of each of their links in turn the node whose
     * content it carries, or one of the sources above. */
    uint32_t *traced_first, *traced_count; /* [licence], in traced_nodes */
    uint32_t *traced_nodes;
    uint32_t *content_first; /* [licence], in content_nodes */
    uint32_t *content_nodes;
    uint32_t *licence_of_control; /* licence-like controls, numbered */
    uint32_t *control_of_licence;
    uint32_t num_licences;

    /* Values that change from step to step, and the steps in which one does. */
    uint32_t num_dated;
    uint32_t *dated_values;
    uint8_t *values_change; /* [step] */
    /* Values that depend on draws but not on the day. */
    uint32_t num_uncertain;
    uint32_t *uncertain_values;
    /* Ports with a value, or a link with one, that depends on draws or on the day. */
    uint32_t num_varying;
    uint32_t *varying_ports;

    /* Priority classes that can occur among an output's links, ascending. Each has a
     * slot, the sum of the orders of this class. */
    uint32_t *first_class, *num_classes; /* [output] */
    uint32_t *classes;                   /* [slot] */
    uint32_t num_slots;
    int has_priorities;

    int has_tilts; /* tariffs or offtakes change base shares */
    int has_tariffs, has_corridors, has_hoarding, has_pacts;
    int has_uneven; /* some industry is uneven */
    /* Links over which a stockpile that is refilled buys: of stockpile i, in
     * refill_link from first_refill[i] on, the links of its beneficiaries. */
    uint32_t *first_refill, *num_refills; /* [stockpile] */
    uint32_t *refill_link;
    uint32_t num_refill_links;
    uint32_t transit_rows; /* steps until purchases have arrived, at most, and one */
    int has_competitors;   /* some stockpile competes */
    uint32_t num_savings;
    struct mnz_plan_saving *savings;
    uint8_t *node_has_growth;
    uint8_t *node_is_uneven;
    uint32_t *scrap_of_output; /* position of a scrap stock */
    uint32_t num_scraps;
    const char *
        *onset_streams;     /* [control], outages at random times: the stream's name */
    uint32_t max_after;     /* longest recycling delay, steps */
    uint32_t num_returning; /* entries of recycling_nodes */
};

/* Room for `count` numbers, in the engine's arena; NULL without memory. */
static inline uint32_t *
mnz_plan_ids(struct mnz_engine *e, size_t count)
{
    return mnz_arena_alloc(&e->arena, count > 0 ? count : 1, sizeof(uint32_t));
}

/* `rows` of a queue, rounded up to whole blocks. */
static inline uint32_t
mnz_queue_blocks(uint32_t rows)
{
    return (rows + MNZ_QUEUE_BLOCK - 1) / MNZ_QUEUE_BLOCK * MNZ_QUEUE_BLOCK;
}

static inline int
mnz_is_licence(enum mnz_control_kind kind)
{
    return kind == MNZ_CONTROL_LICENCE || kind == MNZ_CONTROL_EXTRATERRITORIAL;
}

/* The network's record of the engine's link `l`. */
static inline const struct mnz_net_link *
mnz_engine_link(const struct mnz_engine *engine, uint32_t l)
{
    return &engine->net->links[engine->net->port_links[l]];
}

#endif
