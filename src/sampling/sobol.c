/* sobol.c - the sampler sobol: Sobol' points of each input, and their scramble. */

#include "sampling/sobol.h"

#include "sampling/method.h"
#include "sampling/philox.h"

/* Counters of a stream that no draw will reach. */
#define DIRECTIONS 0x6d6e7a32646972u
#define SCRAMBLE_KEYS 0x6d6e7a32736f626fu

/* Bit 63 - k is set, those above it are random, those below it are not set: an upper
 * triangular matrix, whose first 2^m points are therefore one in each of 2^m equal
 * intervals, whatever the random bits are. */
void
mnz_sobol_directions(uint64_t key, uint64_t directions[MNZ_SOBOL_BITS])
{
    for (uint32_t k = 0; k < MNZ_SOBOL_BITS; k++) {
        const uint64_t own = (uint64_t)1 << (MNZ_SOBOL_BITS - 1 - k);
        const uint64_t random = mnz_words_bits(mnz_philox(key, k, DIRECTIONS));

        directions[k] = own | (random & ~(own | (own - 1)));
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

struct tables {
    uint64_t (*directions)[MNZ_SOBOL_BITS]; /* [input] */
    uint64_t (*scrambles)[REPLICATES];      /* [input] */
};

static enum mnz_status
prepare(struct mnz_points *points)
{
    const uint32_t n = points->num_inputs;
    struct tables *t = mnz_arena_alloc(&points->arena, 1, sizeof *t);

    if (!t)
        return MNZ_ERR_NOMEM;
    t->directions = mnz_arena_alloc(&points->arena, n + 1, sizeof *t->directions);
    t->scrambles = mnz_arena_alloc(&points->arena, n + 1, sizeof *t->scrambles);
    if (!t->directions || !t->scrambles)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        const uint64_t key = points->streams[i].key;

        mnz_sobol_directions(key, t->directions[i]);
        for (uint32_t r = 0; r < REPLICATES; r++)
            t->scrambles[i][r] = mnz_words_bits(mnz_philox(key, r, SCRAMBLE_KEYS));
    }
    points->tables = t;
    return MNZ_OK;
}

static void
draw(const struct mnz_points *points, uint64_t trial, double *uniforms)
{
    const struct tables *t = points->tables;
    const uint64_t replicate = trial % REPLICATES, point = trial / REPLICATES;

    for (uint32_t i = 0; i < points->num_inputs; i++)
        uniforms[i] = mnz_bits_uniform(mnz_sobol_scramble(
            mnz_sobol_bits(t->directions[i], point), t->scrambles[i][replicate]));
}

const struct mnz_sampler_method mnz_sampler_sobol = {
    .replicates = REPLICATES, .prepare = prepare, .draw = draw};
