#ifndef MONAZITE_OBSERVE_H
#define MONAZITE_OBSERVE_H

#include "monazite/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Observations: series of months read from a table, each of something that the runs of
 * a model report by month. They never change; any number of threads may read them.
 */
struct mnz_observations;

/* The purpose of a month. BEFORE: the past that naive forecasts know; not scored. */
enum mnz_set { MNZ_SET_ALL, MNZ_SET_FIT, MNZ_SET_TEST, MNZ_SET_BEFORE, MNZ_NUM_SETS };

/* Its name, as tables write it: "fit". */
MNZ_API const char *mnz_set_text(enum mnz_set set);

struct mnz_observation {
    int32_t month; /* 0 is the run's first; negative before it */
    enum mnz_set set;
    double value, weight;
    double literal;  /* value by the announced rule, taken literally; or NaN         */
    uint32_t column; /* among all that are scored; MNZ_NONE: not scored */
    struct mnz_span at;
};

/* Observations of one measure, in its unit; its months are those of the points. */
struct mnz_observed_series {
    const char *name;       /* as the table has it */
    uint32_t group, metric; /* of the model */
    uint32_t num_points, num_scored;
    struct mnz_observation *points; /* ascending by month */
};

/*
 * Read the table at `path`: columns month, name, value; if wanted weight (1 where it is
 * empty), set (fit, test or before) and naive_literal; columns that begin with '_' and
 * source, notes and verified are for people. A name is that of an observed flow of
 * `model`, or SCOPE.GROUP.METRIC of any measure by month. Months before the run's first
 * are before; within the run they are scored unless marked before.
 *
 * All problems and warnings are appended to `diags`, which may be NULL. On MNZ_OK *out
 * is the caller's to destroy, before the model; otherwise it is NULL and the result is
 * MNZ_ERR_INPUT (see the diagnostics) or MNZ_ERR_NOMEM.
 */
MNZ_API MNZ_NODISCARD enum mnz_status mnz_model_observe(const struct mnz_model *model,
                                                        const char *path,
                                                        struct mnz_diags *diags,
                                                        struct mnz_observations **out);

/* The same of a table that is `text`, ended by a NUL, as if it stood in a file at
 * `path`: what mnz_import() wrote, for one. */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_observe_text(const struct mnz_model *model, const char *path,
                       const char *text, struct mnz_diags *diags,
                       struct mnz_observations **out);

/* Does nothing when `observations` is NULL. */
MNZ_API void mnz_observations_destroy(struct mnz_observations *observations);

/* How many series there are, at least 1, and series `i` of them, theirs. */
MNZ_API uint32_t mnz_observations_count(const struct mnz_observations *observations);
MNZ_API const struct mnz_observed_series *
mnz_observations_series(const struct mnz_observations *observations, uint32_t i);

#ifdef __cplusplus
}
#endif

#endif
