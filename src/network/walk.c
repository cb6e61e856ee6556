/* walk.c - how often a tonne passed each node on its way to a buyer. */

#include "network/walk.h"

#include <gsl/gsl_linalg.h>
#include <stdlib.h>
#include <string.h>

/* The factors of a circle's matrix: row j has 1 at j, less the weights of the members'
 * arcs to j. */
struct circle {
    uint32_t group;
    gsl_matrix *factors;
    gsl_permutation *order;
    gsl_vector *sides, *visits;
};

struct mnz_walk {
    const struct mnz_arcs *arcs;
    const struct mnz_arc_groups *groups;
    uint8_t *ends;       /* [node] */
    uint32_t *circle_of; /* [group], or MNZ_NONE */
    uint32_t *place_of;  /* [node] its position in its group */
    uint32_t num_circles;
    struct circle *circles;
};

static enum mnz_status
find_circles(struct mnz_walk *w)
{
    const struct mnz_arc_groups *g = w->groups;
    uint32_t count = 0;

    for (uint32_t i = 0; i < g->count; i++) {
        const uint32_t size = g->first[i + 1] - g->first[i];

        w->circle_of[i] = size > 1 ? count++ : MNZ_NONE;
        for (uint32_t k = 0; k < size; k++)
            w->place_of[g->nodes[g->first[i] + k]] = k;
    }
    w->circles = calloc((size_t)count + 1, sizeof *w->circles);
    if (!w->circles)
        return MNZ_ERR_NOMEM;
    w->num_circles = count;
    for (uint32_t i = 0; i < g->count; i++)
        if (w->circle_of[i] != MNZ_NONE)
            w->circles[w->circle_of[i]].group = i;
    return MNZ_OK;
}

/* GSL's allocators report to its handler and return NULL. */
static enum mnz_status
factor(struct mnz_walk *w, struct circle *c)
{
    const struct mnz_arc_groups *g = w->groups;
    const uint32_t first = g->first[c->group], size = g->first[c->group + 1] - first;
    int sign;

    c->factors = gsl_matrix_alloc(size, size);
    c->order = gsl_permutation_alloc(size);
    c->sides = gsl_vector_alloc(size);
    c->visits = gsl_vector_alloc(size);
    if (!c->factors || !c->order || !c->sides || !c->visits)
        return MNZ_ERR_NOMEM;
    gsl_matrix_set_identity(c->factors);
    for (uint32_t i = 0; i < size; i++) {
        const uint32_t node = g->nodes[first + i];

        for (uint32_t a = w->arcs->first[node];
             !w->ends[node] && a < w->arcs->first[node + 1]; a++) {
            const struct mnz_arc *arc = &w->arcs->arcs[a];
            double *cell;

            if (g->group_of[arc->from] != c->group)
                continue;
            cell = gsl_matrix_ptr(c->factors, w->place_of[arc->from], i);
            *cell -= arc->weight;
        }
    }
    gsl_linalg_LU_decomp(c->factors, c->order, &sign);
    return MNZ_OK;
}

enum mnz_status
mnz_walk_create(const struct mnz_arcs *arcs, const struct mnz_arc_groups *groups,
                const uint8_t *ends, struct mnz_walk **out)
{
    struct mnz_walk *w = calloc(1, sizeof *w);
    const size_t nodes = (size_t)arcs->num_nodes + 1;
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = NULL;
    if (!w)
        return MNZ_ERR_NOMEM;
    w->arcs = arcs;
    w->groups = groups;
    w->ends = calloc(nodes, 1);
    w->circle_of = calloc((size_t)groups->count + 1, sizeof *w->circle_of);
    w->place_of = calloc(nodes, sizeof *w->place_of);
    if (w->ends && w->circle_of && w->place_of)
        st = find_circles(w);
    if (!st && ends)
        memcpy(w->ends, ends, arcs->num_nodes);
    for (uint32_t i = 0; !st && i < w->num_circles; i++)
        st = factor(w, &w->circles[i]);
    if (!st)
        *out = w;
    else
        mnz_walk_destroy(w);
    return st;
}

void
mnz_walk_destroy(struct mnz_walk *walk)
{
    if (!walk)
        return;
    for (uint32_t i = 0; i < walk->num_circles; i++) {
        gsl_matrix_free(walk->circles[i].factors);
        gsl_permutation_free(walk->circles[i].order);
        gsl_vector_free(walk->circles[i].sides);
        gsl_vector_free(walk->circles[i].visits);
    }
    free(walk->circles);
    free(walk->ends);
    free(walk->circle_of);
    free(walk->place_of);
    free(walk);
}

/* The visits to a circle's members from those that arrive from outside. A circle that
 * nothing feeds was cut, so the matrix has an inverse. */
static void
solve_circle(const struct mnz_walk *w, struct circle *c, double *visits)
{
    const uint32_t *nodes = &w->groups->nodes[w->groups->first[c->group]];
    const size_t size = c->sides->size;
    int is_reached = 0;

    for (size_t i = 0; i < size; i++) {
        gsl_vector_set(c->sides, i, visits[nodes[i]]);
        is_reached |= visits[nodes[i]] > 0.0;
    }
    if (!is_reached)
        return;
    gsl_linalg_LU_solve(c->factors, c->order, c->sides, c->visits);
    for (size_t i = 0; i < size; i++)
        visits[nodes[i]] = gsl_vector_get(c->visits, i);
}

/* Hand the visits of a group's members on to where their goods come from. */
static void
hand_on(const struct mnz_walk *w, uint32_t group, double *visits)
{
    const struct mnz_arc_groups *g = w->groups;

    for (uint32_t i = g->first[group]; i < g->first[group + 1]; i++) {
        const uint32_t node = g->nodes[i];

        if (!(visits[node] > 0.0) || w->ends[node])
            continue;
        for (uint32_t a = w->arcs->first[node]; a < w->arcs->first[node + 1]; a++) {
            const struct mnz_arc *arc = &w->arcs->arcs[a];

            if (g->group_of[arc->from] != group)
                visits[arc->from] += visits[node] * arc->weight;
        }
    }
}

void
mnz_walk_from(struct mnz_walk *walk, const double *start, double *visits)
{
    if (visits != start)
        memcpy(visits, start, walk->arcs->num_nodes * sizeof *visits);
    for (uint32_t g = 0; g < walk->groups->count; g++) {
        if (walk->circle_of[g] != MNZ_NONE)
            solve_circle(walk, &walk->circles[walk->circle_of[g]], visits);
        hand_on(walk, g, visits);
    }
}

double
mnz_walk_returns(struct mnz_walk *walk, uint32_t node)
{
    const uint32_t circle = walk->circle_of[walk->groups->group_of[node]];
    struct circle *c;

    if (circle == MNZ_NONE)
        return 1.0;
    c = &walk->circles[circle];
    gsl_vector_set_basis(c->sides, walk->place_of[node]);
    gsl_linalg_LU_solve(c->factors, c->order, c->sides, c->visits);
    return gsl_vector_get(c->visits, walk->place_of[node]);
}
