#ifndef MNZ_CLI_JOB_H
#define MNZ_CLI_JOB_H

#include "cli/command.h"
#include "base/outset.h"
#include "cli/load_model.h"
#include "report/manifest_read.h"

/* Options of every command that simulates. */
struct mnz_job_options {
    struct mnz_load_options load;
    struct mnz_option_count trials, seed,
        threads; /* else the scenario's, one a processor */
    struct mnz_option_choice sampler;
    const char *folder;             /* -o */
    struct mnz_option_choice table; /* --csv */
    struct mnz_option_choice json;  /* --json; see mnz_job_table() */
    struct mnz_option_choice digits;
    struct mnz_option_texts locale;
    int no_progress, force;
    struct mnz_option_choice progress;
    const char *log; /* where progress goes; NULL: standard error */
};
extern const struct mnz_option mnz_job_option_rows[];
/* Those of them that say where results go, for commands that only put them together. */
extern const struct mnz_option mnz_output_option_rows[];

/* The table to print: that of --json, else that of --csv, which may not be given. */
const struct mnz_option_choice *mnz_job_table(const struct mnz_job_options *options);

/*
 * A command that loads scenarios, simulates, and writes the results: the files of its
 * table of outputs, one table to standard output, or a picture.
 */
struct mnz_job {
    const struct mnz_call *call;
    const struct mnz_job_options *options;
    void *context; /* the command's own */
    struct mnz_arena arena;
    size_t count; /* of scenarios */
    struct mnz_model **models;
    struct mnz_result **results;
    struct mnz_outcome outcome;   /* for the outputs; its results are these at first */
    struct mnz_cells_style style; /* of its tables */
    double started;               /* seconds */
    int is_partial;               /* stopped by a signal */
    int is_part;                  /* of a study: --shard */
    int goes_on; /* --resume of a study that ended before its manifest was there */
    struct mnz_progress progress;
    FILE *log;                     /* of --log, or NULL */
    struct mnz_outset set;         /* the files of the folder */
    struct mnz_manifest_file *old; /* those that an earlier run left there */
    size_t num_old;
};

/* The steps, in this order; each returns an exit status, with a message. mnz_job_finish
 * in any case. */

/* Read the style of tables from the options; mnz_job_load() does it too. */
int mnz_job_start(struct mnz_job *job, const struct mnz_call *call,
                  const struct mnz_job_options *options);

/* Read the style of tables from the options, and load every scenario of the call. */
int mnz_job_load(struct mnz_job *job, const struct mnz_call *call,
                 const struct mnz_job_options *options);

/* A scenario to load: its text where it came through a pipe, and its settings. */
struct mnz_job_file {
    const char *path, *text;
    const struct mnz_load_options *options;
};

/* The second half of the above, for scenarios that the command line does not name. */
int mnz_job_load_files(struct mnz_job *job, const struct mnz_job_file *files,
                       size_t count);

/* Make the folder of -o, if there is one, lock it, and see whether it can be written
 * without loss: files there are overwritten only if an earlier run wrote them as they
 * are, or with --force. */
int mnz_job_make_folder(struct mnz_job *job);

/* How to run one of the scenarios: as it says itself, unless the options say otherwise.
 */
struct mnz_run_options mnz_job_run_options(const struct mnz_job *job);

/*
 * The same, with a progress bar on a terminal. From then on SIGINT, SIGTERM and SIGHUP
 * ask for an early end, and so does --time-limit. Call mnz_job_end() after the run,
 * with its status and its result, which may be NULL: a run that was stopped counts as
 * done if it has a result; `is_partial` is then set and standard error says how far it
 * came.
 */
struct mnz_run_options mnz_job_begin(struct mnz_job *job);
MNZ_NODISCARD enum mnz_status mnz_job_end(struct mnz_job *job, size_t index,
                                          enum mnz_status status,
                                          const struct mnz_result *result);

/* The same after a study of several runs, whose results are there. */
void mnz_job_end_study(struct mnz_job *job, enum mnz_status status);

/* Whether it has the results: of several ranks of mpirun the first. The others write
 * and say nothing but errors. */
int mnz_job_is_first(const struct mnz_job *job);

/* As mnz_report_failure(), of a study, which ranks may have failed to agree on. */
int mnz_job_report(const struct mnz_job *job, const char *subject,
                   enum mnz_status status);

/* How many trials a run of the scenario will make. */
uint64_t mnz_job_trials(const struct mnz_job *job, size_t index);

/* Open a file of the folder ahead of the others, and keep it for them when complete.
 * Both return an exit status, with a message. */
int mnz_job_open(struct mnz_job *job, const char *name, struct mnz_outfile *file);
int mnz_job_keep(struct mnz_job *job, const char *name, struct mnz_outfile *file);

/* Write the outputs, print the table or draw. MNZ_EXIT_STOPPED if the run was. */
int mnz_job_write(struct mnz_job *job);
void mnz_job_finish(struct mnz_job *job);

/* A writer of a table in the job's style, in the format of the file's name. */
struct mnz_cells mnz_job_cells(const struct mnz_job *job, const struct mnz_table *table,
                               const char *file, FILE *stream);

/* The outputs that every such command has, the last of its table. */
enum mnz_status mnz_job_write_scenario(struct mnz_job *job, uint32_t index,
                                       FILE *stream);
#define MNZ_OUTPUT_SCENARIO                                                            \
    {                                                                                  \
        "scenario.yaml", .write_each = mnz_job_write_scenario, .is_of_part = 1,        \
                         .contents = "the scenario with all that it extends, its "     \
                                     "tables and settings: a run of it gives the "     \
                                     "same tables"                                     \
    }
enum mnz_status mnz_job_write_manifest(struct mnz_job *job, FILE *stream);
#define MNZ_OUTPUT_MANIFEST                                                            \
    {                                                                                  \
        "manifest.json",                                                               \
            .write = mnz_job_write_manifest, .is_of_part = 1,                          \
            .contents = "how the files came about: versions, command line, seed, and " \
                        "the SHA-256 of all files that were read"                      \
    }

#endif
