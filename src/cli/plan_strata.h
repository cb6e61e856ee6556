#ifndef MNZ_CLI_PLAN_STRATA_H
#define MNZ_CLI_PLAN_STRATA_H

#include "cli/job.h"
#include "monazite/strata.h"

/*
 * Plan the strata that --strata asks for, of the job's first scenario; *out, the
 * caller's to destroy, is NULL where it asks for none. Returns an exit status, with a
 * message.
 */
int mnz_plan_strata(struct mnz_job *job, const struct mnz_option_texts *texts,
                    struct mnz_strata **out);

/* The row of the option, at this offset of a command's fields. */
#define MNZ_OPTION_STRATA(at)                                                          \
    {                                                                                  \
        MNZ_OPTION_TEXTS, .name = "strata", .value = "METRIC.GROUP",                   \
                          .help = "more trials where this is likely to be large, "     \
                                  "each with a weight: precise p95, p99, cvar95; may " \
                                  "be repeated",                                       \
                          .offset = (at)                                               \
    }

#endif
