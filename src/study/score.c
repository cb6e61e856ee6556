/* score.c - trials against observations. */

#include "study/model.h"
#include "study/score.h"

#include <math.h>
#include <stdlib.h>

#include "stats/ensemble.h"

/* Recovery: this part of the mean before. */
#define RECOVERED 0.9

static void score_series(struct mnz_score *score, uint32_t i,
                         const struct mnz_keep *keep, uint64_t trials, double *members);
static void add_to_set(struct mnz_set_score *sets, uint32_t *num_sets,
                       const struct mnz_point_score *point);
static void finish_sets(struct mnz_set_score *sets, uint32_t num_sets);
static void pool_skill(const struct mnz_score *score, struct mnz_set_score *set);
static struct mnz_path find_path(const struct mnz_series_score *s, int is_observed);

enum mnz_status
mnz_score_create(const struct mnz_observations *observations,
                 const struct mnz_keep *keep, uint64_t trials,
                 enum mnz_naive_base naive_base, struct mnz_score **out)
{
    struct mnz_score *score = calloc(1, sizeof *score);
    double *members = calloc(trials > 0 ? trials : 1, sizeof *members);
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!score || !members)
        goto out;
    score->observations = observations;
    score->naive_base = naive_base;
    score->num_series = observations->num_series;
    score->series =
        mnz_arena_alloc(&score->arena, score->num_series, sizeof *score->series);
    if (!score->series)
        goto out;
    for (uint64_t k = 0; k < trials; k++)
        score->trials += keep->is_done[k];
    for (uint32_t i = 0; i < score->num_series; i++) {
        struct mnz_series_score *s = &score->series[i];

        s->series = &observations->series[i];
        s->unit = mnz_metric_rows[s->series->metric].unit_name;
        s->points =
            mnz_arena_alloc(&score->arena, s->series->num_scored, sizeof *s->points);
        if (!s->points)
            goto out;
        score_series(score, i, keep, trials, members);
    }
    finish_sets(score->sets, score->num_sets);
    for (uint32_t k = 0; k < score->num_sets; k++)
        pool_skill(score, &score->sets[k]);
    *out = score;
    score = NULL;
    st = MNZ_OK;
out:
    free(members);
    mnz_score_destroy(score);
    return st;
}

void
mnz_score_destroy(struct mnz_score *score)
{
    if (!score)
        return;
    mnz_result_destroy(score->result);
    mnz_arena_finish(&score->arena);
    free(score);
}

/* The values of a column in all trials that have one, ascending. */
static struct mnz_ensemble
gather(const struct mnz_keep *keep, uint64_t trials, uint32_t column, double *members)
{
    struct mnz_ensemble e = {.values = members};

    for (uint64_t k = 0; k < trials; k++) {
        const double value = keep->values[k * keep->num_series + column];

        if (keep->is_done[k] && !isnan(value))
            members[e.count++] = value;
    }
    mnz_ensemble_sort(members, e.count);
    return e;
}

static struct mnz_point_score
score_point(const struct mnz_observation *p, const struct mnz_ensemble *e, double naive)
{
    struct mnz_point_score s = {
        .point = p,
        .mean = mnz_ensemble_mean(e),
        .p05 = mnz_ensemble_quantile(e, 0.05),
        .p25 = mnz_ensemble_quantile(e, 0.25),
        .p50 = mnz_ensemble_quantile(e, 0.5),
        .p75 = mnz_ensemble_quantile(e, 0.75),
        .p95 = mnz_ensemble_quantile(e, 0.95),
        .crps = mnz_ensemble_crps_fair(e, p->value),
        .crps_still = fabs(naive - p->value),
        .crps_literal = fabs(p->literal - p->value),
        .is_in_50 = mnz_ensemble_covers(e, 0.5, p->value),
        .is_in_90 = mnz_ensemble_covers(e, 0.9, p->value),
    };

    mnz_ensemble_pit(e, p->value, &s.pit_low, &s.pit_high);
    return s;
}

static void
score_series(struct mnz_score *score, uint32_t i, const struct mnz_keep *keep,
             uint64_t trials, double *members)
{
    struct mnz_series_score *s = &score->series[i];

    s->mean_before = mnz_observed_mean_before(s->series);
    s->naive = score->naive_base == MNZ_NAIVE_LAST ? mnz_observed_last_before(s->series)
                                                   : s->mean_before;
    for (uint32_t j = 0; j < s->series->num_points; j++) {
        const struct mnz_observation *p = &s->series->points[j];
        struct mnz_ensemble e;

        if (p->column == MNZ_NONE)
            continue;
        e = gather(keep, trials, p->column, members);
        s->points[s->num_points] = score_point(p, &e, s->naive);
        add_to_set(s->sets, &s->num_sets, &s->points[s->num_points]);
        add_to_set(score->sets, &score->num_sets, &s->points[s->num_points]);
        s->num_points++;
    }
    finish_sets(s->sets, s->num_sets);
    s->observed = find_path(s, 1);
    s->simulated = find_path(s, 0);
}

