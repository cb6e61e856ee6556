/* stream.c - named streams of random numbers. */

#include "sampling/stream.h"

#include <string.h>

#include "base/fnv.h"
#include "sampling/philox.h"

/* Sets the counters that make streams' keys apart from all others under the seed. */
enum { STREAM_KEYS = 0x6d6e7a31 };

uint64_t
mnz_stream_id(const char *name)
{
    return mnz_fnv(MNZ_FNV, name, strlen(name));
}

struct mnz_stream
mnz_stream_make(uint64_t seed, const char *name)
{
    return (struct mnz_stream){
        mnz_words_bits(mnz_philox(seed, mnz_stream_id(name), STREAM_KEYS))};
}

double
mnz_stream_uniform(const struct mnz_stream *stream, uint64_t trial, uint64_t counter)
{
    return mnz_bits_uniform(mnz_words_bits(mnz_philox(stream->key, trial, counter)));
}
