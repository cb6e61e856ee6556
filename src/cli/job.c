/* job.c - the way of all commands that simulate: load, run, write. */

#include "cli/job.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/bug.h"
#include "base/diag.h"
#include "base/sampler.h"
#include "cli/streams.h"
#include "cli/version.h"
#include "monazite/ranks.h"
#include "report/locale.h"
#include "report/manifest.h"
#include "report/scenario_file.h"
#include "study/model.h"

/* Set by SIGINT, SIGTERM and SIGHUP; workers look at it between batches. A signal
 * handler has no other way to speak to the program. */
static mnz_stop_flag stop_asked;

static const char *
sampler_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return mnz_sampler_names[index];
}

/* Choices of --digits: their position is the number of digits, 0 for all. */
static const char *
digits_name(const struct mnz_command *command, size_t index)
{
    static const char *const names[] = {"full", "1",  "2",  "3",  "4",  "5",
                                        "6",    "7",  "8",  "9",  "10", "11",
                                        "12",   "13", "14", "15", "16", "17"};

    (void)command;
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

static const char *
progress_name(const struct mnz_command *command, size_t index)
{
    static const char *const names[] = {"text", "json"};

    (void)command;
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

static const char *
locale_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return mnz_locale_name(index);
}

#define FIELD(field, type) MNZ_FIELD(struct mnz_job_options, field, type)
const struct mnz_option mnz_output_option_rows[] = {
    {MNZ_OPTION_FOLDER, .name = "output", .letter = 'o', .value = "DIR",
     .help = "write files to a folder", .offset = FIELD(folder, const char *),
     .list = mnz_list_files},
    {MNZ_OPTION_SWITCH, .name = "force",
     .help = "with -o: overwrite files that no run wrote, or that were changed since",
     .offset = FIELD(force, int)},
    {MNZ_OPTION_CHOICE, .name = "csv", .value = "TABLE", .help = "print one table",
     .offset = FIELD(table, struct mnz_option_choice), .list = mnz_list_tables,
     .noun = "table"},
    {MNZ_OPTION_CHOICE, .name = "json", .value = "TABLE",
     .help = "print one table as JSON, an object a row; the tables are those of --csv",
     .offset = FIELD(json, struct mnz_option_choice), .list = mnz_list_tables,
     .noun = "table"},
    {MNZ_OPTION_CHOICE, .name = "digits", .value = "N",
     .help = "significant digits of numbers in tables (default 6); full: as many as "
             "read back to the same number",
     .offset = FIELD(digits, struct mnz_option_choice), .list = digits_name,
     .noun = "number of digits"},
    {MNZ_OPTION_TEXTS, .name = "locale", .value = "NAME",
     .help = "write tables for spreadsheets of a language, or with 'decimal=, "
             "separator=;' (default: a point, and commas between cells)",
     .offset = FIELD(locale, struct mnz_option_texts), .list = locale_name},
    MNZ_OPTIONS_END,
};

const struct mnz_option mnz_job_option_rows[] = {
    {MNZ_OPTION_COUNT, .name = "trials", .letter = 'n', .value = "N",
     .help = "how many trials (default: the scenario's)",
     .offset = FIELD(trials, struct mnz_option_count), .least = 1, .most = 1e9},
    {MNZ_OPTION_COUNT, .name = "seed", .letter = 's', .value = "S",
     .help = "seed of the random numbers (default: the scenario's)",
     .offset = FIELD(seed, struct mnz_option_count), .most = INFINITY},
    {MNZ_OPTION_CHOICE, .name = "sampler", .value = "SAMPLER",
     .help = "how uncertain inputs are drawn (the scenario says, by default)",
     .offset = FIELD(sampler, struct mnz_option_choice), .list = sampler_name,
     .noun = "sampler"},
    {MNZ_OPTION_COUNT, .name = "threads", .letter = 't', .value = "N",
     .help = "threads (default: one a processor); results do not depend on it",
     .offset = FIELD(threads, struct mnz_option_count), .least = 1, .most = 256},
    {MNZ_OPTION_GROUP, .group = mnz_output_option_rows, .offset = 0},
    {MNZ_OPTION_CHOICE, .name = "progress", .value = "FORM",
     .help =
         "how progress is told: by a bar, or lines in a log (text); or by a line of "
         "JSON a second, for programs that watch (json)",
     .offset = FIELD(progress, struct mnz_option_choice), .list = progress_name,
     .noun = "form of progress"},
    {MNZ_OPTION_FILE, .name = "log", .value = "FILE",
     .help = "append progress to a file, in place of standard error",
     .offset = FIELD(log, const char *)},
    {MNZ_OPTION_SWITCH, .name = "no-progress",
     .help = "no progress bar, and no lines of progress in a log",
     .offset = FIELD(no_progress, int)},
    {MNZ_OPTION_GROUP, .group = mnz_load_option_rows,
     .offset = FIELD(load, struct mnz_load_options)},
    MNZ_OPTIONS_END,
};

static double
seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

const struct mnz_option_choice *
mnz_job_table(const struct mnz_job_options *options)
{
    return options->json.is_given ? &options->json : &options->table;
}

static struct timeval
time_of(double seconds)
{
    const double whole = floor(seconds);

    return (struct timeval){.tv_sec = (time_t)whole,
                            .tv_usec = (suseconds_t)(1e6 * (seconds - whole))};
}

/* How the options want tables written. */
static int
read_style(struct mnz_job *job)
{
    const struct mnz_option_texts *locale = &job->options->locale;

    job->style = mnz_cells_plain;
    if (job->options->digits.is_given)
        job->style.digits = (int)job->options->digits.index;
    for (size_t i = 0; i < locale->count; i++) {
        const char *word;
        size_t length;

        if (mnz_locale_read(locale->items[i], &job->style, &word, &length) == MNZ_OK)
            continue;
        mnz_say("monazite %s: --locale takes a language such as de, or marks that "
                "differ, such as 'decimal=, separator=;', not '%.*s'\n",
                job->call->command->name, (int)length, word);
        return MNZ_EXIT_INPUT;
    }
    return MNZ_EXIT_DONE;
}

int
mnz_job_start(struct mnz_job *job, const struct mnz_call *call,
              const struct mnz_job_options *options)
{
    job->started = seconds_now();
    job->call = call;
    job->options = options;
    job->log = options->log ? fopen(options->log, "a") : NULL;
    if (options->log && !job->log)
        return mnz_report_failure(options->log, MNZ_ERR_IO);
    return read_style(job);
}

int
mnz_job_is_first(const struct mnz_job *job)
{
    return !job->call->ranks || job->call->ranks->rank == 0;
}

int
mnz_job_report(const struct mnz_job *job, const char *subject, enum mnz_status status)
{
    const struct mnz_ranks *ranks = job->call->ranks;
    struct mnz_diags *diags = NULL;

    if (status != MNZ_ERR_INPUT || !ranks || mnz_diags_create(&diags))
        return mnz_report_failure(subject, status);
    mnz_diag_add(diags, MNZ_E1807, (struct mnz_span){.file = "mpirun"},
                 "start all ranks with the same files, program and options",
                 "rank %d of this job, or another one, has another study than rank 0",
                 ranks->rank);
    mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    return MNZ_EXIT_INPUT;
}

int
mnz_job_load(struct mnz_job *job, const struct mnz_call *call,
             const struct mnz_job_options *options)
{
    const size_t count =
        call->command->operand == MNZ_OPERAND_ONE_AND_NAME ? 1 : call->num_operands;
    int status = mnz_job_start(job, call, options);
    struct mnz_job_file *files;

    if (status)
        return status;
    files = mnz_arena_alloc(&job->arena, count + 1, sizeof *files);
    if (!files)
        return mnz_report_failure(call->command->name, MNZ_ERR_NOMEM);
    for (size_t i = 0; i < count; i++)
        files[i] =
            (struct mnz_job_file){call->operands[i], call->texts[i], &options->load};
    return mnz_job_load_files(job, files, count);
}

int
mnz_job_load_files(struct mnz_job *job, const struct mnz_job_file *files, size_t count)
{
    const struct mnz_call *call = job->call;
    int status = MNZ_EXIT_DONE;

    job->models = calloc(count, sizeof *job->models);
    job->results = calloc(count, sizeof *job->results);
    if (!job->models || !job->results)
        return mnz_report_failure(call->command->name, MNZ_ERR_NOMEM);
    for (size_t i = 0; i < count; i++) {
        struct mnz_load_options load = *files[i].options;
        int one;

        load.quiet |= !mnz_job_is_first(job);
        one = mnz_load_model(files[i].path, files[i].text, &load, &job->models[i]);
        status = one > status ? one : status;
        job->count++;
    }
    job->outcome.num_results = (uint32_t)job->count;
    job->outcome.models = (const struct mnz_model *const *)job->models;
    job->outcome.results = (const struct mnz_result *const *)job->results;
    if (status)
        return status;
    job->outcome.names = mnz_outcome_names((const struct mnz_model *const *)job->models,
                                           job->count, &job->arena);
    return job->outcome.names ? MNZ_EXIT_DONE
                              : mnz_report_failure(call->command->name, MNZ_ERR_NOMEM);
}

/* The name of an output's file, of a scenario if it has one of each. */
static void
output_name(const struct mnz_job *job, const struct mnz_output *output, uint32_t index,
            char name[64])
{
    const char *ending = strrchr(output->file, '.');

    if (output->write_each && job->outcome.num_results > 1)
        snprintf(name, 64, "%.*s.%u%s", (int)(ending - output->file), output->file,
                 index + 1, ending);
    else
        snprintf(name, 64, "%s", output->file);
}

/* Whether a file of the folder is one that a scenario was read from. */
static int
refuse_input(struct mnz_job *job, const char *name)
{
    const char *path =
        mnz_arena_printf(&job->arena, "%s/%s", job->options->folder, name);
    const char *real = path ? mnz_file_real_path(path, &job->arena) : NULL;

    for (size_t i = 0; real && i < job->count; i++) {
        const struct mnz_scenario *s = job->models[i]->scenario;

        for (size_t k = 0; k < s->num_files; k++) {
            const char *own = mnz_file_real_path(s->files[k].path, &job->arena);

            if (!own || strcmp(own, real) != 0)
                continue;
            mnz_say("monazite %s: %s is part of the scenario; choose another folder\n",
                    job->call->command->name, path);
            return MNZ_EXIT_INPUT;
        }
    }
    return MNZ_EXIT_DONE;
}

/* Results must not take the place of files that a scenario is made of. */
static int
refuse_inputs(struct mnz_job *job)
{
    int status = MNZ_EXIT_DONE;

    for (const struct mnz_output *o = job->call->command->outputs; !status && o->file;
         o++)
        for (uint32_t i = 0;
             !status && i < (o->write_each ? job->outcome.num_results : 1); i++) {
            char name[64];

            output_name(job, o, i, name);
            status = refuse_input(job, name);
        }
    return status;
}

int
mnz_job_open(struct mnz_job *job, const char *name, struct mnz_outfile *file)
{
    const enum mnz_status st = mnz_outset_open(&job->set, name, file);

    return st ? mnz_report_in(job->options->folder, name, st) : MNZ_EXIT_DONE;
}

int
mnz_job_keep(struct mnz_job *job, const char *name, struct mnz_outfile *file)
{
    const enum mnz_status st = mnz_outset_keep(&job->set, name, file);

    return st ? mnz_report_in(job->options->folder, name, st) : MNZ_EXIT_DONE;
}

/* The file of an earlier run, or NULL. */
static const struct mnz_manifest_file *
find_old(const struct mnz_job *job, const char *name)
{
    for (size_t i = 0; i < job->num_old; i++)
        if (strcmp(job->old[i].name, name) == 0)
            return &job->old[i];
    return NULL;
}

/* Whether a file would be lost that no run could write again. */
static int
refuse_loss(struct mnz_job *job, const char *name)
{
    const char *folder = job->options->folder;
    const struct mnz_manifest_file *old = find_old(job, name);
    const char *path = mnz_arena_printf(&job->arena, "%s/%s", folder, name);
    enum mnz_manifest_state state = MNZ_FILE_WHOLE;
    enum mnz_status st = path ? MNZ_OK : MNZ_ERR_NOMEM;
    struct stat info;

    if (!st && (stat(path, &info) != 0 || !S_ISREG(info.st_mode)))
        return MNZ_EXIT_DONE;
    if (!st && old)
        st = mnz_manifest_compare(folder, old, &state);
    if (st)
        return mnz_report_in(folder, name, st);
    if (old && state != MNZ_FILE_CHANGED)
        return MNZ_EXIT_DONE;
    mnz_say("monazite %s: %s %s; choose another folder, or overwrite it with --force\n",
            job->call->command->name, path,
            old ? "was changed after it had been written" : "is no result of a run");
    return MNZ_EXIT_INPUT;
}

/* Whether a command leaves files of this name: its own, or that of a scenario with its
 * number in it. */
static int
can_write(const struct mnz_command *command, const char *name)
{
    for (const struct mnz_output *o = command->outputs; o->file; o++) {
        const char *ending = strrchr(o->file, '.');
        const size_t stem = (size_t)(ending - o->file), length = strlen(name);

        if (strcmp(o->file, name) == 0)
            return 1;
        if (o->write_each && strncmp(o->file, name, stem) == 0 && name[stem] == '.' &&
            strcmp(name + length - strlen(ending), ending) == 0)
            return 1;
    }
    return 0;
}

/* Results of another command would go with those that this one replaces. */
static int
refuse_others(const struct mnz_job *job)
{
    for (size_t i = 0; i < job->num_old; i++)
        if (!can_write(job->call->command, job->old[i].name)) {
            mnz_say("monazite %s: %s holds results of another command (%s); choose "
                    "another folder, or replace them with --force\n",
                    job->call->command->name, job->options->folder, job->old[i].name);
            return MNZ_EXIT_INPUT;
        }
    return MNZ_EXIT_DONE;
}

/* The manifest of an earlier run, and whether each file there is as it was written. */
static int
refuse_losses(struct mnz_job *job)
{
    const char *path =
        mnz_arena_printf(&job->arena, "%s/manifest.json", job->options->folder);
    const enum mnz_status st =
        path ? mnz_manifest_read(path, &job->arena, &job->old, &job->num_old)
             : MNZ_ERR_NOMEM;
    int status = MNZ_EXIT_DONE;

    if (st == MNZ_ERR_NOMEM)
        return mnz_report_failure(job->options->folder, st);
    if (st == MNZ_ERR_INPUT && !job->options->force)
        status = refuse_loss(job, "manifest.json");
    if (!status && !job->options->force)
        status = refuse_others(job);
    for (const struct mnz_output *o = job->call->command->outputs;
         !status && !job->options->force && !job->goes_on && o->file; o++)
        for (uint32_t i = 0;
             !status && i < (o->write_each ? job->outcome.num_results : 1); i++) {
            char name[64];

            output_name(job, o, i, name);
            if (strcmp(name, "manifest.json") != 0 && !o->is_journal &&
                !(o->is_read && o->is_read(job)))
                status = refuse_loss(job, name);
        }
    return status;
}

int
mnz_job_make_folder(struct mnz_job *job)
{
    const char *folder = job->options->folder;
    struct mnz_outfile file = {0};
    enum mnz_status st = MNZ_OK;
    int status;

    if (!folder || !mnz_job_is_first(job))
        return MNZ_EXIT_DONE;
    status = refuse_inputs(job);
    if (!status)
        st = mnz_outset_begin(&job->set, folder);
    if (st == MNZ_ERR_IO && errno == EWOULDBLOCK) {
        mnz_say("monazite %s: another run is writing into %s; wait for it, or choose "
                "another folder\n",
                job->call->command->name, folder);
        return MNZ_EXIT_FAILED;
    }
    if (st)
        return mnz_report_failure(folder, st);
    if (!status)
        status = refuse_losses(job);
    if (!status)
        status = mnz_job_open(job, "manifest.json", &file);
    mnz_outfile_discard(&file);
    return status;
}

static void
ask_to_stop(int signal_number)
{
    (void)signal_number;
    atomic_store(&stop_asked, 1);
}

/* A second signal ends the program at once. A signal that is ignored, as in a shell's
 * background jobs and under nohup, stays so. */
static void
catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = ask_to_stop}, before;

    sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

