/* search.c - the nearest number for which criteria hold, by bisection on common trials.
 */

#include "monazite/search.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/number.h"
#include "monazite/study.h"
#include "study/model.h"

/* Numbers at the start of a search, and most that bisection adds for each of the answer
 * and the ends of its interval. */
enum { FIRST_LOOKS = 5, MOST_HALVINGS = 20, MOST_RUNS = 1 + FIRST_LOOKS + 60 };

/* Numbers in a range without a step. */
enum { STEPS = 256 };

/* Quantiles are read from buckets: a smaller change of one says nothing. */
#define BUCKET 0.01

/* How a number stands to the criteria: they may hold, do hold, surely hold. */
enum verdict { MAY_HOLD, HOLDS, SURELY_HOLDS, NUM_VERDICTS };

struct look {
    uint32_t k; /* place in the range; MNZ_NONE of the scenario as it stands */
    int is[NUM_VERDICTS];
    struct mnz_estimate figures[MNZ_MOST_CRITERIA];
};

struct mnz_search {
    struct mnz_arena arena;
    struct mnz_criteria criteria;
    double from, to, step;
    uint32_t last; /* place of `to` */
    struct mnz_result *result;
    struct mnz_search_answer answer;
    uint32_t num_looks;
    struct look looks[MOST_RUNS];
};

/* A search that goes on. */
struct searching {
    struct mnz_search *s;
    const struct mnz_model *model;
    const struct mnz_search_options *options;
    struct mnz_diags *diags;
    struct mnz_measure measures[MNZ_MOST_CRITERIA];
    const char **settings; /* with room for the numbers, the last */
};

static enum mnz_status set_up(struct searching *x);
static enum mnz_status look_as_it_stands(struct searching *x);
static enum mnz_status divide_range(struct searching *x);
static enum mnz_status find(struct searching *x, enum verdict verdict, double *number);
static void answer(struct searching *x, const double numbers[NUM_VERDICTS]);

enum mnz_status
mnz_model_search(const struct mnz_model *model,
                 const struct mnz_search_options *options, struct mnz_diags *diags,
                 struct mnz_search **out)
{
    struct searching x = {.model = model, .options = options, .diags = diags};
    double numbers[NUM_VERDICTS];
    enum mnz_status st;

    *out = NULL;
    x.s = calloc(1, sizeof *x.s);
    if (!x.s)
        return MNZ_ERR_NOMEM;
    st = set_up(&x);
    if (!st)
        st = look_as_it_stands(&x);
    if (!st)
        st = divide_range(&x);
    for (int v = 0; !st && v < NUM_VERDICTS; v++)
        st = find(&x, (enum verdict)v, &numbers[v]);
    if (!st) {
        answer(&x, numbers);
        *out = x.s;
        return MNZ_OK;
    }
    mnz_search_destroy(x.s);
    return st;
}

void
mnz_search_destroy(struct mnz_search *search)
{
    if (!search)
        return;
    mnz_result_destroy(search->result);
    mnz_arena_finish(&search->arena);
    free(search);
}

enum mnz_status
mnz_search_read_number(const char *text, double *number, const char **unit)
{
    const size_t length = mnz_number_read(text, number);

    *unit = text + length + strspn(text + length, " ");
    return length > 0 && isfinite(*number) ? MNZ_OK : MNZ_ERR_INPUT;
}

static double
number_at(const struct mnz_search *s, uint32_t k)
{
    return k == s->last ? s->to : s->from + (double)k * s->step;
}

static enum mnz_status
refuse(const struct searching *x, enum mnz_code code, const char *text)
{
    const struct mnz_span nowhere = {0};

    if (x->diags)
        mnz_diag_add(x->diags, code, nowhere, NULL, "%s", text);
    return MNZ_ERR_INPUT;
}

/* The range as places 0 to `last`, the step towards `to`. */
static enum mnz_status
divide(struct searching *x)
{
    const struct mnz_search_options *o = x->options;
    const double range = fabs(o->to - o->from);
    const double step = o->step != 0.0 ? fabs(o->step) : range / STEPS;

    if (!isfinite(range) || !(range > 0.0) || !(range / step <= MNZ_MOST_SEARCHED))
        return refuse(x, MNZ_E2201,
                      "a search needs two different numbers with at most 1,048,576 "
                      "steps between them");
    x->s->from = o->from;
    x->s->to = o->to;
    x->s->step = o->to > o->from ? step : -step;
    x->s->last = (uint32_t)ceil(range / step * (1.0 - 1e-12));
    return MNZ_OK;
}

