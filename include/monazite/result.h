#ifndef MONAZITE_RESULT_H
#define MONAZITE_RESULT_H

#include "monazite/run.h"
#include "monazite/summary.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The results of the trials of a run. They never change; any number of threads may read
 * them. Measures are those of its model (see model.h).
 *
 * Branches of events divide the trials: branch 0 is all trials, each further one those
 * in which an event took one branch.
 */
struct mnz_result;

/* Does nothing when `result` is NULL. */
MNZ_API void mnz_result_destroy(struct mnz_result *result);

/* How many trials were done; fewer than asked for if the run was stopped. */
MNZ_API uint64_t mnz_result_trials(const struct mnz_result *result);

/* How many branches there are, at least 1, and their names: "" for all trials, then
 * "truce_ends=lapses". */
MNZ_API uint32_t mnz_result_num_branches(const struct mnz_result *result);
MNZ_API const char *mnz_result_branch_name(const struct mnz_result *result,
                                           uint32_t branch);

/* The distribution of `measure` over the trials of `branch`. MNZ_ERR_INPUT where the
 * run did not record the measure or has no such branch. */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_result_summary(const struct mnz_result *result, struct mnz_measure measure,
                   uint32_t branch, struct mnz_summary *out);

/* Any quantile, 0 < p <= 1; NaN without trials, and where mnz_result_summary() would
 * fail. */
MNZ_API double mnz_result_quantile(const struct mnz_result *result,
                                   struct mnz_measure measure, uint32_t branch,
                                   double p);

/* How probable it is that `measure` is above `threshold`. Fails as
 * mnz_result_summary() does. */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_result_exceedance(const struct mnz_result *result, struct mnz_measure measure,
                      uint32_t branch, double threshold, struct mnz_exceedance *out);

/*
 * The values of the measures that the run was asked to keep, [num_keep], in one trial;
 * NaN where the trial has none. NULL for a trial that was not done, or when nothing was
 * kept.
 */
MNZ_API const double *mnz_result_kept(const struct mnz_result *result, uint64_t trial);

/* Whether a trial that was kept belongs to `branch`; 0 also where mnz_result_kept() is
 * NULL. */
MNZ_API int mnz_result_took_branch(const struct mnz_result *result, uint32_t branch,
                                   uint64_t trial);
/*
 * The goods that go from a seller to a buyer over one link, t a year: at the baseline
 * of the median inputs; on average over all recorded months; and in `worst_month`, the
 * month (0 is the first) in which industries lose most output. Means of all trials; NaN
 * unless the run kept flows, and counted that loss. Names are the model's.
 */
struct mnz_flow {
    const char *from, *to, *material;
    double baseline, window, worst;
    uint32_t worst_month;
};

/*
 * Write the up to `most` first flows of links, in the order of the model's, to `out`,
 * and in *count how many there are; `out` may be NULL where `most` is 0. MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_result_flows(const struct mnz_result *result,
                                                       struct mnz_flow *out,
                                                       uint32_t most, uint32_t *count);

/* An input that limited an industry: it is short, and this material is the scarcest. */
struct mnz_limit {
    const char *industry, *material;
    double steps; /* how many steps of a trial, on average */
};

/* Write the up to `most` inputs that limit industries most often, the most frequent
 * first, to `out`. Returns how many there are. */
MNZ_API uint32_t mnz_result_limits(const struct mnz_result *result,
                                   struct mnz_limit *out, uint32_t most);

#ifdef __cplusplus
}
#endif

#endif
