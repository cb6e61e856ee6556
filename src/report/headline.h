#ifndef MNZ_REPORT_HEADLINE_H
#define MNZ_REPORT_HEADLINE_H

#include "report/screen_text.h"
#include "study/model.h"

/* Say which trials strata made, and what they are worth. */
void mnz_headline_strata(const struct mnz_screen *screen,
                         const struct mnz_strata *strata);

/* Draw the title of a run; what is lost, with its band and what it is a part of; what
 * is at stake; inputs that carry the uncertainty; and losses by branch of events. */
MNZ_NODISCARD enum mnz_status mnz_headline_draw(const struct mnz_screen *screen,
                                                const struct mnz_result *result);

#endif