/* Add a month's sums to those of its set; sets stand in the order of their names. */
static void
add_to_set(struct mnz_set_score *sets, uint32_t *num_sets,
           const struct mnz_point_score *point)
{
    const struct mnz_observation *p = point->point;
    uint32_t k = 0;

    while (k < *num_sets && sets[k].set < p->set)
        k++;
    if (k == *num_sets || sets[k].set != p->set) {
        for (uint32_t j = (*num_sets)++; j > k; j--)
            sets[j] = sets[j - 1];
        sets[k] = (struct mnz_set_score){.set = p->set};
    }
    sets += k;
    sets->num_points++;
    sets->weight += p->weight;
    sets->observed += p->weight * p->value;
    sets->crps += p->weight * point->crps;
    sets->crps_still += p->weight * point->crps_still;
    sets->crps_literal += p->weight * point->crps_literal;
    sets->coverage_50 += p->weight * point->is_in_50;
    sets->coverage_90 += p->weight * point->is_in_90;
    sets->bias += p->weight * (point->mean - p->value);
    mnz_pit_spread(point->pit_low, point->pit_high, p->weight, sets->pit, MNZ_PIT_BINS);
}

/* From sums to means. */
static void
finish_sets(struct mnz_set_score *sets, uint32_t num_sets)
{
    for (struct mnz_set_score *s = sets; s < sets + num_sets; s++) {
        double *const sums[] = {&s->observed,     &s->crps,        &s->crps_still,
                                &s->crps_literal, &s->coverage_50, &s->coverage_90,
                                &s->bias};

        s->skill_still = mnz_score_skill(s->crps, s->crps_still);
        s->skill_literal = mnz_score_skill(s->crps, s->crps_literal);
        for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
            *sums[i] /= s->weight;
        for (int i = 0; i < MNZ_PIT_BINS; i++)
            s->pit[i] /= s->weight;
    }
}

/* Skill over all months of a set. Series differ in size and unit, so each counts in
 * shares of its mean before; those that have none, or no such forecast, have no say. */
static void
pool_skill(const struct mnz_score *score, struct mnz_set_score *set)
{
    double own[2] = {0.0, 0.0}, naive[2] = {0.0, 0.0};

    for (uint32_t i = 0; i < score->num_series; i++) {
        const struct mnz_series_score *s = &score->series[i];

        for (uint32_t j = 0; s->mean_before > 0.0 && j < s->num_points; j++) {
            const struct mnz_point_score *p = &s->points[j];
            const double forecasts[2] = {p->crps_still, p->crps_literal};
            const double share = p->point->weight / s->mean_before;

            if (p->point->set != set->set)
                continue;
            for (int f = 0; f < 2; f++)
                if (!isnan(forecasts[f])) {
                    own[f] += share * p->crps;
                    naive[f] += share * forecasts[f];
                }
        }
    }
    set->skill_still = mnz_score_skill(own[0], naive[0]);
    set->skill_literal = mnz_score_skill(own[1], naive[1]);
}

static double
value_on_path(const struct mnz_point_score *p, int is_observed)
{
    return is_observed ? p->point->value : p->p50;
}

static struct mnz_path
find_path(const struct mnz_series_score *s, int is_observed)
{
    struct mnz_path path = {(double)NAN, (double)NAN, (double)NAN};
    uint32_t lowest = 0;

    if (s->num_points == 0 || !(s->mean_before > 0.0))
        return path;
    for (uint32_t j = 1; j < s->num_points; j++)
        if (value_on_path(&s->points[j], is_observed) <
            value_on_path(&s->points[lowest], is_observed))
            lowest = j;
    path.trough = s->points[lowest].point->month + 1.0;
    path.depth = value_on_path(&s->points[lowest], is_observed) / s->mean_before;
    if (!(path.depth < RECOVERED))
        return path;
    for (uint32_t j = s->num_points; j-- > lowest + 1;)
        if (value_on_path(&s->points[j], is_observed) > RECOVERED * s->mean_before)
            path.recovery = s->points[j].point->month + 1.0;
    return path;
}
