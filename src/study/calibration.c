/* calibration.c - trials weighted by observations. */

#include "study/calibration.h"

#include <math.h>
#include <stdlib.h>

#include "base/mathfn.h"
#include "stats/weights.h"

/* A change that chance brings in one of so many calibrations is not reported. */
#define CHANCE 0.01
/* Limits beyond which a posterior deserves doubt. */
#define MUCH_WIDENED 3.0
#define FEW_TRIALS 50.0

/* Columns of the trials one after another, their ranks and orders. */
struct columns {
    double *column, *ranks; /* [trial]; ranks: [input of the layer][trial] */
    uint32_t *order;        /* [trial] */
};

static void set_errors(struct mnz_calibration *c);
static int weigh(struct mnz_calibration *c, double *costs);
static enum mnz_status describe(struct mnz_calibration *c, struct columns *columns);
static enum mnz_status correlate(struct mnz_calibration *c, struct columns *columns);
static enum mnz_status weaken(struct mnz_calibration *c);
static void judge(struct mnz_calibration *c);

enum mnz_status
mnz_fit_points(const struct mnz_metrics *metrics,
               const struct mnz_observations *observations, struct mnz_arena *arena,
               struct mnz_fit_point **points, uint32_t **kept, uint32_t *count)
{
    const uint32_t most = observations->num_columns;

    *count = 0;
    *points = mnz_arena_alloc(arena, most + 1, sizeof **points);
    *kept = mnz_arena_alloc(arena, most + 1, sizeof **kept);
    if (!*points || !*kept)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < observations->num_series; i++)
        for (uint32_t j = 0; j < observations->series[i].num_points; j++) {
            const struct mnz_observed_series *s = &observations->series[i];

            if (s->points[j].set != MNZ_SET_FIT)
                continue;
            (*points)[*count] =
                (struct mnz_fit_point){.series = s, .point = &s->points[j]};
            (*kept)[(*count)++] = mnz_metrics_month(metrics, s->group, s->metric,
                                                    (uint32_t)s->points[j].month);
        }
    return MNZ_OK;
}

enum mnz_status
mnz_calibration_create(const struct mnz_scenario *scenario,
                       const struct mnz_trials *trials, struct mnz_fit_point *points,
                       uint32_t num_points, const struct mnz_calibration_setup *options,
                       struct mnz_calibration **out)
{
    struct mnz_calibration *c = calloc(1, sizeof *c);
    struct columns columns = {NULL, NULL, NULL};
    enum mnz_status st = MNZ_ERR_NOMEM;
    const size_t n = (size_t)trials->count;

    *out = NULL;
    if (!c)
        return st;
    c->scenario = scenario;
    c->options = *options;
    c->trials = *trials;
    c->points = points;
    c->num_points = num_points;
    c->distance = mnz_arena_alloc(&c->arena, n, sizeof *c->distance);
    c->weight = mnz_arena_alloc(&c->arena, n, sizeof *c->weight);
    c->rows = mnz_arena_alloc(&c->arena, options->draws, sizeof *c->rows);
    c->inputs = mnz_arena_alloc(&c->arena, trials->num_inputs, sizeof *c->inputs);
    columns.column = calloc(n + 1, sizeof *columns.column);
    columns.order = calloc(n + 1, sizeof *columns.order);
    if (!c->distance || !c->weight || !c->rows || !c->inputs || !columns.column ||
        !columns.order)
        goto out;
    set_errors(c);
    c->is_degenerate = !weigh(c, columns.column);
    if (!c->is_degenerate) {
        mnz_weights_resample(c->weight, n, options->draws, c->rows);
        st = describe(c, &columns);
        if (!st)
            st = correlate(c, &columns);
        judge(c);
        if (st)
            goto out;
    }
    *out = c;
    c = NULL; /* the caller's now */
    st = MNZ_OK;
out:
    free(columns.column);
    free(columns.ranks);
    free(columns.order);
    mnz_calibration_release(c);
    return st;
}

