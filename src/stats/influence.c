/* influence.c - how much of an answer one input moves. */

#include "stats/influence.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mathfn.h"
#include "stats/weights.h"

enum { PARTS = MNZ_JACKKNIFE_PARTS, MOST_BINS = 64, TRIALS_OF_BIN = 32 };

struct mnz_answer {
    struct mnz_arena arena;
    size_t count;
    const double *weights;
    const uint8_t *parts;
    double *values; /* [count] less their mean */
    double *ranks;  /* [count] */
    double mean, weight, variance;
    double part_weight[PARTS], part_squares[PARTS], part_sum[PARTS];
};

/* Sums of each part. */
struct parts {
    double of[PARTS];
};

static double
total(const double *parts)
{
    double sum = 0.0;

    for (int k = 0; k < PARTS; k++)
        sum += parts[k];
    return sum;
}

/* The variance without trials of these sums. Without the factor n / (n - 1) of
 * independent trials: replicates spread so evenly that it would be the larger error. */
static double
variance_without(const struct mnz_answer *a, double weight, double sum, double squares)
{
    const double left = a->weight - weight;
    const double mean = (total(a->part_sum) - sum) / left;

    return (total(a->part_squares) - squares) / left - mean * mean;
}

static void
take_sums(struct mnz_answer *a)
{
    for (int k = 0; k < PARTS; k++)
        a->part_weight[k] = a->part_sum[k] = a->part_squares[k] = 0.0;
    for (size_t t = 0; t < a->count; t++) {
        const double w = a->weights[t], y = a->values[t];

        a->part_weight[a->parts[t]] += w;
        a->part_sum[a->parts[t]] += w * y;
        a->part_squares[a->parts[t]] += w * y * y;
    }
    a->weight = total(a->part_weight);
    a->variance = a->count > 1 ? variance_without(a, 0.0, 0.0, 0.0) : 0.0;
}

static void
centre(struct mnz_answer *a)
{
    double least = INFINITY, greatest = -INFINITY, sum = 0.0, weight = 0.0;

    for (size_t t = 0; t < a->count; t++) {
        sum += a->weights[t] * a->values[t];
        weight += a->weights[t];
        least = fmin(least, a->values[t]);
        greatest = fmax(greatest, a->values[t]);
    }
    a->mean = a->count > 0 ? sum / weight : (double)NAN;
    for (size_t t = 0; t < a->count; t++)
        a->values[t] -= a->mean;
    take_sums(a);
    if (!(least < greatest))
        a->variance = 0.0; /* without the rounding of the mean */
}

enum mnz_status
mnz_answer_create(const struct mnz_influence_trials *trials, struct mnz_answer **out)
{
    const size_t n = trials->count;
    struct mnz_answer *a = calloc(1, sizeof *a);
    uint32_t *order = calloc(n + 1, sizeof *order);
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!a || !order)
        goto out;
    a->count = n;
    a->weights = trials->weights;
    a->parts = trials->parts;
    a->values = mnz_arena_alloc(&a->arena, n + 1, sizeof *a->values);
    a->ranks = mnz_arena_alloc(&a->arena, n + 1, sizeof *a->ranks);
    if (!a->values || !a->ranks || !mnz_weighted_order(trials->values, n, order))
        goto out;
    for (size_t t = 0; t < n; t++)
        a->values[t] = trials->values[t];
    mnz_weighted_ranks(trials->values, trials->weights, order, n, a->ranks);
    centre(a);
    *out = a;
    a = NULL;
    st = MNZ_OK;
out:
    mnz_answer_destroy(a);
    free(order);
    return st;
}

enum mnz_status
mnz_answer_copy(const struct mnz_answer *answer, struct mnz_answer **out)
{
    const size_t n = answer->count;
    struct mnz_answer *a = calloc(1, sizeof *a);

    *out = NULL;
    if (!a)
        return MNZ_ERR_NOMEM;
    *a = *answer;
    a->arena = (struct mnz_arena){0};
    a->values = mnz_arena_alloc(&a->arena, n + 1, sizeof *a->values);
    a->ranks = mnz_arena_alloc(&a->arena, n + 1, sizeof *a->ranks);
    if (!a->values || !a->ranks) {
        mnz_answer_destroy(a);
        return MNZ_ERR_NOMEM;
    }
    memcpy(a->values, answer->values, n * sizeof *a->values);
    memcpy(a->ranks, answer->ranks, n * sizeof *a->ranks);
    *out = a;
    return MNZ_OK;
}

