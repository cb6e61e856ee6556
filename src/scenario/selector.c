/* selector.c - choosing facilities, industries, materials and places by their keys. */

#include "scenario/selector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/places.h"

enum { ANY = MNZ_SELECT_ACTORS | MNZ_SELECT_GOODS | MNZ_SELECT_PLACES };

const struct mnz_selector_key mnz_selector_keys[] = {
    {"country", MNZ_SELECT_ACTORS | MNZ_SELECT_PLACES, "countries or blocs",
     "stands in one of these countries or blocs"},
    {"stage", MNZ_SELECT_ACTORS | MNZ_SELECT_GOODS, "stages",
     "is of one of these stages: mine, separation, metal, alloy, magnet, product, "
     "recycling"},
    {"material", MNZ_SELECT_ACTORS | MNZ_SELECT_GOODS, "materials",
     "is one of these materials; of facilities and industries: uses or makes one"},
    {"element", MNZ_SELECT_ACTORS | MNZ_SELECT_GOODS, "elements",
     "contains any of these elements; of facilities and industries: uses or makes a "
     "material that does"},
    {"sector", MNZ_SELECT_ACTORS, "sectors", "is an industry of one of these sectors"},
    {"end_use", MNZ_SELECT_ACTORS, "civil or military",
     "is an industry of this end use"},
    {"facility", MNZ_SELECT_ACTORS, "facilities", "is one of these facilities"},
    {"industry", MNZ_SELECT_ACTORS, "industries", "is one of these industries"},
    {"name", MNZ_SELECT_ACTORS, "facilities or industries", "is one of these by name"},
    {"not", ANY, "a selector", "is not chosen by this selector"},
    {NULL, 0, NULL, NULL},
};

/* One key's names while they are read. */
struct choice {
    const char *key;
    struct mnz_selector *out;
    uint32_t *list, count;
};

static void read_names(struct mnz_reader *r, const struct mnz_tree *tree,
                       const struct mnz_where *where, const char *key,
                       struct mnz_selector *out);
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
        read_names(r, tree, where, plain, out);
        return;
    }
    for (size_t i = 0; i < tree->num_children; i++)
        read_key(r, &tree->entries[i], where, role, out);
    if ((mnz_tree_find(tree, "name") != NULL) +
            (mnz_tree_find(tree, "facility") != NULL) +
            (mnz_tree_find(tree, "industry") != NULL) >
        1)
        mnz_reader_error(
            r, tree->at,
            "all keys of a selector must match: put every name under 'name'",
            "%s has more than one of the keys name, facility and industry",
            mnz_where_path(r, where));
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
    struct mnz_selector *not_selector;
    size_t i = 0;

    while (mnz_selector_keys[i].key &&
           strcmp(mnz_selector_keys[i].key, entry->key) != 0)
        i++;
    if (!mnz_selector_keys[i].key || !(mnz_selector_keys[i].roles & (unsigned)role)) {
        mnz_reader_error(r, entry->key_at, advise_key(r, entry->key, role),
                         mnz_selector_keys[i].key
                             ? "key '%.60s' cannot stand in %s, which selects %s"
                             : "unknown key '%.60s' in %s",
                         entry->key, mnz_where_path(r, above), what);
        return;
    }
    if (mnz_tree_is_null(entry->value))
        return;
    if (strcmp(entry->key, "not") != 0) {
        read_names(r, entry->value, &where, entry->key, out);
        return;
    }
    not_selector = mnz_reader_alloc(r, 1, sizeof *not_selector);
    if (not_selector)
        mnz_selector_read(r, entry->value, &where, role, not_selector);
    out->not_selector = not_selector;
}

static void
add_bit(struct mnz_reader *r, const struct mnz_tree *item, uint32_t position,
        const char *const *names, size_t count, const char *what, uint32_t *bits)
{
    if (position != MNZ_NONE)
        *bits |= UINT32_C(1) << position;
    else
        mnz_reader_error(r, item->at, mnz_reader_nearest(r, item->text, names, count),
                         "no %s is named '%.60s'", what, item->text);
}

