#ifndef MNZ_REPORT_WHY_STORY_H
#define MNZ_REPORT_WHY_STORY_H

#include "report/outcome.h"
#include "report/screen_text.h"

/* Tell one trial month by month: as a table, then in sentences. MNZ_ERR_NOMEM, or
 * MNZ_ERR_IO when the stream has failed. */
MNZ_NODISCARD enum mnz_status mnz_why_tell(const struct mnz_screen *screen,
                                           const struct mnz_outcome *outcome);

#endif
