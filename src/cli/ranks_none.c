/* ranks_none.c - a program without MPI works alone. */

#include "cli/ranks_mpi.h"

#include <stddef.h>

const struct mnz_ranks *
mnz_ranks_begin(void)
{
    return NULL;
}

const char *
mnz_ranks_library(void)
{
    return NULL;
}

int
mnz_ranks_end(const struct mnz_ranks *ranks, int status)
{
    (void)ranks;
    return status;
}
