/* linear_program_none.c - a build without a solver of linear programs. */

#include "study/linear_program.h"

#include <stdlib.h>

const char *
mnz_lp_solver(void)
{
    return NULL;
}

enum mnz_status
mnz_lp_solve(const struct mnz_lp *program, double *least, double *worth)
{
    (void)program;
    (void)least;
    (void)worth;
    return MNZ_ERR_INPUT;
}

void
mnz_lp_finish(struct mnz_lp *program)
{
    free(program->row_most);
    free(program->cost);
    free(program->column_most);
    free(program->entries);
    *program = (struct mnz_lp){0};
}
