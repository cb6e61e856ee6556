/* cmd_drivers.c - find the uncertain inputs that move an answer. */

#include <stdlib.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "monazite/drivers.h"
#include "monazite/figure.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts of;
    const char *given;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "of", .value = "METRIC.GROUP",
     .help = "an answer, such as shortfall_share.EU or 'output_lost_usd.total "
             "[2026-03]'; may be repeated (default: output_lost_share.total)",
     .offset = FIELD(of, struct mnz_option_texts)},
    {MNZ_OPTION_FILE, .name = "given", .value = "EVENT=BRANCH",
     .help = "only trials in which the event took this branch",
     .offset = FIELD(given, const char *)},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"drivers.csv", .table = &mnz_table_drivers},
    {"inputs.csv", .table = &mnz_table_inputs},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct asking {
    struct mnz_job job;
    struct mnz_measure *measures;
    uint32_t branch;
    struct mnz_drivers *drivers;
    const struct mnz_result *result; /* of the drivers */
};

/* The answers and the branch that the options name. */
static int
read_names(struct asking *a, const struct fields *f)
{
    const struct mnz_model *model = a->job.models[0];
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    a->measures = calloc(f->of.count + 1, sizeof *a->measures);
    if (!a->measures)
        st = MNZ_ERR_NOMEM;
    for (size_t i = 0; !st && i < f->of.count; i++)
        st = mnz_measure_read(model, "--of", f->of.items[i], diags, &a->measures[i]);
    if (!st && f->given)
        st = mnz_branch_read(model, "--given", f->given, diags, &a->branch);
    if (st == MNZ_ERR_INPUT)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st)
        return st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT
                                   : mnz_report_failure(mnz_model_name(model), st);
    return MNZ_EXIT_DONE;
}

static int
simulate(struct asking *a, const struct fields *f)
{
    const struct mnz_drivers_options how = {
        .run = mnz_job_begin(&a->job),
        .measures = f->of.count > 0 ? a->measures : NULL,
        .num_measures = (uint32_t)f->of.count,
        .branch = a->branch,
    };
    enum mnz_status st = mnz_model_drivers(a->job.models[0], &how, &a->drivers);

    a->result = a->drivers ? mnz_drivers_result(a->drivers) : NULL;
    st = mnz_job_end(&a->job, 0, st, a->result);
    a->job.outcome.results = &a->result;
    a->job.outcome.drivers = a->drivers;
    a->job.outcome.branch = a->branch;
    return st ? mnz_report_failure(mnz_model_name(a->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct asking a = {0};
    int status = mnz_job_load(&a.job, call, &f->job);

    if (!status)
        status = read_names(&a, f);
    if (!status)
        status = mnz_job_make_folder(&a.job);
    if (!status)
        status = simulate(&a, f);
    if (!status)
        status = mnz_job_write(&a.job);
    mnz_drivers_destroy(a.drivers);
    free(a.measures);
    mnz_job_finish(&a.job);
    return status;
}

const struct mnz_command mnz_command_drivers = {
    .name = "drivers",
    .summary = "find the uncertain inputs that move an answer",
    .description =
        "Simulates a scenario and tells from the trials which uncertain inputs move an "
        "answer: rank correlations, the share of the variance that would go if the "
        "input were known, and the answer where the input is low and where it is high. "
        "Each has an interval. Inputs that are correlated also count as a group, and "
        "the share that no input explains is printed.\n\n"
        "Only the answers asked for are recorded, so a trial takes less time than "
        "under "
        "run. The first 16,384 trials are looked at.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite drivers scenarios/china-licensing-2025-12.yaml",
            "monazite drivers scenarios/china-licensing-2025-12.yaml "
            "--of shortfall_share.jp_ev_traction --of output_lost_usd.EU",
            "monazite drivers scenarios/truce-expiry-2026-11.yaml "
            "--given truce_ends=lapses",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_drivers,
    .run = run,
};
