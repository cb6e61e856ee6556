/* histogram.c - counts of values in log-linear buckets, pages made when first hit. */

#include "stats/histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/checked.h"

enum { STEP_BITS = 5, MANTISSA_BITS = 52, EXPONENT_BIAS = 1023 };
/* Octaves that a series of shortfalls hits, on average, in the scenarios at hand. */
enum { TYPICAL_OCTAVES = 4 };
_Static_assert(1 << STEP_BITS == MNZ_HISTOGRAM_STEPS, "steps are bits of the mantissa");
_Static_assert(MNZ_HISTOGRAM_SHIFT == MANTISSA_BITS - STEP_BITS &&
                   MNZ_HISTOGRAM_BASE ==
                       (EXPONENT_BIAS + MNZ_HISTOGRAM_LOWEST) * MNZ_HISTOGRAM_STEPS,
               "the bits of a double number the buckets");

/* The page of each octave, 1 higher than its number; 0 is none. */
struct mnz_histogram_directory {
    uint32_t page[MNZ_HISTOGRAM_OCTAVES];
};

/* Equal numbers of values from `low` to `high`, evenly spread. */
struct run {
    double low, high;
    uint64_t count;
};

/* A walk over a histogram's values from the greatest to the least. */
struct walk {
    const struct mnz_histogram_view *view;
    uint32_t next;    /* buckets below this one are still to come */
    uint64_t to_come; /* values */
    uint32_t min_bucket, max_bucket;
};

static size_t
page_bytes(int is_wide)
{
    return MNZ_HISTOGRAM_STEPS * (is_wide ? sizeof(uint64_t) : sizeof(uint32_t));
}

static uint32_t *
narrow_page(const struct mnz_histogram_pool *pool, size_t page)
{
    return (uint32_t *)pool->counts + page * MNZ_HISTOGRAM_STEPS;
}

static uint64_t *
wide_page(const struct mnz_histogram_pool *pool, size_t page)
{
    return (uint64_t *)pool->counts + page * MNZ_HISTOGRAM_STEPS;
}

void
mnz_histogram_pool_finish(struct mnz_histogram_pool *pool)
{
    free(pool->counts);
    free(pool->directories);
    *pool = (struct mnz_histogram_pool){0};
}

/* What is made in advance is not counted: memory that is not touched is not taken. */
size_t
mnz_histogram_pool_bytes(const struct mnz_histogram_pool *pool)
{
    return pool->num_pages * page_bytes(pool->is_wide) +
           pool->num_directories * sizeof *pool->directories;
}

size_t
mnz_histogram_typical_bytes(void)
{
    return sizeof(struct mnz_histogram_directory) + TYPICAL_OCTAVES * page_bytes(0);
}

enum mnz_status
mnz_histogram_reserve(struct mnz_histogram_pool *pool, uint64_t count)
{
    const uint32_t *narrow = pool->counts;
    uint64_t *wide;

    if (count <= UINT32_MAX || pool->is_wide)
        return MNZ_OK;
    wide = calloc(pool->max_pages + 1, page_bytes(1));
    if (!wide)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < pool->num_pages * MNZ_HISTOGRAM_STEPS; i++)
        wide[i] = narrow[i];
    free(pool->counts);
    pool->counts = wide;
    pool->is_wide = 1;
    return MNZ_OK;
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

/* The histogram's directory, made if need be; NULL without memory. */
static struct mnz_histogram_directory *
need_directory(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram)
{
    if (histogram->directory == 0) {
        if (pool->num_directories == UINT32_MAX ||
            !mnz_grow((void **)&pool->directories, &pool->max_directories,
                      pool->num_directories, sizeof *pool->directories))
            return NULL;
        memset(&pool->directories[pool->num_directories], 0, sizeof *pool->directories);
        histogram->directory = (uint32_t)++pool->num_directories;
    }
    return &pool->directories[histogram->directory - 1];
}

/* One page more, of zeros; 0 without memory. */
static int
make_page(struct mnz_histogram_pool *pool)
{
    const size_t bytes = page_bytes(pool->is_wide);

    if (pool->num_pages == UINT32_MAX - 1 ||
        !mnz_grow(&pool->counts, &pool->max_pages, pool->num_pages, bytes))
        return 0;
    memset((char *)pool->counts + pool->num_pages * bytes, 0, bytes);
    pool->num_pages++;
    return 1;
}

