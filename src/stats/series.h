#ifndef MNZ_STATS_SERIES_H
#define MNZ_STATS_SERIES_H

#include "stats/histogram.h"
#include "stats/moments.h"
#include "stats/tally.h"

/* Parts of a tally, for the files of this folder. */

struct mnz_series {
    struct mnz_moments moments;
    struct mnz_histogram histogram;
};

struct mnz_tally {
    const enum mnz_metric_unit *unit_of_series;
    uint32_t num_series, num_replicates;
    struct mnz_series *series;
    /* Of each replicate, [series][replicate], NULL if there is only one: quanta, and
     * values. */
    mnz_u128 *part_sums;
    uint64_t *part_counts;
    struct mnz_histogram_pool pool;
    int is_incomplete; /* memory ran out */
    /* The first series, a replicate at a time: series s of replicate r is number s x
     * num_replicates + r there. NULL: none. */
    struct mnz_tally *sections;
    enum mnz_metric_unit *section_units;
    uint32_t num_sectioned;
    uint32_t heaviest; /* weight of a trial; 0 before the first */
};

/* Quanta in the unit of a series: 2^-40 of a share, 60 g, a cent and less.
 */
double mnz_unit_scale(enum mnz_metric_unit unit);

/* A series' buckets, to read order statistics from. */
struct mnz_histogram_view mnz_tally_view(const struct mnz_tally *tally,
                                         uint32_t series);

#endif