void
mnz_calibration_release(struct mnz_calibration *calibration)
{
    if (!calibration)
        return;
    mnz_arena_finish(&calibration->arena);
    free(calibration);
}

static double
value_of(const struct mnz_calibration *c, uint64_t trial, uint32_t point)
{
    return c->trials.values[trial * c->num_points + point];
}

/* The mean over the trials that have a value; 0 where none has. */
static double
mean_simulated(const struct mnz_calibration *c, uint32_t point)
{
    double sum = 0.0;
    uint64_t count = 0;

    for (uint64_t k = 0; k < c->trials.count; k++) {
        const double value = value_of(c, k, point);

        if (!isnan(value)) {
            sum += value;
            count++;
        }
    }
    return count > 0 ? sum / (double)count : 0.0;
}

/* Points of a series stand together. */
static void
set_errors(struct mnz_calibration *c)
{
    for (uint32_t i = 0, end; i < c->num_points; i = end) {
        double observed = 0.0, simulated = 0.0, weight = 0.0, level;

        for (end = i;
             end < c->num_points && c->points[end].series == c->points[i].series;
             end++) {
            const struct mnz_observation *p = c->points[end].point;

            weight += p->weight;
            observed += p->weight * fabs(p->value);
            simulated += p->weight * fabs(mean_simulated(c, end));
        }
        level = weight > 0.0 ? fmax(observed, simulated) / weight : 0.0;
        for (uint32_t j = i; j < end; j++)
            c->points[j].error = c->options.error * level;
    }
}

/* NaN where some month of the trial cannot be compared. */
static double
cost_of(const struct mnz_calibration *c, uint64_t trial)
{
    double sum = 0.0;

    for (uint32_t j = 0; j < c->num_points; j++) {
        const struct mnz_fit_point *p = &c->points[j];
        const double gap = value_of(c, trial, j) - p->point->value;

        /* Nothing observed and nothing simulated in any trial: no error, and no gap. */
        if (p->point->weight > 0.0 && gap != 0.0)
            sum += 0.5 * p->point->weight * (gap / p->error) * (gap / p->error);
    }
    return sum;
}

static int
weigh(struct mnz_calibration *c, double *costs)
{
    const size_t n = (size_t)c->trials.count;
    double weight = 0.0;

    for (uint32_t j = 0; j < c->num_points; j++)
        weight += c->points[j].point->weight;
    for (size_t k = 0; k < n; k++) {
        costs[k] = cost_of(c, k);
        c->comparable += isfinite(costs[k]) != 0;
        c->distance[k] = isfinite(costs[k]) && weight > 0.0
                             ? sqrt(2.0 * costs[k] / weight)
                             : INFINITY;
    }
    if (!(weight > 0.0))
        return 0;
    c->temper = mnz_weights_temper(costs, n, c->options.least_ess, c->weight);
    if (isnan(c->temper) || !mnz_weights_make(costs, n, c->temper, c->weight))
        return 0;
    c->ess = mnz_weights_ess(c->weight, n);
    return 1;
}

static struct mnz_spread
spread_of(const double *values, const double *weights, const uint32_t *order, size_t n)
{
    return (struct mnz_spread){
        .mean = mnz_weighted_mean(values, weights, n),
        .sd = mnz_weighted_sd(values, weights, n),
        .p05 = mnz_weighted_quantile(values, weights, order, n, 0.05),
        .p25 = mnz_weighted_quantile(values, weights, order, n, 0.25),
        .p50 = mnz_weighted_quantile(values, weights, order, n, 0.5),
        .p75 = mnz_weighted_quantile(values, weights, order, n, 0.75),
        .p95 = mnz_weighted_quantile(values, weights, order, n, 0.95),
    };
}

