/* moments.c - sums of values and of their squares in whole quanta. */

#include "stats/moments.h"

#include <math.h>

/* A whole number of 192 bits; sums and products wrap around. */
struct wide {
    mnz_u128 low;
    uint64_t high;
};

void
mnz_moments_init(struct mnz_moments *moments)
{
    *moments = (struct mnz_moments){.min = INFINITY, .max = -INFINITY};
}

void
mnz_moments_merge(struct mnz_moments *into, const struct mnz_moments *from)
{
    into->sum += from->sum;
    into->squares_low += from->squares_low;
    into->squares_high += from->squares_high + (into->squares_low < from->squares_low);
    into->count += from->count;
    into->trials += from->trials;
    into->min = from->min < into->min ? from->min : into->min;
    into->max = from->max > into->max ? from->max : into->max;
    into->is_beyond |= from->is_beyond;
}

double
mnz_moments_mean(const struct mnz_moments *moments, double scale)
{
    if (moments->count == 0 || moments->is_beyond)
        return NAN;
    return (double)moments->sum / (double)moments->count / scale;
}

static struct wide
wide_times(mnz_u128 a, uint64_t b)
{
    const mnz_u128 low = (mnz_u128)(uint64_t)a * b;
    const mnz_u128 middle = (a >> 64) * b;
    struct wide product = {low + (middle << 64), (uint64_t)(middle >> 64)};

    product.high += product.low < low;
    return product;
}

static struct wide
wide_plus(struct wide a, struct wide b)
{
    struct wide sum = {a.low + b.low, a.high + b.high};

    sum.high += sum.low < a.low;
    return sum;
}

static struct wide
wide_minus(struct wide a, struct wide b)
{
    return (struct wide){a.low - b.low, a.high - b.high - (a.low < b.low)};
}

/*
 * With m the mean rounded down, the sum of (q - m)^2 is a whole number free of
 * cancellation: sum of q^2 - 2 m sum of q + n m^2. It exceeds the sum of squares about
 * the true mean by r^2/n, r = sum of q - n m.
 */
static double
sum_of_deviations(const struct mnz_moments *moments)
{
    const uint64_t n = moments->count;
    const uint64_t m = (uint64_t)(moments->sum / n);
    const double rest = (double)(moments->sum - (mnz_u128)m * n);
    const struct wide squares = {moments->squares_low, moments->squares_high};
    const struct wide cross = wide_times(moments->sum, m);
    struct wide about_m = wide_plus(squares, wide_times((mnz_u128)m * m, n));

    about_m = wide_minus(wide_minus(about_m, cross), cross);
    return (double)about_m.high * 0x1p128 + (double)about_m.low -
           rest * rest / (double)n;
}

double
mnz_moments_sd(const struct mnz_moments *moments, double scale)
{
    double deviations;

    if (moments->count < 2 || moments->is_beyond)
        return NAN;
    deviations = sum_of_deviations(moments);
    return deviations > 0.0 ? sqrt(deviations / (double)(moments->count - 1)) / scale
                            : 0.0;
}

double
mnz_moments_part_error(const struct mnz_moments *moments,
                       const struct mnz_part_sum *parts, uint32_t num_parts,
                       double scale, uint32_t *num_used)
{
    const double n = (double)moments->count;
    const double mean = (double)moments->sum / n;
    double squares = 0.0;

    *num_used = 0;
    for (uint32_t i = 0; i < num_parts; i++) {
        const double count = (double)parts[i].count;
        double apart;

        if (parts[i].count == 0)
            continue;
        apart = ((double)parts[i].sum / count - mean) * (count / n);
        squares += apart * apart;
        ++*num_used;
    }
    if (*num_used < 2 || moments->is_beyond)
        return NAN;
    return sqrt(squares * *num_used / (*num_used - 1)) / scale;
}
