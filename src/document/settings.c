/* settings.c - changes of a document by --set. */

#include "document/settings.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "document/layers.h"
#include "document/spelling.h"
#include "document/yaml_read.h"

enum { MOST_KEYS = 16 };

/* A setting taken apart. */
struct path {
    const char *keys[MOST_KEYS];
    const char *from[MOST_KEYS], *to[MOST_KEYS]; /* of each key in the setting's text */
    struct mnz_span at[MOST_KEYS];
    size_t num_keys;
    const char *text; /* all keys, as they are written */
    const struct mnz_tree *value;
    struct mnz_arena *arena;
    struct mnz_diags *diags;
};

static enum mnz_status parse(const char *text, struct path *path);
static enum mnz_status parse_key(const char *file, const char *text, const char **p,
                                 struct path *path);
static enum mnz_status set_anywhere(const struct path *path,
                                    const struct mnz_tree *document,
                                    const struct mnz_tree **out);
static enum mnz_status set_below(const struct path *path, size_t i,
                                 const struct mnz_tree *node,
                                 const struct mnz_tree_place *place,
                                 const struct mnz_tree **out);
static enum mnz_status set_in_mapping(const struct path *path, size_t i,
                                      const struct mnz_tree *mapping,
                                      const struct mnz_tree_place *place,
                                      const struct mnz_tree **out);
static enum mnz_status set_link(const struct path *path, size_t i,
                                const struct mnz_tree *links,
                                const struct mnz_tree_place *place,
                                const struct mnz_tree **out);
static enum mnz_status remove_link(const struct path *path, size_t i,
                                   const struct mnz_tree *link,
                                   const struct mnz_tree **out);

static enum mnz_status
fail(const struct path *path, enum mnz_code code, struct mnz_span at,
     const char *advice, const char *text)
{
    mnz_diag_add(path->diags, code, at, advice, "%s", text);
    return MNZ_ERR_INPUT;
}

enum mnz_status
mnz_setting_apply(const struct mnz_setting *setting, const struct mnz_tree *document,
                  struct mnz_arena *arena, struct mnz_diags *diags,
                  const struct mnz_tree **out)
{
    struct path path = {.arena = arena, .diags = diags};
    const struct mnz_tree *changed = document;
    enum mnz_status st = parse(setting->text, &path);

    if (!st)
        st = set_anywhere(&path, document, &changed);
    *out = st ? document : changed;
    return st == MNZ_ERR_INPUT ? MNZ_OK : st;
}

const char *
mnz_setting_end(const char *text)
{
    int depth = 0;
    char quote = '\0';

    for (; *text; text++) {
        if (quote)
            quote = *text == quote ? '\0' : quote;
        else if (*text == '"' || *text == '\'')
            quote = *text;
        else if (*text == '[' || *text == '{')
            depth++;
        else if (*text == ']' || *text == '}')
            depth--;
        else if (*text == ',' && depth <= 0)
            break;
    }
    return text;
}

static enum mnz_status
parse(const char *text, struct path *path)
{
    const char *p = text, *copy = mnz_arena_strdup(path->arena, text);
    const char *name = mnz_arena_printf(path->arena, "--set '%s'", text);
    struct mnz_span at = {NULL, 1, 1};
    const size_t length = strlen(text);
    enum mnz_status st = MNZ_OK;

    if (!copy || !name)
        return MNZ_ERR_NOMEM;
    at.file = name;
    if (!mnz_text_verify(&(struct mnz_text){text, length, at}, path->diags))
        return MNZ_ERR_INPUT;
    mnz_diags_add_source(path->diags, at.file, text, length);
    do
        st = parse_key(at.file, text, &p, path);
    while (!st && *p++ == '.');
    if (st)
        return st;
    path->text =
        mnz_arena_strndup(path->arena, path->from[0],
                          (size_t)(path->to[path->num_keys - 1] - path->from[0]));
    if (!path->text)
        return MNZ_ERR_NOMEM;
    at.column = (uint32_t)(p - text) + 1;
    copy += p - text;
    if (!copy[strspn(copy, " \t")])
        return fail(path, MNZ_E1402, at, "write null to remove it",
                    "a value is missing after '='");
    if (mnz_utf8_verify(copy, strlen(copy)) != strlen(copy))
        return fail(path, MNZ_E0101, at, "write it as plain text in UTF-8",
                    "this is not text in UTF-8");
    return mnz_yaml_read_value(copy, at, 1, path->arena, path->diags, &path->value);
}

