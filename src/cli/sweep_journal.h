#ifndef MNZ_CLI_SWEEP_JOURNAL_H
#define MNZ_CLI_SWEEP_JOURNAL_H

#include "cli/job.h"
#include "monazite/sweep.h"

/* The journal of a sweep among the outputs of a command. */
#define MNZ_SWEEP_JOURNAL "sweep.journal"
#define MNZ_OUTPUT_JOURNAL                                                             \
    {                                                                                  \
        MNZ_SWEEP_JOURNAL,                                                             \
            .is_journal = 1,                                                           \
            .contents = "the points that are done, written as they come: what "        \
                        "--resume and 'monazite merge' read"                           \
    }

/* Its path in a folder; NULL without memory. */
const char *mnz_sweep_journal_path(struct mnz_arena *arena, const char *folder);

/* Its path in the job's folder. One that is there is neither lost nor gone on with
 * unless --resume or --force say so; an exit status, with a message. */
int mnz_sweep_journal_place(struct mnz_job *job, int resumes, const char **path);

/* Whether a folder, or NULL, has a journal and no manifest yet: the sweep ended before,
 * and some of its tables may be there. */
int mnz_sweep_journal_is_due(struct mnz_job *job, const char *folder);

/* The exit status of a sweep that is written: 0, or MNZ_EXIT_GAPS where points of it
 * have a problem or are missing. */
int mnz_sweep_judge(const struct mnz_sweep *sweep);

#endif
