/* sweep.c - the points of a sweep: each loaded, run and written to the journal. */

#include "study/sweep_data.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/files.h"
#include "study/attend.h"
#include "study/processors.h"

/* A sweep that goes on. */
struct sweeping {
    struct mnz_sweep *sweep;
    const struct mnz_sweep_options *options;
    const struct mnz_ranks *ranks; /* NULL: this process works alone */
    uint32_t next;                 /* point that is not looked at yet */
    uint32_t threads_each;
    uint64_t trials; /* of all points that are to be done */
    enum mnz_status status;
    int error;
    int running; /* runners, under `lock`, as are all above */
    pthread_mutex_t lock;
    pthread_cond_t finished;
    atomic_uint_fast64_t trials_done; /* of points that are done */
    struct runner *runners;           /* [num_runners] */
    uint32_t num_runners;
};

/* A thread that runs points. */
struct runner {
    struct sweeping *s;
    pthread_t thread;
    atomic_uint_fast64_t trials_done; /* of its point */
    struct mnz_figure *figures;       /* [figure] of its point's model */
    struct mnz_measure *measures;
    struct mnz_estimate *estimates;
    const char **settings;
    char *values; /* texts of its point's settings */
    unsigned char *record;
};

static enum mnz_status begin(struct mnz_sweep *sweep,
                             const struct mnz_sweep_options *options,
                             struct mnz_diags *diags);
static enum mnz_status open_journal(struct mnz_sweep *sweep,
                                    const struct mnz_sweep_options *options,
                                    const struct mnz_ranks *ranks,
                                    struct mnz_diags *diags);
static enum mnz_status run_points(struct sweeping *s);

enum mnz_status
mnz_sweep_run(const struct mnz_model *base, const struct mnz_sweep_plan *plan,
              const struct mnz_sweep_options *options, struct mnz_diags *diags,
              struct mnz_sweep **out)
{
    const struct mnz_ranks *ranks = options->run.ranks;
    struct mnz_sweep *sweep = calloc(1, sizeof *sweep);
    struct sweeping s = {.sweep = sweep, .options = options, .ranks = ranks};
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!sweep)
        return st;
    sweep->base = base;
    sweep->plan = plan;
    st = begin(sweep, options, diags);
    if (!st)
        st = open_journal(sweep, options, ranks, diags);
    if (!st)
        st = mnz_sweep_count_problems(sweep);
    if (!st)
        st = run_points(&s);
    if (!st || st == MNZ_ERR_STOPPED)
        *out = sweep;
    else
        mnz_sweep_destroy(sweep);
    return st;
}

void
mnz_sweep_destroy(struct mnz_sweep *sweep)
{
    if (!sweep)
        return;
    mnz_journal_close(sweep->journal);
    mnz_sweep_plan_destroy(sweep->own_plan);
    mnz_arena_finish(&sweep->arena);
    free(sweep);
}

/* Trials, seed and sampler of all points; the figures, which the base must have. */
static enum mnz_status
begin(struct mnz_sweep *sweep, const struct mnz_sweep_options *options,
      struct mnz_diags *diags)
{
    const struct mnz_run_options *run = &options->run;
    const struct mnz_scenario *s = sweep->base->scenario;
    enum mnz_status st = MNZ_OK, one;

    sweep->trials = run->trials > 0 ? run->trials : s->trials;
    sweep->seed = run->seed ? *run->seed : s->seed;
    sweep->sampler = run->sampler ? mnz_sampler_find(run->sampler) : s->sampler;
    sweep->threads = run->threads > 0 ? run->threads : mnz_processors();
    sweep->is_part = options->shards > 1;
    sweep->name = mnz_model_name(sweep->base);
    sweep->title = options->title ? options->title : mnz_model_title(sweep->base);
    sweep->num_figures = options->num_figures;
    sweep->figures = mnz_arena_alloc(&sweep->arena, options->num_figures + 1,
                                     sizeof *sweep->figures);
    sweep->units =
        mnz_arena_alloc(&sweep->arena, options->num_figures + 1, sizeof *sweep->units);
    if (!sweep->figures || !sweep->units)
        return MNZ_ERR_NOMEM;
    if (sweep->sampler == MNZ_NUM_SAMPLERS || options->num_figures == 0)
        return MNZ_ERR_INPUT;
    for (uint32_t i = 0; i < options->num_figures; i++) {
        struct mnz_figure figure;

        one = mnz_figure_read(sweep->base, options->figures[i], diags, &figure);
        st = st ? st : one;
        if (one)
            continue;
        sweep->figures[i] = mnz_arena_strdup(&sweep->arena, options->figures[i]);
        sweep->units[i] = figure.function == MNZ_FUNCTION_PROBABILITY
                              ? "share"
                              : mnz_metric_unit(figure.measure.metric);
    }
    return mnz_arena_has_failed(&sweep->arena) ? MNZ_ERR_NOMEM : st;
}

