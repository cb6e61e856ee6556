#ifndef MNZ_STUDY_OBSERVATIONS_H
#define MNZ_STUDY_OBSERVATIONS_H

#include "monazite/observe.h"
#include "study/monte_carlo.h"

/*
 * Observations of the world that a scenario simulates: series of months, read from
 * a table, each of something that the scenario's runs report per month.
 */

/* Names of enum mnz_set. */
extern const char *const mnz_set_name[MNZ_NUM_SETS];

struct mnz_observations {
    struct mnz_arena arena;
    const char *file;
    char sha256[MNZ_SHA256_TEXT]; /* of the file */
    uint32_t num_series, num_columns;
    struct mnz_observed_series *series;
    uint32_t *kept; /* [column] series of the metrics */
};

/* As mnz_model_observe_text(); `diags` is needed. The file is read where `text` is
 * NULL. *out speaks of groups and series of `metrics`. */
MNZ_NODISCARD enum mnz_status mnz_observations_read(const char *path, const char *text,
                                                    const struct mnz_metrics *metrics,
                                                    struct mnz_diags *diags,
                                                    struct mnz_observations **out);

/* The mean, by weight, and the last of the values before; NaN without any. */
double mnz_observed_mean_before(const struct mnz_observed_series *series);
double mnz_observed_last_before(const struct mnz_observed_series *series);

/* "2025-04" for month 3 of a run that starts in January 2025. */
void mnz_observed_month_text(const struct mnz_scenario *scenario, int32_t month,
                             char text[16]);

#endif
