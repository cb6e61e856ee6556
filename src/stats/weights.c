/* weights.c - trials weighted by how well they agree with observations. */

#include "stats/weights.h"

#include <math.h>
#include <stdlib.h>

#include "base/mathfn.h"

/* Halvings of an interval of tempers: more than a double has bits. */
enum { HALVINGS = 64 };

int
mnz_weights_make(const double *q, size_t count, double temper, double *weights)
{
    double least = INFINITY, sum = 0.0;

    for (size_t i = 0; i < count; i++)
        least = fmin(least, q[i]); /* NaN is no number to fmin */
    for (size_t i = 0; i < count; i++) {
        weights[i] =
            isfinite(q[i]) && isfinite(least) ? mnz_exp(-temper * (q[i] - least)) : 0.0;
        sum += weights[i];
    }
    if (!(sum > 0.0))
        return 0;
    for (size_t i = 0; i < count; i++)
        weights[i] /= sum;
    return 1;
}

double
mnz_weights_ess(const double *weights, size_t count)
{
    double sum = 0.0, squares = 0.0;

    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
        squares += weights[i] * weights[i];
    }
    return squares > 0.0 ? sum * sum / squares : 0.0;
}

static int
is_enough(const double *q, size_t count, double temper, double least, double *weights)
{
    /* Rounding must not refuse as many equal weights as are asked for. */
    return mnz_weights_make(q, count, temper, weights) &&
           mnz_weights_ess(weights, count) >= least * (1.0 - 1e-9);
}

double
mnz_weights_temper(const double *q, size_t count, double least, double *weights)
{
    double low = 0.0, high = 1.0;

    if (is_enough(q, count, 1.0, least, weights))
        return 1.0;
    if (!is_enough(q, count, 0.0, least, weights))
        return (double)NAN;
    /* By a factor first: costs can be large, and the temper then small. */
    for (low = 0.5; !is_enough(q, count, low, least, weights); low *= 0.5) {
        high = low;
        if (low < 1e-300)
            return 0.0;
    }
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = 0.5 * (low + high);

        if (is_enough(q, count, middle, least, weights))
            low = middle;
        else
            high = middle;
    }
    return low;
}

void
mnz_weights_resample(const double *weights, size_t count, size_t rows, uint32_t *chosen)
{
    double sum = 0.0, all = 0.0;
    size_t k = 0, last = 0;

    for (size_t i = 0; i < count; i++)
        all += weights[i];
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
        if (weights[i] > 0.0)
            last = i;
        while (k < rows && ((double)k + 0.5) / (double)rows * all <= sum &&
               weights[i] > 0.0)
            chosen[k++] = (uint32_t)i;
    }
    while (k < rows) /* only rounding leads here */
        chosen[k++] = (uint32_t)last;
}

struct placed {
    double value;
    uint32_t position;
};

static int
by_value(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->position < y->position ? -1 : x->position > y->position;
}

int
mnz_weighted_order(const double *values, size_t count, uint32_t *order)
{
    struct placed *placed = calloc(count > 0 ? count : 1, sizeof *placed);

    if (!placed)
        return 0;
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){values[i], (uint32_t)i};
    qsort(placed, count, sizeof *placed, by_value);
    for (size_t i = 0; i < count; i++)
        order[i] = placed[i].position;
    free(placed);
    return 1;
}

static double
weight_of(const double *weights, size_t count, size_t i)
{
    return weights ? weights[i] : 1.0 / (double)count;
}

double
mnz_weighted_mean(const double *values, const double *weights, size_t count)
{
    double sum = 0.0, all = 0.0;

    for (size_t i = 0; i < count; i++) {
        const double w = weight_of(weights, count, i);

        all += w;
        if (w > 0.0)
            sum += w * values[i];
    }
    return sum / all;
}

double
mnz_weighted_sd(const double *values, const double *weights, size_t count)
{
    const double mean = mnz_weighted_mean(values, weights, count);
    double sum = 0.0, all = 0.0;

    for (size_t i = 0; i < count; i++) {
        const double w = weight_of(weights, count, i);

        all += w;
        if (w > 0.0)
            sum += w * (values[i] - mean) * (values[i] - mean);
    }
    return sqrt(sum / all);
}

double
mnz_weighted_quantile(const double *values, const double *weights,
                      const uint32_t *order, size_t count, double p)
{
    double all = 0.0, sum = 0.0, last = (double)NAN;

    for (size_t k = 0; k < count; k++)
        all += weight_of(weights, count, order[k]);
    for (size_t k = 0; k < count; k++) {
        const double w = weight_of(weights, count, order[k]);

        if (!(w > 0.0))
            continue;
        last = values[order[k]];
        sum += w;
        /* Rounding must not push p past the value that reaches it exactly. */
        if (sum >= p * all * (1.0 - 1e-12))
            return last;
    }
    return last;
}

double
mnz_weighted_ks(const double *values, const double *a, const double *b,
                const uint32_t *order, size_t count)
{
    double below_a = 0.0, below_b = 0.0, most = 0.0;

    for (size_t k = 0; k < count; k++) {
        below_a += weight_of(a, count, order[k]);
        below_b += weight_of(b, count, order[k]);
        if (k + 1 == count || values[order[k + 1]] != values[order[k]])
            most = fmax(most, fabs(below_a - below_b));
    }
    return most;
}

double
mnz_ks_chance(double ess, double p)
{
    return sqrt(-mnz_log(0.5 * p) / (2.0 * ess));
}

void
mnz_weighted_ranks(const double *values, const double *weights, const uint32_t *order,
                   size_t count, double *ranks)
{
    double below = 0.0;

    for (size_t k = 0, end; k < count; k = end) {
        double equal = 0.0;

        for (end = k; end < count && values[order[end]] == values[order[k]]; end++)
            equal += weight_of(weights, count, order[end]);
        for (size_t j = k; j < end; j++)
            ranks[order[j]] = below + 0.5 * equal;
        below += equal;
    }
}

double
mnz_weighted_correlation(const double *x, const double *y, const double *weights,
                         size_t count)
{
    const double mx = mnz_weighted_mean(x, weights, count);
    const double my = mnz_weighted_mean(y, weights, count);
    double xx = 0.0, yy = 0.0, xy = 0.0;

    for (size_t i = 0; i < count; i++) {
        const double w = weight_of(weights, count, i);

        xx += w * (x[i] - mx) * (x[i] - mx);
        yy += w * (y[i] - my) * (y[i] - my);
        xy += w * (x[i] - mx) * (y[i] - my);
    }
    return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx * yy) : 0.0;
}
