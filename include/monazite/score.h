#ifndef MONAZITE_SCORE_H
#define MONAZITE_SCORE_H

#include "monazite/observe.h"
#include "monazite/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A simulated distribution held against observations, month by month. Fitted and
 * held-back months (sets) are never mixed. A score never changes; any number of threads
 * may read it. Methods: T. Gneiting and A. Raftery, Strictly proper scoring rules,
 * prediction, and estimation (2007); C. Ferro, Fair scores for ensemble forecasts
 * (2014).
 */
struct mnz_score;

/* The naive forecast of no change repeats the mean, by weight, of the months before, or
 * the last of them. */
enum mnz_naive_base { MNZ_NAIVE_MEAN, MNZ_NAIVE_LAST };

enum { MNZ_PIT_BINS = 5 };

/* The simulated distribution of one month and its scores, in the unit of the series. */
struct mnz_point_score {
    const struct mnz_observation *point;
    double mean, p05, p25, p50, p75, p95;
    double crps; /* continuous ranked probability score, fair, of the trials */
    /* The same of the naive forecasts, which is their absolute error; or NaN. */
    double crps_still, crps_literal;
    double pit_low, pit_high; /* probability integral transform: between these */
    int is_in_50, is_in_90;   /* within the central band of so many per cent */
};

/* Means by weight over the months of one set. Skill: 1 - crps / that of a naive
 * forecast. */
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

/* All zero is a sound choice. */
struct mnz_score_options {
    struct mnz_run_options run; /* `keep` is not used */
    enum mnz_naive_base naive_base;
};

/*
 * Run `model` and score its trials against `observations`, made for the same model and
 * to be destroyed after the score. `options` may be NULL.
 *
 * On MNZ_OK, and also when the run was stopped (MNZ_ERR_STOPPED: the trials done are
 * scored), *out is the caller's to destroy. Otherwise it is NULL and the result is as
 * that of mnz_model_run(): MNZ_ERR_INPUT also where the values of all trials are more
 * than MNZ_MOST_KEPT.
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_score(const struct mnz_model *model,
                const struct mnz_observations *observations,
                const struct mnz_score_options *options, struct mnz_score **out);

/* Does nothing when `score` is NULL. */
MNZ_API void mnz_score_destroy(struct mnz_score *score);

/* The result of the run that was scored, the score's. */
MNZ_API const struct mnz_result *mnz_score_result(const struct mnz_score *score);

/* How many series there are, as many as were observed, and the scores of series `i`,
 * which belong to the score. */
MNZ_API uint32_t mnz_score_count(const struct mnz_score *score);
MNZ_API const struct mnz_series_score *mnz_score_series(const struct mnz_score *score,
                                                        uint32_t i);

/* All series together, for each set that occurs: coverage, transforms and skill only,
 * that of CRPS in shares of each series' mean before. *count of them. */
MNZ_API const struct mnz_set_score *mnz_score_sets(const struct mnz_score *score,
                                                   uint32_t *count);

#ifdef __cplusplus
}
#endif

#endif
