#ifndef MNZ_STATS_FOLD_LANES_H
#define MNZ_STATS_FOLD_LANES_H

#include "stats/fold.h"
#include "stats/series.h"

/* mnz_tally_fold, once for each instruction set. */
void mnz_fold_lanes(struct mnz_tally *tally, uint32_t series, const mnz_lane *first,
                    const struct mnz_fold *fold);

#endif
