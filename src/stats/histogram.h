#ifndef MNZ_STATS_HISTOGRAM_H
#define MNZ_STATS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/status.h"

/*
 * How often which value was seen: a bucket for 0; 32 buckets an octave in the octave of
 * the greatest value and the KEPT - 1 octaves below it; and 32 equal buckets from there
 * down to 0. So a bucket is at most 1/32 of its value wide, or 1/8,192 of the greatest
 * value if that is more; an order statistic read from it is off by less than that,
 * typically by less than 0.5 %. Octaves reach from 2^-20 to 2^50: a smaller value
 * counts as 2^-20 (and is read as that or less), a larger one in the highest bucket.
 * The least and the greatest value are kept beside (by the caller) and are exact.
 *
 * Counts are whole numbers, and low counts are put together as counting anew would,
 * so any order of adding and merging gives the same. A histogram takes one block of
 * memory with its first value above 0, and no more however many come, but for wider
 * counts.
 */
enum {
    MNZ_HISTOGRAM_OCTAVES = 70,
    MNZ_HISTOGRAM_STEP_BITS = 5,
    MNZ_HISTOGRAM_STEPS = 1 << MNZ_HISTOGRAM_STEP_BITS, /* buckets an octave */
    MNZ_HISTOGRAM_KEPT = 9, /* octaves that have buckets of their own */
    MNZ_HISTOGRAM_LOWEST = -20,
    MNZ_HISTOGRAM_BUCKETS = MNZ_HISTOGRAM_OCTAVES * MNZ_HISTOGRAM_STEPS
};

/* A double that is not negative orders as its bits do: its bits from SHIFT on, less
 * BASE, number the buckets. */
enum { MNZ_HISTOGRAM_SHIFT = 47, MNZ_HISTOGRAM_BASE = (1023 - 20) * 32 };

/* Counts of a histogram: slots of the lowest steps, then of the octaves kept. */
enum { MNZ_HISTOGRAM_SLOTS = (MNZ_HISTOGRAM_KEPT + 1) * MNZ_HISTOGRAM_STEPS };

/*
 * The blocks of many histograms. Zero-initialised it is empty. Counts have 32 bits
 * until one could overflow; all are then widened to 64 bits at once. One thread at a
 * time.
 */
struct mnz_histogram_pool {
    void *counts; /* uint32_t or uint64_t: of each block some room, then its slots */
    size_t num_blocks, max_blocks;
    int is_wide;
};

/* One histogram of a pool; zero-initialised it is empty. */
struct mnz_histogram {
    uint64_t zeros;
    uint32_t block; /* 1 higher than its number; 0: nothing but zeros so far */
    int32_t top;    /* the octave of the greatest value, from that of 2^LOWEST on */
};

/* Free all blocks; the pool's histograms are then invalid. */
void mnz_histogram_pool_finish(struct mnz_histogram_pool *pool);

/* Bytes held, and those of one more histogram. */
size_t mnz_histogram_pool_bytes(const struct mnz_histogram_pool *pool);
size_t mnz_histogram_block_bytes(void);

/*
 * Make ready for values up to `greatest` > 0, `count` in all. Call it before values are
 * counted. MNZ_ERR_NOMEM: nothing may be counted.
 */
MNZ_NODISCARD enum mnz_status mnz_histogram_make_ready(struct mnz_histogram_pool *pool,
                                                       struct mnz_histogram *histogram,
                                                       double greatest, uint64_t count);

/* The bucket of a value > 0: 0 .. MNZ_HISTOGRAM_BUCKETS - 1, ascending. */
uint32_t mnz_histogram_bucket(double value);

/* The least value of a bucket; that of one past the last is 2^50. */
double mnz_histogram_edge(uint32_t bucket);

/* The lowest octave that has buckets of its own; negative where no value can lie below.
 */
static inline int64_t
mnz_histogram_lowest_kept(const struct mnz_histogram *histogram)
{
    return (int64_t)histogram->top - MNZ_HISTOGRAM_KEPT + 1;
}

