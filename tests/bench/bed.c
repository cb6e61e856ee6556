/* bed.c - one worker, timed. */

#include "bed.h"

#include <stdlib.h>

#include "support/ref_engine.h"
#include "timing.h"

/* Of the points. */
enum { REPLICATES = 16 };

void
bench_bed_init(struct bench_bed *bed, const char *scenario, size_t trials)
{
    *bed = (struct bench_bed){0};
    bench_world_load(&bed->world, scenario, MNZ_SAMPLER_SOBOL);
    bed->num_inputs = bed->world.scenario->pool.num_inputs;
    bed->num_batches = (trials + MNZ_LANES - 1) / MNZ_LANES;
    bed->draws = bench_lanes(bed->num_batches * bed->num_inputs);
    bed->limits = calloc(bed->world.net->num_ports + 1, sizeof *bed->limits);
    if (!bed->limits || mnz_metrics_create(bed->world.net, &bed->metrics) ||
        mnz_selection_create(bed->metrics, NULL, 0, &bed->selection) ||
        mnz_recorder_create(bed->selection, bed->world.scenario->seed,
                            &bed->recorder) ||
        mnz_tally_create(bed->metrics->num_series, bed->metrics->unit_of_series,
                         REPLICATES, bed->metrics->num_horizon, &bed->tally) ||
        mnz_chunk_create(bed->selection, 1, REPLICATES, &bed->sheet) ||
        mnz_batch_create(bed->world.engine, &bed->batch))
        abort();
    for (size_t i = 0; i < bed->num_batches; i++)
        bench_world_draw(&bed->world, i * MNZ_LANES, &bed->draws[i * bed->num_inputs]);
}

void
bench_bed_finish(struct bench_bed *bed)
{
    mnz_batch_destroy(bed->batch);
    mnz_tally_destroy(bed->tally);
    mnz_chunk_destroy(bed->sheet);
    mnz_recorder_destroy(bed->recorder);
    mnz_selection_destroy(bed->selection);
    mnz_metrics_destroy(bed->metrics);
    free(bed->limits);
    free(bed->draws);
    bench_world_finish(&bed->world);
}

double
bench_link_steps(const struct bench_bed *bed)
{
    return (double)bed->world.net->num_links * (double)bed->world.net->num_steps;
}

double
bench_run_fast(void *context)
{
    const struct bench_way *way = context;
    struct bench_bed *bed = way->bed;
    const struct mnz_observer observer = mnz_recorder_observer(bed->recorder, way->isa);
    const double begin = bench_now();

    mnz_engine_set_isa(bed->world.engine, way->isa);
    for (size_t i = 0; i < bed->num_batches; i++) {
        const mnz_lane *draws = &bed->draws[i * bed->num_inputs];
        const struct mnz_lane_trials trials = {.first = i * MNZ_LANES, .stride = 1};
        /* A run deals the lanes of a batch to one replicate. */
        const struct mnz_lane_trials dealt = {.first = i % REPLICATES,
                                              .stride = REPLICATES};

        if (way->statistics == BENCH_NO_STATISTICS) {
            mnz_batch_run(bed->batch, trials, draws, NULL);
            continue;
        }
        mnz_recorder_write_to(bed->recorder, mnz_chunk_add_row(bed->sheet, dealt));
        mnz_batch_run(bed->batch, trials, draws, &observer);
        mnz_chunk_choose(bed->sheet, 0, (1u << MNZ_LANES) - 1u);
        if ((i + 1) % (MNZ_TALLY_MOST / MNZ_LANES) == 0 || i + 1 == bed->num_batches)
            mnz_chunk_fold(bed->sheet, way->isa, &bed->tally, 1);
        mnz_recorder_limits(bed->recorder, bed->limits, (1u << MNZ_LANES) - 1u, 1);
    }
    return (bench_now() - begin) / (double)(bed->num_batches * MNZ_LANES);
}

double
bench_run_slow(void *context)
{
    const struct bench_way *way = context;
    const struct bench_bed *bed = way->bed;
    double *draws = calloc(bed->num_inputs + 1, sizeof *draws);
    double begin, seconds;

    if (!draws)
        abort();
    begin = bench_now();
    for (size_t k = 0; k < way->num_trials; k++) {
        for (size_t i = 0; i < bed->num_inputs; i++)
            draws[i] = bed->draws[k / MNZ_LANES * bed->num_inputs + i][k % MNZ_LANES];
        ref_trace_destroy(ref_run(bed->world.net, draws, bed->world.scenario->seed, k));
    }
    seconds = (bench_now() - begin) / (double)way->num_trials;
    free(draws);
    return seconds;
}
