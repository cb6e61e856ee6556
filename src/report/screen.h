#ifndef MNZ_REPORT_SCREEN_H
#define MNZ_REPORT_SCREEN_H

#include <stdio.h>
#include "study/monte_carlo.h"

/* How to draw: `columns` wide, in colour or not, with Unicode bars or plain ones. */
struct mnz_screen {
    FILE *stream;
    int columns, colour, unicode;
};

/*
 * A summary of a run that fits one screen: the headline, the industries that fall short
 * most with a sparkline of months and a bar of quantiles, countries, elements, what
 * limits.
 */
MNZ_NODISCARD enum mnz_status mnz_screen_summary(const struct mnz_screen *screen,
                                                 const struct mnz_run *run);

/* A progress bar on one line, redrawn at each call. */
struct mnz_progress {
    struct mnz_screen screen;
    double started; /* seconds, monotonic; set by mnz_progress_begin */
};
void mnz_progress_begin(struct mnz_progress *progress);
void mnz_progress_draw(void *progress, uint64_t done, uint64_t trials);
void mnz_progress_end(struct mnz_progress *progress);

#endif
