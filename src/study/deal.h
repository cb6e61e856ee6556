#ifndef MNZ_STUDY_DEAL_H
#define MNZ_STUDY_DEAL_H

#include <pthread.h>
#include "monazite/ranks.h"
#include "study/run_data.h"

/* Trials a worker takes at a time. */
enum { MNZ_CHUNK = MNZ_TALLY_MOST };

/*
 * The chunks of a run, dealt to threads and ranks as they ask. A chunk is MNZ_CHUNK
 * trials of one weight, or those that are left. mnz_run.made tells how many of a
 * chunk's trials, the first ones, are made.
 */

/* How many chunks a run has, and the trials of one from *first on; returns how many. */
uint32_t mnz_chunks_count(const struct mnz_run_setup *setup);
uint64_t mnz_chunk_trials(const struct mnz_run_setup *setup, uint32_t chunk,
                          uint64_t *first);

/* How often each trial of the chunk counts. */
uint32_t mnz_chunk_weight(const struct mnz_run_setup *setup, uint32_t chunk);

/* Chunks that this process may deal and that are not all made. */
uint32_t mnz_chunks_left(const struct mnz_run *run, const struct mnz_run_setup *setup);

/* A round of dealing. */
struct mnz_deal {
    pthread_mutex_t lock; /* of all below */
    const struct mnz_run *run;
    const struct mnz_run_setup *setup;
    uint32_t count;            /* chunks */
    uint32_t begun, untouched; /* where to look for chunks of which some trials are
                                  made, and none */
    uint64_t order;            /* chunks dealt here so far */
    struct mnz_units held;     /* of a rank above 0: asked for and not begun */
    double until;              /* seconds of the clock; nothing is dealt after it */
    uint64_t trials_elsewhere; /* dealt to other ranks */
};

/* Ends with mnz_deal_finish(); `until` 0: no end. */
void mnz_deal_begin(struct mnz_deal *deal, const struct mnz_run *run,
                    const struct mnz_run_setup *setup, double until);
void mnz_deal_finish(struct mnz_deal *deal);

/* The next chunk for a thread of this process; MNZ_NONE: there is none. In *order its
 * place among those dealt here, in which trials ascend. */
uint32_t mnz_deal_next(struct mnz_deal *deal, uint64_t *order);

/* The next chunks for another rank, which knows of no trials that are made. */
struct mnz_units mnz_deal_to_rank(struct mnz_deal *deal);

/* Seconds of a clock that only goes forward. */
double mnz_seconds_now(void);

#endif
