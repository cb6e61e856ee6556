/* cmd_bound.c - how much of a shortfall no plan could have avoided. */

#include <stdio.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "monazite/bound.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_count sample;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_COUNT, .name = "sample", .value = "N",
     .help = "plan so many of the worst 5 % of trials (default: 8)",
     .offset = FIELD(sample, struct mnz_option_count), .least = 1, .most = 10000},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"bound.csv", .table = &mnz_table_bound},
    {"worth.csv", .table = &mnz_table_worth},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct planning {
    struct mnz_job job;
    struct mnz_bound *bound;
    const struct mnz_result *result; /* its */
};

static int
plan(struct planning *p)
{
    const struct fields *f = p->job.call->fields;
    const struct mnz_bound_options how = {.run = mnz_job_begin(&p->job),
                                          .sample = (uint32_t)f->sample.value};
    const char *name = mnz_model_name(p->job.models[0]);
    const enum mnz_status st = mnz_model_bound(p->job.models[0], &how, &p->bound);

    mnz_job_end_study(&p->job, MNZ_OK);
    if (st == MNZ_ERR_STOPPED) {
        mnz_say("monazite bound: stopped before all trials were planned\n");
        return MNZ_EXIT_STOPPED;
    }
    if (st)
        return mnz_report_failure(name, st);
    p->result = mnz_bound_result(p->bound);
    p->job.outcome.results = &p->result;
    p->job.outcome.bound = p->bound;
    return MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct planning p = {0};
    int status = MNZ_EXIT_DONE;

    if (!mnz_bound_solver()) {
        mnz_say("monazite bound: this program was built without GLPK and CHOLMOD, "
                "which solve linear programs\n");
        return MNZ_EXIT_INPUT;
    }
    status = mnz_job_load(&p.job, call, &f->job);
    if (!status)
        status = mnz_job_make_folder(&p.job);
    if (!status)
        status = plan(&p);
    if (!status)
        status = mnz_job_write(&p.job);
    mnz_bound_destroy(p.bound);
    mnz_job_finish(&p.job);
    return status;
}

const struct mnz_command mnz_command_bound = {
    .name = "bound",
    .summary = "how much of a shortfall no plan could have avoided",
    .description =
        "Splits the shortfall of the worst trials into what physics and the controls "
        "force, and what rationing, habits and not knowing add. For each trial a "
        "linear program finds the least shortfall that a planner could have reached "
        "who knows the trial and decides what is made, shipped and released from the "
        "first control on, within the same capacities, yields, lead times, stocks and "
        "controls.\n\n"
        "It also tells where a further tonne of which input would have spared most. "
        "Worlds of some hundred links take seconds a trial, those of thousands a "
        "minute.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite bound scenarios/minerals/us-ban-2024-12.yaml -n 400", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_bound,
    .run = run,
};
