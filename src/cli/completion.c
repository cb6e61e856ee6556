/* completion.c - scripts by which shells complete the command line. */

#include <stdio.h>
#include <string.h>

#include "cli/reference.h"

/* A function that writes something of a command with its options. */
typedef void (*command_writer)(FILE *stream, const struct mnz_command *command,
                               const struct mnz_option_table *table);

static void
for_each_command(FILE *stream, command_writer write)
{
    for (const struct mnz_command *const *c = mnz_commands; *c; c++) {
        struct mnz_option_table table;

        mnz_option_table_make(&table, *c);
        write(stream, *c, &table);
    }
}

static int
takes_scenarios(const struct mnz_command *command)
{
    return command->operand == MNZ_OPERAND_SCENARIO ||
           command->operand == MNZ_OPERAND_ONE_AND_NAME ||
           command->operand == MNZ_OPERAND_SCENARIOS;
}

/* The names of a list with blanks between them. */
static void
write_list(FILE *stream, const struct mnz_command *command,
           const char *(*list)(const struct mnz_command *command, size_t index))
{
    const char *name;

    for (size_t i = 0; (name = list(command, i)); i++)
        fprintf(stream, "%s%s", i > 0 ? " " : "", name);
}

/* Text within single quotes of a shell; characters of `escaped` get a backslash. */
static void
write_quoted(FILE *stream, const char *text, const char *quote, const char *escaped)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs(quote, stream);
        else if (strchr(escaped, *text))
            fprintf(stream, "\\%c", *text);
        else
            putc(*text, stream);
    }
}

/* Words that may follow an option with a value. */
static void
write_bash_values(FILE *stream, const struct mnz_command *command,
                  const struct mnz_option_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct mnz_option *row = &table->rows[i];

        if (!row->value)
            continue;
        fprintf(stream, "    %s,--%s", command->name, row->name);
        if (row->letter)
            fprintf(stream, "|%s,-%c", command->name, row->letter);
        fputs(") ", stream);
        if (row->kind == MNZ_OPTION_CHOICE) {
            fputs("words='", stream);
            write_list(stream, command, row->list);
            fputs("'; kind=words", stream);
        } else {
            fprintf(stream, "kind=%s",
                    row->kind == MNZ_OPTION_FILE     ? "files"
                    : row->kind == MNZ_OPTION_FOLDER ? "folders"
                                                     : "nothing");
        }
        fputs(" ;;\n", stream);
    }
}

static void
write_bash_words(FILE *stream, const struct mnz_command *command,
                 const struct mnz_option_table *table)
{
    fprintf(stream, "    %s) options='", command->name);
    for (size_t i = 0; i < table->count; i++)
        fprintf(stream, "%s--%s", i > 0 ? " " : "", table->rows[i].name);
    fputs("'; ", stream);
    if (takes_scenarios(command)) {
        fputs("kind=scenarios", stream);
    } else if (command->operand == MNZ_OPERAND_FOLDERS) {
        fputs("kind=folders", stream);
    } else if (command->operand_list) {
        fputs("words='", stream);
        write_list(stream, command, command->operand_list);
        fputs(command->operand == MNZ_OPERAND_NAME ? "'; kind=words"
                                                   : "'; kind=words_and_folders",
              stream);
    } else {
        fputs("kind=nothing", stream);
    }
    fputs(" ;;\n", stream);
}

void
mnz_write_bash_completion(FILE *stream)
{
    fputs("# Completion of monazite for bash.\n"
          "_monazite()\n"
          "{\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local kind= words= options=\n"
          "\n"
          "    COMPREPLY=()\n"
          "    # bash takes --option=value for three words.\n"
          "    if [[ $cur == '=' ]]; then\n"
          "        cur=\n"
          "    elif [[ $prev == '=' ]]; then\n"
          "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "    fi\n"
          "    if ((COMP_CWORD == 1)); then\n"
          "        kind=words words='--help --version",
          stream);
    for (const struct mnz_command *const *c = mnz_commands; *c; c++)
        fprintf(stream, " %s", (*c)->name);
    fputs("'\n"
          "    fi\n"
          "    [[ $kind ]] || case ${COMP_WORDS[1]},$prev in\n",
          stream);
    for_each_command(stream, write_bash_values);
    fputs("    esac\n"
          "    [[ $kind ]] || case ${COMP_WORDS[1]} in\n",
          stream);
    for_each_command(stream, write_bash_words);
    fputs("    esac\n"
          "    if [[ $options && $cur == -* ]]; then\n"
          "        kind=words words=$options\n"
          "    fi\n"
          "    case $kind in\n"
          "    words) mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\") ;;\n"
          "    files) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
          "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$cur\") ;;\n"
          "    words_and_folders) mapfile -t COMPREPLY < <(\n"
          "        compgen -W \"$words\" -- \"$cur\"\n"
          "        compgen -d -- \"$cur\") ;;\n"
          "    scenarios) mapfile -t COMPREPLY < <(\n"
          "        compgen -f -X '!*.yaml' -- \"$cur\"\n"
          "        compgen -f -X '!*.yml' -- \"$cur\"\n"
          "        compgen -d -- \"$cur\") ;;\n"
          "    esac\n"
          "    case $kind in\n"
          "    files | folders | scenarios | words_and_folders) compopt -o filenames "
          "2>/dev/null ;;\n"
          "    esac\n"
          "}\n"
          "complete -F _monazite monazite\n",
          stream);
}

static void
write_zsh_help(FILE *stream, const char *text)
{
    write_quoted(stream, text, "'\\''", "[]\\");
}

