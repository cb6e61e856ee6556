/* cmd_sweep.c - one scenario with values varied, on the same trials. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/job.h"
#include "cli/shard.h"
#include "cli/streams.h"
#include "cli/sweep_journal.h"
#include "cli/version.h"
#include "monazite/sweep.h"

struct fields {
    struct mnz_job_options job;
    struct mnz_option_texts vary, of;
    int zip, resume;
    struct mnz_option_count sample;
    const char *design;
    struct mnz_option_texts shard;
};

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_TEXTS, .name = "vary", .letter = 'v', .value = "PATH=VALUES",
     .help = "vary a value: a,b,c, or from:to:n for n values with equal steps; may be "
             "repeated for all combinations",
     .offset = FIELD(vary, struct mnz_option_texts)},
    {MNZ_OPTION_TEXTS, .name = "of", .value = "FIGURE",
     .help = "a figure of each point, such as 'p95(output_lost_share.EU)'; may be "
             "repeated, or a list with commas (default: mean and p95 of "
             "shortfall_share.total, mean of output_lost_usd.total)",
     .offset = FIELD(of, struct mnz_option_texts)},
    {MNZ_OPTION_SWITCH, .name = "zip",
     .help = "the first values of all variations, then the second ones, and so on",
     .offset = FIELD(zip, int)},
    {MNZ_OPTION_COUNT, .name = "sample", .value = "N",
     .help = "N points of a Latin hypercube: of a range from:to each of N equal parts "
             "holds one",
     .offset = FIELD(sample, struct mnz_option_count), .least = 1,
     .most = MNZ_MOST_POINTS},
    {MNZ_OPTION_FILE, .name = "design", .value = "FILE.csv",
     .help = "points from a table: a column a path, a row a point",
     .offset = FIELD(design, const char *)},
    {MNZ_OPTION_SWITCH, .name = "resume",
     .help = "with -o: go on where an earlier run of the same sweep ended",
     .offset = FIELD(resume, int)},
    MNZ_OPTION_SHARD(FIELD(shard, struct mnz_option_texts)),
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"sweep.csv", .table = &mnz_table_sweep},
    {"wide.csv", .table = &mnz_table_wide},
    MNZ_OUTPUT_SCENARIO,
    MNZ_OUTPUT_JOURNAL,
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

/* A sweep in the making. */
struct sweeping {
    struct mnz_job job;
    const struct fields *fields;
    struct mnz_sweep_study *study; /* the file that says what to do, or NULL */
    const char *const *figures;
    uint32_t num_figures;
    const char *journal; /* or NULL */
    struct mnz_shard shard;
    uint64_t seed;
    struct mnz_sweep_plan *plan;
    struct mnz_sweep *sweep;
};

static int
refuse(const char *text)
{
    mnz_say("monazite sweep: %s\n", text);
    return MNZ_EXIT_INPUT;
}

/* The exit status after a step that reported in `diags`, which are destroyed. */
static int
say_problems(const struct sweeping *x, const char *subject, enum mnz_status st,
             struct mnz_diags *diags)
{
    const int error = errno;

    if (diags) {
        mnz_note_diags(&x->fields->job.load, diags);
        mnz_print_diags(diags);
    }
    mnz_diags_destroy(diags);
    errno = error;
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(subject, st) : MNZ_EXIT_DONE;
}

/* Options that say of a scenario what a study file says itself. */
static int
refuse_options(const struct fields *f)
{
    const struct {
        const char *name;
        int is_given;
    } options_of_points[] = {{"vary", f->vary.count > 0},
                             {"zip", f->zip},
                             {"sample", f->sample.is_given},
                             {"design", f->design != NULL}};

    for (size_t i = 0; i < sizeof options_of_points / sizeof *options_of_points; i++)
        if (options_of_points[i].is_given) {
            mnz_say("monazite sweep: --%s goes with a scenario; a study file has its "
                    "own points\n",
                    options_of_points[i].name);
            return MNZ_EXIT_INPUT;
        }
    return MNZ_EXIT_DONE;
}

