#ifndef MNZ_STUDY_N_MINUS_1_H
#define MNZ_STUDY_N_MINUS_1_H

#include "monazite/n_minus_1.h"
#include "network/removal.h"
#include "study/model.h"

/* A row, and what it is made of. */
struct mnz_gone_row {
    struct mnz_gone gone;
    struct mnz_removal removals[2];
    double lost_as_bought; /* share of all output if nobody turns elsewhere */
    double *months;        /* [months of the model] mean loss; NULL: not simulated */
    uint32_t at;           /* its place in the order in which rows are found */
};

struct mnz_n_minus_1 {
    struct mnz_arena arena;
    const struct mnz_model *model; /* borrowed */
    struct mnz_result *result;
    uint32_t from, months, until; /* until: the month after the last */
    uint32_t count;
    struct mnz_gone_row *rows;
    struct mnz_gone *all; /* [count] copies in the order of rows */
};

/*
 * List what can be taken away, in `n->rows`, by `options`, and what is met without it,
 * the worst first. The first *chosen are to be simulated. MNZ_ERR_INPUT where `outside`
 * is no place.
 */
MNZ_NODISCARD enum mnz_status
mnz_n_minus_1_rank(struct mnz_n_minus_1 *n, const struct mnz_n_minus_1_options *options,
                   uint32_t *chosen);

#endif