static enum mnz_status
describe_point(struct mnz_calibration *c, uint32_t point, struct columns *columns)
{
    struct mnz_fit_point *p = &c->points[point];
    double *weights = calloc(c->trials.count + 1, sizeof *weights);
    int is_above = 0, is_below = 0;
    size_t n = 0;

    if (!weights)
        return MNZ_ERR_NOMEM;
    for (uint64_t k = 0; k < c->trials.count; k++) {
        const double value = value_of(c, k, point);

        if (isnan(value))
            continue;
        columns->column[n] = value;
        weights[n++] = c->weight[k];
        is_above |= value >= p->point->value;
        is_below |= value <= p->point->value;
    }
    p->is_reached = is_above && is_below;
    if (!mnz_weighted_order(columns->column, n, columns->order)) {
        free(weights);
        return MNZ_ERR_NOMEM;
    }
    p->prior = spread_of(columns->column, NULL, columns->order, n);
    p->posterior = spread_of(columns->column, weights, columns->order, n);
    free(weights);
    return MNZ_OK;
}

static void
take_column(const struct mnz_calibration *c, uint32_t i, double *column)
{
    for (uint64_t k = 0; k < c->trials.count; k++)
        column[k] = c->trials.draws[k * c->trials.num_inputs + i];
}

static enum mnz_status
describe_input(struct mnz_calibration *c, uint32_t i, struct columns *columns)
{
    struct mnz_calibrated_input *input = &c->inputs[i];
    const size_t n = (size_t)c->trials.count;
    double ratio;
    int varies;

    take_column(c, i, columns->column);
    if (!mnz_weighted_order(columns->column, n, columns->order))
        return MNZ_ERR_NOMEM;
    input->input = c->trials.inputs[i];
    input->prior = spread_of(columns->column, NULL, columns->order, n);
    input->posterior = spread_of(columns->column, c->weight, columns->order, n);
    /* Less is the rounding of sums of equal draws. */
    varies = input->prior.sd > 1e-9 * fabs(input->prior.mean);
    ratio = varies ? input->posterior.sd / input->prior.sd : 1.0;
    input->contraction = 1.0 - ratio * ratio;
    input->shift =
        varies ? (input->posterior.mean - input->prior.mean) / input->prior.sd : 0.0;
    input->ks = mnz_weighted_ks(columns->column, NULL, c->weight, columns->order, n);
    input->has_moved = input->ks > c->ks_chance;
    input->is_in_layer = c->options.takes_all || input->has_moved;
    return MNZ_OK;
}

static enum mnz_status
describe(struct mnz_calibration *c, struct columns *columns)
{
    enum mnz_status st = MNZ_OK;

    for (uint32_t j = 0; !st && j < c->num_points; j++)
        st = describe_point(c, j, columns);
    c->ks_chance = mnz_ks_chance(c->ess, CHANCE / (double)(c->trials.num_inputs + 1));
    for (; !st && c->num_inputs < c->trials.num_inputs; c->num_inputs += !st)
        st = describe_input(c, c->num_inputs, columns);
    return st;
}

/* The prior's own correlation of two inputs, or NULL. */
static const struct mnz_rank_correlation *
prior_correlation(const struct mnz_scenario *s, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < s->num_correlations; i++) {
        const struct mnz_rank_correlation *k = &s->correlations[i];

        if ((k->a == a && k->b == b) || (k->a == b && k->b == a))
            return k;
    }
    return NULL;
}

static enum mnz_status
rank_columns(struct mnz_calibration *c, struct columns *columns, uint32_t count)
{
    const size_t n = (size_t)c->trials.count;
    uint32_t next = 0;

    columns->ranks = calloc((size_t)count * n + 1, sizeof *columns->ranks);
    if (!columns->ranks)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < c->num_inputs; i++) {
        if (!c->inputs[i].is_in_layer)
            continue;
        take_column(c, i, columns->column);
        if (!mnz_weighted_order(columns->column, n, columns->order))
            return MNZ_ERR_NOMEM;
        mnz_weighted_ranks(columns->column, c->weight, columns->order, n,
                           &columns->ranks[next++ * n]);
    }
    return MNZ_OK;
}

/* Three digits are more than the trials know, and can be read. */
static double
round_rank(double rank)
{
    return fmin(fmax(round(rank * 1000.0) / 1000.0, -0.99), 0.99);
}

