#ifndef MNZ_ENGINE_TERMS_H
#define MNZ_ENGINE_TERMS_H

#include "engine/batch.h"

/* A port with its links, looked up once. */
struct mnz_port_view {
    const struct mnz_plan_port *plan;
    const struct mnz_plan_link *links;
    struct mnz_port_lanes *port;
    struct mnz_port_state *state;
    struct mnz_link_lanes *link;
    uint32_t first; /* the number of its first link */
};

MNZ_INLINE struct mnz_port_view
mnz_view_port(const struct mnz_batch *b, uint32_t p)
{
    const struct mnz_plan_port *plan = &b->engine->ports[p];

    return (struct mnz_port_view){.plan = plan,
                                  .links = &b->engine->links[plan->first_link],
                                  .port = &b->port[p],
                                  .state = &b->state[p],
                                  .link = &b->link[plan->first_link],
                                  .first = plan->first_link};
}

/*
 * The terms of link `l`. On a fixed port they are the same in every trial and stand
 * beside the link's lanes as single numbers, which at four lanes are a quarter of the
 * memory; the loops over links are limited by how much of it they touch. `is_fixed` is
 * a constant there.
 */

MNZ_INLINE mnz_lane
mnz_term_omega(const struct mnz_batch *b, uint32_t l, int is_fixed)
{
    return is_fixed ? lane_of(b->link[l].omega) : b->omega[l];
}

/* q */
MNZ_INLINE mnz_lane
mnz_term_qualified(const struct mnz_batch *b, uint32_t l, int is_fixed)
{
    return is_fixed ? lane_of(b->link[l].omega) : b->qualified[l];
}

/* q + b */
MNZ_INLINE mnz_lane
mnz_term_most_share(const struct mnz_batch *b, uint32_t l, int is_fixed)
{
    return is_fixed ? lane_of(b->link[l].most_share) : b->most_share[l];
}

MNZ_INLINE mnz_lane
mnz_term_lead(const struct mnz_batch *b, uint32_t l, int is_fixed)
{
    return is_fixed ? lane_of(b->link[l].lead) : b->lead[l];
}

MNZ_INLINE mnz_lane
mnz_term_lead_rest(const struct mnz_batch *b, uint32_t l, int is_fixed)
{
    return is_fixed ? lane_of(b->link[l].lead_rest) : b->lead_rest[l];
}

/* Copy the terms from their columns, where they have changed. */
static inline void
mnz_terms_fix(struct mnz_batch *b, uint32_t l)
{
    b->link[l].omega = b->omega[l][0];
    b->link[l].most_share = b->most_share[l][0];
    b->link[l].lead = b->lead[l][0];
    b->link[l].lead_rest = b->lead_rest[l][0];
}

/* Call `function(..., is_fixed, n)` for a port with both as constants. */
#define MNZ_FOR_PORT(plan, function, ...)                                              \
    do {                                                                               \
        if ((plan)->is_fixed)                                                          \
            MNZ_WITH_CONSTANT((plan)->num_links, function, __VA_ARGS__, 1);            \
        else                                                                           \
            function(__VA_ARGS__, 0, (plan)->num_links);                               \
    } while (0)

#endif
