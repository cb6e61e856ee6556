/* simplex.c - small linear programs, solved by GLPK. */

#include "study/simplex.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

/* GLPK counts from 1. */
static enum mnz_status
load(glp_prob *p, const struct mnz_lp *program)
{
    const size_t count = program->num_entries;
    int *rows = calloc(count + 1, sizeof *rows);
    int *columns = calloc(count + 1, sizeof *columns);
    double *values = calloc(count + 1, sizeof *values);
    const int is_there = rows && columns && values;

    for (size_t k = 0; is_there && k < count; k++) {
        rows[k + 1] = (int)program->entries[k].row + 1;
        columns[k + 1] = (int)program->entries[k].column + 1;
        values[k + 1] = program->entries[k].value;
    }
    if (is_there)
        glp_load_matrix(p, (int)count, rows, columns, values);
    free(rows);
    free(columns);
    free(values);
    return is_there ? MNZ_OK : MNZ_ERR_NOMEM;
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

enum mnz_status
mnz_lp_simplex(const struct mnz_lp *program, double *least, double *worth)
{
    glp_prob *p = glp_create_prob();
    glp_smcp how;
    enum mnz_status st;

    glp_term_out(GLP_OFF);
    glp_set_obj_dir(p, GLP_MIN);
    glp_add_rows(p, (int)program->num_rows);
    glp_add_cols(p, (int)program->num_columns);
    set_bounds(p, program);
    st = load(p, program);
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    if (!st && (glp_simplex(p, &how) != 0 || glp_get_status(p) != GLP_OPT))
        st = MNZ_ERR_INPUT;
    if (!st) {
        *least = glp_get_obj_val(p);
        for (uint32_t i = 0; i < program->num_rows; i++)
            worth[i] = fmax(0.0, -glp_get_row_dual(p, (int)i + 1));
    }
    glp_delete_prob(p);
    /* GLPK keeps memory for each thread, and this one may end. */
    glp_free_env();
    return st;
}
