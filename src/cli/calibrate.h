#ifndef MNZ_CLI_CALIBRATE_H
#define MNZ_CLI_CALIBRATE_H

#include "cli/common.h"
#include "study/calibration.h"

/* The names of the tables that can be printed. */
enum { MNZ_NUM_CALIBRATE_TABLES = 4 };
extern const char *const mnz_calibrate_tables[MNZ_NUM_CALIBRATE_TABLES];

/* The calibrate command on its way. */
struct mnz_calibrate {
    const struct mnz_options *options;
    int argc;
    char **argv;
    struct mnz_arena arena;
    struct mnz_diags *diags; /* of the files besides the scenario */
    struct mnz_world world;
    const struct mnz_tree *base; /* the document without --set */
    struct mnz_metrics *metrics;
    struct mnz_observations *observations;
    struct mnz_fit_point *points;
    uint32_t num_points, num_inputs;
    uint32_t *inputs; /* positions of those to fit */
    double *draws;    /* [trial][num_inputs] */
    struct mnz_keep keep;
    struct mnz_run_options run_options;
    struct mnz_run *run;
    struct mnz_calibration_options how;
    struct mnz_calibration *calibration;
    double started;
    int is_partial;
};

/* Whether the layer would take the place of a file that it extends: MNZ_EXIT_INPUT,
 * with a message. */
int mnz_calibrate_check_folder(struct mnz_calibrate *s);

/* Write the folder, and what goes to standard output. Returns an exit status. */
int mnz_calibrate_write(struct mnz_calibrate *s);

#endif
