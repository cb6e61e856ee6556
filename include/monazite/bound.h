#ifndef MONAZITE_BOUND_H
#define MONAZITE_BOUND_H

#include "monazite/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The bound of a planner: the least shortfall that anybody could have reached in a
 * trial, who knows it all and decides what is made, shipped and released from the first
 * control on. docs/bound.md defines it. The rest of the simulated shortfall comes of
 * rationing, habits and not knowing. It is a linear program for each trial, solved by
 * GLPK and CHOLMOD where the library was built with them.
 */
struct mnz_bound;

struct mnz_bound_options {
    struct mnz_run_options
        run;         /* of all trials; `only`, `keep`, `trial` are not used */
    uint32_t sample; /* trials to plan, of the worst 5 %; 0: 8 */
};

/* Names of the solvers, such as "GLPK 5.0 and CHOLMOD 3.0"; NULL in a build without
 * them. */
MNZ_API const char *mnz_bound_solver(void);

/*
 * Run the model and plan a sample of its worst trials. On MNZ_OK *out is the caller's
 * to destroy, before the model. Otherwise it is NULL: MNZ_ERR_INPUT without a solver,
 * or where it finds no solution, MNZ_ERR_STOPPED, and as mnz_model_run().
 */
MNZ_API MNZ_NODISCARD enum mnz_status
mnz_model_bound(const struct mnz_model *model, const struct mnz_bound_options *options,
                struct mnz_bound **out);

/* Does nothing when `bound` is NULL. */
MNZ_API void mnz_bound_destroy(struct mnz_bound *bound);

/* The result of all trials; it belongs to the bound. */
MNZ_API const struct mnz_result *mnz_bound_result(const struct mnz_bound *bound);

/* A trial that was planned, by its number from 0. Tonnes are contained, of industries,
 * over recorded months; `bound` is never above `simulated`. */
struct mnz_bound_trial {
    uint64_t trial;
    double wanted, simulated, bound;
};

MNZ_API uint32_t mnz_bound_num_trials(const struct mnz_bound *bound);
MNZ_API const struct mnz_bound_trial *mnz_bound_trial(const struct mnz_bound *bound,
                                                      uint32_t i);

/* Worth of a further tonne of an input at its buyer at the best time, in loss spared: t
 * contained, the mean over the trials planned. The largest first. Texts are the
 * model's. */
struct mnz_bound_worth {
    const char *material, *buyer;
    double worth;
};

MNZ_API uint32_t mnz_bound_num_worths(const struct mnz_bound *bound);
MNZ_API const struct mnz_bound_worth *mnz_bound_worth(const struct mnz_bound *bound,
                                                      uint32_t i);

#ifdef __cplusplus
}
#endif

#endif
