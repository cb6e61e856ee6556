/* merge_runs.c - the parts of runs and comparisons as one. */

#include "cli/merge_runs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/resume.h"
#include "cli/streams.h"
#include "study/model.h"

const char *
mnz_part_of_comparison(enum mnz_alternative_kind kind)
{
    static const char *const notes[] = {
        [MNZ_ALTERNATIVE_SCENARIO] = "part of a comparison: a scenario",
        [MNZ_ALTERNATIVE_MEASURE] = "part of a comparison: a measure",
        [MNZ_ALTERNATIVE_TOGETHER] = "part of a comparison: together",
    };

    return notes[kind];
}

/* "DIR/state.bin", or of several points "DIR/state.2.bin"; NULL without memory. */
static const char *
path_of(struct mnz_arena *arena, const char *folder, const char *name,
        const char *ending, uint32_t point, uint32_t count)
{
    return count > 1
               ? mnz_arena_printf(arena, "%s/%s.%u.%s", folder, name, point + 1, ending)
               : mnz_arena_printf(arena, "%s/%s.%s", folder, name, ending);
}

static int
is_there(const char *path)
{
    struct stat info;

    return path && stat(path, &info) == 0;
}

/* How many points a folder has states of. */
static uint32_t
count_points(struct mnz_arena *arena, const char *folder)
{
    uint32_t count = 0;

    if (is_there(path_of(arena, folder, "state", "bin", 0, 1)))
        return 1;
    while (is_there(path_of(arena, folder, "state", "bin", count, 2)))
        count++;
    return count;
}

int
mnz_merge_is_of_runs(struct mnz_arena *arena, const char *folder)
{
    return count_points(arena, folder) > 0;
}

/* The exit status after a step that reported in `diags`, which are destroyed. */
static int
say(const char *subject, enum mnz_status st, struct mnz_diags *diags)
{
    if (diags)
        mnz_print_diags(diags);
    mnz_diags_destroy(diags);
    if (st == MNZ_ERR_INPUT)
        return MNZ_EXIT_INPUT;
    return st ? mnz_report_failure(subject, st) : MNZ_EXIT_DONE;
}

static int
refuse_folder(const char *folder)
{
    mnz_say(
        "monazite merge: %s is no part of a run or comparison that the first folder "
        "is of; name folders that --shard K/N -o DIR has written\n",
        folder);
    return MNZ_EXIT_INPUT;
}

static int
make_room(struct mnz_merging *m)
{
    struct mnz_arena *arena = &m->job->arena;
    const size_t count = m->count;

    m->job->models = calloc(count, sizeof *m->job->models);
    m->job->results = calloc(count, sizeof *m->job->results);
    m->facts = mnz_arena_alloc(arena, count, sizeof *m->facts);
    m->begun = mnz_arena_alloc(arena, count, sizeof *m->begun);
    m->results = mnz_arena_alloc(arena, count, sizeof(struct mnz_result *));
    m->alternatives = mnz_arena_alloc(arena, count, sizeof *m->alternatives);
    return m->job->models && m->job->results && !mnz_arena_has_failed(arena)
               ? MNZ_EXIT_DONE
               : mnz_report_failure("merge", MNZ_ERR_NOMEM);
}

/* The scenarios of the first part, whose names are those of the points. */
static int
load_models(struct mnz_merging *m)
{
    struct mnz_job *job = m->job;
    struct mnz_load_options load = job->options->load;
    int status = MNZ_EXIT_DONE;

    load.quiet = 1;
    for (uint32_t i = 0; !status && i < m->count; i++) {
        const char *path = path_of(&job->arena, job->call->operands[0], "scenario",
                                   "yaml", i, m->count);

        status = path ? mnz_load_model(path, NULL, &load, &job->models[i])
                      : mnz_report_failure("merge", MNZ_ERR_NOMEM);
        job->count += !status;
    }
    if (status)
        return status;
    job->outcome.models = (const struct mnz_model *const *)job->models;
    job->outcome.results = (const struct mnz_result *const *)job->results;
    job->outcome.num_results = m->count;
    job->outcome.names = mnz_outcome_names(job->outcome.models, m->count, &job->arena);
    return job->outcome.names ? MNZ_EXIT_DONE
                              : mnz_report_failure("merge", MNZ_ERR_NOMEM);
}

