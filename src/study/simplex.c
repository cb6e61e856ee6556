/* simplex.c - small linear programs, solved by GLPK. */

#include "study/simplex.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>

/* Entries as GLPK counts them, from 1. */
struct entries {
    int *rows, *columns;
    double *values;
};

static enum mnz_status
list_entries(const struct mnz_lp *program, struct entries *out)
{
    const size_t count = program->num_entries;

    out->rows = calloc(count + 1, sizeof *out->rows);
    out->columns = calloc(count + 1, sizeof *out->columns);
    out->values = calloc(count + 1, sizeof *out->values);
    if (!out->rows || !out->columns || !out->values)
        return MNZ_ERR_NOMEM;
    for (size_t k = 0; k < count; k++) {
        out->rows[k + 1] = (int)program->entries[k].row + 1;
        out->columns[k + 1] = (int)program->entries[k].column + 1;
        out->values[k + 1] = program->entries[k].value;
    }
    return MNZ_OK;
}

static void
set_bounds(glp_prob *p, const struct mnz_lp *program)
{
    for (uint32_t i = 0; i < program->num_rows; i++)
        glp_set_row_bnds(p, (int)i + 1, isinf(program->row_most[i]) ? GLP_FR : GLP_UP,
                         0.0, program->row_most[i]);
    for (uint32_t j = 0; j < program->num_columns; j++) {
        const double most = program->column_most[j];

        glp_set_col_bnds(p, (int)j + 1,
                         isinf(most)  ? GLP_LO
                         : most > 0.0 ? GLP_DB
                                      : GLP_FX,
                         0.0, most);
        glp_set_obj_coef(p, (int)j + 1, program->cost[j]);
    }
}

static enum mnz_status
solve(const struct mnz_lp *program, const struct entries *entries, double *least,
      double *worth)
{
    glp_prob *p = glp_create_prob();
    glp_smcp how;
    enum mnz_status st = MNZ_OK;

    glp_term_out(GLP_OFF);
    glp_set_obj_dir(p, GLP_MIN);
    glp_add_rows(p, (int)program->num_rows);
    glp_add_cols(p, (int)program->num_columns);
    set_bounds(p, program);
    glp_load_matrix(p, (int)program->num_entries, entries->rows, entries->columns,
                    entries->values);
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    if (glp_simplex(p, &how) != 0 || glp_get_status(p) != GLP_OPT)
        st = MNZ_ERR_INPUT;
    if (!st) {
        *least = glp_get_obj_val(p);
        for (uint32_t i = 0; i < program->num_rows; i++)
            worth[i] = fmax(0.0, -glp_get_row_dual(p, (int)i + 1));
    }
    glp_delete_prob(p);
    return st;
}

static void
jump_back(void *place)
{
    longjmp(*(jmp_buf *)place, 1);
}

/* GLPK ends the program where it finds no memory, unless its hook leaves it. All that
 * it holds is the environment's, one for each thread, and this one may end. */
enum mnz_status
mnz_lp_simplex(const struct mnz_lp *program, double *least, double *worth)
{
    struct entries entries = {NULL, NULL, NULL};
    volatile enum mnz_status st = list_entries(program, &entries);
    jmp_buf place;

    if (!st && glp_init_env() > 1)
        st = MNZ_ERR_NOMEM;
    if (!st) {
        if (setjmp(place) == 0) {
            glp_error_hook(jump_back, &place);
            st = solve(program, &entries, least, worth);
        } else {
            st = MNZ_ERR_NOMEM;
        }
        glp_error_hook(NULL, NULL);
        glp_free_env();
    }
    free(entries.rows);
    free(entries.columns);
    free(entries.values);
    return st;
}
