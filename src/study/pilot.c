/* pilot.c - strata for the tails of answers, from a pilot run. */

#include "monazite/figure.h"
#include "monazite/strata.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mathfn.h"
#include "sampling/strata.h"
#include "stats/predictor.h"
#include "study/model.h"

/* Trials of a pilot: a quarter of all, within these limits. */
enum { PILOT_PART = 4, LEAST_PILOT = 256, MOST_PILOT = 4096 };

/* A plan in the making. */
struct planning {
    const struct mnz_model *model;
    const struct mnz_measure *measures;
    uint32_t num_measures, num_inputs;
    struct mnz_strata *strata;
    struct mnz_points *points;
    struct mnz_result *pilot;
    double *scores;                    /* [input] of one trial */
    double *of_pilot;                  /* [trial of the pilot][input] */
    double *values;                    /* [trial of the pilot] of one answer */
    double *guesses;                   /* [measure][candidate] */
    double *candidates;                /* [candidate] of all answers together */
    struct mnz_predictor **predictors; /* [measure] */
    uint8_t *is_used;                  /* [input] by a predictor */
};

static enum mnz_status decide(struct planning *x, const struct mnz_run_options *o);
static enum mnz_status name_answers(struct planning *x);
static enum mnz_status make_room(struct planning *x);
static enum mnz_status run_pilot(struct planning *x, const struct mnz_run_options *o);
static enum mnz_status learn(struct planning *x);
static enum mnz_status score(struct planning *x);
static void finish(struct planning *x);

enum mnz_status
mnz_strata_create(const struct mnz_model *model, const struct mnz_run_options *options,
                  const struct mnz_measure *measures, uint32_t count,
                  struct mnz_strata **out)
{
    static const struct mnz_run_options none;
    const struct mnz_run_options *o = options ? options : &none;
    struct planning x = {.model = model,
                         .measures = measures,
                         .num_measures = count,
                         .num_inputs = model->scenario->pool.num_inputs};
    enum mnz_status st = decide(&x, o);

    *out = NULL;
    if (!st)
        st = name_answers(&x);
    if (!st)
        st = make_room(&x);
    if (!st)
        st = run_pilot(&x, o);
    if (!st)
        st = learn(&x);
    if (!st)
        st = score(&x);
    if (!st && !mnz_strata_choose(x.strata, x.candidates))
        st = MNZ_ERR_NOMEM;
    if (!st) {
        *out = x.strata;
        x.strata = NULL;
    }
    finish(&x);
    return st;
}

void
mnz_strata_destroy(struct mnz_strata *strata)
{
    if (!strata)
        return;
    free(strata->of);
    free(strata->numbers);
    free(strata);
}

static void
finish(struct planning *x)
{
    for (uint32_t m = 0; x->predictors && m < x->num_measures; m++)
        mnz_predictor_destroy(x->predictors[m]);
    free(x->predictors);
    mnz_strata_destroy(x->strata);
    mnz_points_destroy(x->points);
    mnz_result_destroy(x->pilot);
    free(x->scores);
    free(x->is_used);
    free(x->of_pilot);
    free(x->values);
    free(x->guesses);
    free(x->candidates);
}

/* Seed, sampler and numbers of trials. */
static enum mnz_status
decide(struct planning *x, const struct mnz_run_options *o)
{
    const struct mnz_scenario *s = x->model->scenario;
    const uint64_t trials = o->trials > 0 ? o->trials : s->trials;
    struct mnz_strata *strata = x->strata = calloc(1, sizeof *strata);
    const uint64_t unit = MNZ_NUM_STRATA * MNZ_STRATA_REPLICATES;

    if (!strata)
        return MNZ_ERR_NOMEM;
    strata->seed = o->seed ? *o->seed : s->seed;
    strata->sampler = o->sampler ? mnz_sampler_find(o->sampler) : s->sampler;
    if (trials < MNZ_LEAST_STRATA_TRIALS || x->num_measures == 0 ||
        strata->sampler == MNZ_NUM_SAMPLERS)
        return MNZ_ERR_INPUT;
    strata->asked = trials;
    strata->told = 1.0;
    strata->pilot = trials / PILOT_PART;
    strata->pilot = strata->pilot < LEAST_PILOT ? LEAST_PILOT : strata->pilot;
    strata->pilot = strata->pilot > MOST_PILOT ? MOST_PILOT : strata->pilot;
    strata->size = (trials - strata->pilot) / unit * MNZ_STRATA_REPLICATES;
    return mnz_scenario_points(s, strata->seed, strata->sampler, &x->points);
}

/* The answers' names, between commas. */
static enum mnz_status
name_answers(struct planning *x)
{
    char *of = calloc((size_t)x->num_measures, MNZ_FIGURE_TEXT + 2);

    x->strata->of = of;
    if (!of)
        return MNZ_ERR_NOMEM;
    for (uint32_t m = 0; m < x->num_measures; m++) {
        if (!mnz_model_has_measure(x->model, x->measures[m]))
            return MNZ_ERR_INPUT;
        if (m > 0)
            strcat(of, ", ");
        mnz_measure_text(x->model, &x->measures[m], of + strlen(of));
    }
    return MNZ_OK;
}

