/* help.c - the text of --help. */

#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the text of an option begins and ends. */
enum { MARGIN = 29, WIDTH = 80 };

void
mnz_help_usage(const struct mnz_command *command, const struct mnz_option_table *table,
               FILE *stream)
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
    if (table->count > 1)
        fputs(" [OPTION]...", stream);
    fputs(operands[command->operand], stream);
    if (command->operand_name)
        fprintf(stream, " %s", command->operand_name);
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].is_needed)
            fprintf(stream, " --%s %s", table->rows[i].name, table->rows[i].value);
}

void
mnz_help_option(const struct mnz_command *command, const struct mnz_option *row,
                FILE *stream)
{
    const char *name;

    fputs(row->help, stream);
    for (size_t i = 0; row->list && (name = row->list(command, i)); i++)
        fprintf(stream, "%s%s", i > 0 ? ", " : ": ", name);
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
    char left[MARGIN * 2], letter[8] = "", *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);

    if (row->letter)
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    snprintf(left, sizeof left, "%4s--%s%s%s", letter, row->name, row->value ? " " : "",
             row->value ? row->value : "");
    printf("  %-*s", MARGIN - 2, left);
    if (strlen(left) + 2 >= MARGIN)
        printf("\n%*s", MARGIN, "");
    if (memory)
        mnz_help_option(command, row, memory);
    if (memory && fclose(memory) == 0)
        mnz_help_wrap(text, MARGIN);
    free(text);
}

void
mnz_help_print(const struct mnz_command *command)
{
    struct mnz_option_table table;

    mnz_option_table_make(&table, command);
    printf("usage: monazite %s", command->name);
    mnz_help_usage(command, &table, stdout);
    printf("\n\n%s\n\n", command->summary);
    for (size_t i = 0; i < table.count; i++)
        print_option(command, &table.rows[i]);
    if (command->examples)
        printf("\n%s:\n", command->examples[1] ? "examples" : "example");
    for (const char *const *e = command->examples; e && *e; e++)
        printf("  %s\n", *e);
}
