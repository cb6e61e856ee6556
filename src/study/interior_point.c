/* interior_point.c - large linear programs, by a primal-dual interior-point method. */

#include "study/interior_point.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <suitesparse/cholmod.h>

enum { MOST_STEPS = 200, CORRECTIONS = 3 };

/* Part of the way to the boundary that a step goes; how far products of pairs may be
 * from their goal; prices to begin with, beside a largest cost of 1. */
#define BACKOFF 0.995
#define MOST_OFF 10.0
#define PRICE 0.1

/* Added to a diagonal at most. */
#define MOST_MORE 1e-3

/* Scaled equations hold when they are short of no more. */
#define EXACT 1e-6

/* Numbers of a point or a direction: x, w, z, v by column, s, y by row. */
struct point {
    double *x, *w, *s, *y, *z, *v;
};

/*
 * minimise c x    with A x + s = b, x + w = u, and x, s, w >= 0    w where u is finite
 * duals           A'y + v - z = -c, and y, z, v >= 0               s y, x z, w v -> 0
 *
 * The program is scaled: row i by row_scale[i], column j by column_scale[j], costs by
 * 1 / unit.
 */
struct solver {
    const struct mnz_lp *lp;
    size_t m, n;
    double unit;
    double *a, *b, *c, *u; /* a: entries, by column */
    uint32_t *first, *row; /* of columns; [entry] */
    double *row_scale, *column_scale;
    struct point at, step, kept;
    double *off_x, *off_w, *off_s; /* taken from the goal of each product */
    double *primal, *bound, *dual; /* short of the three equations */
    double *theta, *right, *spare;
    double *memory;
    int has_begun; /* CHOLMOD has */
    cholmod_common common;
    cholmod_sparse *scaled; /* [A sqrt(theta), sqrt(s / y)] */
    cholmod_factor *factor;
    cholmod_dense *known;
};

static int
is_bounded(const struct solver *p, size_t j)
{
    return isfinite(p->u[j]);
}

/* Columns first, entries within them by row as given. */
static enum mnz_status
sort_entries(struct solver *p)
{
    const struct mnz_lp *lp = p->lp;

    p->first = calloc(p->n + 2, sizeof *p->first);
    p->row = calloc(lp->num_entries + 1, sizeof *p->row);
    p->a = calloc(lp->num_entries + 1, sizeof *p->a);
    if (!p->first || !p->row || !p->a)
        return MNZ_ERR_NOMEM;
    for (size_t k = 0; k < lp->num_entries; k++)
        p->first[lp->entries[k].column + 2]++;
    for (size_t j = 2; j <= p->n + 1; j++)
        p->first[j] += p->first[j - 1];
    for (size_t k = 0; k < lp->num_entries; k++) {
        const uint32_t to = p->first[lp->entries[k].column + 1]++;

        p->row[to] = lp->entries[k].row;
        p->a[to] = lp->entries[k].value;
    }
    return MNZ_OK;
}

static enum mnz_status
allocate(struct solver *p)
{
    double **const of_columns[] = {
        &p->c,      &p->u,      &p->column_scale, &p->at.x,   &p->at.w,   &p->at.z,
        &p->at.v,   &p->step.x, &p->step.w,       &p->step.z, &p->step.v, &p->kept.x,
        &p->kept.w, &p->kept.z, &p->kept.v,       &p->off_x,  &p->off_w,  &p->bound,
        &p->dual,   &p->theta,  &p->spare};
    double **const of_rows[] = {&p->b,      &p->row_scale, &p->at.s,   &p->at.y,
                                &p->step.s, &p->step.y,    &p->kept.s, &p->kept.y,
                                &p->off_s,  &p->primal,    &p->right};
    const size_t columns = sizeof of_columns / sizeof *of_columns;
    const size_t rows = sizeof of_rows / sizeof *of_rows;
    double *next;

    p->memory = calloc(columns * p->n + rows * p->m + 1, sizeof *p->memory);
    if (!p->memory)
        return MNZ_ERR_NOMEM;
    next = p->memory;
    for (size_t i = 0; i < columns; i++, next += p->n)
        *of_columns[i] = next;
    for (size_t i = 0; i < rows; i++, next += p->m)
        *of_rows[i] = next;
    return sort_entries(p);
}

