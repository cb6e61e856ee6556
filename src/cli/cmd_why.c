/* cmd_why.c - why an industry is short: its suppliers, and its losses by cause. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "report/label.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts months;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "month", .letter = 'm', .value = "MONTH",
     .help = "explain a month, such as 2026-03, instead of all; may be repeated",
     .offset = FIELD(months, struct mnz_option_texts)},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"why.csv", .table = &mnz_table_why},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct inquiry {
    struct mnz_job job;
    uint32_t group; /* the industry */
    uint32_t *months;
    struct mnz_why *why;
    const struct mnz_result *result; /* its */
};

/* The industry that the second operand names. */
static int
find_industry(struct inquiry *q, const char *text)
{
    const struct mnz_model *model = q->job.models[0];
    struct mnz_measure measure;
    const char *nearest;
    const uint32_t node = mnz_label_find_industry(model->network, text, &nearest);

    if (node != MNZ_NONE &&
        mnz_model_find_measure(model, "industry",
                               mnz_network_node_name(model->network, node),
                               "shortfall_share", &measure) == MNZ_OK) {
        q->group = measure.group;
        return MNZ_EXIT_DONE;
    }
    fprintf(stderr, "monazite why: there is no industry '%s'", text);
    if (nearest)
        fprintf(stderr, "; did you mean '%s'?", nearest);
    fputc('\n', stderr);
    return MNZ_EXIT_INPUT;
}

/* The month of the run that a text such as "2026-03" says; MNZ_HORIZON if none. */
static uint32_t
find_month(const struct mnz_model *model, const char *text)
{
    char month[MNZ_MONTH_TEXT];

    for (uint32_t m = 0; m < mnz_model_months(model); m++) {
        mnz_model_month_text(model, (int32_t)m, month);
        if (strcmp(month, text) == 0)
            return m;
    }
    return MNZ_HORIZON;
}

static int
find_months(struct inquiry *q, const struct mnz_option_texts *texts)
{
    const struct mnz_model *model = q->job.models[0];
    char first[MNZ_MONTH_TEXT], last[MNZ_MONTH_TEXT];

    q->months = calloc(texts->count + 1, sizeof *q->months);
    if (!q->months)
        return mnz_report_failure("why", MNZ_ERR_NOMEM);
    for (size_t i = 0; i < texts->count; i++) {
        q->months[i] = find_month(model, texts->items[i]);
        if (q->months[i] != MNZ_HORIZON)
            continue;
        mnz_model_month_text(model, 0, first);
        mnz_model_month_text(model, (int32_t)mnz_model_months(model) - 1, last);
        fprintf(stderr, "monazite why: --month takes %s to %s, not '%s'\n", first, last,
                texts->items[i]);
        return MNZ_EXIT_INPUT;
    }
    q->job.outcome.why_months = q->months;
    q->job.outcome.num_why_months = texts->count;
    return MNZ_EXIT_DONE;
}

static int
simulate(struct inquiry *q)
{
    const struct mnz_run_options how = mnz_job_begin(&q->job);
    enum mnz_status st = mnz_model_why(q->job.models[0], q->group, &how, &q->why);

    q->result = q->why ? mnz_why_result(q->why) : NULL;
    st = mnz_job_end(&q->job, 0, st, q->result);
    q->job.outcome.results = &q->result;
    q->job.outcome.why = q->why;
    return st ? mnz_report_failure(mnz_model_name(q->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct inquiry q = {0};
    int status = mnz_job_load(&q.job, call, &f->job);

    if (!status)
        status = find_industry(&q, call->operands[1]);
    if (!status)
        status = find_months(&q, &f->months);
    if (!status)
        status = mnz_job_make_folder(&q.job);
    if (!status)
        status = simulate(&q);
    if (!status)
        status = mnz_job_write(&q.job);
    mnz_why_destroy(q.why);
    free(q.months);
    mnz_job_finish(&q.job);
    return status;
}

const struct mnz_command mnz_command_why = {
    .name = "why",
    .summary = "trace the shortage of an industry to its causes",
    .description =
        "Lists the suppliers of an industry and theirs in turn, with shares, lead "
        "times, stocks, capacities and the controls on each link. Then it simulates "
        "the scenario and traces the industry's shortfall and lost output to the "
        "controls, plants and capacities that held the missing goods back: refused, "
        "waiting for licences, banned, not made. The shares of a loss sum to 1.\n\n"
        "The industry is named by its identifier or by its label, such as \"JP auto "
        "motors\".",
    .operand = MNZ_OPERAND_ONE_AND_NAME,
    .operand_name = "INDUSTRY",
    .examples =
        (const char *const[]){
            "monazite why scenarios/china-licensing-2025-12.yaml jp_mlcc_dy",
            "monazite why scenarios/china-licensing-2025-12.yaml jp_mlcc_dy --month "
            "2026-10",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_why,
    .run = run,
};
