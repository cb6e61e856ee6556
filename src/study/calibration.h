#ifndef MNZ_STUDY_CALIBRATION_H
#define MNZ_STUDY_CALIBRATION_H

#include "monazite/calibrate.h"
#include "sampling/copula.h"
#include "scenario/override.h"
#include "study/observations.h"

/* See monazite/calibrate.h. */

/* A month to fit. */
struct mnz_fit_point {
    const struct mnz_observed_series *series;
    const struct mnz_observation *point;
    double error;   /* standard deviation of observed about simulated values */
    int is_reached; /* some trial is at or above it, and some at or below */
    struct mnz_spread prior, posterior; /* of the simulated value */
};

/*
 * The months of `observations` that are marked `fit`, by series, then month: *points
 * and *kept, the series to keep of every trial, are *count long and live in `arena`.
 * MNZ_ERR_NOMEM only.
 */
MNZ_NODISCARD enum mnz_status
mnz_fit_points(const struct mnz_metrics *metrics,
               const struct mnz_observations *observations, struct mnz_arena *arena,
               struct mnz_fit_point **points, uint32_t **kept, uint32_t *count);

/*
 * Choose inputs by `patterns`: a name, with '*' for any letters and '?' for one; the
 * section may be left out. None choose all that a layer can set. A pattern that chooses
 * nothing that can be set is an error in `diags`, at "--inputs 'pattern'", and the
 * result MNZ_ERR_INPUT. *out lists positions in the pool, ascending, in `arena`.
 */
MNZ_NODISCARD enum mnz_status mnz_calibration_choose(
    const struct mnz_scenario *scenario, const struct mnz_written_inputs *written,
    const char *const *patterns, size_t num_patterns, struct mnz_arena *arena,
    struct mnz_diags *diags, uint32_t **out, uint32_t *count);

/* Draws and values of the trials of a run. Borrowed. */
struct mnz_trials {
    uint64_t count;
    uint32_t num_inputs;
    const uint32_t *inputs; /* positions in the pool */
    const double *draws;    /* [trial][num_inputs] */
    const double *values;   /* [trial][point] */
};

/* Usual options. */
#define MNZ_CALIBRATION_ERROR 0.2
enum { MNZ_CALIBRATION_DRAWS = 1000 };

/* How to weigh trials, with everything decided. */
struct mnz_calibration_setup {
    double error;     /* relative, above 0 */
    double least_ess; /* from 1 on; 0 in a fit: see mnz_fit_least_ess() */
    uint32_t draws;   /* rows of the posterior sample */
    int takes_all;    /* all inputs go into the layer, not only those that moved */
};

struct mnz_calibration_source;

struct mnz_calibration {
    struct mnz_arena arena;
    struct mnz_calibration_source *source; /* of mnz_model_calibrate(), or NULL */
    const struct mnz_scenario *scenario;
    struct mnz_calibration_setup options;
    struct mnz_trials trials;
    uint64_t comparable; /* trials that have a value in every month to fit */
    /* Whether fewer are comparable than have to count: nothing below is set then. */
    int is_degenerate;
    double temper, ess;
    double widening;     /* factor of the errors, 1 / sqrt(temper) */
    int is_much_widened; /* more than threefold: too few trials agree */
    int has_few_trials;  /* fewer than 50 count */
    uint32_t num_points, num_unreached;
    struct mnz_fit_point *points;
    /* [trial] root mean square of the residuals, in errors; infinite where not
     * comparable */
    double *distance;
    double *weight;            /* [trial] sum 1 */
    double ks_chance;          /* `ks` exceeds it by chance once in 100 calibrations */
    double correlation_chance; /* the same of a rank correlation */
    uint32_t num_inputs, num_in_layer;
    struct mnz_calibrated_input *inputs;
    uint32_t *rows; /* [draws] trials of the posterior sample */
    uint32_t num_correlations;
    struct mnz_correlation *correlations; /* between inputs of the layer */
    double correlations_kept; /* factor by which they were weakened to be possible */
};

/*
 * Weigh the trials. `points` are written to and, with `trials`, must outlive the
 * result. *out is the caller's to destroy.
 */
MNZ_NODISCARD enum mnz_status
mnz_calibration_create(const struct mnz_scenario *scenario,
                       const struct mnz_trials *trials, struct mnz_fit_point *points,
                       uint32_t num_points, const struct mnz_calibration_setup *options,
                       struct mnz_calibration **out);

/* As mnz_calibration_destroy(), but leaving its source. */
void mnz_calibration_release(struct mnz_calibration *calibration);

#endif
