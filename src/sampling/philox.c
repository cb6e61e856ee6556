/* philox.c - the only place that sees Random123's headers. */

#include "sampling/philox.h"

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
