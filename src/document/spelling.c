/* spelling.c - the paths by which the program prints parts of a document. */

#include "document/spelling.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "base/names.h"
#include "document/print.h"

/* A search for a path, or a list of all. */
struct search {
    struct mnz_arena *arena;
    const char *text;
    size_t length;
    unsigned ordinal;  /* not 0: so many distributions of the path come before */
    const char **list; /* or NULL */
    size_t count, room;
    struct mnz_spelled way;
    int is_found;
};

static enum mnz_status search_below(struct search *s, const struct mnz_tree *node,
                                    const char *path, int depth);

int
mnz_spelling_is_wrapper(const struct mnz_tree *node, int depth)
{
    int has_value = 0;

    if (depth <= 1 || node->kind != MNZ_TREE_MAPPING)
        return 0;
    for (size_t i = 0; i < node->num_children; i++) {
        const char *key = node->entries[i].key;

        if (strcmp(key, "value") == 0)
            has_value = 1;
        else if (strcmp(key, "source") != 0 && strcmp(key, "verified") != 0 &&
                 strcmp(key, "notes") != 0)
            return 0;
    }
    return has_value;
}

const char *
mnz_spelling_of_flow(struct mnz_arena *arena, const char *from, const char *to,
                     const char *material)
{
    return mnz_arena_printf(arena, "[%s>%s:%s]", from ? from : "?", to ? to : "?",
                            material ? material : "?");
}

/* The label of a link without a name. */
static const char *
flow_of_row(struct mnz_arena *arena, const struct mnz_tree *row)
{
    static const char *const keys[] = {"from", "to", "material"};
    const char *part[3];

    for (size_t k = 0; k < 3; k++) {
        const struct mnz_tree *value = mnz_tree_find(row, keys[k]);

        part[k] = value ? mnz_tree_flow(arena, value) : NULL;
        if (value && !part[k])
            return NULL;
    }
    return mnz_spelling_of_flow(arena, part[0], part[1], part[2]);
}

const char *
mnz_spelling_of_child(struct mnz_arena *arena, const struct mnz_tree *node, size_t i,
                      const char *path, int depth)
{
    const struct mnz_tree *name;
    const char *key;

    if (node->kind == MNZ_TREE_MAPPING) {
        key = node->entries[i].key;
        if (depth == 0)
            return key;
        /* A branch is called by its event's name and its own. */
        if (depth == 2 && strncmp(path, "events.", 7) == 0 &&
            strcmp(key, "branches") == 0)
            return path;
        return mnz_arena_printf(arena, "%s%s%s", path,
                                depth > 1 && mnz_date_looks_like(key) ? "@" : ".", key);
    }
    if (depth != 1 || strcmp(path, "links") != 0)
        return mnz_arena_printf(arena, "%s[%zu]", path, i + 1);
    name = mnz_tree_find(node->items[i], "name");
    if (name && name->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(name))
        return mnz_arena_printf(arena, "links.%s", name->text);
    key = flow_of_row(arena, node->items[i]);
    return key ? mnz_arena_printf(arena, "links%s", key) : NULL;
}

/* Whether a node may be an input that is numbered: a distribution, or the number that a
 * setting has put in the place of one. */
static int
may_be_numbered(const struct mnz_tree *node)
{
    const struct mnz_tree *value = mnz_tree_find(node, "value");

    node = value ? value : node;
    if (node->kind == MNZ_TREE_MAPPING)
        return node->num_children > 0 && !mnz_date_looks_like(node->entries[0].key);
    return mnz_tree_is_of_setting(node);
}

static enum mnz_status
note(struct search *s, const char *path)
{
    const char **bigger;

    if (s->count == s->room) {
        s->room = 2 * s->room + 64;
        bigger = mnz_arena_alloc(s->arena, s->room, sizeof *bigger);
        if (!bigger)
            return MNZ_ERR_NOMEM;
        if (s->count > 0)
            memcpy(bigger, s->list, s->count * sizeof *bigger);
        s->list = bigger;
    }
    s->list[s->count++] = path;
    return MNZ_OK;
}

