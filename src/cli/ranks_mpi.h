#ifndef MNZ_CLI_RANKS_MPI_H
#define MNZ_CLI_RANKS_MPI_H

#include "monazite/ranks.h"

/*
 * The ranks of `mpirun`, where the program is built with MPI and was started by it;
 * NULL elsewhere. Begin once, before anything is written.
 */
const struct mnz_ranks *mnz_ranks_begin(void);

/* The library and its version, for --version; NULL in a program without MPI. */
const char *mnz_ranks_library(void);

/* Leave the job with an exit status; one that is not 0 ends the other ranks too.
 * `ranks` may be NULL. Returns the status. */
int mnz_ranks_end(const struct mnz_ranks *ranks, int status);

#endif
