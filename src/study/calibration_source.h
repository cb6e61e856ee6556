#ifndef MNZ_STUDY_CALIBRATION_SOURCE_H
#define MNZ_STUDY_CALIBRATION_SOURCE_H

#include "study/fit.h"

/* Everything that a calibration by mnz_model_calibrate() was made from. */
struct mnz_calibration_source {
    const struct mnz_model *model;               /* borrowed */
    const struct mnz_observations *observations; /* borrowed */
    struct mnz_fit *fit;
    struct mnz_result *result;
};

#endif
