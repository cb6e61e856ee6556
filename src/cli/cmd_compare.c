/* cmd_compare.c - alternatives beside a base, on the same trials. */

#include <stdio.h>
#include <stdlib.h>

#include "cli/alternatives.h"
#include "cli/job.h"
#include "cli/plan_strata.h"
#include "cli/merge_runs.h"
#include "cli/resume.h"
#include "cli/shard.h"
#include "cli/streams.h"
#include "study/figure.h"

/* The name of all measures at once. */
#define TOGETHER "together"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts alternatives, of, strata, shard;
    int months, resume, no_state;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "alt", .letter = 'a', .value = "NAME:PATH=VALUE,...",
     .help = "a measure: the first scenario with values changed; may be repeated",
     .offset = FIELD(alternatives, struct mnz_option_texts)},
    {MNZ_OPTION_TEXTS, .name = "of", .value = "METRIC[.GROUP]",
     .help =
         "compare only this; may be repeated (default: every metric of every group)",
     .offset = FIELD(of, struct mnz_option_texts)},
    {MNZ_OPTION_SWITCH, .name = "months", .help = "month by month too; needs --of",
     .offset = FIELD(months, int)},
    MNZ_OPTION_STRATA(FIELD(strata, struct mnz_option_texts)),
    {MNZ_OPTION_SWITCH, .name = "resume",
     .help =
         "with -o: go on where the same comparison was interrupted or killed; where "
         "there is none, begin",
     .offset = FIELD(resume, int)},
    MNZ_OPTION_SHARD(FIELD(shard, struct mnz_option_texts)),
    {MNZ_OPTION_SWITCH, .name = "no-state",
     .help = "with -o: no unfinished.bin meanwhile: --resume cannot go on with it",
     .offset = FIELD(no_state, int)},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static int
is_part(const struct mnz_job *job)
{
    return job->is_part;
}

static int
resumes(const struct mnz_job *job)
{
    const struct fields *f = job->call->fields;

    return f->resume;
}

static enum mnz_status write_state(struct mnz_job *job, uint32_t index, FILE *stream);

