#ifndef MNZ_STUDY_SCORE_H
#define MNZ_STUDY_SCORE_H

#include "study/observations.h"

/*
 * A simulated distribution held against observations, month by month. Fitted and
 * held-back months (sets) are never mixed.
 */

/* Base of the naive forecast of no change: the mean, by weight, of the months before,
 * or the last of them. */
enum mnz_naive_base { MNZ_NAIVE_MEAN, MNZ_NAIVE_LAST };

enum { MNZ_PIT_BINS = 5 };

struct mnz_point_score {
    const struct mnz_observation *point;
    double mean, p05, p25, p50, p75, p95;
    double crps; /* fair, of the trials */
    double crps_still,
        crps_literal; /* of the naive forecasts: absolute errors, or NaN */
    double pit_low, pit_high;
    int is_in_50, is_in_90;
};

/* Means by weight over the months of one set. */
struct mnz_set_score {
    enum mnz_set set;
    uint32_t num_points;
    double weight;
    double observed, crps, crps_still, crps_literal;
    double skill_still, skill_literal;
    double coverage_50, coverage_90;
    double bias;              /* simulated mean less observed */
    double pit[MNZ_PIT_BINS]; /* shares of the weight */
};

/* Of the months that are scored, sets together; months count from 1, the run's first.
 * NaN where there is no trough or recovery. */
struct mnz_path {
    double trough, depth; /* depth: value there / mean before */
    double recovery;      /* first month after it above 90 % of the mean before; NaN if
                             never,      or if it was never below */
};

struct mnz_series_score {
    const struct mnz_observed_series *series;
    const char *unit;
    double mean_before, naive; /* naive: the forecast of no change */
    uint32_t num_points, num_sets;
    struct mnz_point_score *points; /* ascending by month */
    struct mnz_set_score sets[MNZ_SET_BEFORE];
    struct mnz_path observed, simulated; /* simulated: the path of monthly medians */
};

struct mnz_score {
    struct mnz_arena arena;
    const struct mnz_observations *observations;
    enum mnz_naive_base naive_base;
    uint64_t trials;
    uint32_t num_series;
    struct mnz_series_score *series;
    /* All series together, for each set that occurs: coverage, PIT and skill only, that
     * of CRPS in shares of each series' mean before. */
    uint32_t num_sets;
    struct mnz_set_score sets[MNZ_SET_BEFORE];
};

/*
 * Score the trials that `keep` holds of the columns of `observations`, which must
 * outlive the result. `trials` is how many rows it has; those that are not done do not
 * count. *out is the caller's to destroy.
 */
MNZ_NODISCARD enum mnz_status
mnz_score_create(const struct mnz_observations *observations,
                 const struct mnz_keep *keep, uint64_t trials,
                 enum mnz_naive_base naive_base, struct mnz_score **out);

/* Does nothing when `score` is NULL. */
void mnz_score_destroy(struct mnz_score *score);

#endif
