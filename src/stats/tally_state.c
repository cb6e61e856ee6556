/* tally_state.c - a tally as bytes, to go on with another day. */

#include "base/bug.h"
#include "stats/series.h"

/* Bits of a series: it has values; all are 0; the least is 0; some are beyond the
 * range of sums; its replicates have as many values as those of the last such series.
 */
enum {
    HAS_VALUES = 1 << 0,
    ALL_ZERO = 1 << 1,
    LEAST_IS_ZERO = 1 << 2,
    IS_BEYOND = 1 << 3,
    SAME_COUNTS = 1 << 4,
    ALL_BITS = (1 << 5) - 1
};

static void write_series(const struct mnz_tally *t, uint32_t series,
                         const uint64_t **counts, struct mnz_byte_writer *w);
static enum mnz_status read_series(struct mnz_tally *t, uint32_t series,
                                   uint64_t weights, const uint64_t **counts,
                                   struct mnz_byte_reader *r);

void
mnz_tally_write(const struct mnz_tally *tally, struct mnz_byte_writer *writer)
{
    const uint64_t *counts = NULL;

    mnz_put_count(writer, tally->heaviest);
    for (uint32_t i = 0; i < tally->num_series; i++)
        write_series(tally, i, &counts, writer);
    if (tally->sections)
        mnz_tally_write(tally->sections, writer);
}

/* Sections have as many values as the replicates that they are of. */
static enum mnz_status
read_sections(struct mnz_tally *t, uint64_t weights, struct mnz_byte_reader *r)
{
    enum mnz_status st = mnz_tally_read(t->sections, weights, r);

    for (uint32_t i = 0; !st && i < t->num_sectioned * t->num_replicates; i++)
        if (t->sections->series[i].moments.count != t->part_counts[i])
            st = MNZ_ERR_INPUT;
    return st;
}

enum mnz_status
mnz_tally_read(struct mnz_tally *tally, uint64_t weights,
               struct mnz_byte_reader *reader)
{
    const uint64_t *counts = NULL;
    enum mnz_status st = MNZ_OK;

    tally->heaviest = (uint32_t)mnz_take_count_to(reader, UINT32_MAX);
    for (uint32_t i = 0; !st && i < tally->num_series; i++)
        st = read_series(tally, i, weights, &counts, reader);
    return !st && tally->sections ? read_sections(tally, weights, reader) : st;
}

int
mnz_tally_is_sum(const struct mnz_tally *tally, struct mnz_tally *const *parts,
                 uint32_t num_parts)
{
    for (uint32_t i = 0; i < tally->num_series; i++) {
        uint64_t count = 0;

        for (uint32_t k = 0; k < num_parts; k++)
            count += parts[k]->series[i].moments.count;
        if (count != tally->series[i].moments.count)
            return 0;
    }
    return num_parts > 0;
}

/* As mnz_put_count(), of 128 bits. */
static void
put_wide(struct mnz_byte_writer *w, mnz_u128 count)
{
    for (; count > 0x7f; count >>= 7)
        mnz_put_bits(w, (uint32_t)(0x80 | (count & 0x7f)), 8);
    mnz_put_bits(w, (uint32_t)count, 8);
}

static mnz_u128
take_wide(struct mnz_byte_reader *r)
{
    mnz_u128 count = 0;

    for (int shift = 0; shift < 128; shift += 7) {
        const uint32_t byte = mnz_take_bits(r, 8);

        count |= (mnz_u128)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return count;
    }
    r->is_broken = 1;
    return 0;
}

/* How many values of each replicate a series has, [replicate]; NULL where there are no
 * replicates. */
static uint64_t *
counts_of(const struct mnz_tally *t, uint32_t series)
{
    return t->part_counts ? &t->part_counts[(size_t)series * t->num_replicates] : NULL;
}

static int
are_same(const struct mnz_tally *t, const uint64_t *a, const uint64_t *b)
{
    for (uint32_t k = 0; a && b && k < t->num_replicates; k++)
        if (a[k] != b[k])
            return 0;
    return a && b;
}

