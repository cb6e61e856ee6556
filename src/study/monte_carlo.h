#ifndef MNZ_STUDY_MONTE_CARLO_H
#define MNZ_STUDY_MONTE_CARLO_H

#include "sampling/points.h"
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

/* A run of no trials yet, for mnz_run_extend(). *out is the caller's to destroy. */
MNZ_NODISCARD enum mnz_status mnz_run_prepare(const struct mnz_network *network,
                                              const struct mnz_run_setup *options,
                                              struct mnz_run **out);

/*
 * Go on with a run, which must have stopped at no failure, until it has made
 * `options->trials` trials: the numbers are those of one run of so many. Nothing is
 * done where it has made as many. The options
 * are those that it was created with, but for trials and what is watched. As
 * mnz_run_create(); after a failure the run can only be destroyed.
 */
MNZ_NODISCARD enum mnz_status mnz_run_extend(struct mnz_run *run,
                                             const struct mnz_run_setup *options);

/* Independent parts of its plan: as many sums each series has. */
uint32_t mnz_run_replicates(const struct mnz_run_setup *setup);

/* Empty tallies for a run that has none. */
MNZ_NODISCARD enum mnz_status mnz_run_make_tallies(struct mnz_run *run,
                                                   const struct mnz_run_setup *setup);

/* As a run of no trials: without tallies and flows. */
void mnz_run_forget(struct mnz_run *run);

/*
 * Write all that a run has found out, with the values that the setup keeps and samples
 * of its trials: the same bytes for the same trials, whoever made them. Blame is not
 * written.
 */
MNZ_NODISCARD enum mnz_status mnz_run_write(const struct mnz_run *run,
                                            const struct mnz_run_setup *setup,
                                            struct mnz_byte_writer *writer);

/* Look ahead: the position behind the last trial of a run that was written. */
uint64_t mnz_run_peek(const struct mnz_byte_reader *reader);

/* The same: whether the run has any of its trials. */
int mnz_run_overlaps(struct mnz_run *run, const struct mnz_run_setup *setup,
                     const struct mnz_byte_reader *reader);

/*
 * Add to a run all that was written of another one of the same network, setup and
 * series, whose trials it does not have. MNZ_ERR_INPUT, with the run only to be
 * destroyed, for bytes that no such run leaves, and for trials that the run has or is
 * not to make; MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_run_read(struct mnz_run *run,
                                           const struct mnz_run_setup *setup,
                                           struct mnz_byte_reader *reader);

/* Make room for the chunks of a setup. */
MNZ_NODISCARD enum mnz_status mnz_run_make_chunks(struct mnz_run *run,
                                                  const struct mnz_run_setup *setup);

/* Count the trials made, and the same by their weights. */
void mnz_run_count_trials(struct mnz_run *run, const struct mnz_run_setup *setup);

/* Give the trials that rank 0 has made, or has from the others, to all ranks; a run of
 * the setup that has just come to its end. */
MNZ_NODISCARD enum mnz_status mnz_run_spread(struct mnz_run *run,
                                             const struct mnz_run_setup *setup);

/* Does nothing when `run` is NULL. */
void mnz_run_destroy(struct mnz_run *run);

#endif