/* The first tick of the limit stops the run; the next one, as long after, is the end.
 */
static void
ask_in_time(int signal_number)
{
    struct sigaction action = {.sa_handler = mnz_end_in_time};

    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
    atomic_store(&stop_asked, 1);
}

/* With --time-limit: a run stops in time, and may take as long again to write what is
 * done. */
static void
stop_in_time(const struct mnz_job *job)
{
    const struct mnz_option_count *limit = &job->options->load.time_limit;
    const double left = (double)limit->value - (seconds_now() - job->started);
    struct sigaction action = {.sa_handler = ask_in_time};
    struct itimerval timer;

    if (!limit->is_given || left <= 0.0)
        return;
    timer.it_value = time_of(left);
    timer.it_interval = time_of((double)limit->value);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGALRM, &action, NULL) == 0)
        setitimer(ITIMER_REAL, &timer, NULL);
}

uint64_t
mnz_job_trials(const struct mnz_job *job, size_t index)
{
    const struct mnz_option_count *trials = &job->options->trials;

    return trials->is_given ? trials->value : mnz_model_trials(job->models[index]);
}

static int
shows_progress(const struct mnz_job *job)
{
    return (job->log || !job->options->load.quiet) && !job->options->no_progress &&
           mnz_job_is_first(job);
}

