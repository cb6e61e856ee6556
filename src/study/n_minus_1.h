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
    int is_tried;          /* the next two are measured */
    double tried_share, tried_usd; /* mean output lost in the trials of a try */
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
 * the worst first. MNZ_ERR_INPUT where `outside` is no place.
 */
MNZ_NODISCARD enum mnz_status
mnz_n_minus_1_rank(struct mnz_n_minus_1 *n,
                   const struct mnz_n_minus_1_options *options);

/*
 * The scenario with one row taken away, as *out, the caller's to destroy. Messages of
 * one that cannot be read go to `diags`, which may be NULL.
 */
MNZ_NODISCARD enum mnz_status mnz_n_minus_1_load(
    const struct mnz_n_minus_1 *n, const struct mnz_n_minus_1_options *options,
    const struct mnz_gone_row *row, struct mnz_diags *diags, struct mnz_model **out);

/* A choice among rows by a few trials of each. */
struct mnz_n_minus_1_trying {
    struct mnz_n_minus_1 *n; /* ranked */
    const struct mnz_n_minus_1_options *options;
    struct mnz_diags *diags; /* or NULL */
    uint8_t *is_candidate;   /* [rows], in the arena of `n` */
    uint64_t trials;         /* of each that is tried */
    uint32_t num_tried, num_chosen;
    uint64_t trials_done, trials_all; /* with those of the study that follows */
};

/* Find who is to be tried, and how many of all will be chosen. */
MNZ_NODISCARD enum mnz_status mnz_n_minus_1_plan_tries(struct mnz_n_minus_1_trying *t);

/* Try them, and bring those that are to be simulated to the front of the rows. */
MNZ_NODISCARD enum mnz_status mnz_n_minus_1_try(struct mnz_n_minus_1_trying *t);

#endif
