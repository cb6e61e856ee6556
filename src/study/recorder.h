#ifndef MNZ_STUDY_RECORDER_H
#define MNZ_STUDY_RECORDER_H

#include "engine/batch.h"
#include "sampling/stream.h"
#include "study/metrics.h"

/*
 * One worker's recorder: an observer of a batch that turns steps into the values of all
 * series, one lane vector each.
 */
struct mnz_recorder;

MNZ_NODISCARD enum mnz_status mnz_recorder_create(const struct mnz_metrics *metrics,
                                                  uint64_t seed,
                                                  struct mnz_recorder **out);
void mnz_recorder_destroy(struct mnz_recorder *recorder);

/* The observer to run a batch with, in the instructions of its engine; `recorder` is
 * full after the batch's run. */
struct mnz_observer mnz_recorder_observer(struct mnz_recorder *recorder,
                                          enum mnz_isa isa);

/* Where the next runs' values go, [series + 1]: the last is for what is not reported.
 * To be set before the first run; borrowed. */
void mnz_recorder_write_to(struct mnz_recorder *recorder, mnz_lane *values);

/* After a run: the value of a series in one lane; NaN where it has none (a trial never
 * short has no first short month). */
double mnz_recorder_value(const struct mnz_recorder *recorder, uint32_t series,
                          int lane);

/*
 * Count, into counts[port], in how many recorded steps of the trials of `mask` the
 * port's input limited its short industry. Whole numbers, so that sums do not depend on
 * order.
 */
void mnz_recorder_limits(const struct mnz_recorder *recorder, uint64_t *counts,
                         uint32_t mask);

/* What a stage or the users of an element wanted and got, by content. */
struct flow {
    mnz_lane wanted, got;
};

/* What an industry did: its activity as wanted, as it was, and how much of it price
 * destroyed. */
struct activity {
    mnz_lane wanted, got, priced_out;
};

/* The same in tonnes, by content of rare earths; what it missed in tonnes of materials,
 * and lost besides. */
struct totals {
    mnz_lane wanted, got;
    mnz_lane missing, priced_out, value, cost;
};

/* What an industry missed of an element, in tonnes of it. */
struct element_gap {
    mnz_lane missing, priced_out;
};

/* What a licensing office did in a month, and over the horizon. */
struct office {
    mnz_lane applied, granted, all_applied, all_granted;
    mnz_lane backlog, in_hand; /* sums of the ends of months */
};

/* What a step asks of the network and the scenario, close together. */
struct industry {
    uint32_t node;
    mnz_value_id value_usd_per_year; /* or MNZ_VALUE_NONE */
};
struct port_kind {
    uint32_t material, stage;
};
/* An output of a plant, and where it counts in made_month. */
struct product {
    uint32_t output, node, material, maker;
};

struct mnz_recorder {
    struct mnz_arena arena;
    const struct mnz_metrics *metrics;
    uint32_t num_industries, num_products;
    struct industry *industries; /* [num_industries] */
    struct port_kind *ports;     /* [port] */
    struct product *products;    /* [num_products] */
    /* Places that make something at a stage are makers first_maker[stage] .. */
    uint32_t first_maker[MNZ_NUM_STAGES + 1];
    mnz_lane *material_content; /* [material] t of rare earths in a tonne */
    mnz_lane *content;          /* [leaf] t per unit of activity */
    mnz_lane *use;              /* [industry] t of all materials per activity */
    struct activity
        *activity; /* [industry] in this month, since contents last changed */
    struct activity *earlier;         /* [leaf] before that, in tonnes of the element */
    int has_earlier;                  /* there is any in this month */
    struct totals *month, *horizon;   /* [industry] */
    struct element_gap *element_gaps; /* [leaf] of elements, over the horizon */
    struct flow *element_horizon;     /* [group], of element groups */
    struct flow stage_month[MNZ_NUM_STAGES], stage_horizon[MNZ_NUM_STAGES];
    mnz_lane *peak, *months_short, *first_short; /* [group] */
    struct office *office;                       /* [group], of control groups */
    mnz_lane *price_month, *price_horizon;       /* [group], sums over steps */
    mnz_lane *flow_month, *flow_horizon;         /* [group], of flow groups, t */
    struct mnz_stream *flow_scatter;             /* [group], of flow groups */
    uint32_t steps_of_month;
    mnz_lane policy_cost_month, policy_cost;
    mnz_lane *made_month, *made; /* [maker] t of rare earth that plants made */
    mnz_lane *values;            /* [series], borrowed; NaN where a trial has none */
    mnz_lane *limits;            /* [port] steps in which it limited */
};

/*
 * What is reported of each tonne that an observed flow shipped in `month`, a factor for
 * each lane: its scale, grown, times its scatter of that calendar month. A pure
 * function of (seed, trial, flow's name, month).
 */
void mnz_recorder_reported(const struct mnz_recorder *recorder,
                           const struct mnz_batch *batch, uint32_t group,
                           uint32_t month, double factor[MNZ_LANES]);

#endif
