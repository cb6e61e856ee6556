/* cmd_manual.c - the table of fields as Markdown. */

#include <stdio.h>

#include "cli/command.h"
#include "cli/streams.h"
#include "scenario/manual.h"

static int
run(const struct mnz_call *call)
{
    (void)call;
    mnz_scenario_manual_write(stdout);
    return mnz_close_output();
}

const struct mnz_command mnz_command_manual = {
    .name = "manual",
    .summary = "print the tables of every key of the scenario language",
    .description = "Markdown: for each section its keys, their types, units, defaults "
                   "and meaning.",
    .examples = (const char *const[]){"monazite manual | less", NULL},
    .run = run,
};
