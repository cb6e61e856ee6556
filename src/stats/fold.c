/* fold.c - a chunk's values of one series into a tally, a row of lanes at a time. */

#include "stats/fold_lanes.h"

#include <math.h>
#include <string.h>

#include "base/bug.h"

/* Quanta that fold_quanta can make; what is larger is added one by one. */
#define MOST_QUANTA 0x1p51
/* Doubles from here to twice as much are whole numbers, and their last bits say which.
 */
#define WHOLE 0x1p52
/* The halves of such a number, whose products fit 52 bits. */
enum { HALF_BITS = 26 };

struct chunk {
    const struct mnz_fold *fold;
    const uint32_t *counts; /* values of each replicate */
    uint32_t count;
    mnz_lane values[MNZ_FOLD_ROWS]; /* 0 where there is none */
    mnz_mask lanes[MNZ_FOLD_ROWS];  /* which have a value */
    double min, max;
    uint32_t short_counts[MNZ_MAX_REPLICATES]; /* `counts` where values are lacking */
};

/* Sums of quanta and of their squares, by halves. */
struct sums {
    mnz_mask low_low, low_high, high_high;
    mnz_mask parts[MNZ_MAX_REPLICATES];
    mnz_mask num_nonzero;
};

static int64_t
total(mnz_mask m)
{
    int64_t sum = 0;

    for (int lane = 0; lane < MNZ_LANES; lane++)
        sum += m[lane];
    return sum;
}

static double
least(mnz_lane v)
{
    double min = v[0];

    for (int lane = 1; lane < MNZ_LANES; lane++)
        min = v[lane] < min ? v[lane] : min;
    return min;
}

/* a times b, both below 2^32. */
static inline mnz_mask
times(mnz_mask a, mnz_mask b)
{
#if defined __AVX2__ && MNZ_LANES == 4
    return (mnz_mask)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#else
    return a * b;
#endif
}

static void
count_those_with_a_value(struct chunk *c)
{
    memset(c->short_counts, 0, sizeof c->short_counts);
    for (uint32_t row = 0; row < c->fold->num_rows; row++)
        for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
            if (c->lanes[row][lane])
                c->short_counts[c->fold->replicate[row * MNZ_LANES + lane]]++;
    c->counts = c->short_counts;
}

/* Fetch the values, with their number and extremes. */
static void
fetch(struct chunk *c, const mnz_lane *first, const struct mnz_fold *fold,
      uint32_t replicates)
{
    mnz_lane min = lane_of(HUGE_VAL), max = lane_of(-HUGE_VAL);
    mnz_mask lacking = {0};

    c->fold = fold;
    c->counts = fold->counts;
    for (uint32_t row = 0; row < fold->num_rows; row++) {
        const mnz_lane v = first[row * fold->stride];
        const mnz_mask chosen = fold->lanes[row], has = chosen & (mnz_mask)(v == v);

        lacking |= chosen & ~has;
        c->lanes[row] = has;
        c->values[row] = lane_where(has, v);
        min = lane_min(lane_select(has, v, lane_of(HUGE_VAL)), min);
        max = lane_max(lane_select(has, v, lane_of(-HUGE_VAL)), max);
    }
    if (lane_any(lacking)) {
        MNZ_BUG_IF(!fold->is_short);
        count_those_with_a_value(c);
    }
    c->count = 0;
    for (uint32_t k = 0; k < replicates; k++)
        c->count += c->counts[k];
    c->min = least(min);
    c->max = -least(-max);
}

/* Whole quanta, rounded half up, of values of less than MOST_QUANTA. */
static inline mnz_mask
quanta_of(mnz_lane v, double scale)
{
    const mnz_lane scaled = v * scale + 0.5;
    const mnz_lane nearest = (scaled + WHOLE) - WHOLE;
    const mnz_lane floor =
        nearest - lane_where((mnz_mask)(nearest > scaled), lane_of(1.0));

    return (mnz_mask)(floor + WHOLE) ^ (mnz_mask)lane_of(WHOLE);
}

/* The part sums of a row whose lanes are of several replicates. */
static void
add_to_parts(struct sums *sums, const uint8_t *replicate, mnz_mask q)
{
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        sums->parts[replicate[lane]][0] += q[lane];
}

static void
fold_quanta(struct sums *sums, const struct chunk *c, uint32_t replicates, double scale)
{
    const mnz_mask none = {0};
    const struct mnz_fold *f = c->fold;
    const mnz_mask half = (mnz_mask){0} + ((1 << HALF_BITS) - 1);

    sums->low_low = sums->low_high = sums->high_high = sums->num_nonzero = none;
    for (uint32_t k = 0; k < replicates; k++)
        sums->parts[k] = none;
    for (uint32_t row = 0; row < f->num_rows; row++) {
        const mnz_mask q = quanta_of(c->values[row], scale);
        const mnz_mask low = q & half, high = q >> HALF_BITS;
        const uint8_t *replicate = &f->replicate[row * MNZ_LANES];

        sums->low_low += times(low, low);
        sums->low_high += times(low, high);
        sums->high_high += times(high, high);
        sums->num_nonzero -= (mnz_mask)(c->values[row] != 0.0);
        if (f->is_dealt)
            sums->parts[*replicate] += q;
        else
            add_to_parts(sums, replicate, q);
    }
}

