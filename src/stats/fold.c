/* fold.c - a chunk's values of one series into a tally. */

#include "stats/tally.h"

#include "base/bug.h"
#include "stats/series.h"

static int
are_alike(const double *values, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (values[i] != values[0])
            return 0;
    return 1;
}

/* Most series are 0 in most trials: nothing but counts changes then. */
static void
add_zeros(struct mnz_series *s, uint32_t count)
{
    s->moments.count += count;
    s->moments.min = 0.0;
    s->moments.max = s->moments.max < 0.0 ? 0.0 : s->moments.max;
    s->histogram.zeros += count;
}

/* `quanta` NULL: nothing but zeros. */
static void
add_parts(struct mnz_part_sum *parts, uint32_t num_parts, const uint32_t *counts,
          const uint64_t *quanta)
{
    for (uint32_t k = 0; k < num_parts; k++) {
        mnz_u128 sum = 0;

        for (uint32_t i = 0; quanta && i < counts[k]; i++)
            sum += *quanta++;
        parts[k].sum += sum;
        parts[k].count += counts[k];
    }
}

static uint32_t
sum_of(const uint32_t *counts, uint32_t num_counts)
{
    uint32_t sum = 0;

    for (uint32_t k = 0; k < num_counts; k++)
        sum += counts[k];
    return sum;
}

void
mnz_tally_fold(struct mnz_tally *tally, uint32_t series, const double *values,
               const uint32_t *counts)
{
    const double scale = mnz_unit_scale(tally->unit_of_series[series]);
    const uint32_t replicates = tally->num_replicates;
    const uint32_t count = sum_of(counts, replicates);
    struct mnz_series *s = &tally->series[series];
    const int is_zero = count > 0 && values[0] == 0.0 && are_alike(values, count);
    uint64_t quanta[MNZ_TALLY_MOST];

    MNZ_BUG_IF(series >= tally->num_series || count > MNZ_TALLY_MOST);
    if (count == 0)
        return;
    if (is_zero) {
        add_zeros(s, count);
    } else {
        mnz_moments_add(&s->moments, values, count, scale, quanta);
        if (mnz_histogram_reserve(&tally->pool, s->moments.count) ||
            mnz_histogram_add(&tally->pool, &s->histogram, values, count))
            tally->is_incomplete = 1;
    }
    if (tally->parts)
        add_parts(&tally->parts[(size_t)series * replicates], replicates, counts,
                  is_zero ? NULL : quanta);
}
