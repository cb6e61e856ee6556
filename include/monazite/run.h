#ifndef MONAZITE_RUN_H
#define MONAZITE_RUN_H

#include "monazite/model.h"

#ifdef __cplusplus
#include <atomic>
/* Set to 1 by any thread or a signal handler, it stops the runs that look at it. */
typedef std::atomic<int> mnz_stop_flag;
extern "C" {
#else
#include <stdatomic.h>
/* Set to 1 by any thread or a signal handler, it stops the runs that look at it. */
typedef atomic_int mnz_stop_flag;
#endif

struct mnz_ranks;
struct mnz_result;
struct mnz_strata;

/* Values that a result keeps at most, of all trials together: 1 GiB. */
enum { MNZ_MOST_KEPT = 1 << 27 };

/*
 * How to run. All zero is a sound choice: a field of 0 or NULL leaves the choice to the
 * scenario, or asks for nothing of the kind. Everything is borrowed for the time of the
 * run.
 */
struct mnz_run_options {
    uint64_t trials;      /* 0: as many as the scenario says */
    const uint64_t *seed; /* NULL: the scenario's */
    const char *sampler;  /* "plain", "sobol", ...; NULL: the scenario's */
    uint32_t threads;     /* 0: one a processor; the result does not depend on it */
    /* A plan for tails (monazite/strata.h): trials, seed and sampler are then its own.
     * It must outlive the result. Runs and comparisons take one; what knows no weights
     * answers MNZ_ERR_INPUT. NULL: none. */
    const struct mnz_strata *strata;

    /* Looked at between batches of trials; NULL: the run cannot be stopped. */
    const mnz_stop_flag *stop;

    /* Called about ten times a second, and at the end, from the thread that called
     * mnz_model_run(). It may set the stop flag. */
    void (*progress)(void *context, uint64_t done, uint64_t trials);
    void *progress_context;

    /*
     * The measures to record, [num_only], with those of `keep`; NULL: all, but of
     * industries and sectors by month only shares of shortfall and of output lost, and
     * stocks (see `all_months`). Whatever is
     * not asked for is neither recorded nor counted, which takes its time off each
     * trial: the result has no distribution of it, and no limiting inputs. Numbers of
     * those asked for are the same either way.
     */
    const struct mnz_measure *only;
    uint32_t num_only;
    /* Not 0: without `only`, record every measure of every month. A large model has
     * hundreds of industries: this takes several times the memory. */
    int all_months;

    /*
     * Called once a trial, in order of trials and by one thread at a time, though not
     * always the same. `draws` are the values of the inputs, [mnz_model_num_inputs()];
     * `values` those of the measures over the horizon, [mnz_model_num_horizon()], or of
     * `only` where that is given, [num_only]; NaN where a trial has none. Both are
     * valid during the call. A result other than 0 ends the run with MNZ_ERR_IO.
     */
    int (*trial)(void *context, uint64_t trial, const double *draws,
                 const double *values);
    void *trial_context;

    /* Measures whose value in each trial the result keeps, at most MNZ_MOST_KEPT values
     * in all. */
    const struct mnz_measure *keep;
    uint32_t num_keep;
    /* Not 0: keep the draws and the output lost of the first 4,096 trials, from which
     * the screen names the inputs that carry the variance. */
    int keeps_carriers;
    /* Not 0: keep the tonnes of each link in each month, for mnz_result_flows(); of a
     * model of at most 2^22 links times months. */
    int keeps_flows;

    /* Processes that share the trials (monazite/ranks.h); NULL: this one works alone.
     * The result is that of one process, byte for byte, and is whole at rank 0. */
    const struct mnz_ranks *ranks;

    /* Not 0: only the blocks of 128 trials shard, shard + shards, ..., counted from 0.
     * Results of all shards make the whole: mnz_result_add(). */
    uint32_t shard, shards;

    /*
     * Called when no trial is under way, so that what is done can be stored, as by
     * mnz_result_save(): at most once a second, and so rarely that it takes a fiftieth
     * of the time. A result other than 0 ends the run with MNZ_ERR_IO. NULL: never.
     */
    int (*save)(void *context, const struct mnz_result *result);
    void *save_context;
};

/*
 * Run trials 0 .. trials-1 of `model`, or those of the strata. The same model, trials,
 * seed and sampler give the same bytes, whatever the number of threads. `options` may
 * be NULL. Any number of runs may go on at once, of one model or several.
 *
 * On MNZ_OK, and also when it was stopped (MNZ_ERR_STOPPED: it then holds the trials
 * done), *out is the caller's to destroy, before the model. Otherwise it is NULL:
 * MNZ_ERR_INPUT for a sampler that does not exist, a measure to record or keep that is
 * not reported or more than MNZ_MOST_KEPT values, MNZ_ERR_IO where `trial` ended the
 * run, or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_run(const struct mnz_model *model, const struct mnz_run_options *options,
              struct mnz_result **out);

#ifdef __cplusplus
}
#endif

#endif