void
mnz_answer_destroy(struct mnz_answer *answer)
{
    if (!answer)
        return;
    mnz_arena_finish(&answer->arena);
    free(answer);
}

double
mnz_answer_variance(const struct mnz_answer *answer)
{
    return answer->variance;
}

double
mnz_answer_mean(const struct mnz_answer *answer)
{
    return answer->mean;
}

/* Some trials of each part in a bin, and bins so narrow that the answer hardly changes
 * within one. */
static int
bins_for(size_t trials)
{
    const size_t bins = trials / TRIALS_OF_BIN;

    return bins > MOST_BINS ? MOST_BINS : (int)bins;
}

/* One past the last of the trials whose draw is that of number `first` in order, and
 * their weight. */
static size_t
end_of_equals(const struct mnz_answer *a, const struct mnz_influence_order *o,
              size_t first, double *weight)
{
    size_t end = first;

    *weight = 0.0;
    for (; end < a->count && o->draws[end] == o->draws[first]; end++)
        *weight += a->weights[o->trial[end]];
    return end;
}

/* The bin of equal draws that have `below` of the weight below them. */
static int
bin_of(const struct mnz_answer *a, double below, double equal)
{
    const int bins = bins_for(a->count);
    const int bin = (int)((below + 0.5 * equal) / a->weight * bins);

    return bin < bins ? bin : bins - 1;
}

/* Weights, and sums of the answer, of a bin's parts. */
struct bin {
    struct parts weight, sum;
};

/* The mean product of the answer in two different parts, without part `k` or, with
 * PARTS, of all. */
static double
product_of_means(const struct bin *bin, int without)
{
    double sum = 0.0, squares = 0.0, weight = 0.0, weights = 0.0, pairs;

    for (int k = 0; k < PARTS; k++) {
        const double s = k == without ? 0.0 : bin->sum.of[k];
        const double w = k == without ? 0.0 : bin->weight.of[k];

        sum += s;
        squares += s * s;
        weight += w;
        weights += w * w;
    }
    pairs = weight * weight - weights;
    return pairs > 1e-9 * weight * weight ? (sum * sum - squares) / pairs : 0.0;
}

static void
find_share(const struct mnz_answer *a, const struct bin bins[MOST_BINS],
           struct mnz_jackknife *share)
{
    struct bin all = {0};

    for (int b = 0; b < bins_for(a->count); b++)
        for (int k = 0; k < PARTS; k++) {
            all.weight.of[k] += bins[b].weight.of[k];
            all.sum.of[k] += bins[b].sum.of[k];
        }
    for (int k = 0; k <= PARTS; k++) {
        const int one = k < PARTS;
        const double taken = one ? a->part_weight[k] : 0.0;
        const double variance = variance_without(a, taken, one ? a->part_sum[k] : 0.0,
                                                 one ? a->part_squares[k] : 0.0);
        double between = -product_of_means(&all, k);

        for (int b = 0; b < bins_for(a->count); b++)
            between += (total(bins[b].weight.of) - (one ? bins[b].weight.of[k] : 0.0)) /
                       (a->weight - taken) * product_of_means(&bins[b], k);
        *(one ? &share->without[k] : &share->value) =
            variance > 0.0 ? between / variance : 0.0;
    }
}

/* Sums of two columns of ranks, of each part. */
struct moments {
    struct parts w, x, y, xx, yy, xy;
};

static void
add_moments(struct moments *m, int part, double w, double x, double y)
{
    m->w.of[part] += w;
    m->x.of[part] += w * x;
    m->y.of[part] += w * y;
    m->xx.of[part] += w * x * x;
    m->yy.of[part] += w * y * y;
    m->xy.of[part] += w * x * y;
}

static double
correlation_without(const struct moments *m, int k)
{
    const int one = k < PARTS;
    const double w = total(m->w.of) - (one ? m->w.of[k] : 0.0);
    const double x = (total(m->x.of) - (one ? m->x.of[k] : 0.0)) / w;
    const double y = (total(m->y.of) - (one ? m->y.of[k] : 0.0)) / w;
    const double xx = (total(m->xx.of) - (one ? m->xx.of[k] : 0.0)) / w - x * x;
    const double yy = (total(m->yy.of) - (one ? m->yy.of[k] : 0.0)) / w - y * y;
    const double xy = (total(m->xy.of) - (one ? m->xy.of[k] : 0.0)) / w - x * y;

    return xx > 1e-12 && yy > 1e-12 ? xy / sqrt(xx * yy) : 0.0;
}

