#ifndef MNZ_REPORT_SCREEN_H
#define MNZ_REPORT_SCREEN_H

#include "report/outcome.h"
#include "report/screen_text.h"

/* Pictures of an outcome. MNZ_ERR_IO when the stream has failed. */

/* Each run on one screen: the headline, the industries that lose most output with a
 * sparkline of months and a bar of quantiles, countries, elements, limiting inputs. */
MNZ_NODISCARD enum mnz_status mnz_screen_runs(const struct mnz_screen *screen,
                                              const struct mnz_outcome *outcome);

/* For each series, month by month, the simulated band and the observation; its scores
 * by set; then how the probability transforms of all spread. */
MNZ_NODISCARD enum mnz_status mnz_screen_score(const struct mnz_screen *screen,
                                               const struct mnz_outcome *outcome);

/* Fitted months and how well; then the inputs that moved, prior beside posterior. */
MNZ_NODISCARD enum mnz_status mnz_screen_calibration(const struct mnz_screen *screen,
                                                     const struct mnz_outcome *outcome);

/* The suppliers of an industry; then its losses by cause, with a sparkline of months,
 * by country, stage and plant. */
MNZ_NODISCARD enum mnz_status mnz_screen_why(const struct mnz_screen *screen,
                                             const struct mnz_outcome *outcome);

/* A progress bar on one line, redrawn at each call. */
struct mnz_progress {
    struct mnz_screen screen;
    double started; /* seconds, monotonic; set by mnz_progress_begin */
};
void mnz_progress_begin(struct mnz_progress *progress);
void mnz_progress_draw(void *progress, uint64_t done, uint64_t trials);
void mnz_progress_end(struct mnz_progress *progress);

#endif
