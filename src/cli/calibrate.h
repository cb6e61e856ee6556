#ifndef MNZ_CLI_CALIBRATE_H
#define MNZ_CLI_CALIBRATE_H

#include "cli/job.h"
#include "study/fit.h"

/* The calibrate command on its way. */
struct mnz_calibrate {
    struct mnz_job job; /* first: outputs get its address */
    struct mnz_arena arena;
    struct mnz_diags *diags;     /* of the files besides the scenario */
    const struct mnz_tree *base; /* the document without --set */
    struct mnz_observations *observations;
    struct mnz_fit *fit;
    struct mnz_calibration *calibration;
};

/* Whether the layer would take the place of a file that it extends: MNZ_EXIT_INPUT,
 * with a message. */
int mnz_calibrate_check_folder(struct mnz_calibrate *s);

/* The files that the command writes. */
extern const struct mnz_output mnz_calibrate_outputs[];

#endif
