#ifndef MNZ_STUDY_LINEAR_PROGRAM_REDUCE_H
#define MNZ_STUDY_LINEAR_PROGRAM_REDUCE_H

#include "monazite/status.h"
#include "study/linear_program.h"

/*
 * A smaller program with the same least sum. docs/bound.md says which rows and columns
 * are left out, and why none of them matters. `kept_rows` becomes the number of the
 * row in `program` of each row of `smaller`; its room is for all rows of `program`.
 * The rows left out are worth nothing. On MNZ_OK `smaller` is the caller's to finish.
 * MNZ_ERR_INPUT where a row that no column enters cannot hold, MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_lp_reduce(const struct mnz_lp *program,
                                            struct mnz_lp *smaller,
                                            uint32_t *kept_rows);

#endif