static void
add_sums(struct mnz_series *s, struct mnz_part_sum *parts, uint32_t replicates,
         const struct chunk *c, const struct sums *sums)
{
    const mnz_u128 low = (mnz_u128)(uint64_t)total(sums->low_low);
    const mnz_u128 middle = (mnz_u128)(uint64_t)total(sums->low_high);
    const mnz_u128 high = (mnz_u128)(uint64_t)total(sums->high_high);
    struct mnz_moments m = {.count = c->count, .min = c->min, .max = c->max};

    m.squares_low = (high << (2 * HALF_BITS)) + (middle << (HALF_BITS + 1)) + low;
    for (uint32_t k = 0; k < replicates; k++) {
        const uint64_t sum = (uint64_t)total(sums->parts[k]);

        m.sum += sum;
        if (parts) {
            parts[k].sum += sum;
            parts[k].count += c->counts[k];
        }
    }
    mnz_moments_merge(&s->moments, &m);
    s->histogram.zeros += c->count - (uint64_t)total(sums->num_nonzero);
}

/* Values of any size, one by one. */
static void
add_one_by_one(struct mnz_series *s, struct mnz_part_sum *parts, const struct chunk *c,
               double scale)
{
    for (uint32_t i = 0; i < c->fold->num_rows * MNZ_LANES; i++) {
        const double value = c->values[i / MNZ_LANES][i % MNZ_LANES];
        uint64_t quanta;

        if (!c->lanes[i / MNZ_LANES][i % MNZ_LANES])
            continue;
        quanta = mnz_moments_add(&s->moments, value, scale);
        s->histogram.zeros += value == 0.0;
        if (parts) {
            parts[c->fold->replicate[i]].sum += quanta;
            parts[c->fold->replicate[i]].count++;
        }
    }
}

/* Most series are 0 in most trials: nothing but counts changes then. */
static void
add_zeros(struct mnz_series *s, struct mnz_part_sum *parts, uint32_t replicates,
          const struct chunk *c)
{
    s->moments.count += c->count;
    s->moments.min = 0.0;
    s->moments.max = s->moments.max < 0.0 ? 0.0 : s->moments.max;
    s->histogram.zeros += c->count;
    for (uint32_t k = 0; parts && k < replicates; k++)
        parts[k].count += c->counts[k];
}

/* mnz_histogram_bucket of each value, -1 for a zero and for none. */
static void
find_buckets(const struct chunk *c, mnz_mask *buckets)
{
    const mnz_mask last = (mnz_mask){0} + (MNZ_HISTOGRAM_BUCKETS - 1);

    for (uint32_t row = 0; row < c->fold->num_rows; row++) {
        const mnz_mask zero = (mnz_mask)(c->values[row] == 0.0);
        mnz_mask bucket =
            ((mnz_mask)c->values[row] >> MNZ_HISTOGRAM_SHIFT) - MNZ_HISTOGRAM_BASE;

        bucket &= bucket >= 0;
        bucket = (bucket & (bucket <= last)) | (last & (bucket > last));
        buckets[row] = bucket | zero;
    }
}

void
mnz_fold_lanes(struct mnz_tally *tally, uint32_t series, const mnz_lane *first,
               const struct mnz_fold *fold)
{
    const double scale = mnz_unit_scale(tally->unit_of_series[series]);
    const uint32_t replicates = tally->num_replicates;
    struct mnz_series *s = &tally->series[series];
    struct mnz_part_sum *parts =
        tally->parts ? &tally->parts[(size_t)series * replicates] : NULL;
    mnz_mask buckets[MNZ_FOLD_ROWS];
    struct chunk c;
    struct sums sums;

    fetch(&c, first, fold, replicates);
    if (c.count == 0)
        return;
    MNZ_BUG_IF(!(c.min >= 0.0));
    if (c.max == 0.0) {
        add_zeros(s, parts, replicates, &c);
        return;
    }
    if (c.max * scale + 0.5 < MOST_QUANTA) {
        fold_quanta(&sums, &c, replicates, scale);
        add_sums(s, parts, replicates, &c, &sums);
    } else {
        add_one_by_one(s, parts, &c, scale);
    }
    find_buckets(&c, buckets);
    if (mnz_histogram_reserve(&tally->pool, s->moments.count) ||
        mnz_histogram_count(&tally->pool, &s->histogram, (const int64_t *)buckets,
                            (size_t)fold->num_rows * MNZ_LANES))
        tally->is_incomplete = 1;
}