static enum mnz_status
make_room(struct planning *x)
{
    struct mnz_strata *s = x->strata;
    const size_t candidates = (size_t)MNZ_STRATA_CANDIDATES * s->size;

    s->numbers = calloc(mnz_strata_count(s) + 1, sizeof *s->numbers);
    x->scores = calloc((size_t)x->num_inputs + 1, sizeof *x->scores);
    x->of_pilot = calloc(s->pilot * ((size_t)x->num_inputs + 1), sizeof *x->of_pilot);
    x->values = calloc(s->pilot, sizeof *x->values);
    x->guesses = calloc(candidates * x->num_measures + 1, sizeof *x->guesses);
    x->candidates = calloc(candidates + 1, sizeof *x->candidates);
    x->predictors = calloc(x->num_measures, sizeof(struct mnz_predictor *));
    x->is_used = calloc((size_t)x->num_inputs + 1, 1);
    return s->numbers && x->is_used && x->scores && x->of_pilot && x->values &&
                   x->guesses && x->candidates && x->predictors
               ? MNZ_OK
               : MNZ_ERR_NOMEM;
}

/* Only the answers are recorded. */
static enum mnz_status
run_pilot(struct planning *x, const struct mnz_run_options *o)
{
    const struct mnz_run_options pilot = {.trials = x->strata->pilot,
                                          .seed = &x->strata->seed,
                                          .sampler =
                                              mnz_sampler_names[x->strata->sampler],
                                          .threads = o->threads,
                                          .stop = o->stop,
                                          .ranks = o->ranks,
                                          .only = x->measures,
                                          .num_only = x->num_measures,
                                          .keep = x->measures,
                                          .num_keep = x->num_measures};

    const enum mnz_status st = mnz_model_run(x->model, &pilot, &x->pilot);

    return st || !o->ranks ? st : mnz_result_spread(x->pilot, o->ranks);
}

/* The inputs of a candidate, as normal scores: those that are used. */
static void
find_scores(const struct planning *x, uint64_t candidate, double *scores)
{
    mnz_points_uniforms(x->points, candidate, scores);
    for (uint32_t i = 0; i < x->num_inputs; i++)
        if (x->is_used[i])
            scores[i] = mnz_normal_quantile(scores[i]);
}

/* How each answer follows from the inputs; the sign makes a worse one greater. */
static enum mnz_status
learn(struct planning *x)
{
    const uint64_t trials = x->strata->pilot;
    enum mnz_status st = MNZ_OK;

    memset(x->is_used, 1, x->num_inputs);
    for (uint64_t t = 0; t < trials; t++)
        find_scores(x, t, x->of_pilot + t * x->num_inputs);
    memset(x->is_used, 0, x->num_inputs);
    for (uint32_t m = 0; !st && m < x->num_measures; m++) {
        const double sign =
            mnz_metric_less_is_worse(x->measures[m].metric) ? -1.0 : 1.0;

        for (uint64_t t = 0; t < trials; t++)
            x->values[t] = sign * mnz_result_kept(x->pilot, t)[m];
        st = mnz_predictor_create(x->of_pilot, x->values, trials, x->num_inputs,
                                  &x->predictors[m]);
        if (st)
            return st;
        x->strata->told = fmin(x->strata->told, mnz_predictor_told(x->predictors[m]));
        mnz_predictor_mark(x->predictors[m], x->is_used);
    }
    return st;
}

struct guess {
    double value;
    uint64_t candidate;
};

static int
compare(const void *a, const void *b)
{
    const struct guess *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

/* A candidate counts by its highest rank among all in an answer. */
static void
raise_to_ranks(struct planning *x, uint32_t m, struct guess *sorted,
               uint64_t candidates)
{
    for (uint64_t c = 0; c < candidates; c++)
        sorted[c] = (struct guess){x->guesses[m * candidates + c], c};
    qsort(sorted, candidates, sizeof *sorted, compare);
    for (uint64_t c = 0; c < candidates; c++) {
        double *best = &x->candidates[sorted[c].candidate];

        *best = fmax(*best, (double)c);
    }
}

static enum mnz_status
score(struct planning *x)
{
    const uint64_t candidates = MNZ_STRATA_CANDIDATES * x->strata->size;
    struct guess *sorted = calloc(candidates + 1, sizeof *sorted);

    if (!sorted)
        return MNZ_ERR_NOMEM;
    for (uint64_t c = 0; c < candidates; c++) {
        find_scores(x, c, x->scores);
        for (uint32_t m = 0; m < x->num_measures; m++)
            x->guesses[m * candidates + c] =
                mnz_predictor_value(x->predictors[m], x->scores);
    }
    for (uint32_t m = 0; m < x->num_measures; m++)
        raise_to_ranks(x, m, sorted, candidates);
    free(sorted);
    return MNZ_OK;
}

struct mnz_strata_facts
mnz_strata_facts(const struct mnz_strata *strata)
{
    double sum = 0.0, squares = 0.0;

    for (uint32_t h = 0; h < MNZ_NUM_STRATA; h++) {
        const double weight = mnz_strata_weights[h];

        sum += (double)strata->size * weight;
        squares += (double)strata->size * weight * weight;
    }
    return (struct mnz_strata_facts){
        .pilot = strata->pilot,
        .trials = mnz_strata_count(strata),
        .candidates = MNZ_STRATA_CANDIDATES * strata->size,
        .effective = sum * sum / squares,
        .told = strata->told,
    };
}

uint64_t
mnz_strata_candidate(const struct mnz_strata *strata, uint64_t position)
{
    return strata->numbers[position];
}

uint32_t
mnz_strata_weight(const struct mnz_strata *strata, uint64_t position)
{
    return mnz_strata_weight_at(strata, position);
}
