/* places.c - countries and blocs: names to positions, and who lies in which bloc. */

#include "scenario/places.h"

#include <string.h>

#include "base/countries.h"
#include "scenario/reader.h"

enum visit { UNSEEN, OPEN, DONE };

/* A bloc while its members are gathered. */
struct bloc {
    uint32_t num_direct;
    uint32_t *direct;
    struct mnz_span at;
    enum visit visit;
};

/* Blocs hold blocs at most so deep, and all together at most so many places: those of a
 * world are a few thousand. */
enum { MOST_DEPTH = 32, MOST_MEMBERS = 100000 };

/* Blocs are the first places; `bloc` has one entry for each. */
struct blocs {
    struct bloc *bloc;
    uint32_t count;
    uint32_t *found;   /* [place] members of the bloc at hand */
    uint32_t *seen_by; /* [place] the last bloc that took it, + 1 */
    size_t num_looks;  /* at members of members, so far */
    int is_refused;
};

static void read_members(struct mnz_reader *r, struct bloc *bloc,
                         const struct mnz_tree_entry *entry);
static void gather(struct mnz_reader *r, struct blocs *blocs, uint32_t place,
                   uint32_t depth);
static const char *advise(struct mnz_reader *r, const char *text);

static uint32_t
add_place(struct mnz_reader *r, const char *code, int is_bloc)
{
    struct mnz_scenario *s = r->s;
    void *places = s->places;
    uint32_t id;

    if (!mnz_reader_grow(r, &places, &r->places_room, s->num_places, sizeof *s->places))
        return MNZ_NONE;
    s->places = places;
    id = mnz_reader_intern(r, &r->places, code);
    if (id == MNZ_NAME_NONE)
        return MNZ_NONE;
    s->places[s->num_places] =
        (struct mnz_place){.code = mnz_names_text(&r->places, id), .is_bloc = is_bloc};
    return s->num_places++;
}

void
mnz_places_read_blocs(struct mnz_reader *r, const struct mnz_tree *tree)
{
    struct blocs blocs = {0};

    if (!tree || mnz_tree_is_null(tree))
        return;
    if (tree->kind != MNZ_TREE_MAPPING) {
        mnz_reader_error(r, MNZ_E0303, tree->at, "for example 'blocs: {EU: [DE, FR]}'",
                         "blocs must be a mapping from names to lists of places");
        return;
    }
    blocs.count = (uint32_t)tree->num_children;
    blocs.bloc = mnz_reader_alloc(r, blocs.count, sizeof *blocs.bloc);
    if (!blocs.bloc)
        return;
    for (uint32_t i = 0; i < blocs.count; i++) {
        const struct mnz_tree_entry *entry = &tree->entries[i];

        blocs.bloc[i].at = entry->key_at;
        if (mnz_country_by_code(entry->key))
            mnz_reader_error(r, MNZ_E0404, entry->key_at, NULL,
                             "a bloc cannot be called '%s', which is the code of %s",
                             entry->key, mnz_country_by_code(entry->key)->name);
        if (add_place(r, entry->key, 1) == MNZ_NONE)
            return;
    }
    for (uint32_t i = 0; i < blocs.count; i++)
        read_members(r, &blocs.bloc[i], &tree->entries[i]);
    blocs.found = mnz_reader_alloc(r, r->s->num_places, sizeof *blocs.found);
    blocs.seen_by = mnz_reader_alloc(r, r->s->num_places, sizeof *blocs.seen_by);
    for (uint32_t i = 0; blocs.found && blocs.seen_by && i < blocs.count; i++)
        gather(r, &blocs, i, 0);
}

static void
add_member(struct mnz_reader *r, const struct mnz_tree *item, void *context)
{
    struct bloc *bloc = context;
    const uint32_t place = mnz_places_resolve(r, item->text, item->at);

    if (place != MNZ_NONE)
        bloc->direct[bloc->num_direct++] = place;
}

static void
read_members(struct mnz_reader *r, struct bloc *bloc,
             const struct mnz_tree_entry *entry)
{
    const struct mnz_where section = {.key = "blocs"};
    const struct mnz_where where = {&section, entry->key, entry->key_at, NULL, NULL};
    const struct mnz_tree *list = entry->value;

    bloc->direct = mnz_reader_alloc(r, list->num_children + 1, sizeof *bloc->direct);
    if (bloc->direct)
        mnz_reader_each_text(r, list, &where, "a list of countries and blocs",
                             add_member, bloc);
}

