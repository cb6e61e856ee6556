/* options.c - the command line, read by the rows of a table. */

#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/names.h"
#include "base/units.h"
#include "cli/command.h"
#include "cli/streams.h"

enum { MOST_CHOICES = 64 };

/* A command line while it is read. */
struct reading {
    struct mnz_arguments *out;
    const struct mnz_command *command;
    struct mnz_option_table table;
    int argc, at;
    char *const *argv;
    char *fields;
};

static int read_option(struct reading *r);
static int fill(struct reading *r, const struct mnz_option *row, const char *value);

int
mnz_arguments_read(struct mnz_arguments *out, const struct mnz_command *command,
                   int argc, char *const *argv, void *fields)
{
    struct reading r = {out, command, {0}, argc, 0, argv, fields};
    int only_operands = 0, status = MNZ_EXIT_DONE;

    *out = (struct mnz_arguments){0};
    out->operands =
        mnz_arena_alloc(&out->arena, (size_t)argc + 1, sizeof *out->operands);
    if (!out->operands)
        return mnz_report_failure(command->name, MNZ_ERR_NOMEM);
    mnz_option_table_make(&r.table, command);
    for (; !status && r.at < argc; r.at++) {
        const char *arg = argv[r.at];

        if (only_operands || arg[0] != '-' || strcmp(arg, "-") == 0)
            out->operands[out->num_operands++] = arg;
        else if (strcmp(arg, "--") == 0)
            only_operands = 1;
        else
            status = read_option(&r);
    }
    return status;
}

void
mnz_arguments_finish(struct mnz_arguments *arguments)
{
    mnz_arena_finish(&arguments->arena);
}

static void
add_rows(struct mnz_option_table *table, const struct mnz_option *rows, size_t offset)
{
    for (; rows->kind != MNZ_OPTION_END; rows++) {
        if (rows->kind == MNZ_OPTION_GROUP) {
            add_rows(table, rows->group, offset + rows->offset);
            continue;
        }
        MNZ_BUG_IF(table->count + 1 >= MNZ_MOST_OPTIONS);
        table->rows[table->count] = *rows;
        table->rows[table->count++].offset += offset;
    }
}

void
mnz_option_table_make(struct mnz_option_table *table, const struct mnz_command *command)
{
    table->count = 0;
    if (command->options)
        add_rows(table, command->options, 0);
    table->rows[table->count++] = (struct mnz_option){
        .kind = MNZ_OPTION_SWITCH, .name = "help", .letter = 'h', .help = "print help"};
}

static int
is_help(const struct reading *r, const struct mnz_option *row)
{
    return row == &r->table.rows[r->table.count - 1];
}

/* The row of "--name", "--name=value", "-n" or "-nvalue". */
static const struct mnz_option *
find_row(const struct reading *r, const char *arg)
{
    for (size_t i = 0; i < r->table.count; i++) {
        const struct mnz_option *row = &r->table.rows[i];

        if (arg[1] != '-' ? row->letter && arg[1] == row->letter
                          : strcspn(arg + 2, "=") == strlen(row->name) &&
                                strncmp(arg + 2, row->name, strlen(row->name)) == 0)
            return row;
    }
    return NULL;
}

static int
refuse_unknown(const struct reading *r, const char *arg)
{
    const char *names[MNZ_MOST_OPTIONS] = {NULL}, *nearest = NULL;

    for (size_t i = 0; i < r->table.count; i++)
        names[i] = r->table.rows[i].name;
    if (strncmp(arg, "--", 2) == 0)
        nearest = mnz_nearest(arg + 2, names, r->table.count);
    mnz_say("monazite %s: unknown option '%s'", r->command->name, arg);
    if (nearest)
        mnz_say("; did you mean '--%s'?", nearest);
    mnz_say("\nTry 'monazite %s --help'.\n", r->command->name);
    return MNZ_EXIT_INPUT;
}

/* The value of an option: after '=', after the letter, or the next argument. */
static const char *
find_value(struct reading *r)
{
    const char *arg = r->argv[r->at], *equals = strchr(arg, '=');

    if (arg[1] == '-' && equals)
        return equals + 1;
    if (arg[1] != '-' && arg[2])
        return arg + 2;
    return r->at + 1 < r->argc ? r->argv[++r->at] : NULL;
}

static int
read_option(struct reading *r)
{
    const char *arg = r->argv[r->at], *value = NULL;
    const struct mnz_option *row = find_row(r, arg);

    if (!row || (!row->value && (strchr(arg, '=') || (arg[1] != '-' && arg[2]))))
        return refuse_unknown(r, arg);
    if (row->value) {
        value = find_value(r);
        if (!value) {
            mnz_say("monazite %s: --%s needs %s\n", r->command->name, row->name,
                    row->value);
            return MNZ_EXIT_INPUT;
        }
    }
    if (is_help(r, row)) {
        r->out->wants_help = 1;
        return MNZ_EXIT_DONE;
    }
    return fill(r, row, value);
}

