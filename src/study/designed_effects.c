/* designed_effects.c - effects of inputs from trials that are chosen for them. */

#include "monazite/effects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "stats/effects.h"
#include "study/drivers.h"

enum { TOP_DRIVERS = 10, SALTELLI_POINTS = 1024, FEW_TRAJECTORIES = 16, BLOCK = 128 };

struct mnz_effects {
    struct mnz_arena arena;
    const struct mnz_model *model;
    struct mnz_run_options run; /* for trials of the design */
    enum mnz_design_kind kind;
    uint64_t seed, points;
    enum mnz_sampler sampler;
    uint32_t num_measures, num_groups; /* groups of inputs */
    uint32_t *series;                  /* [measure] */
    struct mnz_measure *measures;
    uint32_t *group;           /* [input] */
    struct mnz_effect *groups; /* [num_groups + 1] with their names; then chance */
    struct mnz_effect *found;  /* [measure][num_groups + 1] */
    struct mnz_design *design;
    struct mnz_result *result;
};

static enum mnz_status take_options(struct mnz_effects *e,
                                    const struct mnz_effects_options *options);
static enum mnz_status choose_groups(struct mnz_effects *e,
                                     const struct mnz_effects_options *options,
                                     struct mnz_diags *diags);
static enum mnz_status make_design(struct mnz_effects *e);
static enum mnz_status find_effects(struct mnz_effects *e);

enum mnz_status
mnz_effects_plan(const struct mnz_model *model,
                 const struct mnz_effects_options *options, struct mnz_diags *diags,
                 struct mnz_effects **out)
{
    struct mnz_effects *e = calloc(1, sizeof *e);
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (e) {
        e->model = model;
        st = take_options(e, options);
    }
    if (!st)
        st = choose_groups(e, options, diags);
    if (!st)
        st = make_design(e);
    if (st)
        mnz_effects_destroy(e);
    else
        *out = e;
    return st;
}

void
mnz_effects_destroy(struct mnz_effects *effects)
{
    if (!effects)
        return;
    mnz_design_destroy(effects->design);
    mnz_result_destroy(effects->result);
    mnz_arena_finish(&effects->arena);
    free(effects);
}

/* Blocks of a chunk, or as few trajectories as there are parts. */
static uint64_t
round_points(enum mnz_design_kind kind, uint64_t points)
{
    if (points == 0)
        points = kind == MNZ_DESIGN_MORRIS ? FEW_TRAJECTORIES : SALTELLI_POINTS;
    if (kind == MNZ_DESIGN_MORRIS && points <= FEW_TRAJECTORIES)
        return FEW_TRAJECTORIES;
    return (points + BLOCK - 1) / BLOCK * BLOCK;
}

static enum mnz_status
take_measures(struct mnz_effects *e, const struct mnz_effects_options *options)
{
    const struct mnz_measure total = {0, MNZ_METRIC_OUTPUT_LOST_SHARE, MNZ_HORIZON};
    const uint32_t count = options->measures ? options->num_measures : 1;

    e->num_measures = count;
    e->series = mnz_arena_alloc(&e->arena, (size_t)count + 1, sizeof *e->series);
    e->measures = mnz_arena_alloc(&e->arena, (size_t)count + 1, sizeof *e->measures);
    if (!e->series || !e->measures)
        return MNZ_ERR_NOMEM;
    for (uint32_t m = 0; m < count; m++) {
        e->measures[m] = options->measures ? options->measures[m] : total;
        e->series[m] = mnz_model_series(e->model, e->measures[m]);
        if (e->series[m] == MNZ_NONE)
            return MNZ_ERR_INPUT;
    }
    return MNZ_OK;
}

static enum mnz_status
take_options(struct mnz_effects *e, const struct mnz_effects_options *options)
{
    const struct mnz_scenario *s = e->model->scenario;

    if (strcmp(options->design, "saltelli") == 0)
        e->kind = MNZ_DESIGN_SALTELLI;
    else if (strcmp(options->design, "morris") == 0)
        e->kind = MNZ_DESIGN_MORRIS;
    else
        return MNZ_ERR_INPUT;
    e->run = options->run;
    e->seed = e->run.seed ? *e->run.seed : s->seed;
    e->sampler = e->run.sampler ? mnz_sampler_find(e->run.sampler) : s->sampler;
    if (e->sampler == MNZ_NUM_SAMPLERS)
        return MNZ_ERR_INPUT;
    e->points = round_points(e->kind, e->run.trials);
    return take_measures(e, options);
}

/* Mark the inputs that a pattern names. */
static enum mnz_status
mark(const struct mnz_effects *e, const char *pattern, uint8_t *is_chosen,
     struct mnz_diags *diags)
{
    const struct mnz_value_pool *pool = &e->model->scenario->pool;
    const char **names = calloc((size_t)pool->num_inputs + 1, sizeof *names);
    uint32_t matches = 0;

