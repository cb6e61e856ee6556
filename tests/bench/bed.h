#ifndef TESTS_BENCH_BED_H
#define TESTS_BENCH_BED_H

#include "study/chunk.h"
#include "study/observer.h"
#include "world.h"

/* A world with the memory of one worker, and draws made beforehand. */
struct bench_bed {
    struct bench_world world;
    struct mnz_metrics *metrics;
    struct mnz_selection *selection; /* all series */
    struct mnz_batch *batch;
    struct mnz_recorder *recorder;
    struct mnz_chunk *sheet;
    struct mnz_tally *tally;
    uint64_t *limits;
    mnz_lane *draws; /* [batch][input] */
    size_t num_batches, num_inputs;
};

/* How a bed is run. */
enum bench_statistics { BENCH_NO_STATISTICS, BENCH_ALL_STATISTICS };
struct bench_way {
    struct bench_bed *bed;
    enum mnz_isa isa;
    enum bench_statistics statistics;
    size_t num_trials; /* of the slow engine */
};

/* A bed for `trials` trials of a scenario, in whole batches. */
void bench_bed_init(struct bench_bed *bed, const char *scenario, size_t trials);
void bench_bed_finish(struct bench_bed *bed);

/* Links times steps: the work of a trial. */
double bench_link_steps(const struct bench_bed *bed);

/* Seconds a trial of the engine and of the slow one; `context` is a way. */
double bench_run_fast(void *context);
double bench_run_slow(void *context);

#endif
