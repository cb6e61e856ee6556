/* tally.c - moments and buckets of many series, in whole numbers. */

#include "stats/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

__extension__ typedef __int128 int128;

/* Octaves 2^-20 .. 2^49, 32 buckets each; what is smaller counts as 0 to 2^-20. */
enum { LOWEST_OCTAVE = -20, NUM_OCTAVES = 70, PER_OCTAVE = 32, MAX_REPLICATES = 16 };

static const double fixed_point[MNZ_NUM_UNITS] = {
    [MNZ_UNIT_SHARE] = 0x1p40,
    [MNZ_UNIT_TONNES] = 0x1p20,
    [MNZ_UNIT_USD] = 1.0,
    [MNZ_UNIT_MONTHS] = 0x1p20,
};

struct page {
    uint32_t counts[PER_OCTAVE];
};

struct series {
    uint64_t count;
    uint64_t zeros;
    uint64_t small; /* other values below the lowest octave */
    int128 sum, sum_of_squares;
    double min, max;
    uint32_t pages[NUM_OCTAVES]; /* page + 1, or 0 */
};

struct replicate {
    int128 sum;
    uint64_t count;
};

struct mnz_tally {
    const enum mnz_metric_unit *unit_of_series;
    uint32_t num_series, num_replicates;
    struct series *series;
    struct replicate *replicates; /* [series][replicate], only of several */
    struct page *pages;
    uint32_t num_pages, room;
    int is_incomplete; /* memory ran out */
};

enum mnz_status
mnz_tally_create(uint32_t num_series, const enum mnz_metric_unit *unit_of_series,
                 uint32_t replicates, struct mnz_tally **out)
{
    struct mnz_tally *t = calloc(1, sizeof *t);

    *out = NULL;
    MNZ_BUG_IF(replicates < 1 || replicates > MAX_REPLICATES);
    if (!t)
        return MNZ_ERR_NOMEM;
    t->unit_of_series = unit_of_series;
    t->num_series = num_series;
    t->num_replicates = replicates;
    t->series = calloc((size_t)num_series + 1, sizeof *t->series);
    if (replicates > 1)
        t->replicates = calloc((size_t)num_series * replicates + 1, sizeof *t->replicates);
    if (!t->series || (replicates > 1 && !t->replicates)) {
        mnz_tally_destroy(t);
        return MNZ_ERR_NOMEM;
    }
    *out = t;
    return MNZ_OK;
}

void
mnz_tally_destroy(struct mnz_tally *tally)
{
    if (!tally)
        return;
    free(tally->series);
    free(tally->replicates);
    free(tally->pages);
    free(tally);
}

/* Where a value of at least 2^LOWEST_OCTAVE counts, from the bits of the number. */
static void
locate(double value, uint32_t *octave, uint32_t *bucket)
{
    uint64_t bits;
    int64_t exponent;

    memcpy(&bits, &value, sizeof bits);
    exponent = (int64_t)(bits >> 52) - 1023 - LOWEST_OCTAVE;
    *bucket = (uint32_t)(bits >> 47) & (PER_OCTAVE - 1);
    if (exponent >= NUM_OCTAVES) {
        exponent = NUM_OCTAVES - 1;
        *bucket = PER_OCTAVE - 1;
    }
    *octave = (uint32_t)exponent;
}

/* Lower end of a bucket. */
static double
bucket_start(uint32_t octave, uint32_t bucket)
{
    return ldexp(1.0 + (double)bucket / PER_OCTAVE, (int)octave + LOWEST_OCTAVE);
}

static struct page *
page_of(struct mnz_tally *t, struct series *s, uint32_t octave)
{
    if (s->pages[octave] == 0) {
        if (t->num_pages == t->room) {
            const uint32_t room = t->room ? 2 * t->room : 1024;
            struct page *pages = realloc(t->pages, room * sizeof *pages);

            if (!pages) {
                t->is_incomplete = 1;
                return NULL;
            }
            t->pages = pages;
            t->room = room;
        }
        memset(&t->pages[t->num_pages], 0, sizeof *t->pages);
        s->pages[octave] = ++t->num_pages;
    }
    return &t->pages[s->pages[octave] - 1];
}