    if (!names)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < pool->num_inputs; i++) {
        names[i] = pool->inputs[i].name;
        if (mnz_glob_match(pattern, names[i])) {
            is_chosen[i] = 1;
            matches++;
        }
    }
    if (matches == 0 && diags) {
        const char *nearest = mnz_nearest(pattern, names, pool->num_inputs);

        mnz_diag_add(diags, MNZ_E1321, (struct mnz_span){.file = "--inputs"}, nearest,
                     "no uncertain input matches '%.200s'", pattern);
    }
    free(names);
    return matches > 0 ? MNZ_OK : MNZ_ERR_INPUT;
}

/* Mark the largest drivers of the first answer. */
static enum mnz_status
mark_drivers(struct mnz_effects *e, uint8_t *is_chosen)
{
    struct mnz_drivers_options ask = {
        .run = e->run, .measures = e->measures, .num_measures = 1};
    struct mnz_drivers *drivers;
    enum mnz_status st;

    ask.run.trials = e->points;
    ask.run.ranks = NULL; /* each needs the answer */
    st = mnz_model_drivers(e->model, &ask, &drivers);
    for (uint32_t i = 0; !st && i < e->model->scenario->pool.num_inputs; i++)
        if (i < TOP_DRIVERS)
            is_chosen[mnz_drivers_of(drivers, 0)[i].input] = 1;
    mnz_drivers_destroy(drivers);
    return st;
}

/* The group whose first input is `first`, a new one if need be. */
static uint32_t
group_of(struct mnz_effects *e, const char *name)
{
    uint32_t g = 0;

    while (g < e->num_groups && strcmp(e->groups[g].name, name) != 0)
        g++;
    if (g == e->num_groups)
        e->groups[e->num_groups++] = (struct mnz_effect){.name = name};
    e->groups[g].num_inputs++;
    return g;
}

/* Inputs that are correlated with a chosen one are chosen; the rest is one group. */
static enum mnz_status
make_groups(struct mnz_effects *e, const uint8_t *is_chosen)
{
    const struct mnz_scenario *s = e->model->scenario;
    const uint32_t n = s->pool.num_inputs;
    uint32_t *root = mnz_arena_alloc(&e->arena, (size_t)n + 1, sizeof *root);
    uint8_t *is_wanted = mnz_arena_alloc(&e->arena, (size_t)n + 1, 1);

    e->group = mnz_arena_alloc(&e->arena, (size_t)n + 1, sizeof *e->group);
    e->groups = mnz_arena_alloc(&e->arena, (size_t)n + 2, sizeof *e->groups);
    if (!root || !is_wanted || !e->group || !e->groups)
        return MNZ_ERR_NOMEM;
    mnz_drivers_group(s, root);
    for (uint32_t i = 0; i < n; i++)
        is_wanted[root[i]] |= is_chosen[i];
    for (uint32_t i = 0; i < n; i++)
        e->group[i] = group_of(e, is_wanted[root[i]] ? s->pool.inputs[root[i]].name
                                                     : "other inputs");
    e->groups[e->num_groups] = (struct mnz_effect){.name = "chance in a trial"};
    e->found = mnz_arena_alloc(
        &e->arena, (size_t)e->num_measures * (e->num_groups + 1) + 1, sizeof *e->found);
    return e->found ? MNZ_OK : MNZ_ERR_NOMEM;
}

static enum mnz_status
choose_groups(struct mnz_effects *e, const struct mnz_effects_options *options,
              struct mnz_diags *diags)
{
    const uint32_t n = e->model->scenario->pool.num_inputs;
    uint8_t *is_chosen = calloc((size_t)n + 1, 1);
    enum mnz_status st = is_chosen ? MNZ_OK : MNZ_ERR_NOMEM;

    for (uint32_t i = 0; !st && options->inputs && i < options->num_inputs; i++)
        st = mark(e, options->inputs[i], is_chosen, diags);
    if (!st && !options->inputs && e->kind == MNZ_DESIGN_SALTELLI)
        st = mark_drivers(e, is_chosen);
    else if (!st && !options->inputs)
        memset(is_chosen, 1, n);
    if (!st)
        st = make_groups(e, is_chosen);
    free(is_chosen);
    return st;
}

static enum mnz_status
make_design(struct mnz_effects *e)
{
    const struct mnz_scenario *s = e->model->scenario;
    const uint32_t n = s->pool.num_inputs, pairs = s->num_correlations;
    const char **names = mnz_arena_alloc(&e->arena, (size_t)n + 1, sizeof *names);
    struct mnz_correlation *list =
        mnz_arena_alloc(&e->arena, (size_t)pairs + 1, sizeof *list);
    const struct mnz_design_parts parts = {.kind = e->kind,
                                           .seed = e->seed,
                                           .points = e->points,
                                           .sampler = e->sampler,
                                           .num_inputs = n,
                                           .num_groups = e->num_groups,
                                           .names = names,
                                           .groups = e->group,
                                           .num_correlations = pairs,
                                           .correlations = list};

    if (!names || !list)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n; i++)
        names[i] = s->pool.inputs[i].name;
    for (uint32_t i = 0; i < pairs; i++)
        list[i] = (struct mnz_correlation){s->correlations[i].a, s->correlations[i].b,
                                           s->correlations[i].rank};
    return mnz_design_create(&parts, &e->design);
}