struct mnz_run_options
mnz_job_run_options(const struct mnz_job *job)
{
    const struct mnz_job_options *o = job->options;

    return (struct mnz_run_options){
        .trials = o->trials.value,
        .seed = o->seed.is_given ? &o->seed.value : NULL,
        .sampler = o->sampler.is_given ? mnz_sampler_names[o->sampler.index] : NULL,
        .threads = (uint32_t)o->threads.value,
    };
}

struct mnz_run_options
mnz_job_begin(struct mnz_job *job)
{
    const struct mnz_job_options *o = job->options;
    struct mnz_run_options run = mnz_job_run_options(job);

    catch_signals();
    stop_in_time(job);
    job->progress.screen = mnz_screen_on(job->log ? job->log : stderr);
    job->progress.is_terminal = !job->log && isatty(STDERR_FILENO);
    job->progress.is_json = o->progress.is_given && o->progress.index > 0;
    if (shows_progress(job))
        mnz_progress_begin(&job->progress);
    run.stop = &stop_asked;
    run.ranks = job->call->ranks;
    run.progress = shows_progress(job) ? mnz_progress_draw : NULL;
    run.progress_context = &job->progress;
    return run;
}

enum mnz_status
mnz_job_end(struct mnz_job *job, size_t index, enum mnz_status status,
            const struct mnz_result *result)
{
    if (shows_progress(job))
        mnz_progress_end(&job->progress);
    if (status != MNZ_ERR_STOPPED || !result)
        return status;
    job->is_partial = 1;
    if (!mnz_job_is_first(job))
        return MNZ_OK;
    mnz_say("monazite: stopped after %llu of %llu trials of %s\n",
            (unsigned long long)mnz_result_trials(result),
            (unsigned long long)mnz_job_trials(job, index),
            mnz_model_name(job->models[index]));
    return MNZ_OK;
}

