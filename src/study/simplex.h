#ifndef MNZ_STUDY_SIMPLEX_H
#define MNZ_STUDY_SIMPLEX_H

#include "monazite/status.h"
#include "study/linear_program.h"

/* As mnz_lp_solve(), of the program as it stands, by the simplex method of GLPK: for
 * small programs. */
MNZ_NODISCARD enum mnz_status mnz_lp_simplex(const struct mnz_lp *program,
                                             double *least, double *worth);

#endif
