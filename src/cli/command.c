/* command.c - the list of commands, and how each is called. */

#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "cli/load_model.h"
#include "cli/streams.h"

enum { MOST_NAMES = 64 };

#define COMMAND_ADDRESS(name) &mnz_command_##name,
const struct mnz_command *const mnz_commands[] = {MNZ_COMMANDS(COMMAND_ADDRESS) NULL};
#undef COMMAND_ADDRESS

const struct mnz_command *
mnz_command_find(const char *name)
{
    for (const struct mnz_command *const *c = mnz_commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

int
mnz_command_refuse(const char *name)
{
    const char *names[MOST_NAMES] = {"--help", "--version"}, *nearest;
    size_t count = 2;

    for (const struct mnz_command *const *c = mnz_commands; *c && count < MOST_NAMES;
         c++)
        names[count++] = (*c)->name;
    nearest = mnz_nearest(name, names, count);
    mnz_say("monazite: unknown command '%s'", name);
    if (nearest)
        mnz_say("; did you mean '%s'?", nearest);
    mnz_say("\nTry 'monazite --help'.\n");
    return MNZ_EXIT_INPUT;
}

/* Whether there are as many operands as the command takes. */
static int
check_operands(const struct mnz_command *command, const struct mnz_arguments *arguments)
{
    const size_t count = arguments->num_operands;

    if (command->operand == MNZ_OPERAND_NONE && count > 0)
        mnz_say("monazite %s: takes no argument, not '%s'\n", command->name,
                arguments->operands[0]);
    else if (command->operand == MNZ_OPERAND_NAME &&
             (count == 0 ||
              count > (command->most_operands ? command->most_operands : 1)))
        mnz_say("monazite %s: takes %s\n", command->name, command->operand_name);
    else if (command->operand == MNZ_OPERAND_NAME_AND_FOLDER && count != 2)
        mnz_say("monazite %s: takes %s\n", command->name, command->operand_name);
    else if (command->operand == MNZ_OPERAND_SCENARIO && count > 1)
        mnz_say("monazite %s: takes one scenario\n", command->name);
    else if (command->operand == MNZ_OPERAND_ONE_AND_NAME &&
             (count < 2 ||
              count - 1 > (command->most_operands ? command->most_operands : 1)))
        mnz_say("monazite %s: takes a scenario and %s\n", command->name,
                command->operand_name);
    else if (command->operand == MNZ_OPERAND_FOLDERS && count == 0)
        mnz_say("monazite %s: which folder?\n", command->name);
    else if (command->operand != MNZ_OPERAND_NONE && count == 0)
        mnz_say("monazite %s: which scenario?\n", command->name);
    else
        return MNZ_EXIT_DONE;
    return MNZ_EXIT_INPUT;
}

static int
check_needed(const struct mnz_command *command, const char *fields)
{
    struct mnz_option_table table;

    mnz_option_table_make(&table, command);
    for (size_t i = 0; i < table.count; i++) {
        const struct mnz_option *row = &table.rows[i];

        if (!row->is_needed || *(const char *const *)(fields + row->offset))
            continue;
        mnz_say("monazite %s: --%s %s is needed\n", command->name, row->name,
                row->value);
        return MNZ_EXIT_INPUT;
    }
    return MNZ_EXIT_DONE;
}

static int
takes_scenarios(const struct mnz_command *command)
{
    return command->operand == MNZ_OPERAND_SCENARIO ||
           command->operand == MNZ_OPERAND_SCENARIOS ||
           command->operand == MNZ_OPERAND_ONE_AND_NAME;
}

/* Scenarios that come through pipes can be read only once: their texts are kept for all
 * that load them again. */
static int
read_pipes(const struct mnz_command *command, struct mnz_arguments *arguments,
           const char ***texts)
{
    const size_t count =
        command->operand == MNZ_OPERAND_ONE_AND_NAME ? 1 : arguments->num_operands;

    *texts =
        mnz_arena_alloc(&arguments->arena, arguments->num_operands + 1, sizeof **texts);
    if (!*texts)
        return mnz_report_failure(command->name, MNZ_ERR_NOMEM);
    for (size_t i = 0; takes_scenarios(command) && i < count; i++) {
        if (!mnz_is_piped(arguments->operands[i]))
            continue;
        (*texts)[i] = mnz_read_piped(arguments->operands[i], &arguments->arena);
        if (!(*texts)[i])
            return MNZ_EXIT_INPUT;
        if (strcmp(arguments->operands[i], "-") == 0)
            arguments->operands[i] = "stdin";
    }
    return MNZ_EXIT_DONE;
}

int
mnz_command_call(const struct mnz_command *command, const struct mnz_ranks *ranks,
                 int argc, char *const *argv)
{
    struct mnz_arguments arguments = {0};
    void *fields = calloc(1, command->fields_size + 1);
    int status = fields ? mnz_arguments_read(&arguments, command, argc, argv, fields)
                        : mnz_report_failure(command->name, MNZ_ERR_NOMEM);

    if (!status && arguments.wants_help) {
        mnz_help_print(command);
        status = mnz_close_output();
    } else if (!status) {
        const char **texts = NULL;
        struct mnz_call call = {.command = command,
                                .argc = argc,
                                .argv = argv,
                                .operands = arguments.operands,
                                .num_operands = arguments.num_operands,
                                .fields = fields,
                                .ranks = ranks};

        status = check_operands(command, &arguments);
        if (!status)
            status = check_needed(command, fields);
        if (!status)
            status = read_pipes(command, &arguments, &texts);
        call.texts = texts;
        if (!status)
            status = mnz_sarif_begin(command, fields);
        if (!status)
            status = mnz_sarif_end(command, fields, command->run(&call),
                                   !ranks || ranks->rank == 0);
    }
    mnz_arguments_finish(&arguments);
    free(fields);
    return status;
}

const struct mnz_table *
mnz_table_at(const struct mnz_command *command, size_t index)
{
    for (const struct mnz_output *o = command->outputs; o->file; o++)
        if (o->table && o->table->write_rows && index-- == 0)
            return o->table;
    return NULL;
}

const char *
mnz_list_tables(const struct mnz_command *command, size_t index)
{
    const struct mnz_table *table = mnz_table_at(command, index);

    return table ? table->name : NULL;
}

const char *
mnz_list_files(const struct mnz_command *command, size_t index)
{
    for (const struct mnz_output *o = command->outputs; o->file; o++)
        if (!o->is_wanted && !o->is_journal && index-- == 0)
            return o->file;
    return NULL;
}
