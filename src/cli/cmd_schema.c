/* cmd_schema.c - the table of fields as JSON Schema. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "scenario/schema.h"

static int
run(const struct mnz_call *call)
{
    (void)call;
    mnz_scenario_schema_write(stdout);
    return mnz_close_output();
}

const struct mnz_command mnz_command_schema = {
    .name = "schema",
    .summary = "print the JSON Schema of scenarios, for editors",
    .description = "An editor that knows the schema completes keys, checks values and "
                   "shows the help of each key while a scenario is written.",
    .examples = (const char *const[]){"monazite schema > scenario.schema.json", NULL},
    .run = run,
};