static enum mnz_status
set_up(struct searching *x)
{
    const struct mnz_search_options *o = x->options;
    enum mnz_status st = divide(x);

    if (st)
        return st;
    x->s->criteria = *o->criteria;
    for (uint32_t i = 0; i < o->criteria->count; i++) {
        if (o->criteria->items[i].is_of_error)
            return refuse(x, MNZ_E2202,
                          "ci(...) depends on the number of trials, not on the number "
                          "that is searched");
        x->measures[i] = o->criteria->items[i].figure.measure;
    }
    x->settings = mnz_arena_alloc(&x->s->arena, o->num_settings + o->num_paths + 1,
                                  sizeof *x->settings);
    if (!x->settings)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < o->num_settings; i++)
        x->settings[i] = o->settings[i];
    return MNZ_OK;
}

/* Progress of a search: runs done, of as many as it may take. */
static void
show_progress(void *context, uint64_t done, uint64_t trials)
{
    const struct searching *x = context;
    const struct mnz_run_options *run = &x->options->run;
    const uint64_t halvings = (uint64_t)ceil(log2((double)x->s->last + 1.0));

    run->progress(run->progress_context, x->s->num_looks * trials + done,
                  (1 + FIRST_LOOKS + 3 * halvings) * trials);
}

/* Whether an estimate is on the right side of its limit: by its end that is farther
 * from it, itself, and by its end that is nearer. An end that is not known excludes
 * nothing and makes nothing sure. */
static void
judge(const struct mnz_criterion *c, const struct mnz_estimate *e, struct look *look)
{
    const double sign = c->is_above ? -1.0 : 1.0;
    const double good = c->is_above ? e->high : e->low;
    const double bad = c->is_above ? e->low : e->high;

    look->is[MAY_HOLD] &= !(sign * good >= sign * c->limit);
    look->is[HOLDS] &= sign * e->value < sign * c->limit;
    look->is[SURELY_HOLDS] &= sign * bad < sign * c->limit;
}

/* Run a model, whose figures have the names that they have in the first. */
static enum mnz_status
run_model(struct searching *x, const struct mnz_model *model, struct look *look,
          struct mnz_result **out)
{
    const struct mnz_criteria *criteria = &x->s->criteria;
    struct mnz_run_options run = x->options->run;
    struct mnz_measure measures[MNZ_MOST_CRITERIA];
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < criteria->count; i++)
        st = mnz_model_translate_measure(x->model, x->measures[i], model, &measures[i]);
    run.only = measures;
    run.num_only = criteria->count;
    run.keep = NULL;
    run.num_keep = 0;
    run.trial = NULL;
    if (run.progress) {
        run.progress = show_progress;
        run.progress_context = x;
    }
    if (!st)
        st = mnz_model_run(model, &run, out);
    for (int v = 0; v < NUM_VERDICTS; v++)
        look->is[v] = 1;
    for (uint32_t i = 0; !st && i < criteria->count; i++) {
        struct mnz_figure figure = criteria->items[i].figure;

        figure.measure = measures[i];
        st = mnz_result_figure(*out, &figure, &look->figures[i]);
        if (!st)
            judge(&criteria->items[i], &look->figures[i], look);
    }
    return st;
}

static enum mnz_status
look_as_it_stands(struct searching *x)
{
    struct mnz_search *s = x->s;
    struct look *look = &s->looks[s->num_looks];

    look->k = MNZ_NONE;
    const enum mnz_status st = run_model(x, x->model, look, &s->result);

    s->num_looks++;
    return st;
}

/* The scenario with the number at place k. Its warnings are those of the scenario as it
 * stands; only its errors are told. */
static enum mnz_status
load(struct searching *x, uint32_t k, struct mnz_model **model)
{
    const struct mnz_search_options *o = x->options;
    const size_t count = o->num_settings + o->num_paths;
    char number[MNZ_PLAIN_TEXT];
    enum mnz_status st;

    mnz_number_plain(number_at(x->s, k), 12, number);
    for (size_t i = 0; i < o->num_paths; i++) {
        x->settings[o->num_settings + i] =
            mnz_arena_printf(&x->s->arena, "%s=%s%s%s", o->paths[i], number,
                             *o->unit ? " " : "", o->unit);
        if (!x->settings[o->num_settings + i])
            return MNZ_ERR_NOMEM;
    }
    st = mnz_model_read(o->file, o->text, x->settings, count, NULL, model);
    if (st == MNZ_ERR_INPUT && x->diags)
        st = mnz_model_read(o->file, o->text, x->settings, count, x->diags, model);
    return st;
}

/* The look at place k; a new one if need be. */
static enum mnz_status
look_at(struct searching *x, uint32_t k)
{
    struct mnz_search *s = x->s;
    struct look *look = &s->looks[s->num_looks];
    struct mnz_result *result = NULL;
    struct mnz_model *model = NULL;
    enum mnz_status st;

    for (uint32_t i = 0; i < s->num_looks; i++)
        if (s->looks[i].k == k)
            return MNZ_OK;
    look->k = k;
    st = load(x, k, &model);
    if (!st)
        st = run_model(x, model, look, &result);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
    s->num_looks++;
    return st;
}

