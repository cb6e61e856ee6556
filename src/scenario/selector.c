/* selector.c - choosing facilities, industries, materials and places by their keys. */

#include "scenario/selector.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/elements.h"
#include "scenario/places.h"

static uint32_t resolve_industry(struct mnz_reader *r, const char *name,
                                 struct mnz_span at);

enum {
    PLACES = MNZ_SELECT_PLACES,
    GOODS = MNZ_SELECT_GOODS,
    ACTORS = MNZ_SELECT_ACTORS,
    ANY = ACTORS | GOODS | PLACES
};

#define WORDS(member) .bits = offsetof(struct mnz_selector, member)
#define LIST(member)                                                                   \
    .list = offsetof(struct mnz_selector, member),                                     \
    .count = offsetof(struct mnz_selector, num_##member)

const struct mnz_selector_key mnz_selector_keys[] = {
    {"country", ACTORS | PLACES, "countries or blocs",
     "stands in one of these countries or blocs", LIST(places),
     .resolve = mnz_places_resolve},
    {"stage", ACTORS | GOODS, "stage", "is of one of these stages", WORDS(stages),
     .choices = mnz_stage_name},
    {"material", ACTORS | GOODS, "materials",
     "is one of these materials; of facilities and industries: uses or makes one",
     LIST(materials), .resolve = mnz_material_resolve, .is_sorted = 1},
    {"element", ACTORS | GOODS, "elements",
     "contains any of these elements; of facilities and industries: uses or makes a "
     "material that does",
     WORDS(elements), .resolve = mnz_element_resolve},
    {"sector", ACTORS, "sectors", "is an industry of one of these sectors",
     LIST(sectors), .resolve = mnz_sector_resolve},
    {"end_use", ACTORS, "end use", "is an industry of this end use", WORDS(end_uses),
     .choices = mnz_end_use_name},
    {"facility", ACTORS, "facilities", "is one of these facilities", LIST(actors),
     .resolve = mnz_facility_resolve, .is_sorted = 1},
    {"industry", ACTORS, "industries", "is one of these industries", LIST(actors),
     .resolve = resolve_industry, .is_sorted = 1},
    {"name", ACTORS, "facilities or industries", "is one of these by name",
     LIST(actors), .resolve = mnz_actor_resolve, .is_sorted = 1},
    {"not", ANY, "a selector", "is not chosen by this selector", .choices = NULL},
    {.key = NULL},
};

static const struct mnz_selector_key *find_key(const char *key);
static void read_names(struct mnz_reader *r, const struct mnz_tree *tree,
                       const struct mnz_where *where,
                       const struct mnz_selector_key *key, struct mnz_selector *out);
static void read_key(struct mnz_reader *r, const struct mnz_tree_entry *entry,
                     const struct mnz_where *where, enum mnz_selector_role role,
                     struct mnz_selector *out);

void
mnz_selector_read(struct mnz_reader *r, const struct mnz_tree *tree,
                  const struct mnz_where *where, enum mnz_selector_role role,
                  struct mnz_selector *out)
{
    const char *plain = role == MNZ_SELECT_GOODS    ? "material"
                        : role == MNZ_SELECT_PLACES ? "country"
                                                    : "name";

    *out = (struct mnz_selector){.at = tree->at};
    if (tree->kind != MNZ_TREE_MAPPING) {
        read_names(r, tree, where, find_key(plain), out);
        return;
    }
    for (size_t i = 0; i < tree->num_children; i++)
        read_key(r, &tree->entries[i], where, role, out);
    if ((mnz_tree_find(tree, "name") != NULL) +
            (mnz_tree_find(tree, "facility") != NULL) +
            (mnz_tree_find(tree, "industry") != NULL) >
        1)
        mnz_reader_error(
            r, MNZ_E0409, tree->at,
            "all keys of a selector must match: put every name under 'name'",
            "%s has more than one of the keys name, facility and industry",
            mnz_where_path(r, where));
}

/* The key of that name, or the row that ends the list. */
static const struct mnz_selector_key *
find_key(const char *name)
{
    const struct mnz_selector_key *key = mnz_selector_keys;

    while (key->key && strcmp(key->key, name) != 0)
        key++;
    return key;
}

static const char *
advise_key(struct mnz_reader *r, const char *key, enum mnz_selector_role role)
{
    const char *allowed[16] = {NULL}, *advice;
    char list[160] = "its keys are:";
    size_t count = 0;

    for (size_t i = 0; mnz_selector_keys[i].key; i++)
        if (mnz_selector_keys[i].roles & (unsigned)role)
            allowed[count++] = mnz_selector_keys[i].key;
    advice = mnz_reader_nearest(r, key, allowed, count);
    if (advice)
        return advice;
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(list);

        snprintf(list + length, sizeof list - length, "%s %s", i ? "," : "",
                 allowed[i]);
    }
    return mnz_arena_printf(r->arena, "%s", list);
}

static void
read_key(struct mnz_reader *r, const struct mnz_tree_entry *entry,
         const struct mnz_where *above, enum mnz_selector_role role,
         struct mnz_selector *out)
{
    const struct mnz_where where = {above, entry->key, entry->key_at, NULL, NULL};
    const char *what = role == MNZ_SELECT_GOODS    ? "materials"
                       : role == MNZ_SELECT_PLACES ? "places"
                                                   : "facilities and industries";
    const struct mnz_selector_key *key = find_key(entry->key);
    struct mnz_selector *not_selector;