/*
 * Counts of slots are mostly like those of their neighbours: each is written in Golomb
 * and Rice's code, whose parameter is near the mean of those before (R. F. Rice 1979):
 * what is above the parameter's bits as so many ones and a zero, or from LONG on as a
 * length and all bits.
 */
enum { LONG = 24 };

struct rice {
    uint64_t sum; /* about four times the mean of the counts before */
};

static unsigned
width_of(uint64_t count)
{
    unsigned width = 0;

    for (; count > 0; count >>= 1)
        width++;
    return width;
}

/* Bits below the ones, for the next count. */
static unsigned
low_bits(struct rice *rice)
{
    const unsigned width = width_of(rice->sum / 4);

    return width > 1 ? (width - 1 < 31 ? width - 1 : 31) : 0;
}

static void
learn(struct rice *rice, uint64_t count)
{
    rice->sum += count - rice->sum / 4;
}

static void
put_rice(struct rice *rice, uint64_t count, struct mnz_byte_writer *w)
{
    const unsigned low = low_bits(rice);
    const uint64_t high = count >> low;

    learn(rice, count);
    if (high < LONG) {
        mnz_put_bits(w, (1u << high) - 1, (unsigned)high + 1);
        mnz_put_bits(w, (uint32_t)(count & ((UINT64_C(1) << low) - 1)), low);
        return;
    }
    mnz_put_bits(w, (1u << LONG) - 1, LONG);
    mnz_put_bits(w, (uint32_t)count, 32);
    mnz_put_bits(w, (uint32_t)(count >> 32), 32);
}

static uint64_t
take_rice(struct rice *rice, struct mnz_byte_reader *r)
{
    const unsigned low = low_bits(rice);
    uint64_t count = 0;

    while (count < LONG && mnz_take_bits(r, 1))
        count++;
    if (count < LONG) {
        count = count << low | mnz_take_bits(r, low);
    } else {
        count = mnz_take_bits(r, 32);
        count |= (uint64_t)mnz_take_bits(r, 32) << 32;
    }
    learn(rice, count);
    return count;
}

static void
write_slots(const struct mnz_tally *t, const struct mnz_histogram *h,
            struct mnz_byte_writer *w)
{
    struct rice rice = {0};

    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++)
        put_rice(&rice, mnz_histogram_count_at(&t->pool, h, slot), w);
    mnz_end_bits(w);
}

static void
write_sums(const struct mnz_tally *t, uint32_t series, struct mnz_byte_writer *w)
{
    const struct mnz_series *s = &t->series[series];

    if (s->moments.min > 0.0)
        mnz_put_double(w, s->moments.min);
    mnz_put_double(w, s->moments.max);
    put_wide(w, s->moments.squares_low);
    mnz_put_count(w, s->moments.squares_high);
    if (t->part_sums)
        for (uint32_t k = 0; k < t->num_replicates; k++)
            put_wide(w, t->part_sums[(size_t)series * t->num_replicates + k]);
    else
        put_wide(w, s->moments.sum);
    mnz_put_count(w, s->histogram.zeros);
    write_slots(t, &s->histogram, w);
}

static void
write_series(const struct mnz_tally *t, uint32_t series, const uint64_t **counts,
             struct mnz_byte_writer *w)
{
    const struct mnz_moments *m = &t->series[series].moments;
    const uint64_t *own = counts_of(t, series);
    const int is_same = are_same(t, own, *counts);

    if (m->count == 0) {
        mnz_put_count(w, 0);
        return;
    }
    mnz_put_count(w, (uint64_t)(HAS_VALUES | (m->max == 0.0 ? ALL_ZERO : 0) |
                                (m->min == 0.0 ? LEAST_IS_ZERO : 0) |
                                (m->is_beyond ? IS_BEYOND : 0) |
                                (is_same ? SAME_COUNTS : 0)));
    for (uint32_t k = 0; own && !is_same && k < t->num_replicates; k++)
        mnz_put_count(w, own[k]);
    if (!own)
        mnz_put_count(w, m->count);
    if (t->heaviest > 1)
        mnz_put_count(w, m->trials);
    *counts = own;
    if (m->max > 0.0)
        write_sums(t, series, w);
}

