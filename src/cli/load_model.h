#ifndef MNZ_CLI_LOAD_MODEL_H
#define MNZ_CLI_LOAD_MODEL_H

#include "cli/options.h"
#include "monazite/model.h"

/* Options of every command that loads a scenario. */
struct mnz_load_options {
    struct mnz_option_texts settings;
    int quiet;
    struct mnz_option_count max_memory, time_limit; /* MB, seconds */
};
extern const struct mnz_option mnz_load_option_rows[];

/*
 * Load the scenario at `path` with the options' settings; print its errors on standard
 * error, and its warnings unless `options` are quiet. Returns an exit status; *model is
 * the caller's to destroy, NULL on failure.
 */
int mnz_load_model(const char *path, const struct mnz_load_options *options,
                   struct mnz_model **model);

/* Print problems on standard error, in colour on a terminal. */
void mnz_print_diags(const struct mnz_diags *diags);

#endif
