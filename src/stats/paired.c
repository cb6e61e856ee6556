/* paired.c - what differs between two columns of the same trials, and how surely. */

#include "stats/paired.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/interval.h"
#include "stats/sections.h"

/* Values that a section needs on either side of a quantile, lest it be an extreme; and
 * those that a tail needs. */
#define LEAST_BEYOND 2.0
#define LEAST_WORST 10.0

/* Pairs that count, put together: all of section 0, then of section 1, ... */
struct columns {
    double *base, *other; /* [count] */
    double *scratch;      /* [2][count] */
    double *weights;      /* [count] */
    size_t count;
    size_t first[MNZ_SECTIONS + 1];
    double weight[MNZ_SECTIONS], total; /* of the pairs of a section, of all */
    uint32_t heaviest;
};

static double
middle_of(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

/* Put the value of rank k, counted from 0, to place k, and no greater one before it
 * (C. A. R. Hoare, Algorithm 65: FIND, 1961). */
static void
select_rank(double *v, size_t count, size_t k)
{
    size_t low = 0, high = count - 1;

    while (low < high) {
        const double pivot = middle_of(v[low], v[low + (high - low) / 2], v[high]);
        size_t i = low, j = high;

        while (1) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i >= j)
                break;
            const double swapped = v[i];

            v[i++] = v[j];
            v[j--] = swapped;
        }
        if (i == j)
            i++;
        /* low .. j are at most, i .. high at least the pivot, and j < i. */
        if (k <= j && j < high)
            high = j;
        else if (k >= i)
            low = i;
        else
            return;
    }
}

double
mnz_select_quantile(double *values, size_t count, double p)
{
    const size_t k = (size_t)mnz_quantile_rank(p, count) - 1;

    select_rank(values, count, k);
    return values[k];
}

double
mnz_select_tail(double *values, size_t count, double p)
{
    const double wanted = (double)count * (1.0 - p);
    const size_t k = (size_t)mnz_quantile_rank(p, count) - 1;
    double sum = 0.0;

    select_rank(values, count, k);
    for (size_t i = k + 1; i < count; i++)
        sum += values[i];
    return (sum + (wanted - (double)(count - k - 1)) * values[k]) / wanted;
}

size_t
mnz_paired_room(size_t count)
{
    return 5 * count;
}

/* A value and its weight. */
struct weighted {
    double value, weight;
};

static int
descending(const void *a, const void *b)
{
    const struct weighted *x = a, *y = b;

    return x->value > y->value ? -1 : x->value < y->value;
}

/* The p-quantile as if each value came as often as it weighs, and the mean of what is
 * from there on; `sorted` falls. */
static double
weighted_quantile(const struct weighted *sorted, size_t count, double total, double p)
{
    double above = total - (double)mnz_quantile_rank(p, (uint64_t)total);

    for (size_t i = 0; i < count; i++) {
        above -= sorted[i].weight;
        if (above < 0.0)
            return sorted[i].value;
    }
    return sorted[count - 1].value;
}

static double
weighted_tail(const struct weighted *sorted, size_t count, double total, double p)
{
    const double wanted = total * (1.0 - p);
    double left = wanted, sum = 0.0;

    for (size_t i = 0; i < count && left > 0.0; i++) {
        sum += fmin(sorted[i].weight, left) * sorted[i].value;
        left -= sorted[i].weight;
    }
    return sum / wanted;
}

/* Fill the columns, section by section; count who is above whom. */
static struct columns
collect(const struct mnz_pairs *p, double *room, struct mnz_difference *out)
{
    struct columns c = {.base = room,
                        .other = room + p->count,
                        .scratch = room + 2 * p->count,
                        .weights = room + 4 * p->count,
                        .heaviest = 1};

    for (size_t section = 0; section < MNZ_SECTIONS; section++) {
        c.first[section] = c.count;
        for (size_t k = section; k < p->count; k += MNZ_SECTIONS) {
            const double base = p->base[k * p->base_stride];
            const double other = p->other[k * p->other_stride];

            if ((p->is_chosen && !p->is_chosen[k]) || isnan(base) || isnan(other))
                continue;
            c.base[c.count] = base;
            c.other[c.count] = other;
            c.weights[c.count] = p->weights ? p->weights[k] : 1.0;
            c.weight[section] += c.weights[c.count];
            if (p->weights && p->weights[k] > c.heaviest)
                c.heaviest = p->weights[k];
            c.count++;
            out->above += other > base;
            out->below += other < base;
        }
        c.total += c.weight[section];
    }
    c.first[MNZ_SECTIONS] = c.count;
    return c;
}

/* Sums of a column of differences, and the error of its mean. */
struct spread {
    double mean, se;
    uint64_t degrees;
};