static enum mnz_status
open_with(struct mnz_sweep *sweep, const struct mnz_sweep_options *options,
          const struct mnz_ranks *ranks, const struct mnz_journal_field *fields,
          size_t count, struct mnz_diags *diags)
{
    const uint32_t points = mnz_sweep_plan_points(sweep->plan);
    const int is_first = !ranks || ranks->rank == 0;
    const char *difference = NULL;
    enum mnz_status st;

    if (!is_first || !options->resumes || !options->journal)
        return mnz_journal_create(is_first ? options->journal : NULL, fields, count,
                                  points, &sweep->journal);
    st = mnz_journal_resume(options->journal, fields, count, points, &sweep->arena,
                            &difference, &sweep->journal);
    if (st == MNZ_ERR_INPUT && diags)
        mnz_diag_add(diags, MNZ_E1807,
                     (struct mnz_span){.file = mnz_diags_keep(diags, options->journal)},
                     "choose another folder, or begin anew with --force",
                     "this journal is of another study: %s", difference);
    return st;
}

/* Whether all ranks have these fields. */
static enum mnz_status
agree(const struct mnz_ranks *ranks, const struct mnz_journal_field *fields,
      size_t count, struct mnz_diags *diags)
{
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    int are_same;

    if (!memory)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        fprintf(memory, "%s: %s\n", fields[i].key, fields[i].value);
    if (mnz_text_end(memory, &text))
        return MNZ_ERR_NOMEM;
    are_same = ranks->agree(ranks->context, text);
    free(text);
    if (are_same)
        return MNZ_OK;
    if (diags)
        mnz_diag_add(
            diags, MNZ_E1807, (struct mnz_span){.file = "mpirun"},
            "start all ranks with the same files, program and options",
            "rank %d of this job, or another one, has another study than rank 0",
            ranks->rank);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
open_journal(struct mnz_sweep *sweep, const struct mnz_sweep_options *options,
             const struct mnz_ranks *ranks, struct mnz_diags *diags)
{
    struct mnz_journal_field *fields = NULL;
    size_t capacity = 0, count = 0;
    enum mnz_status st = mnz_sweep_fields(sweep, options, &fields, &capacity, &count);
    int error;

    if (!st)
        st = mnz_sweep_plan_fields(sweep->plan, &fields, &capacity, &count);
    if (!st)
        st = open_with(sweep, options, ranks, fields, count, diags);
    if (!st && ranks)
        st = agree(ranks, fields, count, diags);
    error = errno;
    free(fields);
    errno = error;
    return st;
}

static int
is_mine(const struct sweeping *s, uint32_t point)
{
    const struct mnz_sweep_options *o = s->options;

    return (o->shards == 0 || point % o->shards == o->shard) &&
           !mnz_journal_has(s->sweep->journal, point);
}

static int
is_helper(const struct sweeping *s)
{
    return s->ranks && s->ranks->rank > 0;
}

/* The next point to do. */
static struct mnz_units
claim(void *context)
{
    struct sweeping *s = context;
    const uint32_t points = mnz_sweep_plan_points(s->sweep->plan);
    struct mnz_units point = {0};

    pthread_mutex_lock(&s->lock);
    if (!s->status && s->options->run.stop && atomic_load(s->options->run.stop))
        s->status = MNZ_ERR_STOPPED;
    while (!s->status && s->next < points && !is_mine(s, s->next))
        s->next++;
    if (!s->status && s->next < points)
        point = (struct mnz_units){s->next++, 1};
    pthread_mutex_unlock(&s->lock);
    return point;
}

/* The same for a thread of this process, whichever rank it is. */
static struct mnz_units
claim_here(struct sweeping *s)
{
    const struct mnz_units none = {0};
    int has_ended;

    if (!is_helper(s))
        return claim(s);
    pthread_mutex_lock(&s->lock);
    if (!s->status && s->options->run.stop && atomic_load(s->options->run.stop))
        s->status = MNZ_ERR_STOPPED;
    has_ended = s->status != MNZ_OK;
    pthread_mutex_unlock(&s->lock);
    return has_ended ? none : s->ranks->ask(s->ranks->context);
}

/* The first failure is the sweep's. */
static void
fail(struct sweeping *s, enum mnz_status status, int error)
{
    pthread_mutex_lock(&s->lock);
    if (!s->status) {
        s->status = status;
        s->error = error;
    }
    pthread_mutex_unlock(&s->lock);
}

static void
deliver(void *context, uint32_t point, const unsigned char *record, size_t length)
{
    struct sweeping *s = context;
    enum mnz_status st;
    int error;

    pthread_mutex_lock(&s->lock);
    st = mnz_journal_append(s->sweep->journal, point, record, length);
    error = errno;
    s->sweep->num_problems += !st && record[0] == MNZ_SWEEP_PROBLEM;
    pthread_mutex_unlock(&s->lock);
    if (st)
        fail(s, st, error);
}

/* The settings of a point behind those of its scenario and of all. */
static size_t
set_values(struct runner *r, uint32_t point)
{
    const struct mnz_sweep_plan *plan = r->s->sweep->plan;
    const struct mnz_sweep_options *o = r->s->options;
    const uint32_t scenario = mnz_sweep_plan_scenario(plan, point);
    size_t count = 0, used = 0;

    for (size_t i = 0; scenario != MNZ_NONE && i < o->scenarios[scenario].num_settings;
         i++)
        r->settings[count++] = o->scenarios[scenario].settings[i];
    for (size_t i = 0; i < o->num_settings; i++)
        r->settings[count++] = o->settings[i];
    for (uint32_t i = scenario != MNZ_NONE; i < mnz_sweep_plan_num_paths(plan); i++) {
        const char *path = mnz_sweep_plan_path(plan, i);
        const size_t length = strlen(path);
        char *text = r->values + used;

        mnz_sweep_plan_value(plan, point, i, text + length + 1);
        if (!text[length + 1])
            continue;
        memcpy(text, path, length);
        text[length] = '=';
        r->settings[count++] = text;
        used += length + 1 + strlen(text + length + 1) + 1;
    }
    return count;
}

/* The first error, for one line. */
static void
note_problem(const struct mnz_diags *diags, char problem[MNZ_PROBLEM_TEXT])
{
    for (size_t i = 0; i < mnz_diags_count(diags); i++) {
        const struct mnz_diag *d = mnz_diags_get(diags, i);

        if (d->severity != MNZ_SEVERITY_ERROR)
            continue;
        snprintf(problem, MNZ_PROBLEM_TEXT, "%s%s%s [%s]", d->text,
                 d->advice ? ": " : "", d->advice ? d->advice : "", d->code);
        return;
    }
    snprintf(problem, MNZ_PROBLEM_TEXT, "it cannot be run");
}

static enum mnz_status
read_figures(struct runner *r, const struct mnz_model *model, struct mnz_diags *diags)
{
    const struct mnz_sweep *sweep = r->s->sweep;

    for (uint32_t i = 0; i < sweep->num_figures; i++) {
        const enum mnz_status st =
            mnz_figure_read(model, sweep->figures[i], diags, &r->figures[i]);

        if (st)
            return st;
        r->measures[i] = r->figures[i].measure;
    }
    return MNZ_OK;
}

static void
note_progress(void *context, uint64_t done, uint64_t trials)
{
    struct runner *r = context;

    (void)trials;
    atomic_store(&r->trials_done, done);
}

/* Run a model and take its figures. */
static enum mnz_status
simulate(struct runner *r, const struct mnz_model *model)
{
    const struct mnz_sweep *sweep = r->s->sweep;
    const struct mnz_run_options run = {.trials = sweep->trials,
                                        .seed = &sweep->seed,
                                        .sampler = mnz_sampler_names[sweep->sampler],
                                        .threads = r->s->threads_each,
                                        .stop = r->s->options->run.stop,
                                        .progress = note_progress,
                                        .progress_context = r,
                                        .only = r->measures,
                                        .num_only = sweep->num_figures};
    struct mnz_result *result = NULL;
    enum mnz_status st = mnz_model_run(model, &run, &result);

    for (uint32_t i = 0; !st && i < sweep->num_figures; i++)
        st = mnz_result_figure(result, &r->figures[i], &r->estimates[i]);
    mnz_result_destroy(result);
    return st;
}

/* MNZ_ERR_INPUT, with `problem`, where the point cannot be. */
static enum mnz_status
run_point(struct runner *r, uint32_t point, char problem[MNZ_PROBLEM_TEXT])
{
    const struct mnz_sweep_options *o = r->s->options;
    const uint32_t scenario = mnz_sweep_plan_scenario(r->s->sweep->plan, point);
    const int is_one = scenario == MNZ_NONE;
    struct mnz_model *model = NULL;
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    problem[0] = '\0';
    if (!st)
        st = mnz_model_read(is_one ? o->path : o->scenarios[scenario].path,
                            is_one ? o->text : o->scenarios[scenario].text, r->settings,
                            set_values(r, point), diags, &model);
    if (!st)
        st = read_figures(r, model, diags);
    if (st == MNZ_ERR_INPUT)
        note_problem(diags, problem);
    mnz_diags_destroy(diags);
    if (!st)
        st = simulate(r, model);
    if (st == MNZ_ERR_INPUT && !*problem)
        snprintf(problem, MNZ_PROBLEM_TEXT, "it cannot be run");
    mnz_model_destroy(model);
    return st;
}

static void *
run_some(void *context)
{
    struct runner *r = context;
    struct sweeping *s = r->s;
    const uint32_t figures = s->sweep->num_figures;
    struct mnz_units units;

    while ((units = claim_here(s)).count > 0) {
        const uint32_t point = units.first;
        char problem[MNZ_PROBLEM_TEXT];
        const enum mnz_status st = run_point(r, point, problem);
        const size_t length =
            mnz_sweep_record(r->estimates, figures, st ? problem : NULL, r->record);

        if (st && st != MNZ_ERR_INPUT)
            fail(s, st, errno);
        else if (is_helper(s))
            s->ranks->hand_over(s->ranks->context, point, r->record, length);
        else
            deliver(s, point, r->record, length);
        atomic_store(&r->trials_done, 0);
        atomic_fetch_add(&s->trials_done, s->sweep->trials);
    }
    pthread_mutex_lock(&s->lock);
    if (--s->running == 0)
        pthread_cond_signal(&s->finished);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static enum mnz_status
make_runner(struct runner *r, struct sweeping *s)
{
    struct mnz_arena *arena = &s->sweep->arena;
    const size_t figures = s->sweep->num_figures,
                 paths = mnz_sweep_plan_num_paths(s->sweep->plan);
    size_t room = 1, settings = s->options->num_settings + paths + 1, most = 0;

    for (uint32_t i = 0; i < s->options->num_scenarios; i++)
        if (s->options->scenarios[i].num_settings > most)
            most = s->options->scenarios[i].num_settings;
    for (uint32_t i = 0; i < paths; i++)
        room += strlen(mnz_sweep_plan_path(s->sweep->plan, i)) + MNZ_VARIED_TEXT + 2;
    r->s = s;
    r->figures = mnz_arena_alloc(arena, figures + 1, sizeof *r->figures);
    r->measures = mnz_arena_alloc(arena, figures + 1, sizeof *r->measures);
    r->estimates = mnz_arena_alloc(arena, figures + 1, sizeof *r->estimates);
    r->settings = mnz_arena_alloc(arena, settings + most, sizeof *r->settings);
    r->values = mnz_arena_alloc(arena, room, 1);
    r->record = mnz_arena_alloc(
        arena, mnz_sweep_record_size((uint32_t)figures) + MNZ_PROBLEM_TEXT, 1);
    return mnz_arena_has_failed(arena) ? MNZ_ERR_NOMEM : MNZ_OK;
}

static void
show_progress(void *context)
{
    const struct sweeping *s = context;
    const struct mnz_run_options *run = &s->options->run;
    uint64_t done = atomic_load(&s->trials_done);

    for (uint32_t i = 0; i < s->num_runners; i++)
        done += atomic_load(&s->runners[i].trials_done);
    if (run->progress)
        run->progress(run->progress_context, done < s->trials ? done : s->trials,
                      s->trials);
}

/* Other ranks that still work, after those that ask have been answered. */
static int
serve(void *context)
{
    struct sweeping *s = context;
    const struct mnz_rank_desk desk = {s, claim, deliver};

    return s->ranks->serve(s->ranks->context, &desk);
}

/* Start the runners; where no thread can be made, this one does all. */
static uint32_t
start(struct sweeping *s)
{
    struct runner *runners = s->runners;
    const uint32_t count = s->num_runners;
    uint32_t started = 0;

    s->running = (int)count;
    while (started < count && pthread_create(&runners[started].thread, NULL, run_some,
                                             &runners[started]) == 0)
        started++;
    pthread_mutex_lock(&s->lock);
    s->running -= (int)(count - started) - (started == 0);
    pthread_mutex_unlock(&s->lock);
    if (started == 0)
        run_some(&runners[0]);
    return started;
}

/* As many points at once as there are threads, and the threads that are left to each.
 */
static enum mnz_status
work_together(struct sweeping *s)
{
    const struct mnz_attendance attendance = {
        .lock = &s->lock,
        .finished = &s->finished,
        .running = &s->running,
        .context = s,
        .show = show_progress,
        .serve = s->ranks && !is_helper(s) ? serve : NULL};
    uint32_t started = 0;
    enum mnz_status st = MNZ_OK;

    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->finished, NULL);
    for (uint32_t i = 0; !st && i < s->num_runners; i++)
        st = make_runner(&s->runners[i], s);
    if (!st) {
        started = start(s);
        mnz_attend(&attendance);
    }
    for (uint32_t i = 0; i < started; i++)
        pthread_join(s->runners[i].thread, NULL);
    if (is_helper(s))
        s->ranks->leave(s->ranks->context);
    pthread_cond_destroy(&s->finished);
    pthread_mutex_destroy(&s->lock);
    return st ? st : s->status;
}

static enum mnz_status
run_points(struct sweeping *s)
{
    const uint32_t points = mnz_sweep_plan_points(s->sweep->plan);
    uint32_t left = 0;
    enum mnz_status st;

    for (uint32_t i = 0; i < points; i++)
        left += (uint32_t)is_mine(s, i);
    if (left == 0 && !s->ranks)
        return MNZ_OK;
    left = left > 0 ? left : 1;
    s->num_runners = s->sweep->threads < left ? s->sweep->threads : left;
    s->threads_each = s->sweep->threads / s->num_runners;
    s->trials = left * s->sweep->trials;
    s->runners = calloc(s->num_runners, sizeof *s->runners);
    if (!s->runners)
        return MNZ_ERR_NOMEM;
    st = work_together(s);
    free(s->runners);
    errno = s->error;
    return st;
}

const struct mnz_sweep_plan *
mnz_sweep_plan_of(const struct mnz_sweep *sweep)
{
    return sweep->plan;
}

uint32_t
mnz_sweep_num_figures(const struct mnz_sweep *sweep)
{
    return sweep->num_figures;
}

const char *
mnz_sweep_figure(const struct mnz_sweep *sweep, uint32_t figure)
{
    return sweep->figures[figure];
}

const char *
mnz_sweep_unit(const struct mnz_sweep *sweep, uint32_t figure)
{
    return sweep->units[figure];
}

uint64_t
mnz_sweep_trials(const struct mnz_sweep *sweep)
{
    return sweep->trials;
}

int
mnz_sweep_is_part(const struct mnz_sweep *sweep)
{
    return sweep->is_part;
}

uint32_t
mnz_sweep_num_done(const struct mnz_sweep *sweep)
{
    return mnz_journal_count(sweep->journal);
}

uint32_t
mnz_sweep_num_problems(const struct mnz_sweep *sweep)
{
    return sweep->num_problems;
}
