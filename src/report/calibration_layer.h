#ifndef MNZ_REPORT_CALIBRATION_LAYER_H
#define MNZ_REPORT_CALIBRATION_LAYER_H

#include <stdio.h>
#include "study/calibration.h"

/* A layer, and the files around it. */
struct mnz_posterior_layer {
    const struct mnz_calibration *calibration;
    const struct mnz_tree *base; /* the scenario's document without --set */
    const char *folder;          /* absolute, where the layer will be */
    const char *scenario;        /* absolute path of the file that it extends */
    const char *draws;           /* the name of the table of draws, in `folder`, which
                                    is there already */
    const char *observed;        /* name of the table of observations */
};

/*
 * The posterior as a scenario that extends the one it was found with: in place of each
 * fitted input an empirical distribution, a column of the table of draws; their rank
 * correlations; and the changes of --set, so that the layer is the scenario that was
 * calibrated.
 *
 * MNZ_ERR_IO when the stream has failed; MNZ_ERR_INPUT for a change of --set that no
 * layer can make.
 */
MNZ_NODISCARD enum mnz_status
mnz_posterior_layer_write(const struct mnz_posterior_layer *layer, FILE *stream);

/*
 * The same with everything that a calibration by mnz_model_calibrate() knows, for a
 * file of `folder`, in which draws.csv will be.
 */
MNZ_NODISCARD enum mnz_status
mnz_posterior_write(const struct mnz_calibration *calibration, const char *folder,
                    FILE *stream);

#endif