enum mnz_status
mnz_job_write_scenario(struct mnz_job *job, uint32_t index, FILE *stream)
{
    return mnz_scenario_file_write(&job->outcome, index, job->options->folder, stream);
}

void
mnz_job_end_study(struct mnz_job *job, enum mnz_status status)
{
    if (shows_progress(job))
        mnz_progress_end(&job->progress);
    if (status != MNZ_ERR_STOPPED)
        return;
    job->is_partial = 1;
    if (mnz_job_is_first(job))
        mnz_say("monazite: stopped; what is done is written\n");
}

enum mnz_status
mnz_job_write_manifest(struct mnz_job *job, FILE *stream)
{
    const struct mnz_manifest manifest = {
        .build = mnz_build_info(),
        .argc = job->call->argc,
        .argv = job->call->argv,
        .wall_seconds = seconds_now() - job->started,
        .is_partial = job->is_partial,
        .outcome = &job->outcome,
        .files = job->set.files,
        .num_files = job->set.count,
    };

    return mnz_manifest_write(&manifest, stream);
}

struct mnz_cells
mnz_job_cells(const struct mnz_job *job, const struct mnz_table *table,
              const char *file, FILE *stream)
{
    const struct mnz_format *format = mnz_format_of(file);

    MNZ_BUG_IF(!format);
    return mnz_table_cells(table, format, &job->style, stream);
}

