/* agree.c - the engine beside one trace of the reference engine. */

#include "support/agree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bug.h"
#include "engine/batch.h"
#include "engine/dispatch.h"
#include "engine/plan.h"

struct witness {
    const struct ref_trace *trace;
    int agrees;
};

static void
compare(struct witness *w, const char *what, uint32_t step, uint32_t i, mnz_lane fast,
        const struct ref_column *slow)
{
    const double expected = ref_at(slow, step, i);

    for (int lane = 0; lane < MNZ_LANES && w->agrees; lane++) {
        const double actual = fast[lane];

        w->agrees = fabs(actual - expected) <= 1e-9 * (1.0 + fabs(expected));
        if (!w->agrees)
            fprintf(stderr, "the engine's %s[%u] in step %u is %.15g, not %.15g\n",
                    what, i, step, actual, expected);
    }
}

static void
watch(void *context, const struct mnz_batch *b)
{
    const struct mnz_network *net = b->engine->net;
    struct witness *w = context;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        compare(w, "activity", b->step, i, b->activity[i], &w->trace->activity);
        if (!net->nodes[i].is_industry)
            continue;
        compare(w, "supplied", b->step, i, b->supplied[i], &w->trace->supplied);
        compare(w, "delivered", b->step, i, b->delivered[i], &w->trace->delivered);
    }
    for (uint32_t l = 0; l < net->num_links; l++)
        compare(w, "shipped", b->step, l, b->link[b->engine->link_at[l]].shipped,
                &w->trace->shipped);
}

int
engine_agrees(const struct mnz_network *net, const double *draws,
              const struct ref_trace *trace)
{
    const uint32_t inputs = net->scenario->pool.num_inputs;
    struct witness w = {.trace = trace, .agrees = 1};
    const struct mnz_observer observer = {.step = watch, .context = &w};
    mnz_lane *lanes = aligned_alloc(sizeof(mnz_lane), sizeof *lanes * (inputs + 1));
    struct mnz_engine *engine;
    struct mnz_batch *batch;

    MNZ_BUG_IF(!lanes);
    for (uint32_t i = 0; i < inputs; i++)
        lanes[i] = lane_of(draws[i]);
    MNZ_BUG_IF(mnz_engine_create(net, 1, &engine) != MNZ_OK);
    MNZ_BUG_IF(mnz_batch_create(engine, &batch) != MNZ_OK);
    mnz_batch_run(batch, (struct mnz_lane_trials){.first = 0, .stride = 1}, lanes,
                  &observer);
    mnz_batch_destroy(batch);
    mnz_engine_destroy(engine);
    free(lanes);
    return w.agrees;
}
