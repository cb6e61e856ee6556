#ifndef MNZ_REPORT_SET_NAMES_H
#define MNZ_REPORT_SET_NAMES_H

#include "report/outcome.h"

/* Bytes of the names of a set's options or gainers, with their NUL. */
enum { MNZ_SET_NAMES = 1024 };

/* "reserve + plant"; "nothing" of the scenario itself. */
void mnz_set_names(const struct mnz_frontier_options *options, uint32_t members,
                   char text[MNZ_SET_NAMES]);

/* The three industries that gain most in a set: "us_motors; jp_motors". */
void mnz_set_gains(const struct mnz_outcome *outcome, uint32_t set,
                   char text[MNZ_SET_NAMES]);

#endif
