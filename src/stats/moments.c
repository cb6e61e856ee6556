/* moments.c - sums of values and of their squares in whole quanta. */

#include "stats/moments.h"

#include <math.h>

#include "base/bug.h"

/* Values whose squares fit 128 bits together, if each is below FEW_QUANTA. */
enum { BLOCK = 256 };
#define FEW_QUANTA 0x1p60

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

/* Widen the extremes by `count` values; 0 if one is negative or NaN. */
static int
widen_extremes(struct mnz_moments *moments, const double *values, size_t count)
{
    double min = moments->min, max = moments->max;
    int is_bad = 0;

    for (size_t i = 0; i < count; i++) {
        min = values[i] < min ? values[i] : min;
        max = values[i] > max ? values[i] : max;
        is_bad |= !(values[i] >= 0.0);
    }
    moments->min = min;
    moments->max = max;
    return !is_bad;
}

static void
add_square(struct mnz_moments *moments, mnz_u128 square)
{
    moments->squares_low += square;
    moments->squares_high += moments->squares_low < square;
}

/* Values that are few quanta each: sums need no care for overflow. */
static void
add_few_quanta(struct mnz_moments *moments, const double *values, size_t count,
               double scale, uint64_t *quanta)
{
    mnz_u128 sum = 0, squares = 0;

    for (size_t i = 0; i < count; i++) {
        const uint64_t q = (uint64_t)(int64_t)(values[i] * scale + 0.5);

        quanta[i] = q;
        sum += q;
        squares += (mnz_u128)q * q;
    }
    moments->sum += sum;
    add_square(moments, squares);
}

static void
add_many_quanta(struct mnz_moments *moments, const double *values, size_t count,
                double scale, uint64_t *quanta)
{
    for (size_t i = 0; i < count; i++) {
        const double scaled = values[i] * scale + 0.5;

        quanta[i] = scaled < 0x1p63 ? (uint64_t)(int64_t)scaled : 0;
        moments->is_beyond |= !(scaled < 0x1p63);
        moments->sum += quanta[i];
        add_square(moments, (mnz_u128)quanta[i] * quanta[i]);
    }
}

void
mnz_moments_add(struct mnz_moments *moments, const double *values, size_t count,
                double scale, uint64_t *quanta)
{
    MNZ_BUG_IF(!widen_extremes(moments, values, count));
    moments->count += count;
    for (size_t done = 0; done < count; done += BLOCK) {
        const size_t n = count - done < BLOCK ? count - done : BLOCK;

        if (moments->max * scale < FEW_QUANTA)
            add_few_quanta(moments, values + done, n, scale, quanta + done);
        else
            add_many_quanta(moments, values + done, n, scale, quanta + done);
    }
}

void
mnz_moments_merge(struct mnz_moments *into, const struct mnz_moments *from)
{
    into->sum += from->sum;
    into->squares_low += from->squares_low;
    into->squares_high += from->squares_high + (into->squares_low < from->squares_low);
    into->count += from->count;
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
