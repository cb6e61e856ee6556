/* cmd_score.c - hold a scenario's simulated months against observed ones. */

#include <stdio.h>
#include <stdlib.h>

#include "cli/job.h"
#include "base/files.h"
#include "cli/streams.h"
#include "monazite/import.h"

struct fields {
    struct mnz_job_options job;
    const char *observed, *map;
    struct mnz_option_choice import;
    struct mnz_option_choice naive_base;
};

/* The names of enum mnz_naive_base. */
static const char *
naive_base_name(const struct mnz_command *command, size_t index)
{
    static const char *const names[] = {
        [MNZ_NAIVE_MEAN] = "mean", [MNZ_NAIVE_LAST] = "last"};

    (void)command;
    return index < sizeof names / sizeof *names ? names[index] : NULL;
}

#define FIELD(field, type) MNZ_FIELD(struct fields, field, type)
static const struct mnz_option options[] = {
    {MNZ_OPTION_FILE, .name = "observed", .letter = 'f', .value = "FILE",
     .help = "table of observations: month,name,value[,weight,set,naive_literal]",
     .offset = FIELD(observed, const char *), .is_needed = 1},
    {MNZ_OPTION_CHOICE, .name = "import", .value = "FORMAT",
     .help = "FILE is a customs file of this format, imported by --map first",
     .offset = FIELD(import, struct mnz_option_choice), .list = mnz_list_import_formats,
     .noun = "format"},
    {MNZ_OPTION_FILE, .name = "map", .value = "MAP.yaml",
     .help = "of --import: which goods and partners are which observed flow",
     .offset = FIELD(map, const char *)},
    {MNZ_OPTION_CHOICE, .name = "naive-base", .value = "BASE",
     .help = "the naive forecast repeats the mean (default) or the last of the months "
             "before",
     .offset = FIELD(naive_base, struct mnz_option_choice), .list = naive_base_name,
     .noun = "naive base"},
    {MNZ_OPTION_GROUP, .group = mnz_job_option_rows,
     .offset = FIELD(job, struct mnz_job_options)},
    MNZ_OPTIONS_END,
};

static const struct mnz_output outputs[] = {
    {"score.csv", .table = &mnz_table_score},
    {"points.csv", .table = &mnz_table_points},
    MNZ_OUTPUT_SCENARIO,
    MNZ_OUTPUT_MANIFEST,
    {.file = NULL},
};

struct scoring {
    struct mnz_job job;
    struct mnz_observations *observations;
    struct mnz_score *score;
    const struct mnz_result *result; /* the score's */
};

/* A customs file as a table of observations. */
static enum mnz_status
observe_import(struct scoring *s, const struct fields *fields, struct mnz_diags *diags)
{
    const struct mnz_import_job job = {.format =
                                           (enum mnz_import_format)fields->import.index,
                                       .as = MNZ_IMPORT_AS_OBSERVED,
                                       .files = &fields->observed,
                                       .num_files = 1,
                                       .map = fields->map};
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);
    enum mnz_status st = stream ? mnz_import(&job, stream, NULL, diags) : MNZ_ERR_NOMEM;

    if (stream && mnz_text_end(stream, &text) && !st)
        st = MNZ_ERR_NOMEM;
    if (!st)
        st = mnz_model_observe_text(s->job.models[0], fields->observed, text, diags,
                                    &s->observations);
    free(text);
    return st;
}

/* The observations, whose names are the scenario's. */
static int
load_observations(struct scoring *s, const struct fields *fields)
{
    const char *path = fields->observed;
    struct mnz_diags *diags = NULL;
    enum mnz_status st = mnz_diags_create(&diags);
    int status = MNZ_EXIT_DONE;

    if (!st)
        st = fields->import.is_given
                 ? observe_import(s, fields, diags)
                 : mnz_model_observe(s->job.models[0], path, diags, &s->observations);
    if (diags && (st || !s->job.options->load.quiet))
        mnz_print_diags(diags);
    if (st)
        status = st == MNZ_ERR_INPUT ? MNZ_EXIT_INPUT : mnz_report_failure(path, st);
    mnz_diags_destroy(diags);
    return status;
}

/* Whether the values that the trials are scored by can be kept. */
static int
check_trials(const struct scoring *s)
{
    const uint64_t trials = mnz_job_trials(&s->job, 0);
    const uint32_t months = s->observations->num_columns;

    if (trials <= MNZ_MOST_KEPT / months)
        return MNZ_EXIT_DONE;
    mnz_say("monazite score: scores need all trials at once, and %u months allow at "
            "most %u of them, not %llu\n",
            months, MNZ_MOST_KEPT / months, (unsigned long long)trials);
    return MNZ_EXIT_INPUT;
}

static int
simulate(struct scoring *s, enum mnz_naive_base base)
{
    const struct mnz_score_options how = {.run = mnz_job_begin(&s->job),
                                          .naive_base = base};
    enum mnz_status st =
        mnz_model_score(s->job.models[0], s->observations, &how, &s->score);

    s->result = s->score ? mnz_score_result(s->score) : NULL;
    st = mnz_job_end(&s->job, 0, st, s->result);
    s->job.outcome.results = &s->result;
    s->job.outcome.observations = s->observations;
    s->job.outcome.score = s->score;
    return st ? mnz_report_failure(mnz_model_name(s->job.models[0]), st)
              : MNZ_EXIT_DONE;
}

static void
scoring_finish(struct scoring *s)
{
    mnz_score_destroy(s->score);
    mnz_observations_destroy(s->observations);
    mnz_job_finish(&s->job);
}

/* A format needs its map, and the other way round. */
static int
check_import(const struct fields *f)
{
    if (f->import.is_given == (f->map != NULL))
        return MNZ_EXIT_DONE;
    mnz_say("monazite score: --import FORMAT and --map MAP.yaml go together\n");
    return MNZ_EXIT_INPUT;
}

static int
run(const struct mnz_call *call)
{
    const struct fields *f = call->fields;
    struct scoring s = {0};
    int status = check_import(f);

    if (!status)
        status = mnz_job_load(&s.job, call, &f->job);
    if (!status)
        status = load_observations(&s, f);
    if (!status)
        status = mnz_job_make_folder(&s.job);
    if (!status)
        status = check_trials(&s);
    if (!status)
        status = simulate(&s, (enum mnz_naive_base)f->naive_base.index);
    if (!status)
        status = mnz_job_write(&s.job);
    scoring_finish(&s);
    return status;
}

const struct mnz_command mnz_command_score = {
    .name = "score",
    .summary = "hold simulated months against observed ones",
    .description =
        "Simulates a scenario and scores its distributions against a table of "
        "observations: bias, coverage, the continuous ranked probability score, and "
        "skill beside naive forecasts. Months that were fitted and months that were "
        "held back are never mixed.",
    .operand = MNZ_OPERAND_SCENARIO,
    .examples =
        (const char *const[]){
            "monazite score scenarios/backtests/in-sample-2025-magnets.yaml \\",
            "    --observed scenarios/backtests/in-sample-2025-magnets-observed.csv",
            NULL},
    .options = options,
    .fields_size = sizeof(struct fields),
    .outputs = outputs,
    .draw = mnz_screen_score,
    .run = run,
};