static int
refuse_value(const struct reading *r, const struct mnz_option *row, const char *wants,
             const char *value)
{
    mnz_say("monazite %s: --%s takes %s, not '%s'\n", r->command->name, row->name,
            wants, value);
    return MNZ_EXIT_INPUT;
}

static int
fill_count(const struct reading *r, const struct mnz_option *row, const char *text,
           struct mnz_option_count *out)
{
    const uint64_t least = (uint64_t)row->least;
    const uint64_t most = row->most < 1e18 ? (uint64_t)row->most : UINT64_MAX;
    char *end, wants[96];

    errno = 0;
    out->value = strtoull(text, &end, 10);
    out->is_given = 1;
    if (isdigit((unsigned char)text[0]) && !*end && !errno && out->value >= least &&
        out->value <= most)
        return MNZ_EXIT_DONE;
    snprintf(wants, sizeof wants, "a whole number from %llu to %llu",
             (unsigned long long)least, (unsigned long long)most);
    return refuse_value(r, row, wants, text);
}

static int
fill_amount(const struct reading *r, const struct mnz_option *row, const char *text,
            struct mnz_option_amount *out)
{
    const enum mnz_dimension dimension =
        row->kind == MNZ_OPTION_SHARE ? MNZ_DIM_SHARE : MNZ_DIM_NUMBER;
    struct mnz_quantity_fault fault;

    out->is_given = 1;
    if (mnz_quantity_parse(text, dimension, &out->value, &fault) == MNZ_OK &&
        out->value >= row->least && out->value <= row->most)
        return MNZ_EXIT_DONE;
    return refuse_value(r, row, row->wants, text);
}

int
mnz_refuse_choice(const struct mnz_command *command, const char *noun, const char *text,
                  const char *(*list)(const struct mnz_command *command, size_t index))
{
    const char *names[MOST_CHOICES], *nearest;
    size_t count = 0;

    while (count < MOST_CHOICES && (names[count] = list(command, count)))
        count++;
    nearest = mnz_nearest(text, names, count);
    mnz_say("monazite %s: there is no %s '%s'", command->name, noun, text);
    if (nearest)
        mnz_say("; did you mean '%s'?", nearest);
    mnz_say("%s choose from:", nearest ? " Or" : ";");
    for (size_t i = 0; i < count; i++)
        mnz_say(" %s", names[i]);
    mnz_say("\n");
    return MNZ_EXIT_INPUT;
}

static int
fill_choice(const struct reading *r, const struct mnz_option *row, const char *text,
            struct mnz_option_choice *out)
{
    const char *name;

    for (size_t i = 0; (name = row->list(r->command, i)); i++)
        if (strcmp(text, name) == 0) {
            *out = (struct mnz_option_choice){.index = i, .is_given = 1};
            return MNZ_EXIT_DONE;
        }
    return mnz_refuse_choice(r->command, row->noun, text, row->list);
}

static int
fill_path(const struct reading *r, const struct mnz_option *row, const char *text,
          const char **out)
{
    *out = text;
    if (*text)
        return MNZ_EXIT_DONE;
    mnz_say("monazite %s: --%s needs the name of a %s\n", r->command->name, row->name,
            row->kind == MNZ_OPTION_FILE ? "file" : "folder");
    return MNZ_EXIT_INPUT;
}

static int
add_text(struct reading *r, const char *text, struct mnz_option_texts *out)
{
    if (!out->items)
        out->items =
            mnz_arena_alloc(&r->out->arena, (size_t)r->argc, sizeof *out->items);
    if (!out->items)
        return mnz_report_failure(r->command->name, MNZ_ERR_NOMEM);
    out->items[out->count++] = text;
    return MNZ_EXIT_DONE;
}

/* Store a value where the row says. */
static int
fill(struct reading *r, const struct mnz_option *row, const char *value)
{
    void *field = r->fields + row->offset;

    switch (row->kind) {
    case MNZ_OPTION_SWITCH:
        *(int *)field = 1;
        return MNZ_EXIT_DONE;
    case MNZ_OPTION_TEXTS:
        return add_text(r, value, field);
    case MNZ_OPTION_FILE:
    case MNZ_OPTION_FOLDER:
        return fill_path(r, row, value, field);
    case MNZ_OPTION_COUNT:
        return fill_count(r, row, value, field);
    case MNZ_OPTION_SHARE:
    case MNZ_OPTION_NUMBER:
        return fill_amount(r, row, value, field);
    case MNZ_OPTION_CHOICE:
        return fill_choice(r, row, value, field);
    case MNZ_OPTION_END:
    case MNZ_OPTION_GROUP:
        break;
    }
    MNZ_BUG_IF(1);
    return MNZ_EXIT_FAILED;
}
