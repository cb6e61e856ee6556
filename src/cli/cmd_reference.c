/* cmd_reference.c - the table of fields, as JSON Schema and as Markdown. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "scenario/manual.h"
#include "scenario/schema.h"

static int
print_schema(const struct mnz_call *call)
{
    (void)call;
    mnz_scenario_schema_write(stdout);
    return mnz_close_output();
}

static int
print_manual(const struct mnz_call *call)
{
    (void)call;
    mnz_scenario_manual_write(stdout);
    return mnz_close_output();
}

const struct mnz_command mnz_command_schema = {
    .name = "schema",
    .summary = "print the JSON Schema of scenarios, for editors",
    .description = "An editor that knows the schema completes keys, checks values and "
                   "shows the help of each key while a scenario is written.",
    .examples = (const char *const[]){"monazite schema > scenario.schema.json", NULL},
    .run = print_schema,
};

const struct mnz_command mnz_command_manual = {
    .name = "manual",
    .summary = "print the tables of every key of the scenario language",
    .description = "Markdown: for each section its keys, their types, units, defaults "
                   "and meaning.",
    .examples = (const char *const[]){"monazite manual | less", NULL},
    .run = print_manual,
};
