#ifndef MNZ_CLI_LOAD_MODEL_H
#define MNZ_CLI_LOAD_MODEL_H

#include "cli/options.h"
#include "monazite/model.h"
#include "report/sarif.h"

/* The file of --sarif, or NULL; then messages are kept in the log, which is written at
 * the end. */
struct mnz_sarif_option {
    const char *file;
    struct mnz_sarif *log;
};

/* Options of every command that loads a scenario. */
struct mnz_load_options {
    struct mnz_option_texts settings;
    int quiet;
    struct mnz_option_count max_memory, time_limit; /* MB, seconds */
    struct mnz_sarif_option sarif;
};
extern const struct mnz_option mnz_load_option_rows[];

/* The most bytes of a scenario that comes through a pipe. */
enum { MNZ_MOST_PIPED = 16 << 20 };

/* Whether a scenario comes through a pipe: "-", /dev/stdin or /dev/fd/N. */
int mnz_is_piped(const char *path);

/* Read it into `arena`, once and for all; NULL after a message that calls it `path`. */
char *mnz_read_piped(const char *path, struct mnz_arena *arena);

/*
 * Load the scenario at `path`, or the one that is `text` unless that is NULL, with the
 * options' settings; print its errors on standard error, and its warnings unless
 * `options` are quiet. Returns an exit status; *model is the caller's to destroy, NULL
 * on failure.
 */
int mnz_load_model(const char *path, const char *text,
                   const struct mnz_load_options *options, struct mnz_model **model);

/* A handler of the signal of --time-limit that ends the program with status 1. */
void mnz_end_in_time(int signal_number);

/* Keep problems for --sarif, if it is given. */
void mnz_note_diags(const struct mnz_load_options *options,
                    const struct mnz_diags *diags);

/* Begin and end the log of --sarif in the fields of a command that has the option: an
 * exit status, of the end that of the command unless the log cannot be written. */
int mnz_sarif_begin(const struct mnz_command *command, void *fields);
int mnz_sarif_end(const struct mnz_command *command, void *fields, int status,
                  int is_first);

/* Print problems on standard error, in colour on a terminal. */
void mnz_print_diags(const struct mnz_diags *diags);

#endif
