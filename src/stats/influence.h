#ifndef MNZ_STATS_INFLUENCE_H
#define MNZ_STATS_INFLUENCE_H

#include <stddef.h>
#include <stdint.h>
#include "monazite/status.h"
#include "stats/jackknife.h"

/*
 * The influence of an input on an answer, from trials that were made for other ends.
 * Intervals are of 95 %, from the estimates without one part of the trials
 * (stats/jackknife.h); parts are the replicates of the sampling plan, or any deal of
 * independent trials. So they are right under each plan.
 */

/* The trials of an answer. Borrowed. */
struct mnz_influence_trials {
    size_t count;
    const double *values;  /* [count] of the answer, no NaN */
    const double *weights; /* [count], above 0; their scale does not matter */
    const uint8_t *parts;  /* [count], below MNZ_JACKKNIFE_PARTS */
};

/* An answer, made ready. */
struct mnz_answer;

/* *out is the caller's to destroy, before what `trials` borrows. */
MNZ_NODISCARD enum mnz_status
mnz_answer_create(const struct mnz_influence_trials *trials, struct mnz_answer **out);

/* A copy, which borrows the same. */
MNZ_NODISCARD enum mnz_status mnz_answer_copy(const struct mnz_answer *answer,
                                              struct mnz_answer **out);

/* Does nothing when `answer` is NULL. */
void mnz_answer_destroy(struct mnz_answer *answer);

/* The variance of the answer, and its mean. */
double mnz_answer_variance(const struct mnz_answer *answer);
double mnz_answer_mean(const struct mnz_answer *answer);

/* The input's draws in order: [count] of the draws, and the trials that have them. */
struct mnz_influence_order {
    const double *draws;   /* ascending */
    const uint32_t *trial; /* position among the answer's trials */
};

struct mnz_influence {
    /* Spearman's rank correlation, equal draws with their mean rank. */
    struct mnz_jackknife rank;
    /*
     * First-order share of the variance, Var(E[y | x]) / Var(y) (I. M. Sobol' 1993):
     * the part that would go if the input were known. Trials go to bins of about equal
     * weight by their draws, equal draws to one; the means of a bin in two different
     * parts are independent but for the input, so that their product has no bias: an
     * input without effect has a share of 0 on average, and may have one below 0.
     */
    struct mnz_jackknife share;
    /* Means of the answer over the lowest and the highest tenth of the draws. */
    double low_tenth, high_tenth;
};

/* All is 0, without error, where the answer is constant or trials are too few to say
 * (fewer than MNZ_INFLUENCE_LEAST), and the tenths are the mean. */
enum { MNZ_INFLUENCE_LEAST = 64 };
void mnz_influence_find(const struct mnz_answer *answer,
                        const struct mnz_influence_order *order,
                        struct mnz_influence *out);

/*
 * Deduct from the answer its mean in each bin of the input: what is left has no
 * first-order share of that input. Shares found afterwards are of the variance that is
 * left.
 */
void mnz_influence_remove(struct mnz_answer *answer,
                          const struct mnz_influence_order *order);

/*
 * Whether a share, or a rank correlation, is beyond chance: one that none of
 * `num_inputs` inputs without effect has in 39 of 40 studies of so many trials.
 */
int mnz_influence_share_is_beyond_chance(const struct mnz_jackknife *share,
                                         size_t trials, size_t num_inputs);
int mnz_influence_rank_is_beyond_chance(const struct mnz_jackknife *rank, size_t trials,
                                        size_t num_inputs);

#endif
