#ifndef MNZ_SAMPLING_SOBOL_H
#define MNZ_SAMPLING_SOBOL_H

#include <stdint.h>

/*
 * Scrambled Sobol' points, each coordinate computed by itself from the point's number.
 * Direction numbers: S. Joe and F. Y. Kuo, Constructing Sobol sequences with better
 * two-dimensional projections, SIAM J. Sci. Comput. 30 (2008), set new-joe-kuo-6.
 * Coordinates are binary fractions of 64 bits.
 */
enum { MNZ_SOBOL_DIMENSIONS = 1110, MNZ_SOBOL_BITS = 64 };

/* The direction numbers of a dimension (0 ..), that of the index's lowest bit first. */
void mnz_sobol_directions(uint32_t dimension, uint64_t directions[MNZ_SOBOL_BITS]);

/*
 * A coordinate of point `index`, unscrambled. Points are numbered by their binary
 * digits, not by Gray code; the first 2^m points are the same either way.
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
