/* layers.c - one document laid over another. */

#include "document/layers.h"

#include <string.h>

#include "base/dates.h"
#include "base/names.h"
#include "document/tree.h"

struct merge {
    struct mnz_arena *arena;
    struct mnz_diags *diags;
};

static enum mnz_status merge_nodes(struct merge *m, const struct mnz_tree *base,
                                   const struct mnz_tree *overlay,
                                   const struct mnz_tree_place *place,
                                   const struct mnz_tree **out);
static int is_list_that_grows(const struct mnz_tree_place *place);
static enum mnz_status append_rows(struct merge *m, const struct mnz_tree *base,
                                   const struct mnz_tree *overlay,
                                   const struct mnz_tree **out);
static int replaces_whole(const struct mnz_tree *base, const struct mnz_tree *overlay,
                          const struct mnz_tree_place *place);
static int is_value(const struct mnz_tree *mapping);
static enum mnz_status merge_mappings(struct merge *m, const struct mnz_tree *base,
                                      const struct mnz_tree *overlay,
                                      const struct mnz_tree_place *place,
                                      const struct mnz_tree **out);
static void warn_if_unsaid(struct merge *m, const struct mnz_tree_entry *entry);

/* Linear search in `words`, which ends in NULL. */
static int
is_one_of(const char *word, const char *const *words)
{
    for (; word && *words; words++)
        if (strcmp(word, *words) == 0)
            return 1;
    return 0;
}

enum mnz_status
mnz_layers_merge(const struct mnz_tree *base, const struct mnz_tree *overlay,
                 const struct mnz_tree_place *place, struct mnz_arena *arena,
                 struct mnz_diags *diags, const struct mnz_tree **out)
{
    struct merge m = {arena, diags};

    return merge_nodes(&m, base, overlay, place, out);
}

struct mnz_tree_place
mnz_tree_place_below(const struct mnz_tree_place *place, const char *key)
{
    return (struct mnz_tree_place){.depth = place->depth + 1,
                                   .section = place->depth == 0 ? key : place->section,
                                   .key = key,
                                   .parent_key = place->key};
}

static enum mnz_status
merge_nodes(struct merge *m, const struct mnz_tree *base,
            const struct mnz_tree *overlay, const struct mnz_tree_place *place,
            const struct mnz_tree **out)
{
    if (base->kind == MNZ_TREE_SEQUENCE && overlay->kind == MNZ_TREE_SEQUENCE &&
        is_list_that_grows(place))
        return append_rows(m, base, overlay, out);
    if (base->kind == MNZ_TREE_MAPPING && overlay->kind == MNZ_TREE_MAPPING &&
        !replaces_whole(base, overlay, place))
        return merge_mappings(m, base, overlay, place, out);
    *out = overlay;
    return MNZ_OK;
}

static int
is_list_that_grows(const struct mnz_tree_place *place)
{
    static const char *const lists[] = {"links", "correlations", NULL};

    return place->depth == 1 && is_one_of(place->section, lists);
}

static enum mnz_status
append_rows(struct merge *m, const struct mnz_tree *base,
            const struct mnz_tree *overlay, const struct mnz_tree **out)
{
    struct mnz_tree *all = mnz_tree_new_sequence(
        m->arena, base->at, base->num_children + overlay->num_children);

    if (!all)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < base->num_children; i++)
        mnz_tree_append(all, base->items[i]);
    for (size_t i = 0; i < overlay->num_children; i++)
        mnz_tree_append(all, overlay->items[i]);
    *out = all;
    return MNZ_OK;
}

/*
 * Whether a mapping is one value rather than a record of several. Two selectors merged
 * would be a third that nobody wrote. Sections themselves always merge; and names that
 * the analyst chose (of records, of branches) are not looked at as if they were fields.
 */
static int
replaces_whole(const struct mnz_tree *base, const struct mnz_tree *overlay,
               const struct mnz_tree_place *place)
{
    static const char *const selectors[] = {
        "from",    "to", "goods", "facilities", "for",    "items",   "not",
        "between", "on", "in",    "by",         "inside", "outside", NULL};
    static const char *const named[] = {
        "sources", "blocs",    "materials", "facilities", "controls", "industries",
        "events",  "policies", "observe",   "factors",    NULL};
    const int has_own_name =
        place->depth < 2 || (place->depth == 2 && is_one_of(place->section, named)) ||
        (place->parent_key && strcmp(place->parent_key, "branches") == 0);

    if (has_own_name)
        return 0;
    if (is_one_of(place->key, selectors))
        return 1;
    if (strcmp(place->key, "branches") == 0)
        return 0;
    return is_value(base) || is_value(overlay);
}

/* A number, distribution or dated series, with its origin beside it or not: another
 * number must not inherit the origin of the one that it replaces. */
