#ifndef THREAD_RANKS_H
#define THREAD_RANKS_H

#include "monazite/ranks.h"

/* Ranks that are threads of one process, in place of those of mpirun. */
enum { MOST_RANKS = 4 };

/* Call `work` once a rank, each on a thread of its own, and wait for all. */
void thread_ranks_run(int count,
                      void (*work)(void *context, const struct mnz_ranks *ranks),
                      void *context);

#endif