/* Look at a child: it is the one, the one is below it, or neither. */
static enum mnz_status
meet(struct search *s, const struct mnz_tree *child, const char *path, int depth)
{
    const size_t length = strlen(path);

    if (!s->text) {
        if (child->kind == MNZ_TREE_SCALAR)
            return note(s, path);
        return search_below(s, child, path, depth);
    }
    if (strncmp(s->text, path, length) != 0 || length > s->length)
        return MNZ_OK;
    if (length == s->length && s->ordinal > 0)
        s->ordinal -= may_be_numbered(child) ? 1u : 0u;
    else if (length == s->length) {
        s->is_found = 1;
        return MNZ_OK;
    }
    if (child->kind == MNZ_TREE_SCALAR || !strchr(".@[", s->text[length]))
        return MNZ_OK;
    return search_below(s, child, path, depth);
}

/* The children, those of a list of links from the last one on. */
static enum mnz_status
search_below(struct search *s, const struct mnz_tree *node, const char *path, int depth)
{
    const int is_backward = node->kind == MNZ_TREE_SEQUENCE && depth == 1;
    const int wraps = mnz_spelling_is_wrapper(node, depth);

    if (depth >= MNZ_SPELLING_DEEPEST)
        return MNZ_OK;
    for (size_t k = 0; k < node->num_children; k++) {
        const size_t i = is_backward ? node->num_children - 1 - k : k;
        const struct mnz_tree *child =
            node->kind == MNZ_TREE_MAPPING ? node->entries[i].value : node->items[i];
        const char *below =
            wraps ? path : mnz_spelling_of_child(s->arena, node, i, path, depth);
        enum mnz_status st;

        if (!below)
            return MNZ_ERR_NOMEM;
        if (wraps && strcmp(node->entries[i].key, "value") != 0)
            continue;
        s->way.nodes[depth] = node;
        s->way.children[depth] = i;
        st = meet(s, child, below, depth + 1);
        if (s->is_found && s->way.num_steps == 0)
            s->way.num_steps = (size_t)depth + 1;
        if (st || s->is_found)
            return st;
    }
    return MNZ_OK;
}

enum mnz_status
mnz_spelling_find(const struct mnz_tree *root, const char *text,
                  struct mnz_arena *arena, struct mnz_spelled *out)
{
    struct search s = {.arena = arena, .text = text, .length = strlen(text)};
    const char *mark = strrchr(text, '#');
    char *end = NULL;
    const unsigned long number = mark ? strtoul(mark + 1, &end, 10) : 0;
    enum mnz_status st = search_below(&s, root, "", 0);

    if (!st && !s.is_found && number >= 2 && number <= UINT32_MAX && !*end) {
        s = (struct search){
            .arena = arena, .text = text, .length = (size_t)(mark - text)};
        s.ordinal = (unsigned)number - 1;
        st = search_below(&s, root, "", 0);
    }
    *out = s.way;
    return st;
}

const struct mnz_tree *
mnz_spelled_node(const struct mnz_spelled *spelled)
{
    const struct mnz_tree *last = spelled->nodes[spelled->num_steps - 1];
    const size_t i = spelled->children[spelled->num_steps - 1];

    return last->kind == MNZ_TREE_MAPPING ? last->entries[i].value : last->items[i];
}

enum mnz_status
mnz_spelling_suggest(const struct mnz_tree *root, const char *text,
                     struct mnz_arena *arena, const char **out)
{
    struct search s = {.arena = arena};
    enum mnz_status st = search_below(&s, root, "", 0);
    const char *nearest = st ? NULL : mnz_nearest(text, s.list, s.count);

    *out = NULL;
    if (st || !nearest)
        return st;
    *out = mnz_arena_printf(arena, "did you mean '%s'?", nearest);
    return *out ? MNZ_OK : MNZ_ERR_NOMEM;
}
