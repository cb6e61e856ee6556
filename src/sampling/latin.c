/* latin.c - the sampler latin: Latin hypercubes in blocks. */

#include "sampling/method.h"
#include "sampling/philox.h"

/*
 * A replicate's points come in blocks of 32, each a Latin hypercube of its own: cut the
 * range of an input into 32 equal strata, and each holds one point of the block. Small
 * enough that a replicate of a few hundred trials has several whole blocks; a block
 * that the last trials leave incomplete is a random part of one.
 */
enum { REPLICATES = 16, STRATUM_BITS = 5, BLOCK = 1 << STRATUM_BITS };
enum { LANES = MNZ_PHILOX_LANES, WORDS_OF_CALL = 4 };

/* The first of the counters of a stream that order its strata; no draw reaches them. */
#define STRATUM_WORDS 0x6d6e7a326c617469u

/*
 * The strata of a block's point for inputs side by side. Each input gives the points of
 * a block a random word each; a point's stratum is the rank of its word, so that strata
 * are a permutation, and all permutations are equally likely.
 */
static void
find_strata(const uint64_t keys[LANES], uint64_t block, uint32_t point,
            uint32_t strata[LANES])
{
    uint32_t words[BLOCK][LANES];
    uint64_t blocks[LANES];

    for (int lane = 0; lane < LANES; lane++)
        blocks[lane] = block;
    for (uint32_t call = 0; call < BLOCK / WORDS_OF_CALL; call++) {
        uint64_t bits[2][LANES];

        mnz_philox_lanes(keys, blocks, STRATUM_WORDS + call, bits);
        for (uint32_t i = 0; i < WORDS_OF_CALL; i++)
            for (uint32_t lane = 0; lane < LANES; lane++)
                words[call * WORDS_OF_CALL + i][lane] =
                    (uint32_t)(bits[i / 2][lane] >> (i % 2 * 32));
    }
    for (int lane = 0; lane < LANES; lane++)
        strata[lane] = 0;
    /* Equal words rank by their points. */
    for (uint32_t i = 0; i < BLOCK; i++)
        for (uint32_t lane = 0; lane < LANES; lane++)
            strata[lane] += words[i][lane] < words[point][lane] ||
                            (i < point && words[i][lane] == words[point][lane]);
}

/* The part of (0, 1) that is stratum `stratum`, at `uniform` of its width; in bits,
 * since a sum of doubles may round up to the next stratum. */
static double
place(uint32_t stratum, double uniform)
{
    const uint64_t within = (uint64_t)(uniform * 0x1p52) << 12;

    return mnz_bits_uniform((uint64_t)stratum << (64 - STRATUM_BITS) |
                            within >> STRATUM_BITS);
}

/* Within its stratum a point is where the plain draw of its trial is in (0, 1). */
static void
draw(const struct mnz_points *points, uint64_t trial, double *uniforms)
{
    const uint64_t replicate = trial % REPLICATES, number = trial / REPLICATES;
    const uint64_t block = number / BLOCK * REPLICATES + replicate;
    const uint32_t n = points->num_inputs;

    mnz_plain_draw(points, trial, uniforms);
    for (uint32_t first = 0; first < n; first += LANES) {
        const uint32_t count = n - first < LANES ? n - first : LANES;
        uint64_t keys[LANES] = {0};
        uint32_t strata[LANES];

        for (uint32_t i = 0; i < count; i++)
            keys[i] = points->streams[first + i].key;
        find_strata(keys, block, (uint32_t)(number % BLOCK), strata);
        for (uint32_t i = 0; i < count; i++)
            uniforms[first + i] = place(strata[i], uniforms[first + i]);
    }
}

const struct mnz_sampler_method mnz_sampler_latin = {.replicates = REPLICATES,
                                                     .draw = draw};
