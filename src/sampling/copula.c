/* copula.c - rank correlations between inputs. */

#include "sampling/copula.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/checked.h"
#include "base/mathfn.h"

/* An input that shares the uniform of another, `of`, as it is or mirrored. */
struct twin {
    uint32_t input, of;
    int is_mirrored;
};

struct mnz_copula {
    struct mnz_arena arena;
    uint32_t count;
    uint32_t *inputs; /* [count] */
    double *factor;   /* [count][count], lower triangle of Cholesky's factor */
    uint32_t num_twins;
    struct twin *twins; /* `of` is no twin itself */
};

static enum mnz_status check_pairs(uint32_t n,
                                   const struct mnz_correlation *correlations);
static enum mnz_status pair_twins(struct mnz_copula *c, uint32_t n,
                                  const struct mnz_correlation *correlations);
static enum mnz_status collect_inputs(struct mnz_copula *c, uint32_t n,
                                      const struct mnz_correlation *correlations);
static enum mnz_status fill_matrix(struct mnz_copula *c, uint32_t n,
                                   const struct mnz_correlation *correlations);
static enum mnz_status factorise(double *matrix, uint32_t n);

enum mnz_status
mnz_copula_create(uint32_t num_correlations, const struct mnz_correlation *correlations,
                  struct mnz_copula **out)
{
    struct mnz_copula *c = calloc(1, sizeof *c);
    enum mnz_status st = c ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st)
        st = check_pairs(num_correlations, correlations);
    if (!st)
        st = pair_twins(c, num_correlations, correlations);
    if (!st)
        st = collect_inputs(c, num_correlations, correlations);
    if (!st)
        st = fill_matrix(c, num_correlations, correlations);
    if (!st)
        st = factorise(c->factor, c->count);
    if (st)
        goto out;
    *out = c;
    c = NULL;
out:
    mnz_copula_destroy(c);
    return st;
}

static int
is_same_pair(const struct mnz_correlation *x, const struct mnz_correlation *y)
{
    return (x->a == y->a && x->b == y->b) || (x->a == y->b && x->b == y->a);
}

static enum mnz_status
check_pairs(uint32_t n, const struct mnz_correlation *correlations)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct mnz_correlation *k = &correlations[i];

        if (!(fabs(k->rank) <= 1.0) || k->a == k->b)
            return MNZ_ERR_INPUT;
        for (uint32_t j = 0; j < i; j++)
            if (is_same_pair(k, &correlations[j]))
                return MNZ_ERR_INPUT;
    }
    return MNZ_OK;
}

/* The input whose uniform `input` has, and whether it is mirrored. */
static struct twin
origin_of(const struct mnz_copula *c, uint32_t input)
{
    for (uint32_t i = 0; i < c->num_twins; i++)
        if (c->twins[i].input == input)
            return c->twins[i];
    return (struct twin){input, input, 0};
}

/* Make `b`, and what shares its uniform already, twins of the origin of `a`. */
static enum mnz_status
join(struct mnz_copula *c, uint32_t a, uint32_t b, int is_mirrored)
{
    const struct twin x = origin_of(c, a), y = origin_of(c, b);
    const int turns = x.is_mirrored ^ y.is_mirrored ^ is_mirrored;

    if (x.of == y.of)
        return turns ? MNZ_ERR_INPUT : MNZ_OK;
    for (uint32_t i = 0; i < c->num_twins; i++)
        if (c->twins[i].of == y.of) {
            c->twins[i].of = x.of;
            c->twins[i].is_mirrored ^= turns;
        }
    c->twins[c->num_twins++] = (struct twin){y.of, x.of, turns};
    return MNZ_OK;
}

static enum mnz_status
pair_twins(struct mnz_copula *c, uint32_t n, const struct mnz_correlation *correlations)
{
    enum mnz_status st = MNZ_OK;

    c->twins = mnz_arena_alloc(&c->arena, (size_t)n + 1, sizeof *c->twins);
    if (!c->twins)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; !st && i < n; i++)
        if (fabs(correlations[i].rank) == 1.0)
            st = join(c, correlations[i].a, correlations[i].b,
                      correlations[i].rank < 0.0);
    return st;
}

static uint32_t
position_of(const struct mnz_copula *c, uint32_t input)
{
    uint32_t i = 0;

    while (i < c->count && c->inputs[i] != input)
        i++;
    return i;
}

