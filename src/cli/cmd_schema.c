/* cmd_schema.c - the table of fields as JSON Schema. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "scenario/schema.h"

struct fields {
    int study;
};

static const struct mnz_option options[] = {
    {MNZ_OPTION_SWITCH, .name = "study",
     .help = "the schema of study files, which 'monazite sweep' reads",
     .offset = MNZ_FIELD(struct fields, study, int)},
    MNZ_OPTIONS_END,
};

static int
run(const struct mnz_call *call)
{
    const struct fields *fields = call->fields;

    if (fields->study)
        mnz_study_schema_write(stdout);
    else
        mnz_scenario_schema_write(stdout);
    return mnz_close_output();
}

const struct mnz_command mnz_command_schema = {
    .name = "schema",
    .summary = "print the JSON Schema of scenarios, for editors",
    .description = "An editor that knows the schema completes keys, checks values and "
                   "shows the help of each key while a scenario is written.",
    .examples =
        (const char *const[]){"monazite schema > scenario.schema.json",
                              "monazite schema --study > study.schema.json", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .run = run,
};
