#ifndef MNZ_SCENARIO_MANUAL_H
#define MNZ_SCENARIO_MANUAL_H

#include <stdio.h>

/*
 * Write the generated part of docs/scenario-format.md, between the markers "<!--
 * fields:begin -->" and "<!-- fields:end -->", from the table of fields. A stream that
 * fails says so itself: ferror().
 */
void mnz_scenario_manual_write(FILE *stream);

/* The same of docs/sweeps.md, from the keys of study files. */
void mnz_study_manual_write(FILE *stream);

#endif
