#ifndef MNZ_STUDY_SELECTION_H
#define MNZ_STUDY_SELECTION_H

#include "base/bytes.h"
#include "study/metrics.h"

/*
 * The series that a run records and counts: all of a network, or those asked for. Of
 * everything else nothing is summed, kept or counted.
 *
 * Counted series are numbered from 0 on in the order of the metrics: that is their
 * place in a tally.
 */

/* Sums of each step that values rest on; bits of `parts`. */
enum {
    MNZ_PART_STATE = 1 << 0, /* none: read from the batch when a month ends */
    MNZ_PART_ACTIVITY = 1 << 1,
    MNZ_PART_OUTPUT = 1 << 2,
    MNZ_PART_COST = 1 << 3,
    MNZ_PART_LIMITS = 1 << 4,
    MNZ_PART_STAGES = 1 << 5,
    MNZ_PART_PLANTS = 1 << 6,
    MNZ_PART_OFFICES = 1 << 7,
    MNZ_PART_PRICES = 1 << 8,
    MNZ_PART_SHIPPED = 1 << 9,
    MNZ_PART_POLICIES = 1 << 10,
    MNZ_PART_STOCKPILES = 1 << 11,
    MNZ_PARTS_ALL = (1 << 12) - 1
};

struct mnz_selection {
    struct mnz_arena arena;
    const struct mnz_metrics *metrics; /* borrowed */
    int is_all;
    uint32_t num_series, num_horizon; /* the first ones are over the horizon */
    const uint32_t *series; /* [num_series] of the metrics, ascending; NULL: all */
    const enum mnz_metric_unit *unit_of_series; /* [num_series] */
    const uint8_t *may_lack;                    /* [num_series] */
    uint32_t parts;
    uint8_t *wants_month, *wants_horizon; /* [group] */
};

/*
 * Select `count` series of `metrics` (borrowed), in any order and also more than once;
 * with `series` NULL all of them. *out is the caller's to destroy.
 */
MNZ_NODISCARD enum mnz_status mnz_selection_create(const struct mnz_metrics *metrics,
                                                   const uint32_t *series,
                                                   uint32_t count,
                                                   struct mnz_selection **out);

/*
 * Select those that every run reports: all but the months of industries and sectors in
 * metrics that are MNZ_MONTHS_ON_DEMAND. As mnz_selection_create().
 */
MNZ_NODISCARD enum mnz_status mnz_selection_usual(const struct mnz_metrics *metrics,
                                                  struct mnz_selection **out);

/* Does nothing when `selection` is NULL. */
void mnz_selection_destroy(struct mnz_selection *selection);

/* The place of a series of the metrics; MNZ_NONE where it is not counted. */
uint32_t mnz_selection_place(const struct mnz_selection *selection, uint32_t series);

/* Write which series are selected, and tell whether the same are written here. */
void mnz_selection_write(const struct mnz_selection *selection,
                         struct mnz_byte_writer *writer);
int mnz_selection_matches(const struct mnz_selection *selection,
                          struct mnz_byte_reader *reader);

static inline int
mnz_selection_has(const struct mnz_selection *selection, uint32_t part)
{
    return (selection->parts & part) != 0;
}

#endif
