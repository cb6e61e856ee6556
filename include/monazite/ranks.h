#ifndef MONAZITE_RANKS_H
#define MONAZITE_RANKS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Processes that work at one study, each on all of its threads: rank 0 has the results
 * and deals units of work as they are asked for, so that nobody waits for the slowest;
 * it works too. Units are blocks of trials of a run, and points of a sweep. The library
 * knows no way of its own to send messages: a program gives it one, such as MPI.
 *
 * Every rank calls the same functions with the same options. What they return is whole
 * at rank 0 alone; the other ranks have results without trials.
 */

/* Units that follow each other; none: nothing is left. */
struct mnz_units {
    uint32_t first, count;
};

/* The part of rank 0 that others talk to; called from the thread of mnz_ranks.serve. */
struct mnz_rank_desk {
    void *context;
    struct mnz_units (*next)(void *context); /* units to do */
    void (*take)(void *context, uint32_t unit, const unsigned char *bytes,
                 size_t length);
};

struct mnz_ranks {
    int rank, count;
    void *context;
    /* Called by every rank with the text that makes the study: whether all ranks have
     * that of rank 0. Waits for all, and so begins a round of work. */
    int (*agree)(void *context, const char *text);
    /* Of ranks above 0, by any thread: ask for units; hand over what one has done. */
    struct mnz_units (*ask)(void *context);
    void (*hand_over)(void *context, uint32_t unit, const unsigned char *bytes,
                      size_t length);
    /* Of ranks above 0: this one asks for nothing more in this round. */
    void (*leave)(void *context);
    /* Of rank 0: answer what has come, without waiting. Returns how many other ranks
     * have not left the round. */
    int (*serve)(void *context, const struct mnz_rank_desk *desk);
    /* Called by every rank when all have left: `bytes` of rank 0 come to the others,
     * which wait for them, and another round begins. */
    void (*tell)(void *context, void *bytes, size_t length);
};

#ifdef __cplusplus
}
#endif

#endif
