#ifndef MNZ_STUDY_LINEAR_SOLVER_H
#define MNZ_STUDY_LINEAR_SOLVER_H

#include "monazite/status.h"
#include "study/linear_program.h"

/* Whoever solves linear programs: all that is asked of a solver is here. */

/* Names of the solvers, "GLPK 5.0 and CHOLMOD 3.0"; NULL in a build without them. */
const char *mnz_lp_solver(void);

/*
 * Solve it: the least sum, and how much it falls, per unit, where a row's bound rises,
 * [num_rows], never below 0. MNZ_ERR_INPUT where there is no solution or no solver,
 * MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_lp_solve(const struct mnz_lp *program, double *least,
                                           double *worth);

#endif