static enum mnz_status
write_table(const struct mnz_job *job, const struct mnz_table *table, const char *file,
            FILE *stream)
{
    struct mnz_cells cells = mnz_job_cells(job, table, file, stream);

    return mnz_table_write(table, &job->outcome, &cells);
}

static enum mnz_status
write_contents(struct mnz_job *job, const struct mnz_output *output, uint32_t index,
               FILE *stream)
{
    if (output->write_each)
        return output->write_each(job, index, stream);
    return output->write ? output->write(job, stream)
                         : write_table(job, output->table, output->file, stream);
}

static int
write_output(struct mnz_job *job, const struct mnz_output *output, uint32_t index)
{
    struct mnz_outfile file = {0};
    char name[64];
    enum mnz_status st;
    int status;

    output_name(job, output, index, name);
    status = mnz_job_open(job, name, &file);
    if (status)
        return status;
    st = write_contents(job, output, index, file.stream);
    if (st)
        status = mnz_report_in(job->options->folder, name, st);
    else
        status = mnz_job_keep(job, name, &file);
    mnz_outfile_discard(&file);
    return status;
}

static int
is_wanted(const struct mnz_job *job, const struct mnz_output *output)
{
    return !output->is_journal && (!job->is_part || output->is_of_part) &&
           (!output->is_wanted || output->is_wanted(job));
}

