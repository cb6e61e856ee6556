/* study_file.c - scenarios, variations and figures of a sweep, in one file. */

#include "scenario/study_file.h"

#include <string.h>

#include "document/locate.h"
#include "document/print.h"
#include "document/yaml_read.h"
#include "scenario/rows.h"
#include "scenario/vocabulary.h"

#define SETTINGS_SCHEMA "{\"type\": [\"object\", \"null\"]}"

struct draft_study {
    uint32_t version;
    const char *title, *design;
    const struct mnz_tree *scenarios, *set, *vary, *figures;
    int zip;
    uint32_t sample;
    uint64_t trials, seed;
    unsigned sampler;
};

struct draft_scenario {
    const char *file;
    const struct mnz_tree *set;
};

static const struct mnz_custom scenarios = {
    mnz_field_keep_tree,
    "a file, a list of files, or files or [study scenarios](#study-scenario) by name",
    "{\"anyOf\": [{\"$ref\": \"#/$defs/names\"}, {\"type\": \"object\", "
    "\"additionalProperties\": {\"anyOf\": [{\"type\": \"string\"}, {\"$ref\": "
    "\"#/$defs/study_scenario\"}]}}]}"};
static const struct mnz_custom settings = {mnz_field_keep_tree, "values by their paths",
                                           SETTINGS_SCHEMA};
static const struct mnz_custom variations = {
    mnz_field_keep_tree, "lists of values, or ranges, by their paths",
    "{\"type\": [\"object\", \"null\"], \"additionalProperties\": {\"type\": "
    "[\"array\", \"string\", \"number\"]}}"};
static const struct mnz_custom figures = {mnz_field_keep_tree, "a list of figures",
                                          "{\"$ref\": \"#/$defs/names\"}"};

static const struct mnz_field study_scenario_fields[] = {
    {.key = "file",
     .type = MNZ_FIELD_TEXT,
     IN(draft_scenario, file),
     .flags = NEEDED,
     .doc = "the scenario, relative to the study file"},
    {.key = "set",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_scenario, set),
     .custom = &settings,
     .doc = "values of this scenario that are other than in its file, as by `--set`"},
    END,
};
static const struct mnz_record_kind study_scenario_kind = {
    "study scenario", "A scenario of a study that differs from its file.",
    study_scenario_fields, NULL};

static const struct mnz_field study_fields[] = {
    {.key = "study",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_study, version),
     .low = 1,
     .high = 1,
     .flags = NEEDED,
     .doc = "the version of this format: 1"},
    {.key = "title",
     .type = MNZ_FIELD_TEXT,
     IN(draft_study, title),
     .doc = "a line for the screen"},
    {.key = "notes", .type = MNZ_FIELD_ORIGIN, .doc = "a text for readers"},
    {.key = "scenarios",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_study, scenarios),
     .custom = &scenarios,
     .flags = NEEDED,
     .doc = "the scenarios to vary; each has all points"},
    {.key = "set",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_study, set),
     .custom = &settings,
     .doc =
         "values of all scenarios that are other than in their files, as by `--set`"},
    {.key = "vary",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_study, vary),
     .custom = &variations,
     .doc =
         "`[a, b, c]`, or `from:to:n` for n values with equal steps, as by `--vary`"},
    {.key = "zip",
     .type = MNZ_FIELD_FLAG,
     IN(draft_study, zip),
     .doc = "`true`: the first value of each, then the second, as by `--zip`"},
    {.key = "sample",
     .type = MNZ_FIELD_INTEGER,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_study, sample),
     .low = 1,
     .high = 1e7,
     .doc = "so many points of a Latin hypercube, as by `--sample`"},
    {.key = "design",
     .type = MNZ_FIELD_TEXT,
     IN(draft_study, design),
     .doc =
         "a CSV file of points in place of `vary`, relative to the study file, as by "
         "`--design`"},
    {.key = "figures",
     .type = MNZ_FIELD_CUSTOM,
     IN(draft_study, figures),
     .custom = &figures,
     .doc = "the figures of each point, as by `--of`"},
    {.key = "trials",
     .type = MNZ_FIELD_LONG,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_study, trials),
     .low = 1,
     .high = 1e9,
     .doc = "of every point; left out, those of the first scenario"},
    {.key = "seed",
     .type = MNZ_FIELD_LONG,
     .dimension = MNZ_DIM_COUNT,
     IN(draft_study, seed),
     .low = 0,
     .high = 1e15,
     .doc = "of every point; left out, that of the first scenario"},
    {.key = "sampler",
     .type = MNZ_FIELD_CHOICE,
     IN(draft_study, sampler),
     .choices = mnz_sampler_names,
     .doc = "of every point; left out, that of the first scenario"},
    END,
};
static const struct mnz_record_kind study_kind = {"study", "The keys of a study file.",
                                                  study_fields, NULL};

