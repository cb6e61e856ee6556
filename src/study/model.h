#ifndef MNZ_STUDY_MODEL_H
#define MNZ_STUDY_MODEL_H

#include "monazite/result.h"
#include "monazite/state.h"
#include "study/monte_carlo.h"

/* Structures behind the opaque types of monazite/model.h and monazite/result.h, for
 * code of the library that writes reports of them. */

struct mnz_model {
    size_t num_settings; /* it was loaded with */
    char *settings;      /* the same as a text, "a=1; b=2" */
    struct mnz_scenario *scenario;
    struct mnz_network *network;
    struct mnz_metrics *metrics;
};

struct mnz_result {
    const struct mnz_model *model; /* borrowed */
    struct mnz_run *run;
    uint64_t trials_asked, seed;
    uint64_t room; /* trials for which values can be kept */
    enum mnz_sampler sampler;
    const struct mnz_strata *strata; /* borrowed; NULL: all trials, once */
    /* Measures kept of each trial: owned but for `num_series`. */
    struct mnz_keep keep;
    struct mnz_sample sample; /* owned; no trials where none were asked for */
};

/* Trials from which a screen names what carries the variance. */
enum { MNZ_CARRIER_TRIALS = 4096 };

/* Series of the model's metrics: `kept` of all trials, [num_kept], MNZ_NONE for one
 * without values, and `sampled` with the draws of the first `sample_trials`; MNZ_NONE:
 * no sample. */
struct mnz_kept_series {
    const uint32_t *kept;
    uint32_t num_kept, sampled;
    uint64_t room; /* trials to which it may be extended; 0: as many as are asked for */
    const struct mnz_blame_ask *blame; /* or NULL */
    struct mnz_plan_ask *plan;         /* or NULL; with `only` */
    uint64_t sample_trials;
    int takes_strata;                /* what is made of the result knows weights */
    const uint64_t *only;            /* a trial to run alone; NULL: all */
    const struct mnz_design *design; /* in place of the sampler's points, or NULL */
};

/* The series of a measure; MNZ_NONE where it is not reported. */
uint32_t mnz_model_series(const struct mnz_model *model, struct mnz_measure measure);

/* The series of which carriers are sought, if options ask for them; else MNZ_NONE. */
uint32_t mnz_model_carrier_series(const struct mnz_model *model,
                                  const struct mnz_run_options *options);

/* The tally of a branch, and in *place the series of a measure in it; NULL where there
 * is none. */
const struct mnz_tally *mnz_result_tally(const struct mnz_result *result,
                                         struct mnz_measure measure, uint32_t branch,
                                         uint32_t *place);

/* Fields of `series` for what options ask to keep: `kept` are the
 * series of `options->keep`. */
void mnz_kept_series_set(const struct mnz_model *model,
                         const struct mnz_run_options *options, const uint32_t *kept,
                         struct mnz_kept_series *series);

/* A result of no trials yet, for mnz_run_read() and mnz_result_extend(). *out is the
 * caller's to destroy; NULL with a status other than MNZ_OK. */
MNZ_NODISCARD enum mnz_status mnz_result_prepare(const struct mnz_model *model,
                                                 const struct mnz_run_options *options,
                                                 const struct mnz_kept_series *series,
                                                 struct mnz_result **out);

/* As mnz_result_restore(), of a result that keeps these series. */
MNZ_NODISCARD enum mnz_status mnz_result_restore_keeping(
    const struct mnz_model *model, const struct mnz_run_options *options,
    const struct mnz_kept_series *series, const char *maker, const char *path,
    struct mnz_diags *diags, char *note, struct mnz_result **out);

/* The series of `options->keep`, the caller's to free. MNZ_ERR_INPUT for a measure that
 * is not reported. */
MNZ_NODISCARD enum mnz_status mnz_list_kept(const struct mnz_model *model,
                                            const struct mnz_run_options *options,
                                            uint32_t **out);

/* The part of a setup that mnz_run_write() and mnz_run_read() look at. */
struct mnz_run_setup mnz_result_setup(const struct mnz_result *result);

/* Give a result of ranks to all of them, each of which has asked for it. */
MNZ_NODISCARD enum mnz_status mnz_result_spread(struct mnz_result *result,
                                                const struct mnz_ranks *ranks);

/* Room for the sample that carriers are named from, if it has none. */
MNZ_NODISCARD enum mnz_status mnz_result_make_sample(struct mnz_result *result);

/*
 * As mnz_model_run(), but keeping these series, which are copied, in place of the
 * measures that `options` name.
 */
MNZ_NODISCARD enum mnz_status
mnz_model_run_keeping(const struct mnz_model *model,
                      const struct mnz_run_options *options,
                      const struct mnz_kept_series *series, struct mnz_result **out);

#endif
