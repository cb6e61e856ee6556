#ifndef MNZ_STUDY_MONTE_CARLO_H
#define MNZ_STUDY_MONTE_CARLO_H

#include "study/run_data.h"

/* How many tallies a run of the scenario makes: one of all trials, and one a branch. */
uint32_t mnz_run_num_conditionals(const struct mnz_scenario *scenario);

/*
 * How many bytes each thread of a run will hold, beside the scenario; about, since
 * buckets are made as values come. It does not grow with the number of trials. The
 * sampler is the scenario's.
 */
MNZ_NODISCARD enum mnz_status mnz_run_expect_bytes(const struct mnz_network *network,
                                                   size_t *bytes);

/*
 * Report in `diags` parts of a scenario that cannot be sampled: rank correlations that
 * together are not positive definite. MNZ_ERR_INPUT then.
 */
MNZ_NODISCARD enum mnz_status mnz_run_verify(const struct mnz_scenario *scenario,
                                             struct mnz_diags *diags);

/* The points of a scenario's inputs, the caller's to destroy; as mnz_points_create().
 */
MNZ_NODISCARD enum mnz_status mnz_scenario_points(const struct mnz_scenario *scenario,
                                                  uint64_t seed,
                                                  enum mnz_sampler sampler,
                                                  struct mnz_points **out);

/*
 * Run. *out is the caller's to destroy, also when the result is MNZ_ERR_STOPPED: it
 * then holds the trials done so far. MNZ_ERR_IO: the sink failed. MNZ_ERR_INPUT:
 * correlations that are not positive definite.
 */
MNZ_NODISCARD enum mnz_status mnz_run_create(const struct mnz_network *network,
                                             const struct mnz_run_setup *options,
                                             struct mnz_run **out);

/*
 * Go on with a run, which must have stopped at no failure, until it has made
 * `options->trials` trials: the numbers are those of one run of so many. The options
 * are those that it was created with, but for trials and what is watched. As
 * mnz_run_create(); after a failure the run can only be destroyed.
 */
MNZ_NODISCARD enum mnz_status mnz_run_extend(struct mnz_run *run,
                                             const struct mnz_run_setup *options);

/* Does nothing when `run` is NULL. */
void mnz_run_destroy(struct mnz_run *run);

#endif
