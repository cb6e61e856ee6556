#ifndef MNZ_CLI_RESUME_H
#define MNZ_CLI_RESUME_H

#include "cli/job.h"

/*
 * Runs that go on from the state in their folder, "state.bin", or "state.2.bin" of the
 * second of several scenarios. A note in it tells how trials.csv was written, which
 * grows with the run.
 */

/* Write the state of a result; `has_trials`: with the rows of its trials beside it. */
enum mnz_status mnz_resume_write(const struct mnz_job *job, uint32_t index,
                                 int has_trials, FILE *stream);

/*
 * Read the states of all scenarios, as they are to run by `options`, whose trials are
 * the most of a run (0: the scenario's). `begun`, [scenario], takes the results, NULL
 * of a scenario that an interrupted run did not come to. An exit status, with a
 * message.
 */
int mnz_resume_read(struct mnz_job *job, const struct mnz_run_options *options,
                    int has_trials, struct mnz_result **begun);

/* Copy the rows of trials.csv in the folder to `trials`, to which new ones are added.
 * An exit status, with a message. */
int mnz_resume_copy_trials(struct mnz_job *job, struct mnz_outfile *trials);

#endif
