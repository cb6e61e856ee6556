#ifndef MONAZITE_FRONTIER_H
#define MONAZITE_FRONTIER_H

#include "monazite/compare.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A frontier: of several options, each a change of a scenario that costs something, the
 * sets that avoid most at their cost. Each option is run alone first. Sets are then
 * chosen by the sum of what their options cost and avoid alone, and run. All on the
 * same trials as the scenario itself, so that what is avoided is a paired difference.
 *
 * The cost of a set is the mean difference of `policy_cost_usd`. What it avoids is the
 * difference of a loss: of the mean of the worst 5 % of trials, and of the mean.
 */
struct mnz_frontier;

/* Two options that set the same path exclude each other: levels of one measure. */
struct mnz_frontier_option {
    const char *name;
    const char *const *settings; /* PATH=VALUE, as for mnz_model_load() */
    size_t num_settings;
};

enum { MNZ_MOST_OPTIONS_WEIGHED = 12, MNZ_MOST_SETS = 4096 };

struct mnz_frontier_options {
    struct mnz_run_options run; /* of every set; `only`, `keep`, `trial` are not used */
    const char *file;           /* of the scenario, with settings of all sets */
    const char *text;           /* of the file, as for mnz_model_read(), or NULL */
    const char *const *settings;
    size_t num_settings;
    const struct mnz_frontier_option *options;
    uint32_t num_options;    /* 1 to MNZ_MOST_OPTIONS_WEIGHED */
    struct mnz_measure loss; /* of the model, over the horizon or in a month */
    double budget;           /* USD; INFINITY: any */
    uint32_t most_sets;      /* to run besides single options; 0: 24 */
};

/* A set that was run. */
struct mnz_frontier_set {
    uint32_t members;          /* bit i: option i is in it; 0: the scenario itself */
    struct mnz_gap cost;       /* of the mean, USD */
    struct mnz_gap tail, mean; /* of the loss; a negative difference is avoided */
    double predicted;          /* the tail's difference by the sum of single options */
    int is_affordable;         /* its cost is within the budget */
    int is_on_frontier; /* affordable, and none that costs no more avoids as much */
    /* Loss avoided per million USD in the step from the frontier's set before it. NaN
     * off the frontier and of its first set. */
    double per_million;
};

/* How the loss of an industry changes in a set. */
struct mnz_frontier_gain {
    const char *industry; /* its name in the model */
    struct mnz_gap mean;  /* of its output_lost_usd */
};

/*
 * Find it. `model` is the scenario as it stands. On MNZ_OK *out is the caller's to
 * destroy, before the model. Otherwise it is NULL: MNZ_ERR_INPUT for options that
 * cannot be and for settings that the scenario does not take, with messages in `diags`,
 * which may be NULL; MNZ_ERR_STOPPED, and as mnz_compare_create().
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_frontier(const struct mnz_model *model,
                   const struct mnz_frontier_options *options, struct mnz_diags *diags,
                   struct mnz_frontier **out);

/* Does nothing when `frontier` is NULL. */
MNZ_API void mnz_frontier_destroy(struct mnz_frontier *frontier);

/* The result of the scenario itself; it belongs to the frontier. */
MNZ_API const struct mnz_result *
mnz_frontier_result(const struct mnz_frontier *frontier);

/* The sets that were run, by cost; the first is the scenario itself. And how many sets
 * there are within the budget by the sum of single costs, run or not. */
MNZ_API uint32_t mnz_frontier_num_sets(const struct mnz_frontier *frontier);
MNZ_API const struct mnz_frontier_set *
mnz_frontier_set(const struct mnz_frontier *frontier, uint32_t i);
MNZ_API uint32_t mnz_frontier_num_possible(const struct mnz_frontier *frontier);

/* Industries that gain most in a set, up to `most` of them, the largest first. Returns
 * how many; only those whose interval is beyond 0 count. */
MNZ_API uint32_t mnz_frontier_gains(const struct mnz_frontier *frontier, uint32_t i,
                                    struct mnz_frontier_gain *out, uint32_t most);

#ifdef __cplusplus
}
#endif

#endif
