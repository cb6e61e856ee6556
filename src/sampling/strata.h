#ifndef MNZ_SAMPLING_STRATA_H
#define MNZ_SAMPLING_STRATA_H

#include <stdint.h>
#include "base/sampler.h"

/*
 * A choice of trials by a score that is known before they are made: few of those whose
 * answer will be ordinary, all of those that lie highest (strata after double sampling;
 * J. Neyman 1938). Each trial stands for `weight` candidates of its stratum.
 *
 * The candidates are trials 0, 1, ... of an ordinary run. They are chosen for each
 * replicate by itself, candidate k being of replicate k mod 16, so that replicates stay
 * independent.
 */
enum {
    MNZ_NUM_STRATA = 4,
    MNZ_STRATA_REPLICATES = 16,
    MNZ_STRATA_CANDIDATES = 64 /* for one trial in each stratum */
};

/* How many candidates a trial of each stratum stands for, the highest first; they sum
 * to MNZ_STRATA_CANDIDATES. */
extern const uint32_t mnz_strata_weights[MNZ_NUM_STRATA];

struct mnz_strata {
    uint64_t seed;
    enum mnz_sampler sampler;
    char *of;          /* answers, as texts name them: "output_lost_share.total" */
    uint64_t asked;    /* trials that were asked for */
    uint64_t pilot;    /* of them that scores come from */
    double told;       /* share of the answers' variance that scores tell, the least */
    uint64_t size;     /* trials of each stratum, a multiple of the replicates */
    uint64_t *numbers; /* [MNZ_NUM_STRATA][size] which candidates; position p of it is
                          of replicate p mod 16 */
};

/* Set the numbers: `scores` are those of the candidates, [MNZ_STRATA_CANDIDATES x
 * size]; equal ones count in order. Returns 0 without memory. */
int mnz_strata_choose(struct mnz_strata *strata, const double *scores);

/* A number that tells strata apart; 0 where they are NULL. */
uint64_t mnz_strata_hash(const struct mnz_strata *strata);

/* How many trials there are. */
static inline uint64_t
mnz_strata_count(const struct mnz_strata *strata)
{
    return MNZ_NUM_STRATA * strata->size;
}

/* The weight of the trial at a position. */
static inline uint32_t
mnz_strata_weight_at(const struct mnz_strata *strata, uint64_t position)
{
    return mnz_strata_weights[position / strata->size];
}

#endif
