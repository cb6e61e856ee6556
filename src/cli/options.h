#ifndef MNZ_CLI_OPTIONS_H
#define MNZ_CLI_OPTIONS_H

#include <stddef.h>
#include <stdint.h>
#include "document/settings.h"

/* Exit statuses of the program. */
enum {
    MNZ_EXIT_DONE = 0,
    MNZ_EXIT_FAILED = 1,  /* disk full, out of memory            */
    MNZ_EXIT_INPUT = 2,   /* a wrong scenario or command line    */
    MNZ_EXIT_STOPPED = 3, /* by a signal, with partial results   */
};

/* Everything that the commands take. Arrays point into argv. */
struct mnz_options {
    const char **scenarios;
    size_t num_scenarios;
    struct mnz_setting *settings;
    size_t num_settings;
    uint64_t trials, seed; /* used if has_ */
    int has_trials, has_seed;
    const char *sampler; /* or NULL */
    uint64_t threads;    /* 0: one a processor */
    const char *out_dir, *csv_table, *observed, *naive_base;
    const char **inputs; /* --inputs, as often as given */
    size_t num_inputs;
    const char *error, *ess, *draws; /* or NULL */
    int trials_csv, quiet, no_progress, graph, full, help;
};

/* One option of a command. `value` names its argument, NULL for a switch. */
struct mnz_option_spec {
    const char *name; /* "--trials" */
    char letter;      /* 'n', or 0  */
    const char *value;
    const char *help;
};

/*
 * Read the arguments after the command's name. Says on standard error what is wrong and
 * returns MNZ_EXIT_INPUT, else MNZ_EXIT_DONE. mnz_options_finish in any case.
 */
int mnz_options_read(struct mnz_options *options, const char *command,
                     const struct mnz_option_spec *specs, size_t num_specs, int argc,
                     char **argv);
void mnz_options_finish(struct mnz_options *options);

/* Print the lines of a command's options. */
void mnz_options_print(const struct mnz_option_spec *specs, size_t num_specs);

#endif
