#ifndef MNZ_REPORT_SCORE_SCREEN_H
#define MNZ_REPORT_SCORE_SCREEN_H

#include "report/screen.h"
#include "study/score.h"

/* For each series, month by month, a picture of the simulated band and of what was
 * measured; its scores by set; then how the transforms of all spread. */
MNZ_NODISCARD enum mnz_status mnz_screen_score(const struct mnz_screen *screen,
                                               const struct mnz_scenario *scenario,
                                               const struct mnz_score *score);

#endif