/* Columns by their typical size, then rows by their largest entry. */
static void
scale(struct solver *p)
{
    const struct mnz_lp *lp = p->lp;

    memset(p->right, 0, p->m * sizeof *p->right);
    for (size_t j = 0; j < p->n; j++) {
        p->column_scale[j] = lp->typical ? lp->typical[j] : 1.0;
        p->unit = fmax(p->unit, lp->cost[j] * p->column_scale[j]);
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++)
            p->right[p->row[k]] =
                fmax(p->right[p->row[k]], fabs(p->a[k]) * p->column_scale[j]);
    }
    if (!(p->unit > 0.0))
        p->unit = 1.0;
    for (size_t i = 0; i < p->m; i++)
        p->row_scale[i] = p->right[i] > 0.0 ? 1.0 / p->right[i] : 1.0;
    for (size_t j = 0; j < p->n; j++) {
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++)
            p->a[k] *= p->row_scale[p->row[k]] * p->column_scale[j];
        p->c[j] = lp->cost[j] * p->column_scale[j] / p->unit;
        p->u[j] = lp->column_most[j] / p->column_scale[j];
    }
    for (size_t i = 0; i < p->m; i++)
        p->b[i] = lp->row_most[i] * p->row_scale[i];
}

/* sum += factor A x */
static void
add_times(const struct solver *p, double factor, const double *x, double *sum)
{
    for (size_t j = 0; j < p->n; j++)
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++)
            sum[p->row[k]] += factor * p->a[k] * x[j];
}

/* A'y of a column. */
static double
price(const struct solver *p, const double *y, size_t j)
{
    double sum = 0.0;

    for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++)
        sum += p->a[k] * y[p->row[k]];
    return sum;
}

static enum mnz_status
cholmod_result(const struct solver *p, const void *made)
{
    if (p->common.status == CHOLMOD_OUT_OF_MEMORY ||
        p->common.status == CHOLMOD_TOO_LARGE)
        return MNZ_ERR_NOMEM;
    return made && p->common.status >= CHOLMOD_OK ? MNZ_OK : MNZ_ERR_INPUT;
}

/* The pattern of [A, I], and the order of elimination. */
static enum mnz_status
analyse(struct solver *p)
{
    const size_t entries = p->first[p->n];
    int *columns, *rows;

    cholmod_start(&p->common);
    p->has_begun = 1;
    p->common.print = 0;
    p->common.nmethods = 1;
    p->common.method[0].ordering = CHOLMOD_AMD;
    p->common.supernodal = CHOLMOD_SUPERNODAL;
    p->scaled = cholmod_allocate_sparse(p->m, p->n + p->m, entries + p->m, 0, 1, 0,
                                        CHOLMOD_REAL, &p->common);
    p->known = cholmod_allocate_dense(p->m, 1, p->m, CHOLMOD_REAL, &p->common);
    if (!p->scaled || !p->known)
        return MNZ_ERR_NOMEM;
    columns = p->scaled->p;
    rows = p->scaled->i;
    for (size_t j = 0; j <= p->n; j++)
        columns[j] = (int)p->first[j];
    for (size_t k = 0; k < entries; k++)
        rows[k] = (int)p->row[k];
    for (size_t i = 0; i < p->m; i++) {
        columns[p->n + i + 1] = (int)(entries + i + 1);
        rows[entries + i] = (int)i;
    }
    p->factor = cholmod_analyze(p->scaled, &p->common);
    return cholmod_result(p, p->factor);
}

/* Factors of A diag(theta) A' + diag(rest), and as much more on the diagonal as
 * rounding asks for near the end. */
static enum mnz_status
factorise(struct solver *p, const double *rest)
{
    double *values = p->scaled->x;
    double more[2] = {1e-13, 0.0};

    for (size_t j = 0; j < p->n; j++)
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++)
            values[k] = p->a[k] * sqrt(p->theta[j]);
    for (size_t i = 0; i < p->m; i++)
        values[p->first[p->n] + i] = sqrt(rest[i]);
    do {
        p->common.status = CHOLMOD_OK;
        cholmod_factorize_p(p->scaled, more, NULL, 0, p->factor, &p->common);
        more[0] *= 1000.0;
    } while (p->common.status == CHOLMOD_NOT_POSDEF && more[0] < MOST_MORE);
    if (p->common.status == CHOLMOD_NOT_POSDEF)
        return MNZ_ERR_INPUT;
    return cholmod_result(p, p->factor);
}