static uint32_t
resolve_industry(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    const uint32_t actor = mnz_actor_resolve(r, name, at);

    if (actor != MNZ_NONE && actor < r->num_facilities) {
        mnz_reader_error(r, at, NULL, "'%s' is a facility, not an industry", name);
        return MNZ_NONE;
    }
    return actor;
}

static void
add_choice(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    static const char *const end_uses[MNZ_NUM_END_USES] = {"civil", "military"};
    struct choice *c = context;
    uint32_t id = MNZ_NONE;

    if (strcmp(c->key, "stage") == 0) {
        add_bit(r, item, mnz_stage_find(item->text), mnz_stage_name, MNZ_NUM_STAGES,
                "stage", &c->out->stages);
    } else if (strcmp(c->key, "element") == 0) {
        add_bit(r, item, mnz_element_find(item->text), mnz_element_symbol,
                MNZ_NUM_ELEMENTS, "rare-earth element", &c->out->elements);
    } else if (strcmp(c->key, "end_use") == 0) {
        for (uint32_t u = 0; u < MNZ_NUM_END_USES; u++)
            if (strcmp(item->text, end_uses[u]) == 0)
                id = u;
        add_bit(r, item, id, end_uses, MNZ_NUM_END_USES, "end use", &c->out->end_uses);
    } else {
        if (strcmp(c->key, "country") == 0)
            id = mnz_places_resolve(r, item->text, item->at);
        else if (strcmp(c->key, "material") == 0)
            id = mnz_material_resolve(r, item->text, item->at);
        else if (strcmp(c->key, "sector") == 0)
            id = mnz_sector_resolve(r, item->text, item->at);
        else if (strcmp(c->key, "facility") == 0)
            id = mnz_facility_resolve(r, item->text, item->at);
        else if (strcmp(c->key, "industry") == 0)
            id = resolve_industry(r, item->text, item->at);
        else
            id = mnz_actor_resolve(r, item->text, item->at);
        if (id != MNZ_NONE)
            c->list[c->count++] = id;
    }
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
           const struct mnz_where *where, const char *key, struct mnz_selector *out)
{
    struct choice c = {.key = key, .out = out};

    c.list = mnz_reader_alloc(r, tree->num_children + 1, sizeof *c.list);
    if (!c.list)
        return;
    mnz_reader_each_text(r, tree, where, "a name, or a list of names", add_choice, &c);
    if (strcmp(key, "country") == 0) {
        out->places = c.list;
        out->num_places = c.count;
    } else if (strcmp(key, "material") == 0) {
        qsort(c.list, c.count, sizeof *c.list, by_id);
        out->materials = c.list;
        out->num_materials = c.count;
    } else if (strcmp(key, "sector") == 0) {
        out->sectors = c.list;
        out->num_sectors = c.count;
    } else {
        qsort(c.list, c.count, sizeof *c.list, by_id);
        out->actors = c.list;
        out->num_actors = c.count;
    }
}

static uint32_t
find(const char *const *names, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return MNZ_NONE;
}

uint32_t
mnz_element_find(const char *symbol)
{
    return find(mnz_element_symbol, MNZ_NUM_ELEMENTS, symbol);
}

uint32_t
mnz_stage_find(const char *name)
{
    return find(mnz_stage_name, MNZ_NUM_STAGES, name);
}

/* Where a section could not be read, what it would have named is not reported again. */
static uint32_t
resolve(struct mnz_reader *r, const struct mnz_names *names, int is_lacking,
        const char *what, const char *name, struct mnz_span at)
{
    const uint32_t id = mnz_names_find(names, name);

    if (id == MNZ_NAME_NONE && !is_lacking)
        mnz_reader_error(r, at, mnz_reader_nearest_name(r, name, names),
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
    mnz_reader_error(r, at, mnz_arena_printf(r->arena, "write {%s: %s}", key, name),
                     "no facility or industry is named '%.60s'", name);
    return MNZ_NONE;
}

uint32_t
mnz_facility_resolve(struct mnz_reader *r, const char *name, struct mnz_span at)
{
    const uint32_t id = mnz_names_find(&r->actors, name);

    if (id != MNZ_NAME_NONE && id >= r->num_facilities) {
        mnz_reader_error(r, at, NULL, "'%s' is an industry, not a facility", name);
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
