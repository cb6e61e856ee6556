#ifndef MNZ_ENGINE_LANES_H
#define MNZ_ENGINE_LANES_H

#include <stdint.h>
#include "base/mathfn.h"
#include "engine/isa.h"

/*
 * A lane vector holds one number of each of MNZ_LANES trials. The engine's formulas are
 * written on lane vectors as if on numbers; a lane never sees its neighbours, so that a
 * trial's result does not depend on the trials beside it.
 */
enum { MNZ_LANES = 8 };

typedef double mnz_lane __attribute__((vector_size(64)));
typedef int64_t mnz_mask __attribute__((vector_size(64)));

/* Larger than any flow, yet finite, so that 0 x unlimited is 0. */
#define MNZ_UNLIMITED 1e300

/* Tonnes that are only rounding. */
#define MNZ_DUST_T 1e-9

static inline mnz_lane
lane_of(double x)
{
    return (mnz_lane){x, x, x, x, x, x, x, x};
}

/* `a` where the mask is set, else `b`. */
static inline mnz_lane
lane_select(mnz_mask m, mnz_lane a, mnz_lane b)
{
    return (mnz_lane)((m & (mnz_mask)a) | (~m & (mnz_mask)b));
}

/* `a` where the mask is set, else 0. */
static inline mnz_lane
lane_where(mnz_mask m, mnz_lane a)
{
    return (mnz_lane)(m & (mnz_mask)a);
}

static inline mnz_lane
lane_min(mnz_lane a, mnz_lane b)
{
    return lane_select((mnz_mask)(a < b), a, b);
}

static inline mnz_lane
lane_max(mnz_lane a, mnz_lane b)
{
    return lane_select((mnz_mask)(a > b), a, b);
}

/* max(0, a) */
static inline mnz_lane
lane_positive(mnz_lane a)
{
    return lane_where((mnz_mask)(a > 0.0), a);
}

static inline int
lane_any(mnz_mask m)
{
    int64_t any = 0;

    for (int i = 0; i < MNZ_LANES; i++)
        any |= m[i];
    return any != 0;
}

/* a / b, and `otherwise` where b is 0. */
static inline mnz_lane
lane_ratio(mnz_lane a, mnz_lane b, double otherwise)
{
    const mnz_mask zero = (mnz_mask)(b == 0.0);

    return lane_select(zero, lane_of(otherwise),
                       a / lane_select(zero, lane_of(1.0), b));
}

/* x to the power y, for x > 0. */
static inline mnz_lane
lane_pow(mnz_lane x, mnz_lane y)
{
    mnz_lane result = {0};

    for (int i = 0; i < MNZ_LANES; i++)
        result[i] = mnz_pow(x[i], y[i]);
    return result;
}

#endif
