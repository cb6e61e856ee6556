#ifndef MNZ_REPORT_OUTCOME_H
#define MNZ_REPORT_OUTCOME_H

#include "study/calibration.h"
#include "study/model.h"
#include "study/score.h"

/*
 * Everything that a command has found out, as far as it has: tables, screens and the
 * manifest are written from it. Borrowed.
 */
struct mnz_outcome {
    uint32_t num_results;
    const struct mnz_result *const *results; /* NULL: not begun. The first is there. */
    const struct mnz_observations *observations;
    const struct mnz_score *score;
    const struct mnz_calibration *calibration;
};

#endif