static enum mnz_status
collect_inputs(struct mnz_copula *c, uint32_t n,
               const struct mnz_correlation *correlations)
{
    c->inputs = mnz_arena_alloc(&c->arena, 2 * (size_t)n, sizeof *c->inputs);
    if (!c->inputs)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t ends[2] = {origin_of(c, correlations[i].a).of,
                                  origin_of(c, correlations[i].b).of};

        for (int end = 0; fabs(correlations[i].rank) < 1.0 && end < 2; end++)
            if (position_of(c, ends[end]) == c->count)
                c->inputs[c->count++] = ends[end];
    }
    return MNZ_OK;
}

/* 2 sin(pi rank / 6), by the series: the angle is at most 0.53. */
static double
normal_correlation(double rank)
{
    const double x = 3.14159265358979323846 * rank / 6.0, x2 = x * x;
    double sum = 0.0;

    for (int i = 8; i >= 1; i--)
        sum = -x2 / (double)(2 * i * (2 * i + 1)) * (1.0 + sum);
    return 2.0 * x * (1.0 + sum);
}

/* Set the cells of row `i`. Its twins may say the same of another input, but nothing
 * else. */
static enum mnz_status
enter(struct mnz_copula *c, const struct mnz_correlation *correlations, uint32_t i,
      uint8_t *is_set)
{
    const struct mnz_correlation *k = &correlations[i];
    const struct twin x = origin_of(c, k->a), y = origin_of(c, k->b);
    const size_t a = position_of(c, x.of), b = position_of(c, y.of);
    const size_t above = a * c->count + b, below = b * c->count + a;
    const double rank = x.is_mirrored == y.is_mirrored ? k->rank : -k->rank;
    const double r = normal_correlation(rank);

    if (a == b || (is_set[above] && c->factor[above] != r))
        return MNZ_ERR_INPUT;
    c->factor[above] = c->factor[below] = r;
    is_set[above] = is_set[below] = 1;
    return MNZ_OK;
}

static enum mnz_status
fill_matrix(struct mnz_copula *c, uint32_t n,
            const struct mnz_correlation *correlations)
{
    enum mnz_status st = MNZ_OK;
    uint8_t *is_set;
    size_t cells;

    if (!mnz_size_mul(c->count, c->count, &cells))
        return MNZ_ERR_NOMEM;
    c->factor = mnz_arena_alloc(&c->arena, cells, sizeof *c->factor);
    is_set = mnz_arena_alloc(&c->arena, cells, sizeof *is_set);
    if (!c->factor || !is_set)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < c->count; i++)
        c->factor[(size_t)i * c->count + i] = 1.0;
    for (uint32_t i = 0; !st && i < n; i++)
        if (fabs(correlations[i].rank) < 1.0)
            st = enter(c, correlations, i, is_set);
    return st;
}

/*
 * Cholesky's factor in place of the lower triangle. By plain loops, because the order
 * of the sums in a library's blocked routine differs between builds, and so would the
 * draws. An input that those before it determine has nothing of its own: a column of 0.
 */
static enum mnz_status
factorise(double *matrix, uint32_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            const double diagonal = matrix[j * n + j];
            double rest = matrix[i * n + j];

            for (size_t k = 0; k < j; k++)
                rest -= matrix[i * n + k] * matrix[j * n + k];
            if (i != j && diagonal > 0.0)
                matrix[i * n + j] = rest / diagonal;
            else if (i == j && rest > 1e-12)
                matrix[i * n + i] = sqrt(rest);
            else if (fabs(rest) <= (i == j ? 1e-12 : 1e-9))
                matrix[i * n + j] = 0.0;
            else
                return MNZ_ERR_INPUT;
        }
    return MNZ_OK;
}

void
mnz_copula_destroy(struct mnz_copula *copula)
{
    if (!copula)
        return;
    mnz_arena_finish(&copula->arena);
    free(copula);
}

/* In place: from the last row up, for a row needs only normals that stand before it. */
void
mnz_copula_apply(const struct mnz_copula *copula, double *uniforms)
{
    const uint32_t *inputs = copula->inputs;

    for (uint32_t i = 0; i < copula->count; i++)
        uniforms[inputs[i]] = mnz_normal_quantile(uniforms[inputs[i]]);
    for (uint32_t i = copula->count; i-- > 0;) {
        const double *row = &copula->factor[(size_t)i * copula->count];
        double z = 0.0;

        for (uint32_t j = 0; j <= i; j++)
            z += row[j] * uniforms[inputs[j]];
        uniforms[inputs[i]] = fmin(fmax(mnz_normal_cdf(z), 0x1p-53), 1.0 - 0x1p-53);
    }
    for (uint32_t i = 0; i < copula->num_twins; i++) {
        const struct twin *t = &copula->twins[i];

        uniforms[t->input] = t->is_mirrored ? 1.0 - uniforms[t->of] : uniforms[t->of];
    }
}
