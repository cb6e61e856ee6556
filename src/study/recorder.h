#ifndef MNZ_STUDY_RECORDER_H
#define MNZ_STUDY_RECORDER_H

#include "engine/batch.h"
#include "sampling/stream.h"
#include "study/selection.h"

/*
 * One worker's recorder: an observer of a batch that turns steps into the values of
 * series, one lane vector each: those that are selected (borrowed), and of the others
 * those that come along.
 */
struct mnz_recorder;

MNZ_NODISCARD enum mnz_status mnz_recorder_create(const struct mnz_selection *selection,
                                                  uint64_t seed,
                                                  struct mnz_recorder **out);
void mnz_recorder_destroy(struct mnz_recorder *recorder);

/* Where the next runs' values go, [series of the metrics + 1]: the last is for values
 * that are not reported. To be set before the first run; borrowed. */
void mnz_recorder_write_to(struct mnz_recorder *recorder, mnz_lane *values);

/* After a run: the value of a series in one lane; NaN where it has none (a trial never
 * short has no first short month). */
double mnz_recorder_value(const struct mnz_recorder *recorder, uint32_t series,
                          int lane);

/*
 * Count, into counts[port], in how many recorded steps of the trials of `mask`, which
 * count `weight` times, the port's input limited its short industry. Whole numbers, so
 * that sums do not depend on order.
 */
void mnz_recorder_limits(const struct mnz_recorder *recorder, uint64_t *counts,
                         uint32_t mask, uint32_t weight);

/* Demand and supply of a stage or of the users of an element, by content. */
struct flow {
    mnz_lane wanted, got;
};

/* Activity of an industry: wanted, done, and wanted but for its price. */
struct activity {
    mnz_lane wanted, got, priced_out;
};

/* The same in tonnes: `wanted` and `got` by content, `missing` and
 * `priced_out` of materials; and in USD the output at stake and the cost of inputs
 * above base prices. */
struct totals {
    mnz_lane wanted, got;
    mnz_lane missing, priced_out, at_stake, cost;
};

/* The product of an industry: demand, deliveries and the part of demand whose firms
 * stopped, in activity and in USD; and value added lost, USD. */
struct output {
    struct flow activity, usd;
    mnz_lane stopped_activity, stopped_usd, value_added;
};

/* Tonnes of an element that an industry missed. */
struct element_gap {
    mnz_lane missing, priced_out;
};

/* Tonnes of a licensing office; of backlog and licences in hand those at the end of a
 * month, which add up over the horizon. */
struct office {
    mnz_lane applied, granted, backlog, in_hand;
};

/* Tonnes and purchases, USD, of a stockpile; what is held, in t and in months, at the
 * ends of months adds up over the horizon. */
struct pile {
    mnz_lane held, months, released, bought, purchases;
};

/* Shares missing in the first short month of an industry and in the month after. */
struct onset {
    mnz_lane first, next;
};

/*
 * Columns of sums, one of each for the current month and for the horizon, to which a
 * month is added when it ends: type, name, rows. All are made of lane vectors.
 */
#define MNZ_PERIOD_COLUMNS(X)                                                          \
    X(struct totals, totals, INDUSTRIES)                                               \
    X(struct output, outputs, INDUSTRIES)                                              \
    X(mnz_lane, scarcest,                                                              \
      INDUSTRIES)               /* months of cover at ends of months, added up */      \
    X(mnz_lane, covers, INPUTS) /* the same of each input */                           \
    X(struct flow, stages, STAGES)                                                     \
    X(mnz_lane, made, MAKERS) /* t of content in the products of plants */             \
    X(struct office, offices, CONTROLS)                                                \
    X(struct pile, piles, STOCKPILES)                                                  \
    X(mnz_lane, prices, MARKETS) /* USD/kg, added up over steps */                     \
    X(mnz_lane, shipped, FLOWS)  /* t; as reported once the month is over */           \
    X(mnz_lane, policy_cost, ONE)

/* Other columns of a trial, cleared at its first step. */
#define MNZ_TRIAL_COLUMNS(X)                                                           \
    X(struct activity, activity, INDUSTRIES)    /* of this month, at these contents */ \
    X(struct element_gap, element_gaps, LEAVES) /* over the horizon */                 \
    X(struct flow, element_flows, ELEMENTS)     /* over the horizon */                 \
    X(mnz_lane, peak, GROUPS)                                                          \
    X(mnz_lane, months_short, GROUPS)                                                  \
    X(mnz_lane, first_short, GROUPS)                                                   \
    X(struct onset, onsets, INDUSTRIES)                                                \
    X(mnz_lane, limits, PORTS) /* steps in which the port limited */

/* Columns that are written before they are read. */
#define MNZ_SCRATCH_COLUMNS(X)                                                         \
    X(mnz_lane, material_content, MATERIALS) /* t of content in a tonne */             \
    X(mnz_lane, material_weight, MATERIALS)  /* the same, or 1 where it holds none */  \
    X(mnz_lane, content, LEAVES) /* t per unit of activity; of an industry whose       \
                                    inputs hold none: t of its inputs */               \
    X(mnz_lane, use, INDUSTRIES) /* t of all materials per activity */                 \
    X(struct activity, earlier, LEAVES) /* of this month, at earlier contents, in      \
                                           tonnes of the element */

#define MNZ_COLUMN(type, name, rows) type *name;
struct period {
    MNZ_PERIOD_COLUMNS(MNZ_COLUMN)
};

/* Facts of the network and the scenario that each step reads, close together. */
struct industry {
    uint32_t node;
    mnz_value_id value_usd_per_year, value_added; /* or MNZ_VALUE_NONE */
};
struct port_kind {
    uint32_t material, stage;
};
/* An output of a plant, and the row of `made` in which it counts. */
struct product {
    uint32_t output, node, material, maker;
};

struct mnz_recorder {
    struct mnz_arena arena;
    const struct mnz_selection *selection;
    const struct mnz_metrics *metrics;
    uint32_t num_industries, num_products;
    struct industry *industries;     /* [num_industries] */
    struct port_kind *ports;         /* [port] */
    struct product *products;        /* [num_products] */
    struct mnz_stream *flow_scatter; /* [flow group] */
    /* Places that make something at a stage are makers first_maker[stage] .. */
    uint32_t first_maker[MNZ_NUM_STAGES + 1];
    double *days_before; /* [month], of the run, and one more for its end */
    uint32_t steps_of_month;
    int has_earlier;  /* `earlier` holds something of this month */
    mnz_lane *values; /* [series], borrowed; NaN where a trial has none */

    /* One block: the columns of a trial, then the month, then the horizon, the last two
     * of `period_lanes` lane vectors each. */
    mnz_lane *block;
    size_t block_lanes, period_lanes;
    struct period month, horizon;
    MNZ_TRIAL_COLUMNS(MNZ_COLUMN)
    MNZ_SCRATCH_COLUMNS(MNZ_COLUMN)
};

/* Position of a group among those of its scope: its row of a column of the scope. */
static inline uint32_t
mnz_row_of_group(const struct mnz_recorder *r, uint32_t group)
{
    return group - r->metrics->first_group[r->metrics->groups[group].scope];
}

/*
 * The part of an observed flow's tonnes in `month` that is reported, a factor for each
 * lane: its scale, grown, times its scatter of that calendar month. A pure
 * function of (seed, trial, flow's name, month).
 */
void mnz_recorder_reported(const struct mnz_recorder *recorder,
                           const struct mnz_batch *batch, uint32_t group,
                           uint32_t month, double factor[MNZ_LANES]);

#endif