/* All counts of a histogram; whether they are `count` in all. */
static int
read_slots(struct mnz_tally *t, const struct mnz_histogram *h, uint64_t count,
           struct mnz_byte_reader *r)
{
    struct rice rice = {0};
    uint64_t left = count;

    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++) {
        const uint64_t here = take_rice(&rice, r);

        if (r->is_broken || here > left)
            return 0;
        mnz_histogram_add_at(&t->pool, h, slot, here);
        left -= here;
    }
    mnz_leave_bits(r);
    return left == 0 && !r->is_broken;
}

static enum mnz_status
read_sums(struct mnz_tally *t, uint32_t series, uint64_t bits,
          struct mnz_byte_reader *r)
{
    struct mnz_series *s = &t->series[series];
    struct mnz_moments *m = &s->moments;
    enum mnz_status st;

    m->min = bits & LEAST_IS_ZERO ? 0.0 : mnz_take_double(r);
    m->max = mnz_take_double(r);
    m->squares_low = take_wide(r);
    m->squares_high = mnz_take_count(r);
    m->is_beyond = (bits & IS_BEYOND) != 0;
    for (uint32_t k = 0; t->part_sums && k < t->num_replicates; k++) {
        mnz_u128 *part = &t->part_sums[(size_t)series * t->num_replicates + k];

        *part = take_wide(r);
        m->sum += *part;
    }
    if (!t->part_sums)
        m->sum = take_wide(r);
    s->histogram.zeros = mnz_take_count_to(r, m->count);
    if (r->is_broken || !(m->min >= 0.0 && m->max >= m->min && m->max > 0.0))
        return MNZ_ERR_INPUT;
    st = mnz_histogram_make_ready(&t->pool, &s->histogram, m->max, m->count);
    if (st)
        return st;
    return read_slots(t, &s->histogram, m->count - s->histogram.zeros, r)
               ? MNZ_OK
               : MNZ_ERR_INPUT;
}

/* How many values there are, in each replicate. */
static void
read_counts(struct mnz_tally *t, uint32_t series, uint64_t weights, uint64_t bits,
            const uint64_t **counts, struct mnz_byte_reader *r)
{
    struct mnz_moments *m = &t->series[series].moments;
    uint64_t *own = counts_of(t, series);

    if (!own)
        m->count = mnz_take_count_to(r, weights);
    for (uint32_t k = 0; own && k < t->num_replicates; k++) {
        own[k] = bits & SAME_COUNTS ? (*counts)[k]
                                    : mnz_take_count_to(r, weights - m->count);
        m->count += own[k];
    }
    *counts = own;
    r->is_broken |= m->count == 0;
    m->trials = t->heaviest > 1 ? mnz_take_count_to(r, m->count) : m->count;
    r->is_broken |= m->trials == 0;
}

static enum mnz_status
read_series(struct mnz_tally *t, uint32_t series, uint64_t weights,
            const uint64_t **counts, struct mnz_byte_reader *r)
{
    struct mnz_series *s = &t->series[series];
    const uint64_t bits = mnz_take_count_to(r, ALL_BITS);

    MNZ_BUG_IF(s->moments.count > 0);
    if (r->is_broken || (bits & SAME_COUNTS && !*counts))
        return MNZ_ERR_INPUT;
    if (!(bits & HAS_VALUES))
        return bits == 0 ? MNZ_OK : MNZ_ERR_INPUT;
    read_counts(t, series, weights, bits, counts, r);
    if (r->is_broken)
        return MNZ_ERR_INPUT;
    if (!(bits & ALL_ZERO))
        return read_sums(t, series, bits, r);
    s->moments.min = s->moments.max = 0.0;
    s->histogram.zeros = s->moments.count;
    return MNZ_OK;
}
