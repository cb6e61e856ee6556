#ifndef MNZ_CLI_CALIBRATE_H
#define MNZ_CLI_CALIBRATE_H

#include "cli/job.h"
#include "monazite/calibrate.h"

/* The calibrate command on its way. */
struct mnz_calibrate {
    struct mnz_job job;      /* first: outputs get its address */
    struct mnz_diags *diags; /* of the observations, and of the fit */
    struct mnz_observations *observations;
    struct mnz_calibration *calibration;
    const struct mnz_result *result; /* the calibration's */
};

/* The files that the command writes. */
extern const struct mnz_output mnz_calibrate_outputs[];

#endif
