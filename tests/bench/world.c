/* world.c - the scenario of a benchmark, loaded and compiled. */

#include "world.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

static struct mnz_points *
create_points(const struct mnz_scenario *s, enum mnz_sampler sampler)
{
    const uint32_t n = s->pool.num_inputs;
    const char **names = calloc(n + 1, sizeof *names);
    struct mnz_correlation *correlations =
        calloc(s->num_correlations + 1, sizeof *correlations);
    struct mnz_points *points = NULL;

    if (!names || !correlations)
        abort();
    for (uint32_t i = 0; i < n; i++)
        names[i] = s->pool.inputs[i].name;
    for (uint32_t i = 0; i < s->num_correlations; i++) {
        correlations[i].a = s->correlations[i].a;
        correlations[i].b = s->correlations[i].b;
        correlations[i].rank = s->correlations[i].rank;
    }
    if (mnz_points_create(s->seed, sampler, n, names, s->num_correlations, correlations,
                          &points))
        abort();
    free(names);
    free(correlations);
    return points;
}

void
bench_world_load(struct bench_world *w, const char *path, enum mnz_sampler sampler)
{
    *w = (struct bench_world){0};
    gsl_set_error_handler_off();
    if (mnz_diags_create(&w->diags))
        abort();
    if (mnz_scenario_load(path, NULL, 0, w->diags, &w->scenario) ||
        mnz_network_create(w->scenario, w->diags, &w->net)) {
        mnz_diags_print(w->diags, stderr, 0);
        exit(1);
    }
    if (mnz_engine_create(w->net, w->scenario->seed, &w->engine))
        abort();
    w->points = create_points(w->scenario, sampler);
    w->uniforms = calloc(w->scenario->pool.num_inputs + 1, sizeof *w->uniforms);
    if (!w->uniforms)
        abort();
}

void
bench_world_finish(struct bench_world *w)
{
    free(w->uniforms);
    mnz_points_destroy(w->points);
    mnz_engine_destroy(w->engine);
    mnz_network_destroy(w->net);
    mnz_scenario_destroy(w->scenario);
    mnz_diags_destroy(w->diags);
}

void
bench_world_draw(const struct bench_world *w, uint64_t first, mnz_lane *draws)
{
    const struct mnz_value_pool *pool = &w->scenario->pool;

    for (int lane = 0; lane < MNZ_LANES; lane++) {
        mnz_points_uniforms(w->points, first + (uint64_t)lane, w->uniforms);
        for (uint32_t i = 0; i < pool->num_inputs; i++)
            draws[i][lane] = mnz_dist_quantile(&pool->inputs[i].dist, w->uniforms[i]);
    }
}

mnz_lane *
bench_lanes(size_t count)
{
    mnz_lane *lanes = aligned_alloc(sizeof(mnz_lane), sizeof *lanes * (count + 1));

    if (!lanes)
        abort();
    return lanes;
}
