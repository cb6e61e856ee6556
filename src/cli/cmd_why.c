/* cmd_why.c - why an industry is short: its suppliers, and its losses by cause. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "report/label.h"
#include "study/model.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts months;
    int without;
    struct mnz_option_count trial;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "month", .letter = 'm', .value = "MONTH",
     .help = "explain a month, such as 2026-03, instead of all; may be repeated",
     .offset = FIELD(months, struct mnz_option_texts)},
    {MNZ_OPTION_SWITCH, .name = "without", .letter = 'w',
     .help = "the losses without each control and policy to blame too, on the same "
             "trials",
     .offset = FIELD(without, int)},
    {MNZ_OPTION_COUNT, .name = "trial", .letter = 'k', .value = "K",
     .help = "tell one trial month by month; the first is 0",
     .offset = FIELD(trial, struct mnz_option_count), .most = 1e9},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static int
wants_without(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->without;
}

static const struct mnz_output outputs[] = {
    {"why.csv", .table = &mnz_table_why},
    {"without.csv", .table = &mnz_table_without, .is_wanted = wants_without},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

/* Controls and policies that are taken away one at a time, at most, and the least part
 * of a loss that they are to blame for. */
enum { MOST_ACTS = 8 };
#define LEAST_BLAME 0.01

/* One of them, with the larger of its parts of the losses. */
struct act {
    const char *name;
    char setting[256];
    double part;
};

