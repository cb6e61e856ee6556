/* import_map.c - goods to materials, countries to places. */

#include "document/import_map.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/names.h"
#include "base/number.h"
#include "document/text.h"
#include "document/yaml_read.h"

enum { MOST_BYTES = 1 << 20 };

static enum mnz_status read_keys(struct mnz_import_map *map, struct mnz_diags *diags);

static void
report(struct mnz_diags *diags, enum mnz_code code, struct mnz_span at,
       const char *advice, const char *text, const char *name)
{
    mnz_diag_add(diags, code, at, advice, "%s '%.60s'", text, name);
}

enum mnz_status
mnz_import_map_load(const char *path, struct mnz_diags *diags,
                    struct mnz_import_map **out)
{
    struct mnz_import_map *map = calloc(1, sizeof *map);
    const size_t errors_before = mnz_diags_errors(diags);
    const char *why = "";
    char *text;
    size_t length;
    enum mnz_status st = map ? MNZ_OK : MNZ_ERR_NOMEM;

    *out = NULL;
    if (!st)
        st = mnz_file_read(path, MOST_BYTES, &map->arena, &text, &length, &why);
    if (st == MNZ_ERR_IO) {
        const struct mnz_span at = {path, 0, 0};

        mnz_diag_add(diags, MNZ_E0202, at, NULL, "cannot read '%s': %s", path, why);
        st = MNZ_ERR_INPUT;
    }
    if (!st) {
        mnz_diags_add_source(diags, path, text, length);
        st = mnz_yaml_read(&(struct mnz_text){text, length, {path, 1, 1}}, &map->arena,
                           diags, &map->tree);
    }
    if (!st)
        st = read_keys(map, diags);
    if (!st && mnz_diags_errors(diags) > errors_before)
        st = MNZ_ERR_INPUT;
    if (st) {
        mnz_import_map_destroy(map);
        return st;
    }
    *out = map;
    return MNZ_OK;
}

void
mnz_import_map_destroy(struct mnz_import_map *map)
{
    if (!map)
        return;
    mnz_arena_finish(&map->arena);
    free(map);
}

static const char *
text_of(const struct mnz_tree *tree, const char *key)
{
    const struct mnz_tree *value = mnz_tree_find(tree, key);

    return value && value->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(value)
               ? value->text
               : NULL;
}

/* A number above 0 of a key, or `otherwise`. */
static double
number_of(const struct mnz_tree *tree, const char *key, double otherwise,
          struct mnz_diags *diags)
{
    const struct mnz_tree *value = mnz_tree_find(tree, key);
    double number;

    if (!value)
        return otherwise;
    if (value->kind == MNZ_TREE_SCALAR && !mnz_number_parse(value->text, &number) &&
        number > 0.0)
        return number;
    report(diags, MNZ_E1605, value->at, "for example 0.787",
           "a number above 0 was expected for", key);
    return otherwise;
}

/* "8112.92" and "8112 92" are the code 811292; a word stays as it is. */
static char *
plain_code(struct mnz_arena *arena, const char *text)
{
    char *copy = mnz_arena_strdup(arena, text), *out = copy;

    if (!copy || !isdigit((unsigned char)*copy))
        return copy;
    for (const char *p = copy; *p; p++)
        if (*p != '.' && *p != ' ')
            *out++ = *p;
    *out = '\0';
    return copy;
}

static enum mnz_status
read_goods(struct mnz_import_map *map, const struct mnz_tree *tree,
           struct mnz_diags *diags)
{
    for (size_t i = 0; i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const struct mnz_tree *value = entry->value;
        struct mnz_map_goods goods = {.code = plain_code(&map->arena, entry->key),
                                      .tonnes = 1.0};

        if (!goods.code)
            return MNZ_ERR_NOMEM;
        goods.length = strlen(goods.code);
        if (value->kind == MNZ_TREE_SCALAR) {
            goods.material = value->text;
        } else {
            goods.material = text_of(value, "material");
            goods.statistics = text_of(value, "statistics");
            goods.tonnes = number_of(value, "tonnes", 1.0, diags);
        }
        if (!goods.material || !*goods.material)
            report(diags, MNZ_E1605, entry->key_at,
                   "{material: gallium, tonnes: 0.744}",
                   "a material was expected for goods", entry->key);
        else if (map->num_goods < MNZ_MAP_MOST)
            map->goods[map->num_goods++] = goods;
    }
    return MNZ_OK;
}

static void
read_flows(struct mnz_import_map *map, const struct mnz_tree *tree,
           struct mnz_diags *diags)
{
    for (size_t i = 0; i < tree->num_children && i < MNZ_MAP_MOST; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        struct mnz_map_flow *flow = &map->flows[map->num_flows++];

        *flow = (struct mnz_map_flow){entry->key, text_of(entry->value, "from"),
                                      text_of(entry->value, "to"),
                                      text_of(entry->value, "material"),
                                      number_of(entry->value, "scale", 1.0, diags)};
        if (!flow->material)
            report(diags, MNZ_E1605, entry->key_at,
                   "{from: CN, to: US, material: gallium}",
                   "a material was expected for the flow", entry->key);
    }
}

