/* sweep_journal.c - the journal of a sweep in the folder of a command. */

#include "cli/sweep_journal.h"

#include <sys/stat.h>

#include "cli/streams.h"

const char *
mnz_sweep_journal_path(struct mnz_arena *arena, const char *folder)
{
    return mnz_arena_printf(arena, "%s/" MNZ_SWEEP_JOURNAL, folder);
}

int
mnz_sweep_journal_place(struct mnz_job *job, int resumes, const char **path)
{
    const char *command = job->call->command->name;
    struct stat info;

    *path = mnz_sweep_journal_path(&job->arena, job->options->folder);
    if (!*path)
        return mnz_report_failure(command, MNZ_ERR_NOMEM);
    if (resumes || job->options->force || stat(*path, &info) != 0)
        return MNZ_EXIT_DONE;
    mnz_say("monazite %s: %s holds points of an earlier sweep; go on with 'monazite "
            "sweep --resume', begin anew with --force, or choose another folder\n",
            command, *path);
    return MNZ_EXIT_INPUT;
}

int
mnz_sweep_journal_is_due(struct mnz_job *job, const char *folder)
{
    const char *journal = folder ? mnz_sweep_journal_path(&job->arena, folder) : NULL;
    const char *manifest =
        folder ? mnz_arena_printf(&job->arena, "%s/manifest.json", folder) : NULL;
    struct stat info;

    return journal && manifest && stat(journal, &info) == 0 &&
           stat(manifest, &info) != 0;
}

int
mnz_sweep_judge(const struct mnz_sweep *sweep)
{
    const uint32_t points = mnz_sweep_plan_points(mnz_sweep_plan_of(sweep));
    const int is_missing =
        !mnz_sweep_is_part(sweep) && mnz_sweep_num_done(sweep) < points;

    return mnz_sweep_num_problems(sweep) > 0 || is_missing ? MNZ_EXIT_GAPS
                                                           : MNZ_EXIT_DONE;
}