static struct spread
spread_of_trials(const double *values, size_t count)
{
    struct spread s = {.degrees = count - 1};
    double squares = 0.0;

    for (size_t i = 0; i < count; i++)
        s.mean += values[i];
    s.mean /= (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - s.mean) * (values[i] - s.mean);
    s.se = sqrt(squares / (double)(count - 1) / (double)count);
    return s;
}

/* The error of `whole` from the values of sections, which weigh by their trials; empty
 * ones do not take part. */
static struct spread
spread_of_sections(const struct columns *c, double whole, const double *of_section)
{
    struct spread s = {.mean = whole, .se = NAN};
    double squares = 0.0;
    uint64_t used = 0;

    for (size_t i = 0; i < MNZ_SECTIONS; i++) {
        const double part = c->weight[i] / c->total;

        if (part == 0.0)
            continue;
        squares += part * part * (of_section[i] - whole) * (of_section[i] - whole);
        used++;
    }
    if (used > 1) {
        s.se = sqrt(squares * (double)used / (double)(used - 1));
        s.degrees = used - 1;
    }
    return s;
}

/* The sum of a column from `first` to `last` - 1, by weight. */
static double
sum_of(const struct columns *c, const double *column, size_t first, size_t last)
{
    double sum = 0.0;

    for (size_t i = first; i < last; i++)
        sum += c->weights[i] * column[i];
    return sum;
}

/* The mean of a column with its error under the plan. */
static struct spread
spread_of(const struct columns *c, const double *column, uint32_t replicates)
{
    double of_section[MNZ_SECTIONS] = {0};

    if (replicates <= 1)
        return spread_of_trials(column, c->count);
    for (size_t i = 0; i < MNZ_SECTIONS; i++)
        if (c->first[i + 1] > c->first[i])
            of_section[i] =
                sum_of(c, column, c->first[i], c->first[i + 1]) / c->weight[i];
    return spread_of_sections(c, sum_of(c, column, 0, c->count) / c->total, of_section);
}

static void
set_interval(struct mnz_gap *gap, struct spread spread)
{
    const double half = mnz_student95(spread.degrees) * spread.se;

    gap->low = gap->difference - half;
    gap->high = gap->difference + half;
}

static void
find_mean(const struct columns *c, uint32_t replicates, struct mnz_difference *out)
{
    const struct spread base = spread_of(c, c->base, replicates);
    const struct spread other = spread_of(c, c->other, replicates);
    struct spread paired;

    for (size_t i = 0; i < c->count; i++)
        c->scratch[i] = c->other[i] - c->base[i];
    paired = spread_of(c, c->scratch, replicates);
    out->mean = (struct mnz_gap){base.mean, other.mean, paired.mean, NAN, NAN};
    set_interval(&out->mean, paired);
    if (paired.se > 0.0)
        out->gain = (base.se * base.se + other.se * other.se) / (paired.se * paired.se);
}

/* A figure of values that count once, and of those with weights. */
struct figure {
    double (*plain)(double *values, size_t count, double p);
    double (*weighted)(const struct weighted *sorted, size_t count, double total,
                       double p);
};
static const struct figure quantile = {mnz_select_quantile, weighted_quantile};
static const struct figure tail = {mnz_select_tail, weighted_tail};

/* The figure of trials `first` to `last` - 1 of a column, which stays as it is. */
static double
figure_of(const struct columns *c, const double *column, size_t first, size_t last,
          const struct figure *f, double p)
{
    struct weighted *sorted = (struct weighted *)c->scratch;
    double total = 0.0;

    if (c->heaviest <= 1) {
        memcpy(c->scratch, column + first, (last - first) * sizeof *column);
        return f->plain(c->scratch, last - first, p);
    }
    for (size_t i = first; i < last; i++) {
        sorted[i - first] = (struct weighted){column[i], c->weights[i]};
        total += c->weights[i];
    }
    qsort(sorted, last - first, sizeof *sorted, descending);
    return f->weighted(sorted, last - first, total, p);
}

static struct mnz_gap
find_figure(const struct columns *c, const struct figure *f, double p)
{
    double of_section[MNZ_SECTIONS] = {0};
    struct mnz_gap gap = {.low = NAN, .high = NAN};
    int is_enough = 1;

    gap.base = figure_of(c, c->base, 0, c->count, f, p);
    gap.other = figure_of(c, c->other, 0, c->count, f, p);
    gap.difference = gap.other - gap.base;
    for (size_t i = 0; i < MNZ_SECTIONS; i++) {
        const size_t first = c->first[i], last = c->first[i + 1];

        if ((double)(last - first) * fmin(p, 1.0 - p) < LEAST_BEYOND) {
            is_enough = 0;
            continue;
        }
        of_section[i] = figure_of(c, c->other, first, last, f, p) -
                        figure_of(c, c->base, first, last, f, p);
    }
    if (is_enough)
        set_interval(&gap, spread_of_sections(c, gap.difference, of_section));
    return gap;
}

