#ifndef MNZ_GENERATE_VALIDATION_STUDY_H
#define MNZ_GENERATE_VALIDATION_STUDY_H

#include "monazite/monazite.h"

/* A run, and if there is a table of observations, its scores. */
struct validation_study {
    struct mnz_diags *diags;
    struct mnz_model *model;
    struct mnz_observations *observations;
    struct mnz_score *score;
    struct mnz_result *own;          /* of a run that is not scored */
    const struct mnz_result *result; /* of the run in any case      */
};

/*
 * Run FOLDER/NAME.yaml. `observed` is NULL, or whose table of observations to score
 * against; `settings` are PATH=VALUE with " ; " between them, or NULL. Returns 0, or 1
 * with a message printed; finish it in both cases.
 */
int validation_study_do(struct validation_study *s, const char *folder,
                        const char *name, const char *observed, const char *settings,
                        uint64_t trials);
void validation_study_finish(struct validation_study *s);

/* Whether the run reports a metric over the horizon. */
int validation_find(const struct validation_study *s, const char *scope,
                    const char *group, const char *metric, struct mnz_measure *out);

/* Of all trials; zero for what is not reported. */
struct mnz_summary validation_summary(const struct validation_study *s,
                                      struct mnz_measure measure);

/* To a multiple of `unit`; -0 is written as 0. */
double validation_rounded(double value, double unit);

#endif
