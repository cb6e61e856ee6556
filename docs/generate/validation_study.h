#ifndef MNZ_GENERATE_VALIDATION_STUDY_H
#define MNZ_GENERATE_VALIDATION_STUDY_H

#include "study/score.h"

/* A run, and if there is a table of what was measured, its scores. */
struct validation_study {
    struct mnz_diags *diags;
    struct mnz_scenario *scenario;
    struct mnz_network *net;
    struct mnz_metrics *metrics;
    struct mnz_observations *observations;
    struct mnz_keep keep;
    struct mnz_run *run;
    struct mnz_score *score;
};

/*
 * Run FOLDER/NAME.yaml. `observed` is NULL, or whose table of what was measured to
 * score against; `settings` are PATH=VALUE with " ; " between them, or NULL. Returns 0,
 * or 1 with a message printed; finish it in both cases.
 */
int validation_study_do(struct validation_study *s, const char *folder,
                        const char *name, const char *observed, const char *settings,
                        uint64_t trials);
void validation_study_finish(struct validation_study *s);

/* A group by its scope and name, or MNZ_NONE. */
uint32_t validation_group(const struct mnz_metrics *m, enum mnz_scope scope,
                          const char *name);

/* Of all trials; empty for MNZ_NONE. */
struct mnz_summary validation_summary(const struct validation_study *s,
                                      uint32_t series);

/* To a multiple of `unit`; -0 is written as 0. */
double validation_rounded(double value, double unit);

#endif
