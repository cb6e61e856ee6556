#ifndef MNZ_STUDY_INTERIOR_POINT_H
#define MNZ_STUDY_INTERIOR_POINT_H

#include "monazite/status.h"
#include "study/linear_program.h"

/*
 * As mnz_lp_solve(), for programs that are too large for the simplex method: a
 * primal-dual interior-point method (Mehrotra, SIAM J. Optimization 1992, with the
 * corrections of Gondzio, Computational Optimization 1996) on the Cholesky factors of
 * CHOLMOD. The least sum is that of a dual solution, so that none is below it, and
 * within `tolerance` of the least. A row's worth is that of the middle of all dual
 * solutions. MNZ_ERR_INPUT also where it does not come so near.
 */
MNZ_NODISCARD enum mnz_status mnz_interior_point(const struct mnz_lp *program,
                                                 double *least, double *worth);

#endif
