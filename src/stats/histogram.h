#ifndef MNZ_STATS_HISTOGRAM_H
#define MNZ_STATS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/status.h"

/*
 * How often which value was seen: a bucket for 0, then 32 buckets an octave from 2^-20
 * to 2^50. What is smaller counts in the lowest bucket, what is larger in the highest.
 * A bucket is at most 1/32 of its value wide; an order statistic read from it is off by
 * less than that, typically by less than 0.5 %, and below 2^-20 by less than 2^-20
 * itself. The least and the greatest value are kept beside (by the caller) and are
 * exact.
 *
 * Counts are whole numbers, so any order of adding and merging gives the same. Memory
 * comes in pages of one octave when it is first hit: how much depends on which values
 * occur, not on how many.
 */
enum {
    MNZ_HISTOGRAM_OCTAVES = 70,
    MNZ_HISTOGRAM_STEPS = 32, /* buckets an octave */
    MNZ_HISTOGRAM_LOWEST = -20,
    MNZ_HISTOGRAM_BUCKETS = MNZ_HISTOGRAM_OCTAVES * MNZ_HISTOGRAM_STEPS
};

/* A double that is not negative orders as its bits do: its bits from SHIFT on, less
 * BASE, number the buckets. */
enum { MNZ_HISTOGRAM_SHIFT = 47, MNZ_HISTOGRAM_BASE = (1023 - 20) * 32 };

struct mnz_histogram_directory;

/*
 * The pages of many histograms. Zero-initialised it is empty. Counts have 32 bits until
 * one could overflow; all are then widened to 64 bits at once. One thread at a time.
 */
struct mnz_histogram_pool {
    struct mnz_histogram_directory *directories;
    void *counts; /* [page][step], uint32_t or uint64_t */
    size_t num_directories, max_directories, num_pages, max_pages;
    int is_wide;
};

/* One histogram of a pool; zero-initialised it is empty. */
struct mnz_histogram {
    uint64_t zeros;
    uint32_t directory; /* 0: nothing but zeros so far */
};

/* Free all pages; the pool's histograms are then invalid. */
void mnz_histogram_pool_finish(struct mnz_histogram_pool *pool);

/* Bytes held, and what one more histogram adds to it as a rule. */
size_t mnz_histogram_pool_bytes(const struct mnz_histogram_pool *pool);
size_t mnz_histogram_typical_bytes(void);

/*
 * Make sure that a histogram can hold `count` values. Call it before adding values or
 * merging that bring one to more than UINT32_MAX. MNZ_ERR_NOMEM changes nothing.
 */
MNZ_NODISCARD enum mnz_status mnz_histogram_reserve(struct mnz_histogram_pool *pool,
                                                    uint64_t count);

/* Count one value more in each of these buckets; those below 0 are passed over.
 * MNZ_ERR_NOMEM: some are not counted. */
MNZ_NODISCARD enum mnz_status mnz_histogram_count(struct mnz_histogram_pool *pool,
                                                  struct mnz_histogram *histogram,
                                                  const int64_t *buckets, size_t count);

/*
 * Add the counts of `from` (of `from_pool`) to `into` (of `pool`); the pools differ.
 * MNZ_ERR_NOMEM: only some were added.
 */
MNZ_NODISCARD enum mnz_status
mnz_histogram_merge(struct mnz_histogram_pool *pool, struct mnz_histogram *into,
                    const struct mnz_histogram_pool *from_pool,
                    const struct mnz_histogram *from);

/* The bucket of a value > 0: 0 .. MNZ_HISTOGRAM_BUCKETS - 1, ascending. */
uint32_t mnz_histogram_bucket(double value);

/* The least value of a bucket; that of one past the last is 2^50. */
double mnz_histogram_edge(uint32_t bucket);

/*
 * What is read from a histogram. `min` and `max` are the exact extremes of its values.
 * With `is_whole`, all values are whole numbers: those below 64 are then exact.
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

/*
 * How many values are above `threshold`. The bucket that holds it is shared in
 * proportion; exact for a threshold of 0, below min or from max on.
 */
uint64_t mnz_histogram_above(const struct mnz_histogram_view *view, double threshold);

#endif