/* The part of equal draws, from `below` to `below` + `weight`, that lies in a tenth. */
static double
overlap(double below, double weight, double from, double until)
{
    return fmax(0.0, fmin(below + weight, until) - fmax(below, from));
}

void
mnz_influence_find(const struct mnz_answer *a, const struct mnz_influence_order *o,
                   struct mnz_influence *out)
{
    const double tenth = 0.1 * a->weight;
    struct bin bins[MOST_BINS] = {0};
    struct moments moments = {0};
    double below = 0.0, low = 0.0, high = 0.0, equal;

    *out = (struct mnz_influence){.low_tenth = a->mean, .high_tenth = a->mean};
    if (a->count < MNZ_INFLUENCE_LEAST || !(a->variance > 0.0))
        return;
    for (size_t i = 0, end; i < a->count; i = end, below += equal) {
        struct bin *bin;
        double sum = 0.0;

        end = end_of_equals(a, o, i, &equal);
        bin = &bins[bin_of(a, below, equal)];
        for (size_t j = i; j < end; j++) {
            const uint32_t t = o->trial[j];
            const double w = a->weights[t], wy = w * a->values[t];

            bin->weight.of[a->parts[t]] += w;
            bin->sum.of[a->parts[t]] += wy;
            sum += wy;
            /* Ranks from -1/2 to 1/2. */
            add_moments(&moments, a->parts[t], w,
                        (below + 0.5 * equal) / a->weight - 0.5,
                        a->ranks[t] / a->weight - 0.5);
        }
        low += overlap(below, equal, 0.0, tenth) * sum / equal;
        high += overlap(below, equal, a->weight - tenth, a->weight) * sum / equal;
    }
    out->low_tenth += low / tenth;
    out->high_tenth += high / tenth;
    find_share(a, bins, &out->share);
    out->rank.value = correlation_without(&moments, PARTS);
    for (int k = 0; k < PARTS; k++)
        out->rank.without[k] = correlation_without(&moments, k);
}

void
mnz_influence_remove(struct mnz_answer *a, const struct mnz_influence_order *o)
{
    double sums[MOST_BINS] = {0}, weights[MOST_BINS] = {0};

    for (int pass = 0; pass < 2; pass++) {
        double below = 0.0, equal;

        for (size_t i = 0, end; i < a->count; i = end, below += equal) {
            int bin;

            end = end_of_equals(a, o, i, &equal);
            bin = bin_of(a, below, equal);
            for (size_t j = i; j < end; j++) {
                const uint32_t t = o->trial[j];

                if (pass == 1)
                    a->values[t] -= sums[bin] / weights[bin];
                else
                    sums[bin] += a->weights[t] * a->values[t];
            }
            weights[bin] += pass == 0 ? equal : 0.0;
        }
    }
    take_sums(a);
}

/* Whether an estimate is further from 0 than chance brings it: than `noise`, its error
 * without effect and patterns, and than its error as it is, which patterns of points
 * may make larger. */
static int
is_far(const struct mnz_jackknife *estimate, double distance, double noise,
       double chance)
{
    return distance > noise * -mnz_normal_quantile(chance) &&
           distance >
               mnz_jackknife_error(estimate) * gsl_cdf_tdist_Qinv(chance, PARTS - 1);
}

/* Without effect a share is normal about 0, of variance 2 bins / trials^2. */
int
mnz_influence_share_is_beyond_chance(const struct mnz_jackknife *share, size_t trials,
                                     size_t num_inputs)
{
    const double chance = 0.025 / (double)(num_inputs > 0 ? num_inputs : 1);

    return is_far(share, share->value, sqrt(2.0 * bins_for(trials)) / (double)trials,
                  chance);
}

int
mnz_influence_rank_is_beyond_chance(const struct mnz_jackknife *rank, size_t trials,
                                    size_t num_inputs)
{
    const double chance = 0.0125 / (double)(num_inputs > 0 ? num_inputs : 1);

    return is_far(rank, fabs(rank->value), 1.0 / sqrt((double)trials), chance);
}