/* Pairs that the prior correlates, and those whose correlation is beyond chance. */
static enum mnz_status
correlate(struct mnz_calibration *c, struct columns *columns)
{
    const size_t n = (size_t)c->trials.count;
    uint32_t *in_layer =
        mnz_arena_alloc(&c->arena, c->num_inputs + 1, sizeof *in_layer);
    uint32_t count = 0;
    double pairs;
    enum mnz_status st;

    if (!in_layer)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < c->num_inputs; i++)
        if (c->inputs[i].is_in_layer)
            in_layer[count++] = c->inputs[i].input;
    pairs = 0.5 * count * (count - 1.0);
    c->correlations_kept = 1.0;
    if (count < 2)
        return MNZ_OK;
    c->correlation_chance =
        mnz_normal_quantile(1.0 - 0.5 * CHANCE / pairs) / sqrt(fmax(c->ess - 1.0, 1.0));
    c->correlations =
        mnz_arena_alloc(&c->arena, (size_t)pairs, sizeof *c->correlations);
    if (!c->correlations)
        return MNZ_ERR_NOMEM;
    st = rank_columns(c, columns, count);
    for (uint32_t a = 0; !st && a < count; a++)
        for (uint32_t b = a + 1; b < count; b++) {
            const double rank = mnz_weighted_correlation(
                &columns->ranks[a * n], &columns->ranks[b * n], c->weight, n);

            if (fabs(rank) > c->correlation_chance ||
                prior_correlation(c->scenario, in_layer[a], in_layer[b]))
                c->correlations[c->num_correlations++] = (struct mnz_correlation){
                    in_layer[a], in_layer[b], round_rank(rank)};
        }
    return st ? st : weaken(c);
}

static int
is_ours(const struct mnz_calibration *c, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < c->num_correlations; i++)
        if ((c->correlations[i].a == a && c->correlations[i].b == b) ||
            (c->correlations[i].a == b && c->correlations[i].b == a))
            return 1;
    return 0;
}

/*
 * Estimated pair by pair, correlations need not be possible together, or with those of
 * the prior that stay. Then all are weakened alike, down to none.
 */
static enum mnz_status
weaken(struct mnz_calibration *c)
{
    const struct mnz_scenario *s = c->scenario;
    const uint32_t own = c->num_correlations;
    struct mnz_correlation *all =
        mnz_arena_alloc(&c->arena, (size_t)own + s->num_correlations + 1, sizeof *all);
    uint32_t count = own;

    if (!all)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < s->num_correlations; i++)
        if (!is_ours(c, s->correlations[i].a, s->correlations[i].b))
            all[count++] = (struct mnz_correlation){
                s->correlations[i].a, s->correlations[i].b, s->correlations[i].rank};
    for (int percent = 100; percent >= 0; percent -= 5) {
        struct mnz_copula *copula;
        enum mnz_status st;

        for (uint32_t i = 0; i < own; i++) {
            all[i] = c->correlations[i];
            all[i].rank = round_rank(0.01 * percent * all[i].rank);
        }
        st = mnz_copula_create(count, all, &copula);
        mnz_copula_destroy(copula);
        if (st == MNZ_ERR_INPUT)
            continue;
        for (uint32_t i = 0; i < own; i++)
            c->correlations[i] = all[i];
        c->correlations_kept = 0.01 * percent;
        return st;
    }
    c->num_correlations = 0; /* the prior's own stay, which are possible */
    c->correlations_kept = 0.0;
    return MNZ_OK;
}

static void
judge(struct mnz_calibration *c)
{
    c->widening = 1.0 / sqrt(c->temper);
    c->is_much_widened = c->widening > MUCH_WIDENED;
    c->has_few_trials = c->ess < FEW_TRIALS;
    for (uint32_t j = 0; j < c->num_points; j++)
        c->num_unreached += !c->points[j].is_reached;
    for (uint32_t i = 0; i < c->num_inputs; i++)
        c->num_in_layer += c->inputs[i].is_in_layer != 0;
}
