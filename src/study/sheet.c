/* sheet.c - a chunk's values, from batches side by side to series one by one. */

#include "study/sheet.h"

#include <string.h>

#include "base/bug.h"
#include "stats/fold.h"

/* Rows start a cache line or more apart from a multiple of a page, lest those of one
 * series share few sets of the first cache. */
enum { LINE = 64, STAGGER = 4096 };
/* How many series ahead values are fetched. */
enum { AHEAD = 16 };

struct mnz_sheet {
    struct mnz_arena arena;
    const struct mnz_metrics *metrics;
    uint32_t num_tallies, replicates, num_rows;
    size_t width; /* lane vectors in a row */
    mnz_lane *values;
    struct mnz_lane_trials trials[MNZ_FOLD_ROWS];
    struct mnz_fold *folds; /* [tally] */
    uint8_t *may_lack;      /* [series] a trial may have no value of it */
};

static void
mark_lacking(struct mnz_sheet *sheet)
{
    static const enum mnz_metric lacking[] = {MNZ_METRIC_FIRST_SHORT_MONTH,
                                              MNZ_METRIC_MONTHS_TO_LICENCE,
                                              MNZ_METRIC_TOP_COUNTRY_SHARE};
    const struct mnz_metrics *m = sheet->metrics;

    for (uint32_t g = 0; g < m->num_groups; g++)
        for (size_t i = 0; i < sizeof lacking / sizeof *lacking; i++) {
            const uint32_t whole = mnz_metrics_horizon(m, g, lacking[i]);

            if (whole != MNZ_NONE)
                sheet->may_lack[whole] = 1;
            for (uint32_t month = 0; month < m->num_months; month++) {
                const uint32_t s = mnz_metrics_month(m, g, lacking[i], month);

                if (s != MNZ_NONE)
                    sheet->may_lack[s] = 1;
            }
        }
}

/* One vector more than there are series: a place for what is not reported. */
static size_t
row_width(const struct mnz_metrics *metrics)
{
    const size_t bytes = (metrics->num_series + 1) * sizeof(mnz_lane);
    const size_t rounded = (bytes + STAGGER - 1) / STAGGER * STAGGER;

    return (rounded + LINE) / sizeof(mnz_lane);
}

enum mnz_status
mnz_sheet_create(const struct mnz_metrics *metrics, uint32_t num_tallies,
                 uint32_t replicates, struct mnz_sheet **out)
{
    struct mnz_arena arena = {0};
    struct mnz_sheet *sheet = mnz_arena_alloc(&arena, 1, sizeof *sheet);

    *out = NULL;
    if (!sheet)
        return MNZ_ERR_NOMEM;
    sheet->arena = arena;
    sheet->metrics = metrics;
    sheet->num_tallies = num_tallies;
    sheet->replicates = replicates;
    sheet->width = row_width(metrics);
    sheet->values = mnz_arena_alloc(&sheet->arena, MNZ_FOLD_ROWS * sheet->width,
                                    sizeof *sheet->values);
    sheet->may_lack = mnz_arena_alloc(&sheet->arena, metrics->num_series + 1, 1);
    sheet->folds =
        mnz_arena_alloc(&sheet->arena, num_tallies + 1, sizeof *sheet->folds);
    if (!sheet->values || !sheet->may_lack || !sheet->folds) {
        mnz_sheet_destroy(sheet);
        return MNZ_ERR_NOMEM;
    }
    mark_lacking(sheet);
    *out = sheet;
    return MNZ_OK;
}

void
mnz_sheet_destroy(struct mnz_sheet *sheet)
{
    struct mnz_arena arena;

    if (!sheet)
        return;
    arena = sheet->arena;
    mnz_arena_finish(&arena);
}

size_t
mnz_sheet_bytes(const struct mnz_sheet *sheet)
{
    return MNZ_FOLD_ROWS * sheet->width * sizeof *sheet->values +
           sheet->metrics->num_series + sheet->num_tallies * sizeof *sheet->folds;
}

mnz_lane *
mnz_sheet_add_row(struct mnz_sheet *sheet, struct mnz_lane_trials trials)
{
    const uint32_t row = sheet->num_rows++;

    MNZ_BUG_IF(row >= MNZ_FOLD_ROWS);
    sheet->trials[row] = trials;
    for (uint32_t t = 0; t < sheet->num_tallies; t++)
        sheet->folds[t].lanes[row] = (mnz_mask){0};
    return &sheet->values[row * sheet->width];
}

void
mnz_sheet_choose(struct mnz_sheet *sheet, uint32_t tally, uint32_t lanes)
{
    MNZ_BUG_IF(sheet->num_rows == 0 || tally >= sheet->num_tallies);
    for (uint32_t lane = 0; lane < MNZ_LANES; lane++)
        sheet->folds[tally].lanes[sheet->num_rows - 1][lane] =
            lanes >> lane & 1u ? -1 : 0;
}

/* Which trial is of which replicate. */
static void
deal(const struct mnz_sheet *sheet, struct mnz_fold *fold)
{
    fold->num_rows = sheet->num_rows;
    fold->stride = sheet->width;
    fold->is_dealt = fold->is_whole = 1;
    memset(fold->counts, 0, sizeof fold->counts);
    for (uint32_t row = 0; row < sheet->num_rows; row++) {
        const struct mnz_lane_trials *trials = &sheet->trials[row];

        fold->is_dealt &= trials->stride % sheet->replicates == 0;
        fold->is_whole &= !lane_any(~fold->lanes[row]);
        for (uint32_t lane = 0; lane < MNZ_LANES; lane++) {
            const uint8_t replicate =
                (uint8_t)((trials->first + trials->stride * lane) % sheet->replicates);

            fold->replicate[row * MNZ_LANES + lane] = replicate;
            fold->counts[replicate] += fold->lanes[row][lane] != 0;
        }
    }
}

/* Fetch a series of later while others are folded. */
static void
prefetch(const struct mnz_sheet *sheet, uint32_t series)
{
    for (uint32_t row = 0; row < sheet->num_rows; row++)
        __builtin_prefetch(&sheet->values[row * sheet->width + series]);
}

void
mnz_sheet_fold(struct mnz_sheet *sheet, enum mnz_isa isa,
               struct mnz_tally *const *tallies)
{
    const uint32_t num_series = sheet->metrics->num_series;

    for (uint32_t t = 0; t < sheet->num_tallies; t++)
        deal(sheet, &sheet->folds[t]);
    /* The tallies of one series in turn, while its values are at hand. */
    for (uint32_t s = 0; s < num_series; s++) {
        if (s + AHEAD < num_series)
            prefetch(sheet, s + AHEAD);
        for (uint32_t t = 0; t < sheet->num_tallies; t++) {
            sheet->folds[t].is_short = sheet->may_lack[s];
            mnz_tally_fold(tallies[t], isa, s, &sheet->values[s], &sheet->folds[t]);
        }
    }
    sheet->num_rows = 0;
}