/* out = factors^-1 right; right may be out */
static enum mnz_status
back(struct solver *p, const double *right, double *out)
{
    cholmod_dense *solved;

    memcpy(p->known->x, right, p->m * sizeof *right);
    solved = cholmod_solve(CHOLMOD_A, p->factor, p->known, &p->common);
    if (!solved)
        return MNZ_ERR_NOMEM;
    memcpy(out, solved->x, p->m * sizeof *out);
    cholmod_free_dense(&solved, &p->common);
    return MNZ_OK;
}

/* out = A diag(theta) column + row, then out = factors^-1 out */
static enum mnz_status
solve_rows(struct solver *p, const double *column, const double *row, double *out)
{
    for (size_t j = 0; j < p->n; j++)
        p->spare[j] = p->theta[j] * column[j];
    if (row != out)
        memcpy(out, row, p->m * sizeof *out);
    add_times(p, 1.0, p->spare, out);
    return back(p, out, out);
}

/* Columns of typical size, or half of what they may be; prices that are small beside
 * costs. */
static void
begin(struct solver *p)
{
    struct point *at = &p->at;

    for (size_t j = 0; j < p->n; j++) {
        at->x[j] = fmin(1.0, 0.5 * p->u[j]);
        at->z[j] = PRICE;
        at->w[j] = is_bounded(p, j) ? p->u[j] - at->x[j] : 0.0;
        at->v[j] = is_bounded(p, j) ? PRICE : 0.0;
    }
    memcpy(at->s, p->b, p->m * sizeof *at->s);
    add_times(p, -1.0, at->x, at->s);
    for (size_t i = 0; i < p->m; i++) {
        at->s[i] = fmax(at->s[i], 1.0);
        at->y[i] = PRICE;
    }
}

/* How much the three equations are short of, and the mean product of pairs. */
static double
look(struct solver *p)
{
    const struct point *at = &p->at;
    double sum = 0.0;
    size_t pairs = p->m + p->n;

    for (size_t i = 0; i < p->m; i++) {
        p->primal[i] = p->b[i] - at->s[i];
        sum += at->s[i] * at->y[i];
    }
    add_times(p, -1.0, at->x, p->primal);
    for (size_t j = 0; j < p->n; j++) {
        p->dual[j] = -p->c[j] - price(p, at->y, j) + at->z[j] - at->v[j];
        p->bound[j] = is_bounded(p, j) ? p->u[j] - at->x[j] - at->w[j] : 0.0;
        sum += at->x[j] * at->z[j];
        if (!is_bounded(p, j))
            continue;
        pairs++;
        sum += at->w[j] * at->v[j];
    }
    return sum / (double)pairs;
}

/*
 * The direction towards equations that hold and products x z + e_x = goal, with e the
 * products of the direction before (none: `trial` is cleared).
 *
 *   dz = (goal - e - x z - z dx) / x      dv = (goal - e - w v - v dw) / w
 *   dw = bound - dx                       dx = theta (g - A'dy)
 */
static enum mnz_status
find_direction(struct solver *p, double goal)
{
    const struct point *at = &p->at;
    struct point *d = &p->step;
    enum mnz_status st;

    for (size_t j = 0; j < p->n; j++) {
        d->z[j] = (goal - p->off_x[j]) / at->x[j] - at->z[j];
        d->v[j] =
            is_bounded(p, j)
                ? (goal - p->off_w[j] - at->v[j] * p->bound[j]) / at->w[j] - at->v[j]
                : 0.0;
        d->x[j] = p->dual[j] + d->z[j] - d->v[j]; /* g */
    }
    for (size_t i = 0; i < p->m; i++) {
        d->s[i] = (goal - p->off_s[i]) / at->y[i] - at->s[i];
        p->right[i] = d->s[i] - p->primal[i];
    }
    st = solve_rows(p, d->x, p->right, d->y);
    for (size_t j = 0; !st && j < p->n; j++) {
        d->x[j] = p->theta[j] * (d->x[j] - price(p, d->y, j));
        d->z[j] -= at->z[j] / at->x[j] * d->x[j];
        if (!is_bounded(p, j))
            continue;
        d->v[j] += at->v[j] / at->w[j] * d->x[j];
        d->w[j] = p->bound[j] - d->x[j];
    }
    for (size_t i = 0; !st && i < p->m; i++)
        d->s[i] -= at->s[i] / at->y[i] * d->y[i];
    return st;
}

/* The part of a direction, 1 at most, after which the first number is 0. */
static double
reach(const double *numbers, const double *direction, size_t count, double most)
{
    for (size_t i = 0; i < count; i++)
        if (direction[i] < 0.0)
            most = fmin(most, -numbers[i] / direction[i]);
    return most;
}

