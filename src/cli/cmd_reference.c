/* cmd_reference.c - what the table of fields says, as JSON Schema and as Markdown. */

#include <stdio.h>

#include "cli/commands.h"
#include "cli/common.h"
#include "scenario/manual.h"
#include "scenario/schema.h"

static int
print_by(void (*write)(FILE *stream), const char *command, int argc, char **argv)
{
    static const struct mnz_option_spec specs[] = {{"--help", 'h', NULL, "this text"}};
    struct mnz_options options;
    int status = mnz_options_read(&options, command, specs, 1, argc, argv);

    if (!status && options.help)
        printf("usage: monazite %s\n", command);
    else if (!status && options.num_scenarios > 0) {
        fprintf(stderr, "monazite %s: takes no argument, not '%s'\n", command,
                options.scenarios[0]);
        status = MNZ_EXIT_INPUT;
    } else if (!status)
        write(stdout);
    mnz_options_finish(&options);
    return status ? status : mnz_close_output();
}

int
mnz_cmd_schema(int argc, char **argv)
{
    return print_by(mnz_scenario_schema_write, "schema", argc, argv);
}

int
mnz_cmd_manual(int argc, char **argv)
{
    return print_by(mnz_scenario_manual_write, "manual", argc, argv);
}
