/* histogram_read.c - order statistics, tails and exceedances from buckets. */

#include "stats/histogram.h"

#include <math.h>

#include "base/bug.h"

/* Equal numbers of values from `low` to `high`, evenly spread. */
struct run {
    double low, high;
    uint64_t count;
};

/* A walk over a histogram's values from the greatest to the least. */
struct walk {
    const struct mnz_histogram_view *view;
    uint32_t next;    /* slots below this one are still to come */
    uint64_t to_come; /* values */
    uint32_t min_slot, max_slot;
};

/* The slot that holds a value; none of zeros. */
static uint32_t
slot_of(const struct mnz_histogram *histogram, double value)
{
    if (!(value > 0.0))
        return UINT32_MAX;
    return mnz_histogram_slot(histogram, mnz_histogram_bucket(value));
}

static struct walk
walk_down(const struct mnz_histogram_view *view)
{
    return (struct walk){
        .view = view,
        .next = view->histogram->block != 0 ? MNZ_HISTOGRAM_SLOTS : 0,
        .to_come = view->count,
        .min_slot = slot_of(view->histogram, view->min),
        .max_slot = slot_of(view->histogram, view->max),
    };
}

/* Between which values a slot's counts lie. */
static struct run
edges(const struct mnz_histogram_view *view, uint32_t slot)
{
    const int64_t bucket = slot + mnz_histogram_base(view->histogram);

    if (slot < MNZ_HISTOGRAM_STEPS) {
        const int lowest_kept = (int)mnz_histogram_lowest_kept(view->histogram);
        const double width =
            ldexp(1.0 / MNZ_HISTOGRAM_STEPS, lowest_kept + MNZ_HISTOGRAM_LOWEST);

        return (struct run){.low = slot * width, .high = (slot + 1) * width};
    }
    return (struct run){.low = bucket == 0 ? 0.0 : mnz_histogram_edge((uint32_t)bucket),
                        .high = bucket == MNZ_HISTOGRAM_BUCKETS - 1
                                    ? view->max
                                    : mnz_histogram_edge((uint32_t)bucket + 1)};
}

static struct run
slot_run(const struct mnz_histogram_view *view, uint32_t slot, uint64_t count)
{
    struct run run = edges(view, slot);

    run.count = count;
    if (view->is_whole) {
        run.low = fmax(ceil(run.low), 1.0); /* zeros have no slot */
        run.high = ceil(run.high) - 1.0;
    }
    run.low = fmax(run.low, view->min);
    run.high = fmax(fmin(run.high, view->max), run.low);
    return run;
}

/*
 * The next run: the greatest value alone, then slot by slot, then the least value
 * alone. Returns 0 when there are no more.
 */
static int
walk_next(struct walk *walk, struct run *run)
{
    const struct mnz_histogram_view *view = walk->view;

    if (walk->to_come == 0)
        return 0;
    *run = (struct run){view->max, view->max, 1};
    if (walk->to_come == view->count) {
        walk->to_come--;
        return 1;
    }
    while (walk->to_come > 1 && walk->next > 0) {
        const uint32_t slot = --walk->next;
        uint64_t count = mnz_histogram_count_at(view->pool, view->histogram, slot);

        count -= slot == walk->max_slot ? 1 : 0;
        count -= slot == walk->min_slot ? 1 : 0;
        if (count > 0) {
            *run = slot_run(view, slot, count);
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

/* Of values evenly spread from a to b above `from`, the mean square is (a^2 + a b +
 * b^2) / 3. */
double
mnz_histogram_top_squares(const struct mnz_histogram_view *view, double top,
                          double from)
{
    struct walk walk = walk_down(view);
    double left = top, sum = 0.0;
    struct run run;

    while (left > 0.0 && walk_next(&walk, &run)) {
        const double taken = fmin(left, (double)run.count);
        const double b = run.high - from;
        const double a = b - (run.high - run.low) * taken / (double)run.count;

        sum += taken * (a * a + a * b + b * b) / 3.0;
        left -= taken;
    }
    return sum;
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

double
mnz_histogram_part_above(const struct mnz_histogram_view *view, double threshold)
{
    struct walk walk = walk_down(view);
    double above = 0.0;
    struct run run;

    while (walk_next(&walk, &run) && run.high > threshold)
        above += share_above(&run, threshold, view->is_whole) * (double)run.count;
    return above;
}

double
mnz_histogram_excess(const struct mnz_histogram_view *view, double threshold)
{
    struct walk walk = walk_down(view);
    double sum = 0.0;
    struct run run;

    while (walk_next(&walk, &run) && run.high > threshold) {
        const double least = fmax(run.low, threshold);

        sum += share_above(&run, threshold, 0) * (double)run.count *
               ((least + run.high) / 2.0 - threshold);
    }
    return sum;
}
