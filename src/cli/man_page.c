/* man_page.c - commands in the language of man(7). */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/reference.h"
#include "cli/version.h"

/* Lines of source longer than this are hard to compare. */
enum { LINE = 72 };

/* A character as troff prints it literally. */
static void
write_character(FILE *stream, char c, int is_line_start)
{
    if (is_line_start && (c == '.' || c == '\''))
        fputs("\\&", stream);
    if (c == '\\')
        fputs("\\e", stream);
    else if (c == '-')
        fputs("\\-", stream);
    else if (c == '\'')
        fputs("\\(aq", stream);
    else
        putc(c, stream);
}

/* A line of text that is not filled. The cursor stands at the begin of a line. */
static void
write_line(FILE *stream, const char *text)
{
    for (const char *c = text; *c; c++)
        write_character(stream, *c, c == text);
    putc('\n', stream);
}

/* Text in lines of LINE characters; "\n\n" begins a paragraph. */
static void
write_text(FILE *stream, const char *text)
{
    int column = 0;

    for (; *text; text++) {
        if (text[0] == '\n' && text[1] == '\n') {
            fputs("\n.PP\n", stream);
            text++;
            column = 0;
        } else if (*text == ' ' && column >= LINE) {
            putc('\n', stream);
            column = 0;
        } else {
            write_character(stream, *text, column == 0);
            column++;
        }
    }
    putc('\n', stream);
}

/* A word or two within a line. */
static void
write_word(FILE *stream, const char *text)
{
    for (; *text; text++)
        write_character(stream, *text, 0);
}

static void
write_head(FILE *stream, const char *name, const char *summary)
{
    const struct mnz_build_info build = mnz_build_info();
    char upper[64];
    size_t i = 0;

    for (; name[i] && i + 1 < sizeof upper; i++)
        upper[i] = (char)toupper((unsigned char)name[i]);
    upper[i] = '\0';
    fputs(".TH ", stream);
    write_word(stream, upper);
    fprintf(stream, " 1 %s \"monazite %s\" \"User commands\"\n.SH NAME\n",
            build.commit_date, build.version);
    write_word(stream, name);
    fputs(" \\- ", stream);
    write_text(stream, summary);
}

/* "-n, --trials N", then its help. */
static void
write_option(FILE *stream, const struct mnz_command *command,
             const struct mnz_option *row)
{
    char text[MNZ_HELP_TEXT];

    fputs(".TP\n", stream);
    if (row->letter)
        fprintf(stream, "\\fB\\-%c\\fR, ", row->letter);
    fputs("\\fB\\-\\-", stream);
    write_word(stream, row->name);
    fputs("\\fR", stream);
    if (row->value)
        fprintf(stream, " \\fI%s\\fR", row->value);
    putc('\n', stream);
    mnz_help_option(command, row, text);
    write_text(stream, text);
}

static void
write_synopsis(FILE *stream, const struct mnz_command *command,
               const struct mnz_option_table *table)
{
    char text[MNZ_HELP_TEXT];

    fprintf(stream, ".SH SYNOPSIS\n\\fBmonazite %s\\fR", command->name);
    mnz_help_usage(command, table, text);
    write_word(stream, text);
    putc('\n', stream);
}

static void
write_files(FILE *stream, const struct mnz_command *command)
{
    if (!command->outputs)
        return;
    fputs(".SH FILES\nThe folder of \\fB\\-\\-output\\fR holds:\n", stream);
    for (const struct mnz_output *o = command->outputs; o->file; o++) {
        fprintf(stream, ".TP\n\\fI%s\\fR\n", o->file);
        if (o->table)
            fputs("one row: ", stream);
        write_text(stream, o->table ? o->table->rows : o->contents);
    }
}

static void
write_examples(FILE *stream, const char *const *examples)
{
    if (!examples)
        return;
    fputs(".SH EXAMPLES\n.nf\n", stream);
    for (; *examples; examples++)
        write_line(stream, *examples);
    fputs(".fi\n", stream);
}

static void
write_command_page(const struct mnz_command *command, FILE *stream)
{
    struct mnz_option_table table;
    char name[64];

    mnz_option_table_make(&table, command);
    snprintf(name, sizeof name, "monazite-%s", command->name);
    write_head(stream, name, command->summary);
    write_synopsis(stream, command, &table);
    fputs(".SH DESCRIPTION\n", stream);
    write_text(stream, command->description);
    fputs(".SH OPTIONS\n", stream);
    for (size_t i = 0; i < table.count; i++)
        write_option(stream, command, &table.rows[i]);
    write_files(stream, command);
    write_examples(stream, command->examples);
    fputs(".SH SEE ALSO\n.BR monazite (1)\n", stream);
}

static void
write_statuses(FILE *stream)
{
    static const struct {
        int status;
        const char *meaning;
    } rows[] = {
#define ROW(name, number, meaning, commands) {number, meaning},
        MNZ_EXITS(ROW)
#undef ROW
    };

    fputs(".SH EXIT STATUS\n", stream);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fprintf(stream, ".TP\n\\fB%d\\fR\n", rows[i].status);
        write_text(stream, rows[i].meaning);
    }
}

static void
write_program_page(FILE *stream)
{
    write_head(stream, "monazite", "critical minerals under export controls");
    fputs(".SH SYNOPSIS\n\\fBmonazite\\fR \\fICOMMAND\\fR [OPTION]... SCENARIO...\n"
          ".br\n\\fBmonazite\\fR \\fB\\-\\-help\\fR | \\fB\\-\\-version\\fR\n"
          ".SH DESCRIPTION\n",
          stream);
    write_text(
        stream,
        "Simulates how export controls, outages and policies act on supply chains of "
        "rare earths and other minerals, and reports the distribution of shortfalls by "
        "industry, country, element and month. Data goes to standard output, messages "
        "go to standard error.");
    fputs(".SH COMMANDS\n", stream);
    for (const struct mnz_command *const *c = mnz_commands; *c; c++) {
        fprintf(stream, ".TP\n.BR monazite\\-%s (1)\n", (*c)->name);
        write_text(stream, (*c)->summary);
    }
    fputs(".SH OPTIONS\n.TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nthe list of commands; "
          "behind a command, its options\n.TP\n\\fB\\-\\-version\\fR\nversion, commit, "
          "compiler, instruction set, libraries\n",
          stream);
    write_statuses(stream);
    fputs(".SH ENVIRONMENT\n.TP\n\\fBNO_COLOR\\fR\nwithout colour on terminals too\n"
          ".TP\n\\fBLC_ALL\\fR, \\fBLC_CTYPE\\fR, \\fBLANG\\fR\nbars are drawn in "
          "block characters where the encoding is UTF\\-8\n",
          stream);
}

void
mnz_write_man_page(const struct mnz_command *command, FILE *stream)
{
    if (command)
        write_command_page(command, stream);
    else
        write_program_page(stream);
}