uint64_t
mnz_effects_trials(const struct mnz_effects *effects)
{
    return mnz_design_trials(effects->design);
}

uint64_t
mnz_effects_points(const struct mnz_effects *effects)
{
    return effects->points;
}

/* Chance is a group under saltelli alone. */
uint32_t
mnz_effects_num_groups(const struct mnz_effects *effects)
{
    return effects->num_groups + (effects->kind == MNZ_DESIGN_SALTELLI);
}

enum mnz_status
mnz_effects_run(struct mnz_effects *effects)
{
    const struct mnz_kept_series series = {.kept = effects->series,
                                           .num_kept = effects->num_measures,
                                           .sampled = MNZ_NONE,
                                           .design = effects->design};
    struct mnz_run_options how = effects->run;
    enum mnz_status st;

    how.trials = mnz_effects_trials(effects);
    how.only = effects->measures;
    how.num_only = effects->num_measures;
    st = mnz_model_run_keeping(effects->model, &how, &series, &effects->result);
    return st || mnz_is_helper(how.ranks) ? st : find_effects(effects);
}

static struct mnz_driver_range
range_of(const struct mnz_jackknife *estimate)
{
    struct mnz_driver_range r = {.value = estimate->value};

    mnz_jackknife_interval(estimate, &r.low, &r.high);
    return r;
}

/* The answer's values, [variant][point]. */
static void
take_values(const struct mnz_effects *e, uint32_t answer, double *values)
{
    for (uint64_t t = 0; t < mnz_effects_trials(e); t++) {
        const double *kept = mnz_result_kept(e->result, t);

        values[t] = kept ? kept[answer] : (double)NAN;
    }
}

static void
find_shares(const struct mnz_effects *e, const double *values,
            struct mnz_effect *effects)
{
    const size_t n = (size_t)e->points;

    for (uint32_t g = 0; g < mnz_effects_num_groups(e); g++) {
        struct mnz_variance_shares x;

        mnz_effects_jansen(values, values + n, values + (2 + g) * n, n, &x);
        effects[g].first = range_of(&x.first);
        effects[g].total = range_of(&x.total);
    }
}

/* A step is half of the range. */
static void
find_elementary(const struct mnz_effects *e, const double *values, double *changes,
                struct mnz_effect *effects)
{
    const size_t n = (size_t)e->points;

    for (uint32_t g = 0; g < e->num_groups; g++) {
        struct mnz_elementary x;
        uint32_t first = 0;

        while (e->group[first] != g)
            first++;
        for (size_t r = 0; r < n; r++) {
            const size_t step = mnz_design_step(e->design, r, g);
            const double rise = mnz_design_rises(e->design, r, first) ? 2.0 : -2.0;

            changes[r] = rise * (values[step * n + r] - values[(step - 1) * n + r]);
        }
        mnz_effects_morris(changes, n, &x);
        effects[g].mu_star = range_of(&x.mu_star);
        effects[g].mean = range_of(&x.mean);
        effects[g].sigma = x.sigma;
    }
}

static double
size_of(const struct mnz_effect *e)
{
    return isnan(e->total.value) ? e->mu_star.value : e->total.value;
}

static int
by_size(const void *a, const void *b)
{
    const struct mnz_effect *x = a, *y = b;

    if (size_of(x) != size_of(y))
        return size_of(x) > size_of(y) ? -1 : 1;
    return strcmp(x->name, y->name);
}

static enum mnz_status
find_effects(struct mnz_effects *e)
{
    const struct mnz_driver_range none = {NAN, NAN, NAN};
    const uint32_t groups = mnz_effects_num_groups(e);
    double *values = calloc(mnz_effects_trials(e) + e->points, sizeof *values);

    if (!values)
        return MNZ_ERR_NOMEM;
    for (uint32_t m = 0; m < e->num_measures; m++) {
        struct mnz_effect *effects = &e->found[(size_t)m * (e->num_groups + 1)];

        for (uint32_t g = 0; g < groups; g++) {
            effects[g] = e->groups[g];
            effects[g].first = effects[g].total = none;
            effects[g].mu_star = effects[g].mean = none;
            effects[g].sigma = NAN;
        }
        take_values(e, m, values);
        if (e->kind == MNZ_DESIGN_SALTELLI)
            find_shares(e, values, effects);
        else
            find_elementary(e, values, values + mnz_effects_trials(e), effects);
        qsort(effects, groups, sizeof *effects, by_size);
    }
    free(values);
    return MNZ_OK;
}

const struct mnz_result *
mnz_effects_result(const struct mnz_effects *effects)
{
    return effects->result;
}

uint32_t
mnz_effects_num_measures(const struct mnz_effects *effects)
{
    return effects->num_measures;
}

struct mnz_measure
mnz_effects_measure(const struct mnz_effects *effects, uint32_t answer)
{
    return effects->measures[answer];
}

const struct mnz_effect *
mnz_effects_of(const struct mnz_effects *effects, uint32_t answer)
{
    return &effects->found[(size_t)answer * (effects->num_groups + 1)];
}

int
mnz_effects_is_morris(const struct mnz_effects *effects)
{
    return effects->kind == MNZ_DESIGN_MORRIS;
}
