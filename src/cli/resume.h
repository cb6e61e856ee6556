#ifndef MNZ_CLI_RESUME_H
#define MNZ_CLI_RESUME_H

#include "cli/job.h"
#include "monazite/state.h"

/*
 * Studies that go on from results in their folder. While a study runs, what is done of
 * each point is in "unfinished.bin", or in "unfinished.2.bin" of the second of several;
 * each file is whole, for it takes the place of the one before. They go when the tables
 * are there. What a finished run has found out stays in "state.bin" or "state.2.bin".
 * A note in it tells how trials.csv was written, which grows with the run.
 */

/* The file of unfinished points among the outputs of a command. */
#define MNZ_OUTPUT_UNFINISHED                                                          \
    {                                                                                  \
        "unfinished.bin", .is_journal = 1,                                             \
                          .contents = "while it runs: the trials that are done, from " \
                                      "which --resume goes on after a crash"           \
    }

/* Write the state of a result of the outcome, with a note; the note of a run that has
 * rows of trials beside it, or none. */
enum mnz_status mnz_resume_write(const struct mnz_job *job, uint32_t index,
                                 const char *note, FILE *stream);
void mnz_resume_note(const struct mnz_job *job, int has_trials,
                     char note[MNZ_STATE_TEXT]);

/* The program and its version. */
void mnz_resume_maker(char maker[MNZ_STATE_TEXT]);

/* A study's points in a folder. */
struct mnz_resume {
    struct mnz_job *job;
    uint32_t count; /* points */
    int has_trials; /* rows of trials go with the state */
    int has_failed; /* mnz_resume_save() has said why */
    /* Read a point's file. */
    enum mnz_status (*restore)(void *context, uint32_t point, const char *maker,
                               const char *path, struct mnz_diags *diags, char *note,
                               struct mnz_result **out);
    void *context;
};

/* Whether a folder, or NULL, holds an unfinished study: some of its tables may be there
 * without a manifest. */
int mnz_resume_is_due(struct mnz_job *job, const char *folder);

/* With --resume: read the points that are there to `begun`, [count], NULL for the
 * others. Else points of an unfinished study are not lost, unless --force says so.
 * An exit status, with a message. */
int mnz_resume_begin(struct mnz_resume *resume, int resumes, struct mnz_result **begun);

/* Store what is done of a point, with a note; not 0, with a message, where that fails.
 */
int mnz_resume_save(struct mnz_resume *resume, uint32_t point, const char *note,
                    const struct mnz_result *result);

/* Copy what is stored of a point, whose values are gone from memory. */
enum mnz_status mnz_resume_copy(const struct mnz_resume *resume, uint32_t point,
                                FILE *stream);

/* All is written: nothing is unfinished any more. Returns `status`, or where that is
 * MNZ_EXIT_DONE a failure to remove what was unfinished, with a message. */
int mnz_resume_end(const struct mnz_resume *resume, int status);

/* Copy the rows of trials.csv in the folder to `trials`, to which new ones are added.
 * An exit status, with a message. */
int mnz_resume_copy_trials(struct mnz_job *job, struct mnz_outfile *trials);

#endif
