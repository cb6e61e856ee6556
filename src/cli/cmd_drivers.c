/* cmd_drivers.c - find the uncertain inputs that move an answer. */

#include <stdio.h>
#include <stdlib.h>

#include "cli/job.h"
#include "cli/streams.h"
#include "monazite/effects.h"
#include "monazite/figure.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts of;
    const char *given;
    struct mnz_option_choice design;
    struct mnz_option_texts inputs;
};

static const char *const designs[] = {"saltelli", "morris", NULL};

static const char *
design_name(const struct mnz_command *command, size_t index)
{
    (void)command;
    return designs[index];
}

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "of", .value = "METRIC.GROUP",
     .help = "an answer, such as shortfall_share.EU or 'output_lost_usd.total "
             "[2026-03]'; may be repeated (default: output_lost_share.total)",
     .offset = FIELD(of, struct mnz_option_texts)},
    {MNZ_OPTION_FILE, .name = "given", .value = "EVENT=BRANCH",
     .help = "only trials in which the event took this branch",
     .offset = FIELD(given, const char *)},
    {MNZ_OPTION_CHOICE, .name = "design", .value = "DESIGN",
     .help =
         "choose trials for the question, -n points of them; saltelli: shares alone "
         "and with others; morris: screening of all inputs",
     .offset = FIELD(design, struct mnz_option_choice), .list = design_name,
     .noun = "design"},
    {MNZ_OPTION_TEXTS, .name = "inputs", .letter = 'i', .value = "NAME",
     .help = "with --design: inputs to look at one by one, '*' for any letters; may be "
             "repeated (default: saltelli the ten largest drivers, morris all)",
     .offset = FIELD(inputs, struct mnz_option_texts)},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static int
has_design(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->design.is_given;
}

static int
has_no_design(const struct mnz_job *job)
{
    return !has_design(job);
}

static const struct mnz_output outputs[] = {
    {"drivers.csv", .table = &mnz_table_drivers, .is_wanted = has_no_design},
    {"effects.csv", .table = &mnz_table_effects, .is_wanted = has_design},
    {"inputs.csv", .table = &mnz_table_inputs},
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct asking {
    struct mnz_job job;
    struct mnz_measure *measures;
    uint32_t branch;
    struct mnz_drivers *drivers;
    struct mnz_effects *effects;
    const struct mnz_result *result; /* of either */
};

/* Options that belong together. */
static int
check_options(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    const char *wrong = NULL;

    if (f->inputs.count > 0 && !f->design.is_given)
        wrong = "--inputs needs --design";
    if (f->given && f->design.is_given)
        wrong = "--given is not for a --design, whose trials take all branches";
    if (mnz_job_table(&f->job)->is_given &&
        mnz_table_at(call->command, mnz_job_table(&f->job)->index) ==
            (f->design.is_given ? &mnz_table_drivers : &mnz_table_effects))
        wrong = f->design.is_given ? "--csv drivers is not for a --design"
                                   : "--csv effects needs --design";
    if (!wrong)
        return MNZ_EXIT_DONE;
    mnz_say("monazite drivers: %s\n", wrong);
    return MNZ_EXIT_INPUT;
}

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
    return st ? mnz_job_report(&a->job, mnz_model_name(a->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

/* The plan, whose cost is said before it is paid. */
static int
plan(struct asking *a, const struct fields *f, struct mnz_run_options how)
{
    const struct mnz_effects_options ask = {
        .design = designs[f->design.index],
        .run = how,
        .measures = f->of.count > 0 ? a->measures : NULL,
        .num_measures = (uint32_t)f->of.count,
        .inputs = f->inputs.count > 0 ? f->inputs.items : NULL,
        .num_inputs = (uint32_t)f->inputs.count,
    };
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    if (!st)
        st = mnz_effects_plan(a->job.models[0], &ask, diags, &a->effects);
    if (st == MNZ_ERR_INPUT)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    if (st == MNZ_ERR_STOPPED)
        return MNZ_EXIT_STOPPED;
    if (st)
        return mnz_report_failure(mnz_model_name(a->job.models[0]), st);
    if (!a->job.options->load.quiet && mnz_job_is_first(&a->job))
        mnz_say("%s: %u groups, %llu points: %llu trials\n", ask.design,
                mnz_effects_num_groups(a->effects),
                (unsigned long long)mnz_effects_points(a->effects),
                (unsigned long long)mnz_effects_trials(a->effects));
    return MNZ_EXIT_DONE;
}

static int
simulate_design(struct asking *a, const struct fields *f)
{
    int status = plan(a, f, mnz_job_begin(&a->job));
    enum mnz_status st;

    if (status)
        return status;
    st = mnz_effects_run(a->effects);
    a->result = mnz_effects_result(a->effects);
    if (st == MNZ_ERR_STOPPED) {
        st = mnz_job_end(&a->job, 0, st, NULL);
        if (mnz_job_is_first(&a->job))
            mnz_say("monazite drivers: stopped; a design needs all its trials\n");
        return MNZ_EXIT_STOPPED;
    }
    st = mnz_job_end(&a->job, 0, st, a->result);
    a->job.outcome.results = &a->result;
    a->job.outcome.effects = a->effects;
    return st ? mnz_job_report(&a->job, mnz_model_name(a->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

static enum mnz_status
draw(const struct mnz_screen *screen, const struct mnz_outcome *outcome)
{
    return outcome->effects ? mnz_screen_effects(screen, outcome)
                            : mnz_screen_drivers(screen, outcome);
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct asking a = {0};
    int status = check_options(call);

    if (!status)
        status = mnz_job_load(&a.job, call, &f->job);
    if (!status)
        status = read_names(&a, f);
    if (!status)
        status = mnz_job_make_folder(&a.job);
    if (!status)
        status = f->design.is_given ? simulate_design(&a, f) : simulate(&a, f);
    if (!status)
        status = mnz_job_write(&a.job);
    mnz_drivers_destroy(a.drivers);
    mnz_effects_destroy(a.effects);
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
        "run. The first 16,384 trials are looked at.\n\n"
        "A --design makes trials for the question instead, and says beforehand how "
        "many. "
        "saltelli tells for a few inputs the share of the variance that each has alone "
        "and with all that it does together with others; morris screens all inputs by "
        "the answer's change when one crosses its range.\n\n"
        "Started by mpirun, where the program is built with MPI, all ranks share the "
        "trials; rank 0 writes.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite drivers scenarios/china-licensing-2025-12.yaml",
            "monazite drivers scenarios/china-licensing-2025-12.yaml "
            "--of shortfall_share.jp_ev_traction --of output_lost_usd.EU",
            "monazite drivers scenarios/truce-expiry-2026-11.yaml "
            "--given truce_ends=lapses",
            "monazite drivers scenarios/china-licensing-2025-12.yaml --design saltelli "
            "-n 512 -i 'factors.*'",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = draw,
    .run = run,
    .takes_ranks = 1,
};
