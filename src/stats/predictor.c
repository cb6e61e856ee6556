/* predictor.c - least squares with the inputs that matter. */

#include "stats/predictor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* Inputs count whose correlation is beyond so many standard errors, as one in 370 is by
 * chance; an input more for so many trials at most; the strongest have squares and
 * products. */
#define LEAST_ERRORS 3.0
enum { TRIALS_OF_INPUT = 8, MOST_INPUTS = 64, SQUARED = 4, ROUNDS = 3 };
enum { MOST_TERMS = MOST_INPUTS + SQUARED * (SQUARED + 1) / 2 };
/* Keeps coefficients small where trials are few: a part of each term's variance. */
#define RIDGE 0.01

struct mnz_predictor {
    double base; /* the mean answer */
    double told;
    uint32_t num_inputs;
    uint32_t inputs[MOST_INPUTS];
    double means[MOST_TERMS], factors[MOST_TERMS]; /* of inputs, then of products */
};

/* Trials that count. */
struct sample {
    struct mnz_arena arena;
    size_t count;
    uint32_t num_inputs;
    const double **rows;      /* [trial] scores */
    double *values;           /* [trial] less their mean */
    double *rest;             /* [trial] values less what is predicted */
    double *terms;            /* [trial][MOST_TERMS] less their means */
    double *strength, *fresh; /* [input] with which it moves values, and the rest */
};

static uint32_t
num_terms(const struct mnz_predictor *p)
{
    const uint32_t squared = p->num_inputs < SQUARED ? p->num_inputs : SQUARED;

    return p->num_inputs + squared * (squared + 1) / 2;
}

static void
find_terms(const struct mnz_predictor *p, const double *scores, double *terms)
{
    const uint32_t squared = p->num_inputs < SQUARED ? p->num_inputs : SQUARED;
    uint32_t next = p->num_inputs;

    for (uint32_t i = 0; i < p->num_inputs; i++)
        terms[i] = scores[p->inputs[i]];
    for (uint32_t i = 0; i < squared; i++)
        for (uint32_t k = i; k < squared; k++)
            terms[next++] = terms[i] * terms[k];
}

double
mnz_predictor_value(const struct mnz_predictor *predictor, const double *scores)
{
    double terms[MOST_TERMS], sum = predictor->base;

    find_terms(predictor, scores, terms);
    for (uint32_t i = 0; i < num_terms(predictor); i++)
        sum += predictor->factors[i] * (terms[i] - predictor->means[i]);
    return sum;
}

void
mnz_predictor_mark(const struct mnz_predictor *predictor, uint8_t *is_used)
{
    for (uint32_t i = 0; i < predictor->num_inputs; i++)
        is_used[predictor->inputs[i]] = 1;
}

void
mnz_predictor_destroy(struct mnz_predictor *predictor)
{
    free(predictor);
}

static enum mnz_status
take_sample(struct sample *s, const double *scores, const double *values, size_t trials,
            double *base)
{
    s->rows = mnz_arena_alloc(&s->arena, trials + 1, sizeof *s->rows);
    s->values = mnz_arena_alloc(&s->arena, trials + 1, sizeof *s->values);
    s->rest = mnz_arena_alloc(&s->arena, trials + 1, sizeof *s->rest);
    s->terms = mnz_arena_alloc(&s->arena, trials + 1, MOST_TERMS * sizeof *s->terms);
    s->strength = mnz_arena_alloc(&s->arena, s->num_inputs + 1, sizeof *s->strength);
    s->fresh = mnz_arena_alloc(&s->arena, s->num_inputs + 1, sizeof *s->fresh);
    if (mnz_arena_has_failed(&s->arena))
        return MNZ_ERR_NOMEM;
    *base = 0.0;
    for (size_t t = 0; t < trials; t++) {
        if (isnan(values[t]))
            continue;
        s->rows[s->count] = scores + t * s->num_inputs;
        s->values[s->count++] = values[t];
        *base += values[t];
    }
    *base /= s->count > 0 ? (double)s->count : 1.0;
    for (size_t t = 0; t < s->count; t++)
        s->rest[t] = s->values[t] -= *base;
    return MNZ_OK;
}

/* An input's score, or the square of it. */
static double
power(const struct sample *s, size_t trial, uint32_t input, int is_squared)
{
    const double score = s->rows[trial][input];

    return is_squared ? score * score : score;
}

/* The size of an input's correlation with a column whose mean is 0, of `squares`
 * together; 0 of a constant. */
static double
correlate(const struct sample *s, uint32_t input, int is_squared, const double *column,
          double squares)
{
    double mean = 0.0, product = 0.0, own = 0.0;

    for (size_t t = 0; t < s->count; t++)
        mean += power(s, t, input, is_squared) / (double)s->count;
    for (size_t t = 0; t < s->count; t++) {
        const double apart = power(s, t, input, is_squared) - mean;

        product += apart * column[t];
        own += apart * apart;
    }
    return own > 0.0 && squares > 0.0 ? fabs(product) / sqrt(own * squares) : 0.0;
}

static double
squares_of(const struct sample *s, const double *column)
{
    double squares = 0.0;

    for (size_t t = 0; t < s->count; t++)
        squares += column[t] * column[t];
    return squares;
}

/* How strongly each input moves a column: straight, or to both sides alike. */
static void
find_strength(const struct sample *s, const double *column, double *out)
{
    const double squares = squares_of(s, column);

    for (uint32_t i = 0; i < s->num_inputs; i++)
        out[i] = fmax(correlate(s, i, 0, column, squares),
                      correlate(s, i, 1, column, squares));
}

