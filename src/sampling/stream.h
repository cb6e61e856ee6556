#ifndef MNZ_SAMPLING_STREAM_H
#define MNZ_SAMPLING_STREAM_H

#include <stdint.h>

/*
 * Every random number is a pure function of (seed, stream, trial, counter). A stream is
 * keyed by a name, so that adding one input moves no other. The contract, fixed for
 * ever:
 *
 *   stream id = FNV-1a (64 bits) of the name
 *   key       = first 64 bits of Philox4x32-10, key = seed, counter = (id, 0x6d6e7a31)
 *   draw      = first 64 bits of Philox4x32-10, that key, counter = (trial, counter)
 *   uniform   = (floor(draw / 2^12) + 1/2) / 2^52
 *
 * Keys and counters are written (low, high) in halves of 64 bits, each two words, the
 * low one first; 64 bits of output are its first two words, the first of them low.
 */
struct mnz_stream {
    uint64_t key;
};

/* The hash of a stream's name. */
uint64_t mnz_stream_id(const char *name);

/* The stream called `name`, any text, under `seed`. */
struct mnz_stream mnz_stream_make(uint64_t seed, const char *name);

/* A uniform number, strictly between 0 and 1. */
double mnz_stream_uniform(const struct mnz_stream *stream, uint64_t trial,
                          uint64_t counter);

#endif
