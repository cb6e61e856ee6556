/* points.c - from a trial's number to its uniform numbers. */

#include "sampling/points.h"

#include <stdlib.h>

#include "sampling/method.h"

#define ROW(id, name, help) [MNZ_SAMPLER_##id] = &mnz_sampler_##name,
static const struct mnz_sampler_method *const methods[MNZ_NUM_SAMPLERS] = {
    MNZ_SAMPLERS(ROW)};
#undef ROW

enum mnz_status
mnz_points_create(uint64_t seed, enum mnz_sampler sampler, uint32_t num_inputs,
                  const char *const *names, uint32_t num_correlations,
                  const struct mnz_correlation *correlations, struct mnz_points **out)
{
    struct mnz_points *points = calloc(1, sizeof *points);
    enum mnz_status st = points ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        goto out;
    points->sampler = sampler;
    points->num_inputs = num_inputs;
    points->streams =
        mnz_arena_alloc(&points->arena, num_inputs + 1, sizeof *points->streams);
    if (!points->streams) {
        st = MNZ_ERR_NOMEM;
        goto out;
    }
    for (uint32_t i = 0; i < num_inputs; i++)
        points->streams[i] = mnz_stream_make(seed, names[i]);
    if (methods[sampler]->prepare)
        st = methods[sampler]->prepare(points);
    if (!st)
        st = mnz_copula_create(num_correlations, correlations, &points->copula);
    if (st)
        goto out;
    *out = points;
    points = NULL;
out:
    mnz_points_destroy(points);
    return st;
}

void
mnz_points_destroy(struct mnz_points *points)
{
    if (!points)
        return;
    mnz_copula_destroy(points->copula);
    mnz_arena_finish(&points->arena);
    free(points);
}

uint32_t
mnz_sampler_replicates(enum mnz_sampler sampler)
{
    return methods[sampler]->replicates;
}

void
mnz_points_uniforms(const struct mnz_points *points, uint64_t trial, double *uniforms)
{
    methods[points->sampler]->draw(points, trial, uniforms);
    mnz_copula_apply(points->copula, uniforms);
}