struct inquiry {
    struct mnz_job job;
    uint32_t group; /* the industry */
    uint32_t *months;
    struct mnz_why *why;
    const struct mnz_result *result; /* its */
    size_t num_acts;
    struct act acts[MOST_ACTS];
    struct mnz_why_removal removals[MOST_ACTS + 1];
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
    mnz_say("monazite why: there is no industry '%s'", text);
    if (nearest)
        mnz_say("; did you mean '%s'?", nearest);
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
        mnz_say("monazite why: --month takes %s to %s, not '%s'\n", first, last,
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
    const struct mnz_model *model = q->job.models[0];
    const struct fields *f = q->job.call->fields;
    enum mnz_status st =
        f->trial.is_given
            ? mnz_model_why_trial(model, q->group, f->trial.value, &how, &q->why)
            : mnz_model_why(model, q->group, &how, &q->why);

    q->result = q->why ? mnz_why_result(q->why) : NULL;
    st = mnz_job_end(&q->job, 0, st, q->result);
    q->job.outcome.results = &q->result;
    q->job.outcome.why = q->why;
    return st ? mnz_report_failure(mnz_model_name(q->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

/* The larger of the parts of the losses for which an act is to blame. */
static double
part_of(const struct inquiry *q, const char *act)
{
    double largest = 0.0;

    for (int loss = 0; loss < MNZ_NUM_LOSSES; loss++) {
        double part = 0.0;
        uint32_t count;
        const struct mnz_why_cause *causes =
            mnz_why_causes(q->why, (enum mnz_loss_kind)loss, MNZ_HORIZON, &count);

        for (uint32_t k = 0; k < count; k++)
            if (strcmp(causes[k].act, act) == 0)
                part += causes[k].of_loss;
        largest = part > largest ? part : largest;
    }
    return largest;
}

/* Put an act among the largest, in order, if it has a place there. */
static void
consider(struct inquiry *q, const char *section, const char *name)
{
    const double part = part_of(q, name);
    size_t at = q->num_acts;

    if (!(part >= LEAST_BLAME))
        return;
    while (at > 0 && q->acts[at - 1].part < part)
        at--;
    if (at == MOST_ACTS)
        return;
    q->num_acts += q->num_acts < MOST_ACTS;
    memmove(&q->acts[at + 1], &q->acts[at], (q->num_acts - 1 - at) * sizeof *q->acts);
    q->acts[at] = (struct act){.name = name, .part = part};
    snprintf(q->acts[at].setting, sizeof q->acts[at].setting, "%s.%s.probability=0",
             section, name);
}

static void
find_acts(struct inquiry *q)
{
    const struct mnz_scenario *s = q->job.models[0]->scenario;

    for (uint32_t c = 0; c < s->num_controls; c++)
        consider(q, "controls", s->controls[c].name);
    for (uint32_t p = 0; p < s->num_policies; p++)
        consider(q, "policies", s->policies[p].name);
}

/* Run the scenario again without the acts from `first` to before `end`. */
static int
take_away(struct inquiry *q, size_t first, size_t end, const char *name)
{
    const struct mnz_load_options *load = &q->job.options->load;
    const char **all = calloc(load->settings.count + end - first + 1, sizeof *all);
    struct mnz_load_options how = {.quiet = 1};
    struct mnz_why_removal *removal = &q->removals[q->job.outcome.num_removals];
    struct mnz_model *model = NULL;
    struct mnz_run_options run_options;
    enum mnz_status st;
    int status;

    if (!all)
        return mnz_report_failure("why", MNZ_ERR_NOMEM);
    for (size_t i = 0; i < load->settings.count; i++)
        all[how.settings.count++] = load->settings.items[i];
    for (size_t i = first; i < end; i++)
        all[how.settings.count++] = q->acts[i].setting;
    how.settings.items = all;
    status =
        mnz_load_model(q->job.call->operands[0], q->job.call->texts[0], &how, &model);
    if (!status) {
        run_options = mnz_job_begin(&q->job);
        st = mnz_why_compare(q->why, model, &run_options, &removal->without);
        st = mnz_job_end(&q->job, 0, st, NULL);
        removal->name = name;
        q->job.outcome.num_removals += st == MNZ_OK;
        q->job.is_partial |= st == MNZ_ERR_STOPPED;
        if (st && st != MNZ_ERR_STOPPED)
            status = mnz_report_failure(mnz_model_name(model), st);
    }
    mnz_model_destroy(model);
    free(all);
    return status;
}

/* One at a time, then all together. */
static int
take_away_each(struct inquiry *q)
{
    int status = MNZ_EXIT_DONE;

    find_acts(q);
    q->job.outcome.removals = q->removals;
    for (size_t i = 0; !status && !q->job.is_partial && i < q->num_acts; i++)
        status = take_away(q, i, i + 1, q->acts[i].name);
    if (!status && !q->job.is_partial && q->num_acts > 1)
        status = take_away(q, 0, q->num_acts, "all of these");
    return status;
}

static int
check_options(const struct fields *f)
{
    if (!f->trial.is_given || (!f->without && !f->job.trials.is_given))
        return MNZ_EXIT_DONE;
    mnz_say("monazite why: --trial tells one trial, and takes no %s\n",
            f->without ? "--without" : "--trials");
    return MNZ_EXIT_INPUT;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct inquiry q = {0};
    int status = check_options(f);

    if (!status)
        status = mnz_job_load(&q.job, call, &f->job);
    if (!status)
        status = find_industry(&q, call->operands[1]);
    if (!status)
        status = find_months(&q, &f->months);
    if (!status)
        status = mnz_job_make_folder(&q.job);
    if (!status)
        status = simulate(&q);
    if (!status && f->without && !q.job.is_partial)
        status = take_away_each(&q);
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
        "waiting for licences, banned, not made. The shares of a loss sum to 1. With "
        "--without it also says how much smaller the losses are without each control "
        "and policy to blame. With --trial it tells one trial month by month.\n\n"
        "The industry is named by its identifier or by its label, such as \"JP auto "
        "motors\".",
    .operand = MNZ_OPERAND_ONE_AND_NAME,
    .operand_name = "INDUSTRY",
    .examples =
        (const char *const[]){
            "monazite why scenarios/china-licensing-2025-12.yaml jp_mlcc_dy",
            "monazite why scenarios/china-licensing-2025-12.yaml jp_mlcc_dy --month "
            "2026-10",
            "monazite why scenarios/china-licensing-2025-12.yaml jp_mlcc_dy --trial 17",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_why,
    .run = run,
};
