/* cmd_import.c - public statistics as tables of ours. */

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/streams.h"
#include "monazite/import.h"

struct fields {
    const char *map, *output;
    struct mnz_option_choice as;
    int quiet;
};

const char *
mnz_list_import_formats(const struct mnz_command *command, size_t index)
{
    (void)command;
    return mnz_import_format_name(index);
}

static const char *
as_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return mnz_import_as_name(index);
}

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_FILE, .name = "map", .letter = 'm', .value = "MAP.yaml",
     .help = "which goods are which material, and which countries which places",
     .offset = FIELD(map, const char *), .is_needed = 1},
    {MNZ_OPTION_CHOICE, .name = "as", .value = "TABLE",
     .help = "the table to make; without it, the format's usual one", .list = as_name,
     .noun = "table", .offset = FIELD(as, struct mnz_option_choice)},
    {MNZ_OPTION_FILE, .name = "output", .letter = 'o', .value = "TABLE.csv",
     .help = "where to write the table; without it, standard output",
     .offset = FIELD(output, const char *)},
    {MNZ_OPTION_SWITCH, .name = "quiet", .letter = 'q',
     .help = "no report of what was read and left out", .offset = FIELD(quiet, int)},
    MNZ_OPTIONS_END,
};

static int
find_format(const struct mnz_command *command, const char *name,
            enum mnz_import_format *format)
{
    for (size_t i = 0; mnz_import_format_name(i); i++)
        if (strcmp(mnz_import_format_name(i), name) == 0) {
            *format = (enum mnz_import_format)i;
            return MNZ_EXIT_DONE;
        }
    return mnz_refuse_choice(command, "format", name, mnz_list_import_formats);
}

/* The table goes to a file or standard output, the report to the other of the two. */
static int
import(const struct mnz_import_job *job, const struct fields *fields)
{
    struct mnz_outfile file = {0};
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);
    FILE *report = fields->quiet ? NULL : fields->output ? stdout : stderr;
    int status;

    if (!st && fields->output)
        st = mnz_outfile_open(&file, fields->output);
    if (!st)
        st = mnz_import(job, fields->output ? file.stream : stdout, report, diags);
    if (!st && fields->output)
        st = mnz_outfile_commit(&file);
    mnz_outfile_discard(&file);
    if (diags)
        mnz_print_diags(diags);
    status = st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT
             : fields->output    ? (st ? mnz_report_failure(fields->output, st) : 0)
                                 : mnz_report_written("standard output", st);
    mnz_diags_destroy(diags);
    return status;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *fields = call->fields;
    struct mnz_import_job job = {.files = call->operands + 1,
                                 .num_files = call->num_operands - 1,
                                 .map = fields->map};
    int status = find_format(call->command, call->operands[0], &job.format);

    if (status)
        return status;
    if (job.num_files == 0) {
        mnz_say("monazite import: which files of format %s?\n", call->operands[0]);
        return MNZ_EXIT_INPUT;
    }
    job.as = fields->as.is_given ? (enum mnz_import_as)fields->as.index
                                 : mnz_import_default_as(job.format);
    status = import(&job, fields);
    return status ? status : mnz_close_output();
}

const struct mnz_command mnz_command_import = {
    .name = "import",
    .summary = "make tables of customs files and other public statistics",
    .description =
        "Reads files of a public statistic, keeps the rows of goods that the map "
        "names, "
        "and writes a table that a scenario can use: links with tonnes a year, mines "
        "with capacities, observed months, or ratios of value added. Files are read "
        "row "
        "by row, whatever their size and character set. The report says how many rows "
        "were read, used and left out, and why.\n\n"
        "Each row of the table names its file, edition and SHA-256.",
    .operand = MNZ_OPERAND_NAME,
    .operand_name = "FORMAT FILE...",
    .most_operands = 10000,
    .operand_list = mnz_list_import_formats,
    .examples =
        (const char *const[]){"monazite import comext full202405.csv --map "
                              "scenarios/minerals/maps/comext.yaml -o links.csv",
                              "monazite import gacc exports-202506.csv --map "
                              "scenarios/minerals/maps/gacc.yaml --as observed",
                              NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .run = run,
};
