#ifndef MNZ_CLI_RUN_COST_H
#define MNZ_CLI_RUN_COST_H

#include <stdio.h>
#include "monazite/model.h"

/*
 * Run some trials of a model, on one thread, and print how many there are in a second,
 * how long a run of the scenario and a point of a sweep take, how much memory a run
 * holds, and how large its tables are. Takes a few seconds for a large scenario.
 */
MNZ_NODISCARD enum mnz_status mnz_run_cost_print(const struct mnz_model *model,
                                                 FILE *stream);

#endif
