#ifndef MNZ_STUDY_OBSERVATIONS_H
#define MNZ_STUDY_OBSERVATIONS_H

#include "study/monte_carlo.h"

/*
 * Observations of the world that a scenario simulates: series of months, read from
 * a table, each of something that the scenario's runs report per month.
 */

/* Use of a month. BEFORE: the past that naive forecasts know; not scored. */
enum mnz_set { MNZ_SET_ALL, MNZ_SET_FIT, MNZ_SET_TEST, MNZ_SET_BEFORE, MNZ_NUM_SETS };
extern const char *const mnz_set_name[MNZ_NUM_SETS];

struct mnz_observation {
    int32_t month; /* 0 is the run's first; negative before it */
    enum mnz_set set;
    double value, weight;
    double literal;  /* value by the announced rule, taken literally; or NaN */
    uint32_t column; /* of the values kept of each trial; MNZ_NONE: not scored */
    struct mnz_span at;
};

struct mnz_observed_series {
    const char *name; /* as the table has it */
    uint32_t group;
    enum mnz_metric metric;
    uint32_t num_points, num_scored;
    struct mnz_observation *points; /* ascending by month */
};

struct mnz_observations {
    struct mnz_arena arena;
    const char *file;
    uint32_t num_series, num_columns;
    struct mnz_observed_series *series;
    uint32_t *kept; /* [column] series of the metrics */
};

/*
 * Read the table at `path`: columns month, name, value; if wanted weight (1 where it is
 * empty), set (fit, test or before) and naive_literal; columns that begin with '_' and
 * source, notes and verified are for people. A name is that of an observed flow, or
 * SCOPE.NAME.METRIC of any monthly series of the scenario's runs. Months before the
 * run's first are before; within the run they are scored unless marked before.
 *
 * All problems go to `diags`: MNZ_ERR_INPUT. On MNZ_OK *out is the caller's to destroy;
 * it speaks of groups and series of `metrics`.
 */
MNZ_NODISCARD enum mnz_status mnz_observations_load(const char *path,
                                                    const struct mnz_metrics *metrics,
                                                    struct mnz_diags *diags,
                                                    struct mnz_observations **out);

/* Does nothing when `observations` is NULL. */
void mnz_observations_destroy(struct mnz_observations *observations);

/* The mean, by weight, and the last of the values before; NaN without any. */
double mnz_observed_mean_before(const struct mnz_observed_series *series);
double mnz_observed_last_before(const struct mnz_observed_series *series);

/* "2025-04" for month 3 of a run that starts in January 2025. */
void mnz_observed_month_text(const struct mnz_scenario *scenario, int32_t month,
                             char text[16]);

#endif
