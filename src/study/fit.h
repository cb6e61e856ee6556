#ifndef MNZ_STUDY_FIT_H
#define MNZ_STUDY_FIT_H

#include "study/calibration.h"

/*
 * A calibration from its observations to its weights: months to fit and inputs to fit
 * them by, then the draws and values that a run keeps of its trials.
 */
struct mnz_fit {
    struct mnz_arena arena;
    const struct mnz_scenario *scenario;
    struct mnz_calibration_setup options;
    uint32_t num_points, num_inputs;
    struct mnz_fit_point *points;
    uint32_t *inputs; /* positions in the pool */
    double *draws;    /* [trial][num_inputs] */
    uint32_t *kept;   /* [num_points] series whose values a run is to keep */
};

/*
 * Find the months of `observations` that are marked `fit`, one of which must have a
 * weight, and the inputs that `patterns` choose (mnz_calibration_choose). Problems go
 * to `diags`: MNZ_ERR_INPUT. `observations` and `scenario` must outlive *out, which is
 * the caller's to destroy.
 */
MNZ_NODISCARD enum mnz_status
mnz_fit_create(const struct mnz_scenario *scenario, const struct mnz_metrics *metrics,
               const struct mnz_observations *observations, const char *const *patterns,
               size_t num_patterns, const struct mnz_calibration_setup *options,
               struct mnz_diags *diags, struct mnz_fit **out);

/* Does nothing when `fit` is NULL. */
void mnz_fit_destroy(struct mnz_fit *fit);

/* Reasons why a fit by so many trials is not possible. */
enum mnz_fit_limit {
    MNZ_FIT_IS_POSSIBLE,
    MNZ_FIT_NEEDS_MORE_TRIALS, /* more have to count: options.least_ess */
    MNZ_FIT_KEEPS_TOO_MUCH,    /* at most mnz_fit_most_trials() */
    MNZ_FIT_DRAWS_TOO_MUCH     /* more draws of all inputs than a table holds */
};
enum mnz_fit_limit mnz_fit_limit(const struct mnz_fit *fit, uint64_t trials);

/* The number of trials of which all values and draws can be kept at once. */
uint64_t mnz_fit_most_trials(const struct mnz_fit *fit);

/* Room for the draws of that many trials. */
MNZ_NODISCARD enum mnz_status mnz_fit_make_room(struct mnz_fit *fit, uint64_t trials);

/* For a run's sink, with the fit as context: keep the draws of a trial. */
int mnz_fit_keep_draws(void *fit, uint64_t trial, const double *draws,
                       const double *values);

/* The number of trials that have to count: options.least_ess, or if that is 0 half of
 * the trials, 200 at most and 1 at least. */
double mnz_fit_least_ess(const struct mnz_fit *fit, uint64_t trials);

/* Weigh the first `trials` trials, whose kept values are [trial][num_points]. These and
 * the fit must outlive *out. */
MNZ_NODISCARD enum mnz_status mnz_fit_calibrate(struct mnz_fit *fit, uint64_t trials,
                                                const double *values,
                                                struct mnz_calibration **out);

#endif
