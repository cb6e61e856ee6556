/* cmd_merge.c - the parts of a sweep, run or comparison as one. */

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "cli/job.h"
#include "cli/merge_runs.h"
#include "cli/resume.h"
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

/* A merge in the making: of a sweep, or of runs. */
struct putting {
    struct mnz_job job;
    struct mnz_sweep *sweep;
    struct mnz_merging runs; /* no points: a sweep */
};

static const struct putting *
putting_of(const struct mnz_job *job)
{
    return job->context;
}

static int
is_sweep(const struct mnz_job *job)
{
    return putting_of(job)->runs.count == 0;
}

static int
is_comparison(const struct mnz_job *job)
{
    return putting_of(job)->runs.is_comparison;
}

static int
is_run(const struct mnz_job *job)
{
    return !is_sweep(job) && !is_comparison(job);
}

/* A file that the first part may have kept; NULL without memory. */
static const char *
path_of_part(const struct mnz_job *job, const char *name)
{
    struct mnz_arena *arena = &((struct mnz_job *)(uintptr_t)job)->arena;

    return mnz_arena_printf(arena, "%s/%s", job->call->operands[0], name);
}

/* One that is there and cannot be looked at counts too: copying it then fails. */
static int
has_kept(const struct mnz_job *job, const char *name)
{
    const char *path = path_of_part(job, name);
    struct stat info;

    return !path || stat(path, &info) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static int
has_scenario(const struct mnz_job *job)
{
    return is_run(job) || (is_sweep(job) && has_kept(job, "scenario.yaml"));
}

static int
has_inputs(const struct mnz_job *job)
{
    return is_run(job) && has_kept(job, "inputs.csv");
}

static enum mnz_status
copy(const char *path, FILE *stream)
{
    FILE *f = path ? fopen(path, "r") : NULL;
    enum mnz_status st = MNZ_OK;
    int c;

    if (!path)
        return MNZ_ERR_NOMEM;
    if (!f)
        return MNZ_ERR_IO;
    while ((c = getc(f)) != EOF)
        putc(c, stream);
    if (ferror(f) || ferror(stream))
        st = MNZ_ERR_IO;
    fclose(f);
    return st;
}

static enum mnz_status
write_scenario(struct mnz_job *job, uint32_t index, FILE *stream)
{
    return is_sweep(job) ? copy(path_of_part(job, "scenario.yaml"), stream)
                         : mnz_job_write_scenario(job, index, stream);
}

/* Lines of files are those of the scenario that the parts were given. */
static enum mnz_status
copy_inputs(struct mnz_job *job, FILE *stream)
{
    return copy(path_of_part(job, "inputs.csv"), stream);
}

static enum mnz_status
write_state(struct mnz_job *job, uint32_t index, FILE *stream)
{
    return mnz_resume_write(job, index, "", stream);
}

static const struct mnz_output outputs[] = {
    {"sweep.csv", .table = &mnz_table_sweep, .is_wanted = is_sweep},
    {"wide.csv", .table = &mnz_table_wide, .is_wanted = is_sweep},
    {"industries.csv", .table = &mnz_table_industries, .is_wanted = is_run},
    {"summary.csv", .table = &mnz_table_summary, .is_wanted = is_run},
    {"monthly.csv", .table = &mnz_table_monthly, .is_wanted = is_run},
    {"industry-months.csv", .table = &mnz_table_industry_months, .is_wanted = is_run},
    {"quantiles.csv", .table = &mnz_table_quantiles, .is_wanted = is_run},
    {"flows.csv", .table = &mnz_table_flows, .is_wanted = is_run},
    {"events.csv", .table = &mnz_table_events, .is_wanted = is_run},
    {"inputs.csv", .write = copy_inputs, .is_wanted = has_inputs,
     .contents = "of a run: the inputs, as the first part has them"},
    {"compare.csv", .table = &mnz_table_compare, .is_wanted = is_comparison},
    {"state.bin", .write_each = write_state, .is_wanted = is_run,
     .contents = "of a run: the sums and counts of all trials"},
    {"scenario.yaml", .write_each = write_scenario, .is_wanted = has_scenario,
     .contents = "the scenario of the first part"},
    MNZ_OUTPUT_JOURNAL,
    MNZ_OUTPUT_UNFINISHED,
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

/* The same of runs. */
static int
refuse_folder(const struct mnz_job *job)
{
    const char *folder = job->options->folder;
    struct stat own, part;

    if (!folder || stat(folder, &own) != 0)
        return MNZ_EXIT_DONE;
    for (size_t i = 0; i < job->call->num_operands; i++)
        if (stat(job->call->operands[i], &part) == 0 && own.st_dev == part.st_dev &&
            own.st_ino == part.st_ino) {
            mnz_say("monazite merge: %s is one of the parts; choose another folder for "
                    "the whole\n",
                    job->call->operands[i]);
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
merge_sweep(struct putting *x)
{
    struct mnz_job *job = &x->job;
    const struct mnz_call *call = job->call;
    const char *journal = NULL, **parts = list_journals(job, call);
    int status = parts ? MNZ_EXIT_DONE : mnz_report_failure("merge", MNZ_ERR_NOMEM);

    if (!status)
        status = mnz_job_make_folder(job);
    if (!status && job->options->folder)
        status = mnz_sweep_journal_place(job, 0, &journal);
    if (!status)
        status = refuse_part(journal, parts, call->num_operands);
    if (!status)
        status = merge(job, parts, journal, &x->sweep);
    return status;
}

static int
merge_runs(struct putting *x)
{
    const struct mnz_resume resume = {.job = &x->job};
    int status = mnz_merge_begin(&x->runs, &x->job);

    if (!status)
        status = refuse_folder(&x->job);
    if (!status)
        status = mnz_job_make_folder(&x->job);
    if (!status)
        status = mnz_merge_add(&x->runs);
    if (!status && x->job.options->folder)
        status = mnz_resume_end(&resume, status);
    return status;
}

/* A table that another kind of study has. */
static int
refuse_table(const struct mnz_job *job)
{
    const struct mnz_option_choice *choice = mnz_job_table(job->options);
    const struct mnz_table *table =
        choice->is_given ? mnz_table_at(job->call->command, choice->index) : NULL;

    for (const struct mnz_output *o = outputs; table && o->file; o++)
        if (o->table == table && !o->is_wanted(job)) {
            mnz_say("monazite merge: these parts have no table %s\n", table->name);
            return MNZ_EXIT_INPUT;
        }
    return MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct putting x = {0};
    int status = mnz_job_start(&x.job, call, &f->job);

    x.job.context = &x;
    if (!status)
        status = mnz_merge_is_of_runs(&x.job.arena, call->operands[0])
                     ? merge_runs(&x)
                     : merge_sweep(&x);
    if (!status)
        status = refuse_table(&x.job);
    if (!status)
        status = mnz_job_write(&x.job);
    if (!status && x.sweep)
        status = mnz_sweep_judge(x.sweep);
    mnz_sweep_destroy(x.sweep);
    mnz_merge_finish(&x.runs);
    mnz_job_finish(&x.job);
    return status;
}

static enum mnz_status
draw(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    if (outcome->sweep)
        return mnz_screen_sweep(screen, outcome);
    return outcome->comparison ? mnz_screen_compare(screen, outcome)
                               : mnz_screen_runs(screen, outcome);
}

const struct mnz_command mnz_command_merge = {
    .name = "merge",
    .summary = "the parts of a study that several machines made as one",
    .description =
        "Puts together what 'monazite run', 'compare' or 'sweep' with --shard K/N -o "
        "DIR "
        "left in several folders: the tables are those that one machine makes, byte "
        "for "
        "byte. Parts of other scenarios, versions, seeds, samplers, trials, values or "
        "figures are refused, with the difference named.\n\n"
        "Where points or trials are missing the exit status is 6; the same command "
        "with "
        "-o and --resume in the folder of the whole, without --shard, runs them.\n\n"
        "Other files of a run, such as a workbook, come from the whole by 'run -o DIR "
        "--resume --xlsx' without another trial.",
    .operand = MNZ_OPERAND_FOLDERS,
    .examples =
        (const char *const[]){"monazite merge part1 part2 part3 -o whole",
                              "monazite merge part* --csv wide > wide.csv", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = draw,
    .run = run,
};
