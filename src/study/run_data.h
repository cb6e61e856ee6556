#ifndef MNZ_STUDY_RUN_DATA_H
#define MNZ_STUDY_RUN_DATA_H

#include <stdatomic.h>
#include "monazite/ranks.h"
#include "network/network.h"
#include "sampling/design.h"
#include "sampling/strata.h"
#include "stats/tally.h"
#include "study/blame.h"
#include "study/planner.h"
#include "study/selection.h"
#include "study/link_flows.h"
#include "study/metrics.h"

/*
 * A Monte Carlo run: trials 0 .. n-1 of a network, dealt to threads in chunks, reduced
 * to tallies whose sums are of whole numbers, so that the result does not depend on the
 * number of threads or the order in which they finish.
 */

/* Draws and values of one trial; rows arrive in order of trials. The values are those
 * of `series`, [num_series], of the run's mnz_metrics; NULL stands for the first
 * `num_series`. NaN where a trial has none. */
struct mnz_trial_sink {
    /* Nonzero stops the run with MNZ_ERR_IO. */
    int (*trial)(void *context, uint64_t trial, const double *draws,
                 const double *values);
    void *context;
    uint32_t num_series;
    const uint32_t *series;
};

/*
 * Values of some series kept trial by trial, for questions that sums and buckets cannot
 * answer. The caller's memory: `values` has room for [trial][num_series], `is_done` for
 * [trial] and is zeroed; trials of a stopped run that were not made stay 0 there. NaN
 * where a trial has no value. All are counted, whatever else the run counts.
 */
struct mnz_keep {
    uint32_t num_series;
    const uint32_t *series; /* of the run's mnz_metrics, whose numbering is the
                               network's; MNZ_NONE for a column of NaN */
    double *values;
    uint8_t *is_done;
    /* The branch of each event that was drawn, [trial][event], counted from 1; 0: none.
     */
    uint16_t *branches;
};

/*
 * Draws of all inputs and the value of one series in the first trials of a run. The
 * caller's memory: `draws` has room for [input][trials], `values` for [trials] and is
 * filled with NaN, which trials that were not made keep.
 */
struct mnz_sample {
    uint64_t trials;
    uint32_t series;
    double *draws, *values;
};

/* Industries (nodes) whose losses are traced to their causes. */
struct mnz_blame_ask {
    const uint32_t *industries;
    uint32_t num_industries;
};

/* A trial to plan, which is run alone: the plan goes to the caller. */
struct mnz_plan_ask {
    struct mnz_planned planned;
    double *worth; /* [port] */
    enum mnz_status status;
};

/* How to run, with everything decided that monazite/run.h leaves to the scenario. */
struct mnz_run_setup {
    uint64_t trials, seed;
    uint64_t first; /* 0, unless a later trial runs alone, of which nothing is kept */
    enum mnz_sampler sampler;
    uint32_t threads;       /* 0: one a processor */
    const atomic_int *stop; /* set to stop at the next batch; may be NULL */
    /* Called now and then from the caller's thread; may be NULL. */
    void (*progress)(void *context, uint64_t done, uint64_t trials);
    void *progress_context;
    const struct mnz_trial_sink *sink; /* may be NULL */
    const struct mnz_keep *keep;       /* may be NULL */
    const struct mnz_sample *sample;   /* may be NULL */
    const struct mnz_blame_ask *blame; /* may be NULL */
    struct mnz_plan_ask *plan;         /* may be NULL */
    /* Where inputs come from in place of the sampler's points, which `trials` are then
     * the trials of; may be NULL. */
    const struct mnz_design *design;
    /* Which of the sampler's trials to make, and how often each counts: `trials` are
     * positions in it. NULL: all, once. */
    const struct mnz_strata *strata;
    /* The series to count, beside those that are kept, sampled or handed to the sink;
     * NULL: those of mnz_selection_usual(). Else limiting inputs are not counted
     * either. */
    const uint32_t *only;
    uint32_t num_only;
    int all_months;  /* without `only`: also those of mnz_selection_usual() left out */
    int keeps_flows; /* of links, by month */
    const struct mnz_ranks *ranks; /* that share the trials; NULL: none */
    uint32_t shard, shards;        /* chunks to make; 0 shards: all */
    /* Now and then, when no trial is under way; not 0 ends the run with MNZ_ERR_IO. */
    int (*save)(void *context);
    void *save_context;
};

/* Whether another rank has the results, and this one none. */
static inline int
mnz_is_helper(const struct mnz_ranks *ranks)
{
    return ranks && ranks->rank > 0;
}

/* Tallies of all trials, then of those in which a branch of an event was drawn. */
struct mnz_conditional {
    const char *name; /* "" or "truce_ends=lapses" */
    uint32_t event, branch;
    struct mnz_tally *tally;
};

struct mnz_run {
    struct mnz_arena arena;
    const struct mnz_network *net;
    struct mnz_metrics *metrics;
    struct mnz_selection *selection; /* series of the tallies */
    uint32_t num_conditionals;
    struct mnz_conditional *conditionals;
    atomic_uchar
        *made; /* [chunk] how many of its trials, the first ones; study/deal.h */
    uint32_t num_chunks; /* that there is room for */
    uint64_t trials_done;
    uint64_t weight_done; /* the same by their weights: what sums are over */
    uint64_t *limits; /* [port] steps and trials in which it limited a short industry */
    struct mnz_blame *blame; /* of all trials; NULL where none was asked for */
    struct mnz_link_flows *link_flows; /* likewise */
    uint32_t threads;
    size_t bytes; /* that batches, chunks and tallies held */
};

#endif
