/* cmd_run.c - simulate scenarios and report the distribution of their shortfalls. */

#include <errno.h>
#include <stdio.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "cli/version.h"
#include "monazite/chart.h"
#include "report/cells.h"
#include "report/trials_table.h"
#include "report/workbook.h"

struct fields {
    struct mnz_job_options job;
    int trials_csv, branches_csv, xlsx;
};

static const struct mnz_option options[] = {
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = MNZ_FIELD(struct fields, job, struct mnz_job_options)},
    {MNZ_OPTION_SWITCH, .name = "trials-csv",
     .help = "with -o: trials.csv too, one row a trial",
     .offset = MNZ_FIELD(struct fields, trials_csv, int)},
    {MNZ_OPTION_SWITCH, .name = "branches-csv",
     .help = "with -o: branches.csv too, months by branch of an event",
     .offset = MNZ_FIELD(struct fields, branches_csv, int)},
    {MNZ_OPTION_SWITCH, .name = "xlsx",
     .help = "with -o: a workbook for spreadsheets too, with charts",
     .offset = MNZ_FIELD(struct fields, xlsx, int)},
    MNZ_OPTIONS_END,
};

static int
wants_trials(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->trials_csv;
}

static int
wants_branches(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->branches_csv;
}

static int
wants_workbook(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->xlsx;
}

static enum mnz_status
write_workbook(struct mnz_job *job, FILE *stream)
{
    const struct mnz_build_info build = mnz_build_info();

    return mnz_workbook_write(&job->outcome, &build, job->call->argc, job->call->argv,
                              stream);
}

static const struct mnz_output outputs[] = {
    {"industries.csv", .table = &mnz_table_industries},
    {"summary.csv", .table = &mnz_table_summary},
    {"monthly.csv", .table = &mnz_table_monthly},
    {"branches.csv", .table = &mnz_table_branches, .is_wanted = wants_branches},
    {"quantiles.csv", .table = &mnz_table_quantiles},
    {"flows.csv", .table = &mnz_table_flows},
    {"events.csv", .table = &mnz_table_events},
    {"inputs.csv", .table = &mnz_table_inputs},
    {"trials.csv", .table = &mnz_table_trials, .is_wanted = wants_trials},
    {"results.xlsx", .write = write_workbook, .is_wanted = wants_workbook,
     .contents = "the results as a workbook: sheets, filters, charts"},
    MNZ_OUTPUT_SCENARIO,
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

static int
refuse_option(const char *name, const char *need)
{
    fprintf(stderr, "monazite run: --%s %s\n", name, need);
    return MNZ_EXIT_INPUT;
}

static int
check_options(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    const char *needs_folder = f->trials_csv     ? "trials-csv"
                               : f->branches_csv ? "branches-csv"
                               : f->xlsx         ? "xlsx"
                                                 : NULL;

    if (f->xlsx && !mnz_workbook_is_there())
        return refuse_option("xlsx", "is not in this build: it was made without "
                                     "libxlsxwriter");
    if (needs_folder && !f->job.folder)
        return refuse_option(needs_folder, "needs -o DIR");
    if (f->trials_csv && call->num_operands > 1)
        return refuse_option("trials-csv", "takes one scenario");
    return MNZ_EXIT_DONE;
}

/* Only the screen names inputs that carry the uncertainty. */
static int
draws_a_screen(const struct mnz_job *job)
{
    return !job->options->table.is_given && !job->options->load.quiet;
}

/* Only one table and the workbook tell what links carry. */
static int
writes_flows(const struct mnz_job *job)
{
    const struct mnz_option_choice *table = &job->options->table;

    return job->options->folder != NULL ||
           (table->is_given &&
            mnz_table_at(job->call->command, table->index) == &mnz_table_flows);
}

/* Run one scenario; its trials become rows of `file`, if that is open. */
static int
run_one(struct mnz_job *job, size_t i, const struct mnz_outfile *file)
{
    struct mnz_cells cells =
        mnz_job_cells(job, &mnz_table_trials, "trials.csv", file->stream);
    struct mnz_trials_table table = {.cells = &cells, .model = job->models[i]};
    struct mnz_run_options how = mnz_job_begin(job);
    enum mnz_status st;

    how.trial = file->stream ? mnz_trials_table_add : NULL;
    how.trial_context = &table;
    how.keeps_carriers = draws_a_screen(job);
    how.keeps_flows = writes_flows(job);
    st = mnz_model_run(job->models[i], &how, &job->results[i]);
    st = mnz_job_end(job, i, st, job->results[i]);
    if (file->stream && mnz_cells_finish(&cells) && !st) {
        st = MNZ_ERR_IO;
        table.error = errno;
    }
    if (st == MNZ_ERR_IO) { /* only trials.csv is written meanwhile */
        errno = table.error;
        return mnz_report_in(job->options->folder, "trials.csv", st);
    }
    return st ? mnz_report_failure(mnz_model_name(job->models[i]), st) : MNZ_EXIT_DONE;
}

static int
run_all(struct mnz_job *job)
{
    struct mnz_outfile trials = {0};
    int status = mnz_job_make_folder(job);

    if (!status && wants_trials(job))
        status = mnz_open_in(job->options->folder, "trials.csv", &trials);
    for (size_t i = 0; !status && i < job->count && !job->is_partial; i++)
        status = run_one(job, i, &trials);
    if (!status && trials.stream) {
        const enum mnz_status st = mnz_outfile_commit(&trials);

        if (st)
            status = mnz_report_in(job->options->folder, "trials.csv", st);
    }
    mnz_outfile_discard(&trials);
    return status;
}

/* The way from the folder to a picture. */
static void
say_next(const char *folder)
{
    fprintf(stderr, "for a slide: monazite chart ranked %s -o ranked.svg\n", folder);
    if (mnz_page_is_built_in())
        fprintf(stderr, "as a page: monazite report %s -o report.html\n", folder);
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct mnz_job job = {0};
    int status = check_options(call);

    if (!status)
        status = mnz_job_load(&job, call, &f->job);
    if (!status)
        status = run_all(&job);
    if (!status)
        status = mnz_job_write(&job);
    if (!status && f->job.folder && !f->job.load.quiet)
        say_next(f->job.folder);
    mnz_job_finish(&job);
    return status;
}

const struct mnz_command mnz_command_run = {
    .name = "run",
    .summary = "simulate scenarios; report the distribution of shortfalls",
    .description =
        "Simulates each scenario many times, each time with other draws of its "
        "uncertain inputs, and prints a summary that fits a screen: the industries "
        "that fall short most, when and how surely, countries, elements, limiting "
        "inputs.\n\n"
        "The same scenario, seed and version give the same bytes, whatever the number "
        "of threads. Ctrl-C stops at the next batch and writes what is done.",
    .operand = MNZ_OPERAND_SCENARIOS,
    .examples =
        (const char *const[]){
            "monazite run scenarios/china-licensing-2025-12.yaml",
            "monazite run scenarios/truce-expiry-2026-11.yaml -n 5000 -o out",
            "monazite run scenarios/baseline-2025.yaml --csv summary | head", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_runs,
    .run = run,
};
