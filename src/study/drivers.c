/* drivers.c - which inputs move an answer, from the trials of a run. */

#include "study/drivers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/influence.h"
#include "stats/weights.h"

enum { PARTS = MNZ_JACKKNIFE_PARTS };

/* An answer: its trials and their values, and where a sampled trial is among them. */
struct asked {
    struct mnz_measure measure;
    size_t count;
    double *values, *weights; /* [count] */
    uint8_t *parts;           /* [count] */
    uint32_t *place; /* [trial of the sample], MNZ_NONE where it does not count */
    struct mnz_answer *answer;
    struct mnz_driver *rows; /* [input] */
    struct mnz_driver_range rest;
};

struct mnz_drivers {
    struct mnz_arena arena;
    struct mnz_result *result; /* owned, or NULL */
    const struct mnz_sample *sample;
    uint32_t num_inputs, num_measures;
    struct asked *asked;  /* [measure] */
    uint32_t *group;      /* [input] */
    uint8_t *is_in_group; /* [input] whether it is correlated with another */
    uint32_t *orders;     /* [input][trial of the sample] by their draws */
};

/* Room for an input's draws in order, of the trials that count for an answer. */
struct order {
    double *draws;
    uint32_t *trials;
};

static enum mnz_status run_model(struct mnz_drivers *d, const struct mnz_model *model,
                                 const struct mnz_drivers_options *options);
static enum mnz_status make(struct mnz_drivers *d, const struct mnz_model *model,
                            uint32_t num_measures);
static enum mnz_status take_answers(struct mnz_drivers *d,
                                    const struct mnz_drivers_options *options);
static enum mnz_status find_drivers(struct mnz_drivers *d);

enum mnz_status
mnz_model_drivers(const struct mnz_model *model,
                  const struct mnz_drivers_options *options, struct mnz_drivers **out)
{
    struct mnz_drivers *d = calloc(1, sizeof *d);
    enum mnz_status st = d ? MNZ_OK : MNZ_ERR_NOMEM, ran = MNZ_OK;

    *out = NULL;
    if (!st && options->branch >= mnz_run_num_conditionals(model->scenario))
        st = MNZ_ERR_INPUT;
    if (!st)
        st = ran = run_model(d, model, options);
    if (st == MNZ_ERR_STOPPED && d->result)
        st = MNZ_OK;
    if (!st && !mnz_is_helper(options->run.ranks))
        st = take_answers(d, options);
    if (!st && !mnz_is_helper(options->run.ranks))
        st = find_drivers(d);
    if (st) {
        mnz_drivers_destroy(d);
        return st;
    }
    *out = d;
    return ran;
}

void
mnz_drivers_destroy(struct mnz_drivers *drivers)
{
    if (!drivers)
        return;
    for (uint32_t m = 0; drivers->asked && m < drivers->num_measures; m++)
        mnz_answer_destroy(drivers->asked[m].answer);
    mnz_result_destroy(drivers->result);
    mnz_arena_finish(&drivers->arena);
    free(drivers);
}

/* Only the answers are recorded. */
static enum mnz_status
run_model(struct mnz_drivers *d, const struct mnz_model *model,
          const struct mnz_drivers_options *options)
{
    const struct mnz_measure total = {0, MNZ_METRIC_OUTPUT_LOST_SHARE, MNZ_HORIZON};
    const struct mnz_measure *measures = options->measures ? options->measures : &total;
    const uint32_t count = options->measures ? options->num_measures : 1;
    struct mnz_run_options how = options->run;
    uint32_t *kept = calloc((size_t)count + 1, sizeof *kept);
    enum mnz_status st = kept ? make(d, model, count) : MNZ_ERR_NOMEM;

    for (uint32_t m = 0; !st && m < count; m++) {
        d->asked[m].measure = measures[m];
        kept[m] = mnz_model_series(model, measures[m]);
        if (kept[m] == MNZ_NONE)
            st = MNZ_ERR_INPUT;
    }
    if (!st) {
        const struct mnz_kept_series series = {.kept = kept,
                                               .num_kept = count,
                                               .sampled =
                                                   count > 0 ? kept[0] : MNZ_NONE,
                                               .sample_trials = MNZ_DRIVER_TRIALS};

        how.only = measures;
        how.num_only = count;
        st = mnz_model_run_keeping(model, &how, &series, &d->result);
    }
    free(kept);
    if (d->result)
        d->sample = &d->result->sample;
    return st;
}

