#ifndef MNZ_ENGINE_LINK_TERMS_H
#define MNZ_ENGINE_LINK_TERMS_H

#include "engine/batch.h"

/*
 * The terms of link `j` of a port. On a fixed port they are the same in every trial and
 * stand in the link's ties as single numbers, which at four lanes are a quarter of the
 * memory. `is_fixed` is a constant there.
 */

MNZ_INLINE mnz_lane
mnz_link_omega(const struct mnz_batch *b, const struct mnz_port_at *at, uint32_t j,
               int is_fixed)
{
    return is_fixed ? lane_of(at->ties[j].omega) : b->omega[at->first + j];
}

/* q */
MNZ_INLINE mnz_lane
mnz_link_qualified(const struct mnz_batch *b, const struct mnz_port_at *at, uint32_t j,
                   int is_fixed)
{
    return is_fixed ? lane_of(at->ties[j].omega) : b->qualified[at->first + j];
}

/* q + b */
MNZ_INLINE mnz_lane
mnz_link_most_share(const struct mnz_batch *b, const struct mnz_port_at *at, uint32_t j,
                    int is_fixed)
{
    return is_fixed ? lane_of(at->ties[j].most_share) : b->most_share[at->first + j];
}

MNZ_INLINE mnz_lane
mnz_link_lead(const struct mnz_batch *b, const struct mnz_port_at *at, uint32_t j,
              int is_fixed)
{
    return is_fixed ? lane_of(at->ties[j].lead_mean) : b->lead[at->first + j];
}

MNZ_INLINE mnz_lane
mnz_link_lead_rest(const struct mnz_batch *b, const struct mnz_port_at *at, uint32_t j,
                   int is_fixed)
{
    return is_fixed ? lane_of(at->ties[j].lead_rest) : b->lead_rest[at->first + j];
}

/* Copy the terms from their columns, where they have changed. */
static inline void
mnz_link_terms_fix(struct mnz_batch *b, uint32_t l)
{
    b->ties[l].omega = b->omega[l][0];
    b->ties[l].most_share = b->most_share[l][0];
    b->ties[l].lead_mean = b->lead[l][0];
    b->ties[l].lead_rest = b->lead_rest[l][0];
}

/* Call `function(..., is_fixed, n)` for a port with both as constants. */
#define MNZ_FOR_PORT(at, function, ...)                                                \
    do {                                                                               \
        if ((at)->is_fixed)                                                            \
            MNZ_WITH_CONSTANT((at)->num_links, function, __VA_ARGS__, 1);              \
        else                                                                           \
            function(__VA_ARGS__, 0, (at)->num_links);                                 \
    } while (0)

#endif
