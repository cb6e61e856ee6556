#ifndef MNZ_CLI_COMMON_H
#define MNZ_CLI_COMMON_H

#include <stdatomic.h>
#include "base/files.h"
#include "cli/options.h"
#include "monazite/diag.h"
#include "network/network.h"
#include "report/screen.h"

/* A scenario with its network, as most commands need it. */
struct mnz_world {
    struct mnz_diags *diags;
    struct mnz_scenario *scenario;
    struct mnz_network *network;
};

/*
 * Load `path` with the options' settings and compile it; print what there is to say on
 * standard error. Returns an exit status; mnz_world_finish in any case.
 */
int mnz_world_load(struct mnz_world *world, const char *path,
                   const struct mnz_options *options);
void mnz_world_finish(struct mnz_world *world);

/*
 * Flush and check standard output: a full disk is MNZ_EXIT_FAILED with a message; a
 * reader who left is no failure. To be called right after the last write.
 */
int mnz_close_output(void);

/* The status after `what` failed with `status`, with a message on standard error. */
int mnz_report_failure(const char *what, enum mnz_status status);

/* MNZ_EXIT_DONE if `given` is one of `choices`; else says what there is to choose from
 * and returns MNZ_EXIT_INPUT. */
int mnz_check_choice(const char *command, const char *what, const char *given,
                     const char *const *choices, size_t count);

/* Seconds on a clock that never goes back. */
double mnz_seconds_now(void);

/* From now on SIGINT and SIGTERM set the flag instead of ending the program; a second
 * one ends it. */
void mnz_catch_signals(void);
const atomic_int *mnz_stop_flag(void);

/* How to draw on a stream. */
struct mnz_screen mnz_screen_on(FILE *stream);

/* Open a file of a command's folder for writing. Returns an exit status, with a
 * message. */
int mnz_open_in(const char *dir, const char *name, struct mnz_outfile *file);

/* The same of the first file of a folder, which is made if need be. A folder that
 * cannot be written is better known before the work than after. */
int mnz_make_and_open(const char *dir, const char *name, struct mnz_outfile *file);

/* The status after such a file could not be written, with a message. */
int mnz_report_in(const char *dir, const char *name, enum mnz_status status);

#endif