/* The first input of the group of `input`. */
static uint32_t
root_of(const uint32_t *group, uint32_t input)
{
    while (group[input] != input)
        input = group[input];
    return input;
}

void
mnz_drivers_group(const struct mnz_scenario *s, uint32_t *group)
{
    for (uint32_t i = 0; i < s->pool.num_inputs; i++)
        group[i] = i;
    for (uint32_t k = 0; k < s->num_correlations; k++) {
        const uint32_t a = root_of(group, s->correlations[k].a);
        const uint32_t b = root_of(group, s->correlations[k].b);

        group[a > b ? a : b] = a > b ? b : a;
    }
    for (uint32_t i = 0; i < s->pool.num_inputs; i++)
        group[i] = root_of(group, i);
}

static void
group_inputs(struct mnz_drivers *d, const struct mnz_scenario *s)
{
    mnz_drivers_group(s, d->group);
    for (uint32_t k = 0; k < s->num_correlations; k++)
        d->is_in_group[s->correlations[k].a] = d->is_in_group[s->correlations[k].b] = 1;
}

static enum mnz_status
make(struct mnz_drivers *d, const struct mnz_model *model, uint32_t num_measures)
{
    const uint32_t n = model->scenario->pool.num_inputs;

    d->num_inputs = n;
    d->num_measures = num_measures;
    d->asked = mnz_arena_alloc(&d->arena, (size_t)num_measures + 1, sizeof *d->asked);
    d->group = mnz_arena_alloc(&d->arena, (size_t)n + 1, sizeof *d->group);
    d->is_in_group = mnz_arena_alloc(&d->arena, (size_t)n + 1, sizeof *d->is_in_group);
    if (!d->asked || !d->group || !d->is_in_group)
        return MNZ_ERR_NOMEM;
    group_inputs(d, model->scenario);
    return MNZ_OK;
}

static enum mnz_status
make_room(struct mnz_drivers *d, struct asked *a)
{
    const size_t trials = (size_t)d->sample->trials + 1;

    a->values = mnz_arena_alloc(&d->arena, trials, sizeof *a->values);
    a->weights = mnz_arena_alloc(&d->arena, trials, sizeof *a->weights);
    a->parts = mnz_arena_alloc(&d->arena, trials, sizeof *a->parts);
    a->place = mnz_arena_alloc(&d->arena, trials, sizeof *a->place);
    a->rows = mnz_arena_alloc(&d->arena, (size_t)d->num_inputs + 1, sizeof *a->rows);
    return a->values && a->weights && a->parts && a->place && a->rows ? MNZ_OK
                                                                      : MNZ_ERR_NOMEM;
}

static void
add_trial(struct asked *a, uint64_t trial, double value)
{
    a->place[trial] = MNZ_NONE;
    if (isnan(value))
        return;
    a->place[trial] = (uint32_t)a->count;
    a->values[a->count] = value;
    a->weights[a->count] = 1.0;
    /* Under each sampler trials with the same remainder belong together, and others are
     * independent of them. */
    a->parts[a->count++] = (uint8_t)(trial % PARTS);
}

static enum mnz_status
make_answer(struct asked *a)
{
    const struct mnz_influence_trials trials = {a->count, a->values, a->weights,
                                                a->parts};

    return mnz_answer_create(&trials, &a->answer);
}

