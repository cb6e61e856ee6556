#ifndef MNZ_STATS_MOMENTS_H
#define MNZ_STATS_MOMENTS_H

#include <stdint.h>
#include "base/bug.h"

/*
 * Exact sums of values that are first rounded to whole quanta (a quantum is 1/scale,
 * scale a power of two). Whole numbers add up to the same in any order, so that
 * threads, shards and merges cannot change a bit of the result.
 *
 * Range: a value is held if it is below 2^63 quanta; then sums fit 128 bits and sums of
 * squares 192 bits for any number of values that a uint64_t can count. A larger value
 * sets `is_beyond`, after which mean and deviation are not known.
 */
__extension__ typedef unsigned __int128 mnz_u128;

struct mnz_moments {
    mnz_u128 sum;         /* quanta                                  */
    mnz_u128 squares_low; /* quanta squared: 128 low bits, 64 higher */
    uint64_t squares_high;
    uint64_t count;  /* values by their weights */
    uint64_t trials; /* that they came from */
    double min, max; /* of the values as they came */
    int is_beyond;
};

/* A sum over some of the values: of one replicate of the sampling plan. */
struct mnz_part_sum {
    mnz_u128 sum;
    uint64_t count;
};

/* No values yet: min is infinity, max minus infinity. */
void mnz_moments_init(struct mnz_moments *moments);

/*
 * Add `value` >= 0 (NaN or less is a bug). Returns its quanta, 0 when it is beyond the
 * range, for a part sum.
 */
static inline uint64_t
mnz_moments_add(struct mnz_moments *moments, double value, double scale)
{
    const double scaled = value * scale;
    uint64_t quanta = 0;

    MNZ_BUG_IF(!(value >= 0.0));
    moments->count++;
    moments->trials++;
    moments->min = value < moments->min ? value : moments->min;
    moments->max = value > moments->max ? value : moments->max;
    if (value == 0.0)
        return 0;
    if (scaled < 0x1p63) {
        /* Halves go to the even neighbour; from 2^52 on there are none. */
        quanta =
            (uint64_t)(int64_t)(scaled < 0x1p52 ? scaled + 0x1p52 - 0x1p52 : scaled);
        moments->sum += quanta;
        moments->squares_low += (mnz_u128)quanta * quanta;
        moments->squares_high += moments->squares_low < (mnz_u128)quanta * quanta;
    } else {
        moments->is_beyond = 1;
    }
    return quanta;
}

/* Add all that `from` holds, of the same scale. */
void mnz_moments_merge(struct mnz_moments *into, const struct mnz_moments *from);

/* The mean; NaN without values or beyond the range. */
double mnz_moments_mean(const struct mnz_moments *moments, double scale);

/* Standard deviation with n-1; NaN for fewer than two values or beyond the range. */
double mnz_moments_sd(const struct mnz_moments *moments, double scale);

/*
 * The standard error of the mean from the spread of `num_parts` independent parts,
 * which together are all of `moments`. Parts weigh by their counts; empty ones do not
 * take part. *num_used is how many do; NaN when these are fewer than two.
 */
double mnz_moments_part_error(const struct mnz_moments *moments,
                              const struct mnz_part_sum *parts, uint32_t num_parts,
                              double scale, uint32_t *num_used);

#endif