/*
 * The difference between the number of a bucket and that of its slot. A slot below
 * STEPS would be of an octave that is not kept, by so many octaves; it counts in slot
 * (STEPS + step) >> (these octaves). Halving the lowest steps when the top rises by an
 * octave gives the same as counting anew, so that a slot is a matter of the greatest
 * value alone, and not of the order in which values come.
 */
static inline int64_t
mnz_histogram_base(const struct mnz_histogram *histogram)
{
    return (mnz_histogram_lowest_kept(histogram) - 1) * MNZ_HISTOGRAM_STEPS;
}

/* The slot of a bucket no higher than the top. */
static inline uint32_t
mnz_histogram_slot(const struct mnz_histogram *histogram, uint32_t bucket)
{
    const int64_t slot = (int64_t)bucket - mnz_histogram_base(histogram);
    int64_t below;

    if (slot >= MNZ_HISTOGRAM_STEPS)
        return (uint32_t)slot;
    below = mnz_histogram_lowest_kept(histogram) - bucket / MNZ_HISTOGRAM_STEPS;
    return (MNZ_HISTOGRAM_STEPS + bucket % MNZ_HISTOGRAM_STEPS) >>
           (below < 31 ? below : 31);
}

/* Count so many more in each of these slots; -1 counts nowhere. */
void mnz_histogram_count(const struct mnz_histogram_pool *pool,
                         const struct mnz_histogram *histogram, const int64_t *slots,
                         size_t count, uint32_t weight);

/* The counts of one slot. */
uint64_t mnz_histogram_count_at(const struct mnz_histogram_pool *pool,
                                const struct mnz_histogram *histogram, uint32_t slot);

/* Add to them. The histogram has a block. */
void mnz_histogram_add_at(const struct mnz_histogram_pool *pool,
                          const struct mnz_histogram *histogram, uint32_t slot,
                          uint64_t count);

/*
 * Add the counts of `from` (of `from_pool`) to `into` (of `pool`), `count` values in
 * all; the pools differ. MNZ_ERR_NOMEM: none were added.
 */
MNZ_NODISCARD enum mnz_status
mnz_histogram_merge(struct mnz_histogram_pool *pool, struct mnz_histogram *into,
                    const struct mnz_histogram_pool *from_pool,
                    const struct mnz_histogram *from, uint64_t count);

/*
 * A histogram to read. `min` and `max` are the exact extremes of its values.
 * With `is_whole`, all values are whole numbers: those below 64 are then exact, as long
 * as none is 2^14 or more.
 */
struct mnz_histogram_view {
    const struct mnz_histogram_pool *pool;
    const struct mnz_histogram *histogram;
    uint64_t count;
    double min, max;
    int is_whole;
};

/*
 * The k-th least value, k = 1 .. count. Values are taken to lie evenly in their bucket,
 * the first and the last are exact. It never falls as k grows.
 */
double mnz_histogram_order(const struct mnz_histogram_view *view, uint64_t k);

/* The mean of the greatest `top` values, 0 < top <= count, the last of them in part. */
double mnz_histogram_top_mean(const struct mnz_histogram_view *view, double top);

/* The sum of the squares of what the greatest `top` values, the last of them in part,
 * are above `from`, which is at most the least of them but for rounding. */
double mnz_histogram_top_squares(const struct mnz_histogram_view *view, double top,
                                 double from);

/*
 * How many values are above `threshold`. The bucket that holds it is shared in
 * proportion; exact for a threshold of 0, below min or from max on.
 */
uint64_t mnz_histogram_above(const struct mnz_histogram_view *view, double threshold);

/* The same without rounding to a whole number; and the sum of what these values are
 * above the threshold. */
double mnz_histogram_part_above(const struct mnz_histogram_view *view,
                                double threshold);
double mnz_histogram_excess(const struct mnz_histogram_view *view, double threshold);

#endif