static int
is_value(const struct mnz_tree *mapping)
{
    static const char *const values[] = {
        "uniform",  "normal",    "lognormal", "triangular", "pert",
        "beta",     "gamma",     "weibull",   "poisson",    "bernoulli",
        "discrete", "empirical", "truncate",  "value",      NULL};
    static const char *const companions[] = {"source", "verified", "notes", NULL};
    size_t num_values = 0, num_companions = 0;

    for (size_t i = 0; i < mapping->num_children; i++) {
        const char *key = mapping->entries[i].key;

        num_values += is_one_of(key, values) || mnz_date_looks_like(key);
        num_companions += (size_t)is_one_of(key, companions);
    }
    return num_values > 0 && num_values + num_companions == mapping->num_children;
}

/* Where an overlay's keys are, found fast however many there are. */
struct key_index {
    const struct mnz_tree *mapping;
    struct mnz_names names; /* an id is the entry's position; unused for a few keys */
};

static enum mnz_status
index_keys(struct key_index *index, const struct mnz_tree *mapping,
           struct mnz_arena *scratch)
{
    enum { FEW = 8 };
    enum mnz_status st = MNZ_OK;
    uint32_t id;

    *index = (struct key_index){.mapping = mapping, .names = {.arena = scratch}};
    if (mapping->num_children > FEW)
        for (size_t i = 0; !st && i < mapping->num_children; i++)
            st = mnz_names_intern(&index->names, mapping->entries[i].key, &id);
    return st;
}

static size_t
find_key(const struct key_index *index, const char *key)
{
    const struct mnz_tree *mapping = index->mapping;
    size_t i = 0;

    if (index->names.count) {
        const uint32_t id = mnz_names_find(&index->names, key);

        return id == MNZ_NAME_NONE ? mapping->num_children : id;
    }
    while (i < mapping->num_children && strcmp(mapping->entries[i].key, key) != 0)
        i++;
    return i;
}

/* The base's keys in their order, then the overlay's new ones in theirs. */
static enum mnz_status
merge_mappings(struct merge *m, const struct mnz_tree *base,
               const struct mnz_tree *overlay, const struct mnz_tree_place *place,
               const struct mnz_tree **out)
{
    struct mnz_arena scratch = {0};
    struct key_index index;
    unsigned char *is_used = mnz_arena_alloc(&scratch, overlay->num_children, 1);
    struct mnz_tree *merged = mnz_tree_new_mapping(
        m->arena, base->at, base->num_children + overlay->num_children);
    enum mnz_status st = index_keys(&index, overlay, &scratch);

    if (!is_used || !merged)
        st = MNZ_ERR_NOMEM;
    for (size_t i = 0; !st && i < base->num_children; i++) {
        const struct mnz_tree_entry *old = &base->entries[i], *new = NULL;
        const size_t at = find_key(&index, old->key);
        const struct mnz_tree_place below = mnz_tree_place_below(place, old->key);
        const struct mnz_tree *value = old->value;

        if (at < overlay->num_children) {
            is_used[at] = 1;
            new = &overlay->entries[at];
            if (mnz_tree_is_null(new->value)) {
                warn_if_unsaid(m, new);
                continue;
            }
            st = merge_nodes(m, old->value, new->value, &below, &value);
        }
        if (!st)
            mnz_tree_add(merged, old->key,
                         new &&value == new->value ? new->key_at : old->key_at, value);
    }
    for (size_t i = 0; !st && i < overlay->num_children; i++) {
        const struct mnz_tree_entry *new = &overlay->entries[i];

        if (is_used[i])
            continue;
        /* An empty key may be a slip, as in `{capacity: 2,000}`: the reader judges it.
         */
        if (mnz_tree_is_null(new->value) && *new->value->text)
            mnz_layers_warn_absent(base, new->key, new->key_at, m->arena, m->diags);
        else
            mnz_tree_add(merged, new->key, new->key_at, new->value);
    }
    mnz_arena_finish(&scratch);
    *out = merged;
    return st;
}

/* A section left empty may be an oversight, and removing one is no small thing. */
static void
warn_if_unsaid(struct merge *m, const struct mnz_tree_entry *entry)
{
    if (!*entry->value->text)
        mnz_diag_add(m->diags, MNZ_W0210, entry->key_at,
                     "write 'null' to say so, or leave the key out",
                     "'%s' is empty here, which removes it", entry->key);
}

void
mnz_layers_warn_absent(const struct mnz_tree *mapping, const char *key,
                       struct mnz_span at, struct mnz_arena *arena,
                       struct mnz_diags *diags)
{
    mnz_diag_add(diags, MNZ_W0211, at, mnz_tree_suggest(mapping, key, arena),
                 "there is no '%s' to remove", key);
}

static int
is_same(const struct mnz_tree *a, const struct mnz_tree *b)
{
    if (a == b)
        return 1;
    if (a->kind != b->kind || a->num_children != b->num_children)
        return 0;
    if (a->kind == MNZ_TREE_SCALAR)
        return a->is_quoted == b->is_quoted && strcmp(a->text, b->text) == 0;
    for (size_t i = 0; i < a->num_children; i++) {
        if (a->kind == MNZ_TREE_SEQUENCE
                ? !is_same(a->items[i], b->items[i])
                : strcmp(a->entries[i].key, b->entries[i].key) ||
                      !is_same(a->entries[i].value, b->entries[i].value))
            return 0;
    }
    return 1;
}

