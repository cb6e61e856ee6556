/* override.c - saying something else where an uncertain input is written. */

#include "scenario/override.h"

#include <errno.h>
#include <string.h>

#include "base/files.h"
#include "base/names.h"
#include "scenario/distribution.h"
#include "document/locate.h"
#include "document/spelling.h"
#include "document/tree.h"

/* A walk over the document, which spells the paths as the reader of records does. */
struct walk {
    const struct mnz_scenario *s;
    struct mnz_arena *arena;
    struct mnz_names inputs; /* ids are positions in the pool */
    const struct mnz_tree *const *values;
    struct mnz_written_inputs *found; /* or NULL */
    uint32_t others_room;
};

static enum mnz_status walk_below(struct walk *w, const struct mnz_tree *node,
                                  const char *path, int depth,
                                  const struct mnz_tree **out);

static enum mnz_status
walk_document(struct walk *w, const struct mnz_tree **out)
{
    const struct mnz_value_pool *pool = &w->s->pool;
    enum mnz_status st = MNZ_OK;
    uint32_t id;

    w->inputs = (struct mnz_names){.arena = w->arena};
    for (uint32_t i = 0; !st && i < pool->num_inputs; i++)
        st = mnz_names_intern(&w->inputs, pool->inputs[i].name, &id);
    return st ? st : walk_below(w, w->s->tree, "", 0, out);
}

enum mnz_status
mnz_override_find(const struct mnz_scenario *scenario, struct mnz_arena *arena,
                  struct mnz_written_inputs *out)
{
    struct walk w = {.s = scenario, .arena = arena, .found = out};
    const struct mnz_tree *same;

    *out = (struct mnz_written_inputs){
        .nodes =
            mnz_arena_alloc(arena, scenario->pool.num_inputs + 1, sizeof *out->nodes)};
    return out->nodes ? walk_document(&w, &same) : MNZ_ERR_NOMEM;
}

enum mnz_status
mnz_override_apply(const struct mnz_scenario *scenario,
                   const struct mnz_tree *const *values, struct mnz_arena *arena,
                   const struct mnz_tree **out)
{
    struct walk w = {.s = scenario, .arena = arena, .values = values};

    return walk_document(&w, out);
}

static int
is_at(const struct mnz_span *a, const struct mnz_span *b)
{
    return a->line == b->line && a->column == b->column && a->file && b->file &&
           strcmp(a->file, b->file) == 0;
}

/* The input written at a path; several of one path are numbered by the reader. */
static enum mnz_status
find_input(struct walk *w, const struct mnz_tree *node, const char *path, uint32_t *out)
{
    const char *name = path;

    *out = MNZ_NONE;
    for (unsigned i = 2;; i++) {
        const uint32_t id = mnz_names_find(&w->inputs, name);

        if (id == MNZ_NAME_NONE)
            return MNZ_OK;
        if (is_at(&w->s->pool.inputs[id].at, &node->at)) {
            *out = id;
            return MNZ_OK;
        }
        name = mnz_arena_printf(w->arena, "%s#%u", path, i);
        if (!name)
            return MNZ_ERR_NOMEM;
    }
}

static enum mnz_status
note_other(struct walk *w, const char *path)
{
    struct mnz_written_inputs *f = w->found;

    if (f->num_others == w->others_room) {
        const uint32_t room = 2 * w->others_room + 8;
        const char **bigger = mnz_arena_alloc(w->arena, room, sizeof *bigger);

        if (!bigger)
            return MNZ_ERR_NOMEM;
        if (f->num_others > 0)
            memcpy(bigger, f->others, f->num_others * sizeof *bigger);
        f->others = bigger;
        w->others_room = room;
    }
    f->others[f->num_others++] = path;
    return MNZ_OK;
}