static const char *
advise(struct mnz_import_map *map, const char *key, const char *const *keys,
       size_t count)
{
    const char *nearest = mnz_nearest(key, keys, count);

    return nearest ? mnz_arena_printf(&map->arena, "did you mean '%s'?", nearest)
                   : NULL;
}

static enum mnz_status
read_keys(struct mnz_import_map *map, struct mnz_diags *diags)
{
    static const char *const keys[] = {"goods",    "places", "sellers",  "buyers",
                                       "observed", "flow",   "reporter", "encoding",
                                       "edition",  "set",    "source",   "notes"};
    enum { NUM_KEYS = sizeof keys / sizeof *keys };
    const struct mnz_tree *tree = map->tree;
    enum mnz_status st = MNZ_OK;

    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_diag_add(diags, MNZ_E1605, tree->at,
                     "for example 'goods: {811292: gallium}'",
                     "a map must be a mapping of keys to values");
        return MNZ_ERR_INPUT;
    }
    for (size_t i = 0; i < tree->num_children; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];
        const int is_list =
            i < tree->num_children && entry->value->kind == MNZ_TREE_MAPPING;
        size_t k = 0;

        while (k < NUM_KEYS && strcmp(keys[k], entry->key) != 0)
            k++;
        if (k == NUM_KEYS)
            report(diags, MNZ_E1604, entry->key_at,
                   advise(map, entry->key, keys, NUM_KEYS), "a map has no key",
                   entry->key);
        else if (k < 5 && !is_list && !mnz_tree_is_null(entry->value))
            report(diags, MNZ_E1605, entry->value->at, NULL,
                   "a mapping was expected for", entry->key);
        else if (!st && strcmp(entry->key, "goods") == 0)
            st = read_goods(map, entry->value, diags);
        else if (strcmp(entry->key, "observed") == 0)
            read_flows(map, entry->value, diags);
    }
    map->flow = text_of(tree, "flow");
    map->reporter = text_of(tree, "reporter");
    map->encoding = text_of(tree, "encoding");
    map->edition = text_of(tree, "edition");
    map->set = text_of(tree, "set");
    map->places = mnz_tree_find(tree, "places");
    map->sellers = mnz_tree_find(tree, "sellers");
    map->buyers = mnz_tree_find(tree, "buyers");
    if (map->flow && strcmp(map->flow, "import") != 0 &&
        strcmp(map->flow, "export") != 0)
        report(diags, MNZ_E1605, mnz_tree_find(tree, "flow")->at, "import or export",
               "there is no flow", map->flow);
    return st;
}

const struct mnz_map_goods *
mnz_import_map_goods(const struct mnz_import_map *map, const char *code)
{
    const struct mnz_map_goods *found = NULL;

    for (size_t i = 0; i < map->num_goods; i++) {
        const struct mnz_map_goods *g = &map->goods[i];

        if (*g->code == *code && strncmp(g->code, code, g->length) == 0 &&
            (!found || g->length > found->length))
            found = g;
    }
    return found;
}

const char *
mnz_import_map_place(const struct mnz_import_map *map, const char *text)
{
    const struct mnz_country *country = mnz_country_by_any(text);
    const struct mnz_tree *own = map->places ? mnz_tree_find(map->places, text) : NULL;

    if (!own && country && map->places)
        own = mnz_tree_find(map->places, country->code);
    if (own)
        return own->kind == MNZ_TREE_SCALAR && !mnz_tree_is_null(own) ? own->text
                                                                      : NULL;
    return country ? country->code : NULL;
}

/* The map's word for a place's material: {US: {gallium: us_chips}}. */
static const char *
own_name(const struct mnz_tree *names, const char *place, const char *material)
{
    const struct mnz_tree *of_place = names ? mnz_tree_find(names, place) : NULL;

    if (of_place && of_place->kind == MNZ_TREE_SCALAR)
        return of_place->text;
    return of_place ? text_of(of_place, material) : NULL;
}

const char *
mnz_import_map_seller(struct mnz_import_map *map, const char *place,
                      const char *material)
{
    const char *own = own_name(map->sellers, place, material);
    char *name;

    if (own)
        return own;
    name = (char *)mnz_arena_printf(&map->arena, "%s_%s", place, material);
    for (char *p = name; p && *p && *p != '_'; p++)
        *p = (char)tolower((unsigned char)*p);
    return name;
}

const char *
mnz_import_map_buyer(struct mnz_import_map *map, const char *place,
                     const char *material)
{
    const char *own = own_name(map->buyers, place, material);

    return own ? own : mnz_arena_printf(&map->arena, "{country: %s}", place);
}
