#include "support/fold_values.h"

void
fold_values(struct mnz_tally *tally, uint32_t replicates, uint32_t series,
            uint64_t first, const double *values, uint32_t count)
{
    fold_weighted(tally, replicates, series, first, values, count, 1);
}

void
fold_weighted(struct mnz_tally *tally, uint32_t replicates, uint32_t series,
              uint64_t first, const double *values, uint32_t count, uint32_t weight)
{
    mnz_lane rows[MNZ_FOLD_ROWS] = {0};
    struct mnz_fold fold = {
        .num_rows = (count + MNZ_LANES - 1) / MNZ_LANES,
        .stride = 1,
        .weight = weight,
        .is_dealt = replicates == 1,
        .is_short = 1,
    };

    for (uint32_t i = 0; i < count; i++) {
        const uint8_t replicate = (uint8_t)((first + i) % replicates);

        rows[i / MNZ_LANES][i % MNZ_LANES] = values[i];
        fold.lanes[i / MNZ_LANES][i % MNZ_LANES] = -1;
        fold.replicate[i] = replicate;
        fold.counts[replicate]++;
    }
    mnz_tally_fold(tally, mnz_isa_best(), series, rows, &fold);
}