/* One key; *p moves on to the '.' or '=' after it. */
static enum mnz_status
parse_key(const char *file, const char *text, const char **p, struct path *path)
{
    const int is_quoted = **p == '"';
    const char *start = *p + is_quoted, *end = start, *after;
    const struct mnz_span at = {file, 1, (uint32_t)(*p - text) + 1};

    while (*end && (is_quoted ? *end != '"' : *end != '.' && *end != '='))
        end++;
    after = end + (is_quoted && *end);
    while (!is_quoted && end > start && end[-1] == ' ')
        end--;
    while (!is_quoted && start < end && *start == ' ')
        start++;
    if (end == start)
        return fail(path, MNZ_E1403, at, "write --set path=value, such as run.seed=7",
                    "a key is missing");
    if (*after != '.' && *after != '=')
        return fail(path, MNZ_E1404,
                    (struct mnz_span){file, 1, (uint32_t)(after - text) + 1},
                    "write --set path=value, such as run.seed=7", "'=' was expected");
    if (path->num_keys == MOST_KEYS)
        return fail(path, MNZ_E1405, at, NULL, "this path has too many keys");
    path->at[path->num_keys] = at;
    path->from[path->num_keys] = start;
    path->to[path->num_keys] = end;
    path->keys[path->num_keys] =
        mnz_arena_strndup(path->arena, start, (size_t)(end - start));
    *p = after;
    return path->keys[path->num_keys++] ? MNZ_OK : MNZ_ERR_NOMEM;
}

/* `node` with the value put at keys i, i + 1 ... below it; `node` is NULL if absent. */
static enum mnz_status
set_below(const struct path *path, size_t i, const struct mnz_tree *node,
          const struct mnz_tree_place *place, const struct mnz_tree **out)
{
    if (i == path->num_keys && node)
        return mnz_layers_merge(node, path->value, place, path->arena, path->diags,
                                out);
    if (i == path->num_keys) {
        *out = path->value;
        return MNZ_OK;
    }
    if (node && node->kind == MNZ_TREE_SEQUENCE) {
        if (place->depth == 1 && strcmp(place->key, "links") == 0)
            return set_link(path, i, node, place, out);
        return fail(path, MNZ_E1406, path->at[i], "replace the whole list: path=[...]",
                    "a list's items cannot be set one by one");
    }
    if (!node || node->kind != MNZ_TREE_MAPPING) {
        node = mnz_tree_new_mapping(path->arena, path->at[i], 0);
        if (!node)
            return MNZ_ERR_NOMEM;
    }
    return set_in_mapping(path, i, node, place, out);
}

/* The entry that key i names: of that name, or of a name that holds dots, "St. Joe",
 * which keys i to *last together spell. NULL where there is none. */
static const struct mnz_tree_entry *
find_entry(const struct path *path, size_t i, const struct mnz_tree *mapping,
           size_t *last)
{
    const struct mnz_tree_entry *found = mnz_tree_find_entry(mapping, path->keys[i]);

    *last = i;
    for (size_t j = i + 1; !found && j < path->num_keys; j++) {
        const char *name = mnz_arena_strndup(path->arena, path->from[i],
                                             (size_t)(path->to[j] - path->from[i]));

        found = name ? mnz_tree_find_entry(mapping, name) : NULL;
        *last = found ? j : i;
    }
    return found;
}

static int
is_named(const struct mnz_tree *link, const char *name)
{
    const struct mnz_tree *own = mnz_tree_find(link, "name");

    return own && own->kind == MNZ_TREE_SCALAR && strcmp(own->text, name) == 0;
}

static const struct mnz_tree *
find_link(const struct mnz_tree *links, const char *name)
{
    for (size_t i = 0; i < links->num_children; i++)
        if (is_named(links->items[i], name))
            return links->items[i];
    return NULL;
}

/* Whether the keys lead to a part of the document that is there. */
static int
is_there(const struct path *path, const struct mnz_tree *document)
{
    const struct mnz_tree *node = document;
    size_t i = 0, last;

    while (i < path->num_keys) {
        const struct mnz_tree_entry *entry;

        if (node->kind == MNZ_TREE_SEQUENCE)
            return i == 1 && strcmp(path->keys[0], "links") == 0 &&
                   find_link(node, path->keys[1]) != NULL;
        if (node->kind != MNZ_TREE_MAPPING)
            return 0;
        entry = find_entry(path, i, node, &last);
        if (!entry)
            return 0;
        node = entry->value;
        i = last + 1;
    }
    return 1;
}

