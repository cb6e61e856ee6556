/* simulate.c - the runs of all commands that make one. */

#include "cli/simulate.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/common.h"

struct mnz_run_options
mnz_simulate_options(const struct mnz_options *o, const struct mnz_scenario *scenario)
{
    struct mnz_run_options how = {
        .trials = o->has_trials ? o->trials : scenario->trials,
        .seed = o->has_seed ? o->seed : scenario->seed,
        .sampler = scenario->sampler,
        .threads = (uint32_t)o->threads,
        .stop = mnz_stop_flag(),
    };

    if (o->sampler)
        how.sampler = mnz_sampler_find(o->sampler);
    return how;
}

enum mnz_status
mnz_simulate(const struct mnz_options *o, const struct mnz_network *network,
             struct mnz_run_options *how, struct mnz_run **run, int *is_partial)
{
    struct mnz_progress progress = {.screen = mnz_screen_on(stderr)};
    const int shows_progress = !o->quiet && !o->no_progress && isatty(STDERR_FILENO);
    enum mnz_status st;

    how->progress = shows_progress ? mnz_progress_draw : NULL;
    how->progress_context = &progress;
    if (shows_progress)
        mnz_progress_begin(&progress);
    st = mnz_run_create(network, how, run);
    if (shows_progress)
        mnz_progress_end(&progress);
    how->progress_context = NULL;
    if (st != MNZ_ERR_STOPPED)
        return st;
    *is_partial = 1;
    fprintf(stderr, "monazite: stopped after %llu of %llu trials of %s\n",
            (unsigned long long)(*run)->trials_done, (unsigned long long)how->trials,
            network->scenario->name);
    return MNZ_OK;
}
