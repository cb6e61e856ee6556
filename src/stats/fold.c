/* fold.c - a chunk's values of one series into a tally, a row of lanes at a time;
 * compiled once for each instruction set, which MNZ_ISA names. */

#include "stats/fold_kernel.h"

#include <math.h>
#include <string.h>

#include "base/bug.h"

/* Quanta that fold_quanta can make; larger values are added one by one. */
#define MOST_QUANTA 0x1p51
/* Doubles from here to twice as much are whole numbers, and their last bits say which.
 */
#define WHOLE 0x1p52
/* The halves of such a number, whose products fit 52 bits. */
enum { HALF_BITS = 26 };

/* Whole numbers whose shifts are shorter than those of signed ones. */
typedef uint64_t bits __attribute__((vector_size(8 * MNZ_LANES)));

struct chunk {
    const struct mnz_fold *fold;
    const uint32_t *counts; /* values of each replicate */
    const mnz_mask *lanes;  /* which have a value */
    uint32_t count;
    mnz_lane values[MNZ_FOLD_ROWS]; /* 0 where there is none */
    mnz_mask some_lanes[MNZ_FOLD_ROWS];
    double min, max;
    uint32_t short_counts[MNZ_MAX_REPLICATES]; /* `counts` where values are lacking */
};

/* Sums of quanta and of their squares, by halves. */
struct sums {
    bits low_low, low_high, high_high;
    bits parts[MNZ_MAX_REPLICATES];
    bits num_zeros;
};

