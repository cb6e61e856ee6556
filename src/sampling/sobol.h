#ifndef MNZ_SAMPLING_SOBOL_H
#define MNZ_SAMPLING_SOBOL_H

#include <stdint.h>

/*
 * Scrambled Sobol' points, each coordinate computed by itself from the point's number.
 * A coordinate is a sum modulo 2 of direction numbers, one for each binary digit of the
 * point's number (I. M. Sobol' 1967). They are random here, keyed by the input's name
 * alone: a table of good ones deals them by position, so that an input more or less
 * would move all that come after it, and is used up after so many inputs.
 * With hundreds of inputs, of few points each, pairs of a table are no better
 * than random ones. Coordinates are binary fractions of 64 bits.
 */
enum { MNZ_SOBOL_BITS = 64 };

/* The direction numbers of the input whose stream has this key, that of the index's
 * lowest bit first. */
void mnz_sobol_directions(uint64_t key, uint64_t directions[MNZ_SOBOL_BITS]);

/*
 * A coordinate of point `index`, unscrambled: 64 binary digits. Points are numbered by
 * their binary digits, not by Gray code; the first 2^m points are the same either way.
 */
uint64_t mnz_sobol_bits(const uint64_t directions[MNZ_SOBOL_BITS], uint64_t index);

/*
 * Owen's nested uniform scramble, keyed by `key`: each bit is flipped or not by a coin
 * that belongs to the bits above it, so that points in different elementary intervals
 * stay in different ones, while each point by itself is uniform. The lowest 28 bits
 * share one throw for all points with the same 36 bits above them.
 */
uint64_t mnz_sobol_scramble(uint64_t bits, uint64_t key);

#endif
