#ifndef MNZ_STUDY_RANKS_H
#define MNZ_STUDY_RANKS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Processes that work at one study, each on all of its threads: rank 0 keeps the
 * journal and deals units one at a time, so that nobody waits for the slowest; it works
 * too. The library knows no way of its own to send messages: a program gives it one.
 */

/* The part of rank 0 that others talk to; called from the thread of mnz_ranks.serve. */
struct mnz_rank_desk {
    void *context;
    uint32_t (*next)(void *context); /* a unit to do; UINT32_MAX: none is left */
    void (*take)(void *context, uint32_t unit, const unsigned char *bytes,
                 size_t length);
};

struct mnz_ranks {
    int rank, count;
    void *context;
    /* Called once by every rank with the text that makes the study: whether rank 0 has
     * the same. Waits for all. */
    int (*agree)(void *context, const char *text);
    /* Of ranks above 0, by any thread: ask for a unit; hand over one that is done. */
    uint32_t (*ask)(void *context);
    void (*hand_over)(void *context, uint32_t unit, const unsigned char *bytes,
                      size_t length);
    void (*leave)(void *context); /* this rank is done: the last call */
    /* Of rank 0: answer what has come, without waiting. Returns how many other ranks
     * have not left. */
    int (*serve)(void *context, const struct mnz_rank_desk *desk);
};

#endif
