#ifndef MNZ_CLI_COMMON_H
#define MNZ_CLI_COMMON_H

#include "cli/options.h"
#include "monazite/diag.h"
#include "network/network.h"

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

#endif
