/* cmd_chart.c - one chart of a folder of results, as SVG. */

#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/streams.h"
#include "monazite/chart.h"

struct fields {
    const char *file;
    struct mnz_option_texts of, by, metric, scenario;
};

static const char *
kind_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return mnz_chart_name((uint32_t)index);
}

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_FILE, .name = "output", .letter = 'o', .value = "FILE.svg",
     .help = "write to a file (default: standard output)",
     .offset = FIELD(file, const char *)},
    {MNZ_OPTION_TEXTS, .name = "of", .value = "NAME",
     .help = "a fan or exceedance curve of this industry, country, element... "
             "(default: all industries); a dependency of this element",
     .offset = FIELD(of, struct mnz_option_texts)},
    {MNZ_OPTION_TEXTS, .name = "by", .value = "SCOPE",
     .help = "a heat map or ranking by country, sector, element... (default: industry)",
     .offset = FIELD(by, struct mnz_option_texts)},
    {MNZ_OPTION_TEXTS, .name = "metric", .value = "METRIC",
     .help = "another metric of summary.csv than output lost; of a dependency: direct",
     .offset = FIELD(metric, struct mnz_option_texts)},
    {MNZ_OPTION_TEXTS, .name = "scenario", .value = "NAME",
     .help = "of a folder with several scenarios (default: the first)",
     .offset = FIELD(scenario, struct mnz_option_texts)},
    MNZ_OPTIONS_END,
};

/* The last of an option's values, or NULL. */
static const char *
last_of(const struct mnz_option_texts *texts)
{
    return texts->count > 0 ? texts->items[texts->count - 1] : NULL;
}

/* Draw into `stream`; an exit status, with a message unless writing failed. */
static int
draw(const struct mnz_call *call, const struct mnz_findings *findings,
     struct mnz_diags *diags, FILE *stream)
{
    const struct fields *f = call->fields;
    const struct mnz_chart_options how = {.scenario = last_of(&f->scenario),
                                          .of = last_of(&f->of),
                                          .by = last_of(&f->by),
                                          .metric = last_of(&f->metric)};
    const enum mnz_status st =
        mnz_chart_write(findings, call->operands[0], &how, diags, stream);

    mnz_print_diags(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return mnz_report_written(call->operands[1], st);
}

static int
draw_to_file(const struct mnz_call *call, const struct mnz_findings *findings,
             struct mnz_diags *diags)
{
    const struct fields *f = call->fields;
    struct mnz_outfile file = {0};
    enum mnz_status st = mnz_outfile_open(&file, f->file);
    int status = st ? mnz_report_failure(f->file, st) : MNZ_EXIT_DONE;

    if (!status)
        status = draw(call, findings, diags, file.stream);
    if (!status) {
        st = mnz_outfile_commit(&file);
        status = st ? mnz_report_failure(f->file, st) : MNZ_EXIT_DONE;
    }
    mnz_outfile_discard(&file);
    return status;
}

static int
draw_to_output(const struct mnz_call *call, const struct mnz_findings *findings,
               struct mnz_diags *diags)
{
    const int status = draw(call, findings, diags, stdout);

    return status ? status : mnz_close_output();
}

static int
is_kind(const char *name)
{
    uint32_t i = 0;

    while (i < mnz_chart_count() && strcmp(mnz_chart_name(i), name) != 0)
        i++;
    return i < mnz_chart_count();
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    const char *folder = call->operands[1];
    struct mnz_findings *findings = NULL;
    struct mnz_diags *diags = NULL;
    enum mnz_status st;
    int status;

    if (!is_kind(call->operands[0]))
        return mnz_refuse_choice(call->command, "chart", call->operands[0], kind_name);
    st = mnz_diags_create(&diags);
    if (!st)
        st = mnz_findings_open(folder, diags, &findings);
    if (st == MNZ_ERR_INPUT)
        mnz_print_diags(diags);
    status = st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT
             : st                ? mnz_report_failure(folder, st)
             : f->file           ? draw_to_file(call, findings, diags)
                                 : draw_to_output(call, findings, diags);
    mnz_findings_destroy(findings);
    mnz_diags_destroy(diags);
    return status;
}

const struct mnz_command mnz_command_chart = {
    .name = "chart",
    .summary = "draw one chart of a run's results, for a slide",
    .description =
        "Reads the tables of a folder that monazite run -o has written, and draws a "
        "chart as SVG, 850 pixels wide. fan: the bands of a figure month by month; "
        "heat-map: a share by group and month; ranked: ranges over the whole window, "
        "the worst groups first; exceedance: how probable it is that a figure is above "
        "any level; sankey: who sends what to whom, at the baseline and in the worst "
        "month; dependency: the part of each buyer's supply that passed through each "
        "country, from the tables of monazite dependency -o; n-1: bars of the output "
        "lost without each thing that monazite n-1 -o took away.\n\n"
        "The same tables give the same bytes. Each country has one colour in all "
        "charts, and nothing is said by colour alone.",
    .operand = MNZ_OPERAND_NAME_AND_FOLDER,
    .operand_name = "KIND DIR",
    .operand_list = kind_name,
    .examples =
        (const char *const[]){
            "monazite run scenarios/china-licensing-2025-12.yaml -o out",
            "monazite chart ranked out -o ranked.svg",
            "monazite chart fan out --of us_ev_traction -o fan.svg",
            "monazite chart heat-map out --by element -o elements.svg", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .run = run,
};