static enum mnz_status
take_answers(struct mnz_drivers *d, const struct mnz_drivers_options *options)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t m = 0; !st && m < d->num_measures; m++) {
        struct asked *a = &d->asked[m];

        st = make_room(d, a);
        for (uint64_t t = 0; !st && t < d->sample->trials; t++) {
            const double *kept = mnz_result_kept(d->result, t);
            const int counts =
                kept && mnz_result_took_branch(d->result, options->branch, t);

            add_trial(a, t, counts ? kept[m] : (double)NAN);
        }
        if (!st)
            st = make_answer(a);
    }
    return st;
}

static enum mnz_status
order_create(const struct mnz_drivers *d, struct order *o)
{
    const size_t n = (size_t)d->sample->trials + 1;

    *o = (struct order){calloc(n, sizeof *o->draws), calloc(n, sizeof *o->trials)};
    return o->draws && o->trials ? MNZ_OK : MNZ_ERR_NOMEM;
}

static void
order_free(struct order *o)
{
    free(o->draws);
    free(o->trials);
}

/* Each input is sorted once for all answers. */
static enum mnz_status
sort_inputs(struct mnz_drivers *d)
{
    const size_t n = (size_t)d->sample->trials;

    d->orders =
        mnz_arena_alloc(&d->arena, (n + 1) * (d->num_inputs + 1), sizeof *d->orders);
    if (!d->orders)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < d->num_inputs; i++)
        if (!mnz_weighted_order(&d->sample->draws[i * n], n, &d->orders[i * n]))
            return MNZ_ERR_NOMEM;
    return MNZ_OK;
}

/* The input's draws in order, of the trials that count for an answer. */
static struct mnz_influence_order
order_of(const struct mnz_drivers *d, struct order *o, uint32_t input,
         const struct asked *a)
{
    const size_t n = (size_t)d->sample->trials;
    const double *draws = &d->sample->draws[input * n];
    const uint32_t *order = &d->orders[input * n];
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        const uint32_t place = a->place[order[i]];

        if (place == MNZ_NONE)
            continue;
        o->draws[count] = draws[order[i]];
        o->trials[count++] = place;
    }
    return (struct mnz_influence_order){o->draws, o->trials};
}

static struct mnz_driver_range
range_of(const struct mnz_jackknife *estimate)
{
    struct mnz_driver_range r = {.value = estimate->value};

    mnz_jackknife_interval(estimate, &r.low, &r.high);
    return r;
}

/* An answer less the means given the inputs that are known to move it. As inputs are
 * independent, the others have the same conditional means, but for less noise. */
struct rest {
    struct asked left;
    double share;                 /* of the variance that is left */
    struct mnz_jackknife *shares; /* [input] of all variance */
    uint8_t *is_removed;          /* [input] */
};

static struct mnz_influence
influence_on(const struct mnz_drivers *d, struct order *o, const struct asked *a,
             uint32_t input)
{
    const struct mnz_influence_order order = order_of(d, o, input, a);
    struct mnz_influence x;

    mnz_influence_find(a->answer, &order, &x);
    return x;
}

static void
remove_from(const struct mnz_drivers *d, struct order *o, struct asked *left,
            uint32_t input)
{
    const struct mnz_influence_order order = order_of(d, o, input, left);

    mnz_influence_remove(left->answer, &order);
}

static void
set_row(const struct mnz_drivers *d, const struct asked *a, uint32_t input,
        const struct mnz_influence *x)
{
    struct mnz_driver *row = &a->rows[input];

    *row = (struct mnz_driver){.input = input,
                               .group = d->group[input],
                               .rank = {.value = x->rank.value},
                               .low_tenth = x->low_tenth,
                               .high_tenth = x->high_tenth};
    mnz_jackknife_correlation_interval(&x->rank, &row->rank.low, &row->rank.high);
    row->is_beyond_chance =
        mnz_influence_rank_is_beyond_chance(&x->rank, a->count, d->num_inputs);
}