/* The number of the page for an octave, made if need be; UINT32_MAX without memory. */
static uint32_t
need_page(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram,
          uint32_t octave)
{
    struct mnz_histogram_directory *directory = need_directory(pool, histogram);

    if (!directory)
        return UINT32_MAX;
    if (directory->page[octave] == 0) {
        if (!make_page(pool))
            return UINT32_MAX;
        directory->page[octave] = (uint32_t)pool->num_pages;
    }
    return directory->page[octave] - 1;
}

/* Count one at a bucket whose page may still have to be made. */
static enum mnz_status
count_one(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram,
          uint32_t bucket)
{
    const uint32_t page = need_page(pool, histogram, bucket / MNZ_HISTOGRAM_STEPS);

    if (page == UINT32_MAX)
        return MNZ_ERR_NOMEM;
    if (pool->is_wide)
        wide_page(pool, page)[bucket % MNZ_HISTOGRAM_STEPS]++;
    else
        narrow_page(pool, page)[bucket % MNZ_HISTOGRAM_STEPS]++;
    return MNZ_OK;
}

/* Count the first values whose pages are there; returns how many. */
static size_t
count_at_hand(const struct mnz_histogram_pool *pool,
              const struct mnz_histogram *histogram, const int64_t *buckets,
              size_t count)
{
    const struct mnz_histogram_directory *directory;
    uint32_t *counts = pool->counts;
    size_t i;

    if (histogram->directory == 0 || pool->is_wide)
        return 0;
    directory = &pool->directories[histogram->directory - 1];
    for (i = 0; i < count; i++) {
        const uint64_t bucket = (uint64_t)buckets[i];
        uint32_t page;

        if (buckets[i] < 0)
            continue;
        page = directory->page[bucket / MNZ_HISTOGRAM_STEPS];
        if (page == 0)
            break;
        counts[(uint64_t)(page - 1) * MNZ_HISTOGRAM_STEPS +
               bucket % MNZ_HISTOGRAM_STEPS]++;
    }
    return i;
}

enum mnz_status
mnz_histogram_count(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram,
                    const int64_t *buckets, size_t count)
{
    size_t i = count_at_hand(pool, histogram, buckets, count);

    while (i < count) {
        if (buckets[i] >= 0 && count_one(pool, histogram, (uint32_t)buckets[i]))
            return MNZ_ERR_NOMEM;
        i++;
        i += count_at_hand(pool, histogram, buckets + i, count - i);
    }
    return MNZ_OK;
}

static uint64_t
count_at(const struct mnz_histogram_pool *pool, uint32_t page, uint32_t step)
{
    return pool->is_wide ? wide_page(pool, page)[step] : narrow_page(pool, page)[step];
}

enum mnz_status
mnz_histogram_merge(struct mnz_histogram_pool *pool, struct mnz_histogram *into,
                    const struct mnz_histogram_pool *from_pool,
                    const struct mnz_histogram *from)
{
    const struct mnz_histogram_directory *directory;

    MNZ_BUG_IF(pool == from_pool);
    into->zeros += from->zeros;
    if (from->directory == 0)
        return MNZ_OK;
    directory = &from_pool->directories[from->directory - 1];
    for (uint32_t octave = 0; octave < MNZ_HISTOGRAM_OCTAVES; octave++) {
        uint32_t page;

        if (directory->page[octave] == 0)
            continue;
        page = need_page(pool, into, octave);
        if (page == UINT32_MAX)
            return MNZ_ERR_NOMEM;
        for (uint32_t step = 0; step < MNZ_HISTOGRAM_STEPS; step++) {
            const uint64_t more =
                count_at(from_pool, directory->page[octave] - 1, step);

            if (pool->is_wide)
                wide_page(pool, page)[step] += more;
            else
                narrow_page(pool, page)[step] += (uint32_t)more;
        }
    }
    return MNZ_OK;
}

static struct walk
walk_down(const struct mnz_histogram_view *view)
{
    return (struct walk){
        .view = view,
        .next = MNZ_HISTOGRAM_BUCKETS,
        .to_come = view->count,
        .min_bucket = view->min > 0.0 ? mnz_histogram_bucket(view->min) : UINT32_MAX,
        .max_bucket = view->max > 0.0 ? mnz_histogram_bucket(view->max) : UINT32_MAX,
    };
}

