#ifndef MNZ_SAMPLING_PHILOX_H
#define MNZ_SAMPLING_PHILOX_H

#include <stdint.h>

/* Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) as Random123 publishes it: four words
 * from a key of 64 and a counter of 128 bits. */
struct mnz_words {
    uint32_t w[4];
};

struct mnz_words mnz_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high);

/*
 * The same of MNZ_PHILOX_LANES keys and counters side by side, whose high halves agree:
 * bits[0] are their first two words as mnz_words_bits() gives them, bits[1] the others
 * likewise. Faster than one by one, and the same words.
 */
enum { MNZ_PHILOX_LANES = 8 };
void mnz_philox_lanes(const uint64_t key[MNZ_PHILOX_LANES],
                      const uint64_t counter_low[MNZ_PHILOX_LANES],
                      uint64_t counter_high, uint64_t bits[2][MNZ_PHILOX_LANES]);

/* The first two words as one number, the first of them low. */
static inline uint64_t
mnz_words_bits(struct mnz_words words)
{
    return (uint64_t)words.w[1] << 32 | words.w[0];
}

/*
 * The top 52 of 64 random bits as the middle of one of 2^52 equal parts of (0, 1):
 * exact in a double, never 0 or 1. With 53 bits the last middle would round to 1.
 */
static inline double
mnz_bits_uniform(uint64_t bits)
{
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

#endif
