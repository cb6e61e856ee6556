/* dispatch.c - a run of a batch by the kernel of its engine's instruction set. */

#include "engine/dispatch.h"

#include "engine/kernel.h"

#define ENTRY(isa, suffix) [isa] = &mnz_engine_kernel_##suffix,
static const struct mnz_engine_kernel *const kernels[MNZ_NUM_ISAS] = {MNZ_ISAS(ENTRY)};

void
mnz_batch_run(struct mnz_batch *b, struct mnz_lane_trials trials, const mnz_lane *draws,
              const struct mnz_observer *observer)
{
    b->trials = trials;
    b->draws = draws;
    kernels[b->engine->isa]->run(b, observer);
}
