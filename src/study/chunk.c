/* chunk.c - a chunk's values, from batches side by side to series one by one. */

#include "study/chunk.h"

#include <string.h>

#include "base/bug.h"
#include "stats/fold.h"

/* Rows start a cache line or more apart from a multiple of a page, lest those of one
 * series share few sets of the first cache. */
enum { LINE = 64, STAGGER = 4096 };
/* How many series ahead values are fetched. */
enum { AHEAD = 16 };

struct mnz_chunk {
    struct mnz_arena arena;
    const struct mnz_selection *selection;
    uint32_t num_tallies, replicates, num_rows;
    size_t width; /* lane vectors in a row */
    mnz_lane *values;
    struct mnz_lane_trials trials[MNZ_FOLD_ROWS];
    struct mnz_fold *folds; /* [tally] */
};

/* One vector more than there are series: a place for values that are not reported. */
static size_t
row_width(const struct mnz_selection *selection)
{
    const size_t bytes = (selection->num_series + 1) * sizeof(mnz_lane);
    const size_t rounded = (bytes + STAGGER - 1) / STAGGER * STAGGER;

    return (rounded + LINE) / sizeof(mnz_lane);
}

enum mnz_status
mnz_chunk_create(const struct mnz_selection *selection, uint32_t num_tallies,
                 uint32_t replicates, struct mnz_chunk **out)
{
    struct mnz_arena arena = {0};
    struct mnz_chunk *chunk = mnz_arena_alloc(&arena, 1, sizeof *chunk);

    *out = NULL;
    if (!chunk)
        return MNZ_ERR_NOMEM;
    chunk->arena = arena;
    chunk->selection = selection;
    chunk->num_tallies = num_tallies;
    chunk->replicates = replicates;
    chunk->width = row_width(selection);
    chunk->values = mnz_arena_alloc(&chunk->arena, MNZ_FOLD_ROWS * chunk->width,
                                    sizeof *chunk->values);
    chunk->folds =
        mnz_arena_alloc(&chunk->arena, num_tallies + 1, sizeof *chunk->folds);
    if (!chunk->values || !chunk->folds) {
        mnz_chunk_destroy(chunk);
        return MNZ_ERR_NOMEM;
    }
    *out = chunk;
    return MNZ_OK;
}

void
mnz_chunk_destroy(struct mnz_chunk *chunk)
{
    struct mnz_arena arena;

    if (!chunk)
        return;
    arena = chunk->arena;
    mnz_arena_finish(&arena);
}

size_t
mnz_chunk_expected_bytes(const struct mnz_selection *selection, uint32_t num_tallies)
{
    return MNZ_FOLD_ROWS * row_width(selection) * sizeof(mnz_lane) +
           num_tallies * sizeof(struct mnz_fold);
}

size_t
mnz_chunk_bytes(const struct mnz_chunk *chunk)
{
    return mnz_chunk_expected_bytes(chunk->selection, chunk->num_tallies);
}

mnz_lane *
mnz_chunk_add_row(struct mnz_chunk *chunk, struct mnz_lane_trials trials)
{
    const uint32_t row = chunk->num_rows++;

    MNZ_BUG_IF(row >= MNZ_FOLD_ROWS);
    chunk->trials[row] = trials;
    for (uint32_t t = 0; t < chunk->num_tallies; t++)
        chunk->folds[t].lanes[row] = (mnz_mask){0};
    return &chunk->values[row * chunk->width];
}

void
mnz_chunk_choose(struct mnz_chunk *chunk, uint32_t tally, uint32_t lanes)
{
    MNZ_BUG_IF(chunk->num_rows == 0 || tally >= chunk->num_tallies);
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        chunk->folds[tally].lanes[chunk->num_rows - 1][lane] =
            lanes >> lane & 1u ? -1 : 0;
}

/* Which trial is of which replicate. */
static void
deal(const struct mnz_chunk *chunk, struct mnz_fold *fold)
{
    fold->num_rows = chunk->num_rows;
    fold->stride = chunk->width;
    fold->is_dealt = fold->is_whole = 1;
    memset(fold->counts, 0, sizeof fold->counts);
    for (uint32_t row = 0; row < chunk->num_rows; row++) {
        const struct mnz_lane_trials *trials = &chunk->trials[row];

        fold->is_dealt &= trials->stride % chunk->replicates == 0;
        fold->is_whole &= !lane_any(~fold->lanes[row]);
        for (uint32_t lane = 0; lane < MNZ_LANES; lane++) {
            const uint8_t replicate =
                (uint8_t)((trials->first + trials->stride * lane) % chunk->replicates);

            fold->replicate[row * MNZ_LANES + lane] = replicate;
            fold->counts[replicate] += fold->lanes[row][lane] != 0;
        }
    }
}

/* Fetch a series of later while others are folded. */
static void
prefetch(const struct mnz_chunk *chunk, uint32_t series)
{
    for (uint32_t row = 0; row < chunk->num_rows; row++)
        __builtin_prefetch(&chunk->values[row * chunk->width + series]);
}

void
mnz_chunk_fold(struct mnz_chunk *chunk, enum mnz_isa isa,
               struct mnz_tally *const *tallies, uint32_t weight)
{
    const uint32_t num_series = chunk->selection->num_series;

    for (uint32_t t = 0; t < chunk->num_tallies; t++) {
        deal(chunk, &chunk->folds[t]);
        chunk->folds[t].weight = weight;
    }
    /* The tallies of one series in turn, while its values are at hand. */
    for (uint32_t s = 0; s < num_series; s++) {
        if (s + AHEAD < num_series)
            prefetch(chunk, s + AHEAD);
        for (uint32_t t = 0; t < chunk->num_tallies; t++) {
            chunk->folds[t].is_short = chunk->selection->may_lack[s];
            mnz_tally_fold(tallies[t], isa, s, &chunk->values[s], &chunk->folds[t]);
        }
    }
    chunk->num_rows = 0;
}
