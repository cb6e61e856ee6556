#ifndef MNZ_STUDY_RECORD_KERNEL_H
#define MNZ_STUDY_RECORD_KERNEL_H

#include "study/recorder.h"

/* The recorder's work of each step in one instruction set. record_kernel.c exports it
 * and is compiled once for each. */
struct mnz_record_kernel {
    /* The observer's function: takes in one step of a batch. */
    void (*step)(void *recorder, const struct mnz_batch *batch);
};

#define MNZ_DECLARE_RECORD_KERNEL(isa, suffix)                                         \
    extern const struct mnz_record_kernel mnz_record_kernel_##suffix;
MNZ_ISAS(MNZ_DECLARE_RECORD_KERNEL)

#endif
