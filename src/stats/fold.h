#ifndef MNZ_STATS_FOLD_H
#define MNZ_STATS_FOLD_H

#include <stddef.h>
#include "lanes/lanes.h"
#include "stats/tally.h"

enum { MNZ_FOLD_ROWS = MNZ_TALLY_MOST / MNZ_LANES };

/* The trials of a chunk that go to one tally: rows of lanes, as batches leave them. */
struct mnz_fold {
    uint32_t num_rows;                   /* at most MNZ_FOLD_ROWS */
    uint32_t weight;                     /* each trial counts so often; 1 .. 1,024 */
    size_t stride;                       /* lane vectors from a row to the next */
    mnz_mask lanes[MNZ_FOLD_ROWS];       /* which trials */
    uint8_t replicate[MNZ_TALLY_MOST];   /* [row][lane] */
    uint32_t counts[MNZ_MAX_REPLICATES]; /* trials of each replicate */
    int is_dealt;                        /* the lanes of a row are of one replicate */
    int is_whole;                        /* all lanes of all rows are chosen        */
    int is_short; /* a trial without a value, NaN, is left out; else it is a bug */
};

/*
 * Add the chosen trials' values of one series: first[0], first[stride], ... in the
 * instructions of `isa`, which do not change a byte. Values are at least 0 (less is a
 * bug); those of a series in months are whole numbers. A value of 8e6 as a share,
 * 5e11 t or 3e16 USD is too large for the sums, whose mean, se and sd are then NaN.
 * Memory that runs out is remembered and reported by mnz_tally_status.
 */
void mnz_tally_fold(struct mnz_tally *tally, enum mnz_isa isa, uint32_t series,
                    const mnz_lane *first, const struct mnz_fold *fold);

#endif