/* Put the value at a node that was found by its printed path. */
static enum mnz_status
set_spelled(const struct path *path, const struct mnz_spelled *way,
            const struct mnz_tree **out)
{
    struct mnz_tree_place place = {.depth = 0};
    const struct mnz_tree *value = path->value;
    enum mnz_status st = MNZ_OK;

    if (mnz_tree_is_null(value))
        return fail(path, MNZ_E1406, path->at[0], "give it another value",
                    "null removes only what is named by its keys in the file");
    for (size_t k = 0; k < way->num_steps; k++) {
        const struct mnz_tree *node = way->nodes[k];

        place = mnz_tree_place_below(&place, node->kind == MNZ_TREE_MAPPING
                                                 ? node->entries[way->children[k]].key
                                                 : "[]");
    }
    st = mnz_layers_merge(mnz_spelled_node(way), value, &place, path->arena,
                          path->diags, &value);
    for (size_t k = way->num_steps; !st && k-- > 0;) {
        struct mnz_tree *copy = mnz_tree_copy(path->arena, way->nodes[k]);

        if (!copy)
            return MNZ_ERR_NOMEM;
        mnz_tree_put(copy, way->children[k], value);
        value = copy;
    }
    *out = value;
    return st;
}

/* Whether this is the name of a number that the program draws for itself. */
static int
is_draw(const struct path *path)
{
    const char *first = path->keys[0], *last = path->keys[path->num_keys - 1];

    return path->num_keys > 2 &&
           (strcmp(last, "drawn") == 0 || strcmp(last, "triggered") == 0) &&
           (strcmp(first, "events") == 0 || strcmp(first, "controls") == 0 ||
            strcmp(first, "policies") == 0);
}

/* Whether only printed names are like this, so that no key is to be made of it. */
static int
is_printed_name(const struct path *path, const struct mnz_tree *document)
{
    static const char *const own[] = {"on",     "branches", "if",
                                      "source", "verified", "notes"};
    const struct mnz_tree *events = mnz_tree_find(document, "events");

    if (strpbrk(path->text, "@[#"))
        return 1;
    if (path->num_keys < 3 || strcmp(path->keys[0], "events") != 0 || !events ||
        !mnz_tree_find(events, path->keys[1]))
        return 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(path->keys[2], own[i]) == 0)
            return 0;
    return 1;
}

static enum mnz_status
refuse_name(const struct path *path, const struct mnz_tree *document)
{
    const char *nearest;
    enum mnz_status st =
        mnz_spelling_suggest(document, path->text, path->arena, &nearest);

    if (st)
        return st;
    mnz_diag_add(path->diags, MNZ_E1408, path->at[0],
                 nearest ? nearest
                         : "inputs.csv of a run lists the names of uncertain inputs",
                 "nothing in this scenario is named '%.120s'", path->text);
    return MNZ_ERR_INPUT;
}

/* The keys of the file first, then the names that the program prints. */
static enum mnz_status
set_anywhere(const struct path *path, const struct mnz_tree *document,
             const struct mnz_tree **out)
{
    const struct mnz_tree_place root = {.depth = 0};
    struct path draw = *path;
    struct mnz_spelled way;
    enum mnz_status st;

    if (is_there(path, document))
        return set_below(path, 0, document, &root, out);
    st = mnz_spelling_find(document, path->text, path->arena, &way);
    if (st || way.num_steps > 0)
        return st ? st : set_spelled(path, &way, out);
    if (is_draw(path)) {
        draw.keys[0] = "draws";
        draw.keys[1] = path->text;
        draw.num_keys = 2;
        return set_below(&draw, 0, document, &root, out);
    }
    if (is_printed_name(path, document))
        return refuse_name(path, document);
    return set_below(path, 0, document, &root, out);
}

/* Whether records of a section are found by their names, which a misspelt one is not.
 */
static int
has_named_records(const struct mnz_tree_place *place)
{
    static const char *const sections[] = {"materials", "facilities", "industries",
                                           "controls",  "policies",   "events",
                                           "factors",   "elements",   "observe"};

    for (size_t i = 0; place->depth == 1 && i < sizeof sections / sizeof *sections; i++)
        if (strcmp(place->key, sections[i]) == 0)
            return 1;
    return 0;
}

/* A part of a record that is not there is set: the name is misspelt, or the record is
 * to be written as a whole. */
