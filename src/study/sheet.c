/* sheet.c - a chunk's values, from batches side by side to series one by one. */

#include "study/sheet.h"

#include <math.h>

#include "base/bug.h"

enum { MAX_ROWS = MNZ_TALLY_MOST / MNZ_LANES };
/* Rows start a cache line or more apart from a multiple of a page, lest those of one
 * series share few sets of the first cache. */
enum { LINE = 64, STAGGER = 4096 };

/* The trials of one tally in order of their replicates. */
struct choice {
    uint32_t lanes[MAX_ROWS];      /* bits of each row */
    size_t places[MNZ_TALLY_MOST]; /* of the trials' first values */
    uint32_t num_places;
    uint32_t *counts; /* [replicate] */
};

struct mnz_sheet {
    struct mnz_arena arena;
    const struct mnz_metrics *metrics;
    uint32_t num_tallies, replicates, num_rows;
    size_t width; /* lane vectors in a row */
    mnz_lane *values;
    struct mnz_lane_trials trials[MAX_ROWS];
    struct choice *choices; /* [tally] */
    uint8_t *may_lack;      /* [series] */
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
    const size_t per_line = LINE / sizeof(mnz_lane) > 0 ? LINE / sizeof(mnz_lane) : 1;
    const size_t bytes = (metrics->num_series + 1) * sizeof(mnz_lane);
    const size_t rounded = (bytes + STAGGER - 1) / STAGGER * STAGGER;

    return rounded / sizeof(mnz_lane) + per_line;
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
    sheet->values =
        mnz_arena_alloc(&sheet->arena, MAX_ROWS * sheet->width, sizeof *sheet->values);
    sheet->may_lack = mnz_arena_alloc(&sheet->arena, metrics->num_series + 1, 1);
    sheet->choices =
        mnz_arena_alloc(&sheet->arena, num_tallies + 1, sizeof *sheet->choices);
    for (uint32_t t = 0; sheet->choices && t < num_tallies; t++) {
        sheet->choices[t].counts =
            mnz_arena_alloc(&sheet->arena, replicates, sizeof(uint32_t));
        if (!sheet->choices[t].counts)
            sheet->choices = NULL;
    }
    if (!sheet->values || !sheet->may_lack || !sheet->choices) {
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
    return MAX_ROWS * sheet->width * sizeof *sheet->values +
           sheet->metrics->num_series +
           sheet->num_tallies *
               (sizeof *sheet->choices + sheet->replicates * sizeof(uint32_t));
}

mnz_lane *
mnz_sheet_add_row(struct mnz_sheet *sheet, struct mnz_lane_trials trials)
{
    const uint32_t row = sheet->num_rows++;

    MNZ_BUG_IF(row >= MAX_ROWS);
    sheet->trials[row] = trials;
    for (uint32_t t = 0; t < sheet->num_tallies; t++)
        sheet->choices[t].lanes[row] = 0;
    return &sheet->values[row * sheet->width];
}

void
mnz_sheet_choose(struct mnz_sheet *sheet, uint32_t tally, uint32_t lanes)
{
    MNZ_BUG_IF(sheet->num_rows == 0 || tally >= sheet->num_tallies);
    sheet->choices[tally].lanes[sheet->num_rows - 1] = lanes;
}

/* Where the chosen trials of one replicate have their first values. */
static uint32_t
find_places(const struct mnz_sheet *sheet, const struct choice *choice,
            uint32_t replicate, size_t *places)
{
    uint32_t count = 0;

    for (uint32_t row = 0; row < sheet->num_rows; row++)
        for (uint32_t lane = 0; lane < MNZ_LANES; lane++) {
            const uint64_t trial =
                sheet->trials[row].first + sheet->trials[row].stride * lane;

            if (choice->lanes[row] >> lane & 1u &&
                trial % sheet->replicates == replicate)
                places[count++] = row * sheet->width * MNZ_LANES + lane;
        }
    return count;
}

static void
sort_trials(const struct mnz_sheet *sheet, struct choice *choice)
{
    size_t *next = choice->places;

    for (uint32_t k = 0; k < sheet->replicates; k++) {
        choice->counts[k] = find_places(sheet, choice, k, next);
        next += choice->counts[k];
    }
    choice->num_places = (uint32_t)(next - choice->places);
}

static void
fold_series(const struct mnz_sheet *sheet, const struct choice *choice, uint32_t series,
            struct mnz_tally *tally)
{
    const double *from = (const double *)&sheet->values[series];
    double values[MNZ_TALLY_MOST];

    for (uint32_t i = 0; i < choice->num_places; i++)
        values[i] = from[choice->places[i]];
    mnz_tally_fold(tally, series, values, choice->counts);
}

/* Trials without a value are left out. */
static void
fold_lacking_series(const struct mnz_sheet *sheet, const struct choice *choice,
                    uint32_t series, struct mnz_tally *tally)
{
    const double *from = (const double *)&sheet->values[series];
    const size_t *place = choice->places;
    uint32_t counts[MNZ_TALLY_MOST] = {0}, count = 0;
    double values[MNZ_TALLY_MOST];

    for (uint32_t k = 0; k < sheet->replicates; k++)
        for (uint32_t i = 0; i < choice->counts[k]; i++) {
            values[count] = from[*place++];
            if (!isnan(values[count])) {
                count++;
                counts[k]++;
            }
        }
    mnz_tally_fold(tally, series, values, counts);
}

void
mnz_sheet_fold(struct mnz_sheet *sheet, struct mnz_tally *const *tallies)
{
    const uint32_t num_series = sheet->metrics->num_series;

    for (uint32_t t = 0; t < sheet->num_tallies; t++)
        sort_trials(sheet, &sheet->choices[t]);
    /* The tallies of one series in turn, while its values are at hand. */
    for (uint32_t s = 0; s < num_series; s++)
        for (uint32_t t = 0; t < sheet->num_tallies; t++) {
            const struct choice *choice = &sheet->choices[t];

            if (sheet->may_lack[s])
                fold_lacking_series(sheet, choice, s, tallies[t]);
            else
                fold_series(sheet, choice, s, tallies[t]);
        }
    sheet->num_rows = 0;
}
