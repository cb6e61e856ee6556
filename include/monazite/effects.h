#ifndef MONAZITE_EFFECTS_H
#define MONAZITE_EFFECTS_H

#include "monazite/drivers.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Effects of inputs by design: trials are chosen for the question, so that inputs
 * acting together show too. That takes many more trials than mnz_model_drivers(); a
 * plan tells how many before they are made.
 *
 * "saltelli": shares of the variance of a few inputs, alone and with all that they do
 * together with others. "morris": screening of all inputs by elementary effects.
 */
struct mnz_effects;

struct mnz_effects_options {
    const char *design; /* "saltelli" or "morris" */
    /* How to run; `trials` are the points of the design, rounded up to a multiple of
     * 128, or trajectories, of which 16 or less are 16. 0: 1,024 and 16. */
    struct mnz_run_options run;
    const struct mnz_measure *measures; /* as of drivers */
    uint32_t num_measures;
    /* Names of inputs, '*' for any letters, [num_inputs]; the others are one group.
     * NULL: under saltelli the ten largest drivers of a run of as many trials as there
     * are points; under morris all. */
    const char *const *inputs;
    uint32_t num_inputs;
};

/* A group of inputs, and its effects on an answer; of saltelli or of morris, the others
 * are NaN. Intervals are of 95 %. */
struct mnz_effect {
    const char *name; /* of its first input; "other inputs"; "chance in a trial" */
    uint32_t num_inputs;
    /* Shares of the variance: that would go if the group were known; that would remain
     * if all else were known (M. J. W. Jansen's estimators). */
    struct mnz_driver_range first, total;
    /* Elementary effects, changes of the answer over the whole range of the group: mean
     * size, mean, and standard deviation (M. D. Morris). */
    struct mnz_driver_range mu_star, mean;
    double sigma;
};

/*
 * Make a plan. MNZ_ERR_INPUT with a message in `diags` (may be NULL) where no input has
 * such a name, and for a design or measure that there is not. *out is the caller's to
 * destroy, before the model. Under saltelli without inputs it makes a run.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_effects_plan(const struct mnz_model *model,
                 const struct mnz_effects_options *options, struct mnz_diags *diags,
                 struct mnz_effects **out);

/* Does nothing when `effects` is NULL. */
MNZ_API void mnz_effects_destroy(struct mnz_effects *effects);

/* How many trials the design has, points of it, and groups, those of other inputs and
 * of chance included. */
MNZ_API uint64_t mnz_effects_trials(const struct mnz_effects *effects);
MNZ_API uint64_t mnz_effects_points(const struct mnz_effects *effects);
MNZ_API uint32_t mnz_effects_num_groups(const struct mnz_effects *effects);

/* Make the trials and find the effects. Fails as mnz_model_run() does; a run that was
 * stopped has no effects. */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_effects_run(struct mnz_effects *effects);

/* The result of the run, of the answers alone; its trials are those of the design, so
 * its distributions mean nothing. NULL before the run. */
MNZ_API const struct mnz_result *mnz_effects_result(const struct mnz_effects *effects);

/* The answers, and the effects on one, [num_groups], the largest first. */
MNZ_API uint32_t mnz_effects_num_measures(const struct mnz_effects *effects);
MNZ_API struct mnz_measure mnz_effects_measure(const struct mnz_effects *effects,
                                               uint32_t answer);
MNZ_API const struct mnz_effect *mnz_effects_of(const struct mnz_effects *effects,
                                                uint32_t answer);
MNZ_API int mnz_effects_is_morris(const struct mnz_effects *effects);

#ifdef __cplusplus
}
#endif

#endif
