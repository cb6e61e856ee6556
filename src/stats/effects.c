/* effects.c - effects of groups of inputs, from differences of trials. */

#include "stats/effects.h"

#include <math.h>

enum { PARTS = MNZ_JACKKNIFE_PARTS };

/* Sums over points: the answer at both sets, and squares of differences. */
struct sums {
    double count, value, square, without_group, with_group;
};

static void
add(struct sums *into, const struct sums *from, double sign)
{
    into->count += sign * from->count;
    into->value += sign * from->value;
    into->square += sign * from->square;
    into->without_group += sign * from->without_group;
    into->with_group += sign * from->with_group;
}

static void
find_shares(const struct sums *s, double *first, double *total)
{
    const double mean = s->value / (2.0 * s->count);
    const double variance = s->square / (2.0 * s->count) - mean * mean;

    *first = *total = 0.0;
    if (!(s->count > 1.0) || !(variance > 1e-12 * mean * mean))
        return;
    *first = 1.0 - s->without_group / (2.0 * s->count * variance);
    *total = s->with_group / (2.0 * s->count * variance);
}

void
mnz_effects_jansen(const double *a, const double *b, const double *mixed, size_t count,
                   struct mnz_variance_shares *out)
{
    struct sums parts[PARTS] = {{0}}, all = {0};

    for (size_t p = 0; p < count; p++) {
        const double x = a[p], y = b[p], z = mixed[p];
        const struct sums one = {1.0, x + y, x * x + y * y, (y - z) * (y - z),
                                 (x - z) * (x - z)};

        if (isnan(x) || isnan(y) || isnan(z))
            continue;
        add(&parts[p % PARTS], &one, 1.0);
        add(&all, &one, 1.0);
    }
    find_shares(&all, &out->first.value, &out->total.value);
    for (int k = 0; k < PARTS; k++) {
        struct sums rest = all;

        add(&rest, &parts[k], -1.0);
        find_shares(&rest, &out->first.without[k], &out->total.without[k]);
    }
}

void
mnz_effects_morris(const double *changes, size_t count, struct mnz_elementary *out)
{
    double counts[PARTS] = {0}, sums[PARTS] = {0}, sizes[PARTS] = {0};
    double n = 0.0, sum = 0.0, size = 0.0, square = 0.0;

    for (size_t p = 0; p < count; p++) {
        if (isnan(changes[p]))
            continue;
        counts[p % PARTS] += 1.0;
        sums[p % PARTS] += changes[p];
        sizes[p % PARTS] += fabs(changes[p]);
        square += changes[p] * changes[p];
    }
    for (int k = 0; k < PARTS; k++) {
        n += counts[k];
        sum += sums[k];
        size += sizes[k];
    }
    *out = (struct mnz_elementary){{.value = size / n}, {.value = sum / n}, 0.0};
    out->sigma =
        n > 1.0 ? sqrt(fmax(0.0, (square - sum * sum / n) / (n - 1.0))) : (double)NAN;
    for (int k = 0; k < PARTS; k++) {
        out->mu_star.without[k] = (size - sizes[k]) / (n - counts[k]);
        out->mean.without[k] = (sum - sums[k]) / (n - counts[k]);
    }
}
