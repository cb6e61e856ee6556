/* cmd_run.c - simulate scenarios and report the distribution of their shortfalls. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/job.h"
#include "cli/plan_strata.h"
#include "cli/merge_runs.h"
#include "cli/resume.h"
#include "cli/shard.h"
#include "cli/streams.h"
#include "cli/version.h"
#include "monazite/chart.h"
#include "monazite/study.h"
#include "report/cells.h"
#include "report/trials_table.h"
#include "report/workbook.h"

struct fields {
    struct mnz_job_options job;
    int trials_csv, branches_csv, all_months, xlsx, resume, no_state;
    struct mnz_option_texts until, fail_if, strata, shard;
    struct mnz_option_count most;
};

/* Trials at which --until gives up unless --most says another number. */
enum { MOST_TRIALS = 1 << 17 };

static const struct mnz_option options[] = {
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = MNZ_FIELD(struct fields, job, struct mnz_job_options)},
    {MNZ_OPTION_SWITCH, .name = "trials-csv",
     .help = "with -o: trials.csv too, one row a trial",
     .offset = MNZ_FIELD(struct fields, trials_csv, int)},
    {MNZ_OPTION_SWITCH, .name = "branches-csv",
     .help = "with -o: branches.csv too, months by branch of an event",
     .offset = MNZ_FIELD(struct fields, branches_csv, int)},
    {MNZ_OPTION_SWITCH, .name = "all-months",
     .help = "count every figure by month (default: of industries and sectors only "
             "shortfall_share, output_lost_share, stock_months)",
     .offset = MNZ_FIELD(struct fields, all_months, int)},
    {MNZ_OPTION_SWITCH, .name = "xlsx",
     .help = "with -o: a workbook for spreadsheets too, with charts",
     .offset = MNZ_FIELD(struct fields, xlsx, int)},
    {MNZ_OPTION_SWITCH, .name = "resume",
     .help =
         "with -o: go on with the run in the folder, finished, interrupted or killed, "
         "up to -n trials in all; where there is none, begin",
     .offset = MNZ_FIELD(struct fields, resume, int)},
    {MNZ_OPTION_SWITCH, .name = "no-state",
     .help = "with -o: neither state.bin nor, meanwhile, unfinished.bin: --resume "
             "cannot go on with the run",
     .offset = MNZ_FIELD(struct fields, no_state, int)},
    MNZ_OPTION_SHARD(MNZ_FIELD(struct fields, shard, struct mnz_option_texts)),
    {MNZ_OPTION_TEXTS, .name = "until", .value = "EXPR",
     .help = "go on, looking after doublings, until errors are below limits: "
             "'ci(mean(shortfall_share.total)) < 0.001'",
     .offset = MNZ_FIELD(struct fields, until, struct mnz_option_texts)},
    {MNZ_OPTION_COUNT, .name = "most", .value = "N",
     .help = "with --until: at most so many trials (default 131072)",
     .offset = MNZ_FIELD(struct fields, most, struct mnz_option_count), .least = 1,
     .most = 1e9},
    MNZ_OPTION_STRATA(MNZ_FIELD(struct fields, strata, struct mnz_option_texts)),
    {MNZ_OPTION_TEXTS, .name = "fail-if", .value = "EXPR",
     .help = "exit with status 5 if it holds: 'p(shortfall_share.EU > 20 %) > 0.1'",
     .offset = MNZ_FIELD(struct fields, fail_if, struct mnz_option_texts)},
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

static int
wants_state(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return !f->no_state;
}

static int
resumes(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->resume;
}

