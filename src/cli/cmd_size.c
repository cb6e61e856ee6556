/* cmd_size.c - how much is enough: the smallest number that keeps a risk below a limit.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "monazite/search.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts until;
    const char *from, *to, *step;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "until", .value = "CRITERION,...",
     .help = "the criterion that must hold, such as "
             "'p95(output_lost_share.jp_ev_traction) < 5 %'; "
             "may be repeated",
     .offset = FIELD(until, struct mnz_option_texts)},
    {MNZ_OPTION_FILE, .name = "to", .value = "NUMBER",
     .help = "the last number to look at, with its unit: '1000 days'",
     .offset = FIELD(to, const char *), .is_needed = 1},
    {MNZ_OPTION_FILE, .name = "from", .value = "NUMBER",
     .help = "the first number (default: 0); the answer is the nearest to it",
     .offset = FIELD(from, const char *)},
    {MNZ_OPTION_FILE, .name = "step", .value = "NUMBER",
     .help = "how exact the answer is (default: a 256th of the range)",
     .offset = FIELD(step, const char *)},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"size.csv", .table = &mnz_table_size},
    {"looks.csv", .table = &mnz_table_looks},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct sizing {
    struct mnz_job job;
    const struct fields *fields;
    struct mnz_criteria criteria;
    double from, to, step;
    char *unit; /* in the job's arena */
    struct mnz_search *search;
    const struct mnz_result *result; /* its */
};

/* A number and its unit; a number without one takes that of the others. */
static int
read_number(struct sizing *s, const char *option, const char *text, double *out)
{
    const char *unit;

    if (!text)
        return MNZ_EXIT_DONE;
    if (mnz_search_read_number(text, out, &unit)) {
        mnz_say("monazite size: --%s takes a number, with or without a unit, not "
                "'%s'\n",
                option, text);
        return MNZ_EXIT_INPUT;
    }
    if (!*unit)
        return MNZ_EXIT_DONE;
    if (*s->unit && strcmp(s->unit, unit) != 0) {
        mnz_say("monazite size: --%s is in '%s', the others in '%s'; write all in one "
                "unit\n",
                option, unit, s->unit);
        return MNZ_EXIT_INPUT;
    }
    s->unit = mnz_arena_strndup(&s->job.arena, unit, strlen(unit));
    return s->unit ? MNZ_EXIT_DONE : mnz_report_failure("size", MNZ_ERR_NOMEM);
}

static int
read_range(struct sizing *s)
{
    static char none[] = "";
    int status;

    s->unit = none;
    status = read_number(s, "to", s->fields->to, &s->to);
    if (!status)
        status = read_number(s, "from", s->fields->from, &s->from);
    return status ? status : read_number(s, "step", s->fields->step, &s->step);
}

static int
read_criteria(struct sizing *s)
{
    const struct mnz_option_texts *until = &s->fields->until;
    struct mnz_diags *diags = NULL;
    enum mnz_status st;

    if (until->count == 0) {
        mnz_say("monazite size: --until CRITERION is needed\n");
        return MNZ_EXIT_INPUT;
    }
    st = mnz_diags_create(&diags);
    for (size_t i = 0; !st && i < until->count; i++)
        st = mnz_criteria_read(s->job.models[0], "--until", until->items[i], diags,
                               &s->criteria);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure("size", st) : MNZ_EXIT_DONE;
}

/* A search has no part of an answer, so nothing is written of one that was stopped. */
static int
search(struct sizing *s)
{
    const struct mnz_call *call = s->job.call;
    const struct mnz_search_options how = {
        .run = mnz_job_begin(&s->job),
        .file = call->operands[0],
        .text = call->texts[0],
        .settings = s->fields->job.load.settings.items,
        .num_settings = s->fields->job.load.settings.count,
        .paths = call->operands + 1,
        .num_paths = call->num_operands - 1,
        .unit = s->unit,
        .from = s->from,
        .to = s->to,
        .step = s->step,
        .criteria = &s->criteria,
    };
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    if (!st)
        st = mnz_model_search(s->job.models[0], &how, diags, &s->search);
    mnz_job_end_study(&s->job, MNZ_OK);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_STOPPED) {
        mnz_say("monazite size: stopped before the answer was found\n");
        return MNZ_EXIT_STOPPED;
    }
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    if (st)
        return mnz_report_failure(mnz_model_name(s->job.models[0]), st);
    s->result = mnz_search_result(s->search);
    s->job.outcome.results = &s->result;
    s->job.outcome.search = (struct mnz_search_outcome){
        s->search, &s->criteria, call->operands + 1, call->num_operands - 1, s->unit,
        s->from,   s->to};
    return MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    struct sizing s = {.fields = call->fields};
    int status = read_range(&s);

    if (!status)
        status = mnz_job_load(&s.job, call, &s.fields->job);
    if (!status)
        status = read_criteria(&s);
    if (!status)
        status = mnz_job_make_folder(&s.job);
    if (!status)
        status = search(&s);
    if (!status)
        status = mnz_job_write(&s.job);
    if (!status) {
        struct mnz_search_answer answer;

        mnz_search_answer(s.search, &answer);
        status = answer.state == MNZ_SEARCH_NEVER ? MNZ_EXIT_CAPPED : MNZ_EXIT_DONE;
    }
    mnz_search_destroy(s.search);
    mnz_job_finish(&s.job);
    return status;
}

const struct mnz_command mnz_command_size = {
    .name = "size",
    .summary = "find the smallest number that keeps a risk below a limit",
    .description =
        "Looks for the smallest stock, capacity, offtake or any other number of a "
        "scenario for which criteria hold: the number nearest to --from, by bisection, "
        "all numbers on the same trials. Several paths take the same number. The "
        "answer has a 95 % interval, and the number of runs that it took stands with "
        "it.\n\n"
        "More of a measure does not always help: a number that is worse than a smaller "
        "one is reported, and the answer is then the number from which on all that "
        "were looked at suffice. Exit status 4 says that the criteria do not hold at "
        "--to.",
    .operand = MNZ_OPERAND_ONE_AND_NAME,
    .operand_name = "PATH...",
    .most_operands = 64,
    .examples =
        (const char *const[]){
            "monazite size scenarios/tutorial-japan-stockpile.yaml \\",
            "    policies.jp_stockpile.holds.dy_oxide --to '1500 days' --step '10 "
            "days' \\",
            "    --until 'mean(shortfall_share.jp_mlcc_dy) < 0.1'", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_size,
    .run = run,
};
