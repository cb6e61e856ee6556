/* document.c - a scenario's files, tables and settings as one document. */

#include "document/document.h"

#include <errno.h>
#include <string.h>

#include "base/files.h"
#include "document/company.h"
#include "document/layers.h"
#include "document/locate.h"
#include "document/settings.h"
#include "document/table_expand.h"
#include "document/yaml_read.h"

enum { MOST_LAYERS = 16 };

/* A file on the way from the one asked for to its bases. */
struct layer {
    const struct layer *above; /* the file that extends this one, or NULL */
    struct mnz_located where;
    size_t level;
    const char *text; /* of the file, or NULL: to be read */
};

struct loader {
    struct mnz_arena *arena;
    struct mnz_diags *diags;
    int has_gaps; /* rows of a table are missing */
};

static enum mnz_status load_layer(struct loader *l, const struct layer *layer,
                                  const struct mnz_tree **out);
static enum mnz_status expand_tables(struct loader *l, const struct mnz_tree *document,
                                     const struct mnz_tree **out);
static enum mnz_status read_document(struct loader *l, const struct layer *layer,
                                     const struct mnz_tree **out);
static int looks_like_scenario(const char *text, size_t length);
static enum mnz_status read_unlikely(struct loader *l, const struct layer *layer,
                                     const struct mnz_text *text,
                                     const struct mnz_tree **out);
static enum mnz_status load_base(struct loader *l, const struct layer *layer,
                                 const struct mnz_tree *extends,
                                 const struct mnz_tree **out);
static int is_in_chain(struct loader *l, const struct layer *layer,
                       const struct mnz_located *base);

static const char *const sections[] = {
    "monazite", "title",    "extends",      "sources",   "time",        "run",
    "blocs",    "links",    "controls",     "materials", "facilities",  "industries",
    "events",   "policies", "correlations", "behaviour", "price_zones", "observe",
    "factors",  "elements", "draws",        NULL};

enum mnz_status
mnz_document_load(const char *path, const struct mnz_setting *settings,
                  size_t num_settings, struct mnz_arena *arena, struct mnz_diags *diags,
                  const struct mnz_tree **out)
{
    const struct mnz_document_file file = {.path = path};

    return mnz_document_read(&file, settings, num_settings, arena, diags, out);
}

enum mnz_status
mnz_document_read(const struct mnz_document_file *file,
                  const struct mnz_setting *settings, size_t num_settings,
                  struct mnz_arena *arena, struct mnz_diags *diags,
                  const struct mnz_tree **out)
{
    const size_t errors_before = mnz_diags_errors(diags);
    struct loader l = {.arena = arena, .diags = diags};
    struct layer top = {.level = 1, .text = file->text};
    const struct mnz_tree *tree = NULL;
    enum mnz_status st;

    *out = NULL;
    top.where.file = mnz_arena_strdup(arena, file->path);
    if (!top.where.file)
        return MNZ_ERR_NOMEM;
    top.where.named_at = (struct mnz_span){top.where.file, 0, 0};
    top.where.real = mnz_file_real_path(file->path, arena);
    if (!top.where.real && errno == ENOMEM)
        return MNZ_ERR_NOMEM;
    st = load_layer(&l, &top, &tree);
    for (size_t i = 0; !st && i < num_settings; i++)
        st = mnz_setting_apply(&settings[i], tree, arena, diags, &tree);
    if (!st && !l.has_gaps)
        *out = tree;
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    return st;
}

/* A file with its tables, laid over its base. */
static enum mnz_status
load_layer(struct loader *l, const struct layer *layer, const struct mnz_tree **out)
{
    const struct mnz_tree_place root = {.depth = 0};
    const struct mnz_tree *document, *base, *extends;
    struct mnz_tree *own;
    enum mnz_status st = read_document(l, layer, &document);

    if (!st)
        st = expand_tables(l, document, &document);
    if (st)
        return st;
    extends = mnz_tree_find(document, "extends");
    *out = document;
    if (!extends)
        return MNZ_OK;
    own = mnz_tree_new_mapping(l->arena, document->at, document->num_children);
    if (!own)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < document->num_children; i++) {
        const struct mnz_tree_entry *entry = &document->entries[i];

        if (entry->value != extends || strcmp(entry->key, "extends") != 0)
            mnz_tree_add(own, entry->key, entry->key_at, entry->value);
    }
    st = load_base(l, layer, extends, &base);
    if (!st)
        st = mnz_layers_merge(base, own, &root, l->arena, l->diags, out);
    return st;
}

/* Rows that could not be read would be missed wherever others name them. */
static enum mnz_status
expand_tables(struct loader *l, const struct mnz_tree *document,
              const struct mnz_tree **out)
{
    const size_t errors_before = mnz_diags_errors(l->diags);
    const struct mnz_tree *expanded;
    enum mnz_status st = mnz_tables_expand(document, l->arena, l->diags, &expanded);

    if (!st)
        st = mnz_company_expand(expanded, l->arena, l->diags, out);

    l->has_gaps |= mnz_diags_errors(l->diags) > errors_before;
    return st;
}

/* The bytes of a file, with a NUL behind them. */
static enum mnz_status
read_bytes(struct loader *l, const struct layer *layer, const char **bytes,
           size_t *length)
{
    char *read = NULL;
    enum mnz_status st;

    if (!layer->text) {
        st = mnz_locate_read(&layer->where, MNZ_YAML_MOST_BYTES, l->arena, l->diags,
                             &read, length);
        *bytes = read;
        return st;
    }
    *bytes = mnz_arena_strdup(l->arena, layer->text);
    *length = strlen(layer->text);
    return *bytes ? MNZ_OK : MNZ_ERR_NOMEM;
}

