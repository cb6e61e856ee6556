#ifndef MNZ_CLI_SIMULATE_H
#define MNZ_CLI_SIMULATE_H

#include "cli/options.h"
#include "study/monte_carlo.h"

/* How to run a scenario: as it says itself, unless the options say otherwise. Ends
 * early when mnz_stop_flag is set. */
struct mnz_run_options mnz_simulate_options(const struct mnz_options *options,
                                            const struct mnz_scenario *scenario);

/*
 * Run `network`, with a progress bar on a terminal unless the options spare it, whose
 * place in `how` is used. A run that was stopped counts as MNZ_OK: `is_partial` is set
 * and standard error says how far it came.
 */
MNZ_NODISCARD enum mnz_status mnz_simulate(const struct mnz_options *options,
                                           const struct mnz_network *network,
                                           struct mnz_run_options *how,
                                           struct mnz_run **run, int *is_partial);

#endif
