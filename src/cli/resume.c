/* resume.c - runs that go on from the state in their folder. */

#include "cli/resume.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/streams.h"
#include "cli/version.h"
#include "monazite/state.h"
#include "report/style.h"

void
mnz_resume_maker(char maker[MNZ_STATE_TEXT])
{
    const struct mnz_build_info build = mnz_build_info();

    snprintf(maker, MNZ_STATE_TEXT, "monazite %s, commit %s", build.version,
             build.commit);
}

/* How trials.csv is written: rows of one style cannot follow those of another. */
void
mnz_resume_note(const struct mnz_job *job, int has_trials, char note[MNZ_STATE_TEXT])
{
    const struct mnz_cells_style *style = &job->style;

    note[0] = '\0';
    if (has_trials)
        snprintf(note, MNZ_STATE_TEXT, "trials.csv digits=%d decimal=%c separator=%c",
                 style->digits, style->decimal, style->separator);
}

enum mnz_status
mnz_resume_write(const struct mnz_job *job, uint32_t index, const char *note,
                 FILE *stream)
{
    char maker[MNZ_STATE_TEXT];

    mnz_resume_maker(maker);
    return mnz_result_save(job->outcome.results[index], maker, note, stream);
}

/* All bytes; 0, or the error that stopped it. */
static int
copy(FILE *from, FILE *to)
{
    char bytes[16384];
    size_t got = 1;

    while (got > 0 && !ferror(to)) {
        got = fread(bytes, 1, sizeof bytes, from);
        fwrite(bytes, 1, got, to);
    }
    return ferror(from) || ferror(to) ? errno : 0;
}

/* "DIR/state.bin", or "DIR/state.2.bin" of several; NULL without memory. */
static const char *
path_of(const struct mnz_resume *r, const char *name, uint32_t point)
{
    const char *folder = r->job->options->folder;

    return r->count > 1 ? mnz_arena_printf(&r->job->arena, "%s/%s.%u.bin", folder, name,
                                           point + 1)
                        : mnz_arena_printf(&r->job->arena, "%s/%s.bin", folder, name);
}

static int
is_there(const char *path)
{
    struct stat info;

    return path && (stat(path, &info) == 0 || errno != ENOENT);
}

static int
is_unfinished(const char *name)
{
    const size_t length = strlen(name);

    return strncmp(name, "unfinished.", 11) == 0 && length > 13 &&
           strcmp(name + length - 4, ".bin") == 0;
}

/* The first file of an unfinished study in the folder, or "", in the job's arena;
 * `removes`: all are removed. NULL, with errno, where the folder cannot be read. */
static const char *
find_unfinished(const struct mnz_resume *r, int removes)
{
    const char *folder = r->job->options->folder, *first = "";
    const struct dirent *entry;
    DIR *dir = opendir(folder);

    if (!dir && errno != ENOENT)
        return NULL;
    while (dir && first && (entry = readdir(dir)) != NULL) {
        if (!is_unfinished(entry->d_name))
            continue;
        if (removes)
            unlinkat(dirfd(dir), entry->d_name, 0);
        first = mnz_arena_printf(&r->job->arena, "%s/%s", folder, entry->d_name);
    }
    if (dir)
        closedir(dir);
    return first;
}

int
mnz_resume_is_due(struct mnz_job *job, const char *folder)
{
    const struct mnz_resume r = {.job = job};
    const char *path = folder ? find_unfinished(&r, 0) : NULL;

    return path && *path;
}

/* An unfinished run is later than a whole one beside it. */
static int
read_point(struct mnz_resume *r, uint32_t point, char note[MNZ_STATE_TEXT],
           struct mnz_result **out)
{
    const char *path = path_of(r, "unfinished", point);
    char maker[MNZ_STATE_TEXT];
    struct mnz_diags *diags = NULL;
    enum mnz_status st = MNZ_OK;

    if (!is_there(path))
        path = path_of(r, "state", point);
    if (path && !is_there(path))
        return MNZ_EXIT_DONE;
    st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;
    mnz_resume_maker(maker);
    if (!st)
        st = r->restore(r->context, point, maker, path, diags, note, out);
    if (st == MNZ_ERR_INPUT)
        mnz_print_diags(diags);
    else if (st)
        mnz_report_failure(r->job->options->folder, st);
    mnz_diags_destroy(diags);
    return st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : st ? MNZ_EXIT_FAILED : MNZ_EXIT_DONE;
}

