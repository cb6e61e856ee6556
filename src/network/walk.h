#ifndef MNZ_NETWORK_WALK_H
#define MNZ_NETWORK_WALK_H

#include "network/arcs.h"

/*
 * Walks from buyers back to where their goods begin: how often, on average, a tonne
 * passed each node. A linear system, solved group by group of mnz_arcs_group(): within
 * a circle with the factors of its matrix, elsewhere by adding up.
 */
struct mnz_walk;

/*
 * Prepare walks over `arcs` that end at the nodes of which `ends` is set, [node]; NULL:
 * none. `arcs` and `groups` are borrowed. On MNZ_OK *out is the caller's to destroy;
 * MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_walk_create(const struct mnz_arcs *arcs,
                                              const struct mnz_arc_groups *groups,
                                              const uint8_t *ends,
                                              struct mnz_walk **out);

/* Does nothing when `walk` is NULL. */
void mnz_walk_destroy(struct mnz_walk *walk);

/* In `visits` [node], the mean number of visits to each node of walks that begin with
 * the weights `start` [node]; the two may be one array. */
void mnz_walk_from(struct mnz_walk *walk, const double *start, double *visits);

/* The mean number of visits to `node` of walks that begin there: 1 outside circles. */
double mnz_walk_returns(struct mnz_walk *walk, uint32_t node);

#endif
