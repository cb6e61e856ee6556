#ifndef MNZ_STUDY_SHEET_H
#define MNZ_STUDY_SHEET_H

#include "study/metrics.h"

/*
 * The values of a chunk of trials, one row of lane vectors a batch, until they are
 * folded into tallies series by series: a series' sums and buckets are then fetched
 * from memory once a chunk instead of once a batch.
 */
struct mnz_sheet;

/*
 * For chunks of at most MNZ_TALLY_MOST trials, that go to `num_tallies` tallies of
 * `replicates` each. `metrics` is borrowed.
 */
MNZ_NODISCARD enum mnz_status mnz_sheet_create(const struct mnz_metrics *metrics,
                                               uint32_t num_tallies,
                                               uint32_t replicates,
                                               struct mnz_sheet **out);

/* Does nothing when `sheet` is NULL. */
void mnz_sheet_destroy(struct mnz_sheet *sheet);

/* How many bytes a sheet holds. */
size_t mnz_sheet_bytes(const struct mnz_sheet *sheet);

/* The row for the batch of these trials, for mnz_recorder_write_to; none of its lanes
 * belongs to a tally yet. */
mnz_lane *mnz_sheet_add_row(struct mnz_sheet *sheet, struct mnz_lane_trials trials);

/* Say which lanes of the last row belong to tally number `tally`. */
void mnz_sheet_choose(struct mnz_sheet *sheet, uint32_t tally, uint32_t lanes);

/* Add all rows to the tallies, in the instructions of `isa`, and empty the sheet. */
void mnz_sheet_fold(struct mnz_sheet *sheet, enum mnz_isa isa,
                    struct mnz_tally *const *tallies);

#endif
