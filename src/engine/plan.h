#ifndef MNZ_ENGINE_PLAN_H
#define MNZ_ENGINE_PLAN_H

#include "base/arena.h"
#include "engine/engine.h"
#include "engine/isa.h"

/* The engine's own view of a network; see engine.h. Positions are MNZ_NONE where a link
 * or output has no such part. */
struct mnz_engine {
    struct mnz_arena arena;
    const struct mnz_network *net;
    uint64_t seed;
    enum mnz_isa isa;

    /* The engine numbers links by port, in the order of the network's port_links, so
     * that what a buyer looks at lies together: link_at is the number of a link of the
     * network, and thereby, at an output's first_link and on, the numbers of its links.
     */
    uint32_t *link_at;

    /* Goods in transit: link l has ring_size[l] rows from ring_first[l]. */
    uint32_t *ring_first, *ring_size;
    uint32_t num_ring_rows;

    /* Links under any ban, quota, licence or extraterritorial control: held links. */
    uint32_t num_held;
    uint32_t *held_of_link, *link_of_held;
    /* Links under licences (extraterritorial ones too). */
    uint32_t num_licensed;
    uint32_t *licensed_of_link, *link_of_licensed;
    uint32_t *licences_first, *licences_count; /* [licensed], in link_licences */
    uint32_t *link_licences;                   /* licences, in file order      */
    uint32_t max_delay;                        /* J, in steps */
    uint32_t *licence_of_control;              /* licence-like controls, numbered */
    uint32_t *control_of_licence;
    uint32_t num_licences;

    /* Values that change from step to step, and the steps in which one does. */
    uint32_t num_dated;
    uint32_t *dated_values;
    uint8_t *values_change; /* [step] */
    /* Values that depend on draws but not on the day. */
    uint32_t num_uncertain;
    uint32_t *uncertain_values;

    /* Priority classes that can occur among an output's links, ascending. */
    uint32_t *first_class, *num_classes; /* [output] */
    uint32_t *classes;
    int has_priorities;

    int has_tilts; /* tariffs or offtakes change base shares */
    int has_tariffs, has_corridors, has_surges, has_pacts;
    /* What competing stockpiles ask: of stockpile i, in refill_link from
     * first_refill[i] on, the links of its beneficiaries. */
    uint32_t *first_refill, *num_refills; /* [stockpile] */
    uint32_t *refill_link;
    uint32_t num_refill_links;
    uint32_t num_thrifts; /* entries of substitution_ports */
    uint8_t *node_has_growth;
    uint32_t *scrap_of_output; /* position of a scrap stock */
    uint32_t num_scraps;
    const char *
        *onset_streams;     /* [control], outages at random times: the stream's name */
    uint32_t max_after;     /* longest recycling delay, steps */
    uint32_t num_returning; /* entries of recycling_nodes */
};

/* The network's record of the engine's link `l`. */
static inline const struct mnz_net_link *
mnz_engine_link(const struct mnz_engine *engine, uint32_t l)
{
    return &engine->net->links[engine->net->port_links[l]];
}

#endif
