/* cmd_reference.c - man pages, completion and tables, for other programs. */

#include <stdio.h>
#include <string.h>

#include "cli/reference.h"
#include "cli/streams.h"

static void
write_program_page(FILE *stream)
{
    mnz_write_man_page(NULL, stream);
}

/* The table of docs/exit-statuses.md. */
static void
write_exits(FILE *stream)
{
#define ROW(name, number, meaning, commands)                                           \
    fprintf(stream, "| %d | %s | %s |\n", number, meaning, commands);
    fputs("| status | meaning | commands |\n|---|---|---|\n", stream);
    MNZ_EXITS(ROW)
#undef ROW
}

static const struct format {
    const char *name;
    void (*write)(FILE *stream);
} formats[] = {
    {"man", write_program_page},           {"bash", mnz_write_bash_completion},
    {"zsh", mnz_write_zsh_completion},     {"fish", mnz_write_fish_completion},
    {"tables", mnz_write_table_reference}, {"exits", write_exits},
};
enum { NUM_FORMATS = sizeof formats / sizeof *formats };

static const char *
format_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return index < NUM_FORMATS ? formats[index].name : NULL;
}

/* `reference man run`: the page of a command. */
static int
write_command_page(const char *name)
{
    const struct mnz_command *command = mnz_command_find(name);

    if (!command)
        return mnz_command_refuse(name);
    mnz_write_man_page(command, stdout);
    return mnz_close_output();
}

static int
run(const struct mnz_call *call)
{
    const char *name = call->operands[0];

    if (call->num_operands > 1 && strcmp(name, "man") == 0)
        return write_command_page(call->operands[1]);
    if (call->num_operands > 1) {
        mnz_say("monazite reference: only man takes a command, not '%s'\n", name);
        return MNZ_EXIT_INPUT;
    }
    for (size_t i = 0; i < NUM_FORMATS; i++)
        if (strcmp(name, formats[i].name) == 0) {
            formats[i].write(stdout);
            return mnz_close_output();
        }
    return mnz_refuse_choice(call->command, "format", name, format_name);
}

const struct mnz_command mnz_command_reference = {
    .name = "reference",
    .summary = "print man pages, shell completion, or the list of tables",
    .description =
        "Writes what is known of the commands for other programs: man is the page of "
        "the program, or of COMMAND, for man(1); bash, zsh and fish are scripts that "
        "complete commands, options and files in these shells; tables lists the tables "
        "of results with their columns and units, in Markdown, and exits the exit "
        "statuses. An installed program "
        "comes with its pages and scripts.",
    .operand = MNZ_OPERAND_NAME,
    .operand_name = "FORMAT [COMMAND]",
    .most_operands = 2,
    .operand_list = format_name,
    .examples = (const char *const[]){"monazite reference man run | man -l -",
                                      "source <(monazite reference bash)",
                                      "monazite reference fish | source", NULL},
    .run = run,
};