static int
is_chosen(const struct mnz_predictor *p, uint32_t input)
{
    for (uint32_t i = 0; i < p->num_inputs; i++)
        if (p->inputs[i] == input)
            return 1;
    return 0;
}

/* Put an input among those chosen, in the order of their strength. */
static void
insert(struct mnz_predictor *p, const double *strength, uint32_t input)
{
    uint32_t at = p->num_inputs++;

    for (; at > 0 && strength[p->inputs[at - 1]] < strength[input]; at--)
        p->inputs[at] = p->inputs[at - 1];
    p->inputs[at] = input;
}

/* Add the inputs that move what is not predicted yet, the strongest first; returns how
 * many. */
static uint32_t
choose_inputs(const struct sample *s, struct mnz_predictor *p)
{
    const double least = LEAST_ERRORS / sqrt((double)s->count);
    const size_t room = s->count / TRIALS_OF_INPUT;
    const uint32_t most = room < MOST_INPUTS ? (uint32_t)room : MOST_INPUTS;
    uint32_t added = 0;

    while (p->num_inputs < most) {
        uint32_t best = s->num_inputs;

        for (uint32_t i = 0; i < s->num_inputs; i++)
            if (s->fresh[i] > least && !is_chosen(p, i) &&
                (best == s->num_inputs || s->fresh[i] > s->fresh[best]))
                best = i;
        if (best == s->num_inputs)
            break;
        insert(p, s->strength, best);
        added++;
    }
    return added;
}

/* Solve G x = b in place, G positive definite (A.-L. Cholesky). */
static void
solve(double *g, double *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double sum = g[i * n + j];

            for (uint32_t k = 0; k < j; k++)
                sum -= g[i * n + k] * g[j * n + k];
            g[i * n + j] = i == j ? sqrt(sum) : sum / g[j * n + j];
        }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++)
            b[i] -= g[i * n + k] * b[k];
        b[i] /= g[i * n + i];
    }
    for (uint32_t i = n; i-- > 0;) {
        for (uint32_t k = i + 1; k < n; k++)
            b[i] -= g[k * n + i] * b[k];
        b[i] /= g[i * n + i];
    }
}

/* The terms of all trials, less their means. */
static void
centre_terms(struct sample *s, struct mnz_predictor *p)
{
    const uint32_t n = num_terms(p);

    memset(p->means, 0, sizeof p->means);
    for (size_t t = 0; t < s->count; t++) {
        double *terms = s->terms + t * MOST_TERMS;

        find_terms(p, s->rows[t], terms);
        for (uint32_t i = 0; i < n; i++)
            p->means[i] += terms[i] / (double)s->count;
    }
    for (size_t t = 0; t < s->count; t++)
        for (uint32_t i = 0; i < n; i++)
            s->terms[t * MOST_TERMS + i] -= p->means[i];
}

static enum mnz_status
fit(struct sample *s, struct mnz_predictor *p)
{
    const uint32_t n = num_terms(p);
    double *g = calloc((size_t)n * n + 1, sizeof *g);

    if (!g)
        return MNZ_ERR_NOMEM;
    centre_terms(s, p);
    memset(p->factors, 0, sizeof p->factors);
    for (size_t t = 0; t < s->count; t++) {
        const double *terms = s->terms + t * MOST_TERMS;

        for (uint32_t i = 0; i < n; i++) {
            p->factors[i] += terms[i] * s->values[t];
            for (uint32_t k = 0; k <= i; k++)
                g[i * n + k] += terms[i] * terms[k];
        }
    }
    for (uint32_t i = 0; i < n; i++)
        g[i * n + i] += RIDGE * g[i * n + i] + 1e-300;
    solve(g, p->factors, n);
    free(g);
    for (size_t t = 0; t < s->count; t++) {
        s->rest[t] = s->values[t];
        for (uint32_t i = 0; i < n; i++)
            s->rest[t] -= p->factors[i] * s->terms[t * MOST_TERMS + i];
    }
    return MNZ_OK;
}

/* The share of the variance that is predicted, less what terms without effect would
 * seem to predict (M. Ezekiel 1930). */
static double
told(const struct sample *s, uint32_t terms)
{
    const double all = squares_of(s, s->values), left = squares_of(s, s->rest);
    const double n = (double)s->count;

    return all > 0.0 ? fmax(1.0 - left / all * (n - 1.0) / (n - 1.0 - terms), 0.0)
                     : 0.0;
}

double
mnz_predictor_told(const struct mnz_predictor *predictor)
{
    return predictor->told;
}

enum mnz_status
mnz_predictor_create(const double *scores, const double *values, size_t trials,
                     uint32_t num_inputs, struct mnz_predictor **out)
{
    struct sample s = {.num_inputs = num_inputs};
    struct mnz_predictor *p = calloc(1, sizeof *p);
    enum mnz_status st =
        p ? take_sample(&s, scores, values, trials, &p->base) : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st)
        find_strength(&s, s.values, s.strength);
    for (int round = 0; !st && round < ROUNDS; round++) {
        find_strength(&s, s.rest, s.fresh);
        if (choose_inputs(&s, p) == 0)
            break;
        st = fit(&s, p);
    }
    if (!st && s.count > num_terms(p) + 1)
        p->told = told(&s, num_terms(p));
    mnz_arena_finish(&s.arena);
    if (st)
        mnz_predictor_destroy(p);
    else
        *out = p;
    return st;
}
