#ifndef MNZ_STUDY_PLANNER_H
#define MNZ_STUDY_PLANNER_H

#include "study/linear_program.h"
#include "study/trial_record.h"

/*
 * The least shortfall that anybody could have reached in a trial, who knows it all and
 * decides what is made, shipped and released from the first act on. docs/bound.md
 * defines the linear program.
 */
struct mnz_planned {
    double simulated, bound; /* t, contained; of recorded steps */
    double wanted;           /* t, contained */
};

/*
 * Solve it. `worth` may be NULL; else, [port], the shortfall that a further tonne at
 * the port would have spared at the best time, t contained per t.
 * MNZ_ERR_INPUT where no solver finds a solution, MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_planner_solve(const struct mnz_trial_record *record,
                                                struct mnz_planned *out, double *worth);

/* The program itself, the caller's to finish; there must be a step to plan. */
MNZ_NODISCARD enum mnz_status mnz_planner_program(const struct mnz_trial_record *record,
                                                  struct mnz_lp *out);

#endif
