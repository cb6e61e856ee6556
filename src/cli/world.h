#ifndef MNZ_CLI_WORLD_H
#define MNZ_CLI_WORLD_H

#include "cli/options.h"
#include "monazite/diag.h"
#include "network/network.h"

/* What a scenario is loaded with. */
struct mnz_world_options {
    struct mnz_option_texts settings;
    int quiet;
};
extern const struct mnz_option mnz_world_option_rows[];

/* A scenario with its network, as most commands need it. */
struct mnz_world {
    struct mnz_diags *diags;
    struct mnz_scenario *scenario;
    struct mnz_network *network;
};

/*
 * Load `path` with the options' settings and compile it; print its errors on standard
 * error, and its warnings unless `options` are quiet. Returns an exit status;
 * mnz_world_finish in any case.
 */
int mnz_world_load(struct mnz_world *world, const char *path,
                   const struct mnz_world_options *options);
void mnz_world_finish(struct mnz_world *world);

/* Print problems on standard error, in colour on a terminal. */
void mnz_print_diags(const struct mnz_diags *diags);

#endif
