#ifndef MNZ_STUDY_LINEAR_PROGRAM_H
#define MNZ_STUDY_LINEAR_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

/* Linear programs. */

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
    double *typical;  /* [column] about as large as x may be, above 0; NULL: 1 */
    double tolerance; /* by which the least sum of a large program may be missed */
    struct mnz_lp_entry *entries;
};

/* Release the arrays, which are the program's own. */
void mnz_lp_finish(struct mnz_lp *program);

#endif