static uint64_t
total(bits m)
{
    uint64_t sum = 0;

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
static inline bits
times(bits a, bits b)
{
#if defined __AVX2__ && MNZ_LANES == 4
    return (bits)_mm256_mul_epu32((__m256i)a, (__m256i)b);
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

/* The values of trials that are all chosen; tells whether any has none. */
MNZ_INLINE int
fetch_all(struct chunk *c, const mnz_lane *first, mnz_lane *min, mnz_lane *max)
{
    mnz_mask there = ~(mnz_mask){0};

    for (uint32_t row = 0; row < c->fold->num_rows; row++) {
        const mnz_lane v = first[row * c->fold->stride];

        there &= (mnz_mask)(v == v);
        c->values[row] = v;
        *min = lane_min(v, *min);
        *max = lane_max(v, *max);
    }
    c->lanes = c->fold->lanes;
    return lane_any(~there);
}

/* The values of those that are chosen and have one; tells whether any has none. */
MNZ_INLINE int
fetch_chosen(struct chunk *c, const mnz_lane *first, mnz_lane *min, mnz_lane *max)
{
    mnz_mask lacking = {0};

    for (uint32_t row = 0; row < c->fold->num_rows; row++) {
        const mnz_lane v = first[row * c->fold->stride];
        const mnz_mask chosen = c->fold->lanes[row];
        const mnz_mask has = chosen & (mnz_mask)(v == v);

        lacking |= chosen & ~has;
        c->some_lanes[row] = has;
        c->values[row] = lane_where(has, v);
        *min = lane_min(lane_select(has, v, lane_of(HUGE_VAL)), *min);
        *max = lane_max(lane_select(has, v, lane_of(-HUGE_VAL)), *max);
    }
    c->lanes = c->some_lanes;
    return lane_any(lacking);
}

/* Fetch the values, with their number and extremes. */
static void
fetch(struct chunk *c, const mnz_lane *first, const struct mnz_fold *fold,
      uint32_t replicates)
{
    mnz_lane min = lane_of(HUGE_VAL), max = lane_of(-HUGE_VAL);

    c->fold = fold;
    c->counts = fold->counts;
    if (!fold->is_whole || fetch_all(c, first, &min, &max))
        if (fetch_chosen(c, first, &min, &max)) {
            MNZ_BUG_IF(!fold->is_short);
            count_those_with_a_value(c);
        }
    c->count = 0;
    for (uint32_t k = 0; k < replicates; k++)
        c->count += c->counts[k];
    c->min = least(min);
    c->max = -least(-max);
}

/* Whole quanta of values of less than MOST_QUANTA, halves to even. */
static inline bits
quanta_of(mnz_lane v, double scale)
{
    return (bits)(v * scale + WHOLE) ^ (bits)lane_of(WHOLE);
}

/* The part sums of a row whose lanes are of several replicates. */
static void
add_to_parts(struct sums *sums, const uint8_t *replicate, bits q)
{
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        sums->parts[replicate[lane]][0] += q[lane];
}

MNZ_INLINE void
sum_quanta(struct sums *sums, const struct chunk *c, double scale, int is_dealt)
{
    const struct mnz_fold *f = c->fold;
    bits low_low = {0}, low_high = {0}, high_high = {0}, num_zeros = {0};

    for (uint32_t row = 0; row < f->num_rows; row++) {
        const bits q = quanta_of(c->values[row], scale);
        const bits low = q & ((1u << HALF_BITS) - 1), high = q >> HALF_BITS;
        const uint8_t *replicate = &f->replicate[row * MNZ_LANES];

        low_low += times(low, low);
        low_high += times(low, high);
        high_high += times(high, high);
        num_zeros -= (bits)(c->values[row] == 0.0);
        if (is_dealt)
            sums->parts[*replicate] += q;
        else
            add_to_parts(sums, replicate, q);
    }
    sums->low_low = low_low;
    sums->low_high = low_high;
    sums->high_high = high_high;
    sums->num_zeros = num_zeros;
}

static void
fold_quanta(struct sums *sums, const struct chunk *c, uint32_t replicates, double scale)
{
    for (uint32_t k = 0; k < replicates; k++)
        sums->parts[k] = (bits){0};
    if (c->fold->is_dealt)
        sum_quanta(sums, c, scale, 1);
    else
        sum_quanta(sums, c, scale, 0);
}

/* A series, with its parts for each replicate; NULL where there is only one. */
struct place {
    struct mnz_series *series;
    mnz_u128 *sums;
    uint64_t *counts;
    uint32_t replicates, weight;
};

static void
add_sums(const struct place *at, const struct chunk *c, const struct sums *sums)
{
    const mnz_u128 low = (mnz_u128)total(sums->low_low);
    const mnz_u128 middle = (mnz_u128)total(sums->low_high);
    const mnz_u128 high = (mnz_u128)total(sums->high_high);
    struct mnz_moments m = {.count = (uint64_t)at->weight * c->count,
                            .trials = c->count,
                            .min = c->min,
                            .max = c->max};

    m.squares_low =
        at->weight * ((high << (2 * HALF_BITS)) + (middle << (HALF_BITS + 1)) + low);
    for (uint32_t k = 0; k < at->replicates; k++) {
        const mnz_u128 sum = (mnz_u128)at->weight * total(sums->parts[k]);

        m.sum += sum;
        if (at->sums) {
            at->sums[k] += sum;
            at->counts[k] += (uint64_t)at->weight * c->counts[k];
        }
    }
    mnz_moments_merge(&at->series->moments, &m);
    at->series->histogram.zeros +=
        at->weight *
        (total(sums->num_zeros) - (c->fold->num_rows * MNZ_LANES - c->count));
}

/* Values of any size, one by one, each as often as it counts. */
static void
add_value(const struct place *at, double value, double scale, uint8_t replicate)
{
    struct mnz_series *s = at->series;

    for (uint32_t i = 0; i < at->weight; i++) {
        const uint64_t quanta = mnz_moments_add(&s->moments, value, scale);

        s->histogram.zeros += value == 0.0;
        if (at->sums) {
            at->sums[replicate] += quanta;
            at->counts[replicate]++;
        }
    }
    s->moments.trials -= at->weight - 1;
}

static void
add_one_by_one(const struct place *at, const struct chunk *c, double scale)
{
    for (uint32_t i = 0; i < c->fold->num_rows * MNZ_LANES; i++)
        if (c->lanes[i / MNZ_LANES][i % MNZ_LANES])
            add_value(at, c->values[i / MNZ_LANES][i % MNZ_LANES], scale,
                      c->fold->replicate[i]);
}

/* Most series are 0 in most trials: nothing but counts changes then. */
static void
add_zeros(const struct place *at, const struct chunk *c)
{
    struct mnz_series *s = at->series;

    s->moments.count += (uint64_t)at->weight * c->count;
    s->moments.trials += c->count;
    s->moments.min = 0.0;
    s->moments.max = s->moments.max < 0.0 ? 0.0 : s->moments.max;
    s->histogram.zeros += (uint64_t)at->weight * c->count;
    for (uint32_t k = 0; at->sums && k < at->replicates; k++)
        at->counts[k] += (uint64_t)at->weight * c->counts[k];
}

/* mnz_histogram_slot of buckets whose octave is not kept; of others, anything. */
static mnz_mask
low_slots(mnz_mask bucket, int64_t lowest_kept)
{
    const mnz_mask most = (mnz_mask){0} + 31;
    const mnz_mask below = lowest_kept - (bucket >> MNZ_HISTOGRAM_STEP_BITS);
    const bits halvings =
        (bits)((below & (below > 0) & (below < most)) | (most & (below >= most)));

    return (
        mnz_mask)((bits)(MNZ_HISTOGRAM_STEPS | (bucket & (MNZ_HISTOGRAM_STEPS - 1))) >>
                  halvings);
}

/* The slot of each value, -1 for a zero and for none. Only at an end of their range do
 * buckets take the values beyond it. */
MNZ_INLINE void
find_slots(const struct chunk *c, const struct mnz_histogram *histogram,
           int is_at_an_end, mnz_mask *slots)
{
    const int64_t base = mnz_histogram_base(histogram);
    const int64_t lowest_kept = mnz_histogram_lowest_kept(histogram);
    const mnz_mask last = (mnz_mask){0} + (MNZ_HISTOGRAM_BUCKETS - 1);

    for (uint32_t row = 0; row < c->fold->num_rows; row++) {
        const mnz_mask zero = (mnz_mask)(c->values[row] == 0.0);
        mnz_mask bucket = (mnz_mask)((bits)c->values[row] >> MNZ_HISTOGRAM_SHIFT) -
                          MNZ_HISTOGRAM_BASE;
        mnz_mask slot, is_low;

        if (is_at_an_end) {
            bucket &= bucket >= 0;
            bucket = (bucket & (bucket <= last)) | (last & (bucket > last));
        }
        slot = bucket - base;
        is_low = (slot < MNZ_HISTOGRAM_STEPS) & ~zero;
        if (lane_any(is_low))
            slot = (slot & ~is_low) |
                   (is_low & low_slots(bucket & (bucket >= 0), lowest_kept));
        slots[row] = slot | zero;
    }
}

static void
count_values(struct mnz_tally *tally, struct mnz_series *s, const struct chunk *c)
{
    mnz_mask slots[MNZ_FOLD_ROWS];

    if (mnz_histogram_base(&s->histogram) < 0 ||
        s->histogram.top == MNZ_HISTOGRAM_OCTAVES - 1)
        find_slots(c, &s->histogram, 1, slots);
    else
        find_slots(c, &s->histogram, 0, slots);
    mnz_histogram_count(&tally->pool, &s->histogram, (const int64_t *)slots,
                        (size_t)c->fold->num_rows * MNZ_LANES, c->fold->weight);
}

static void
fold_series(struct mnz_tally *tally, uint32_t series, const mnz_lane *first,
            const struct mnz_fold *fold)
{
    const double scale = mnz_unit_scale(tally->unit_of_series[series]);
    const uint32_t replicates = tally->num_replicates;
    const size_t part = (size_t)series * replicates;
    struct mnz_series *s = &tally->series[series];
    const struct place at = {.series = s,
                             .sums = tally->part_sums ? &tally->part_sums[part] : NULL,
                             .counts =
                                 tally->part_counts ? &tally->part_counts[part] : NULL,
                             .replicates = replicates,
                             .weight = fold->weight};
    struct chunk c;
    struct sums sums;

    fetch(&c, first, fold, replicates);
    if (c.count == 0)
        return;
    MNZ_BUG_IF(!(c.min >= 0.0));
    if (c.max == 0.0) {
        add_zeros(&at, &c);
        return;
    }
    if (c.max * scale < MOST_QUANTA) {
        fold_quanta(&sums, &c, replicates, scale);
        add_sums(&at, &c, &sums);
    } else {
        add_one_by_one(&at, &c, scale);
    }
    if (mnz_histogram_make_ready(&tally->pool, &s->histogram, c.max, s->moments.count))
        tally->is_incomplete = 1;
    else
        count_values(tally, s, &c);
}

const struct mnz_fold_kernel MNZ_ISA_NAME(mnz_fold_kernel) = {.fold = fold_series};
