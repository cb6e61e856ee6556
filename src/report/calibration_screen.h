#ifndef MNZ_REPORT_CALIBRATION_SCREEN_H
#define MNZ_REPORT_CALIBRATION_SCREEN_H

#include "report/screen.h"
#include "study/calibration.h"

/* What was fitted and how well, month by month; then the inputs that moved, prior
 * beside posterior. */
MNZ_NODISCARD enum mnz_status
mnz_screen_calibration(const struct mnz_screen *screen,
                       const struct mnz_calibration *calibration, const char *observed);

#endif