const struct mnz_record_kind *const mnz_study_kinds[] = {&study_kind,
                                                         &study_scenario_kind, NULL};

/* A file in the making. */
struct reading {
    struct mnz_reader r;
    struct mnz_where where;
    struct mnz_study_file *out;
};

int
mnz_study_file_is(const char *text)
{
    static const char key[] = "study:";

    text += mnz_text_skip_mark(text, strlen(text));
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, sizeof key - 1) == 0)
            return 1;
    }
    return 0;
}

static void
refuse(struct reading *x, struct mnz_span at, const char *key, const char *advice)
{
    mnz_reader_error(&x->r, MNZ_E2401, at, advice,
                     "'%s' of this study has another form", key);
}

/* "PATH=VALUE" of every entry of a mapping, behind those that are there. */
static void
add_settings(struct reading *x, const struct mnz_tree *set, const char ***list,
             size_t *count)
{
    const size_t more = set && set->kind == MNZ_TREE_MAPPING ? set->num_children : 0;
    const char **all = mnz_reader_alloc(&x->r, *count + more + 1, sizeof *all);

    if (set && set->kind != MNZ_TREE_MAPPING && !mnz_tree_is_null(set))
        refuse(x, set->at, "set", "write PATH: VALUE, such as run.trials: 500");
    if (!all)
        return;
    for (size_t i = 0; i < *count; i++)
        all[i] = (*list)[i];
    for (size_t i = 0; i < more; i++) {
        const char *value = mnz_tree_flow(x->r.arena, set->entries[i].value);
        const char *text =
            value ? mnz_arena_printf(x->r.arena, "%s=%s", set->entries[i].key, value)
                  : NULL;

        if (text)
            all[(*count)++] = text;
        else
            x->r.is_out_of_memory = 1;
    }
    *list = all;
}

/* The file's name without folder and ending. */
static const char *
name_of_file(struct reading *x, const char *file)
{
    const char *slash = strrchr(file, '/'), *start = slash ? slash + 1 : file;
    const char *dot = strrchr(start, '.');

    return mnz_arena_strndup(
        x->r.arena, start, dot && dot > start ? (size_t)(dot - start) : strlen(start));
}

/* Add a scenario; `name` is NULL where the file's stands for it. */
static void
add_scenario(struct reading *x, const char *name, const char *file, struct mnz_span at,
             const struct mnz_tree *set, const struct draft_study *draft)
{
    struct mnz_study_file *out = x->out;
    struct mnz_study_scenario s = {.name = name};

    if (!*file) {
        refuse(x, at, "scenarios", "name a file, such as embargo: ../embargo.yaml");
        return;
    }
    s.name = name ? name : name_of_file(x, file);
    s.file = mnz_locate_beside(file, x->where.at.file, x->r.arena);
    if (!s.name || !s.file) {
        x->r.is_out_of_memory = 1;
        return;
    }
    for (size_t i = 0; i < out->num_scenarios; i++)
        if (strcmp(out->scenarios[i].name, s.name) == 0) {
            mnz_reader_error(&x->r, MNZ_E2402, at,
                             "give them names: {before: a/world.yaml, after: "
                             "b/world.yaml}",
                             "another scenario of this study is named '%.60s'", s.name);
            return;
        }
    add_settings(x, draft->set, &s.settings, &s.num_settings);
    add_settings(x, set, &s.settings, &s.num_settings);
    out->scenarios[out->num_scenarios++] = s;
}

