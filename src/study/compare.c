/* compare.c - alternatives beside a base, trial by trial. */

#include "study/comparison.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sampling/points.h"
#include "stats/interval.h"
#include "stats/paired.h"

/* A comparison in the making. */
struct comparing {
    struct mnz_comparison *c;
    double *sum;       /* of the measures' differences, [trial][measure]; or NULL */
    double *predicted; /* base plus that sum, [trial] */
    double *room;
    uint8_t *is_chosen; /* [trial] of the branch at hand */
    uint32_t *weights;  /* [trial], or NULL */
    int has_no_pairs;   /* another rank has the trials, or other shards have some */
    const struct mnz_compare_options *options;
};

static enum mnz_status set_up(struct mnz_comparison *c, const struct mnz_point *base,
                              const struct mnz_alternative *alternatives,
                              const struct mnz_compare_options *o);
static enum mnz_status take_point(void *context, uint32_t point, enum mnz_status status,
                                  struct mnz_result *result);

static int
save_point(void *context, uint32_t point, const struct mnz_result *result)
{
    const struct comparing *x = context;

    return x->options->save(x->options->save_context, point, result);
}

/* Each point counts the measures, and keeps them of all trials. */
static void
keep_measures(const struct mnz_comparison *c, struct mnz_study_options *study)
{
    study->run.only = study->run.keep = c->measures;
    study->run.num_only = study->run.num_keep = c->num_measures;
    study->run.trial = NULL;
}

enum mnz_status
mnz_compare_create(const struct mnz_point *base,
                   const struct mnz_alternative *alternatives,
                   uint32_t num_alternatives, const struct mnz_compare_options *options,
                   struct mnz_comparison **out)
{
    struct mnz_comparison *c = calloc(1, sizeof *c);
    struct comparing comparing = {.c = c,
                                  .options = options,
                                  .has_no_pairs = mnz_is_helper(options->run.ranks) ||
                                                  options->run.shards > 0};
    struct mnz_study_options study = {.run = options->run,
                                      .shares_plan = 1,
                                      .begun = options->begun,
                                      .save = options->save ? save_point : NULL,
                                      .done = take_point,
                                      .context = &comparing};
    enum mnz_status st;

    *out = NULL;
    if (!c)
        return MNZ_ERR_NOMEM;
    c->num_asked = num_alternatives;
    st = set_up(c, base, alternatives, options);
    if (!st) {
        keep_measures(c, &study);
        st = mnz_study_run(c->points, 1 + num_alternatives, &study);
    }
    free(comparing.sum);
    free(comparing.predicted);
    free(comparing.room);
    free(comparing.is_chosen);
    free(comparing.weights);
    if (!st || (st == MNZ_ERR_STOPPED && c->num_done > 0))
        *out = c;
    else
        mnz_comparison_destroy(c);
    return st;
}

void
mnz_comparison_destroy(struct mnz_comparison *comparison)
{
    if (!comparison)
        return;
    for (uint32_t i = 0; comparison->results && i <= comparison->num_asked; i++)
        mnz_result_destroy(comparison->results[i]);
    free(comparison->differences);
    mnz_arena_finish(&comparison->arena);
    free(comparison);
}

/* The measures asked for, or all over the horizon. */
static enum mnz_status
list_measures(struct mnz_comparison *c, const struct mnz_model *model,
              const struct mnz_compare_options *o)
{
    const uint32_t count = o->measures ? o->num_measures : mnz_model_num_horizon(model);

    c->measures = mnz_arena_alloc(&c->arena, (size_t)count + 1, sizeof *c->measures);
    if (!c->measures)
        return MNZ_ERR_NOMEM;
    if (o->measures) {
        memcpy(c->measures, o->measures, count * sizeof *c->measures);
        c->num_measures = count;
        return MNZ_OK;
    }
    for (uint32_t g = 0; g < mnz_model_num_groups(model); g++)
        for (uint32_t k = 0; k < mnz_metric_count(); k++) {
            const struct mnz_measure m = {g, k, MNZ_HORIZON};

            if (mnz_model_has_measure(model, m))
                c->measures[c->num_measures++] = m;
        }
    return MNZ_OK;
}

enum mnz_status
mnz_compare_restore(const struct mnz_point *base, const struct mnz_point *point,
                    const struct mnz_compare_options *options, const char *maker,
                    const char *path, struct mnz_diags *diags, char *note,
                    struct mnz_result **out)
{
    const struct mnz_point points[] = {*base, *point};
    struct mnz_study_options study = {.run = options->run, .shares_plan = 1};
    struct mnz_comparison c = {0};
    enum mnz_status st = list_measures(&c, base->model, options);

