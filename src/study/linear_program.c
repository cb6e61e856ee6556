/* linear_program.c - linear programs. */

#include "study/linear_program.h"

#include <stdlib.h>

void
mnz_lp_finish(struct mnz_lp *program)
{
    free(program->row_most);
    free(program->cost);
    free(program->column_most);
    free(program->typical);
    free(program->entries);
    *program = (struct mnz_lp){0};
}
