/* sobol.c - the sampler sobol: Sobol' points by coordinate, and their scramble. */

#include "sampling/sobol.h"

#include "base/bug.h"
#include "sampling/method.h"
#include "sampling/philox.h"

/* A primitive polynomial over GF(2), leading and constant bits included, and where its
 * initial numbers begin. */
struct primitive {
    uint8_t degree;
    uint16_t polynomial;
    uint16_t first;
};

#include "sampling/sobol_table.inc"

void
mnz_sobol_directions(uint32_t dimension, uint64_t directions[MNZ_SOBOL_BITS])
{
    const struct primitive *p = &primitives[dimension];
    uint64_t m[MNZ_SOBOL_BITS];

    MNZ_BUG_IF(dimension >= MNZ_SOBOL_DIMENSIONS);
    for (uint32_t k = 0; k < MNZ_SOBOL_BITS; k++) {
        if (p->degree == 0) {
            m[k] = 1;
        } else if (k < p->degree) {
            m[k] = initial_numbers[p->first + k];
        } else {
            m[k] = m[k - p->degree] ^ m[k - p->degree] << p->degree;
            for (uint32_t j = 1; j < p->degree; j++)
                if (p->polynomial >> (p->degree - j) & 1u)
                    m[k] ^= m[k - j] << j;
        }
        directions[k] = m[k] << (MNZ_SOBOL_BITS - 1 - k);
    }
}

uint64_t
mnz_sobol_bits(const uint64_t directions[MNZ_SOBOL_BITS], uint64_t index)
{
    uint64_t bits = 0;

    for (uint32_t k = 0; index != 0; k++, index >>= 1)
        bits ^= directions[k] & (0 - (index & 1u));
    return bits;
}

/* 64 coins that belong to `prefix`: the finaliser of SplitMix64 (Stafford's mix 13). */
static uint64_t
coins(uint64_t key, uint64_t prefix)
{
    uint64_t z = key + prefix * 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/*
 * Six bits at a time, flipped by a binary tree of 63 coins: one for the
 * first bit, two for the second, ... so one hash of the bits above serves all six. The
 * marker before the prefix tells prefixes of different lengths apart.
 */
uint64_t
mnz_sobol_scramble(uint64_t bits, uint64_t key)
{
    uint64_t prefix = 1, flips = 0;

    for (int group = 0; group < 6; group++) {
        const uint64_t tree = coins(key, prefix);
        const uint64_t six = bits >> (58 - 6 * group) & 63u;
        uint64_t flip = 0;

        for (int level = 0; level < 6; level++)
            flip = flip << 1 | (tree >> ((1u << level) + (six >> (6 - level))) & 1u);
        flips = flips << 6 | flip;
        prefix = prefix << 6 | six;
    }
    return bits ^ (flips << 28 | coins(key, prefix) >> 36);
}

enum { REPLICATES = 16 };
/* A counter of the stream that no draw will reach. */
#define SCRAMBLE_KEYS 0x6d6e7a32736f626fu

struct tables {
    uint32_t num_inputs; /* that have a dimension; others are plain */
    uint64_t (*directions)[MNZ_SOBOL_BITS]; /* [input] */
    uint64_t (*scrambles)[REPLICATES];      /* [input] */
};

/* An input's dimension is its position. */
static enum mnz_status
prepare(struct mnz_points *points)
{
    const uint32_t most = MNZ_SOBOL_DIMENSIONS;
    const uint32_t n = points->num_inputs < most ? points->num_inputs : most;
    struct tables *t = mnz_arena_alloc(&points->arena, 1, sizeof *t);

    if (!t)
        return MNZ_ERR_NOMEM;
    t->num_inputs = n;
    t->directions = mnz_arena_alloc(&points->arena, n + 1, sizeof *t->directions);
    t->scrambles = mnz_arena_alloc(&points->arena, n + 1, sizeof *t->scrambles);
    if (!t->directions || !t->scrambles)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        mnz_sobol_directions(i, t->directions[i]);
        for (uint32_t r = 0; r < REPLICATES; r++)
            t->scrambles[i][r] =
                mnz_words_bits(mnz_philox(points->streams[i].key, r, SCRAMBLE_KEYS));
    }
    points->tables = t;
    return MNZ_OK;
}

static void
draw(const struct mnz_points *points, uint64_t trial, double *uniforms)
{
    const struct tables *t = points->tables;
    const uint64_t replicate = trial % REPLICATES, point = trial / REPLICATES;

    for (uint32_t i = 0; i < t->num_inputs; i++)
        uniforms[i] = mnz_bits_uniform(mnz_sobol_scramble(
            mnz_sobol_bits(t->directions[i], point), t->scrambles[i][replicate]));
    mnz_plain_draw(points, trial, t->num_inputs, uniforms);
}

const struct mnz_sampler_method mnz_sampler_sobol = {
    .replicates = REPLICATES, .prepare = prepare, .draw = draw};