static enum mnz_status
write_state(struct mnz_job *job, uint32_t index, FILE *stream)
{
    const struct fields *f = job->call->fields;
    char note[MNZ_STATE_TEXT];

    mnz_resume_note(job, wants_trials(job), note);
    if (job->is_part)
        strcpy(note, f->all_months ? MNZ_PART_OF_RUN_OF_MONTHS : MNZ_PART_OF_RUN);
    return mnz_resume_write(job, index, note, stream);
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
    {"industry-months.csv", .table = &mnz_table_industry_months},
    {"branches.csv", .table = &mnz_table_branches, .is_wanted = wants_branches},
    {"quantiles.csv", .table = &mnz_table_quantiles},
    {"flows.csv", .table = &mnz_table_flows},
    {"events.csv", .table = &mnz_table_events},
    {"inputs.csv", .table = &mnz_table_inputs, .is_of_part = 1},
    {"trials.csv", .table = &mnz_table_trials, .is_wanted = wants_trials},
    {"results.xlsx", .write = write_workbook, .is_wanted = wants_workbook,
     .contents = "the results as a workbook: sheets, filters, charts"},
    {"state.bin", .write_each = write_state, .is_wanted = wants_state,
     .is_read = resumes, .is_of_part = 1,
     .contents = "the sums and counts of all trials, from which --resume goes on"},
    MNZ_OUTPUT_UNFINISHED,
    MNZ_OUTPUT_SCENARIO,
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

static int
refuse_option(const char *name, const char *need)
{
    mnz_say("monazite run: --%s %s\n", name, need);
    return MNZ_EXIT_INPUT;
}

static int
check_options(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    const char *needs_folder = f->trials_csv     ? "trials-csv"
                               : f->branches_csv ? "branches-csv"
                               : f->xlsx         ? "xlsx"
                               : f->resume       ? "resume"
                               : f->no_state     ? "no-state"
                                                 : NULL;
    const char *wrong = f->trials_csv           ? "trials-csv"
                        : f->branches_csv       ? "branches-csv"
                        : f->xlsx               ? "xlsx"
                        : f->no_state           ? "no-state"
                        : f->until.count > 0    ? "until"
                        : f->fail_if.count > 0  ? "fail-if"
                        : f->strata.count > 0   ? "strata"
                        : f->job.json.is_given  ? "json"
                        : f->job.table.is_given ? "csv"
                                                : NULL;

    if (f->shard.count > 0 && wrong)
        return refuse_option(wrong, "is not for a part: a whole run or 'merge' has it");
    if (f->most.is_given && f->until.count == 0)
        return refuse_option("most", "needs --until");
    if (f->strata.count > 0 && f->until.count > 0)
        return refuse_option("strata", "has its own number of trials: no --until");
    if (f->strata.count > 0 && call->num_operands > 1)
        return refuse_option("strata", "takes one scenario");
    if (f->xlsx && !mnz_workbook_is_there())
        return refuse_option("xlsx", "is not in this build: it was made without "
                                     "libxlsxwriter");
    if (f->trials_csv && call->ranks)
        return refuse_option("trials-csv", "is written by one process, not by ranks of "
                                           "mpirun");
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
    return !mnz_job_table(job->options)->is_given && !job->options->load.quiet;
}

/* Only one table and the workbook tell what links carry. */
static int
writes_flows(const struct mnz_job *job)
{
    const struct mnz_option_choice *table = mnz_job_table(job->options);

    return job->options->folder != NULL ||
           (table->is_given &&
            mnz_table_at(job->call->command, table->index) == &mnz_table_flows);
}

/* A run in the making. */
struct running {
    struct mnz_job *job;
    struct mnz_criteria *until, *fail_if; /* [scenario] */
    struct mnz_strata *strata;            /* or NULL */
    struct mnz_shard shard;
    struct mnz_result **begun; /* [scenario] to go on with, or NULL */
    struct mnz_resume resume;  /* what is in the folder */
    uint32_t num_done;
};

static enum mnz_status
take_result(void *context, uint32_t point, enum mnz_status status,
            struct mnz_result *result)
{
    struct running *r = context;

    (void)status; /* of a stopped run the trials done count */
    r->job->results[point] = result;
    r->num_done = point + 1;
    return MNZ_OK;
}

/* Points of the job's scenarios, in its arena; NULL without memory. */
static struct mnz_point *
list_points(struct mnz_job *job)
{
    struct mnz_point *points =
        mnz_arena_alloc(&job->arena, job->count + 1, sizeof *points);

    for (size_t i = 0; points && i < job->count; i++)
        points[i] = (struct mnz_point){job->outcome.names[i], job->models[i]};
    return points;
}

/* Whether any criterion is of a month. */
static int
asks_for_months(const struct mnz_job *job, const struct mnz_criteria *criteria)
{
    for (size_t i = 0; i < job->count; i++)
        for (uint32_t k = 0; k < criteria[i].count; k++)
            if (criteria[i].items[k].figure.measure.month != MNZ_HORIZON)
                return 1;
    return 0;
}

/* Values that each run counts and keeps. A state holds whatever a later run may ask
 * for. */
static void
choose_kept(const struct running *r, struct mnz_run_options *run)
{
    const struct mnz_job *job = r->job;
    const struct fields *f = job->call->fields;

    run->all_months = f->all_months || asks_for_months(job, r->until) ||
                      asks_for_months(job, r->fail_if);
    run->keeps_carriers =
        f->strata.count == 0 &&
        (draws_a_screen(job) || (job->options->folder && wants_state(job)));
    run->keeps_flows = writes_flows(job);
}

/* The trials of --until, at most. */
static uint64_t
most_trials(const struct fields *f)
{
    return f->most.is_given ? f->most.value : MOST_TRIALS;
}

/* The run of a scenario, as far as it is in a file of the folder. */
static enum mnz_status
restore(void *context, uint32_t point, const char *maker, const char *path,
        struct mnz_diags *diags, char *note, struct mnz_result **out)
{
    const struct running *r = context;
    const struct fields *f = r->job->call->fields;
    struct mnz_run_options run = mnz_job_run_options(r->job);

    choose_kept(r, &run);
    run.strata = r->strata;
    if (f->until.count > 0)
        run.trials = most_trials(f);
    return mnz_result_restore(r->job->models[point], &run, maker, path, diags, note,
                              out);
}

/* With --resume: the runs in the folder. */
static int
read_begun(struct running *r)
{
    struct mnz_job *job = r->job;
    const struct fields *f = job->call->fields;

    r->resume = (struct mnz_resume){.job = job,
                                    .count = (uint32_t)job->count,
                                    .has_trials = wants_trials(job),
                                    .restore = restore,
                                    .context = r};
    r->begun = mnz_arena_alloc(&job->arena, job->count, sizeof *r->begun);
    return r->begun ? mnz_resume_begin(&r->resume, f->resume, r->begun)
                    : mnz_report_failure("--resume", MNZ_ERR_NOMEM);
}

/* Rows of trials cannot be told from their state alone: such a run is not stored. */
static int
is_stored(const struct mnz_job *job)
{
    return job->options->folder && wants_state(job) && !wants_trials(job);
}

static int
save(void *context, uint32_t point, const struct mnz_result *result)
{
    struct running *r = context;

    return mnz_resume_save(&r->resume, point, "", result);
}

/* Those that did not come to their turn are as they were. */
static void
keep_begun(struct running *r)
{
    for (size_t i = 0; r->begun && i < r->job->count; i++)
        if (r->begun[i]) {
            r->job->results[i] = r->begun[i];
            r->begun[i] = NULL;
        }
}

/* Run all scenarios; the trials of the only one become rows of `table`, if there is
 * one. A failure is that of the scenario after those done. */
static enum mnz_status
run_study(struct running *r, struct mnz_trials_table *table)
{
    struct mnz_job *job = r->job;
    const struct fields *f = job->call->fields;
    const struct mnz_point *points = list_points(job);
    struct mnz_study_options how = {.run = mnz_job_begin(job),
                                    .until = f->until.count > 0 ? r->until : NULL,
                                    .most = most_trials(f),
                                    .begun = r->begun,
                                    .save = is_stored(job) ? save : NULL,
                                    .done = take_result,
                                    .context = r};
    enum mnz_status st;
    size_t last;

    if (!points)
        return MNZ_ERR_NOMEM;
    how.run.trial = table ? mnz_trials_table_add : NULL;
    how.run.trial_context = table;
    choose_kept(r, &how.run);
    how.run.shard = r->shard.shard;
    how.run.shards = r->shard.shards;
    how.run.strata = r->strata;
    if (r->strata)
        how.run.trials = mnz_strata_facts(r->strata).trials;
    st = mnz_study_run(points, (uint32_t)job->count, &how);
    last = r->num_done > 0 ? r->num_done - 1 : 0;
    return mnz_job_end(job, last, st, job->results[last]);
}

/* The file of trials, with those that the run in the folder has made. */
static int
open_trials(struct running *r, struct mnz_trials_table *table,
            struct mnz_outfile *trials)
{
    int status = mnz_job_open(r->job, "trials.csv", trials);

    if (!status && r->begun[0]) {
        status = mnz_resume_copy_trials(r->job, trials);
        table->has_header = 1;
    }
    return status;
}

/* The same, with the rows of trials in a file. */
static int
run_all(struct running *r)
{
    struct mnz_job *job = r->job;
    struct mnz_trials_table table = {.model = job->models[0], .strata = r->strata};
    struct mnz_outfile trials = {0};
    struct mnz_cells cells;
    int status = MNZ_EXIT_DONE;
    enum mnz_status st;

    if (wants_trials(job))
        status = open_trials(r, &table, &trials);
    if (status) {
        mnz_outfile_discard(&trials);
        return status;
    }
    cells = mnz_job_cells(job, &mnz_table_trials, "trials.csv", trials.stream);
    table.cells = &cells;
    st = run_study(r, trials.stream ? &table : NULL);
    if (trials.stream && mnz_cells_finish(&cells) && !st) {
        st = MNZ_ERR_IO;
        table.error = errno;
    }
    if (!st && trials.stream)
        status = mnz_job_keep(job, "trials.csv", &trials);
    mnz_outfile_discard(&trials);
    if (status)
        return status;
    if (r->resume.has_failed)
        return MNZ_EXIT_FAILED;
    if (st == MNZ_ERR_IO) { /* only trials.csv is written meanwhile */
        errno = table.error;
        return mnz_report_in(job->options->folder, "trials.csv", st);
    }
    return st ? mnz_job_report(
                    job,
                    job->outcome
                        .names[r->num_done < job->count ? r->num_done : job->count - 1],
                    st)
              : MNZ_EXIT_DONE;
}

/* Read the criteria of an option for each scenario, whose groups they name. */
static int
read_criteria(struct mnz_job *job, const char *what,
              const struct mnz_option_texts *texts, struct mnz_criteria **out)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    *out = mnz_arena_alloc(&job->arena, job->count, sizeof **out);
    if (!*out)
        st = MNZ_ERR_NOMEM;
    for (size_t i = 0; i < job->count; i++)
        for (size_t k = 0; !st && k < texts->count; k++)
            st = mnz_criteria_read(job->models[i], what, texts->items[k], diags,
                                   &(*out)[i]);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(what, st) : MNZ_EXIT_DONE;
}