/* NAME: FILE, or NAME: {file: FILE, set: ...}. */
static void
read_named(struct reading *x, const struct mnz_tree_entry *entry,
           const struct draft_study *draft)
{
    const struct mnz_where section = {
        .up = &x->where, .key = "scenarios", .at = entry->key_at};
    struct mnz_where where = {.up = &section, .key = entry->key, .at = entry->key_at};
    struct draft_scenario own = {.file = ""};

    if (entry->value->kind == MNZ_TREE_SCALAR)
        own.file = entry->value->text;
    else
        mnz_record_read(&x->r, &study_scenario_kind, entry->value, &where, &own);
    if (*own.file || entry->value->kind == MNZ_TREE_SCALAR)
        add_scenario(x, entry->key, own.file, entry->key_at, own.set, draft);
}

static void
read_scenarios(struct reading *x, const struct draft_study *draft)
{
    const struct mnz_tree *tree = draft->scenarios;
    const size_t count = tree->kind == MNZ_TREE_SCALAR ? 1 : tree->num_children;

    x->out->scenarios = mnz_reader_alloc(&x->r, count + 1, sizeof *x->out->scenarios);
    if (!x->out->scenarios)
        return;
    if (count == 0)
        refuse(x, tree->at, "scenarios", "name a file, such as [../embargo.yaml]");
    if (tree->kind == MNZ_TREE_SCALAR)
        add_scenario(x, NULL, tree->text, tree->at, NULL, draft);
    for (size_t i = 0; tree->kind == MNZ_TREE_MAPPING && i < count; i++)
        read_named(x, &tree->entries[i], draft);
    for (size_t i = 0; tree->kind == MNZ_TREE_SEQUENCE && i < count; i++)
        if (tree->items[i]->kind == MNZ_TREE_SCALAR)
            add_scenario(x, NULL, tree->items[i]->text, tree->items[i]->at, NULL,
                         draft);
        else
            refuse(x, tree->items[i]->at, "scenarios",
                   "in a list there are files only; write NAME: {file: ..., set: ...} "
                   "without '-'");
}

/* "a,b,c" of a list, or a range as it is written; NULL where it is neither. */
static const char *
values_of(struct reading *x, const struct mnz_tree *tree)
{
    const char *text = "";

    if (tree->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(tree))
        return tree->text;
    if (tree->kind != MNZ_TREE_SEQUENCE || tree->num_children == 0) {
        refuse(x, tree->at, "vary", "write PATH: [a, b, c] or PATH: from:to:n");
        return NULL;
    }
    for (size_t i = 0; text && i < tree->num_children; i++) {
        const char *one = mnz_tree_flow(x->r.arena, tree->items[i]);

        text = one ? mnz_arena_printf(x->r.arena, "%s%s%s", text, i > 0 ? "," : "", one)
                   : NULL;
    }
    x->r.is_out_of_memory |= !text;
    return text;
}

static void
read_variations(struct reading *x, const struct mnz_tree *tree)
{
    struct mnz_study_file *out = x->out;
    const size_t count =
        tree && tree->kind == MNZ_TREE_MAPPING ? tree->num_children : 0;

    if (tree && tree->kind != MNZ_TREE_MAPPING && !mnz_tree_is_null(tree))
        refuse(x, tree->at, "vary", "write PATH: [a, b, c] or PATH: from:to:n");
    out->varied = mnz_reader_alloc(&x->r, count + 1, sizeof *out->varied);
    for (size_t i = 0; out->varied && i < count; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const char *values = values_of(x, entry->value);
        const char *text =
            values ? mnz_arena_printf(x->r.arena, "%s=%s", entry->key, values) : NULL;

        if (text)
            out->varied[out->num_varied++] =
                (struct mnz_study_varied){text, entry->key_at};
    }
}

static void
add_figure(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct mnz_study_file *out = context;

    (void)r;
    out->figures[out->num_figures++] = item->text;
}

static void
read_figures(struct reading *x, const struct mnz_tree *tree)
{
    const struct mnz_where where = {.up = &x->where, .key = "figures", .at = tree->at};

    x->out->figures =
        mnz_reader_alloc(&x->r, tree->num_children + 2, sizeof *x->out->figures);
    if (x->out->figures)
        mnz_reader_each_text(&x->r, tree, &where, "a list of figures", add_figure,
                             x->out);
}

