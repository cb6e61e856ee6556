/* common.c - what the commands share. */

#include "cli/common.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/style.h"
#include "study/run.h"

int
mnz_report_failure(const char *what, enum mnz_status status)
{
    if (status == MNZ_ERR_IO)
        fprintf(stderr, "monazite: %s: %s\n", what, strerror(errno));
    else
        fprintf(stderr, "monazite: %s: %s\n", what, mnz_status_text(status));
    return status == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : MNZ_EXIT_FAILED;
}

int
mnz_world_load(struct mnz_world *world, const char *path,
               const struct mnz_options *options)
{
    enum mnz_status st;

    *world = (struct mnz_world){0};
    st = mnz_diags_create(&world->diags);
    if (!st)
        st = mnz_scenario_load(path, options->settings, options->num_settings,
                               world->diags, &world->scenario);
    if (!st)
        st = mnz_network_create(world->scenario, world->diags, &world->network);
    if (!st)
        st = mnz_run_verify(world->scenario, world->diags);
    if (world->diags && (st || !options->quiet))
        mnz_diags_print(world->diags, stderr, mnz_style_use_colour(STDERR_FILENO));
    if (!st)
        return MNZ_EXIT_DONE;
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return mnz_report_failure(path, st);
}

void
mnz_world_finish(struct mnz_world *world)
{
    mnz_network_destroy(world->network);
    mnz_scenario_destroy(world->scenario);
    mnz_diags_destroy(world->diags);
}

int
mnz_close_output(void)
{
    const int has_failed = ferror(stdout);

    errno = 0;
    if (fflush(stdout) == 0 && !has_failed)
        return MNZ_EXIT_DONE;
    /* What failed earlier left no reason: ask for it again. */
    if (errno == 0 && write(STDOUT_FILENO, "\n", 1) == 1)
        errno = 0;
    if (errno == EPIPE)
        return MNZ_EXIT_DONE;
    fprintf(stderr, "monazite: standard output: %s\n",
            errno ? strerror(errno) : "write error");
    return MNZ_EXIT_FAILED;
}