static void
write_zsh_option(FILE *stream, const struct mnz_command *command,
                 const struct mnz_option *row)
{
    fputs("      ", stream);
    if (row->letter)
        fprintf(stream, "'(-%c --%s)'{-%c%s,--%s%s}'", row->letter, row->name,
                row->letter, row->value ? "+" : "", row->name, row->value ? "=" : "");
    else
        fprintf(stream, "'%s--%s%s", row->kind == MNZ_OPTION_TEXTS ? "*" : "",
                row->name, row->value ? "=" : "");
    putc('[', stream);
    write_zsh_help(stream, row->help);
    putc(']', stream);
    if (row->value)
        fprintf(stream, ":%s:", row->value);
    if (row->kind == MNZ_OPTION_FILE)
        fputs("_files", stream);
    else if (row->kind == MNZ_OPTION_FOLDER)
        fputs("_files -/", stream);
    else if (row->kind == MNZ_OPTION_CHOICE) {
        putc('(', stream);
        write_list(stream, command, row->list);
        putc(')', stream);
    }
    fputs("' \\\n", stream);
}

static void
write_zsh_command(FILE *stream, const struct mnz_command *command,
                  const struct mnz_option_table *table)
{
    fprintf(stream, "  %s)\n    _arguments -s \\\n", command->name);
    for (size_t i = 0; i < table->count; i++)
        write_zsh_option(stream, command, &table->rows[i]);
    if (takes_scenarios(command)) {
        fputs("      '*:scenario:_files -g \"*.(yaml|yml)\"'", stream);
    } else if (command->operand == MNZ_OPERAND_FOLDERS) {
        fputs("      '*:folder:_files -/'", stream);
    } else if (command->operand_list) {
        fprintf(stream, "      '1:%s:(", command->operand_name);
        write_list(stream, command, command->operand_list);
        fputs(")'", stream);
        if (command->operand == MNZ_OPERAND_NAME_AND_FOLDER)
            fputs(" \\\n      '2:folder:_files -/'", stream);
    }
    fputs("\n    ;;\n", stream);
}

void
mnz_write_zsh_completion(FILE *stream)
{
    fputs("#compdef monazite\n"
          "# Completion of monazite for zsh.\n"
          "local context state state_descr line\n"
          "typeset -A opt_args\n"
          "_arguments -C '(- *)--help[the list of commands]' \\\n"
          "  '(- *)--version[version, commit, compiler, libraries]' \\\n"
          "  '1:command:->command' '*::argument:->argument'\n"
          "case $state in\n"
          "command)\n"
          "  local -a commands\n"
          "  commands=(\n",
          stream);
    for (const struct mnz_command *const *c = mnz_commands; *c; c++) {
        fprintf(stream, "    '%s:", (*c)->name);
        write_quoted(stream, (*c)->summary, "'\\''", "\\");
        fputs("'\n", stream);
    }
    fputs("  )\n"
          "  _describe command commands\n"
          "  ;;\n"
          "argument)\n"
          "  case $words[1] in\n",
          stream);
    for_each_command(stream, write_zsh_command);
    fputs("  esac\n"
          "  ;;\n"
          "esac\n",
          stream);
}

static void
write_fish_help(FILE *stream, const char *text)
{
    fputs(" -d '", stream);
    write_quoted(stream, text, "\\'", "\\");
    fputs("'\n", stream);
}

static void
write_fish_command(FILE *stream, const struct mnz_command *command,
                   const struct mnz_option_table *table)
{
    char seen[96];

    snprintf(seen, sizeof seen,
             "complete -c monazite -n '__fish_seen_subcommand_from %s'", command->name);
    fprintf(stream, "complete -c monazite -n __fish_use_subcommand -a %s",
            command->name);
    write_fish_help(stream, command->summary);
    for (size_t i = 0; i < table->count; i++) {
        const struct mnz_option *row = &table->rows[i];

        fprintf(stream, "%s -l %s", seen, row->name);
        if (row->letter)
            fprintf(stream, " -s %c", row->letter);
        if (row->kind == MNZ_OPTION_FILE)
            fputs(" -r -F", stream);
        else if (row->kind == MNZ_OPTION_FOLDER)
            fputs(" -x -a '(__fish_complete_directories)'", stream);
        else if (row->value)
            fputs(" -x", stream);
        if (row->kind == MNZ_OPTION_CHOICE) {
            fputs(" -a '", stream);
            write_list(stream, command, row->list);
            putc('\'', stream);
        }
        write_fish_help(stream, row->help);
    }
    if (takes_scenarios(command)) {
        fprintf(stream, "%s -k -a '(__fish_complete_suffix .yaml)'\n", seen);
    } else if (command->operand == MNZ_OPERAND_FOLDERS) {
        fprintf(stream, "%s -a '(__fish_complete_directories)'\n", seen);
    } else if (command->operand_list) {
        fprintf(stream, "%s -a '", seen);
        write_list(stream, command, command->operand_list);
        fputs(command->operand == MNZ_OPERAND_NAME
                  ? "'\n"
                  : " (__fish_complete_directories)'\n",
              stream);
    }
}

void
mnz_write_fish_completion(FILE *stream)
{
    fputs("# Completion of monazite for fish.\n"
          "complete -c monazite -f\n"
          "complete -c monazite -n __fish_use_subcommand -l help",
          stream);
    write_fish_help(stream, "the list of commands");
    fputs("complete -c monazite -n __fish_use_subcommand -l version", stream);
    write_fish_help(stream, "version, commit, compiler, libraries");
    for_each_command(stream, write_fish_command);
}