    if (!key->key || !(key->roles & (unsigned)role)) {
        mnz_reader_error(r, key->key ? MNZ_E0410 : MNZ_E0301, entry->key_at,
                         advise_key(r, entry->key, role),
                         key->key ? "key '%.60s' cannot stand in %s, which selects %s"
                                  : "unknown key '%.60s' in %s",
                         entry->key, mnz_where_path(r, above), what);
        return;
    }
    if (mnz_tree_is_null(entry->value))
        return;
    if (key->choices || key->resolve) {
        read_names(r, entry->value, &where, key, out);
        return;
    }
    not_selector = mnz_reader_alloc(r, 1, sizeof *not_selector);
    if (not_selector)
        mnz_selector_read(r, entry->value, &where, role, not_selector);
    out->not_selector = not_selector;
}

/* One of the words that the model knows, as a bit. */
static void
add_bit(struct mnz_reader *r, const struct mnz_tree *item,
        const struct mnz_selector_key *key, uint32_t *bits)
{
    const uint32_t position = mnz_word_find(key->choices, item->text);
    size_t count = 0;

    if (key->choices[position]) {
        *bits |= UINT32_C(1) << position;
        return;
    }
    while (key->choices[count])
        count++;
    mnz_reader_error(r, MNZ_E0401, item->at,
                     mnz_reader_nearest(r, item->text, key->choices, count),
                     "no %s is named '%.60s'", key->takes, item->text);
}

static uint32_t
resolve_industry(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    const uint32_t actor = mnz_actor_resolve(r, name, at);

    if (actor != MNZ_NONE && actor < r->num_facilities) {
        mnz_reader_error(r, MNZ_E0407, at, NULL, "'%s' is a facility, not an industry",
                         name);
        return MNZ_NONE;
    }
    return actor;
}

/* The names of one key while they are read. */
struct choice {
    const struct mnz_selector_key *key;
    struct mnz_selector *out;
    uint32_t *list, count;
};

static void *
member(struct mnz_selector *selector, size_t offset)
{
    return (char *)selector + offset;
}

static void
add_choice(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct choice *c = context;
    uint32_t id;

    if (c->key->choices) {
        add_bit(r, item, c->key, member(c->out, c->key->bits));
        return;
    }
    id = c->key->resolve(r, item->text, item->at);
    if (id == MNZ_NONE)
        return;
    if (c->key->bits)
        *(uint32_t *)member(c->out, c->key->bits) |= UINT32_C(1) << id;
    else
        c->list[c->count++] = id;
}

static int
by_id(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Lists that can be long are sorted, to be searched. */
static void
read_names(struct mnz_reader *r, const struct mnz_tree *tree,
           const struct mnz_where *where, const struct mnz_selector_key *key,
           struct mnz_selector *out)
{
    struct choice c = {.key = key, .out = out};

    c.list = mnz_reader_alloc(r, tree->num_children + 1, sizeof *c.list);
    if (!c.list)
        return;
    mnz_reader_each_text(r, tree, where, "a name, or a list of names", add_choice, &c);
    if (key->bits)
        return;
    if (key->is_sorted)
        qsort(c.list, c.count, sizeof *c.list, by_id);
    *(const uint32_t **)member(out, key->list) = c.list;
    *(uint32_t *)member(out, key->count) = c.count;
}

/* Where a section could not be read, names that it would have declared are not
 * reported again. */
static uint32_t
resolve(struct mnz_reader *r, const struct mnz_names *names, int is_lacking,
        const char *what, const char *name, struct mnz_span at)
{
    const uint32_t id = mnz_names_find(names, name);

    if (id == MNZ_NAME_NONE && !is_lacking && !mnz_reader_has_said(r, at, name))
        mnz_reader_error(r, MNZ_E0401, at, mnz_reader_nearest_name(r, name, names),
                         "no %s is named '%.60s'", what, name);
    return id;
}

uint32_t
mnz_material_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    return resolve(r, &r->materials, r->lacks_materials, "material", name, at);
}

uint32_t
mnz_sector_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    return resolve(r, &r->sectors, r->lacks_sectors, "sector", name, at);
}

uint32_t
mnz_actor_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    const uint32_t id = mnz_names_find(&r->actors, name);
    const char *key = NULL;

    if (id != MNZ_NAME_NONE || r->lacks_actors)
        return id;
    if (mnz_places_has(r, name))
        key = "country";
    else if (mnz_names_find(&r->sectors, name) != MNZ_NAME_NONE)
        key = "sector";
    if (!key)
        return resolve(r, &r->actors, 0, "facility or industry", name, at);
    mnz_reader_error(r, MNZ_E0402, at,
                     mnz_arena_printf(r->arena, "write {%s: %s}", key, name),
                     "no facility or industry is named '%.60s'", name);
    return MNZ_NONE;
}

uint32_t
mnz_facility_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    const uint32_t id = mnz_names_find(&r->actors, name);

    if (id != MNZ_NAME_NONE && id >= r->num_facilities) {
        mnz_reader_error(r, MNZ_E0408, at, NULL, "'%s' is an industry, not a facility",
                         name);
        return MNZ_NONE;
    }
    return mnz_actor_resolve(r, name, at);
}

uint32_t
mnz_regime_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    static const char *const sections[] = {"controls.", "policies."};

    for (size_t i = 0; i < 2; i++)
        if (strncmp(name, sections[i], strlen(sections[i])) == 0)
            name += strlen(sections[i]);
    return resolve(r, &r->regimes, r->lacks_regimes, "control or policy", name, at);
}
