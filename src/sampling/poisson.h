#ifndef MNZ_SAMPLING_POISSON_H
#define MNZ_SAMPLING_POISSON_H

#include <stdint.h>
#include "base/dist.h"

/* A process with more onsets than this in one run is cut off there. */
enum { MNZ_POISSON_MAX_ONSETS = 64 };

struct mnz_poisson_onset {
    double at_years; /* after the run's first day */
    double duration; /* in the unit of the distribution given */
};

/*
 * The onsets of a Poisson process of `rate_per_year` in [0, years) for one trial, each
 * with a duration drawn of `duration`. Gaps and durations take the even and odd
 * counters of the stream `name`. Returns how many onsets there are.
 */
uint32_t mnz_poisson_onsets(uint64_t seed, const char *name, uint64_t trial,
                            double rate_per_year, double years,
                            const struct mnz_dist *duration,
                            struct mnz_poisson_onset onsets[MNZ_POISSON_MAX_ONSETS]);

#endif
