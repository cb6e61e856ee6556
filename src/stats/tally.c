/* tally.c - moments and buckets of many series, in whole numbers. */

#include "stats/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/checked.h"
#include "stats/fold_kernel.h"
#include "stats/series.h"

#define ENTRY(isa, suffix) [isa] = &mnz_fold_kernel_##suffix,
static const struct mnz_fold_kernel *const kernels[MNZ_NUM_ISAS] = {MNZ_ISAS(ENTRY)};

/* Zeros that are written: pages that calloc only promises cost two faults each, the
 * second of which stops all threads, where they are read before they are written. */
static void *
zeros(size_t count, size_t size)
{
    size_t bytes;
    void *p = mnz_size_mul(count, size, &bytes) ? malloc(bytes) : NULL;

    return p ? memset(p, 0, bytes) : NULL;
}

static enum mnz_status
make_sections(struct mnz_tally *t, uint32_t num_sectioned)
{
    const uint32_t replicates = t->num_replicates, count = num_sectioned * replicates;

    if (replicates == 1 || num_sectioned == 0)
        return MNZ_OK;
    t->num_sectioned = num_sectioned;
    t->section_units = zeros((size_t)count, sizeof *t->section_units);
    if (!t->section_units)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        t->section_units[i] = t->unit_of_series[i / replicates];
    return mnz_tally_create(count, t->section_units, 1, 0, &t->sections);
}

enum mnz_status
mnz_tally_create(uint32_t num_series, const enum mnz_metric_unit *unit_of_series,
                 uint32_t replicates, uint32_t num_sectioned, struct mnz_tally **out)
{
    const size_t parts = (size_t)num_series * replicates + 1;
    struct mnz_tally *t = calloc(1, sizeof *t);

    *out = NULL;
    MNZ_BUG_IF(replicates < 1 || replicates > MNZ_MAX_REPLICATES ||
               num_sectioned > num_series);
    if (!t)
        return MNZ_ERR_NOMEM;
    t->unit_of_series = unit_of_series;
    t->num_series = num_series;
    t->num_replicates = replicates;
    t->series = zeros((size_t)num_series + 1, sizeof *t->series);
    if (replicates > 1) {
        t->part_sums = zeros(parts, sizeof *t->part_sums);
        t->part_counts = zeros(parts, sizeof *t->part_counts);
    }
    if (!t->series || (replicates > 1 && (!t->part_sums || !t->part_counts)) ||
        make_sections(t, num_sectioned)) {
        mnz_tally_destroy(t);
        return MNZ_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < num_series; i++)
        mnz_moments_init(&t->series[i].moments);
    *out = t;
    return MNZ_OK;
}

void
mnz_tally_destroy(struct mnz_tally *tally)
{
    if (!tally)
        return;
    mnz_histogram_pool_finish(&tally->pool);
    free(tally->series);
    free(tally->part_sums);
    free(tally->part_counts);
    mnz_tally_destroy(tally->sections);
    free(tally->section_units);
    free(tally);
}

double
mnz_unit_scale(enum mnz_metric_unit unit)
{
    static const double scale[MNZ_NUM_UNITS] = {
        [MNZ_UNIT_SHARE] = 0x1p40,
        [MNZ_UNIT_TONNES] = 0x1p24,
        [MNZ_UNIT_USD] = 0x1p8,
        [MNZ_UNIT_MONTHS] = 0x1p20,
    };

    return scale[unit];
}

static int
row_has(const struct mnz_fold *fold, uint32_t row, uint32_t replicate)
{
    const uint8_t *of_lane = &fold->replicate[row * MNZ_LANES];

    if (fold->is_dealt)
        return *of_lane == replicate;
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        if (of_lane[lane] == replicate)
            return 1;
    return 0;
}

/* The trials of one replicate: rows from *begin on, up to the last that has any. */
static struct mnz_fold
fold_of(const struct mnz_fold *fold, uint32_t replicate, uint32_t *begin)
{
    struct mnz_fold part = {.stride = fold->stride,
                            .weight = fold->weight,
                            .is_dealt = 1,
                            .is_whole = fold->is_whole && fold->is_dealt,
                            .is_short = fold->is_short};

    for (*begin = 0; !row_has(fold, *begin, replicate); ++*begin)
        continue;
    for (uint32_t row = *begin; row < fold->num_rows; row++) {
        if (row_has(fold, row, replicate))
            part.num_rows = row - *begin + 1;
        for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
            if (fold->replicate[row * MNZ_LANES + lane] == replicate)
                part.lanes[row - *begin][lane] = fold->lanes[row][lane];
    }
    part.counts[0] = fold->counts[replicate];
    return part;
}

