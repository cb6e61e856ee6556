#ifndef MNZ_SAMPLING_RNG_H
#define MNZ_SAMPLING_RNG_H

#include <gsl/gsl_rng.h>
#include <stdint.h>
#include "sampling/stream.h"

/* The streams as a generator of GSL's, so that any gsl_ran_* sampler can use them in
 * set-up code and tests. gsl_rng_set() starts the stream named "gsl" of trial 0. */
extern const gsl_rng_type *const mnz_rng_philox;

/* Go to the beginning of a stream of a trial. `rng` must be of type mnz_rng_philox. */
void mnz_rng_seek(gsl_rng *rng, const struct mnz_stream *stream, uint64_t trial);

#endif
