/* study.c - several points, run one after the other on all threads. */

#include "monazite/study.h"

#include <stdlib.h>
#include <string.h>

#include "study/deal.h"
#include "study/model.h"

/* A study that goes on: what is done of it, for its watcher. */
struct study {
    const struct mnz_point *points;
    const struct mnz_study_options *options;
    struct mnz_run_options run;     /* of every point */
    uint64_t trials_before, trials; /* of points done, and of all */
    uint32_t point, num_points;     /* whose turn it is */
    double saved;                   /* when something was last stored */
};

/* A study that ends so many seconds after it was stored, or begun, is not stored. */
static const double unsaved_seconds = 10.0;

static enum mnz_status run_point(struct study *s, uint32_t i);

static uint64_t
trials_of(const struct study *s, uint32_t i)
{
    if (s->options->until)
        return s->options->most;
    return s->run.trials > 0 ? s->run.trials : s->points[i].model->scenario->trials;
}

/* The first point's plan, where options do not say another. */
static void
share_plan(const struct mnz_model *first, struct mnz_run_options *run)
{
    run->trials = run->trials > 0 ? run->trials : first->scenario->trials;
    run->seed = run->seed ? run->seed : &first->scenario->seed;
    run->sampler = run->sampler ? run->sampler : mnz_model_sampler(first);
}

static void
show_progress(void *context, uint64_t done, uint64_t trials)
{
    const struct study *s = context;
    const struct mnz_run_options *run = &s->options->run;

    (void)trials;
    run->progress(run->progress_context, s->trials_before + done, s->trials);
}

static int
save_point(void *context, const struct mnz_result *result)
{
    struct study *s = context;
    const int has_failed = s->options->save(s->options->context, s->point, result);

    s->saved = mnz_seconds_now();
    return has_failed;
}

enum mnz_status
mnz_study_run(const struct mnz_point *points, uint32_t num_points,
              const struct mnz_study_options *options)
{
    struct study s = {.points = points,
                      .options = options,
                      .run = options->run,
                      .num_points = num_points,
                      .saved = mnz_seconds_now()};
    enum mnz_status st = MNZ_OK;

    s.run.save = options->save ? save_point : NULL;
    s.run.save_context = &s;

    if (options->shares_plan && num_points > 0)
        share_plan(points[0].model, &s.run);
    for (uint32_t i = 0; i < num_points; i++)
        s.trials += trials_of(&s, i);
    if (s.run.progress) {
        s.run.progress = show_progress;
        s.run.progress_context = &s;
    }
    for (uint32_t i = 0; !st && i < num_points; i++) {
        s.point = i;
        st = run_point(&s, i);
        s.trials_before += trials_of(&s, i);
    }
    return st;
}

enum mnz_status
mnz_model_translate_measure(const struct mnz_model *from, struct mnz_measure measure,
                            const struct mnz_model *to, struct mnz_measure *out)
{
    *out = measure;
    if (!mnz_model_has_measure(from, measure))
        return MNZ_ERR_INPUT;
    if (from == to)
        return MNZ_OK;
    if (mnz_model_find_measure(to, mnz_model_group_scope(from, measure.group),
                               mnz_model_group_name(from, measure.group),
                               mnz_metric_name(measure.metric), out))
        return MNZ_ERR_INPUT;
    out->month = measure.month;
    return mnz_model_has_measure(to, *out) ? MNZ_OK : MNZ_ERR_INPUT;
}

/* Measures of a point by the names that they have in the first one. */
struct translation {
    struct mnz_measure *only, *keep;
    uint32_t num_only;
    uint32_t *kept; /* series; MNZ_NONE where the point does not report one */
    int is_whole;   /* it reports all of `keep` */
};

static enum mnz_status
translate(const struct study *s, uint32_t i, struct translation *t)
{
    const struct mnz_run_options *run = &s->run;
    const struct mnz_model *first = s->points[0].model, *model = s->points[i].model;

    t->is_whole = 1;
    t->only = calloc((size_t)run->num_only + 1, sizeof *t->only);
    t->keep = calloc((size_t)run->num_keep + 1, sizeof *t->keep);
    t->kept = calloc((size_t)run->num_keep + 1, sizeof *t->kept);
    if (!t->only || !t->keep || !t->kept)
        return MNZ_ERR_NOMEM;
    for (uint32_t k = 0; k < run->num_only; k++) {
        if (i == 0 && !mnz_model_has_measure(model, run->only[k]))
            return MNZ_ERR_INPUT;
        t->num_only += !mnz_model_translate_measure(first, run->only[k], model,
                                                    &t->only[t->num_only]);
    }
    for (uint32_t k = 0; k < run->num_keep; k++) {
        const int is_there =
            !mnz_model_translate_measure(first, run->keep[k], model, &t->keep[k]);

        if (i == 0 && !is_there)
            return MNZ_ERR_INPUT;
        t->kept[k] = is_there ? mnz_model_series(model, t->keep[k]) : MNZ_NONE;
        t->is_whole &= is_there;
    }
    return MNZ_OK;
}

