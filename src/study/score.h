#ifndef MNZ_STUDY_SCORE_H
#define MNZ_STUDY_SCORE_H

#include "monazite/score.h"
#include "study/observations.h"

/* See monazite/score.h. */
struct mnz_score {
    struct mnz_arena arena;
    struct mnz_result *result; /* of the run that was scored: owned, or NULL */
    const struct mnz_observations *observations;
    enum mnz_naive_base naive_base;
    uint64_t trials;
    uint32_t num_series;
    struct mnz_series_score *series;
    /* All series together, for each set that occurs: coverage, PIT and skill only, that
     * of CRPS in shares of each series' mean before. */
    uint32_t num_sets;
    struct mnz_set_score sets[MNZ_SET_BEFORE];
};

/*
 * Score the trials that `keep` holds of the columns of `observations`, which must
 * outlive the result. `trials` is how many rows it has; those that are not done do not
 * count. *out is the caller's to destroy.
 */
MNZ_NODISCARD enum mnz_status
mnz_score_create(const struct mnz_observations *observations,
                 const struct mnz_keep *keep, uint64_t trials,
                 enum mnz_naive_base naive_base, struct mnz_score **out);

#endif
