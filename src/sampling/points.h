#ifndef MNZ_SAMPLING_POINTS_H
#define MNZ_SAMPLING_POINTS_H

#include <stdint.h>
#include "base/sampler.h"
#include "monazite/status.h"
#include "sampling/copula.h"

/*
 * The points of a run: every trial's uniform numbers, one an input, in any order and
 * from any thread. A trial's number for an input depends on the seed, the number of the
 * trial and the name of the input, not on how many trials or which other inputs there
 * are.
 *
 * A sampler may deal trials to replicates, which are randomised independently of each
 * other: trial k is point floor(k / R) of replicate k mod R. The spread of the
 * replicates' means then gives the error of the mean.
 */
struct mnz_points;

/*
 * The names and correlations are read here only. MNZ_ERR_INPUT when the correlations
 * are not positive definite.
 */
MNZ_NODISCARD enum mnz_status
mnz_points_create(uint64_t seed, enum mnz_sampler sampler, uint32_t num_inputs,
                  const char *const *names, uint32_t num_correlations,
                  const struct mnz_correlation *correlations, struct mnz_points **out);

/* Does nothing when `points` is NULL. */
void mnz_points_destroy(struct mnz_points *points);

/* The number of replicates that a sampler deals trials to; 1 for independent trials. */
uint32_t mnz_sampler_replicates(enum mnz_sampler sampler);

/* The uniforms of `trial`, all in (0, 1). Allocates nothing. */
void mnz_points_uniforms(const struct mnz_points *points, uint64_t trial,
                         double *uniforms);

#endif