/* Load the scenarios of the study, with their settings and then those of --set. */
static int
load_scenarios(struct sweeping *x)
{
    struct mnz_sweep_study *study = x->study;
    const struct mnz_load_options *load = &x->fields->job.load;
    const size_t count = study->num_scenarios;
    struct mnz_job_file *files =
        mnz_arena_alloc(&x->job.arena, count + 1, sizeof *files);
    struct mnz_load_options *own =
        mnz_arena_alloc(&x->job.arena, count + 1, sizeof *own);
    int status;

    for (size_t i = 0; files && own && i < count; i++) {
        const struct mnz_sweep_scenario *s = &study->scenarios[i];
        struct mnz_option_texts *all = &own[i].settings;

        own[i] = *load;
        all->items =
            mnz_arena_alloc(&x->job.arena, s->num_settings + load->settings.count + 1,
                            sizeof *all->items);
        all->count = 0;
        for (size_t k = 0; all->items && k < s->num_settings; k++)
            all->items[all->count++] = s->settings[k];
        for (size_t k = 0; all->items && k < load->settings.count; k++)
            all->items[all->count++] = load->settings.items[k];
        files[i] = (struct mnz_job_file){s->path, NULL, &own[i]};
    }
    if (mnz_arena_has_failed(&x->job.arena))
        return mnz_report_failure("sweep", MNZ_ERR_NOMEM);
    status = mnz_job_load_files(&x->job, files, count);
    for (size_t i = 0; !status && i < count; i++)
        study->scenarios[i].model = x->job.models[i];
    x->job.outcome.names = study->design.scenarios;
    return status;
}

/* Read the study file and all scenarios that it names. */
static int
load_study(struct sweeping *x, const struct mnz_call *call)
{
    struct mnz_diags *diags = NULL;
    enum mnz_status st;
    int status = mnz_job_start(&x->job, call, &x->fields->job);

    if (!status)
        status = refuse_options(x->fields);
    if (status)
        return status;
    st = mnz_diags_create(&diags);
    if (!st)
        st = mnz_sweep_study_read(call->operands[0], call->texts[0], diags, &x->study);
    status = say_problems(x, call->operands[0], st, diags);
    if (status)
        return status;
    x->job.outcome.study = x->study;
    return load_scenarios(x);
}

/* Add the figures of a list with commas to `list`. */
static int
add_figures(struct sweeping *x, const char **list, const char *text)
{
    for (;;) {
        const size_t length = strcspn(text, ",");
        const char *from = text + strspn(text, " ");

        list[x->num_figures] =
            mnz_arena_strndup(&x->job.arena, from, (size_t)(text + length - from));
        if (!list[x->num_figures++])
            return 0;
        if (!text[length])
            return 1;
        text += length + 1;
    }
}

static int
list_figures(struct sweeping *x)
{
    static const char *const usual[] = {"mean(shortfall_share.total), "
                                        "p95(shortfall_share.total), "
                                        "mean(output_lost_usd.total)"};
    const size_t given = x->fields->of.count;
    const char *const *texts = given > 0 ? x->fields->of.items : usual;
    const size_t count = given > 0 ? given : 1;
    const char **list;
    size_t most = count;
    int is_whole = 1;

    if (given == 0 && x->study && x->study->num_figures > 0) {
        x->figures = x->study->figures;
        x->num_figures = x->study->num_figures;
        return MNZ_EXIT_DONE;
    }
    for (size_t i = 0; i < count; i++)
        for (const char *c = texts[i]; *c; c++)
            most += *c == ',';
    list = mnz_arena_alloc(&x->job.arena, most + 1, sizeof *list);
    for (size_t i = 0; list && is_whole && i < count; i++)
        is_whole = add_figures(x, list, texts[i]);
    x->figures = list;
    return list && is_whole ? MNZ_EXIT_DONE
                            : mnz_report_failure("sweep", MNZ_ERR_NOMEM);
}

/* The seed of all points. */
static const uint64_t *
seed_of(struct sweeping *x)
{
    const struct mnz_option_count *seed = &x->fields->job.seed;

    x->seed = mnz_model_seed(x->job.models[0]);
    if (x->study && x->study->seed)
        x->seed = *x->study->seed;
    if (seed->is_given)
        x->seed = seed->value;
    return &x->seed;
}

static int
make_plan(struct sweeping *x)
{
    const struct fields *f = x->fields;
    struct mnz_sweep_design design = {
        .vary = f->vary.items,
        .num_vary = (uint32_t)f->vary.count,
        .zip = f->zip,
        .sample = (uint32_t)f->sample.value,
        .table = f->design,
    };
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);

    if (x->study)
        design = x->study->design;
    design.seed = *seed_of(x);
    if (!st)
        st = mnz_sweep_plan_create(&design, diags, &x->plan);
    return say_problems(x, "sweep", st, diags);
}