static void
count_value(struct mnz_tally *t, struct series *s, double value)
{
    uint32_t octave, bucket;
    struct page *page;

    if (value < 0x1p-20) {
        s->zeros += value == 0.0;
        s->small += value != 0.0;
        return;
    }
    locate(value, &octave, &bucket);
    page = page_of(t, s, octave);
    if (page)
        page->counts[bucket]++;
}

static int64_t
quantise(const struct mnz_tally *t, uint32_t series, double value)
{
    const double scaled = value * fixed_point[t->unit_of_series[series]];

    MNZ_BUG_IF(!(scaled >= 0.0 && scaled < 0x1p47));
    return (int64_t)(scaled + 0.5);
}

void
mnz_tally_add(struct mnz_tally *t, uint32_t series, const double values[MNZ_TALLY_LANES],
              uint32_t mask, uint64_t first_trial)
{
    struct series *s = &t->series[series];

    for (uint32_t lane = 0; lane < MNZ_TALLY_LANES; lane++) {
        const double value = values[lane];
        int64_t q = 0;

        if (!(mask >> lane & 1u))
            continue;
        if (value != 0.0) {
            q = quantise(t, series, value);
            s->sum += q;
            s->sum_of_squares += (int128)q * q;
        }
        s->min = s->count == 0 || value < s->min ? value : s->min;
        s->max = s->count == 0 || value > s->max ? value : s->max;
        s->count++;
        count_value(t, s, value);
        if (t->num_replicates > 1) {
            struct replicate *r = &t->replicates[(size_t)series * t->num_replicates +
                                                 (first_trial + lane) % t->num_replicates];

            r->sum += q;
            r->count++;
        }
    }
}

static void
merge_series(struct mnz_tally *into, struct series *a, const struct mnz_tally *from,
             const struct series *b)
{
    if (b->count == 0)
        return;
    a->min = a->count == 0 || b->min < a->min ? b->min : a->min;
    a->max = a->count == 0 || b->max > a->max ? b->max : a->max;
    a->count += b->count;
    a->zeros += b->zeros;
    a->small += b->small;
    a->sum += b->sum;
    a->sum_of_squares += b->sum_of_squares;
    for (uint32_t octave = 0; octave < NUM_OCTAVES; octave++) {
        struct page *page;

        if (b->pages[octave] == 0)
            continue;
        page = page_of(into, a, octave);
        for (uint32_t i = 0; page && i < PER_OCTAVE; i++)
            page->counts[i] += from->pages[b->pages[octave] - 1].counts[i];
    }
}

enum mnz_status
mnz_tally_merge(struct mnz_tally *into, const struct mnz_tally *from)
{
    MNZ_BUG_IF(into->num_series != from->num_series ||
               into->num_replicates != from->num_replicates);
    for (uint32_t i = 0; i < into->num_series; i++)
        merge_series(into, &into->series[i], from, &from->series[i]);
    for (size_t i = 0;
         into->num_replicates > 1 && i < (size_t)into->num_series * into->num_replicates;
         i++) {
        into->replicates[i].sum += from->replicates[i].sum;
        into->replicates[i].count += from->replicates[i].count;
    }
    into->is_incomplete |= from->is_incomplete;
    return into->is_incomplete ? MNZ_ERR_NOMEM : MNZ_OK;
}

size_t
mnz_tally_bytes(const struct mnz_tally *t)
{
    return sizeof *t + t->num_series * sizeof *t->series + t->room * sizeof *t->pages +
           (t->num_replicates > 1
                ? (size_t)t->num_series * t->num_replicates * sizeof *t->replicates
                : 0);
}

/* A bucket that holds something, its ends drawn in to the exact extremes. */
struct filled {
    uint64_t count;
    double low, high;
};

/* Bucket number i of all, from the smallest values up: 0 holds zeros, 1 the small ones. */
static struct filled
filled_at(const struct mnz_tally *t, const struct series *s, uint32_t i)
{
    const uint32_t octave = (i - 2) / PER_OCTAVE, bucket = (i - 2) % PER_OCTAVE;
    struct filled f = {.count = s->small, .low = 0.0, .high = 0x1p-20};

    if (i == 0)
        return (struct filled){.count = s->zeros};
    if (i > 1) {
        f.count = s->pages[octave] ? t->pages[s->pages[octave] - 1].counts[bucket] : 0;
        f.low = bucket_start(octave, bucket);
        f.high = bucket_start(octave, bucket + 1);
    }
    f.low = fmin(fmax(f.low, s->min), s->max);
    f.high = fmin(fmax(f.high, s->min), s->max);
    if (f.count == 1 && f.high == s->max)
        f.low = f.high;
    else if (f.count == 1 && f.low == s->min)
        f.high = f.low;
    return f;
}

