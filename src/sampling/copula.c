/* copula.c - rank correlations between inputs. */

#include "sampling/copula.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/checked.h"
#include "base/mathfn.h"

struct mnz_copula {
    struct mnz_arena arena;
    uint32_t count;
    uint32_t *inputs; /* [count] */
    double *factor;   /* [count][count], lower triangle of Cholesky's factor */
};

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
        const uint32_t ends[2] = {correlations[i].a, correlations[i].b};

        for (int end = 0; end < 2; end++)
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

static enum mnz_status
fill_matrix(struct mnz_copula *c, uint32_t n,
            const struct mnz_correlation *correlations)
{
    size_t cells;

    if (!mnz_size_mul(c->count, c->count, &cells))
        return MNZ_ERR_NOMEM;
    c->factor = mnz_arena_alloc(&c->arena, cells, sizeof *c->factor);
    if (!c->factor)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < c->count; i++)
        c->factor[(size_t)i * c->count + i] = 1.0;
    for (uint32_t i = 0; i < n; i++) {
        const struct mnz_correlation *k = &correlations[i];
        const size_t a = position_of(c, k->a), b = position_of(c, k->b);

        if (!(fabs(k->rank) < 1.0) || a == b || c->factor[a * c->count + b] != 0.0)
            return MNZ_ERR_INPUT;
        c->factor[a * c->count + b] = c->factor[b * c->count + a] =
            normal_correlation(k->rank);
    }
    return MNZ_OK;
}

/*
 * Cholesky's factor in place of the lower triangle. By plain loops, because the order
 * of the sums in a library's blocked routine differs between builds, and so would the
 * draws.
 */
static enum mnz_status
factorise(double *matrix, uint32_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double rest = matrix[i * n + j];

            for (size_t k = 0; k < j; k++)
                rest -= matrix[i * n + k] * matrix[j * n + k];
            if (i != j)
                matrix[i * n + j] = rest / matrix[j * n + j];
            else if (rest > 1e-12)
                matrix[i * n + i] = sqrt(rest);
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
}
