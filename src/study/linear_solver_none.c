/* linear_solver_none.c - a build without solvers of linear programs. */

#include "study/interior_point.h"
#include "study/linear_program_reduce.h"
#include "study/linear_solver.h"
#include "study/simplex.h"

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

enum mnz_status
mnz_lp_simplex(const struct mnz_lp *program, double *least, double *worth)
{
    return mnz_lp_solve(program, least, worth);
}

enum mnz_status
mnz_interior_point(const struct mnz_lp *program, double *least, double *worth)
{
    return mnz_lp_solve(program, least, worth);
}

enum mnz_status
mnz_lp_reduce(const struct mnz_lp *program, struct mnz_lp *smaller, uint32_t *kept_rows)
{
    (void)program;
    (void)kept_rows;
    *smaller = (struct mnz_lp){0};
    return MNZ_ERR_INPUT;
}