/* A share of what is left as one of all. */
static void
set_share(const struct mnz_drivers *d, struct rest *r, const struct asked *a,
          uint32_t input, const struct mnz_jackknife *share)
{
    r->shares[input] = (struct mnz_jackknife){0};
    mnz_jackknife_add(&r->shares[input], r->share, share);
    a->rows[input].share = range_of(&r->shares[input]);
    a->rows[input].is_beyond_chance |=
        mnz_influence_share_is_beyond_chance(share, a->count, d->num_inputs);
}

/* Remove the inputs that are known by now to move the answer; correlated ones stay, for
 * they would take each other's effects. Returns how many. */
static uint32_t
remove_known(const struct mnz_drivers *d, struct order *o, struct rest *r,
             const struct asked *a)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < d->num_inputs; i++)
        if (a->rows[i].is_beyond_chance && !d->is_in_group[i] && !r->is_removed[i]) {
            remove_from(d, o, &r->left, i);
            r->is_removed[i] = 1;
            count++;
        }
    r->share = mnz_answer_variance(r->left.answer) / mnz_answer_variance(a->answer);
    return count;
}

/* The rows of an answer: what its largest inputs leave shows smaller ones. */
static void
find_rows(const struct mnz_drivers *d, struct order *o, struct rest *r,
          const struct asked *a)
{
    r->share = 1.0;
    for (uint32_t i = 0; i < d->num_inputs; i++) {
        const struct mnz_influence x = influence_on(d, o, a, i);

        set_row(d, a, i, &x);
        set_share(d, r, a, i, &x.share);
    }
    while (remove_known(d, o, r, a) > 0)
        for (uint32_t i = 0; i < d->num_inputs; i++)
            if (!r->is_removed[i]) {
                const struct mnz_influence x = influence_on(d, o, &r->left, i);

                set_share(d, r, a, i, &x.share);
            }
}

/*
 * The share of correlated inputs together: of the one with the largest share, then of
 * the next in what that leaves, and so on while shares are beyond chance for so many.
 */
static enum mnz_status
find_group_share(const struct mnz_drivers *d, struct order *o, const struct rest *r,
                 uint32_t group, struct mnz_jackknife *sum, int *is_beyond_chance)
{
    const double variance = mnz_answer_variance(r->left.answer);
    struct asked left = r->left;
    uint32_t members = 0;
    enum mnz_status st = mnz_answer_copy(r->left.answer, &left.answer);

    *sum = (struct mnz_jackknife){0};
    *is_beyond_chance = 0;
    for (uint32_t i = group; i < d->num_inputs; i++)
        members += d->group[i] == group;
    for (uint32_t round = 0; !st && round < members; round++) {
        struct mnz_jackknife best = {.value = -1.0};
        uint32_t chosen = MNZ_NONE;

        for (uint32_t i = group; i < d->num_inputs; i++) {
            const struct mnz_influence x = d->group[i] == group
                                               ? influence_on(d, o, &left, i)
                                               : (struct mnz_influence){.share = best};

            if (x.share.value > best.value) {
                best = x.share;
                chosen = i;
            }
        }
        if (chosen == MNZ_NONE ||
            !mnz_influence_share_is_beyond_chance(&best, left.count, members))
            break;
        *is_beyond_chance = 1;
        mnz_jackknife_add(sum, r->share * mnz_answer_variance(left.answer) / variance,
                          &best);
        remove_from(d, o, &left, chosen);
    }
    mnz_answer_destroy(left.answer);
    return st;
}

/* Shares of groups, and of the rest, once those of inputs are known. */
static enum mnz_status
share_groups(const struct mnz_drivers *d, struct order *o, const struct rest *r,
             struct asked *a)
{
    struct mnz_jackknife rest = {.value = 1.0};
    enum mnz_status st = MNZ_OK;

    for (int k = 0; k < PARTS; k++)
        rest.without[k] = 1.0;
    for (uint32_t i = 0; !st && i < d->num_inputs; i++) {
        struct mnz_jackknife share = {0};
        int is_beyond = a->rows[i].is_beyond_chance;

        if (d->group[i] != i) {
            a->rows[i].group_share = a->rows[d->group[i]].group_share;
            continue;
        }
        if (d->is_in_group[i])
            st = find_group_share(d, o, r, i, &share, &is_beyond);
        else if (is_beyond)
            share = r->shares[i];
        a->rows[i].group_share =
            is_beyond ? range_of(&share) : (struct mnz_driver_range){NAN, NAN, NAN};
        mnz_jackknife_add(&rest, -1.0, &share);
    }
    a->rest = range_of(&rest);
    return st;
}

