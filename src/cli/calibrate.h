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

/* Whether the layer would take the place of a file that it extends: MNZ_EXIT_INPUT,
 * with a message. */
int mnz_calibrate_check_folder(const struct mnz_calibrate *s);

/* The files that the command writes. */
extern const struct mnz_output mnz_calibrate_outputs[];

#endif