static const struct mnz_output outputs[] = {
    {"compare.csv", .table = &mnz_table_compare},
    {"state.bin", .write_each = write_state, .is_wanted = is_part, .is_read = resumes,
     .is_of_part = 1,
     .contents = "with --shard: the trials of a scenario, for 'merge'"},
    {"scenario.yaml", .write_each = mnz_job_write_scenario, .is_wanted = is_part,
     .is_of_part = 1, .contents = "with --shard: a scenario, for 'merge'"},
    MNZ_OUTPUT_UNFINISHED,
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

/* A comparison in the making. */
struct comparing {
    struct mnz_job job;
    const struct fields *fields;
    struct mnz_change *changes; /* [--alt] */
    struct mnz_model **changed; /* models of these, then of all at once */
    struct mnz_alternative *alternatives;
    uint32_t num_changes, num_alternatives;
    struct mnz_measure *measures; /* NULL: all over the horizon */
    uint32_t num_measures;
    struct mnz_strata *strata; /* or NULL */
    struct mnz_shard shard;
    struct mnz_comparison *comparison;
    struct mnz_result **begun;         /* [1 + alternatives] to go on with */
    struct mnz_resume resume;          /* what is in the folder */
    const struct mnz_result **results; /* of the points, for tables and manifest */
    const char **names;
};

static enum mnz_status
write_state(struct mnz_job *job, uint32_t index, FILE *stream)
{
    const struct comparing *x = job->context;

    return mnz_resume_copy(&x->resume, index, stream);
}

/* Make room for everything that there is one of a point. */
static int
make_room(struct comparing *x)
{
    const size_t most = x->job.count + x->fields->alternatives.count + 1;
    struct mnz_arena *arena = &x->job.arena;

    x->changes = mnz_arena_alloc(arena, most, sizeof *x->changes);
    x->changed = mnz_arena_alloc(arena, most, sizeof(struct mnz_model *));
    x->alternatives = mnz_arena_alloc(arena, most, sizeof *x->alternatives);
    x->results = mnz_arena_alloc(arena, most, sizeof(struct mnz_result *));
    x->names = mnz_arena_alloc(arena, most, sizeof *x->names);
    return mnz_arena_has_failed(arena) ? mnz_report_failure("compare", MNZ_ERR_NOMEM)
                                       : MNZ_EXIT_DONE;
}

static int
read_changes(struct comparing *x)
{
    const struct mnz_option_texts *texts = &x->fields->alternatives;
    struct mnz_names taken = {.arena = &x->job.arena};
    enum mnz_status st = MNZ_OK;
    uint32_t id;

    for (size_t i = 0; !st && i < x->job.count; i++)
        st = mnz_names_intern(&taken, x->job.outcome.names[i], &id);
    if (!st)
        st = mnz_names_intern(&taken, TOGETHER, &id);
    if (st)
        return mnz_report_failure("compare", st);
    for (size_t i = 0; i < texts->count; i++) {
        const char *wrong = NULL;

        st = mnz_change_read(texts->items[i], &taken, &x->changes[x->num_changes++],
                             &wrong);

        if (st == MNZ_ERR_INPUT) {
            mnz_say("monazite compare: --alt '%s' lacks %s; write it like "
                    "stocks:policies.reserve.target=90 days\n",
                    texts->items[i], wrong);
            return MNZ_EXIT_INPUT;
        }
        if (st)
            return mnz_report_failure("compare", st);
    }
    if (x->job.count + x->num_changes > 1)
        return MNZ_EXIT_DONE;
    mnz_say("monazite compare: with what? Give another scenario, or "
            "--alt NAME:PATH=VALUE\n");
    return MNZ_EXIT_INPUT;
}

/* Load the base with the settings of changes `first` to `last` - 1 after its own. */
static int
load_changed(struct comparing *x, uint32_t first, uint32_t last, const char *name,
             enum mnz_alternative_kind kind)
{
    struct mnz_load_options load = x->fields->job.load;
    struct mnz_model **model = &x->changed[x->num_alternatives];
    size_t count = load.settings.count;
    int status;

    for (uint32_t i = first; i < last; i++)
        count += x->changes[i].num_settings;
    load.settings.items =
        mnz_arena_alloc(&x->job.arena, count + 1, sizeof *load.settings.items);
    if (!load.settings.items)
        return mnz_report_failure("compare", MNZ_ERR_NOMEM);
    for (size_t i = 0; i < load.settings.count; i++)
        load.settings.items[i] = x->fields->job.load.settings.items[i];
    for (uint32_t i = first; i < last; i++)
        for (size_t k = 0; k < x->changes[i].num_settings; k++)
            load.settings.items[load.settings.count++] = x->changes[i].settings[k];
    /* Warnings are those of the base, which were printed. */
    load.quiet = 1;
    status =
        mnz_load_model(x->job.call->operands[0], x->job.call->texts[0], &load, model);
    x->alternatives[x->num_alternatives++] =
        (struct mnz_alternative){{name, *model}, kind};
    return status;
}

/* Whether all changes can be made at once; if not, says why. */
static int
can_be_together(struct comparing *x)
{
    for (uint32_t i = 0; i < x->num_changes; i++)
        for (uint32_t k = i + 1; k < x->num_changes; k++) {
            const char *path =
                mnz_change_clash(&x->changes[i], &x->changes[k], &x->job.arena);

            if (!path)
                continue;
            if (!x->fields->job.load.quiet && mnz_job_is_first(&x->job))
                mnz_say("monazite compare: '%s' and '%s' both set %s, so all at once "
                        "is left out\n",
                        x->changes[i].name, x->changes[k].name, path);
            return 0;
        }
    return x->num_changes > 1;
}

/* Scenarios, then measures, then all measures at once. */
static int
list_alternatives(struct comparing *x)
{
    int status = MNZ_EXIT_DONE;

    for (size_t i = 1; i < x->job.count; i++)
        x->alternatives[x->num_alternatives++] = (struct mnz_alternative){
            {x->job.outcome.names[i], x->job.models[i]}, MNZ_ALTERNATIVE_SCENARIO};
    for (uint32_t i = 0; !status && i < x->num_changes; i++)
        status = load_changed(x, i, i + 1, x->changes[i].name, MNZ_ALTERNATIVE_MEASURE);
    if (!status && can_be_together(x))
        status = load_changed(x, 0, x->num_changes, TOGETHER, MNZ_ALTERNATIVE_TOGETHER);
    return status;
}

/* The measures of --of, or all. */
static int
list_measures(struct comparing *x)
{
    const struct mnz_option_texts *of = &x->fields->of;
    struct mnz_diags *diags = NULL;
    enum mnz_status st;

    if (x->fields->months && of->count == 0) {
        mnz_say("monazite compare: --months needs --of METRIC[.GROUP]\n");
        return MNZ_EXIT_INPUT;
    }
    if (of->count == 0)
        return MNZ_EXIT_DONE;
    st = mnz_diags_create(&diags);
    for (size_t i = 0; !st && i < of->count; i++)
        st =
            mnz_measures_read(x->job.models[0], "--of", of->items[i], x->fields->months,
                              diags, &x->measures, &x->num_measures);
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure("compare", st) : MNZ_EXIT_DONE;
}

/* Whether the values that are paired can be kept. */
static int
check_trials(const struct comparing *x)
{
    const uint64_t trials = mnz_job_trials(&x->job, 0);
    const uint32_t measures =
        x->measures ? x->num_measures : mnz_model_num_horizon(x->job.models[0]);

    if (trials <= MNZ_MOST_KEPT / (measures > 0 ? measures : 1))
        return MNZ_EXIT_DONE;
    mnz_say("monazite compare: %u figures of all trials allow at most %u trials, not "
            "%llu; choose figures by --of METRIC[.GROUP]\n",
            measures, MNZ_MOST_KEPT / measures, (unsigned long long)trials);
    return MNZ_EXIT_INPUT;
}

/* Hand over the points that were run. */
static void
set_outcome(struct comparing *x)
{
    const uint32_t count = 1 + mnz_comparison_num_alternatives(x->comparison);

    for (uint32_t i = 0; i < count; i++) {
        x->results[i] = mnz_comparison_result(x->comparison, i);
        x->names[i] =
            i > 0 ? x->alternatives[i - 1].point.label : x->job.outcome.names[0];
    }
    x->job.outcome.num_results = count;
    x->job.outcome.results = x->results;
    x->job.outcome.names = x->names;
    x->job.outcome.comparison = x->comparison;
}

static int
save(void *context, uint32_t point, const struct mnz_result *result)
{
    struct comparing *x = context;

    return mnz_resume_save(&x->resume, point,
                           mnz_part_of_comparison(point > 0
                                                      ? x->alternatives[point - 1].kind
                                                      : MNZ_ALTERNATIVE_SCENARIO),
                           result);
}

/* How the points are run, all alike. */
static struct mnz_compare_options
options_of(struct comparing *x, struct mnz_run_options run)
{
    const int is_stored = x->fields->job.folder && !x->fields->no_state;

    run.shard = x->shard.shard;
    run.shards = x->shard.shards;
    run.strata = x->strata;
    if (x->strata)
        run.trials = mnz_strata_facts(x->strata).trials;
    return (struct mnz_compare_options){.run = run,
                                        .measures = x->measures,
                                        .num_measures = x->num_measures,
                                        .begun = x->begun,
                                        .save = is_stored ? save : NULL,
                                        .save_context = x};
}

static struct mnz_point
base_of(const struct comparing *x)
{
    return (struct mnz_point){x->job.outcome.names[0], x->job.models[0]};
}

/* A point, as far as it is in a file of the folder. */
static enum mnz_status
restore(void *context, uint32_t point, const char *maker, const char *path,
        struct mnz_diags *diags, char *note, struct mnz_result **out)
{
    struct comparing *x = context;
    const struct mnz_compare_options how = options_of(x, mnz_job_run_options(&x->job));
    const struct mnz_point base = base_of(x);

    return mnz_compare_restore(&base,
                               point > 0 ? &x->alternatives[point - 1].point : &base,
                               &how, maker, path, diags, note, out);
}

/* With --resume: the points in the folder. */
static int
read_begun(struct comparing *x)
{
    const uint32_t count = 1 + x->num_alternatives;

    x->resume = (struct mnz_resume){
        .job = &x->job, .count = count, .restore = restore, .context = x};
    x->begun = mnz_arena_alloc(&x->job.arena, count, sizeof *x->begun);
    return x->begun ? mnz_resume_begin(&x->resume, x->fields->resume, x->begun)
                    : mnz_report_failure("--resume", MNZ_ERR_NOMEM);
}

static int
simulate(struct comparing *x)
{
    const struct mnz_point base = base_of(x);
    const struct mnz_compare_options how = options_of(x, mnz_job_begin(&x->job));
    enum mnz_status st;

    st = mnz_compare_create(&base, x->alternatives, x->num_alternatives, &how,
                            &x->comparison);
    if (x->resume.has_failed) {
        mnz_job_end_study(&x->job, MNZ_ERR_IO);
        return MNZ_EXIT_FAILED;
    }
    if (!x->comparison) {
        st = mnz_job_end(&x->job, 0, st, NULL);
        return st == MNZ_ERR_STOPPED ? MNZ_EXIT_STOPPED
                                     : mnz_job_report(&x->job, base.label, st);
    }
    set_outcome(x);
    mnz_job_end_study(&x->job, st);
    return MNZ_EXIT_DONE;
}

/* A part that was stopped goes on by --resume: only a whole one is written. */
static int
check_part(const struct comparing *x)
{
    return x->job.is_partial ? MNZ_EXIT_STOPPED : MNZ_EXIT_DONE;
}

static int
refuse_option(const char *name, const char *need)
{
    mnz_say("monazite compare: --%s %s\n", name, need);
    return MNZ_EXIT_INPUT;
}

static int
check_options(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    const char *wrong = f->no_state             ? "no-state"
                        : f->strata.count > 0   ? "strata"
                        : f->job.json.is_given  ? "json"
                        : f->job.table.is_given ? "csv"
                                                : NULL;

    if ((f->resume || f->no_state) && !f->job.folder)
        return refuse_option(f->resume ? "resume" : "no-state", "needs -o DIR");
    if (f->shard.count > 0 && wrong)
        return refuse_option(wrong,
                             "is not for a part: a whole comparison or 'merge' has it");
    return MNZ_EXIT_DONE;
}

static void
comparing_finish(struct comparing *x)
{
    mnz_comparison_destroy(x->comparison);
    for (uint32_t i = 0; x->begun && i <= x->num_alternatives; i++)
        mnz_result_destroy(x->begun[i]); /* whose turn has not come */
    mnz_strata_destroy(x->strata);
    free(x->measures);
    for (uint32_t i = 0; x->changed && i < x->num_alternatives; i++)
        mnz_model_destroy(x->changed[i]);
    mnz_job_finish(&x->job);
}

static int
run(const struct mnz_call *call)
{
    struct comparing x = {.fields = call->fields};
    int status = check_options(call);

    if (!status)
        status = mnz_shard_read(call, &x.fields->shard, x.fields->job.folder, &x.shard);
    if (!status)
        status = mnz_job_load(&x.job, call, &x.fields->job);
    x.job.context = &x;
    x.job.is_part = x.shard.shards > 0;
    if (!status)
        status = make_room(&x);
    if (!status)
        status = read_changes(&x);
    if (!status)
        status = list_alternatives(&x);
    if (!status)
        status = list_measures(&x);
    if (!status)
        status = check_trials(&x);
    x.job.goes_on =
        !status && x.fields->resume && mnz_resume_is_due(&x.job, x.fields->job.folder);
    if (!status)
        status = mnz_job_make_folder(&x.job);
    if (!status)
        status = mnz_plan_strata(&x.job, &x.fields->strata, &x.strata);
    if (!status)
        status = read_begun(&x);
    if (!status)
        status = simulate(&x);
    if (!status && x.job.is_part && mnz_job_is_first(&x.job))
        status = check_part(&x);
    if (!status) {
        status = mnz_job_write(&x.job);
        if (!status)
            status = mnz_resume_end(&x.resume, status);
    }
    if (!status && x.job.is_part)
        mnz_shard_say(&x.job, &x.shard);
    comparing_finish(&x);
    return status;
}

const struct mnz_command mnz_command_compare = {
    .name = "compare",
    .summary = "differences between scenarios, on the same trials",
    .description =
        "Runs a base and its alternatives on the same random numbers and reports how "
        "much each figure differs, with 95 % intervals of the paired differences: "
        "means, medians, 95 % quantiles and tails, and how probable it is that an "
        "alternative is worse. Alternatives are further scenarios, or measures: values "
        "of the first scenario that --alt changes. Of several measures, all of them at "
        "once are compared too, so that interactions show.\n\n"
        "Trials, seed and sampler are those of the first scenario, unless options say "
        "others. --strata plans the trials by a pilot of the first scenario; those of "
        "the others are the same.\n\n"
        "With -o a comparison stores what is done, at most once a second and in a "
        "fiftieth of its time: --resume goes on with it after Ctrl-C or a crash, and "
        "the "
        "table is that of one that was never interrupted.\n\n"
        "Started by mpirun, where the program is built with MPI, all ranks share the "
        "trials; rank 0 writes.",
    .operand = MNZ_OPERAND_SCENARIOS,
    .examples =
        (const char *const[]){
            "monazite compare scenarios/china-licensing-2025-12.yaml \\",
            "    scenarios/truce-expiry-2026-11.yaml -n 2000",
            "monazite compare scenarios/china-licensing-2025-12.yaml -o out \\",
            "    --alt 'faster:behaviour.adjust=1 month' \\",
            "    --alt 'open:controls.a18_magnets_eu.approval.civil=0.9'", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_compare,
    .run = run,
    .takes_ranks = 1,
};
