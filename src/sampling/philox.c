/* philox.c - the only place that sees Random123's headers. */

#include "sampling/philox.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wpedantic"
#endif
#include <Random123/philox.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

struct mnz_words
mnz_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high)
{
    const philox4x32_ctr_t counter = {
        {(uint32_t)counter_low, (uint32_t)(counter_low >> 32), (uint32_t)counter_high,
         (uint32_t)(counter_high >> 32)}};
    const philox4x32_key_t k = {{(uint32_t)key, (uint32_t)(key >> 32)}};
    const philox4x32_ctr_t r = philox4x32_R(10, counter, k);

    return (struct mnz_words){{r.v[0], r.v[1], r.v[2], r.v[3]}};
}

/* Two lanes, each a word of 32 bits in the lower half of 64. */
typedef uint64_t two_words __attribute__((vector_size(16)));
enum { PAIRS = MNZ_PHILOX_LANES / 2 };
static const two_words WORD = {0xffffffffu, 0xffffffffu};

static two_words
both(uint64_t x)
{
    return (two_words){x, x};
}

/* Products of 64 bits. Compilers cannot know that the upper halves of `a` are 0, and
 * without that multiply three times. */
static two_words
times(two_words a, uint32_t factor)
{
#ifdef __SSE2__
    return (two_words)_mm_mul_epu32((__m128i)a, (__m128i)both(factor));
#else
    return a * both(factor);
#endif
}

static void
split(const uint64_t whole[MNZ_PHILOX_LANES], two_words low[PAIRS],
      two_words high[PAIRS])
{
    for (int i = 0; i < PAIRS; i++) {
        two_words pair;

        memcpy(&pair, &whole[2 * i], sizeof pair);
        low[i] = pair & WORD;
        high[i] = pair >> 32;
    }
}

/* Multipliers and the key's increments by their names in Random123. */
void
mnz_philox_lanes(const uint64_t key[MNZ_PHILOX_LANES],
                 const uint64_t counter_low[MNZ_PHILOX_LANES], uint64_t counter_high,
                 uint64_t bits[2][MNZ_PHILOX_LANES])
{
    two_words w0[PAIRS], w1[PAIRS], w2[PAIRS], w3[PAIRS], k0[PAIRS], k1[PAIRS];

    split(counter_low, w0, w1);
    split(key, k0, k1);
    for (int i = 0; i < PAIRS; i++) {
        w2[i] = both(counter_high & 0xffffffffu);
        w3[i] = both(counter_high >> 32);
    }
    for (int round = 0; round < 10; round++)
        for (int i = 0; i < PAIRS; i++) {
            const two_words p0 = times(w0[i], PHILOX_M4x32_0);
            const two_words p1 = times(w2[i], PHILOX_M4x32_1);

            w0[i] = p1 >> 32 ^ w1[i] ^ k0[i];
            w1[i] = p1 & WORD;
            w2[i] = p0 >> 32 ^ w3[i] ^ k1[i];
            w3[i] = p0 & WORD;
            k0[i] = (k0[i] + both(PHILOX_W32_0)) & WORD;
            k1[i] = (k1[i] + both(PHILOX_W32_1)) & WORD;
        }
    for (int i = 0; i < PAIRS; i++) {
        const two_words first = w1[i] << 32 | w0[i], second = w3[i] << 32 | w2[i];

        memcpy(&bits[0][2 * i], &first, sizeof first);
        memcpy(&bits[1][2 * i], &second, sizeof second);
    }
}