static enum mnz_status
meet_distribution(struct walk *w, const struct mnz_tree *node, const char *path,
                  const struct mnz_tree **out)
{
    uint32_t input;
    enum mnz_status st = find_input(w, node, path, &input);

    if (st)
        return st;
    if (input != MNZ_NONE && w->found)
        w->found->nodes[input] = node;
    else if (w->found)
        return note_other(w, path);
    if (input != MNZ_NONE && w->values && w->values[input])
        *out = w->values[input];
    return MNZ_OK;
}

static const struct mnz_tree *
child_of(const struct mnz_tree *node, size_t i)
{
    return node->kind == MNZ_TREE_MAPPING ? node->entries[i].value : node->items[i];
}

/* *out is `node` itself where nothing below it changes. */
static enum mnz_status
walk_below(struct walk *w, const struct mnz_tree *node, const char *path, int depth,
           const struct mnz_tree **out)
{
    struct mnz_tree *copy = NULL;
    int wraps;

    *out = node;
    if (node->kind == MNZ_TREE_SCALAR)
        return MNZ_OK;
    if (depth > 1 && mnz_distribution_find(node))
        return meet_distribution(w, node, path, out);
    wraps = mnz_spelling_is_wrapper(node, depth);
    for (size_t i = 0; i < node->num_children; i++) {
        const struct mnz_tree *child = child_of(node, i), *changed;
        const char *below = path;
        enum mnz_status st;

        if (child->kind == MNZ_TREE_SCALAR)
            continue;
        if (!wraps)
            below = mnz_spelling_of_child(w->arena, node, i, path, depth);
        if (!below)
            return MNZ_ERR_NOMEM;
        st = walk_below(w, child, below, depth + 1, &changed);
        if (st)
            return st;
        if (changed == child)
            continue;
        if (wraps && mnz_distribution_find(changed)) {
            *out = changed; /* with an origin of its own */
            return MNZ_OK;
        }
        if (!copy)
            copy = mnz_tree_copy(w->arena, node);
        if (!copy)
            return MNZ_ERR_NOMEM;
        mnz_tree_put(copy, i, changed);
        *out = copy;
    }
    return MNZ_OK;
}

/* The path of a table as a file in `folder` has to write it. */
static const char *
moved_path(const struct mnz_tree *table, const char *folder, struct mnz_arena *arena)
{
    const char *beside = mnz_locate_beside(table->text, table->at.file, arena);
    const char *real;

    errno = 0;
    real = beside ? mnz_file_real_path(beside, arena) : NULL;
    if (!real && errno != ENOENT && errno != ENOTDIR)
        return NULL;
    /* A table that appears together with the file is not there yet. */
    if (!real && beside[0] == '/')
        real = beside;
    return real ? mnz_file_relative(folder, real, arena) : table->text;
}

enum mnz_status
mnz_override_move(const struct mnz_tree *tree, const char *folder,
                  struct mnz_arena *arena, const struct mnz_tree **out)
{
    struct mnz_tree *copy = NULL;

    *out = tree;
    for (size_t i = 0; tree->kind != MNZ_TREE_SCALAR && i < tree->num_children; i++) {
        const struct mnz_tree *child = child_of(tree, i), *changed = child;
        enum mnz_status st = MNZ_OK;

        if (tree->kind == MNZ_TREE_MAPPING && child->kind == MNZ_TREE_SCALAR &&
            strcmp(tree->entries[i].key, "table") == 0 && child->at.file) {
            const char *text = moved_path(child, folder, arena);

            changed =
                text ? mnz_tree_new_scalar(arena, child->at, text, child->is_quoted)
                     : NULL;
            if (!changed)
                st = errno == 0 || errno == ENOMEM ? MNZ_ERR_NOMEM : MNZ_ERR_IO;
        } else {
            st = mnz_override_move(child, folder, arena, &changed);
        }
        if (!st && changed != child && !copy) {
            copy = mnz_tree_copy(arena, tree);
            st = copy ? MNZ_OK : MNZ_ERR_NOMEM;
        }
        if (st)
            return st;
        if (changed != child)
            mnz_tree_put(copy, i, changed);
    }
    if (copy)
        *out = copy;
    return MNZ_OK;
}
