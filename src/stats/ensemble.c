/* ensemble.c - how well an ensemble forecast an observation. */

#include "stats/ensemble.h"

#include <math.h>
#include <stdlib.h>

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void
mnz_ensemble_sort(double *values, size_t count)
{
    if (count > 0)
        qsort(values, count, sizeof *values, by_value);
}

static double
weight_of(const struct mnz_ensemble *e, size_t i)
{
    return e->weights ? e->weights[i] : 1.0;
}

static double
weight_of_all(const struct mnz_ensemble *e)
{
    double sum = 0.0;

    for (size_t i = 0; i < e->count; i++)
        sum += weight_of(e, i);
    return sum;
}

/* The two sums of the score, and sum_i w_i^2. */
struct parts {
    double distance, spread, squares;
};

static struct parts
measure(const struct mnz_ensemble *e, double observed)
{
    const double all = weight_of_all(e);
    struct parts p = {0.0, 0.0, 0.0};
    double below = 0.0;

    /* Between two neighbours lies the common part of the pairs across it: the weights
     * below times those above. No product of large numbers is taken apart again. */
    for (size_t i = 0; i < e->count; i++) {
        const double w = weight_of(e, i) / all;

        if (i > 0)
            p.spread += below * (1.0 - below) * (e->values[i] - e->values[i - 1]);
        p.distance += w * fabs(e->values[i] - observed);
        p.squares += w * w;
        below += w;
    }
    return p;
}

double
mnz_ensemble_crps(const struct mnz_ensemble *ensemble, double observed)
{
    const struct parts p = measure(ensemble, observed);

    return ensemble->count > 0 ? p.distance - p.spread : (double)NAN;
}

double
mnz_ensemble_crps_fair(const struct mnz_ensemble *ensemble, double observed)
{
    const struct parts p = measure(ensemble, observed);

    if (ensemble->count == 0)
        return (double)NAN;
    /* All weight on one member: there is no spread to correct. */
    if (!(1.0 - p.squares > 1e-12))
        return p.distance;
    return p.distance - p.spread / (1.0 - p.squares);
}

double
mnz_ensemble_mean(const struct mnz_ensemble *ensemble)
{
    double sum = 0.0;

    if (ensemble->count == 0)
        return (double)NAN;
    for (size_t i = 0; i < ensemble->count; i++)
        sum += weight_of(ensemble, i) * ensemble->values[i];
    return sum / weight_of_all(ensemble);
}

double
mnz_ensemble_quantile(const struct mnz_ensemble *ensemble, double p)
{
    /* Rounding must not push p past the member that reaches it exactly. */
    const double wanted = p * weight_of_all(ensemble) * (1.0 - 1e-12);
    double sum = 0.0;

    for (size_t i = 0; i < ensemble->count; i++) {
        sum += weight_of(ensemble, i);
        if (sum >= wanted)
            return ensemble->values[i];
    }
    return ensemble->count > 0 ? ensemble->values[ensemble->count - 1] : (double)NAN;
}

int
mnz_ensemble_covers(const struct mnz_ensemble *ensemble, double p, double observed)
{
    return observed >= mnz_ensemble_quantile(ensemble, 0.5 * (1.0 - p)) &&
           observed <= mnz_ensemble_quantile(ensemble, 0.5 * (1.0 + p));
}

void
mnz_ensemble_pit(const struct mnz_ensemble *ensemble, double observed, double *low,
                 double *high)
{
    const double n = (double)ensemble->count;
    const double unit = n > 0.0 ? n / weight_of_all(ensemble) : 0.0;
    double below = 0.0, equal = 0.0;

    for (size_t i = 0; i < ensemble->count; i++) {
        if (ensemble->values[i] < observed)
            below += unit * weight_of(ensemble, i);
        else if (ensemble->values[i] == observed)
            equal += unit * weight_of(ensemble, i);
    }
    *low = below / (n + 1.0);
    *high = (below + equal + 1.0) / (n + 1.0);
}

void
mnz_pit_spread(double low, double high, double weight, double *bins, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const double from = fmax(low, (double)i / (double)count);
        const double to = fmin(high, (double)(i + 1) / (double)count);

        if (to > from)
            bins[i] += weight * (to - from) / (high - low);
    }
}

double
mnz_score_skill(double score, double naive_score)
{
    return naive_score > 0.0 ? 1.0 - score / naive_score : (double)NAN;
}