    *out = NULL;
    keep_measures(&c, &study);
    if (!st)
        st = mnz_study_restore(points, 2, &study, 1, maker, path, diags, note, out);
    mnz_arena_finish(&c.arena);
    return st;
}

static enum mnz_status
set_up(struct mnz_comparison *c, const struct mnz_point *base,
       const struct mnz_alternative *alternatives, const struct mnz_compare_options *o)
{
    struct mnz_point *points =
        mnz_arena_alloc(&c->arena, (size_t)c->num_asked + 1, sizeof *points);
    enum mnz_alternative_kind *kinds =
        mnz_arena_alloc(&c->arena, (size_t)c->num_asked + 1, sizeof *kinds);
    enum mnz_status st;

    c->results =
        mnz_arena_alloc(&c->arena, (size_t)c->num_asked + 1, sizeof *c->results);
    if (!points || !kinds || !c->results)
        return MNZ_ERR_NOMEM;
    points[0] = *base;
    for (uint32_t i = 0; i < c->num_asked; i++) {
        points[i + 1] = alternatives[i].point;
        kinds[i + 1] = alternatives[i].kind;
    }
    c->points = points;
    c->kinds = kinds;
    c->num_branches = mnz_run_num_conditionals(base->model->scenario);
    st = list_measures(c, base->model, o);
    if (st)
        return st;
    c->differences =
        calloc((size_t)(c->num_asked + 1) * c->num_branches * (c->num_measures + 1),
               sizeof *c->differences);
    return c->differences ? MNZ_OK : MNZ_ERR_NOMEM;
}

static struct mnz_difference *
difference_at(const struct mnz_comparison *c, uint32_t alternative, uint32_t branch,
              uint32_t i)
{
    const size_t row = (size_t)alternative * c->num_branches + branch;

    return &c->differences[row * c->num_measures + i];
}

static enum mnz_status
make_room(struct comparing *x)
{
    const struct mnz_comparison *c = x->c;
    const uint64_t trials = c->results[0]->trials_asked;
    const struct mnz_strata *strata = c->results[0]->strata;
    int has_together = 0;

    for (uint32_t i = 1; i <= c->num_asked; i++)
        has_together |= c->kinds[i] == MNZ_ALTERNATIVE_TOGETHER;
    x->room = calloc(mnz_paired_room(trials) + 1, sizeof *x->room);
    x->is_chosen = calloc(trials + 1, sizeof *x->is_chosen);
    x->predicted = calloc(trials + 1, sizeof *x->predicted);
    if (has_together)
        x->sum = calloc(trials * c->num_measures + 1, sizeof *x->sum);
    if (strata) {
        x->weights = calloc(trials + 1, sizeof *x->weights);
        for (uint64_t k = 0; x->weights && k < trials; k++)
            x->weights[k] = mnz_strata_weight_at(strata, k);
    }
    return (x->weights || !strata) && x->room && x->is_chosen && x->predicted &&
                   (x->sum || !has_together)
               ? MNZ_OK
               : MNZ_ERR_NOMEM;
}

/* The number of a result's branch of that name; 0 where there is none. */
static uint32_t
branch_named(const struct mnz_result *result, const char *name)
{
    for (uint32_t b = 1; b < mnz_result_num_branches(result); b++)
        if (strcmp(mnz_result_branch_name(result, b), name) == 0)
            return b;
    return 0;
}

/* Mark the trials that both points have done, in a branch of the base. */
static void
choose_trials(struct comparing *x, const struct mnz_result *other, uint32_t branch)
{
    const struct mnz_result *base = x->c->results[0];
    const uint32_t same = branch_named(other, mnz_result_branch_name(base, branch));

    for (uint64_t k = 0; k < base->trials_asked; k++)
        x->is_chosen[k] = mnz_result_took_branch(base, branch, k) &&
                          mnz_result_took_branch(other, same, k);
}