/* The facts in the note of a point. */
static int
take_note(struct mnz_merging *m, uint32_t point, const char *note)
{
    const struct mnz_job *job = m->job;

    if (strcmp(note, MNZ_PART_OF_RUN) == 0 && !m->is_comparison)
        return 1;
    if (strcmp(note, MNZ_PART_OF_RUN_OF_MONTHS) == 0 && !m->is_comparison) {
        m->has_all_months = 1;
        return 1;
    }
    for (int k = 0; k <= MNZ_ALTERNATIVE_TOGETHER; k++) {
        const enum mnz_alternative_kind kind = (enum mnz_alternative_kind)k;

        if (strcmp(note, mnz_part_of_comparison(kind)) != 0 ||
            (point > 0 && !m->is_comparison))
            continue;
        m->is_comparison = 1;
        if (point > 0)
            m->alternatives[point - 1] = (struct mnz_alternative){
                {job->outcome.names[point], job->models[point]}, kind};
        return 1;
    }
    return 0;
}

static enum mnz_status
read_measures(struct mnz_merging *m, const char *path, uint32_t count,
              struct mnz_diags *diags)
{
    m->measures =
        mnz_arena_alloc(&m->job->arena, (size_t)count + 1, sizeof *m->measures);
    m->num_measures = count;
    return m->measures ? mnz_state_measures(m->job->models[0], path, diags, m->measures)
                       : MNZ_ERR_NOMEM;
}

/* How a point was run. */
static struct mnz_compare_options
options_of(const struct mnz_merging *m, uint32_t point)
{
    const struct mnz_state_facts *facts = &m->facts[point];

    return (struct mnz_compare_options){.run = {.trials = facts->trials,
                                                .seed = &facts->seed,
                                                .sampler = facts->sampler,
                                                .keeps_carriers = !m->is_comparison,
                                                .keeps_flows = !m->is_comparison,
                                                .all_months = m->has_all_months},
                                        .measures = m->measures,
                                        .num_measures = m->num_measures,
                                        .begun = m->begun};
}

/* Tables tell settings, which the scenario of a part has in it already. */
static enum mnz_status
take_settings(struct mnz_model *model, const char *path, struct mnz_diags *diags)
{
    char *settings;
    const enum mnz_status st = mnz_state_settings(path, diags, &settings);

    if (st)
        return st;
    free(model->settings);
    model->settings = settings;
    return MNZ_OK;
}

/* A point as the first part has it. */
static int
restore(struct mnz_merging *m, uint32_t point)
{
    struct mnz_job *job = m->job;
    const char *folder = job->call->operands[0],
               *path = path_of(&job->arena, folder, "state", "bin", point, m->count);
    const struct mnz_point base = {job->outcome.names[0], job->models[0]},
                           this = {job->outcome.names[point], job->models[point]};
    struct mnz_state_facts *facts = &m->facts[point];
    struct mnz_compare_options how;
    char maker[MNZ_STATE_TEXT];
    struct mnz_diags *diags = NULL;
    enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;

    mnz_resume_maker(maker);
    if (!st)
        st = mnz_state_read(path, diags, facts);
    if (st)
        return say(folder, st, diags);
    st = take_settings(job->models[point], path, diags);
    if (st)
        return say(folder, st, diags);
    if (!take_note(m, point, facts->note)) {
        mnz_diags_destroy(diags);
        return refuse_folder(folder);
    }
    if (m->is_comparison && point == 0)
        st = read_measures(m, path, facts->num_kept, diags);
    how = options_of(m, point);
    if (!st)
        st = m->is_comparison ? mnz_compare_restore(&base, &this, &how, maker, path,
                                                    diags, NULL, &m->begun[point])
                              : mnz_result_restore(this.model, &how.run, maker, path,
                                                   diags, NULL, &m->begun[point]);
    return say(folder, st, diags);
}