static void
find_reach(const struct solver *p, double *primal, double *dual)
{
    const struct point *at = &p->at, *d = &p->step;

    *primal = reach(at->x, d->x, p->n, 1.0);
    *primal = reach(at->s, d->s, p->m, *primal);
    *primal = reach(at->w, d->w, p->n, *primal);
    *dual = reach(at->z, d->z, p->n, 1.0);
    *dual = reach(at->y, d->y, p->m, *dual);
    *dual = reach(at->v, d->v, p->n, *dual);
}

/* Products of the direction that a straight step would add, and what mean they leave.
 */
static double
foresee(struct solver *p, double primal, double dual)
{
    const struct point *at = &p->at, *d = &p->step;
    double sum = 0.0;
    size_t pairs = p->m + p->n;

    for (size_t i = 0; i < p->m; i++) {
        sum += (at->s[i] + primal * d->s[i]) * (at->y[i] + dual * d->y[i]);
        p->off_s[i] = d->s[i] * d->y[i];
    }
    for (size_t j = 0; j < p->n; j++) {
        sum += (at->x[j] + primal * d->x[j]) * (at->z[j] + dual * d->z[j]);
        p->off_x[j] = d->x[j] * d->z[j];
        p->off_w[j] = d->w[j] * d->v[j];
        if (!is_bounded(p, j))
            continue;
        pairs++;
        sum += (at->w[j] + primal * d->w[j]) * (at->v[j] + dual * d->v[j]);
    }
    return sum / (double)pairs;
}

static void
move(double *numbers, const double *direction, size_t count, double part)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] += part * direction[i];
}

/* e less what a product should change by after a longer step of this direction: none
 * is to leave [MOST_OFF^-1, MOST_OFF] of the goal. */
static void
correct(double *e, const double *x, const double *dx, double primal, const double *z,
        const double *dz, double dual, size_t count, double goal)
{
    for (size_t i = 0; i < count; i++) {
        const double product = (x[i] + primal * dx[i]) * (z[i] + dual * dz[i]);
        const double inside = fmin(fmax(product, goal / MOST_OFF), goal * MOST_OFF);

        e[i] -= fmax(inside - product, -goal * MOST_OFF);
    }
}

static void
copy(const struct solver *p, const struct point *from, struct point *to)
{
    memcpy(to->x, from->x, p->n * sizeof(double));
    memcpy(to->w, from->w, p->n * sizeof(double));
    memcpy(to->z, from->z, p->n * sizeof(double));
    memcpy(to->v, from->v, p->n * sizeof(double));
    memcpy(to->s, from->s, p->m * sizeof(double));
    memcpy(to->y, from->y, p->m * sizeof(double));
}

/* Corrections of a direction that let it go further (Gondzio 1996). */
static enum mnz_status
lengthen(struct solver *p, double goal, double *primal, double *dual)
{
    const struct point *at = &p->at, *d = &p->step;

    for (int k = 0; k < CORRECTIONS && (*primal < 0.9 || *dual < 0.9); k++) {
        const double far = fmin(1.0, 1.08 * *primal + 0.08);
        const double far_dual = fmin(1.0, 1.08 * *dual + 0.08);
        double next, next_dual;
        enum mnz_status st;

        correct(p->off_x, at->x, d->x, far, at->z, d->z, far_dual, p->n, goal);
        for (size_t j = 0; j < p->n; j++)
            if (is_bounded(p, j))
                correct(&p->off_w[j], &at->w[j], &d->w[j], far, &at->v[j], &d->v[j],
                        far_dual, 1, goal);
        correct(p->off_s, at->s, d->s, far, at->y, d->y, far_dual, p->m, goal);
        copy(p, d, &p->kept);
        st = find_direction(p, goal);
        if (st)
            return st;
        find_reach(p, &next, &next_dual);
        if (next + next_dual < *primal + *dual + 0.02) {
            copy(p, &p->kept, &p->step);
            return MNZ_OK;
        }
        *primal = next;
        *dual = next_dual;
    }
    return MNZ_OK;
}

/* The direction of a step: straight ahead, then as far towards the centre as that
 * tells, corrected. */
