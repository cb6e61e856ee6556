/* cmd_frontier.c - which sets of policies avoid most at their cost. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/units.h"
#include "cli/alternatives.h"
#include "cli/job.h"
#include "cli/streams.h"
#include "monazite/frontier.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts alternatives;
    const char *of, *budget;
    struct mnz_option_count sets;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "alt", .letter = 'a', .value = "NAME:PATH=VALUE,...",
     .help = "an option; may be repeated (default: every policy that has costs and a "
             "probability of 0)",
     .offset = FIELD(alternatives, struct mnz_option_texts)},
    {MNZ_OPTION_FILE, .name = "of", .value = "METRIC.GROUP",
     .help = "the loss to avoid (default: output_lost_usd.total)",
     .offset = FIELD(of, const char *)},
    {MNZ_OPTION_FILE, .name = "budget", .value = "USD",
     .help = "only sets that cost no more, such as '1 bn USD'",
     .offset = FIELD(budget, const char *)},
    {MNZ_OPTION_COUNT, .name = "sets", .value = "N",
     .help = "sets of several options to run at most (default: 24)",
     .offset = FIELD(sets, struct mnz_option_count), .least = 1, .most = 4096},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"frontier.csv", .table = &mnz_table_frontier},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct weighing {
    struct mnz_job job;
    const struct fields *fields;
    struct mnz_frontier_option *options;
    struct mnz_frontier_options how;
    struct mnz_frontier *frontier;
    const struct mnz_result *result; /* of the scenario itself */
};

static int
read_budget(struct weighing *w)
{
    struct mnz_quantity_fault fault;

    w->how.budget = (double)INFINITY;
    if (!w->fields->budget || mnz_quantity_parse(w->fields->budget, MNZ_DIM_MONEY,
                                                 &w->how.budget, &fault) == MNZ_OK)
        return MNZ_EXIT_DONE;
    mnz_say("monazite frontier: --budget: %s\n", fault.text);
    return MNZ_EXIT_INPUT;
}

static int
read_loss(struct weighing *w)
{
    const char *of = w->fields->of ? w->fields->of : "output_lost_usd.total";
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    if (!st)
        st = mnz_measure_read(w->job.models[0], "--of", of, diags, &w->how.loss);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure("frontier", st) : MNZ_EXIT_DONE;
}

/* The options of --alt. */
static int
read_alternatives(struct weighing *w)
{
    const struct mnz_option_texts *texts = &w->fields->alternatives;
    struct mnz_names taken = {.arena = &w->job.arena};

    for (size_t i = 0; i < texts->count; i++) {
        struct mnz_change change;
        const char *wrong = NULL;
        const enum mnz_status st =
            mnz_change_read(texts->items[i], &taken, &change, &wrong);

        if (st == MNZ_ERR_INPUT) {
            mnz_say("monazite frontier: --alt '%s' lacks %s; write it like "
                    "stocks:policies.reserve.probability=1\n",
                    texts->items[i], wrong);
            return MNZ_EXIT_INPUT;
        }
        if (st)
            return mnz_report_failure("frontier", st);
        w->options[w->how.num_options++] = (struct mnz_frontier_option){
            change.name, change.settings, change.num_settings};
    }
    return MNZ_EXIT_DONE;
}

/* Policies that are not made, but priced. */
static int
list_policies(struct weighing *w)
{
    const struct mnz_scenario *s = w->job.models[0]->scenario;

    for (uint32_t i = 0; i < s->num_policies; i++) {
        const struct mnz_policy *p = &s->policies[i];
        const struct mnz_value *probability =
            &s->pool.values[s->regimes[p->regime].probability];
        const char **setting = mnz_arena_alloc(&w->job.arena, 1, sizeof *setting);

        if (!p->has_costs || probability->kind != MNZ_VALUE_CONSTANT ||
            probability->number != 0.0)
            continue;
        if (setting)
            *setting =
                mnz_arena_printf(&w->job.arena, "policies.%s.probability=1", p->name);
        if (!setting || !*setting)
            return mnz_report_failure("frontier", MNZ_ERR_NOMEM);
        w->options[w->how.num_options++] =
            (struct mnz_frontier_option){p->name, setting, 1};
    }
    return MNZ_EXIT_DONE;
}

static int
list_options(struct weighing *w)
{
    const size_t most =
        w->fields->alternatives.count + w->job.models[0]->scenario->num_policies + 1;

    w->options = mnz_arena_alloc(&w->job.arena, most, sizeof *w->options);
    if (!w->options)
        return mnz_report_failure("frontier", MNZ_ERR_NOMEM);
    w->how.options = w->options;
    return w->fields->alternatives.count > 0 ? read_alternatives(w) : list_policies(w);
}

static int
simulate(struct weighing *w)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    w->how.run = mnz_job_begin(&w->job);
    w->how.file = w->job.call->operands[0];
    w->how.text = w->job.call->texts[0];
    w->how.settings = w->fields->job.load.settings.items;
    w->how.num_settings = w->fields->job.load.settings.count;
    w->how.most_sets = (uint32_t)w->fields->sets.value;
    if (!st)
        st = mnz_model_frontier(w->job.models[0], &w->how, diags, &w->frontier);
    mnz_job_end_study(&w->job, MNZ_OK);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_STOPPED) {
        mnz_say("monazite frontier: stopped before all sets were run\n");
        return MNZ_EXIT_STOPPED;
    }
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    if (st)
        return mnz_report_failure(mnz_model_name(w->job.models[0]), st);
    w->result = mnz_frontier_result(w->frontier);
    w->job.outcome.results = &w->result;
    w->job.outcome.frontier = w->frontier;
    w->job.outcome.frontier_options = &w->how;
    return MNZ_EXIT_DONE;
}

static int
run(const struct mnz_call *call)
{
    struct weighing w = {.fields = call->fields};
    int status = read_budget(&w);

    if (!status)
        status = mnz_job_load(&w.job, call, &w.fields->job);
    if (!status)
        status = read_loss(&w);
    if (!status)
        status = list_options(&w);
    if (!status)
        status = mnz_job_make_folder(&w.job);
    if (!status)
        status = simulate(&w);
    if (!status)
        status = mnz_job_write(&w.job);
    mnz_frontier_destroy(w.frontier);
    mnz_job_finish(&w.job);
    return status;
}

const struct mnz_command mnz_command_frontier = {
    .name = "frontier",
    .summary = "which sets of policies avoid most at their cost",
    .description =
        "Weighs options that cost something: policies that have `costs` and a "
        "probability of 0, or changes of --alt. Each is run alone; the sets whose "
        "costs and effects add up best are then run as a whole, on the same trials. "
        "The frontier is made of the sets that avoid more than any that costs no "
        "more, in the mean of the worst 5 % of trials; beside it stand who gains, and "
        "how much the last million avoids.\n\n"
        "Options that set the same path are levels of one measure: no set has two of "
        "them.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){"monazite frontier scenarios/decisions/measures.yaml "
                              "--budget '1 bn USD' -n 256",
                              NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_frontier,
    .run = run,
};