/* Of --until only errors below limits can come with more trials. */
static int
check_until(const struct running *r)
{
    for (size_t i = 0; i < r->job->count; i++)
        for (uint32_t k = 0; k < r->until[i].count; k++) {
            const struct mnz_criterion *c = &r->until[i].items[k];

            if (c->is_of_error && !c->is_above)
                continue;
            mnz_say("monazite run: --until takes errors below limits, such as "
                    "'ci(mean(shortfall_share.total)) < 0.001'\n");
            return MNZ_EXIT_INPUT;
        }
    return MNZ_EXIT_DONE;
}

/* Tell a criterion and its value; `relation` is "after 1024 trials, not". */
static void
tell(const struct mnz_job *job, size_t i, const struct mnz_criterion *criterion,
     double value, const char *relation)
{
    char text[MNZ_FIGURE_TEXT];

    mnz_criterion_text(job->models[i], criterion, text);
    mnz_say("monazite: %s: %s %s; it is %.4g after %llu trials\n",
            job->outcome.names[i], text, relation, value,
            (unsigned long long)mnz_result_trials(job->results[i]));
}

/* The exit status that criteria give to a run that is whole. */
static int
judge(const struct running *r)
{
    const struct mnz_job *job = r->job;
    int status = MNZ_EXIT_DONE;
    double value;

    for (size_t i = 0; i < job->count; i++) {
        for (uint32_t k = 0; k < r->until[i].count; k++)
            if (!mnz_criterion_holds(job->results[i], &r->until[i].items[k], &value)) {
                tell(job, i, &r->until[i].items[k], value, "is not reached");
                status = status == MNZ_EXIT_HELD ? status : MNZ_EXIT_CAPPED;
            }
        for (uint32_t k = 0; k < r->fail_if[i].count; k++)
            if (mnz_criterion_holds(job->results[i], &r->fail_if[i].items[k], &value)) {
                tell(job, i, &r->fail_if[i].items[k], value, "holds");
                status = MNZ_EXIT_HELD;
            }
    }
    return status;
}