/* Compare a measure of the trials chosen: with the base, or with `predicted`. */
static void
compare_measure(struct comparing *x, const struct mnz_result *other,
                const double *predicted, uint32_t i, struct mnz_difference *out)
{
    const struct mnz_result *base = x->c->results[0];
    const size_t width = x->c->num_measures;
    const struct mnz_pairs pairs = {
        .base = predicted ? predicted : &base->keep.values[i],
        .other = &other->keep.values[i],
        .base_stride = predicted ? 1 : width,
        .other_stride = width,
        .is_chosen = x->is_chosen,
        .count = base->trials_asked,
        .replicates = base->strata ? MNZ_STRATA_REPLICATES
                                   : mnz_sampler_replicates(base->sampler),
        .weights = x->weights,
    };

    mnz_paired_find(&pairs, x->room, out);
}

/* A measure as the base and the sum of all measures predict it, trial by trial. */
static void
predict(struct comparing *x, uint32_t i)
{
    const struct mnz_result *base = x->c->results[0];
    const size_t width = x->c->num_measures;

    for (uint64_t k = 0; k < base->trials_asked; k++)
        x->predicted[k] = base->keep.values[k * width + i] + x->sum[k * width + i];
}

static void
compare_point(struct comparing *x, uint32_t point)
{
    struct mnz_comparison *c = x->c;
    const struct mnz_result *other = c->results[point];

    for (uint32_t b = 0; b < c->num_branches; b++) {
        choose_trials(x, other, b);
        for (uint32_t i = 0; i < c->num_measures; i++) {
            compare_measure(x, other, NULL, i, difference_at(c, point - 1, b, i));
            if (c->kinds[point] != MNZ_ALTERNATIVE_TOGETHER)
                continue;
            predict(x, i);
            compare_measure(x, other, x->predicted, i, difference_at(c, point, b, i));
        }
    }
    c->has_interaction |= c->kinds[point] == MNZ_ALTERNATIVE_TOGETHER;
}

static void
add_to_sum(struct comparing *x, const struct mnz_result *other)
{
    const struct mnz_result *base = x->c->results[0];
    const size_t count = (size_t)base->trials_asked * x->c->num_measures;

    for (size_t k = 0; k < count; k++)
        x->sum[k] += other->keep.values[k] - base->keep.values[k];
}

/* Values by trial of an alternative are not needed any more. */
static void
forget_values(struct mnz_result *result)
{
    free(result->keep.values);
    result->keep.values = NULL;
    result->keep.num_series = 0;
}

static enum mnz_status
take_point(void *context, uint32_t point, enum mnz_status status,
           struct mnz_result *result)
{
    struct comparing *x = context;
    struct mnz_comparison *c = x->c;

    (void)status; /* of a stopped point the trials done count */
    c->results[point] = result;
    if (point == 0)
        return x->has_no_pairs ? MNZ_OK : make_room(x);
    if (!x->has_no_pairs)
        compare_point(x, point);
    if (x->sum && c->kinds[point] == MNZ_ALTERNATIVE_MEASURE)
        add_to_sum(x, result);
    forget_values(result);
    c->num_done = point;
    if (point == c->num_asked)
        forget_values(c->results[0]);
    return MNZ_OK;
}

uint32_t
mnz_comparison_num_measures(const struct mnz_comparison *comparison)
{
    return comparison->num_measures;
}

struct mnz_measure
mnz_comparison_measure(const struct mnz_comparison *comparison, uint32_t i)
{
    return comparison->measures[i];
}

uint32_t
mnz_comparison_num_alternatives(const struct mnz_comparison *comparison)
{
    return comparison->num_done;
}

int
mnz_comparison_has_interaction(const struct mnz_comparison *comparison)
{
    return comparison->has_interaction;
}

const struct mnz_result *
mnz_comparison_result(const struct mnz_comparison *comparison, uint32_t point)
{
    return point <= comparison->num_asked ? comparison->results[point] : NULL;
}

const struct mnz_difference *
mnz_comparison_difference(const struct mnz_comparison *comparison, uint32_t alternative,
                          uint32_t branch, uint32_t i)
{
    return difference_at(comparison, alternative, branch, i);
}

void
mnz_comparison_worse(const struct mnz_comparison *comparison, uint32_t alternative,
                     uint32_t branch, uint32_t i, struct mnz_exceedance *out)
{
    const struct mnz_difference *d = difference_at(comparison, alternative, branch, i);
    const int is_below = mnz_metric_less_is_worse(comparison->measures[i].metric);

    out->trials = d->trials;
    out->hits = is_below ? d->below : d->above;
    out->probability = is_below ? d->below_share : d->above_share;
    out->low = out->high = NAN;
    if (out->trials > 0)
        mnz_interval_of_share(out->probability,
                              is_below ? d->below_worth : d->above_worth, &out->low,
                              &out->high);
}