static enum mnz_status
refuse_record(const struct path *path, size_t i, const struct mnz_tree *mapping,
              const struct mnz_tree_place *place)
{
    const char *advice = mnz_tree_suggest(mapping, path->keys[i], path->arena);

    if (!advice)
        advice = mnz_arena_printf(path->arena,
                                  "write a new one as a whole: %s.NAME={KEY: VALUE, "
                                  "...}",
                                  place->key);
    mnz_diag_add(path->diags, MNZ_E1407, path->at[i], advice, "there is no '%s' in %s",
                 path->keys[i], place->key);
    return MNZ_ERR_INPUT;
}

static enum mnz_status
set_in_mapping(const struct path *path, size_t i, const struct mnz_tree *mapping,
               const struct mnz_tree_place *place, const struct mnz_tree **out)
{
    size_t last;
    const struct mnz_tree_entry *old = find_entry(path, i, mapping, &last);
    const char *key = old ? old->key : path->keys[i];
    const struct mnz_tree_place below = mnz_tree_place_below(place, key);
    const int removes = mnz_tree_is_null(path->value);
    const int is_last = last + 1 == path->num_keys;
    const struct mnz_tree *value = NULL;
    struct mnz_tree *changed;
    enum mnz_status st = MNZ_OK;

    *out = mapping;
    if (removes && !old) {
        mnz_layers_warn_absent(mapping, key, path->at[i], path->arena, path->diags);
        return MNZ_OK;
    }
    if (!old && !is_last && has_named_records(place))
        return refuse_record(path, i, mapping, place);
    if (!removes || !is_last)
        st = set_below(path, last + 1, old ? old->value : NULL, &below, &value);
    if (st)
        return st;
    changed = mnz_tree_new_mapping(path->arena, mapping->at, mapping->num_children + 1);
    if (!changed)
        return MNZ_ERR_NOMEM;
    for (size_t j = 0; j < mapping->num_children; j++) {
        const struct mnz_tree_entry *entry = &mapping->entries[j];

        if (entry != old)
            mnz_tree_add(changed, entry->key, entry->key_at, entry->value);
        else if (value)
            mnz_tree_add(changed, entry->key, is_last ? path->at[i] : entry->key_at,
                         value);
    }
    if (!old)
        mnz_tree_add(changed, key, path->at[i], value);
    *out = changed;
    return MNZ_OK;
}

/* The link of that name changes in its place, so that which row wins does not. */
static enum mnz_status
set_link(const struct path *path, size_t i, const struct mnz_tree *links,
         const struct mnz_tree_place *place, const struct mnz_tree **out)
{
    const struct mnz_tree_place below = mnz_tree_place_below(place, path->keys[i]);
    const int removes = mnz_tree_is_null(path->value);
    const int is_share =
        i + 2 == path->num_keys && strcmp(path->keys[i + 1], "share") == 0;
    struct mnz_tree *changed =
        mnz_tree_new_sequence(path->arena, links->at, links->num_children);
    enum mnz_status st = changed ? MNZ_OK : MNZ_ERR_NOMEM;
    size_t num_found = 0;

    for (size_t j = 0; !st && j < links->num_children; j++) {
        const struct mnz_tree *link = links->items[j];

        if (is_named(link, path->keys[i])) {
            num_found++;
            if (removes && (i + 1 == path->num_keys || is_share))
                st = remove_link(path, i, link, &link);
            else
                st = set_below(path, i + 1, link, &below, &link);
        }
        if (!st)
            mnz_tree_append(changed, link);
    }
    if (!st && num_found == 0) {
        mnz_diag_add(path->diags, MNZ_E1401, path->at[i],
                     "give the link a 'name', which then stands in its path",
                     "no link is named '%s'", path->keys[i]);
        return MNZ_ERR_INPUT;
    }
    *out = changed;
    return st;
}

/* A removed link stays as a row whose share is null, and so removes those before it. */
static enum mnz_status
remove_link(const struct path *path, size_t i, const struct mnz_tree *link,
            const struct mnz_tree **out)
{
    struct mnz_tree *removed =
        mnz_tree_new_mapping(path->arena, link->at, link->num_children + 1);

    if (!removed)
        return MNZ_ERR_NOMEM;
    for (size_t j = 0; j < link->num_children; j++)
        if (strcmp(link->entries[j].key, "share") != 0)
            mnz_tree_add(removed, link->entries[j].key, link->entries[j].key_at,
                         link->entries[j].value);
    mnz_tree_add(removed, "share", path->at[i], path->value);
    *out = removed;
    return MNZ_OK;
}