static int
place_journal(struct sweeping *x)
{
    if (!x->fields->job.folder)
        return x->fields->resume ? refuse("--resume needs -o DIR") : MNZ_EXIT_DONE;
    return mnz_sweep_journal_place(&x->job, x->fields->resume, &x->journal);
}

/* The scenarios, trials, seed and sampler of the study, where options say no other. */
static void
follow_study(struct sweeping *x, struct mnz_sweep_options *how)
{
    const struct mnz_sweep_study *study = x->study;

    how->scenarios = study->scenarios;
    how->num_scenarios = study->num_scenarios;
    how->title = study->title;
    how->run.seed = seed_of(x);
    if (how->run.trials == 0)
        how->run.trials = study->trials;
    if (!how->run.sampler)
        how->run.sampler = study->sampler;
}

static int
simulate(struct sweeping *x)
{
    const struct mnz_load_options *load = &x->fields->job.load;
    const struct mnz_build_info build = mnz_build_info();
    struct mnz_sweep_options how = {
        .path = x->job.call->operands[0],
        .text = x->job.call->texts[0],
        .settings = load->settings.items,
        .num_settings = load->settings.count,
        .figures = x->figures,
        .num_figures = x->num_figures,
        .run = mnz_job_begin(&x->job),
        .journal = x->journal,
        .resumes = x->fields->resume,
        .program =
            mnz_arena_printf(&x->job.arena, "%s %s", build.version, build.commit),
        .shard = x->shard.shard,
        .shards = x->shard.shards,
    };
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);
    int error;

    if (x->study)
        follow_study(x, &how);
    if (!st)
        st = mnz_sweep_run(x->job.models[0], x->plan, &how, diags, &x->sweep);
    error = errno;
    mnz_job_end_study(&x->job, st);
    errno = error;
    x->job.outcome.sweep = x->sweep;
    return say_problems(x, x->journal ? x->journal : "temporary file",
                        x->sweep ? MNZ_OK : st, diags);
}

static void
sweeping_finish(struct sweeping *x)
{
    mnz_sweep_destroy(x->sweep);
    mnz_sweep_plan_destroy(x->plan);
    mnz_sweep_study_destroy(x->study);
    mnz_job_finish(&x->job);
}

static int
run(const struct mnz_call *call)
{
    struct sweeping x = {.fields = call->fields};
    int status = mnz_sweep_study_is(call->operands[0], call->texts[0])
                     ? load_study(&x, call)
                     : mnz_job_load(&x.job, call, &x.fields->job);

    if (!status)
        status = mnz_shard_read(call, &x.fields->shard, x.fields->job.folder, &x.shard);
    if (!status)
        status = list_figures(&x);
    if (!status)
        status = make_plan(&x);
    x.job.goes_on = !status && x.fields->resume &&
                    mnz_sweep_journal_is_due(&x.job, x.fields->job.folder);
    if (!status)
        status = mnz_job_make_folder(&x.job);
    if (!status && mnz_job_is_first(&x.job))
        status = place_journal(&x);
    if (!status)
        status = simulate(&x);
    if (!status)
        status = mnz_job_write(&x.job);
    if (!status && mnz_job_is_first(&x.job))
        status = mnz_sweep_judge(x.sweep);
    sweeping_finish(&x);
    return status;
}

const struct mnz_command mnz_command_sweep = {
    .name = "sweep",
    .summary = "figures of one scenario with values varied, on the same trials",
    .description =
        "Runs the scenario once for each combination of the values that --vary gives, "
        "and reports figures of each point with 95 % intervals. All points have the "
        "same trials, so that differences between them are those of the values.\n\n"
        "In place of a scenario there may be a study file, which names scenarios, "
        "variations and figures in YAML; -n, --seed, --sampler, --of and --set hold "
        "for all of it.\n\n"
        "A point that cannot be run is reported with its reason; the others are run, "
        "and the exit status is 6. With -o points are written to a journal as they are "
        "done: after a crash or Ctrl-C, --resume goes on with it, and the tables are "
        "those of a sweep that was never interrupted.\n\n"
        "Started by mpirun, where the program is built with MPI, all ranks share the "
        "points; rank 0 writes.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite sweep scenarios/china-licensing-2025-12.yaml -n 512 \\",
            "    --vary controls.a18_magnets_eu.approval.civil=0.3:0.9:4 \\",
            "    --of 'mean(shortfall_share.EU), p95(shortfall_share.EU)'",
            "monazite sweep scenarios/sweeps/gallium-worlds.yaml -o out", NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_sweep,
    .run = run,
    .takes_ranks = 1,
};
