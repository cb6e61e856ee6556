#ifndef MNZ_STUDY_LINEAR_PROGRAM_H
#define MNZ_STUDY_LINEAR_PROGRAM_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/status.h"

/* Linear programs, and whoever solves them: all that is asked of a solver is here. */

struct mnz_lp_entry {
    uint32_t row, column;
    double value;
};

/* Minimise the sum of cost x, with 0 <= x <= column_most and, row by row, the sum of
 * entries times x <= row_most; INFINITY: no bound. */
struct mnz_lp {
    uint32_t num_rows, num_columns;
    size_t num_entries;
    double *row_most, *cost, *column_most;
    struct mnz_lp_entry *entries;
};

/* The name of the solver, "GLPK 5.0"; NULL in a build without one. */
const char *mnz_lp_solver(void);

/*
 * Solve it: the least sum, and how much it falls, per unit, where a row's bound rises,
 * [num_rows], never below 0. MNZ_ERR_INPUT where there is no solution or no solver,
 * MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_lp_solve(const struct mnz_lp *program, double *least,
                                           double *worth);

/* Release the arrays, which are the program's own. */
void mnz_lp_finish(struct mnz_lp *program);

#endif
