/* linear_solver.c - linear programs are made smaller, then solved by the simplex method
 * or, large ones, by an interior-point method. */

#include "study/linear_solver.h"

#include <stdlib.h>

#include "study/interior_point.h"
#include "study/linear_program_reduce.h"
#include "study/simplex.h"

/* Rows above which the simplex method takes longer. */
enum { LARGE = 4000 };

const char *
mnz_lp_solver(void)
{
    return "GLPK " MNZ_GLPK_VERSION " and CHOLMOD " MNZ_CHOLMOD_VERSION;
}

enum mnz_status
mnz_lp_solve(const struct mnz_lp *program, double *least, double *worth)
{
    uint32_t *kept_rows = calloc((size_t)program->num_rows + 1, sizeof *kept_rows);
    double *of_kept = calloc((size_t)program->num_rows + 1, sizeof *of_kept);
    struct mnz_lp smaller = {0};
    enum mnz_status st = kept_rows && of_kept
                             ? mnz_lp_reduce(program, &smaller, kept_rows)
                             : MNZ_ERR_NOMEM;

    *least = 0.0;
    if (!st && smaller.num_rows > 0)
        st = smaller.num_rows > LARGE ? mnz_interior_point(&smaller, least, of_kept)
                                      : mnz_lp_simplex(&smaller, least, of_kept);
    for (uint32_t i = 0; !st && i < program->num_rows; i++)
        worth[i] = 0.0;
    for (uint32_t i = 0; !st && i < smaller.num_rows; i++)
        worth[kept_rows[i]] = of_kept[i];
    free(kept_rows);
    free(of_kept);
    mnz_lp_finish(&smaller);
    return st;
}