/* The same of a result that was begun. */
static enum mnz_status
go_on(const struct study *s, uint32_t i, const struct mnz_run_options *run,
      struct mnz_result **result)
{
    const struct mnz_study_options *o = s->options;
    enum mnz_status st;

    if (o->until)
        st = mnz_result_extend_until(*result, run, &o->until[i], o->most);
    else
        st = mnz_result_extend(*result, run);
    if (st && st != MNZ_ERR_STOPPED) {
        mnz_result_destroy(*result);
        *result = NULL;
    }
    return st;
}

/* Measures that a point counts and keeps, in terms of its own model. */
static struct mnz_kept_series
series_of(const struct study *s, uint32_t i, const struct translation *t)
{
    return (struct mnz_kept_series){
        .kept = t->kept,
        .num_kept = s->run.num_keep,
        .sampled = mnz_model_carrier_series(s->points[i].model, &s->run),
        .sample_trials = MNZ_CARRIER_TRIALS,
        .takes_strata = 1};
}

/* Until the point's criteria hold, or as many trials as are asked for. */
static enum mnz_status
run_translated(const struct study *s, uint32_t i, const struct translation *t,
               struct mnz_result **out)
{
    const struct mnz_model *model = s->points[i].model;
    struct mnz_run_options run = s->run;
    const struct mnz_kept_series series = series_of(s, i, t);

    run.only = run.only ? t->only : NULL;
    run.num_only = t->num_only;
    if (*out)
        return go_on(s, i, &run, out);
    if (!s->options->until)
        return mnz_model_run_keeping(model, &run, &series, out);
    if (!t->is_whole)
        return MNZ_ERR_INPUT;
    run.keep = t->keep;
    return mnz_model_run_until(model, &run, &s->options->until[i], s->options->most,
                               out);
}

static void
translation_finish(struct translation *t)
{
    free(t->only);
    free(t->keep);
    free(t->kept);
}

/* Whether a result with this status, which had `before` trials, is to be stored. */
static int
is_unsaved(const struct study *s, enum mnz_status st, const struct mnz_result *result,
           uint64_t before)
{
    const int is_last = s->point + 1 == s->num_points;

    if (!s->options->save || mnz_is_helper(s->run.ranks) ||
        (mnz_result_trials(result) == before && s->run.shards == 0))
        return 0;
    return st == MNZ_ERR_STOPPED || !is_last || s->run.shards > 0 ||
           mnz_seconds_now() - s->saved > unsaved_seconds;
}

static enum mnz_status
run_point(struct study *s, uint32_t i)
{
    struct translation t = {0};
    struct mnz_result *result = NULL;
    uint64_t before = 0;
    enum mnz_status st = translate(s, i, &t), taken;

    if (s->options->begun) {
        result = s->options->begun[i];
        s->options->begun[i] = NULL;
        before = result ? mnz_result_trials(result) : 0;
    }
    if (st) {
        mnz_result_destroy(result);
        result = NULL;
    }
    if (!st)
        st = run_translated(s, i, &t, &result);
    translation_finish(&t);
    if (!result)
        return st;
    if (is_unsaved(s, st, result, before) && save_point(s, result)) {
        mnz_result_destroy(result);
        return MNZ_ERR_IO;
    }
    taken = s->options->done(s->options->context, i, st, result);
    return taken ? taken : st;
}

enum mnz_status
mnz_study_restore(const struct mnz_point *points, uint32_t num_points,
                  const struct mnz_study_options *options, uint32_t point,
                  const char *maker, const char *path, struct mnz_diags *diags,
                  char *note, struct mnz_result **out)
{
    struct study s = {.points = points, .options = options, .run = options->run};
    struct translation t = {0};
    struct mnz_kept_series series;
    struct mnz_run_options run;
    enum mnz_status st;

    *out = NULL;
    if (options->shares_plan && num_points > 0)
        share_plan(points[0].model, &s.run);
    st = translate(&s, point, &t);
    if (!st) {
        series = series_of(&s, point, &t);
        run = s.run;
        run.only = run.only ? t.only : NULL;
        run.num_only = t.num_only;
        st = mnz_result_restore_keeping(points[point].model, &run, &series, maker, path,
                                        diags, note, out);
    }
    translation_finish(&t);
    return st;
}