static enum mnz_status
aim(struct solver *p, double mean, double *primal, double *dual)
{
    double ahead, goal;
    enum mnz_status st;

    memset(p->off_x, 0, p->n * sizeof *p->off_x);
    memset(p->off_w, 0, p->n * sizeof *p->off_w);
    memset(p->off_s, 0, p->m * sizeof *p->off_s);
    st = find_direction(p, 0.0);
    if (st)
        return st;
    find_reach(p, primal, dual);
    ahead = foresee(p, *primal, *dual) / mean;
    goal = mean * ahead * ahead * ahead;
    st = find_direction(p, goal);
    if (st)
        return st;
    find_reach(p, primal, dual);
    return lengthen(p, goal, primal, dual);
}

static enum mnz_status
advance(struct solver *p, double mean)
{
    struct point *at = &p->at;
    double primal, dual;
    enum mnz_status st;

    for (size_t j = 0; j < p->n; j++)
        p->theta[j] = 1.0 / (at->z[j] / at->x[j] +
                             (is_bounded(p, j) ? at->v[j] / at->w[j] : 0.0));
    for (size_t i = 0; i < p->m; i++)
        p->right[i] = at->s[i] / at->y[i];
    st = factorise(p, p->right);
    if (!st)
        st = aim(p, mean, &primal, &dual);
    if (st)
        return st;
    primal *= BACKOFF;
    dual *= BACKOFF;
    move(at->x, p->step.x, p->n, primal);
    move(at->w, p->step.w, p->n, primal);
    move(at->s, p->step.s, p->m, primal);
    move(at->z, p->step.z, p->n, dual);
    move(at->v, p->step.v, p->n, dual);
    move(at->y, p->step.y, p->m, dual);
    return MNZ_OK;
}

static double
most_of(const double *numbers, size_t count)
{
    double most = 0.0;

    for (size_t i = 0; i < count; i++)
        most = fmax(most, fabs(numbers[i]));
    return most;
}

/* Errors of rows, beside the numbers that they are the sums of: where any
 * amount is free, these are large. */
static double
most_of_rows(struct solver *p)
{
    double most = 0.0;

    for (size_t i = 0; i < p->m; i++)
        p->right[i] = 1.0 + fabs(p->b[i]) + p->at.s[i];
    for (size_t j = 0; j < p->n; j++)
        for (uint32_t k = p->first[j]; k < p->first[j + 1]; k++)
            p->right[p->row[k]] += fabs(p->a[k]) * p->at.x[j];
    for (size_t i = 0; i < p->m; i++)
        most = fmax(most, fabs(p->primal[i]) / p->right[i]);
    return most;
}

/* Whether all equations hold and both sums agree; the lower one. */
static int
is_there(struct solver *p, double *least)
{
    double above = 0.0, below = 0.0;

    for (size_t j = 0; j < p->n; j++) {
        above += p->c[j] * p->at.x[j];
        if (is_bounded(p, j))
            below -= p->u[j] * p->at.v[j];
    }
    for (size_t i = 0; i < p->m; i++)
        below -= p->b[i] * p->at.y[i];
    *least = p->unit * below;
    return most_of_rows(p) < EXACT && most_of(p->bound, p->n) < EXACT &&
           most_of(p->dual, p->n) < EXACT &&
           p->unit * fabs(above - below) <= p->lp->tolerance;
}

static enum mnz_status
solve(struct solver *p, double *least, double *worth)
{
    enum mnz_status st = allocate(p);
    int is_done = 0;

    if (!st) {
        scale(p);
        st = analyse(p);
    }
    if (!st)
        begin(p);
    for (int k = 0; !st && !is_done && k < MOST_STEPS; k++) {
        const double mean = look(p);

        is_done = is_there(p, least);
        if (!is_done)
            st = mean > 0.0 && isfinite(mean) ? advance(p, mean) : MNZ_ERR_INPUT;
    }
    if (!st && !is_done)
        st = MNZ_ERR_INPUT;
    for (size_t i = 0; !st && i < p->m; i++)
        worth[i] = p->unit * p->row_scale[i] * p->at.y[i];
    return st;
}

enum mnz_status
mnz_interior_point(const struct mnz_lp *program, double *least, double *worth)
{
    struct solver p = {
        .lp = program, .m = program->num_rows, .n = program->num_columns};
    const enum mnz_status st = solve(&p, least, worth);

    if (p.has_begun) {
        cholmod_free_sparse(&p.scaled, &p.common);
        cholmod_free_dense(&p.known, &p.common);
        cholmod_free_factor(&p.factor, &p.common);
        cholmod_finish(&p.common);
    }
    free(p.first);
    free(p.row);
    free(p.a);
    free(p.memory);
    return st;
}