int
mnz_merge_begin(struct mnz_merging *merging, struct mnz_job *job)
{
    int status;

    *merging = (struct mnz_merging){.job = job};
    merging->count = count_points(&job->arena, job->call->operands[0]);
    status = make_room(merging);
    if (!status)
        status = load_models(merging);
    for (uint32_t i = 0; !status && i < merging->count; i++)
        status = restore(merging, i);
    return status;
}

/* One part more. */
static int
add(struct mnz_merging *m, const char *folder)
{
    struct mnz_arena *arena = &m->job->arena;
    char maker[MNZ_STATE_TEXT];
    int status = MNZ_EXIT_DONE;

    if (count_points(arena, folder) != m->count)
        return refuse_folder(folder);
    mnz_resume_maker(maker);
    for (uint32_t i = 0; !status && i < m->count; i++) {
        const char *path = path_of(arena, folder, "state", "bin", i, m->count);
        struct mnz_diags *diags = NULL;
        enum mnz_status st = path ? mnz_diags_create(&diags) : MNZ_ERR_NOMEM;

        if (!st)
            st = mnz_result_add(m->begun[i], maker, path, diags);
        status = say(folder, st, diags);
    }
    return status;
}

/* Missing trials are for --resume to run. */
static int
store(struct mnz_merging *m, uint64_t missing)
{
    struct mnz_job *job = m->job;
    struct mnz_resume resume = {.job = job, .count = m->count};
    const char *folder = job->options->folder;
    int has_failed = 0;

    for (uint32_t i = 0; folder && !has_failed && i < m->count; i++)
        has_failed = mnz_resume_save(&resume, i, "", m->begun[i]);
    if (has_failed)
        return MNZ_EXIT_FAILED;
    if (folder)
        mnz_say(
            "monazite merge: %llu trials are missing; the command of the parts with "
            "-o %s and --resume, without --shard, runs them\n",
            (unsigned long long)missing, folder);
    else
        mnz_say("monazite merge: %llu trials are missing: run the other parts\n",
                (unsigned long long)missing);
    return MNZ_EXIT_GAPS;
}

/* All trials are there: pair them. */
static int
compare(struct mnz_merging *m)
{
    struct mnz_job *job = m->job;
    const struct mnz_point base = {job->outcome.names[0], job->models[0]};
    const struct mnz_compare_options how = options_of(m, 0);
    const enum mnz_status st =
        mnz_compare_create(&base, m->alternatives, m->count - 1, &how, &m->comparison);

    if (st)
        return mnz_report_failure("merge", st);
    for (uint32_t i = 0; i < m->count; i++)
        m->results[i] = mnz_comparison_result(m->comparison, i);
    job->outcome.results = m->results;
    job->outcome.comparison = m->comparison;
    return MNZ_EXIT_DONE;
}

int
mnz_merge_add(struct mnz_merging *merging)
{
    struct mnz_job *job = merging->job;
    uint64_t missing = 0;
    int status = MNZ_EXIT_DONE;

    for (size_t i = 1; !status && i < job->call->num_operands; i++)
        status = add(merging, job->call->operands[i]);
    for (uint32_t i = 0; !status && i < merging->count; i++)
        missing += merging->facts[i].trials - mnz_result_trials(merging->begun[i]);
    if (!status && missing > 0)
        status = store(merging, missing);
    if (status)
        return status;
    if (merging->is_comparison)
        return compare(merging);
    for (uint32_t i = 0; i < merging->count; i++) {
        job->results[i] = merging->begun[i];
        merging->begun[i] = NULL;
    }
    return MNZ_EXIT_DONE;
}

void
mnz_merge_finish(struct mnz_merging *merging)
{
    mnz_comparison_destroy(merging->comparison);
    for (uint32_t i = 0; merging->begun && i < merging->count; i++)
        mnz_result_destroy(merging->begun[i]);
}
