/* histogram.c - counts of values in buckets that follow the greatest value. */

#include "stats/histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/checked.h"

enum { MANTISSA_BITS = 52, EXPONENT_BIAS = 1023 };
_Static_assert(MNZ_HISTOGRAM_SHIFT == MANTISSA_BITS - MNZ_HISTOGRAM_STEP_BITS &&
                   MNZ_HISTOGRAM_BASE ==
                       (EXPONENT_BIAS + MNZ_HISTOGRAM_LOWEST) * MNZ_HISTOGRAM_STEPS,
               "the bits of a double number the buckets");

/* A block begins with room of a cache line, the end of which takes values that count
 * nowhere: a branch less for every value. */
enum { NOWHERE = 16, BLOCK = NOWHERE + MNZ_HISTOGRAM_SLOTS };

static size_t
block_bytes(int is_wide)
{
    return BLOCK * (is_wide ? sizeof(uint64_t) : sizeof(uint32_t));
}

static size_t
first_slot(const struct mnz_histogram *histogram)
{
    return (size_t)(histogram->block - 1) * BLOCK + NOWHERE;
}

void
mnz_histogram_pool_finish(struct mnz_histogram_pool *pool)
{
    free(pool->counts);
    *pool = (struct mnz_histogram_pool){0};
}

/* Blocks made in advance are not counted: memory that is not touched is not taken. */
size_t
mnz_histogram_pool_bytes(const struct mnz_histogram_pool *pool)
{
    return pool->num_blocks * block_bytes(pool->is_wide);
}

size_t
mnz_histogram_block_bytes(void)
{
    return block_bytes(0);
}

uint32_t
mnz_histogram_bucket(double value)
{
    uint64_t bits;
    int64_t bucket;

    memcpy(&bits, &value, sizeof bits);
    bucket = (int64_t)(bits >> MNZ_HISTOGRAM_SHIFT) - MNZ_HISTOGRAM_BASE;
    bucket = bucket < 0 ? 0 : bucket;
    return (uint32_t)(bucket < MNZ_HISTOGRAM_BUCKETS ? bucket
                                                     : MNZ_HISTOGRAM_BUCKETS - 1);
}

double
mnz_histogram_edge(uint32_t bucket)
{
    const uint32_t octave = bucket / MNZ_HISTOGRAM_STEPS;
    const uint32_t step = bucket % MNZ_HISTOGRAM_STEPS;

    return ldexp(1.0 + (double)step / MNZ_HISTOGRAM_STEPS,
                 (int)octave + MNZ_HISTOGRAM_LOWEST);
}

uint64_t
mnz_histogram_count_at(const struct mnz_histogram_pool *pool,
                       const struct mnz_histogram *histogram, uint32_t slot)
{
    const size_t at = first_slot(histogram) + slot;

    return pool->is_wide ? ((const uint64_t *)pool->counts)[at]
                         : ((const uint32_t *)pool->counts)[at];
}

void
mnz_histogram_add_at(const struct mnz_histogram_pool *pool,
                     const struct mnz_histogram *histogram, uint32_t slot,
                     uint64_t count)
{
    const size_t at = first_slot(histogram) + slot;

    if (pool->is_wide)
        ((uint64_t *)pool->counts)[at] += count;
    else
        ((uint32_t *)pool->counts)[at] += (uint32_t)count;
}

static enum mnz_status
widen(struct mnz_histogram_pool *pool)
{
    const uint32_t *narrow = pool->counts;
    uint64_t *wide = calloc(pool->max_blocks + 1, block_bytes(1));

    if (!wide)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < pool->num_blocks * BLOCK; i++)
        wide[i] = narrow[i];
    free(pool->counts);
    pool->counts = wide;
    pool->is_wide = 1;
    return MNZ_OK;
}

/* A block of zeros for a histogram that has none. */
static enum mnz_status
take_block(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram)
{
    const size_t bytes = block_bytes(pool->is_wide);

    if (pool->num_blocks == UINT32_MAX - 1 ||
        !mnz_grow(&pool->counts, &pool->max_blocks, pool->num_blocks, bytes))
        return MNZ_ERR_NOMEM;
    memset((char *)pool->counts + pool->num_blocks * bytes, 0, bytes);
    histogram->block = (uint32_t)++pool->num_blocks;
    return MNZ_OK;
}