/* One file, or one of each scenario that was begun. */
static int
write_files(struct mnz_job *job, const struct mnz_output *output)
{
    const uint32_t count = output->write_each ? job->outcome.num_results : 1;
    int status = MNZ_EXIT_DONE;

    for (uint32_t i = 0; !status && i < count; i++)
        if (!output->write_each || job->outcome.sweep || job->outcome.results[i])
            status = write_output(job, output, i);
    return status;
}

/* Files of an earlier run that this one did not write would be taken for its own. */
static void
remove_old(struct mnz_job *job)
{
    for (size_t i = 0; i < job->num_old; i++) {
        const char *path = mnz_arena_printf(&job->arena, "%s/%s", job->options->folder,
                                            job->old[i].name);
        enum mnz_manifest_state state;
        int is_new = 0;

        for (size_t k = 0; k < job->set.count; k++)
            is_new |= strcmp(job->set.files[k].name, job->old[i].name) == 0;
        if (!is_new && path &&
            mnz_manifest_compare(job->options->folder, &job->old[i], &state) ==
                MNZ_OK &&
            state == MNZ_FILE_WHOLE)
            unlink(path);
    }
}

/* All files are complete: they take their names, the manifest last. A folder that is
 * left in between does not agree with its manifest. */
static int
commit_folder(struct mnz_job *job)
{
    const size_t count = job->set.count;
    enum mnz_status st = MNZ_OK;

    if (count > 0)
        st = mnz_outset_commit(&job->set, 0, count - 1);
    if (!st)
        remove_old(job);
    if (!st && count > 0)
        st = mnz_outset_commit(&job->set, count - 1, count);
    return st ? mnz_report_failure(job->options->folder, st) : MNZ_EXIT_DONE;
}

static int
write_folder(struct mnz_job *job)
{
    const struct mnz_output *outputs = job->call->command->outputs;
    int status = MNZ_EXIT_DONE;

    for (const struct mnz_output *o = outputs; !status && o->file; o++)
        if (is_wanted(job, o) && (o->write_each || o->write || o->table->write_rows))
            status = write_files(job, o);
    if (!status)
        status = commit_folder(job);
    for (const struct mnz_output *o = outputs; !status && o->file; o++)
        if (is_wanted(job, o) && o->verify)
            status = o->verify(job);
    return status;
}

/* The table asked for, or a picture. */
static int
write_standard_output(struct mnz_job *job)
{
    const struct mnz_command *command = job->call->command;
    const struct mnz_option_choice *table = mnz_job_table(job->options);
    const char *format = job->options->json.is_given ? ".json" : ".csv";
    enum mnz_status st = MNZ_OK;
    int status;

    if (table->is_given) {
        st = write_table(job, mnz_table_at(command, table->index), format, stdout);
    } else if (!job->options->load.quiet) {
        const struct mnz_screen screen = mnz_screen_on(stdout);

        st = command->draw(&screen, &job->outcome);
    }
    status = mnz_report_written("standard output", st);
    return status ? status : mnz_close_output();
}

static void
say_written(const struct mnz_job *job)
{
    const char *separator = "";

    mnz_say("written: %s/", job->options->folder);
    for (const struct mnz_output *o = job->call->command->outputs; o->file; o++) {
        for (uint32_t i = 0;
             is_wanted(job, o) && i < (o->write_each ? job->outcome.num_results : 1);
             i++) {
            char name[64];

            output_name(job, o, i, name);
            mnz_say("%s%s", separator, name);
            separator = " ";
        }
    }
    fputc('\n', stderr);
}

int
mnz_job_write(struct mnz_job *job)
{
    const char *folder = job->options->folder;
    int status;

    if (!mnz_job_is_first(job))
        return MNZ_EXIT_DONE;
    status = folder ? write_folder(job) : MNZ_EXIT_DONE;
    if (!status && !job->is_part)
        status = write_standard_output(job);
    if (!status && folder && !job->options->load.quiet)
        say_written(job);
    return !status && job->is_partial ? MNZ_EXIT_STOPPED : status;
}

void
mnz_job_finish(struct mnz_job *job)
{
    for (size_t i = 0; job->results && i < job->count; i++)
        mnz_result_destroy(job->results[i]);
    for (size_t i = 0; job->models && i < job->count; i++)
        mnz_model_destroy(job->models[i]);
    free(job->results);
    free(job->models);
    if (job->log)
        fclose(job->log);
    mnz_outset_finish(&job->set);
    mnz_arena_finish(&job->arena);
}
