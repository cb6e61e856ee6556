#ifndef TESTS_BENCH_WORLD_H
#define TESTS_BENCH_WORLD_H

#include "engine/batch.h"
#include "engine/dispatch.h"
#include "engine/plan.h"
#include "sampling/points.h"

/* A scenario ready to run, with the points of its trials. A failure ends the
 * program. */
struct bench_world {
    struct mnz_diags *diags;
    struct mnz_scenario *scenario;
    struct mnz_network *net;
    struct mnz_engine *engine;
    struct mnz_points *points;
    double *uniforms;
};

void bench_world_load(struct bench_world *world, const char *path,
                      enum mnz_sampler sampler);
void bench_world_finish(struct bench_world *world);

/* The draws of trials first .. first + MNZ_LANES - 1, into `draws`: one lane vector an
 * input. */
void bench_world_draw(const struct bench_world *world, uint64_t first, mnz_lane *draws);

/* Room for `count` lane vectors, to be freed. */
mnz_lane *bench_lanes(size_t count);

#endif
