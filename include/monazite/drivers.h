#ifndef MONAZITE_DRIVERS_H
#define MONAZITE_DRIVERS_H

#include "monazite/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Drivers: which uncertain inputs move an answer, from the trials of one run. All
 * intervals are of 95 % and right under each sampler, for they come from 16 independent
 * parts of the trials.
 */
struct mnz_drivers;

/* Trials that are looked at, at most: the first ones of the run. */
enum { MNZ_DRIVER_TRIALS = 16384 };

/* The questions. */
struct mnz_drivers_options {
    /* How to run; `only`, `keep` and `num_keep` are the answers', and not read. */
    struct mnz_run_options run;
    /* The answers, [num_measures]. NULL: the share of output lost of all industries. */
    const struct mnz_measure *measures;
    uint32_t num_measures;
    uint32_t branch; /* only trials of this branch of the result count; 0: all */
};

/* An estimate and the ends of its interval. */
struct mnz_driver_range {
    double value, low, high;
};

/* An input's part in an answer. */
struct mnz_driver {
    uint32_t input; /* of the model */
    /* The first input of those that are correlated with it, by pairs or chains of
     * pairs; itself where none is. */
    uint32_t group;
    struct mnz_driver_range rank; /* Spearman's rank correlation with the answer */
    /*
     * The share of the answer's variance that would go if the input were known. It is
     * free of bias, so the estimate for an input without effect may be below 0. That of
     * correlated inputs counts what they have in common each time; `group_share` counts
     * it once, and is NaN where no input of the group has an effect beyond chance.
     */
    struct mnz_driver_range share, group_share;
    /* Means of the answer over the lowest and the highest tenth of the input. */
    double low_tenth, high_tenth;
    /* Whether the share or the rank correlation is larger than chance gives any input
     * without effect in one of 20 runs. */
    int is_beyond_chance;
};

/*
 * Run and find the drivers. On MNZ_OK, and also when the run was stopped
 * (MNZ_ERR_STOPPED), *out is the caller's to destroy, before the model. Otherwise it is
 * NULL; fails as mnz_model_run() does, and with MNZ_ERR_INPUT for a branch that there
 * is not.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_drivers(const struct mnz_model *model,
                  const struct mnz_drivers_options *options, struct mnz_drivers **out);

/* Does nothing when `drivers` is NULL. */
MNZ_API void mnz_drivers_destroy(struct mnz_drivers *drivers);

/* The result of the run, which belongs to `drivers`: it has the answers alone. */
MNZ_API const struct mnz_result *mnz_drivers_result(const struct mnz_drivers *drivers);

/* The answers, in the order of the options. */
MNZ_API uint32_t mnz_drivers_num_measures(const struct mnz_drivers *drivers);
MNZ_API struct mnz_measure mnz_drivers_measure(const struct mnz_drivers *drivers,
                                               uint32_t answer);

/* How many trials have a value of the answer and count. */
MNZ_API uint64_t mnz_drivers_trials(const struct mnz_drivers *drivers, uint32_t answer);

/* The inputs of the model, [mnz_model_num_inputs()]: those beyond chance first, the
 * largest share of the answer first. */
MNZ_API const struct mnz_driver *mnz_drivers_of(const struct mnz_drivers *drivers,
                                                uint32_t answer);

/*
 * The share of the variance that no input or group beyond chance explains: inputs
 * acting together, chance inside a trial, and inputs of small effects.
 */
MNZ_API struct mnz_driver_range mnz_drivers_rest(const struct mnz_drivers *drivers,
                                                 uint32_t answer);

#ifdef __cplusplus
}
#endif

#endif
