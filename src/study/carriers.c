/* carriers.c - shares of a variance by input. */

#include "study/carriers.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { LEAST_TRIALS = 16, MOST_BINS = 32 };

struct point {
    double draw, value; /* the value less the mean */
    size_t trial;
};

/* Half the root of the number of trials: bins of many trials, and many bins. */
static size_t
bins_for(size_t trials)
{
    const size_t bins = (size_t)(0.5 * sqrt((double)trials));

    return bins > MOST_BINS ? MOST_BINS : bins;
}

static int
by_draw(const void *a, const void *b)
{
    const struct point *x = a, *y = b;

    if (x->draw != y->draw)
        return x->draw < y->draw ? -1 : 1;
    return x->trial < y->trial ? -1 : x->trial > y->trial;
}

/* Set the values of the trials that count, less their mean. Returns how many there
 * are; *variance is 0 where they are all the same. */
static size_t
take_values(const double *values, size_t trials, struct point *points, double *variance)
{
    double mean = 0.0, least = INFINITY, greatest = -INFINITY;
    size_t count = 0;

    for (size_t t = 0; t < trials; t++)
        if (!isnan(values[t])) {
            points[count].trial = t;
            points[count++].value = values[t];
            mean += values[t];
            least = fmin(least, values[t]);
            greatest = fmax(greatest, values[t]);
        }
    *variance = 0.0;
    if (count < LEAST_TRIALS || !(least < greatest))
        return count;
    mean /= (double)count;
    for (size_t i = 0; i < count; i++) {
        points[i].value -= mean;
        *variance += points[i].value * points[i].value;
    }
    *variance /= (double)(count - 1);
    return count;
}

/* One past the last point of a bin; equal draws stay together. */
static size_t
end_of_bin(const struct point *points, size_t count, size_t first, size_t bins,
           size_t used)
{
    const size_t room = (count - first) / (bins > used ? bins - used : 1);
    size_t last = first + (room > 0 ? room : 1);

    while (last < count && points[last].draw == points[last - 1].draw)
        last++;
    return last;
}

/* The share of an input, whose points are in order of its draws. */
static double
share_of(const struct point *points, size_t count, double variance)
{
    const size_t bins = bins_for(count);
    double within = 0.0, share;
    size_t used = 0;

    for (size_t first = 0, last; first < count; first = last) {
        double sum = 0.0, mean;

        last = end_of_bin(points, count, first, bins, used);
        for (size_t i = first; i < last; i++)
            sum += points[i].value;
        mean = sum / (double)(last - first);
        for (size_t i = first; i < last; i++)
            within += (points[i].value - mean) * (points[i].value - mean);
        used++;
    }
    if (used < 2 || used >= count)
        return 0.0;
    share = 1.0 - within / (double)(count - used) / variance;
    return share > 0.0 ? share : 0.0;
}

enum mnz_status
mnz_carriers_shares(const double *draws, const double *values, size_t trials,
                    size_t num_inputs, double *shares)
{
    struct point *points = calloc(trials + 1, sizeof *points);
    struct point *sorted = calloc(trials + 1, sizeof *sorted);
    enum mnz_status st = MNZ_ERR_NOMEM;
    double variance;
    size_t count;

    if (!points || !sorted)
        goto out;
    count = take_values(values, trials, points, &variance);
    for (size_t k = 0; k < num_inputs; k++) {
        shares[k] = 0.0;
        if (!(variance > 0.0))
            continue;
        for (size_t i = 0; i < count; i++) {
            sorted[i] = points[i];
            sorted[i].draw = draws[k * trials + points[i].trial];
        }
        qsort(sorted, count, sizeof *sorted, by_draw);
        shares[k] = share_of(sorted, count, variance);
    }
    st = MNZ_OK;
out:
    free(points);
    free(sorted);
    return st;
}

/* Deduct from the values the mean of their bin, of an input by its draws. */
static void
remove_means(const double *draws, struct point *points, double *values, size_t count)
{
    const size_t bins = bins_for(count);
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        points[i].draw = draws[points[i].trial];
    qsort(points, count, sizeof *points, by_draw);
    for (size_t first = 0, last; first < count; first = last, used++) {
        double sum = 0.0;

        last = end_of_bin(points, count, first, bins, used);
        for (size_t i = first; i < last; i++)
            sum += values[points[i].trial];
        for (size_t i = first; i < last; i++)
            values[points[i].trial] -= sum / (double)(last - first);
    }
}

enum mnz_status
mnz_carriers_find(const double *draws, const double *values, size_t trials,
                  size_t num_inputs, size_t most, size_t *inputs, double *shares,
                  size_t *count)
{
    struct point *points = calloc(trials + 1, sizeof *points);
    double *rest = calloc(trials + 1, sizeof *rest);
    double *all = calloc(num_inputs + 1, sizeof *all);
    double variance = 0.0, whole = 0.0;
    enum mnz_status st = points && rest && all ? MNZ_OK : MNZ_ERR_NOMEM;

    *count = 0;
    for (size_t t = 0; !st && t < trials; t++)
        rest[t] = values[t];
    while (!st && *count < most) {
        const size_t made = take_values(rest, trials, points, &variance);
        size_t best = 0;

        whole = *count == 0 ? variance : whole;
        st = mnz_carriers_shares(draws, rest, trials, num_inputs, all);
        for (size_t k = 1; !st && k < num_inputs; k++)
            best = all[k] > all[best] ? k : best;
        if (st || num_inputs == 0 ||
            !(all[best] > mnz_carriers_noise(made, num_inputs)))
            break;
        inputs[*count] = best;
        shares[(*count)++] = all[best] * variance / whole;
        remove_means(&draws[best * trials], points, rest, made);
    }
    free(points);
    free(rest);
    free(all);
    return st;
}

/* Without effect, the sum of squares between bins is chi squared. */
double
mnz_carriers_noise(size_t trials, size_t num_inputs)
{
    const double bins = (double)bins_for(trials);
    double chi;

    if (trials < LEAST_TRIALS || num_inputs == 0)
        return 1.0;
    chi = gsl_cdf_chisq_Qinv(0.05 / (double)num_inputs, bins - 1.0);
    return fmin(1.0, (chi - (bins - 1.0)) / (double)trials);
}
