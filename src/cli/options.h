#ifndef MNZ_CLI_OPTIONS_H
#define MNZ_CLI_OPTIONS_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

struct mnz_command;

/* Values of options. Zero is an option that was not given. */
struct mnz_option_texts {
    const char **items; /* in the order of the command line */
    size_t count;
};
struct mnz_option_count {
    uint64_t value;
    int is_given;
};
struct mnz_option_amount {
    double value;
    int is_given;
};
struct mnz_option_choice {
    size_t index; /* position in the row's list */
    int is_given;
};

/* Kinds of options, with the type of the field that each fills. */
enum mnz_option_kind {
    MNZ_OPTION_END,
    MNZ_OPTION_SWITCH, /* int: 1                                                   */
    MNZ_OPTION_TEXTS,  /* struct mnz_option_texts: may be given more than once  */
    MNZ_OPTION_FILE,   /* const char *: never empty                                */
    MNZ_OPTION_FOLDER, /* const char *: never empty                                */
    MNZ_OPTION_COUNT,  /* struct mnz_option_count: a whole number from `least` to `most`
                        */
    MNZ_OPTION_SHARE, /* struct mnz_option_amount: "0.2" or "20 %", `least` to `most` */
    MNZ_OPTION_NUMBER, /* struct mnz_option_amount: from `least` to `most` */
    MNZ_OPTION_CHOICE, /* struct mnz_option_choice: a name of `list` */
    MNZ_OPTION_GROUP,  /* the struct that the rows of `group` fill                 */
};

/*
 * One option of a command. Everything that is known of it stands in its row: help, man
 * pages and completion are read from it as well as the command line.
 */
struct mnz_option {
    enum mnz_option_kind kind;
    const char *name;  /* "trials", without dashes                */
    char letter;       /* 'n', or 0                               */
    const char *value; /* "N" as help writes it; NULL of a switch */
    const char *help;
    size_t offset; /* of the field that it fills; see MNZ_FIELD */
    double least, most;
    const char *wants; /* "a share above 0", of SHARE and NUMBER */
    /* The names of a vocabulary from 0 on, then NULL. `noun` is one of them, as
     * messages say it; of an option that is no choice the list only stands in its help.
     */
    const char *(*list)(const struct mnz_command *command, size_t index);
    const char *noun;
    const struct mnz_option *group;
    int is_needed; /* of FILE: the command does not work without it */
};

/* Say that `text` is not in a list, with the nearest that is; MNZ_EXIT_INPUT. */
int
mnz_refuse_choice(const struct mnz_command *command, const char *noun, const char *text,
                  const char *(*list)(const struct mnz_command *command, size_t index));

/* The offset of a field, which must have the type that the option's kind fills. */
#define MNZ_FIELD(struct_type, field, type)                                            \
    (offsetof(struct_type, field) + 0 * sizeof(&((struct_type *)0)->field == (type *)0))

/* The row that every table ends with. */
#define MNZ_OPTIONS_END                                                                \
    {                                                                                  \
        .kind = MNZ_OPTION_END                                                         \
    }

/* Most rows that a command has, with those of its groups. */
enum { MNZ_MOST_OPTIONS = 64 };

/* All options of a command in one table: groups dissolved, offsets those of the
 * command's struct, then --help, of kind MNZ_OPTION_SWITCH without a field. */
struct mnz_option_table {
    size_t count;
    struct mnz_option rows[MNZ_MOST_OPTIONS];
};
void mnz_option_table_make(struct mnz_option_table *table,
                           const struct mnz_command *command);

/* A command line as it was read. */
struct mnz_arguments {
    const char **operands; /* in `arena`, as lists of options are */
    size_t num_operands;
    int wants_help;
    struct mnz_arena arena;
};

/*
 * Read the arguments after the command's name into `fields`, the zeroed struct that the
 * command's rows fill; texts stay those of argv. Returns an exit status: of a mistake
 * MNZ_EXIT_INPUT, told on standard error. mnz_arguments_finish in any case.
 */
int mnz_arguments_read(struct mnz_arguments *arguments,
                       const struct mnz_command *command, int argc, char *const *argv,
                       void *fields);
void mnz_arguments_finish(struct mnz_arguments *arguments);

#endif
