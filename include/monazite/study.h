#ifndef MONAZITE_STUDY_H
#define MONAZITE_STUDY_H

#include "monazite/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A study runs several points: scenarios, or one scenario with other values. All points
 * draw from streams that are keyed by input name, seed and trial, so that trial k of
 * one point and trial k of another share their random numbers: they are paired.
 *
 * A unit of work is a point and a block of 128 trials. Its result is sums of whole
 * numbers and values by trial, so the result of a study depends on the units alone: not
 * on threads, nor on the order in which they finish. The units of a point are done
 * before those of the next, for the sums of a point may be large.
 */
struct mnz_point {
    const char *label; /* as tables and messages call it */
    const struct mnz_model *model;
};

/* How to run a study. Everything is borrowed for its time. */
struct mnz_study_options {
    /*
     * Of every point; `only` and `keep` are measures of the first point's model and are
     * found in the others by their names. Where a point does not report one of `keep`,
     * its values are NaN; with `until`, that is MNZ_ERR_INPUT. `progress` counts the
     * trials of all points.
     */
    struct mnz_run_options run;
    /* Not 0: the first point's trials, seed and sampler are those of all. Else each
     * scenario has its own, unless `run` gives them. */
    int shares_plan;
    /* Criteria of each point, [num_points], and the most trials: its run goes on until
     * all hold, as mnz_model_run_until() does; NULL: none. */
    const struct mnz_criteria *until;
    uint64_t most;
    /* Results by mnz_study_restore() to go on with, [num_points], NULL for a point that
     * begins; NULL: all begin. Taken over, and set to NULL, when the point's turn
     * comes. */
    struct mnz_result **begun;
    /* As `save` of the run, with the point; also called when a point is done or
     * stopped, unless the study ends with it within ten seconds and is no shard. NULL:
     * never. */
    int (*save)(void *context, uint32_t point, const struct mnz_result *result);
    /*
     * Called when a point is done, in the order of points: the result is the caller's
     * to destroy; `status` is MNZ_OK, or MNZ_ERR_STOPPED for trials that were stopped,
     * after which no point follows. A result other than MNZ_OK ends the study with it.
     */
    enum mnz_status (*done)(void *context, uint32_t point, enum mnz_status status,
                            struct mnz_result *result);
    void *context;
};

/*
 * Run all points. Fails as mnz_model_run() does; MNZ_ERR_STOPPED when it was stopped.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_study_run(const struct mnz_point *points, uint32_t num_points,
              const struct mnz_study_options *options);

/*
 * Read back a result of one point of a study, that mnz_result_save() wrote of it. As
 * mnz_result_restore(); with `until`, trials of the options are the most.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_study_restore(const struct mnz_point *points, uint32_t num_points,
                  const struct mnz_study_options *options, uint32_t point,
                  const char *maker, const char *path, struct mnz_diags *diags,
                  char *note, struct mnz_result **out);

/* The measure of `to` that has the names of a measure of `from`. MNZ_ERR_INPUT where
 * `to` does not report it. */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_translate_measure(const struct mnz_model *from, struct mnz_measure measure,
                            const struct mnz_model *to, struct mnz_measure *out);

#ifdef __cplusplus
}
#endif

#endif
