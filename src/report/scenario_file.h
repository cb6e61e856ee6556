#ifndef MNZ_REPORT_SCENARIO_FILE_H
#define MNZ_REPORT_SCENARIO_FILE_H

#include <stdio.h>
#include "report/outcome.h"

/*
 * Write the scenario of a result as one file of `folder`, an existing one: with all
 * that it extends, its tables and settings, and the trials, seed and sampler of the
 * run. A run of the file gives the same tables. Tables of empirical distributions stay
 * where they are: the file names them relative to the folder.
 *
 * MNZ_ERR_IO, with errno, or MNZ_ERR_NOMEM.
 */
MNZ_NODISCARD enum mnz_status mnz_scenario_file_write(const struct mnz_outcome *outcome,
                                                      uint32_t index,
                                                      const char *folder, FILE *stream);

#endif
