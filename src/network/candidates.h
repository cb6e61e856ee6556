#ifndef MNZ_NETWORK_CANDIDATES_H
#define MNZ_NETWORK_CANDIDATES_H

#include "network/compile.h"

/*
 * Makers or users of a material that a selector chooses, found by the names, sectors or
 * places that the selector lists, without asking each of them. A part is an output of a
 * maker or a port of a user.
 */
enum mnz_side { MNZ_SIDE_MAKERS, MNZ_SIDE_USERS, MNZ_NUM_SIDES };

/* The parts of one side whose node has the same key, by key, then material, then id:
 * parts[first[key] .. first[key + 1] - 1]. */
struct mnz_part_index {
    uint32_t *first, *parts;
};

struct mnz_candidates {
    const struct mnz_compile *c; /* borrowed */
    struct mnz_part_index by_place[MNZ_NUM_SIDES], by_sector[MNZ_NUM_SIDES];
};

/* Index the parts of `c`, whose nodes are compiled; memory is its scratch arena's. */
MNZ_NODISCARD enum mnz_status mnz_candidates_init(struct mnz_candidates *candidates,
                                                  struct mnz_compile *c);

/* The parts of `material` that `selector` chooses, ascending, in `found`, whose
 * earlier items are dropped. */
MNZ_NODISCARD enum mnz_status
mnz_candidates_find(const struct mnz_candidates *candidates, enum mnz_side side,
                    uint32_t material, const struct mnz_selector *selector,
                    struct mnz_id_list *found);

#endif
