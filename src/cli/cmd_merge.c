/* cmd_merge.c - the parts of a sweep as one. */

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "cli/sweep_journal.h"
#include "monazite/sweep.h"

struct fields {
    struct mnz_job_options job;
};

static const struct mnz_option options[] = {
    {MNZ_OPTION_GROUP, .group = mnz_output_option_rows,
     .offset = MNZ_FIELD(struct fields, job, struct mnz_job_options)},
    {MNZ_OPTION_SWITCH, .name = "quiet", .letter = 'q',
     .help = "print only errors and what was asked for",
     .offset = MNZ_FIELD(struct fields, job.load.quiet, int)},
    MNZ_OPTIONS_END,
};

/* The scenario that the first part has kept; NULL where there is none. */
static const char *
scenario_path(const struct mnz_job *job)
{
    struct mnz_arena *arena = &((struct mnz_job *)(uintptr_t)job)->arena;
    const char *path =
        mnz_arena_printf(arena, "%s/scenario.yaml", job->call->operands[0]);
    struct stat info;

    return path && stat(path, &info) == 0 ? path : NULL;
}

static int
has_scenario(const struct mnz_job *job)
{
    return scenario_path(job) != NULL;
}

static enum mnz_status
copy_scenario(struct mnz_job *job, FILE *stream)
{
    FILE *f = fopen(scenario_path(job), "r");
    enum mnz_status st = MNZ_OK;
    int c;

    if (!f)
        return MNZ_ERR_IO;
    while ((c = getc(f)) != EOF)
        putc(c, stream);
    if (ferror(f) || ferror(stream))
        st = MNZ_ERR_IO;
    fclose(f);
    return st;
}

static const struct mnz_output outputs[] = {
    {"sweep.csv", .table = &mnz_table_sweep},
    {"wide.csv", .table = &mnz_table_wide},
    {"scenario.yaml", .write = copy_scenario, .is_wanted = has_scenario,
     .contents = "the scenario of the first part"},
    MNZ_OUTPUT_JOURNAL,
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

/* The journals of the folders, [count], in the job's arena; NULL without memory. */
static const char **
list_journals(struct mnz_job *job, const struct mnz_call *call)
{
    const char **list =
        mnz_arena_alloc(&job->arena, call->num_operands + 1, sizeof *list);

    for (size_t i = 0; list && i < call->num_operands; i++) {
        list[i] = mnz_sweep_journal_path(&job->arena, call->operands[i]);
        if (!list[i])
            return NULL;
    }
    return list;
}

/* A part must not be written over. */
static int
refuse_part(const char *journal, const char *const *parts, size_t count)
{
    struct stat own, part;

    if (!journal || stat(journal, &own) != 0)
        return MNZ_EXIT_DONE;
    for (size_t i = 0; i < count; i++)
        if (stat(parts[i], &part) == 0 && own.st_dev == part.st_dev &&
            own.st_ino == part.st_ino) {
            mnz_say("monazite merge: %s is one of the parts; choose another folder for "
                    "the whole\n",
                    parts[i]);
            return MNZ_EXIT_INPUT;
        }
    return MNZ_EXIT_DONE;
}

static int
merge(struct mnz_job *job, const char *const *parts, const char *journal,
      struct mnz_sweep **sweep)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);
    int error;

    if (!st)
        st = mnz_sweep_merge(parts, (uint32_t)job->call->num_operands, journal, diags,
                             sweep);
    error = errno;
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    errno = error;
    job->outcome.sweep = *sweep;
    job->outcome.num_results = 1;
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(journal ? journal : "temporary file", st)
              : MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct mnz_sweep *sweep = NULL;
    struct mnz_job job = {0};
    const char *journal = NULL, **parts = NULL;
    int status = mnz_job_start(&job, call, &f->job);

    if (!status) {
        parts = list_journals(&job, call);
        status = parts ? MNZ_EXIT_DONE : mnz_report_failure("merge", MNZ_ERR_NOMEM);
    }
    if (!status)
        status = mnz_job_make_folder(&job);
    if (!status && f->job.folder)
        status = mnz_sweep_journal_place(&job, 0, &journal);
    if (!status)
        status = refuse_part(journal, parts, call->num_operands);
    if (!status)
        status = merge(&job, parts, journal, &sweep);
    if (!status)
        status = mnz_job_write(&job);
    if (!status)
        status = mnz_sweep_judge(sweep);
    mnz_sweep_destroy(sweep);
    mnz_job_finish(&job);
    return status;
}

const struct mnz_command mnz_command_merge = {
    .name = "merge",
    .summary = "the parts of a sweep that several machines made as one",
    .description =
        "Puts together what 'monazite sweep --shard K/N -o DIR' left in several "
        "folders: the tables are those of a sweep that one machine made, byte for "
        "byte. Parts of other scenarios, versions, seeds, values or figures are "
        "refused, with the differences named.\n\n"
        "Where points are missing the exit status is 6; the sweep with -o and --resume "
        "in the folder of the whole runs them.",
    .operand = MNZ_OPERAND_FOLDERS,
    .examples =
        (const char *const[]){"monazite merge part1 part2 part3 -o whole",
                              "monazite merge part* --csv wide > wide.csv", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_sweep,
    .run = run,
};