static void
fold_sections(struct mnz_tally *tally, enum mnz_isa isa, uint32_t series,
              const mnz_lane *first, const struct mnz_fold *fold)
{
    for (uint32_t r = 0; r < tally->num_replicates; r++) {
        struct mnz_fold part;
        uint32_t begin;

        if (fold->counts[r] == 0)
            continue;
        part = fold_of(fold, r, &begin);
        kernels[isa]->fold(tally->sections, series * tally->num_replicates + r,
                           first + begin * fold->stride, &part);
    }
}

void
mnz_tally_fold(struct mnz_tally *tally, enum mnz_isa isa, uint32_t series,
               const mnz_lane *first, const struct mnz_fold *fold)
{
    MNZ_BUG_IF(series >= tally->num_series || fold->num_rows > MNZ_FOLD_ROWS ||
               fold->weight == 0);
    if (fold->weight > tally->heaviest)
        tally->heaviest = fold->weight;
    if (tally->sections)
        tally->sections->heaviest = tally->heaviest;
    kernels[isa]->fold(tally, series, first, fold);
    if (series < tally->num_sectioned)
        fold_sections(tally, isa, series, first, fold);
}

static void
merge_series(struct mnz_tally *into, const struct mnz_tally *from, uint32_t series)
{
    struct mnz_series *a = &into->series[series];
    const struct mnz_series *b = &from->series[series];

    if (b->moments.count == 0)
        return;
    mnz_moments_merge(&a->moments, &b->moments);
    if (mnz_histogram_merge(&into->pool, &a->histogram, &from->pool, &b->histogram,
                            a->moments.count))
        into->is_incomplete = 1;
}

enum mnz_status
mnz_tally_status(const struct mnz_tally *tally)
{
    return tally->is_incomplete || (tally->sections && tally->sections->is_incomplete)
               ? MNZ_ERR_NOMEM
               : MNZ_OK;
}

enum mnz_status
mnz_tally_merge(struct mnz_tally *into, const struct mnz_tally *from)
{
    MNZ_BUG_IF(into->num_series != from->num_series ||
               into->num_replicates != from->num_replicates ||
               into->num_sectioned != from->num_sectioned);
    for (uint32_t i = 0; i < into->num_series; i++)
        merge_series(into, from, i);
    for (size_t i = 0;
         into->part_sums && i < (size_t)into->num_series * into->num_replicates; i++) {
        into->part_sums[i] += from->part_sums[i];
        into->part_counts[i] += from->part_counts[i];
    }
    into->is_incomplete |= from->is_incomplete;
    if (from->heaviest > into->heaviest)
        into->heaviest = from->heaviest;
    if (into->sections && mnz_tally_merge(into->sections, from->sections))
        into->is_incomplete = 1;
    return mnz_tally_status(into);
}

size_t
mnz_tally_bytes(const struct mnz_tally *tally)
{
    const size_t parts = tally->part_sums ? (size_t)tally->num_replicates : 0;
    const size_t part = sizeof *tally->part_sums + sizeof *tally->part_counts;

    return sizeof *tally + mnz_histogram_pool_bytes(&tally->pool) +
           tally->num_series * (sizeof *tally->series + parts * part) +
           (tally->sections ? mnz_tally_bytes(tally->sections) : 0);
}

/* About three quarters of all series are ever above 0, in the scenarios at hand. */
size_t
mnz_tally_expect_bytes(uint32_t num_series, uint32_t replicates, uint32_t num_sectioned)
{
    const struct mnz_tally *t = NULL;
    const size_t parts = replicates > 1 ? replicates : 0,
                 sections = parts * num_sectioned,
                 part = sizeof *t->part_sums + sizeof *t->part_counts,
                 block = mnz_histogram_block_bytes() * 3 / 4;

    return (sections > 0 ? 2 : 1) * sizeof *t +
           num_series * (sizeof *t->series + parts * part + block) +
           sections * (sizeof *t->series + block);
}

struct mnz_histogram_view
mnz_tally_view(const struct mnz_tally *tally, uint32_t series)
{
    const struct mnz_series *s = &tally->series[series];

    MNZ_BUG_IF(series >= tally->num_series);
    return (struct mnz_histogram_view){
        .pool = &tally->pool,
        .histogram = &s->histogram,
        .count = s->moments.count,
        .min = s->moments.min,
        .max = s->moments.max,
        .is_whole = tally->unit_of_series[series] == MNZ_UNIT_MONTHS,
    };
}