/* Where the counts of a slot belong once the top is `by` octaves higher. */
static uint32_t
raised(uint32_t slot, uint32_t by)
{
    const struct mnz_histogram higher = {.top = (int32_t)(by + MNZ_HISTOGRAM_KEPT)};

    if (slot < MNZ_HISTOGRAM_STEPS)
        return by < 32 ? slot >> by : 0;
    return mnz_histogram_slot(&higher, slot);
}

static void
raise_top(const struct mnz_histogram_pool *pool, struct mnz_histogram *histogram,
          int32_t top)
{
    const uint32_t by = (uint32_t)(top - histogram->top);

    /* Upwards: a count moves below itself, where counts have moved already. */
    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++) {
        const uint64_t count = mnz_histogram_count_at(pool, histogram, slot);

        if (count == 0)
            continue;
        mnz_histogram_add_at(pool, histogram, slot, (uint64_t)0 - count);
        mnz_histogram_add_at(pool, histogram, raised(slot, by), count);
    }
    histogram->top = top;
}

static enum mnz_status
make_ready(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram,
           int32_t top, uint64_t count)
{
    enum mnz_status st = MNZ_OK;

    if (count > UINT32_MAX && !pool->is_wide)
        st = widen(pool);
    if (!st && histogram->block == 0) {
        st = take_block(pool, histogram);
        histogram->top = top;
    }
    if (!st && histogram->top < top)
        raise_top(pool, histogram, top);
    return st;
}

enum mnz_status
mnz_histogram_make_ready(struct mnz_histogram_pool *pool,
                         struct mnz_histogram *histogram, double greatest,
                         uint64_t count)
{
    const uint32_t bucket = mnz_histogram_bucket(greatest);

    return make_ready(pool, histogram, (int32_t)(bucket / MNZ_HISTOGRAM_STEPS), count);
}

void
mnz_histogram_count(const struct mnz_histogram_pool *pool,
                    const struct mnz_histogram *histogram, const int64_t *slots,
                    size_t count, uint32_t weight)
{
    if (pool->is_wide) {
        uint64_t *counts = (uint64_t *)pool->counts + first_slot(histogram);

        for (size_t i = 0; i < count; i++)
            counts[slots[i]] += weight;
    } else {
        uint32_t *counts = (uint32_t *)pool->counts + first_slot(histogram);

        for (size_t i = 0; i < count; i++)
            counts[slots[i]] += weight;
    }
}

/* The same slots of both hold the same values: so it is with most series of two
 * workers. */
static void
add_alike(const struct mnz_histogram_pool *pool, const struct mnz_histogram *into,
          const struct mnz_histogram_pool *from_pool, const struct mnz_histogram *from)
{
    uint32_t *sums = (uint32_t *)pool->counts + first_slot(into);
    const uint32_t *more = (const uint32_t *)from_pool->counts + first_slot(from);

    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++)
        sums[slot] += more[slot];
}

static void
add_raised(const struct mnz_histogram_pool *pool, const struct mnz_histogram *into,
           const struct mnz_histogram_pool *from_pool, const struct mnz_histogram *from)
{
    const uint32_t by = (uint32_t)(into->top - from->top);

    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++)
        mnz_histogram_add_at(pool, into, raised(slot, by),
                             mnz_histogram_count_at(from_pool, from, slot));
}

enum mnz_status
mnz_histogram_merge(struct mnz_histogram_pool *pool, struct mnz_histogram *into,
                    const struct mnz_histogram_pool *from_pool,
                    const struct mnz_histogram *from, uint64_t count)
{
    MNZ_BUG_IF(pool == from_pool);
    if (from->block != 0) {
        const enum mnz_status st = make_ready(pool, into, from->top, count);

        if (st)
            return st;
        if (into->top == from->top && !pool->is_wide && !from_pool->is_wide)
            add_alike(pool, into, from_pool, from);
        else
            add_raised(pool, into, from_pool, from);
    }
    into->zeros += from->zeros;
    return MNZ_OK;
}
