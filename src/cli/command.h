#ifndef MNZ_CLI_COMMAND_H
#define MNZ_CLI_COMMAND_H

#include "cli/options.h"
#include "report/screen.h"
#include "report/table.h"

/* Exit statuses of the program: name, number, meaning, and the commands that give it.
 * Numbers never change. */
#define MNZ_EXITS(X)                                                                   \
    X(DONE, 0, "done", "all")                                                          \
    X(FAILED, 1, "a failure at run time: disk full, out of memory", "all")             \
    X(INPUT, 2, "a wrong scenario or command line, or damaged results", "all")         \
    X(STOPPED, 3, "stopped by a signal or --time-limit, with partial results",         \
      "all that simulate")                                                             \
    X(CAPPED, 4, "the most trials, or the end of a range, came before the goal",       \
      "run --until, size")                                                             \
    X(HELD, 5, "a criterion of --fail-if holds", "run --fail-if")                      \
    X(GAPS, 6,                                                                         \
      "some points cannot be run, or points or trials are missing; the others are "    \
      "done",                                                                          \
      "sweep, merge")

#define MNZ_EXIT_NUMBER(name, number, meaning, commands) MNZ_EXIT_##name = number,
enum { MNZ_EXITS(MNZ_EXIT_NUMBER) };
#undef MNZ_EXIT_NUMBER

struct mnz_job;
struct mnz_ranks;

/* A file that a command leaves in the folder of -o. */
struct mnz_output {
    const char *file; /* "summary.csv"; of several scenarios "scenario.2.yaml" */
    /* Its contents: a table in the format of the file's ending, or whatever is written.
     * A table that grows with the run is written by the run. */
    const struct mnz_table *table;
    enum mnz_status (*write)(struct mnz_job *job, FILE *stream);
    /* The contents of a file of each scenario, by position. */
    enum mnz_status (*write_each)(struct mnz_job *job, uint32_t index, FILE *stream);
    const char *contents; /* of a file that is no table, for the man page */
    int is_journal; /* written while the command runs, and gone on with by --resume */
    int is_of_part; /* a part of a study has it too: --shard */
    /* Whether it is asked for; NULL: always. */
    int (*is_wanted)(const struct mnz_job *job);
    /* Whether the run goes on from it and judges it as it reads it; NULL: never. */
    int (*is_read)(const struct mnz_job *job);
    /* Called when it is in place; returns an exit status. May be NULL. */
    int (*verify)(struct mnz_job *job);
};

/* Arguments of a command. */
struct mnz_call {
    const struct mnz_command *command;
    int argc; /* after the command's name */
    char *const *argv;
    const char *const *operands; /* "-" is "stdin" in a command that takes scenarios */
    const char *const *texts; /* [operand] of one that came through a pipe, or NULL */
    size_t num_operands;
    const void *fields;            /* the struct that its options filled */
    const struct mnz_ranks *ranks; /* of mpirun; NULL: it works alone */
};

/* Kinds of operands, for messages and completion. */
enum mnz_operand {
    MNZ_OPERAND_NONE,
    MNZ_OPERAND_SCENARIO,        /* one file       */
    MNZ_OPERAND_SCENARIOS,       /* one or more    */
    MNZ_OPERAND_ONE_AND_NAME,    /* one file, then a name of its own, or several */
    MNZ_OPERAND_NAME,            /* of `operand_list` */
    MNZ_OPERAND_NAME_AND_FOLDER, /* such a name, then a folder of results */
    MNZ_OPERAND_FOLDERS,         /* one or more folders of results */
};

/*
 * A command. Help, man pages and completion are read from here. Its function returns an
 * exit status.
 */
struct mnz_command {
    const char *name;
    const char *summary;     /* "simulate scenarios", without a full stop */
    const char *description; /* paragraphs of the man page, a blank line between two */
    enum mnz_operand operand;
    const char *operand_name; /* "CODE", of a name */
    size_t most_operands; /* of MNZ_OPERAND_NAME, and names after one file; 0: one */
    const char *(*operand_list)(const struct mnz_command *command, size_t index);
    const char *const *examples;      /* command lines, ended by NULL */
    const struct mnz_option *options; /* or NULL */
    size_t fields_size;               /* of the struct that they fill */
    const struct mnz_output *outputs; /* ended by a row without file; or NULL */
    /* Draw the outcome on a terminal; NULL: there is nothing to draw. */
    enum mnz_status (*draw)(const struct mnz_screen *screen,
                            const struct mnz_outcome *outcome);
    int (*run)(const struct mnz_call *call);
    int takes_ranks; /* it shares its work among the ranks of mpirun */
};

/* The list of commands, each defined in cmd_<name>.c. */
#define MNZ_COMMANDS(X)                                                                \
    X(check)                                                                           \
    X(show)                                                                            \
    X(run)                                                                             \
    X(compare)                                                                         \
    X(sweep)                                                                           \
    X(merge)                                                                           \
    X(drivers)                                                                         \
    X(score)                                                                           \
    X(calibrate)                                                                       \
    X(import)                                                                          \
    X(why)                                                                             \
    X(size)                                                                            \
    X(frontier)                                                                        \
    X(bound)                                                                           \
    X(dependency)                                                                      \
    X(n_minus_1)                                                                       \
    X(verify)                                                                          \
    X(chart)                                                                           \
    X(report)                                                                          \
    X(explain)                                                                         \
    X(schema)                                                                          \
    X(manual)                                                                          \
    X(reference)

#define MNZ_DECLARE_COMMAND(name) extern const struct mnz_command mnz_command_##name;
MNZ_COMMANDS(MNZ_DECLARE_COMMAND)
#undef MNZ_DECLARE_COMMAND

/* Every command, in the order of help, ended by NULL. */
extern const struct mnz_command *const mnz_commands[];

/* NULL if there is none of this name. */
const struct mnz_command *mnz_command_find(const char *name);

/* MNZ_EXIT_INPUT for a command that there is not, with the nearest that there is. */
int mnz_command_refuse(const char *name);

/* Read the command line, print help or run. Returns an exit status. */
int mnz_command_call(const struct mnz_command *command, const struct mnz_ranks *ranks,
                     int argc, char *const *argv);

/* Text of --help, on standard output. */
void mnz_help_print(const struct mnz_command *command);

/* Print the words of `text` in lines that begin at column `margin`, where the cursor
 * stands, and end before column 80. */
void mnz_help_wrap(const char *text, int margin);

/* Room for the help of an option with all names of its list. Help and man pages are
 * written without memory from the heap: they cannot fail half-way. */
enum { MNZ_HELP_TEXT = 4096 };

/* "monazite run [OPTION]... SCENARIO...", without the first two words. */
void mnz_help_usage(const struct mnz_command *command,
                    const struct mnz_option_table *table, char text[MNZ_HELP_TEXT]);

/* The help of an option with the names of its list, if it has one. */
void mnz_help_option(const struct mnz_command *command, const struct mnz_option *row,
                     char text[MNZ_HELP_TEXT]);

/* Lists for option rows: the formats of imports, the tables that --csv prints, the
 * files that a command always writes. */
const char *mnz_list_import_formats(const struct mnz_command *command, size_t index);
const char *mnz_list_tables(const struct mnz_command *command, size_t index);
const char *mnz_list_files(const struct mnz_command *command, size_t index);

/* The table at a position of mnz_list_tables(); NULL behind the last. */
const struct mnz_table *mnz_table_at(const struct mnz_command *command, size_t index);

#endif