/* The way from the folder to a picture. */
static void
say_next(const char *folder)
{
    mnz_say("for a slide: monazite chart ranked %s -o ranked.svg\n", folder);
    if (mnz_page_is_built_in())
        mnz_say("as a page: monazite report %s -o report.html\n", folder);
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct mnz_job job = {0};
    struct running running = {.job = &job};
    int status = check_options(call);

    if (!status)
        status = mnz_shard_read(call, &f->shard, f->job.folder, &running.shard);
    if (!status)
        status = mnz_job_load(&job, call, &f->job);
    job.is_part = running.shard.shards > 0;
    if (!status)
        status = read_criteria(&job, "--until", &f->until, &running.until);
    if (!status)
        status = read_criteria(&job, "--fail-if", &f->fail_if, &running.fail_if);
    if (!status)
        status = check_until(&running);
    if (!status)
        status = mnz_plan_strata(&job, &f->strata, &running.strata);
    job.goes_on = !status && f->resume && mnz_resume_is_due(&job, f->job.folder);
    if (!status)
        status = mnz_job_make_folder(&job);
    if (!status)
        status = read_begun(&running);
    if (!status)
        status = run_all(&running);
    keep_begun(&running);
    if (!status) {
        status = mnz_job_write(&job);
        if (status == MNZ_EXIT_DONE || status == MNZ_EXIT_STOPPED)
            status = mnz_resume_end(&running.resume, status);
    }
    if (!status && job.is_part)
        mnz_shard_say(&job, &running.shard);
    else if (!status && f->job.folder && !f->job.load.quiet && mnz_job_is_first(&job))
        say_next(f->job.folder);
    if (!status && mnz_job_is_first(&job))
        status = judge(&running);
    mnz_job_finish(&job);
    mnz_strata_destroy(running.strata);
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
        "of threads. Ctrl-C stops at the next batch and writes what is done.\n\n"
        "--resume goes on with the run that -o DIR holds, finished, interrupted or "
        "killed, and gives the files of one long run. The scenario, --set, --seed and "
        "--sampler must be the same; -n counts the trials done before too. For that a "
        "run stores what is done, at most once a second and in a fiftieth of its "
        "time.\n\n"
        "With --until the run goes on until 95 % intervals are narrow enough: "
        "ci(FIGURE) is half the width of one. It is looked at after doublings only, "
        "for a stop chosen among many looks is too hopeful; the error of a probability "
        "counts from ten hits on. --fail-if makes a run a check of a script.\n\n"
        "With --strata a quarter of the trials is a pilot, which tells what inputs "
        "make "
        "the answer large. Of 64 times as many candidates the others are those that "
        "will tell most of its tail, and every statistic weighs them. Figures that the "
        "answer says little of are less precise than without.\n\n"
        "Started by mpirun, where the program is built with MPI, all ranks share the "
        "trials; rank 0 writes the files, which are those of one process.",
    .operand = MNZ_OPERAND_SCENARIOS,
    .examples =
        (const char *const[]){
            "monazite run scenarios/china-licensing-2025-12.yaml",
            "monazite run scenarios/truce-expiry-2026-11.yaml -n 5000 -o out",
            "monazite run scenarios/truce-expiry-2026-11.yaml -n 20000 -o out --resume",
            "monazite run scenarios/baseline-2025.yaml --csv summary | head",
            "monazite run scenarios/china-licensing-2025-12.yaml --most 20000 \\",
            "    --until 'ci(mean(shortfall_share.total)) < 0.002' \\",
            "    --fail-if 'p(output_lost_share.EU > 5 %) > 0.1'", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_runs,
    .run = run,
    .takes_ranks = 1,
};
