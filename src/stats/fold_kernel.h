#ifndef MNZ_STATS_FOLD_KERNEL_H
#define MNZ_STATS_FOLD_KERNEL_H

#include "stats/fold.h"
#include "stats/series.h"

/* mnz_tally_fold in one instruction set. fold.c exports it and is compiled once
 * for each. */
struct mnz_fold_kernel {
    void (*fold)(struct mnz_tally *tally, uint32_t series, const mnz_lane *first,
                 const struct mnz_fold *fold);
};

#define MNZ_DECLARE_FOLD_KERNEL(isa, suffix)                                           \
    extern const struct mnz_fold_kernel mnz_fold_kernel_##suffix;
MNZ_ISAS(MNZ_DECLARE_FOLD_KERNEL)

#endif
