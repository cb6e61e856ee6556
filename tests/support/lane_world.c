/* lane_world.c - random worlds for the engine's tests. */

#include "support/lane_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "support/random_scenario.h"

/* Any numbers in (0, 1) do. */
static double
next_uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

void
lane_world_open(struct lane_world *w, uint64_t world, unsigned features)
{
    uint64_t state = world;

    random_scenario(world, features, &w->b);
    assert_int_equal(mnz_diags_create(&w->diags), MNZ_OK);
    assert_int_equal(mnz_network_create(w->b.scenario, w->diags, &w->net), MNZ_OK);
    assert_int_equal(mnz_engine_create(w->net, 7, &w->engine), MNZ_OK);
    assert_int_equal(mnz_batch_create(w->engine, &w->batch), MNZ_OK);
    w->draws =
        aligned_alloc(sizeof(mnz_lane),
                      sizeof *w->draws * (w->b.scenario->pool.num_inputs + (size_t)1));
    assert_non_null(w->draws);
    for (int lane = 0; lane < MNZ_LANES; lane++)
        for (uint32_t i = 0; i < w->b.scenario->pool.num_inputs; i++)
            w->draws[i][lane] = mnz_dist_quantile(&w->b.scenario->pool.inputs[i].dist,
                                                  next_uniform(&state));
}

void
lane_world_run(struct lane_world *w, const struct mnz_observer *observer)
{
    mnz_batch_run(w->batch,
                  (struct mnz_lane_trials){.first = LANE_WORLD_TRIAL, .stride = 1},
                  w->draws, observer);
}

void
lane_world_close(struct lane_world *w)
{
    free(w->draws);
    mnz_batch_destroy(w->batch);
    mnz_engine_destroy(w->engine);
    mnz_network_destroy(w->net);
    mnz_diags_destroy(w->diags);
    build_finish(&w->b);
}

static uint64_t
number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);

    return text ? strtoull(text, NULL, 10) : otherwise;
}

int
lane_worlds_look(uint64_t count, unsigned features,
                 int (*look)(uint64_t world, unsigned features))
{
    const uint64_t first = number_from("MNZ_FIRST_WORLD", 1);
    int wrong = 0;

    count = number_from("MNZ_WORLDS", count);
    for (uint64_t world = first; world < first + count && wrong < 3; world++)
        wrong += look(world, features);
    return wrong;
}