/* The ends, so that a number that the scenario does not take is found at once, then the
 * quarters: numbers between two of one verdict may have another. */
static enum mnz_status
divide_range(struct searching *x)
{
    const uint32_t last = x->s->last;
    const uint32_t places[FIRST_LOOKS] = {0, last, last / 2, last / 4, last - last / 4};
    enum mnz_status st = MNZ_OK;

    for (int i = 0; !st && i < FIRST_LOOKS; i++)
        st = look_at(x, places[i]);
    return st;
}

/* The last place that fails, and the first place after it, which holds; *low is -1
 * where none fails. 0 where `to` itself fails. */
static int
bracket(const struct mnz_search *s, enum verdict verdict, int64_t *low, int64_t *high)
{
    *low = -1;
    *high = (int64_t)s->last + 1;
    for (uint32_t i = 0; i < s->num_looks; i++)
        if (s->looks[i].k != MNZ_NONE && !s->looks[i].is[verdict] &&
            s->looks[i].k > *low)
            *low = s->looks[i].k;
    for (uint32_t i = 0; i < s->num_looks; i++)
        if (s->looks[i].k != MNZ_NONE && s->looks[i].k > *low && s->looks[i].k < *high)
            *high = s->looks[i].k;
    return *high <= s->last;
}

/* The first place from which on all that was looked at has the verdict. */
static enum mnz_status
find(struct searching *x, enum verdict verdict, double *number)
{
    int64_t low, high;
    enum mnz_status st = MNZ_OK;

    *number = (double)NAN;
    while (!st && bracket(x->s, verdict, &low, &high)) {
        if (high - low <= 1 || high == 0) {
            *number = number_at(x->s, (uint32_t)high);
            break;
        }
        st = look_at(x, (uint32_t)((low + high) / 2));
    }
    return st;
}

/* Whether a figure is worse at `far` than at `near`, by more than chance and the
 * resolution of quantiles explain. */
static int
is_worse(const struct mnz_criterion *c, const struct mnz_estimate *near,
         const struct mnz_estimate *far)
{
    const double rise = (c->is_above ? -1.0 : 1.0) * (far->value - near->value);
    const double widest = fmax(near->high - near->low, far->high - far->low);
    const double chance = isnan(widest) ? 0.0 : 0.5 * widest;

    return rise > fmax(chance, BUCKET * fabs(near->value));
}

/* Find two numbers of which the farther one is worse. */
static void
examine(const struct mnz_search *s, struct mnz_search_answer *a)
{
    a->is_monotone = 1;
    for (uint32_t i = 1; i < s->num_looks; i++)
        for (uint32_t j = 1; j < s->num_looks; j++)
            for (uint32_t c = 0; c < s->criteria.count; c++)
                if (a->is_monotone && s->looks[i].k < s->looks[j].k &&
                    is_worse(&s->criteria.items[c], &s->looks[i].figures[c],
                             &s->looks[j].figures[c])) {
                    a->is_monotone = 0;
                    a->better = number_at(s, s->looks[i].k);
                    a->worse = number_at(s, s->looks[j].k);
                }
}

static void
answer(struct searching *x, const double numbers[NUM_VERDICTS])
{
    struct mnz_search *s = x->s;

    s->answer = (struct mnz_search_answer){
        .state = isnan(numbers[HOLDS])       ? MNZ_SEARCH_NEVER
                 : numbers[HOLDS] == s->from ? MNZ_SEARCH_AT_ONCE
                                             : MNZ_SEARCH_FOUND,
        .number = numbers[HOLDS],
        .near = numbers[MAY_HOLD],
        .far = numbers[SURELY_HOLDS],
        .step = fabs(s->step),
        .better = (double)NAN,
        .worse = (double)NAN,
        .runs = s->num_looks,
    };
    examine(s, &s->answer);
}

void
mnz_search_answer(const struct mnz_search *search, struct mnz_search_answer *out)
{
    *out = search->answer;
}

const struct mnz_result *
mnz_search_result(const struct mnz_search *search)
{
    return search->result;
}

uint32_t
mnz_search_num_runs(const struct mnz_search *search)
{
    return search->num_looks;
}

void
mnz_search_run(const struct mnz_search *search, uint32_t i, struct mnz_searched *out)
{
    const struct look *look = &search->looks[i];

    *out = (struct mnz_searched){
        .number = look->k == MNZ_NONE ? (double)NAN : number_at(search, look->k),
        .holds = look->is[HOLDS],
        .figures = look->figures,
    };
}
