#ifndef MNZ_STUDY_CHUNK_H
#define MNZ_STUDY_CHUNK_H

#include "engine/batch.h"
#include "study/selection.h"

/*
 * The values of a chunk of trials, one row of lane vectors a batch, until they are
 * folded into tallies series by series: a series' sums and buckets are then fetched
 * from memory once a chunk instead of once a batch.
 */
struct mnz_chunk;

/*
 * For chunks of at most MNZ_TALLY_MOST trials, that go to `num_tallies` tallies of
 * `replicates` each. `selection` is borrowed.
 */
MNZ_NODISCARD enum mnz_status mnz_chunk_create(const struct mnz_selection *selection,
                                               uint32_t num_tallies,
                                               uint32_t replicates,
                                               struct mnz_chunk **out);

/* Does nothing when `chunk` is NULL. */
void mnz_chunk_destroy(struct mnz_chunk *chunk);

/* How many bytes a chunk holds. */
size_t mnz_chunk_bytes(const struct mnz_chunk *chunk);

/* The same of a chunk that is not there. */
size_t mnz_chunk_expected_bytes(const struct mnz_selection *selection,
                                uint32_t num_tallies);

/* The row for the batch of these trials, [series selected + 1]; none of its lanes
 * belongs to a tally yet. */
mnz_lane *mnz_chunk_add_row(struct mnz_chunk *chunk, struct mnz_lane_trials trials);

/* Say which lanes of the last row belong to tally number `tally`. */
void mnz_chunk_choose(struct mnz_chunk *chunk, uint32_t tally, uint32_t lanes);

/* Add all rows to the tallies, each trial as often as `weight` says, in the
 * instructions of `isa`, and empty the chunk. */
void mnz_chunk_fold(struct mnz_chunk *chunk, enum mnz_isa isa,
                    struct mnz_tally *const *tallies, uint32_t weight);

#endif
