#ifndef MONAZITE_STRATA_H
#define MONAZITE_STRATA_H

#include "monazite/run.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A plan for tails: more trials where answers are likely to be large, each with a
 * weight, so that all statistics stay right. A pilot of ordinary trials says how the
 * answers follow from the inputs; many candidates are scored by that, and of the
 * highest 1/64 all are made, of the next 3/64, 8/64 and the rest one in 3, 8 and 52.
 * Quantiles, means of the worst and probabilities of the answers are then more precise
 * at the same number of trials; figures that the answers say little of are less so.
 */
struct mnz_strata;

enum { MNZ_LEAST_STRATA_TRIALS = 512 };

/*
 * Plan a run of `model`: trials, of which the pilot takes a quarter, seed, sampler,
 * threads and stop flag are those of `options`, which may be NULL. The answers are
 * `measures`, [count], at least one; several share the trials. Where less of a metric
 * is worse (see mnz_comparison_worse()), the plan looks for small values.
 *
 * The caller destroys *out, which is NULL unless the result is MNZ_OK. MNZ_ERR_INPUT
 * for fewer than MNZ_LEAST_STRATA_TRIALS trials, no measure, one that is not reported,
 * or a sampler that does not exist; MNZ_ERR_STOPPED; MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_strata_create(const struct mnz_model *model, const struct mnz_run_options *options,
                  const struct mnz_measure *measures, uint32_t count,
                  struct mnz_strata **out);

/* Does nothing when `strata` is NULL. */
MNZ_API void mnz_strata_destroy(struct mnz_strata *strata);

/*
 * Trials of the pilot, trials that a run will make, and candidates, which are trials 0,
 * 1, ... of an ordinary run. For a figure that the scores say nothing of, the trials
 * are worth `effective` ordinary ones: (sum w)^2 / sum w^2 (L. Kish, Survey Sampling,
 * 1965). Where scores tell little of the answers' variance, strata do harm.
 */
struct mnz_strata_facts {
    uint64_t pilot, trials, candidates;
    double effective;
    double told; /* share of the variance of the answers that scores tell; the least */
};
MNZ_API struct mnz_strata_facts mnz_strata_facts(const struct mnz_strata *strata);

/* Which candidate the trial at a position, from 0 on, is; and how many candidates it
 * stands for. */
MNZ_API uint64_t mnz_strata_candidate(const struct mnz_strata *strata,
                                      uint64_t position);
MNZ_API uint32_t mnz_strata_weight(const struct mnz_strata *strata, uint64_t position);

#ifdef __cplusplus
}
#endif

#endif
