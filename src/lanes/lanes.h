#ifndef MNZ_LANES_LANES_H
#define MNZ_LANES_LANES_H

#include <stdint.h>
#include "lanes/isa.h"
#ifdef __AVX2__
#include <immintrin.h>
#endif

/*
 * A lane vector holds one number of each of MNZ_LANES trials. The engine's formulas are
 * written on lane vectors as if on numbers; a lane never sees its neighbours, so that a
 * trial's result does not depend on the trials beside it, nor on how many they are.
 * Four doubles are one register of AVX2; clang makes two registers of eight well, while
 * gcc 12 passes wider vectors than a register through memory. Other processors have
 * registers of two.
 */
#ifndef MNZ_LANES
#if defined __clang__
#define MNZ_LANES 8
#elif defined __x86_64__
#define MNZ_LANES 4
#else
#define MNZ_LANES 2
#endif
#endif

typedef double mnz_lane __attribute__((vector_size(8 * MNZ_LANES)));
typedef int64_t mnz_mask __attribute__((vector_size(8 * MNZ_LANES)));

/* Larger than any flow, yet finite, so that 0 x unlimited is 0. */
#define MNZ_UNLIMITED 1e300

/* Tonnes that are only rounding. */
#define MNZ_DUST_T 1e-9

static inline mnz_lane
lane_of(double x)
{
#if MNZ_LANES == 8
    return (mnz_lane){x, x, x, x, x, x, x, x};
#elif MNZ_LANES == 4
    return (mnz_lane){x, x, x, x};
#else
    return (mnz_lane){x, x};
#endif
}

/*
 * The primitives of a lane: in instructions made for them where compilers do not find
 * these by themselves, else in masks; the results are the same to the bit, signs of
 * zeros and NaN included.
 */
#if defined __AVX2__ && MNZ_LANES == 4

/* `a` where the mask is set, else `b`. */
static inline mnz_lane
lane_select(mnz_mask m, mnz_lane a, mnz_lane b)
{
    return _mm256_blendv_pd(b, a, (mnz_lane)m);
}

/* a < b ? a : b */
static inline mnz_lane
lane_min(mnz_lane a, mnz_lane b)
{
    return _mm256_min_pd(a, b);
}

/* a > b ? a : b */
static inline mnz_lane
lane_max(mnz_lane a, mnz_lane b)
{
    return _mm256_max_pd(a, b);
}

static inline int
lane_any(mnz_mask m)
{
    return _mm256_movemask_pd((mnz_lane)m) != 0;
}

#else

static inline mnz_lane
lane_select(mnz_mask m, mnz_lane a, mnz_lane b)
{
    return (mnz_lane)((m & (mnz_mask)a) | (~m & (mnz_mask)b));
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

static inline int
lane_any(mnz_mask m)
{
    int64_t any = 0;

    for (int i = 0; i < MNZ_LANES; i++)
        any |= m[i];
    return any != 0;
}

#endif

/* `a` where the mask is set, else 0. */
static inline mnz_lane
lane_where(mnz_mask m, mnz_lane a)
{
    return (mnz_lane)(m & (mnz_mask)a);
}

/* a > 0 ? a : 0 */
static inline mnz_lane
lane_positive(mnz_lane a)
{
    return lane_max(a, lane_of(0.0));
}

/* a / b, and `otherwise` where b is 0. */
static inline mnz_lane
lane_ratio(mnz_lane a, mnz_lane b, double otherwise)
{
    const mnz_mask zero = (mnz_mask)(b == 0.0);

    return lane_select(zero, lane_of(otherwise),
                       a / lane_select(zero, lane_of(1.0), b));
}

/*
 * Call `function(..., n)` with n a constant where it is small, so that the compiler
 * makes code without a loop for it; `function` must be inline. Two come first, for most
 * ports have two links.
 */
#define MNZ_WITH_CONSTANT(n, function, ...)                                            \
    do {                                                                               \
        if ((n) == 2)                                                                  \
            function(__VA_ARGS__, 2);                                                  \
        else if ((n) == 1)                                                             \
            function(__VA_ARGS__, 1);                                                  \
        else if ((n) == 3)                                                             \
            function(__VA_ARGS__, 3);                                                  \
        else if ((n) == 4)                                                             \
            function(__VA_ARGS__, 4);                                                  \
        else                                                                           \
            function(__VA_ARGS__, (n));                                                \
    } while (0)

/* An inline function in earnest. */
#define MNZ_INLINE static inline __attribute__((always_inline))

#endif