/* Height of a column above the start of its tail, a value of which is `least`. */
static double
excess(double value, double least)
{
    return fmax(value - least, 0.0);
}

/* A tail's mean is its quantile q and the mean of max(0, x - q) / (1 - p) over all
 * trials, whose difference the error is of: that of q does not count (stats/tally.h).
 */
static struct mnz_gap
find_tail(const struct columns *c, double p)
{
    double of_section[MNZ_SECTIONS] = {0}, whole = 0.0;
    struct mnz_gap gap = {.low = NAN, .high = NAN};
    double base_least, other_least;

    gap.base = figure_of(c, c->base, 0, c->count, &tail, p);
    gap.other = figure_of(c, c->other, 0, c->count, &tail, p);
    gap.difference = gap.other - gap.base;
    if ((double)c->count * (1.0 - p) < LEAST_WORST)
        return gap;
    base_least = figure_of(c, c->base, 0, c->count, &quantile, p);
    other_least = figure_of(c, c->other, 0, c->count, &quantile, p);
    for (size_t i = 0; i < MNZ_SECTIONS; i++) {
        for (size_t k = c->first[i]; k < c->first[i + 1]; k++)
            of_section[i] +=
                c->weights[k] *
                (excess(c->other[k], other_least) - excess(c->base[k], base_least)) /
                (1.0 - p);
        whole += of_section[i] / c->total;
        of_section[i] /= c->weight[i] > 0.0 ? c->weight[i] : 1.0;
    }
    set_interval(&gap, spread_of_sections(c, whole, of_section));
    return gap;
}

/* Independent trials that tell as much of the share above, of `sign` 1, or below; and
 * the share. */
static double
worth_of(const struct columns *c, uint32_t replicates, double sign, double *share)
{
    double hits[MNZ_SECTIONS] = {0}, counts[MNZ_SECTIONS], all = 0.0;
    uint32_t used = 0;

    for (size_t i = 0; i < MNZ_SECTIONS; i++) {
        counts[i] = c->weight[i];
        used += counts[i] > 0.0;
        for (size_t k = c->first[i]; k < c->first[i + 1]; k++)
            if (sign * (c->other[k] - c->base[k]) > 0.0)
                hits[i] += c->weights[k];
        all += hits[i];
    }
    *share = all / c->total;
    return replicates <= 1 || used < 2
               ? (double)c->count
               : mnz_sections_worth(hits, counts, MNZ_SECTIONS, c->heaviest);
}

/* Two columns that are the same, as most are that a measure does not reach. */
static void
find_same(const struct columns *c, struct mnz_difference *out)
{
    const double mean = sum_of(c, c->base, 0, c->count) / c->total;
    const double p50 = figure_of(c, c->base, 0, c->count, &quantile, 0.5);
    const double p95 = figure_of(c, c->base, 0, c->count, &quantile, 0.95);
    const double cvar95 = figure_of(c, c->base, 0, c->count, &tail, 0.95);

    out->mean = (struct mnz_gap){mean, mean, 0.0, 0.0, 0.0};
    out->p50 = (struct mnz_gap){p50, p50, 0.0, 0.0, 0.0};
    out->p95 = (struct mnz_gap){p95, p95, 0.0, 0.0, 0.0};
    out->cvar95 = (struct mnz_gap){cvar95, cvar95, 0.0, 0.0, 0.0};
}

void
mnz_paired_find(const struct mnz_pairs *pairs, double *room, struct mnz_difference *out)
{
    static const struct mnz_gap none = {NAN, NAN, NAN, NAN, NAN};
    struct columns c;

    *out = (struct mnz_difference){
        .mean = none, .p50 = none, .p95 = none, .cvar95 = none, .gain = NAN};
    c = collect(pairs, room, out);
    out->trials = c.count;
    if (c.count == 0)
        return;
    out->above_worth = worth_of(&c, pairs->replicates, 1.0, &out->above_share);
    out->below_worth = worth_of(&c, pairs->replicates, -1.0, &out->below_share);
    if (out->above + out->below == 0) {
        find_same(&c, out);
        return;
    }
    find_mean(&c, pairs->replicates, out);
    out->p50 = find_figure(&c, &quantile, 0.5);
    out->p95 = find_figure(&c, &quantile, 0.95);
    out->cvar95 = find_tail(&c, 0.95);
}
