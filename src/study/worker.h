#ifndef MNZ_STUDY_WORKER_H
#define MNZ_STUDY_WORKER_H

#include <pthread.h>
#include "engine/batch.h"
#include "sampling/points.h"
#include "study/deal.h"
#include "study/recorder.h"

/* Shared by all workers. */
struct crew {
    struct mnz_run *run;
    const struct mnz_run_setup *options;
    const struct mnz_engine *engine;
    const struct mnz_points *points;
    uint32_t replicates;
    struct mnz_deal deal;
    atomic_uint_fast64_t done; /* trials, for progress */
    atomic_int failed;         /* an enum mnz_status */
    int running;               /* workers, under `lock` */
    pthread_mutex_t lock;      /* the run's results, and the order of the sink */
    pthread_cond_t turn, finished;
    uint64_t chunk_to_write; /* by its order */
};

/* The memory of one worker. */
struct worker {
    struct crew *crew;
    pthread_t thread;
    int is_started;
    struct mnz_arena arena;
    struct mnz_batch *batch;
    struct mnz_recorder *recorder;
    struct mnz_blame *blame;           /* NULL unless the run is asked for it */
    struct mnz_link_flows *link_flows; /* likewise */
    struct mnz_chunk *chunk;
    struct mnz_tally **tallies;
    uint64_t *limits;
    mnz_lane *draws;
    double *uniforms;
    mnz_lane *values; /* [series + 1] of a batch, when only some are counted; or NULL */
    double *rows;     /* [trial of the chunk][inputs, then values], for the sink */
};

/* The memory of a worker of `crew` (borrowed); to be finished also after a failure. */
MNZ_NODISCARD enum mnz_status mnz_worker_init(struct worker *worker, struct crew *crew);
void mnz_worker_finish(struct worker *worker);

/* The work of a thread: takes chunks until none is left, then merges its tallies
 * into the run. `worker` is a struct worker; returns NULL. */
void *mnz_work(void *worker);

/* So many workers more, or less; the last one to go is signalled. */
void mnz_crew_count(struct crew *crew, int change);

#endif