/* Between which values a bucket's counts lie. */
static struct run
bucket_run(const struct mnz_histogram_view *view, uint32_t bucket, uint64_t count)
{
    struct run run = {.low = bucket == 0 ? 0.0 : mnz_histogram_edge(bucket),
                      .high = bucket == MNZ_HISTOGRAM_BUCKETS - 1
                                  ? view->max
                                  : mnz_histogram_edge(bucket + 1),
                      .count = count};

    if (view->is_whole) {
        run.low = ceil(run.low);
        run.high = ceil(run.high) - 1.0;
    }
    run.low = fmax(run.low, view->min);
    run.high = fmax(fmin(run.high, view->max), run.low);
    return run;
}

/*
 * The next run: the greatest value alone, then bucket by bucket, then the least value
 * alone. Returns 0 when there are no more.
 */
static int
walk_next(struct walk *walk, struct run *run)
{
    const struct mnz_histogram_view *view = walk->view;
    const struct mnz_histogram_directory *directory =
        view->histogram->directory
            ? &view->pool->directories[view->histogram->directory - 1]
            : NULL;

    if (walk->to_come == 0)
        return 0;
    *run = (struct run){view->max, view->max, 1};
    if (walk->to_come == view->count) {
        walk->to_come--;
        return 1;
    }
    while (directory && walk->to_come > 1 && walk->next > 0) {
        const uint32_t bucket = --walk->next;
        const uint32_t page = directory->page[bucket / MNZ_HISTOGRAM_STEPS];
        uint64_t count;

        if (page == 0) {
            walk->next -= bucket % MNZ_HISTOGRAM_STEPS;
            continue;
        }
        count = count_at(view->pool, page - 1, bucket % MNZ_HISTOGRAM_STEPS);
        count -= bucket == walk->max_bucket ? 1 : 0;
        count -= bucket == walk->min_bucket ? 1 : 0;
        if (count > 0) {
            *run = bucket_run(view, bucket, count);
            walk->to_come -= count;
            return 1;
        }
    }
    *run = (struct run){view->min, view->min, walk->to_come};
    walk->to_come = 0;
    return 1;
}

double
mnz_histogram_order(const struct mnz_histogram_view *view, uint64_t k)
{
    struct walk walk = walk_down(view);
    uint64_t left = view->count - k; /* values above it */
    struct run run = {0};
    double value;

    MNZ_BUG_IF(k == 0 || k > view->count);
    while (walk_next(&walk, &run) && run.count <= left)
        left -= run.count;
    value = run.high - (run.high - run.low) * ((double)left + 0.5) / (double)run.count;
    return view->is_whole ? floor(value + 0.5) : value;
}

double
mnz_histogram_top_mean(const struct mnz_histogram_view *view, double top)
{
    struct walk walk = walk_down(view);
    double left = top, sum = 0.0;
    struct run run;

    MNZ_BUG_IF(!(top > 0.0 && top <= (double)view->count));
    while (left > 0.0 && walk_next(&walk, &run)) {
        const double taken = fmin(left, (double)run.count);

        sum += taken *
               (run.high - (run.high - run.low) * taken / (2.0 * (double)run.count));
        left -= taken;
    }
    return sum / top;
}

/* How much of a run lies above a threshold, 0 to 1. */
static double
share_above(const struct run *run, double threshold, int is_whole)
{
    if (run->low > threshold)
        return 1.0;
    if (run->high <= threshold)
        return 0.0;
    if (is_whole)
        return (run->high - floor(threshold)) / (run->high - run->low + 1.0);
    return (run->high - threshold) / (run->high - run->low);
}

uint64_t
mnz_histogram_above(const struct mnz_histogram_view *view, double threshold)
{
    struct walk walk = walk_down(view);
    uint64_t above = 0;
    struct run run;

    while (walk_next(&walk, &run) && run.high > threshold) {
        const double share = share_above(&run, threshold, view->is_whole);

        above += share == 1.0 ? run.count : (uint64_t)(share * (double)run.count + 0.5);
    }
    return above;
}
