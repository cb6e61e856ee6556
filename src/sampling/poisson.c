/* poisson.c - things that happen at random times. */

#include "sampling/poisson.h"

#include "base/mathfn.h"
#include "sampling/stream.h"

uint32_t
mnz_poisson_onsets(uint64_t seed, const char *name, uint64_t trial,
                   double rate_per_year, double years, const struct mnz_dist *duration,
                   struct mnz_poisson_onset onsets[MNZ_POISSON_MAX_ONSETS])
{
    const struct mnz_stream stream = mnz_stream_make(seed, name);
    uint32_t count = 0;
    double at = 0.0;

    if (!(rate_per_year > 0.0))
        return 0;
    while (count < MNZ_POISSON_MAX_ONSETS) {
        at -= mnz_log(mnz_stream_uniform(&stream, trial, 2u * count)) / rate_per_year;
        if (!(at < years))
            break;
        onsets[count].at_years = at;
        onsets[count].duration = mnz_dist_quantile(
            duration, mnz_stream_uniform(&stream, trial, 2u * count + 1u));
        count++;
    }
    return count;
}
