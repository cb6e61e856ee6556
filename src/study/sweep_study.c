/* sweep_study.c - a study file as the scenarios, plan and figures of a sweep. */

#include "monazite/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/files.h"
#include "document/yaml_read.h"
#include "scenario/study_file.h"

/* The study comes first, so that its address is that of the whole. */
struct study {
    struct mnz_sweep_study study;
    struct mnz_arena arena;
};

int
mnz_sweep_study_is(const char *path, const char *text)
{
    struct mnz_arena arena = {0};
    const char *why;
    char *bytes = NULL;
    size_t length;
    int is_one;

    if (!text &&
        mnz_file_read(path, MNZ_YAML_MOST_BYTES, &arena, &bytes, &length, &why))
        bytes = NULL;
    is_one = text || bytes ? mnz_study_file_is(text ? text : bytes) : 0;
    mnz_arena_finish(&arena);
    return is_one;
}

/* Scenarios, and their names for the plan. */
static enum mnz_status
take_scenarios(struct study *s, const struct mnz_study_file *file)
{
    struct mnz_sweep_study *out = &s->study;
    const char **names =
        mnz_arena_alloc(&s->arena, file->num_scenarios + 1, sizeof *names);

    out->scenarios =
        mnz_arena_alloc(&s->arena, file->num_scenarios + 1, sizeof *out->scenarios);
    if (!names || !out->scenarios)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < file->num_scenarios; i++) {
        const struct mnz_study_scenario *from = &file->scenarios[i];

        names[i] = from->name;
        out->scenarios[i] =
            (struct mnz_sweep_scenario){.name = from->name,
                                        .path = from->file,
                                        .settings = from->settings,
                                        .num_settings = from->num_settings};
    }
    out->num_scenarios = (uint32_t)file->num_scenarios;
    out->design.scenarios = names;
    out->design.num_scenarios = out->num_scenarios;
    return MNZ_OK;
}

static enum mnz_status
take_variations(struct study *s, const struct mnz_study_file *file)
{
    struct mnz_sweep_design *design = &s->study.design;
    const size_t room = file->num_varied + 1;
    const char **vary = mnz_arena_alloc(&s->arena, room, sizeof *vary);
    uint32_t *lines = mnz_arena_alloc(&s->arena, room, sizeof *lines);
    uint32_t *columns = mnz_arena_alloc(&s->arena, room, sizeof *columns);

    if (!vary || !lines || !columns)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < file->num_varied; i++) {
        vary[i] = file->varied[i].text;
        lines[i] = file->varied[i].at.line;
        columns[i] = file->varied[i].at.column;
        design->file = file->varied[i].at.file;
    }
    design->vary = vary;
    design->num_vary = (uint32_t)file->num_varied;
    design->lines = lines;
    design->columns = columns;
    design->zip = file->zip;
    design->sample = file->sample;
    design->table = file->design;
    design->seed = file->seed ? *file->seed : 0;
    return MNZ_OK;
}

/* The hash of the file, which is the first that `diags` noted. */
static enum mnz_status
take_hash(struct study *s, const struct mnz_diags *diags, const char *path)
{
    size_t count;
    const struct mnz_read_file *files = mnz_diags_files(diags, &count);

    s->study.sha256 = "";
    for (size_t i = 0; i < count; i++)
        if (strcmp(files[i].path, path) == 0)
            s->study.sha256 = mnz_arena_strdup(&s->arena, files[i].sha256);
    return s->study.sha256 ? MNZ_OK : MNZ_ERR_NOMEM;
}

enum mnz_status
mnz_sweep_study_read(const char *path, const char *text, struct mnz_diags *diags,
                     struct mnz_sweep_study **out)
{
    struct study *s = calloc(1, sizeof *s);
    struct mnz_study_file file = {.title = ""};
    struct mnz_diags *own = NULL;
    enum mnz_status st = s ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st && !diags) {
        st = mnz_diags_create(&own);
        diags = own;
    }
    if (!st)
        st = mnz_study_file_read(path, text, &s->arena, diags, &file);
    if (!st)
        st = take_scenarios(s, &file);
    if (!st)
        st = take_variations(s, &file);
    if (!st)
        st = take_hash(s, diags, path);
    mnz_diags_destroy(own);
    if (st) {
        mnz_sweep_study_destroy(s ? &s->study : NULL);
        return st;
    }
    s->study.title = *file.title ? file.title : NULL;
    s->study.figures = file.figures;
    s->study.num_figures = (uint32_t)file.num_figures;
    s->study.trials = file.trials;
    s->study.seed = file.seed;
    s->study.sampler = file.sampler;
    *out = &s->study;
    return MNZ_OK;
}

void
mnz_sweep_study_destroy(struct mnz_sweep_study *study)
{
    struct study *s = (struct study *)study;

    if (!s)
        return;
    mnz_arena_finish(&s->arena);
    free(s);
}
