/* cmd_n-1.c - what is lost without a plant, a country's exports or a corridor. */

#include <stdio.h>
#include <string.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "monazite/n_minus_1.h"

enum { MOST_SIMULATED = 10 };

struct fields {
    struct mnz_job_options job;
    struct mnz_option_choice kind;
    const char *outside, *from;
    struct mnz_option_count months, most;
    int pairs;
};

static const char *const kinds[] = {"facility", "country", "corridor", NULL};

static const char *
kind_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return kinds[index];
}

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_CHOICE, .name = "kind", .letter = 'k', .value = "KIND",
     .help = "take away only this kind of thing (default: all kinds)",
     .offset = FIELD(kind, struct mnz_option_choice), .list = kind_name,
     .noun = "kind"},
    {MNZ_OPTION_FILE, .name = "outside", .value = "PLACE",
     .help = "only what stands outside a country or bloc",
     .offset = FIELD(outside, const char *)},
    {MNZ_OPTION_SWITCH, .name = "pairs", .help = "N-2: two of a kind at once",
     .offset = FIELD(pairs, int)},
    {MNZ_OPTION_FILE, .name = "from", .value = "MONTH",
     .help = "the month in which it begins, such as 2026-03 (default: the first)",
     .offset = FIELD(from, const char *)},
    {MNZ_OPTION_COUNT, .name = "months", .letter = 'm', .value = "M",
     .help = "for how many months (default: 12)",
     .offset = FIELD(months, struct mnz_option_count), .least = 1, .most = 1200},
    {MNZ_OPTION_COUNT, .name = "most", .value = "N",
     .help = "simulate the N worst of each kind, chosen by a few trials of the 128 "
             "that the baseline ranks first (default: 10)",
     .offset = FIELD(most, struct mnz_option_count), .most = 1000},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"n-1.csv", .table = &mnz_table_n_minus_1},
    {"n-1-months.csv", .table = &mnz_table_n_minus_1_months},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct losing {
    struct mnz_job job;
    const struct fields *fields;
    struct mnz_n_minus_1_options how;
    struct mnz_n_minus_1 *n;
    const struct mnz_result *result; /* its */
};

static int
find_place(struct losing *x)
{
    const struct mnz_scenario *s = x->job.models[0]->scenario;
    const char *text = x->fields->outside;

    for (uint32_t p = 0; text && p < s->num_places; p++)
        if (strcmp(s->places[p].code, text) == 0)
            x->how.outside = text;
    if (!text || x->how.outside)
        return MNZ_EXIT_DONE;
    mnz_say("monazite n-1: the scenario has no country or bloc '%s'\n", text);
    return MNZ_EXIT_INPUT;
}

static int
find_month(struct losing *x)
{
    const struct mnz_model *model = x->job.models[0];
    const uint32_t months = mnz_model_months(model);
    char text[MNZ_MONTH_TEXT], first[MNZ_MONTH_TEXT];

    if (!x->fields->from)
        return MNZ_EXIT_DONE;
    for (uint32_t m = 0; m < months; m++) {
        mnz_model_month_text(model, (int32_t)m, text);
        if (strcmp(text, x->fields->from) == 0) {
            x->how.from = m;
            return MNZ_EXIT_DONE;
        }
    }
    mnz_model_month_text(model, 0, first);
    mnz_say("monazite n-1: --from takes %s to %s, not '%s'\n", first, text,
            x->fields->from);
    return MNZ_EXIT_INPUT;
}

/* Whether the values that are paired can be kept. */
static int
check_trials(const struct losing *x)
{
    const struct mnz_model *model = x->job.models[0];
    const uint64_t kept = 2u + mnz_model_months(model) + model->network->num_nodes;

    if (mnz_job_trials(&x->job, 0) <= MNZ_MOST_KEPT / kept)
        return MNZ_EXIT_DONE;
    mnz_say("monazite n-1: this scenario allows at most %llu trials; give -n\n",
            (unsigned long long)(MNZ_MOST_KEPT / kept));
    return MNZ_EXIT_INPUT;
}

static int
read_options(struct losing *x)
{
    const struct fields *f = x->fields;
    int status = find_place(x);

    if (!status)
        status = find_month(x);
    if (!status)
        status = check_trials(x);
    x->how.file = x->job.call->operands[0];
    x->how.settings = f->job.load.settings.items;
    x->how.num_settings = f->job.load.settings.count;
    x->how.kinds = f->kind.is_given ? 1u << f->kind.index : 0;
    x->how.in_pairs = f->pairs;
    x->how.months = f->months.is_given ? (uint32_t)f->months.value : 12;
    x->how.most = f->most.is_given ? (uint32_t)f->most.value : MOST_SIMULATED;
    return status;
}

static int
simulate(struct losing *x)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    if (!st) {
        x->how.run = mnz_job_begin(&x->job);
        st = mnz_model_n_minus_1(x->job.models[0], &x->how, diags, &x->n);
        mnz_job_end_study(&x->job, x->n ? st : MNZ_OK);
    }
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (!x->n)
        return st == MNZ_ERR_INPUT     ? MNZ_EXIT_INPUT
               : st == MNZ_ERR_STOPPED ? MNZ_EXIT_STOPPED
                                       : mnz_report_failure("n-1", st);
    x->result = mnz_n_minus_1_result(x->n);
    x->job.outcome.results = &x->result;
    x->job.outcome.n_minus_1 = x->n;
    return MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    struct losing x = {.fields = call->fields};
    int status = mnz_job_load(&x.job, call, &x.fields->job);

    if (!status)
        status = read_options(&x);
    if (!status)
        status = mnz_job_make_folder(&x.job);
    if (!status)
        status = simulate(&x);
    if (!status)
        status = mnz_job_write(&x.job);
    mnz_n_minus_1_destroy(x.n);
    mnz_job_finish(&x.job);
    return status;
}

const struct mnz_command mnz_command_n_minus_1 = {
    .name = "n-1",
    .summary = "losses without a plant, a country's exports or a corridor",
    .description =
        "Takes away each facility, all exports of each country, and each corridor "
        "between two places, one at a time or with --pairs two at a time. All of them "
        "are ranked by the baseline: how much of the need of industries could still be "
        "met, for good and without stocks. The worst of each kind are tried in a few "
        "trials, and those that lose most are simulated "
        "beside the scenario, on the same trials: how much more output is lost, how "
        "many months stocks last, and how many months it takes to recover.\n\n"
        "A facility is gone by an outage of all its capacity, a country's exports and "
        "a "
        "corridor by a ban; goods under way still arrive.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite n-1 scenarios/china-licensing-2025-12.yaml -n 256 \\",
            "    --kind facility --outside CN",
            "monazite n-1 scenarios/baseline-2025.yaml -n 256 --pairs -k country -o "
            "out",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_n_minus_1,
    .run = run,
};
