/* help.c - the text of --help. */

#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/bug.h"

/* Where the text of an option begins and ends. */
enum { MARGIN = 29, WIDTH = 80 };

/* Append to a text; what finds no room is a mistake of the tables, not of the user. */
static void
append(char *text, size_t size, const char *format, ...)
{
    const size_t length = strlen(text);
    va_list args;
    int added;

    va_start(args, format);
    added = vsnprintf(text + length, size - length, format, args);
    va_end(args);
    MNZ_BUG_IF(added < 0 || (size_t)added >= size - length);
}

void
mnz_help_usage(const struct mnz_command *command, const struct mnz_option_table *table,
               char text[MNZ_HELP_TEXT])
{
    static const char *const operands[] = {
        [MNZ_OPERAND_NONE] = "",
        [MNZ_OPERAND_SCENARIO] = " SCENARIO",
        [MNZ_OPERAND_SCENARIOS] = " SCENARIO...",
        [MNZ_OPERAND_ONE_AND_NAME] = " SCENARIO",
        [MNZ_OPERAND_NAME] = "",
        [MNZ_OPERAND_NAME_AND_FOLDER] = "",
        [MNZ_OPERAND_FOLDERS] = " DIR...",
    };

    /* --help alone is no option to speak of. */
    snprintf(text, MNZ_HELP_TEXT, "%s%s", table->count > 1 ? " [OPTION]..." : "",
             operands[command->operand]);
    if (command->operand_name)
        append(text, MNZ_HELP_TEXT, " %s", command->operand_name);
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].is_needed)
            append(text, MNZ_HELP_TEXT, " --%s %s", table->rows[i].name,
                   table->rows[i].value);
}

void
mnz_help_option(const struct mnz_command *command, const struct mnz_option *row,
                char text[MNZ_HELP_TEXT])
{
    const char *name;

    snprintf(text, MNZ_HELP_TEXT, "%s", row->help);
    for (size_t i = 0; row->list && (name = row->list(command, i)); i++)
        append(text, MNZ_HELP_TEXT, "%s%s", i > 0 ? ", " : ": ", name);
}

void
mnz_help_wrap(const char *text, int margin)
{
    size_t column = (size_t)margin;

    while (*text) {
        const size_t length = strcspn(text, " ");

        if (column > (size_t)margin && column + 1 + length >= WIDTH) {
            printf("\n%*s", margin, "");
            column = (size_t)margin;
        } else if (column > (size_t)margin) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)length, text);
        column += length;
        text += length;
        text += *text == ' ';
    }
    putchar('\n');
}

static void
print_option(const struct mnz_command *command, const struct mnz_option *row)
{
    char left[MARGIN * 2], letter[8] = "", text[MNZ_HELP_TEXT];

    if (row->letter)
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    snprintf(left, sizeof left, "%4s--%s%s%s", letter, row->name, row->value ? " " : "",
             row->value ? row->value : "");
    printf("  %-*s", MARGIN - 2, left);
    if (strlen(left) + 2 >= MARGIN)
        printf("\n%*s", MARGIN, "");
    mnz_help_option(command, row, text);
    mnz_help_wrap(text, MARGIN);
}

void
mnz_help_print(const struct mnz_command *command)
{
    struct mnz_option_table table;
    char usage[MNZ_HELP_TEXT];

    mnz_option_table_make(&table, command);
    mnz_help_usage(command, &table, usage);
    printf("usage: monazite %s%s\n\n%s\n\n", command->name, usage, command->summary);
    for (size_t i = 0; i < table.count; i++)
        print_option(command, &table.rows[i]);
    if (command->examples)
        printf("\n%s:\n", command->examples[1] ? "examples" : "example");
    for (const char *const *e = command->examples; e && *e; e++)
        printf("  %s\n", *e);
}
