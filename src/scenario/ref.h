#ifndef MNZ_SCENARIO_REF_H
#define MNZ_SCENARIO_REF_H

#include <stdint.h>

/* A position that is none. */
#define MNZ_NONE UINT32_MAX

/* A record's reference to another by position that may be left out, as it is in a
 * cleared record. */
struct mnz_ref {
    uint32_t number; /* position + 1; 0: to nothing */
};

/* MNZ_NONE gives a reference to nothing. */
static inline struct mnz_ref
mnz_ref_to(uint32_t position)
{
    return (struct mnz_ref){position + 1};
}

static inline int
mnz_ref_is_set(struct mnz_ref ref)
{
    return ref.number != 0;
}

/* The position, or MNZ_NONE. */
static inline uint32_t
mnz_ref_at(struct mnz_ref ref)
{
    return ref.number - 1;
}

#endif