static int
has_same(const struct mnz_tree *a, const struct mnz_tree *b, const char *key)
{
    const struct mnz_tree *x = mnz_tree_find(a, key), *y = mnz_tree_find(b, key);

    return x && y ? is_same(x, y) : !x && !y;
}

/* A row that is said again wins over those between; they are said again after it. */
static enum mnz_status
diff_links(const struct mnz_tree *base, const struct mnz_tree *target,
           struct mnz_arena *arena, struct mnz_tree *rows)
{
    const struct mnz_tree **changed =
        mnz_arena_alloc(arena, base->num_children + 1, sizeof *changed);
    size_t num_changed = 0;

    if (!changed)
        return MNZ_ERR_NOMEM;
    for (size_t i = 0; i < base->num_children; i++) {
        const struct mnz_tree *old = base->items[i], *new = target->items[i];
        int is_said = !is_same(old, new);

        if (is_said && !(has_same(old, new, "from") && has_same(old, new, "to") &&
                         has_same(old, new, "material")))
            return MNZ_ERR_INPUT;
        if (is_said)
            changed[num_changed++] = new;
        for (size_t k = 0; !is_said && k < num_changed; k++)
            is_said = has_same(changed[k], new, "material");
        if (is_said)
            mnz_tree_append(rows, new);
    }
    return MNZ_OK;
}

static enum mnz_status
diff_rows(const struct mnz_tree *base, const struct mnz_tree *target,
          const struct mnz_tree_place *place, struct mnz_arena *arena,
          const struct mnz_tree **out)
{
    const size_t shared = base->num_children;
    struct mnz_tree *rows =
        mnz_tree_new_sequence(arena, target->at, target->num_children);
    enum mnz_status st = MNZ_OK;

    if (!rows)
        return MNZ_ERR_NOMEM;
    if (target->num_children < shared)
        return MNZ_ERR_INPUT;
    if (strcmp(place->section, "links") == 0)
        st = diff_links(base, target, arena, rows);
    else
        for (size_t i = 0; !st && i < shared; i++)
            st = is_same(base->items[i], target->items[i]) ? MNZ_OK : MNZ_ERR_INPUT;
    for (size_t i = shared; i < target->num_children; i++)
        mnz_tree_append(rows, target->items[i]);
    *out = rows;
    return st;
}

static enum mnz_status
diff_mappings(const struct mnz_tree *base, const struct mnz_tree *target,
              const struct mnz_tree_place *place, struct mnz_arena *arena,
              const struct mnz_tree **out)
{
    struct mnz_tree *overlay = mnz_tree_new_mapping(
        arena, target->at, base->num_children + target->num_children);
    enum mnz_status st = overlay ? MNZ_OK : MNZ_ERR_NOMEM;

    for (size_t i = 0; !st && i < target->num_children; i++) {
        const struct mnz_tree_entry *new = &target->entries[i];
        const struct mnz_tree_entry *old =
            i < base->num_children && strcmp(base->entries[i].key, new->key) == 0
                ? &base->entries[i]
                : mnz_tree_find_entry(base, new->key);
        const struct mnz_tree_place below = mnz_tree_place_below(place, new->key);
        const struct mnz_tree *value = new->value;

        if (old)
            st = mnz_layers_diff(old->value, new->value, &below, arena, &value);
        if (!st && value)
            mnz_tree_add(overlay, new->key, new->key_at, value);
    }
    for (size_t i = 0; !st && i < base->num_children; i++) {
        const struct mnz_tree *null;

        if (mnz_tree_find(target, base->entries[i].key))
            continue;
        null = mnz_tree_new_scalar(arena, target->at, "null", 0);
        st = null ? MNZ_OK : MNZ_ERR_NOMEM;
        if (!st)
            mnz_tree_add(overlay, base->entries[i].key, target->at, null);
    }
    *out = st || overlay->num_children > 0 ? overlay : NULL;
    return st;
}

enum mnz_status
mnz_layers_diff(const struct mnz_tree *base, const struct mnz_tree *target,
                const struct mnz_tree_place *place, struct mnz_arena *arena,
                const struct mnz_tree **out)
{
    enum mnz_status st = MNZ_OK;

    *out = NULL;
    if (is_same(base, target))
        return MNZ_OK;
    *out = target;
    if (base->kind == MNZ_TREE_SEQUENCE && target->kind == MNZ_TREE_SEQUENCE &&
        is_list_that_grows(place))
        return diff_rows(base, target, place, arena, out);
    if (base->kind != MNZ_TREE_MAPPING || target->kind != MNZ_TREE_MAPPING ||
        replaces_whole(base, target, place))
        return MNZ_OK;
    st = diff_mappings(base, target, place, arena, out);
    /* The rest may look like a value, which would replace all of the base. */
    if (!st && *out && replaces_whole(base, *out, place))
        *out = target;
    return st;
}