/*
 * One file's own document. The file that was asked for may be quoted in messages; one
 * that it names only if it looks like a scenario.
 */
static enum mnz_status
read_document(struct loader *l, const struct layer *layer, const struct mnz_tree **out)
{
    const char *file = layer->where.file;
    struct mnz_text text = {.start = {file, 1, 1}};
    const char *bytes;
    size_t mark;
    enum mnz_status st = read_bytes(l, layer, &bytes, &text.length);

    if (st)
        return st;
    text.text = bytes;
    mnz_diags_add_file(l->diags, file, bytes, text.length);
    if (!mnz_text_verify(&text, l->diags))
        return MNZ_ERR_INPUT;
    mark = mnz_text_skip_mark(text.text, text.length);
    if (layer->above && !looks_like_scenario(bytes + mark, text.length - mark))
        st = read_unlikely(l, layer, &text, out);
    if (st)
        return st;
    mnz_diags_add_source(l->diags, file, bytes + mark, text.length - mark);
    st = mnz_yaml_read(&text, l->arena, l->diags, out);
    if (st == MNZ_ERR_INPUT && *out)
        st = MNZ_OK; /* the errors are noted; other faults are reported with them */
    if (!st && (*out)->kind != MNZ_TREE_MAPPING) {
        mnz_diag_add(l->diags, MNZ_E0204, (*out)->at,
                     "see the example in the manual: sections such as 'facilities:'",
                     "a scenario is a mapping of sections, not %s",
                     mnz_tree_describe(*out));
        st = MNZ_ERR_INPUT;
    }
    return st;
}

/* Whether some line begins with a section's name and a colon. */
static int
looks_like_scenario(const char *text, size_t length)
{
    const char *line = text;

    while (line) {
        for (size_t i = 0; sections[i]; i++) {
            const size_t n = strlen(sections[i]);

            if (strncmp(line, sections[i], n) == 0 && line[n] == ':')
                return 1;
        }
        line = memchr(line, '\n', length - (size_t)(line - text));
        if (line)
            line++;
    }
    return 0;
}

/* Read it out of the analyst's sight, to see whether it is one all the same. */
static enum mnz_status
read_unlikely(struct loader *l, const struct layer *layer, const struct mnz_text *text,
              const struct mnz_tree **out)
{
    struct mnz_arena hidden_arena = {0};
    struct mnz_diags *hidden;
    int is_scenario = 0;
    enum mnz_status st = mnz_diags_create(&hidden);

    if (st)
        return st;
    st = mnz_yaml_read(text, &hidden_arena, hidden, out);
    for (size_t i = 0; !st && !is_scenario && sections[i]; i++)
        is_scenario = mnz_tree_find(*out, sections[i]) != NULL;
    mnz_diags_destroy(hidden);
    mnz_arena_finish(&hidden_arena);
    *out = NULL;
    if (st == MNZ_ERR_NOMEM || is_scenario)
        return st;
    mnz_diag_add(l->diags, MNZ_E0205, layer->where.named_at, NULL,
                 "'%s' is not a scenario", layer->where.file);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
load_base(struct loader *l, const struct layer *layer, const struct mnz_tree *extends,
          const struct mnz_tree **out)
{
    static const char *const extensions[] = {".yaml", ".yml", NULL};
    struct layer base = {.above = layer, .level = layer->level + 1};
    enum mnz_status st;

    if (extends->kind != MNZ_TREE_SCALAR || mnz_tree_is_null(extends)) {
        mnz_diag_add(l->diags, MNZ_E0206, extends->at,
                     "a chain of scenarios is one whose files each extend the next",
                     "'extends' names one .yaml file, not %s",
                     mnz_tree_describe(extends));
        return MNZ_ERR_INPUT;
    }
    st = mnz_locate(extends->text, extends->at, extensions, l->arena, l->diags,
                    &base.where);
    if (st)
        return st;
    if (is_in_chain(l, layer, &base.where))
        return MNZ_ERR_INPUT;
    if (base.level > MOST_LAYERS || mnz_arena_bytes(l->arena) > MNZ_LOAD_MOST_BYTES) {
        mnz_diag_add(l->diags, base.level > MOST_LAYERS ? MNZ_E0207 : MNZ_E0208,
                     extends->at, NULL,
                     base.level > MOST_LAYERS
                         ? "more than 16 scenarios extend each other"
                         : "the scenarios together are too large");
        return MNZ_ERR_INPUT;
    }
    return load_layer(l, &base, out);
}

/* Report a scenario that extends itself, and the chain of files by which it does. */
static int
is_in_chain(struct loader *l, const struct layer *layer, const struct mnz_located *base)
{
    const char *chain = base->file;

    for (const struct layer *at = layer; at; at = at->above) {
        if (chain)
            chain = mnz_arena_printf(l->arena, "%s extends %s", at->where.file, chain);
        if (!at->where.real || strcmp(at->where.real, base->real) != 0)
            continue;
        mnz_diag_add(l->diags, MNZ_E0209, base->named_at, NULL,
                     "a scenario cannot extend itself: %s", chain ? chain : base->file);
        return 1;
    }
    return 0;
}