/* Once: the first bloc that is too much says so for all. */
static void
refuse(struct mnz_reader *r, struct blocs *blocs, uint32_t place)
{
    if (!blocs->is_refused)
        mnz_reader_error(r, MNZ_E2601, blocs->bloc[place].at,
                         "list the countries themselves",
                         "blocs hold blocs more than %d deep, or more than %d places "
                         "in all",
                         (int)MOST_DEPTH, (int)MOST_MEMBERS);
    blocs->is_refused = 1;
}

static void
take(struct blocs *blocs, uint32_t place, uint32_t member, uint32_t *count)
{
    blocs->num_looks++;
    if (blocs->seen_by[member] == place + 1)
        return;
    blocs->seen_by[member] = place + 1;
    blocs->found[(*count)++] = member;
}

/* The members of a bloc whose own members have theirs. */
static void
collect(struct mnz_reader *r, struct blocs *blocs, uint32_t place)
{
    const struct bloc *bloc = &blocs->bloc[place];
    struct mnz_place *out = &r->s->places[place];
    uint32_t count = 0, *members;

    for (uint32_t i = 0; i < bloc->num_direct; i++) {
        const struct mnz_place *direct = &r->s->places[bloc->direct[i]];

        take(blocs, place, bloc->direct[i], &count);
        for (uint32_t j = 0; j < direct->num_members; j++)
            take(blocs, place, direct->members[j], &count);
        if (blocs->num_looks > MOST_MEMBERS) {
            refuse(r, blocs, place);
            return;
        }
    }
    members = mnz_reader_alloc(r, count, sizeof *members);
    for (uint32_t i = 0; members && i < count; i++)
        members[i] = blocs->found[i];
    out->members = members;
    out->num_members = members ? count : 0;
}

/* Members of members, depth first; a bloc met again while it is open is a cycle. */
static void
gather(struct mnz_reader *r, struct blocs *blocs, uint32_t place, uint32_t depth)
{
    struct bloc *bloc = &blocs->bloc[place];

    if (bloc->visit == DONE || !bloc->direct || blocs->is_refused)
        return;
    if (bloc->visit == OPEN) {
        mnz_reader_error(r, MNZ_E0405, bloc->at, NULL, "bloc '%s' contains itself",
                         r->s->places[place].code);
        return;
    }
    if (depth > MOST_DEPTH) {
        refuse(r, blocs, place);
        return;
    }
    bloc->visit = OPEN;
    for (uint32_t i = 0; i < bloc->num_direct; i++)
        if (bloc->direct[i] < blocs->count)
            gather(r, blocs, bloc->direct[i], depth + 1);
    collect(r, blocs, place);
    bloc->visit = DONE;
}

int
mnz_places_has(const struct mnz_reader *r, const char *text)
{
    return mnz_names_find(&r->places, text) != MNZ_NAME_NONE ||
           mnz_country_by_code(text);
}

uint32_t
mnz_places_resolve(struct mnz_reader *r, const char *text, struct mnz_span at)
{
    const uint32_t known = mnz_names_find(&r->places, text);

    if (known != MNZ_NAME_NONE)
        return known;
    if (mnz_country_by_code(text))
        return add_place(r, text, 0);
    if (!mnz_reader_has_said(r, at, text))
        mnz_reader_error(r, MNZ_E0403, at, advise(r, text),
                         "no country or bloc is named '%.60s'", text);
    return MNZ_NONE;
}

static const char *
advise_code(struct mnz_reader *r, const struct mnz_country *country)
{
    return mnz_arena_printf(r->arena, "did you mean '%s' (%s)?", country->code,
                            country->name);
}

/* A two-letter code is one letter away from dozens, so codes are matched whole. */
static const char *
advise(struct mnz_reader *r, const char *text)
{
    const struct mnz_country *country = mnz_country_by_any(text);
    const char *names[MNZ_NUM_COUNTRIES], *nearest;

    if (country)
        return advise_code(r, country);
    nearest = mnz_reader_nearest_name(r, text, &r->places);
    if (nearest && strlen(text) > 2)
        return nearest;
    for (size_t i = 0; i < MNZ_NUM_COUNTRIES; i++)
        names[i] = mnz_countries[i].name;
    nearest = mnz_nearest(text, names, MNZ_NUM_COUNTRIES);
    for (size_t i = 0; nearest && i < MNZ_NUM_COUNTRIES; i++)
        if (names[i] == nearest)
            return advise_code(r, &mnz_countries[i]);
    return "write an ISO 3166 code such as JP, or declare the name under 'blocs'";
}
