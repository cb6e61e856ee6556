#ifndef TESTS_SUPPORT_LANE_WORLD_H
#define TESTS_SUPPORT_LANE_WORLD_H

#include "engine/batch.h"
#include "engine/dispatch.h"
#include "engine/plan.h"
#include "support/build_scenario.h"

/* A random world made ready for the engine, with a draw of its inputs for each lane. */
struct lane_world {
    struct build b;
    struct mnz_diags *diags;
    struct mnz_network *net;
    struct mnz_engine *engine; /* seed 7 */
    struct mnz_batch *batch;
    mnz_lane *draws; /* [input] */
};

/* The first of its lanes' trials; the others follow. */
enum { LANE_WORLD_TRIAL = 100 };

void lane_world_open(struct lane_world *w, uint64_t world, unsigned features);
void lane_world_run(struct lane_world *w, const struct mnz_observer *observer);
void lane_world_close(struct lane_world *w);

/*
 * Call `look` on worlds MNZ_FIRST_WORLD (1) .. + MNZ_WORLDS (`count`) until three were
 * wrong; returns how many.
 */
int lane_worlds_look(uint64_t count, unsigned features,
                     int (*look)(uint64_t world, unsigned features));

#endif
