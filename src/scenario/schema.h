#ifndef MNZ_SCENARIO_SCHEMA_H
#define MNZ_SCENARIO_SCHEMA_H

#include <stdio.h>

/*
 * Write the JSON Schema (draft 2020-12) of scenario files, made from the table of
 * fields, so that editors complete and check while an analyst types. It demands no key:
 * a file that extends another one may hold anything of it alone. MNZ_ERR_IO when the
 * stream fails.
 */
void mnz_scenario_schema_write(FILE *stream);

/* The same of study files. */
void mnz_study_schema_write(FILE *stream);

#endif
