#ifndef MNZ_STUDY_COMPARISON_H
#define MNZ_STUDY_COMPARISON_H

#include "base/arena.h"
#include "monazite/compare.h"
#include "study/model.h"

/* The structure behind the opaque type of monazite/compare.h. */
struct mnz_comparison {
    struct mnz_arena arena;
    const struct mnz_point *points;         /* [1 + asked] the base first */
    const enum mnz_alternative_kind *kinds; /* [1 + asked] */
    struct mnz_result **results;            /* [1 + asked] owned */
    uint32_t num_asked, num_done, num_measures, num_branches, replicates;
    struct mnz_measure *measures;
    int has_interaction;
    struct mnz_difference *differences; /* [alternative][branch][measure] */
};

#endif