static int
by_share(const void *a, const void *b)
{
    const struct mnz_driver *x = a, *y = b;

    if (x->is_beyond_chance != y->is_beyond_chance)
        return x->is_beyond_chance ? -1 : 1;
    if (x->share.value != y->share.value)
        return x->share.value > y->share.value ? -1 : 1;
    return x->input < y->input ? -1 : x->input > y->input;
}

static enum mnz_status
find_drivers_of(const struct mnz_drivers *d, struct order *o, struct asked *a)
{
    const size_t inputs = (size_t)d->num_inputs + 1;
    struct rest r = {.left = *a,
                     .shares = calloc(inputs, sizeof *r.shares),
                     .is_removed = calloc(inputs, sizeof *r.is_removed)};
    enum mnz_status st = mnz_answer_copy(a->answer, &r.left.answer);

    if (!r.shares || !r.is_removed)
        st = MNZ_ERR_NOMEM;
    if (!st) {
        find_rows(d, o, &r, a);
        st = share_groups(d, o, &r, a);
    }
    if (!st)
        qsort(a->rows, d->num_inputs, sizeof *a->rows, by_share);
    mnz_answer_destroy(r.left.answer);
    free(r.shares);
    free(r.is_removed);
    return st;
}

static enum mnz_status
find_drivers(struct mnz_drivers *d)
{
    struct order o;
    enum mnz_status st = order_create(d, &o);

    if (!st)
        st = sort_inputs(d);
    for (uint32_t m = 0; !st && m < d->num_measures; m++)
        st = find_drivers_of(d, &o, &d->asked[m]);
    order_free(&o);
    return st;
}

const struct mnz_result *
mnz_drivers_result(const struct mnz_drivers *drivers)
{
    return drivers->result;
}

uint32_t
mnz_drivers_num_measures(const struct mnz_drivers *drivers)
{
    return drivers->num_measures;
}

struct mnz_measure
mnz_drivers_measure(const struct mnz_drivers *drivers, uint32_t answer)
{
    return drivers->asked[answer].measure;
}

uint64_t
mnz_drivers_trials(const struct mnz_drivers *drivers, uint32_t answer)
{
    return drivers->asked[answer].count;
}

const struct mnz_driver *
mnz_drivers_of(const struct mnz_drivers *drivers, uint32_t answer)
{
    return drivers->asked[answer].rows;
}

struct mnz_driver_range
mnz_drivers_rest(const struct mnz_drivers *drivers, uint32_t answer)
{
    return drivers->asked[answer].rest;
}

/* As mnz_model_drivers() does it, of a run that was made for something else. */
enum mnz_status
mnz_drivers_of_sample(const struct mnz_result *result, uint32_t most,
                      struct mnz_driver *drivers, uint32_t *count)
{
    struct mnz_drivers *d = calloc(1, sizeof *d);
    enum mnz_status st = d ? make(d, result->model, 1) : MNZ_ERR_NOMEM;

    *count = 0;
    if (!st) {
        d->sample = &result->sample;
        st = make_room(d, &d->asked[0]);
    }
    for (uint64_t t = 0; !st && t < d->sample->trials; t++)
        add_trial(&d->asked[0], t, d->sample->values[t]);
    if (!st)
        st = make_answer(&d->asked[0]);
    if (!st)
        st = find_drivers(d);
    for (uint32_t i = 0; !st && i < d->num_inputs && *count < most; i++)
        if (d->asked[0].rows[i].is_beyond_chance)
            drivers[(*count)++] = d->asked[0].rows[i];
    mnz_drivers_destroy(d);
    return st;
}
