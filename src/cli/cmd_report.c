/* cmd_report.c - one page with the charts of folders of results. */

#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/load_model.h"
#include "cli/streams.h"
#include "monazite/chart.h"

struct fields {
    const char *file;
};

static const struct mnz_option options[] = {
    {MNZ_OPTION_FILE, .name = "output", .letter = 'o', .value = "FILE.html",
     .help = "the page", .offset = MNZ_FIELD(struct fields, file, const char *),
     .is_needed = 1},
    MNZ_OPTIONS_END,
};

/* The tables of the folders, [count]; an exit status, with a message. */
static int
open_folders(const struct mnz_call *call, struct mnz_findings **findings,
             struct mnz_diags *diags)
{
    for (size_t i = 0; i < call->num_operands; i++) {
        const enum mnz_status st =
            mnz_findings_open(call->operands[i], diags, &findings[i]);

        if (st == MNZ_ERR_INPUT)
            return MNZ_EXIT_INPUT;
        if (st)
            return mnz_report_failure(call->operands[i], st);
    }
    return MNZ_EXIT_DONE;
}

static int
write_page(const struct mnz_call *call, struct mnz_findings *const *findings,
           struct mnz_diags *diags)
{
    const struct fields *f = call->fields;
    struct mnz_outfile file = {0};
    enum mnz_status st = mnz_outfile_open(&file, f->file);

    if (!st)
        st = mnz_page_write((const struct mnz_findings *const *)findings,
                            (uint32_t)call->num_operands, diags, file.stream);
    if (!st)
        st = mnz_outfile_commit(&file);
    mnz_outfile_discard(&file);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(f->file, st) : MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    struct mnz_findings **findings = calloc(call->num_operands, sizeof *findings);
    struct mnz_diags *diags = NULL;
    const enum mnz_status st = findings ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;
    int status = st ? mnz_report_failure("report", st) : MNZ_EXIT_DONE;

    if (!status)
        status = open_folders(call, findings, diags);
    if (!status)
        status = write_page(call, findings, diags);
    if (diags)
        mnz_print_diags(diags);
    for (size_t i = 0; findings && i < call->num_operands; i++)
        mnz_findings_destroy(findings[i]);
    mnz_diags_destroy(diags);
    free(findings);
    return status;
}

const struct mnz_command mnz_command_report = {
    .name = "report",
    .summary = "write a page with the charts of results",
    .description =
        "Reads the tables of folders that monazite run -o has written, and writes one "
        "HTML file: headline, charts by month, industry and element, ranges, "
        "exceedance, licences, prices, concentration, cover, who sends what to whom, "
        "measures, assumptions and how to reproduce them. Folders of monazite compare, "
        "drivers, sweep, frontier, dependency, n-1 and score are shown too: measures "
        "ranked and in a waterfall, a tornado, figures over varied values, cost "
        "against loss avoided, buyers by countries that their supply passed, output "
        "lost without each plant or country, observed months on the simulated band. It "
        "opens by a double click, "
        "holds all that it needs and "
        "asks no other computer for anything. Each chart gives its data as CSV and its "
        "picture as SVG.\n\n"
        "The charts are drawn by Apache ECharts, which is part of the program if it "
        "was "
        "there when the program was built; monazite --version tells.",
    .operand = MNZ_OPERAND_FOLDERS,
    .examples =
        (const char *const[]){
            "monazite run scenarios/china-licensing-2025-12.yaml -o out",
            "monazite report out -o report.html", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .run = run,
};