/* Rows of trials go on only behind their like. */
static int
refuse_note(const struct mnz_resume *r, const char *note)
{
    char wanted[MNZ_STATE_TEXT];

    mnz_resume_note(r->job, r->has_trials, wanted);
    if (!r->has_trials || strcmp(note, wanted) == 0)
        return MNZ_EXIT_DONE;
    mnz_say("monazite %s: the run in %s wrote %s; leave --trials-csv out, or begin "
            "the run anew, without --resume\n",
            r->job->call->command->name, r->job->options->folder,
            *note ? "trials.csv with other --digits or --locale" : "no trials.csv");
    return MNZ_EXIT_INPUT;
}

static int
refuse_unfinished(const struct mnz_resume *r)
{
    const char *path = find_unfinished(r, r->job->options->force);

    if (!path)
        return mnz_report_failure(r->job->options->folder, MNZ_ERR_IO);
    if (!*path || r->job->options->force)
        return MNZ_EXIT_DONE;
    mnz_say("monazite %s: %s holds trials of an unfinished study; go on with --resume, "
            "begin anew with --force, or choose another folder\n",
            r->job->call->command->name, path);
    return MNZ_EXIT_INPUT;
}

int
mnz_resume_begin(struct mnz_resume *resume, int resumes, struct mnz_result **begun)
{
    int status = MNZ_EXIT_DONE;

    if (!resume->job->options->folder || !mnz_job_is_first(resume->job))
        return MNZ_EXIT_DONE;
    if (!resumes)
        return refuse_unfinished(resume);
    for (uint32_t i = 0; !status && i < resume->count; i++) {
        char note[MNZ_STATE_TEXT] = "";

        status = read_point(resume, i, note, &begun[i]);
        if (!status && begun[i])
            status = refuse_note(resume, note);
    }
    return status;
}

int
mnz_resume_save(struct mnz_resume *resume, uint32_t point, const char *note,
                const struct mnz_result *result)
{
    const char *path = path_of(resume, "unfinished", point);
    struct mnz_outfile file = {0};
    char maker[MNZ_STATE_TEXT];
    enum mnz_status st = path ? mnz_outfile_open(&file, path) : MNZ_ERR_NOMEM;

    mnz_resume_maker(maker);
    if (!st)
        st = mnz_result_save(result, maker, note, file.stream);
    if (!st)
        st = mnz_outfile_commit(&file);
    mnz_outfile_discard(&file);
    if (st)
        mnz_report_failure(path ? path : resume->job->options->folder, st);
    resume->has_failed |= st != MNZ_OK;
    return st != MNZ_OK;
}

enum mnz_status
mnz_resume_copy(const struct mnz_resume *resume, uint32_t point, FILE *stream)
{
    const char *path = path_of(resume, "unfinished", point);
    FILE *from;
    int error;

    if (!is_there(path))
        path = path_of(resume, "state", point);
    if (!path)
        return MNZ_ERR_NOMEM;
    from = fopen(path, "rb");
    if (!from)
        return MNZ_ERR_IO;
    error = copy(from, stream);
    fclose(from);
    errno = error;
    return error ? MNZ_ERR_IO : MNZ_OK;
}

int
mnz_resume_end(const struct mnz_resume *resume, int status)
{
    const char *folder = resume->job->options->folder;

    if (!folder || !mnz_job_is_first(resume->job) || find_unfinished(resume, 1))
        return status;
    return status ? status : mnz_report_failure(folder, MNZ_ERR_IO);
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
    const char *path;
    FILE *from;
    int status = find_trials(job, &path), error;

    if (status)
        return status;
    from = fopen(path, "rb");
    if (!from)
        return mnz_report_in(job->options->folder, "trials.csv", MNZ_ERR_IO);
    error = copy(from, trials->stream);
    fclose(from);
    errno = error;
    return error ? mnz_report_in(job->options->folder, "trials.csv", MNZ_ERR_IO)
                 : MNZ_EXIT_DONE;
}
