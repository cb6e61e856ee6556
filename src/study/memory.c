/* memory.c - how much a run will hold, before it begins. */

#include "study/monte_carlo.h"

#include "engine/batch.h"
#include "engine/plan.h"
#include "sampling/points.h"
#include "study/chunk.h"

static enum mnz_status
add_batch(const struct mnz_network *network, uint64_t seed, size_t *bytes)
{
    struct mnz_engine *engine;
    enum mnz_status st = mnz_engine_create(network, seed, &engine);
    size_t batch;

    if (st)
        return st;
    st = mnz_batch_expect_bytes(engine, &batch);
    if (!st)
        *bytes += batch;
    mnz_engine_destroy(engine);
    return st;
}

enum mnz_status
mnz_run_expect_bytes(const struct mnz_network *network, size_t *bytes)
{
    const struct mnz_scenario *s = network->scenario;
    const uint32_t replicates = mnz_sampler_replicates(s->sampler),
                   count = mnz_run_num_conditionals(s);
    struct mnz_metrics *metrics;
    struct mnz_selection *usual = NULL;
    enum mnz_status st = mnz_metrics_create(network, &metrics);

    *bytes = 0;
    if (st)
        return st;
    st = mnz_selection_usual(metrics, &usual);
    if (!st)
        *bytes = count * mnz_tally_expect_bytes(usual->num_series, replicates,
                                                usual->num_horizon) +
                 mnz_chunk_expected_bytes(usual, count);
    if (!st)
        st = add_batch(network, s->seed, bytes);
    mnz_selection_destroy(usual);
    mnz_metrics_destroy(metrics);
    return st;
}