enum { NUM_BUCKETS = 2 + NUM_OCTAVES * PER_OCTAVE };

/* Order statistic number `rank`, 1 the smallest. */
static double
order_statistic(const struct mnz_tally *t, const struct series *s, uint64_t rank)
{
    uint64_t below = 0;

    if (rank <= 1)
        return s->min;
    if (rank >= s->count)
        return s->max;
    for (uint32_t i = 0; i < NUM_BUCKETS; i++) {
        const struct filled f = filled_at(t, s, i);

        if (below + f.count >= rank)
            return f.low + (f.high - f.low) * ((double)(rank - below) - 0.5) /
                               (double)f.count;
        below += f.count;
    }
    return s->max;
}

double
mnz_tally_quantile(const struct mnz_tally *tally, uint32_t series, double p)
{
    const struct series *s = &tally->series[series];

    if (s->count == 0)
        return NAN;
    /* The slack keeps p n from being lifted by rounding when it is whole. */
    return order_statistic(tally, s, (uint64_t)ceil(p * (double)s->count - 1e-9));
}

/* The mean of the largest `share` of the values. */
static double
tail_mean(const struct mnz_tally *t, const struct series *s, double share)
{
    const double wanted = share * (double)s->count;
    double left = wanted, sum = 0.0;

    for (uint32_t i = NUM_BUCKETS; i-- > 0 && left > 0.0;) {
        const struct filled f = filled_at(t, s, i);
        double part;

        if (f.count == 0)
            continue;
        part = fmin(left, (double)f.count);
        sum += part * (f.high - (f.high - f.low) * part / (double)f.count / 2.0);
        left -= part;
    }
    return sum / wanted;
}

static double
standard_error(const struct mnz_tally *t, uint32_t series, double mean, double sd)
{
    const struct series *s = &t->series[series];
    const double scale = fixed_point[t->unit_of_series[series]];
    double sum = 0.0, used = 0.0;

    if (t->num_replicates == 1)
        return s->count > 1 ? sd / sqrt((double)s->count) : NAN;
    for (uint32_t i = 0; i < t->num_replicates; i++) {
        const struct replicate *r = &t->replicates[(size_t)series * t->num_replicates + i];
        double part, off;

        if (r->count == 0)
            continue;
        part = (double)r->count / (double)s->count;
        off = (double)r->sum / scale / (double)r->count - mean;
        sum += part * part * off * off;
        used += 1.0;
    }
    return used > 1.0 ? sqrt(sum * used / (used - 1.0)) : NAN;
}

void
mnz_tally_summary(const struct mnz_tally *t, uint32_t series, struct mnz_summary *out)
{
    const struct series *s = &t->series[series];
    const double scale = fixed_point[t->unit_of_series[series]];
    const double n = (double)s->count;
    double variance;

    *out = (struct mnz_summary){
        .trials = s->count, .mean = NAN, .se = NAN, .sd = NAN, .min = NAN, .p01 = NAN,
        .p05 = NAN, .p25 = NAN, .p50 = NAN, .p75 = NAN, .p95 = NAN, .p99 = NAN,
        .max = NAN, .cvar95 = NAN,
    };
    if (s->count == 0)
        return;
    out->mean = (double)s->sum / scale / n;
    if (s->count > 1) {
        variance = ((double)s->sum_of_squares / scale / scale - n * out->mean * out->mean) /
                   (n - 1.0);
        out->sd = variance > 0.0 && s->min < s->max ? sqrt(variance) : 0.0;
    }
    out->se = standard_error(t, series, out->mean, out->sd);
    out->min = s->min;
    out->max = s->max;
    out->p01 = mnz_tally_quantile(t, series, 0.01);
    out->p05 = mnz_tally_quantile(t, series, 0.05);
    out->p25 = mnz_tally_quantile(t, series, 0.25);
    out->p50 = mnz_tally_quantile(t, series, 0.50);
    out->p75 = mnz_tally_quantile(t, series, 0.75);
    out->p95 = mnz_tally_quantile(t, series, 0.95);
    out->p99 = mnz_tally_quantile(t, series, 0.99);
    out->cvar95 = tail_mean(t, s, 0.05);
}
