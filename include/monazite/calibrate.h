#ifndef MONAZITE_CALIBRATE_H
#define MONAZITE_CALIBRATE_H

#include "monazite/observe.h"
#include "monazite/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Uncertain inputs fitted to observed months: the trials of a run, which are draws of
 * the prior, weighted by their likelihood. Only months marked `fit` have a say. A
 * calibration never changes; any number of threads may read it.
 *
 * Of a series with months y_j of weight v_j the error is
 *
 *     s = error x the larger of the means of |y_j| and of |prior mean_j|, by v_j,
 *
 * and a trial's cost q = 1/2 sum_j v_j ((x_j - y_j) / s)^2. Weights are exp(-t q) with
 * the largest temper t, at most 1, that leaves `least_ess` trials; that is the Gaussian
 * likelihood with errors of s / sqrt t.
 */
struct mnz_calibration;

/* How to calibrate; a field of 0 or NULL means the default. */
struct mnz_calibration_options {
    struct mnz_run_options run; /* `keep` is not used */

    /* Names of inputs to fit, with '*' for any letters and '?' for one; the section may
     * be left out. All of them go into the layer. None: every input that a layer can
     * set is fitted, and those that moved beyond chance go into it. */
    const char *const *inputs;
    size_t num_inputs;

    double error;     /* relative, 1e-6 to 100; default 0.2 */
    double least_ess; /* effective trials, from 1 on; default 200, or half the trials */
    uint32_t draws;   /* rows of the posterior sample, 1 to 100000; default 1000 */
};

/* The distribution of a quantity over weighted trials. */
struct mnz_spread {
    double mean, sd, p05, p25, p50, p75, p95;
};

struct mnz_calibrated_input {
    uint32_t input; /* of the model, see mnz_model_input() */
    struct mnz_spread prior, posterior;
    double shift;       /* of the mean, in standard deviations of the prior */
    double contraction; /* 1 - variance / prior variance */
    double ks;          /* Kolmogorov's distance */
    int has_moved;      /* ks is beyond chance, by all inputs together */
    int is_in_layer;
};

/*
 * Run `model` and weigh its trials by `observations`, made for the same model and to be
 * destroyed after the calibration. `options` and `diags` may be NULL.
 *
 * On MNZ_OK, and also when the run was stopped with enough trials done
 * (MNZ_ERR_STOPPED), *out is the caller's to destroy. Otherwise it is NULL:
 * MNZ_ERR_INPUT as for mnz_model_run(), or where no month is marked fit, a name chooses
 * no input, an option is out of range or too few trials can be compared, all of which
 * the diagnostics tell; MNZ_ERR_STOPPED where too few trials were done; MNZ_ERR_IO or
 * MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_calibrate(const struct mnz_model *model,
                    const struct mnz_observations *observations,
                    const struct mnz_calibration_options *options,
                    struct mnz_diags *diags, struct mnz_calibration **out);

/* Does nothing when `calibration` is NULL. */
MNZ_API void mnz_calibration_destroy(struct mnz_calibration *calibration);

/* The result of the run that was weighed, which holds the prior; the calibration's. */
MNZ_API const struct mnz_result *
mnz_calibration_result(const struct mnz_calibration *calibration);

/* How many equally weighted trials have as much to say: 1 / sum of squared weights. */
MNZ_API double mnz_calibration_ess(const struct mnz_calibration *calibration);

/* The weight of each trial, [mnz_result_trials() of its result], with sum 1. */
MNZ_API const double *
mnz_calibration_weights(const struct mnz_calibration *calibration);

/* The fitted inputs, *count of them, ascending by input. */
MNZ_API const struct mnz_calibrated_input *
mnz_calibration_inputs(const struct mnz_calibration *calibration, uint32_t *count);

/*
 * Write the posterior to `folder`, which is made if need be: posterior.yaml, a scenario
 * that extends the one it was found with, and its draws.csv. MNZ_ERR_IO where they
 * cannot be written, with errno; MNZ_ERR_INPUT where a setting of the model changed a
 * value that no layer can change; or MNZ_ERR_NOMEM. Existing files of these names are
 * replaced.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_calibration_write(const struct mnz_calibration *calibration, const char *folder);

#ifdef __cplusplus
}
#endif

#endif
