#ifndef MNZ_ENGINE_KERNEL_H
#define MNZ_ENGINE_KERNEL_H

#include "engine/batch.h"

/*
 * The files of the engine that work on lanes make one unit, kernel.c, which is compiled
 * once for each instruction set. All their functions are static; the unit exports one
 * kernel.
 */
struct mnz_engine_kernel {
    /* Run the batch from the first step to the last; see mnz_batch_run. */
    void (*run)(struct mnz_batch *batch, const struct mnz_observer *observer);
};

#define MNZ_DECLARE_ENGINE_KERNEL(isa, suffix)                                         \
    extern const struct mnz_engine_kernel mnz_engine_kernel_##suffix;
MNZ_ISAS(MNZ_DECLARE_ENGINE_KERNEL)

#endif
