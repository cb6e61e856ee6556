/* memory.c - how much a run will hold, before it begins. */

#include "study/monte_carlo.h"

#include "engine/batch.h"
#include "engine/plan.h"
#include "sampling/points.h"
#include "study/chunk.h"

static enum mnz_status
add_tallies(const struct mnz_selection *selection, uint32_t count, uint32_t replicates,
            size_t *bytes)
{
    struct mnz_tally *tally;
    struct mnz_chunk *chunk;
    enum mnz_status st =
        mnz_tally_create(selection->num_series, selection->unit_of_series, replicates,
                         selection->num_horizon, &tally);

    if (st)
        return st;
    *bytes += count * mnz_tally_expected_bytes(tally);
    mnz_tally_destroy(tally);
    st = mnz_chunk_create(selection, count, replicates, &chunk);
    if (st)
        return st;
    *bytes += mnz_chunk_bytes(chunk);
    mnz_chunk_destroy(chunk);
    return MNZ_OK;
}

static enum mnz_status
add_batch(const struct mnz_network *network, uint64_t seed, size_t *bytes)
{
    struct mnz_engine *engine;
    struct mnz_batch *batch;
    enum mnz_status st = mnz_engine_create(network, seed, &engine);

    if (st)
        return st;
    st = mnz_batch_create(engine, &batch);
    if (!st) {
        *bytes += mnz_batch_bytes(batch);
        mnz_batch_destroy(batch);
    }
    mnz_engine_destroy(engine);
    return st;
}

enum mnz_status
mnz_run_expect_bytes(const struct mnz_network *network, size_t *bytes)
{
    const struct mnz_scenario *s = network->scenario;
    const uint32_t replicates = mnz_sampler_replicates(s->sampler);
    struct mnz_metrics *metrics;
    struct mnz_selection *usual = NULL;
    enum mnz_status st = mnz_metrics_create(network, &metrics);

    *bytes = 0;
    if (st)
        return st;
    st = mnz_selection_usual(metrics, &usual);
    if (!st)
        st = add_tallies(usual, mnz_run_num_conditionals(s), replicates, bytes);
    if (!st)
        st = add_batch(network, s->seed, bytes);
    mnz_selection_destroy(usual);
    mnz_metrics_destroy(metrics);
    return st;
}