/* Ways of making points that contradict each other. */
static void
verify_ways(struct reading *x, const struct mnz_tree *tree)
{
    static const char *const ways[] = {"zip", "sample", "design"};
    const struct mnz_study_file *out = x->out;
    const int is_given[] = {out->zip, out->sample > 0, out->design != NULL};
    int num_given = 0;

    for (size_t i = 0; i < 3; i++) {
        const struct mnz_tree *value = mnz_tree_find(tree, ways[i]);

        num_given += is_given[i];
        if (value && is_given[i] && num_given > 1)
            mnz_reader_error(&x->r, MNZ_E2403, value->at, "leave out one of them",
                             "'%s' and '%s' do not go together", ways[i],
                             is_given[0] ? ways[0] : ways[1]);
    }
    if (out->design && out->num_varied > 0)
        mnz_reader_error(&x->r, MNZ_E2403, out->varied[0].at, "leave out one of them",
                         "'vary' and 'design' do not go together");
}

static void
take_keys(struct reading *x, const struct mnz_tree *tree)
{
    struct draft_study draft = {.title = "", .design = ""};
    struct mnz_study_file *out = x->out;
    uint64_t *seed = mnz_reader_alloc(&x->r, 1, sizeof *seed);

    mnz_record_read(&x->r, &study_kind, tree, &x->where, &draft);
    if (!seed)
        return;
    *seed = draft.seed;
    out->title = draft.title;
    out->zip = draft.zip;
    out->sample = draft.sample;
    out->trials = draft.trials;
    out->seed = mnz_tree_find(tree, "seed") ? seed : NULL;
    if (mnz_tree_find(tree, "sampler"))
        out->sampler = mnz_sampler_names[draft.sampler];
    if (*draft.design)
        out->design = mnz_locate_beside(draft.design, x->where.at.file, x->r.arena);
    if (draft.scenarios && !mnz_tree_is_null(draft.scenarios))
        read_scenarios(x, &draft);
    read_variations(x, draft.vary);
    if (draft.figures)
        read_figures(x, draft.figures);
    verify_ways(x, tree);
}

/* The text of the file, and its tree. */
static enum mnz_status
read_tree(struct reading *x, const char *path, const char *own,
          const struct mnz_tree **tree)
{
    const struct mnz_located located = {.file = path, .named_at = {.file = path}};
    struct mnz_text text = {.start = {path, 1, 1}};
    char *bytes = NULL;
    size_t mark;
    enum mnz_status st = MNZ_OK;

    if (own) {
        bytes = mnz_arena_strdup(x->r.arena, own);
        text.length = strlen(own);
        st = bytes ? MNZ_OK : MNZ_ERR_NOMEM;
    } else {
        st = mnz_locate_read(&located, MNZ_YAML_MOST_BYTES, x->r.arena, x->r.diags,
                             &bytes, &text.length);
    }
    if (st)
        return st;
    text.text = bytes;
    mnz_diags_add_file(x->r.diags, path, bytes, text.length);
    if (!mnz_text_verify(&text, x->r.diags))
        return MNZ_ERR_INPUT;
    mark = mnz_text_skip_mark(text.text, text.length);
    mnz_diags_add_source(x->r.diags, path, bytes + mark, text.length - mark);
    return mnz_yaml_read(&text, x->r.arena, x->r.diags, tree);
}

enum mnz_status
mnz_study_file_read(const char *path, const char *text, struct mnz_arena *arena,
                    struct mnz_diags *diags, struct mnz_study_file *out)
{
    const size_t errors_before = mnz_diags_errors(diags);
    struct reading x = {.r = {.arena = arena, .diags = diags}, .out = out};
    const char *file = mnz_arena_strdup(arena, path);
    const struct mnz_tree *tree = NULL;
    enum mnz_status st = MNZ_ERR_NOMEM;

    *out = (struct mnz_study_file){.title = ""};
    x.r.s = mnz_arena_alloc(arena, 1, sizeof *x.r.s);
    x.where = (struct mnz_where){.key = "study", .at = {file, 1, 1}};
    if (x.r.s && file &&
        mnz_reader_value(&x.r, &(struct mnz_value){.number = 0.0}) == 0)
        st = read_tree(&x, file, text, &tree);
    if (st)
        return st;
    take_keys(&x, tree);
    if (x.r.is_out_of_memory || mnz_arena_has_failed(arena))
        return MNZ_ERR_NOMEM;
    return mnz_diags_errors(diags) > errors_before ? MNZ_ERR_INPUT : MNZ_OK;
}
