/* resume.c - runs that go on from the state in their folder. */

#include "cli/resume.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/streams.h"
#include "cli/version.h"
#include "monazite/state.h"
#include "report/style.h"

static void
write_maker(char maker[MNZ_STATE_TEXT])
{
    const struct mnz_build_info build = mnz_build_info();

    snprintf(maker, MNZ_STATE_TEXT, "monazite %s, commit %s", build.version,
             build.commit);
}

/* How trials.csv is written: rows of one style cannot follow those of another. */
static void
write_note(const struct mnz_job *job, int has_trials, char note[MNZ_STATE_TEXT])
{
    const struct mnz_cells_style *style = &job->style;

    note[0] = '\0';
    if (has_trials)
        snprintf(note, MNZ_STATE_TEXT, "trials.csv digits=%d decimal=%c separator=%c",
                 style->digits, style->decimal, style->separator);
}

enum mnz_status
mnz_resume_write(const struct mnz_job *job, uint32_t index, int has_trials,
                 FILE *stream)
{
    char maker[MNZ_STATE_TEXT], note[MNZ_STATE_TEXT];

    write_maker(maker);
    write_note(job, has_trials, note);
    return mnz_result_save(job->outcome.results[index], maker, note, stream);
}

static const char *
path_of_state(struct mnz_job *job, uint32_t index)
{
    return job->count > 1
               ? mnz_arena_printf(&job->arena, "%s/state.%u.bin", job->options->folder,
                                  index + 1)
               : mnz_arena_printf(&job->arena, "%s/state.bin", job->options->folder);
}

static int
read_state(struct mnz_job *job, uint32_t index, const struct mnz_run_options *options,
           char note[MNZ_STATE_TEXT], struct mnz_result **out)
{
    const char *path = path_of_state(job, index);
    char maker[MNZ_STATE_TEXT];
    struct mnz_diags *diags = NULL;
    struct stat info;
    enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;

    /* The scenarios after one that was interrupted have none yet. */
    if (!st && index > 0 && stat(path, &info) != 0 && errno == ENOENT)
        goto out;
    write_maker(maker);
    if (!st)
        st = mnz_result_restore(job->models[index], options, maker, path, diags, note,
                                out);
    if (st == MNZ_ERR_INPUT)
        mnz_print_diags(diags);
    else if (st)
        mnz_report_failure(job->options->folder, st);
out:
    mnz_diags_destroy(diags);
    return st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : st ? MNZ_EXIT_FAILED : MNZ_EXIT_DONE;
}

int
mnz_resume_read(struct mnz_job *job, const struct mnz_run_options *options,
                int has_trials, struct mnz_result **begun)
{
    int status = MNZ_EXIT_DONE;

    for (uint32_t i = 0; !status && i < job->count; i++) {
        char note[MNZ_STATE_TEXT] = "", wanted[MNZ_STATE_TEXT];

        status = read_state(job, i, options, note, &begun[i]);
        write_note(job, has_trials, wanted);
        if (status || !has_trials || strcmp(note, wanted) == 0)
            continue;
        mnz_say("monazite %s: the run in %s wrote %s; leave --trials-csv out, or begin "
                "the run anew, without --resume\n",
                job->call->command->name, job->options->folder,
                *note ? "trials.csv with other --digits or --locale" : "no trials.csv");
        status = MNZ_EXIT_INPUT;
    }
    return status;
}

/* trials.csv in the folder, if it is as the run before has left it. */
static int
find_trials(struct mnz_job *job, const char **path)
{
    const struct mnz_manifest_file *old = NULL;
    enum mnz_manifest_state state = MNZ_FILE_MISSING;
    enum mnz_status st = MNZ_OK;

    *path = mnz_arena_printf(&job->arena, "%s/trials.csv", job->options->folder);
    for (size_t i = 0; i < job->num_old; i++)
        if (strcmp(job->old[i].name, "trials.csv") == 0)
            old = &job->old[i];
    if (!*path)
        st = MNZ_ERR_NOMEM;
    else if (old)
        st = mnz_manifest_compare(job->options->folder, old, &state);
    if (st)
        return mnz_report_in(job->options->folder, "trials.csv", st);
    if (state == MNZ_FILE_WHOLE)
        return MNZ_EXIT_DONE;
    mnz_say("monazite %s: %s is not as the run left it; leave --trials-csv out, or "
            "begin the run anew, without --resume\n",
            job->call->command->name, *path);
    return MNZ_EXIT_INPUT;
}

int
mnz_resume_copy_trials(struct mnz_job *job, struct mnz_outfile *trials)
{
    char bytes[16384];
    const char *path;
    size_t got = 1;
    FILE *from;
    int status = find_trials(job, &path), error;

    if (status)
        return status;
    from = fopen(path, "rb");
    if (!from)
        return mnz_report_in(job->options->folder, "trials.csv", MNZ_ERR_IO);
    while (got > 0 && !ferror(trials->stream)) {
        got = fread(bytes, 1, sizeof bytes, from);
        fwrite(bytes, 1, got, trials->stream);
    }
    error = ferror(from) || ferror(trials->stream) ? errno : 0;
    fclose(from);
    errno = error;
    return error ? mnz_report_in(job->options->folder, "trials.csv", MNZ_ERR_IO)
                 : MNZ_EXIT_DONE;
}
