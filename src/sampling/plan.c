/* plan.c - from a trial's number to its uniform numbers. */

#include "sampling/plan.h"

#include <stdlib.h>

#include "base/arena.h"
#include "sampling/philox.h"
#include "sampling/sobol.h"
#include "sampling/stream.h"

/* A counter of the stream that no draw will reach. */
#define SCRAMBLE_KEYS 0x6d6e7a32736f626fu

struct mnz_plan {
    struct mnz_arena arena;
    enum mnz_plan_kind kind;
    uint32_t num_inputs, num_sobol;
    struct mnz_stream *streams;
    uint64_t (*directions)[MNZ_SOBOL_BITS];     /* [input] */
    uint64_t (*scrambles)[MNZ_PLAN_REPLICATES]; /* [input] */
    struct mnz_copula *copula;
};

static enum mnz_status
plan_sobol(struct mnz_plan *plan)
{
    const uint32_t most = MNZ_SOBOL_DIMENSIONS;
    const uint32_t n = plan->num_inputs < most ? plan->num_inputs : most;

    plan->num_sobol = n;
    plan->directions = mnz_arena_alloc(&plan->arena, n + 1, sizeof *plan->directions);
    plan->scrambles = mnz_arena_alloc(&plan->arena, n + 1, sizeof *plan->scrambles);
    if (!plan->directions || !plan->scrambles)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        mnz_sobol_directions(i, plan->directions[i]);
        for (uint32_t r = 0; r < MNZ_PLAN_REPLICATES; r++)
            plan->scrambles[i][r] =
                mnz_words_bits(mnz_philox(plan->streams[i].key, r, SCRAMBLE_KEYS));
    }
    return MNZ_OK;
}

enum mnz_status
mnz_plan_create(uint64_t seed, enum mnz_plan_kind kind, uint32_t num_inputs,
                const char *const *names, uint32_t num_correlations,
                const struct mnz_correlation *correlations, struct mnz_plan **out)
{
    struct mnz_plan *plan = calloc(1, sizeof *plan);
    enum mnz_status st = plan ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (st)
        goto out;
    plan->kind = kind;
    plan->num_inputs = num_inputs;
    plan->streams =
        mnz_arena_alloc(&plan->arena, num_inputs + 1, sizeof *plan->streams);
    if (!plan->streams) {
        st = MNZ_ERR_NOMEM;
        goto out;
    }
    for (uint32_t i = 0; i < num_inputs; i++)
        plan->streams[i] = mnz_stream_make(seed, names[i]);
    if (kind == MNZ_PLAN_SOBOL)
        st = plan_sobol(plan);
    if (!st)
        st = mnz_copula_create(num_correlations, correlations, &plan->copula);
    if (st)
        goto out;
    *out = plan;
    plan = NULL;
out:
    mnz_plan_destroy(plan);
    return st;
}

void
mnz_plan_destroy(struct mnz_plan *plan)
{
    if (!plan)
        return;
    mnz_copula_destroy(plan->copula);
    mnz_arena_finish(&plan->arena);
    free(plan);
}

uint32_t
mnz_plan_replicates(const struct mnz_plan *plan)
{
    return plan->kind == MNZ_PLAN_SOBOL ? MNZ_PLAN_REPLICATES : 1;
}

/* The inputs from `first` on by their streams, side by side. */
static void
draw_plain(const struct mnz_plan *plan, uint64_t trial, uint32_t first,
           double *uniforms)
{
    uint64_t trials[MNZ_PHILOX_LANES];
    uint32_t i = first;

    for (int lane = 0; lane < MNZ_PHILOX_LANES; lane++)
        trials[lane] = trial;
    for (; i + MNZ_PHILOX_LANES <= plan->num_inputs; i += MNZ_PHILOX_LANES) {
        uint64_t keys[MNZ_PHILOX_LANES], bits[2][MNZ_PHILOX_LANES];

        for (uint32_t lane = 0; lane < MNZ_PHILOX_LANES; lane++)
            keys[lane] = plan->streams[i + lane].key;
        mnz_philox_lanes(keys, trials, 0, bits);
        for (uint32_t lane = 0; lane < MNZ_PHILOX_LANES; lane++)
            uniforms[i + lane] = mnz_bits_uniform(bits[0][lane]);
    }
    for (; i < plan->num_inputs; i++)
        uniforms[i] = mnz_stream_uniform(&plan->streams[i], trial, 0);
}

void
mnz_plan_uniforms(const struct mnz_plan *plan, uint64_t trial, double *uniforms)
{
    const uint64_t replicate = trial % MNZ_PLAN_REPLICATES,
                   point = trial / MNZ_PLAN_REPLICATES;

    for (uint32_t i = 0; i < plan->num_sobol; i++)
        uniforms[i] = mnz_bits_uniform(mnz_sobol_scramble(
            mnz_sobol_bits(plan->directions[i], point), plan->scrambles[i][replicate]));
    draw_plain(plan, trial, plan->num_sobol, uniforms);
    mnz_copula_apply(plan->copula, uniforms);
}
