/* candidates.c - who could be at an end of a link, by the keys of its selector. */

#include "network/candidates.h"

#include <stdlib.h>

/* Up to this many makers or users of a material are tried one by one. */
enum { FEW = 16 };

/* A search under way. */
struct search {
    const struct mnz_candidates *candidates;
    enum mnz_side side;
    uint32_t material;
    const struct mnz_selector *selector;
    struct mnz_id_list *found;
};

static enum mnz_status index_by(struct mnz_compile *c, enum mnz_side side,
                                uint32_t (*key_of)(const struct mnz_actor *actor),
                                uint32_t num_keys, struct mnz_part_index *index);
static enum mnz_status find_by_material(const struct search *s);
static enum mnz_status find_by_name(const struct search *s);
static enum mnz_status find_by_key(const struct search *s,
                                   const struct mnz_part_index *index, uint32_t key);
static enum mnz_status find_by_place(const struct search *s);
static void sort_unique(struct mnz_id_list *list);

static uint32_t
place_of(const struct mnz_actor *actor)
{
    return actor->place;
}

static uint32_t
sector_of(const struct mnz_actor *actor)
{
    return actor->is_industry ? mnz_ref_at(actor->sector) : MNZ_NONE;
}

enum mnz_status
mnz_candidates_init(struct mnz_candidates *candidates, struct mnz_compile *c)
{
    enum mnz_status st = MNZ_OK;

    *candidates = (struct mnz_candidates){.c = c};
    for (int i = 0; !st && i < MNZ_NUM_SIDES; i++) {
        const enum mnz_side side = (enum mnz_side)i;

        st = index_by(c, side, place_of, c->scenario->num_places,
                      &candidates->by_place[i]);
        if (!st)
            st = index_by(c, side, sector_of, c->scenario->num_sectors,
                          &candidates->by_sector[i]);
    }
    return st;
}

static uint32_t
node_of(const struct mnz_compile *c, enum mnz_side side, uint32_t part)
{
    return side == MNZ_SIDE_MAKERS ? c->net->outputs[part].node
                                   : c->net->ports[part].node;
}

static uint32_t
material_of(const struct mnz_compile *c, enum mnz_side side, uint32_t part)
{
    return side == MNZ_SIDE_MAKERS ? c->net->outputs[part].material
                                   : c->net->ports[part].material;
}

/* Deal the parts, which are listed by material, to their keys: so they stay in order of
 * material within each. */
static enum mnz_status
index_by(struct mnz_compile *c, enum mnz_side side,
         uint32_t (*key_of)(const struct mnz_actor *actor), uint32_t num_keys,
         struct mnz_part_index *index)
{
    const int are_makers = side == MNZ_SIDE_MAKERS;
    const uint32_t count = are_makers ? c->net->num_outputs : c->net->num_ports;
    const uint32_t *by_material = are_makers ? c->makers : c->users;
    uint32_t *next = mnz_arena_alloc(&c->scratch, (size_t)num_keys + 1, sizeof *next);

    index->first =
        mnz_arena_alloc(&c->scratch, (size_t)num_keys + 1, sizeof *index->first);
    index->parts = mnz_arena_alloc(&c->scratch, count, sizeof *index->parts);
    if (!next || !index->first || !index->parts)
        return MNZ_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t key = key_of(&c->scenario->actors[node_of(c, side, i)]);

        if (key < num_keys)
            index->first[key + 1]++;
    }
    for (uint32_t key = 0; key < num_keys; key++) {
        index->first[key + 1] += index->first[key];
        next[key] = index->first[key];
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t part = by_material[i];
        const uint32_t key = key_of(&c->scenario->actors[node_of(c, side, part)]);

        if (key < num_keys)
            index->parts[next[key]++] = part;
    }
    return MNZ_OK;
}

enum mnz_status
mnz_candidates_find(const struct mnz_candidates *candidates, enum mnz_side side,
                    uint32_t material, const struct mnz_selector *selector,
                    struct mnz_id_list *found)
{
    const struct mnz_compile *c = candidates->c;
    const uint32_t *first = side == MNZ_SIDE_MAKERS ? c->first_maker : c->first_user;
    const struct search s = {candidates, side, material, selector, found};
    enum mnz_status st = MNZ_OK;

    found->count = 0;
    if (first[material + 1] - first[material] <= FEW) {
        st = find_by_material(&s);
    } else if (selector->num_actors > 0) {
        st = find_by_name(&s);
    } else if (selector->num_sectors > 0) {
        for (uint32_t i = 0; !st && i < selector->num_sectors; i++)
            st = find_by_key(&s, &candidates->by_sector[side], selector->sectors[i]);
    } else if (selector->num_places > 0) {
        st = find_by_place(&s);
    } else {
        st = find_by_material(&s);
    }
    if (!st)
        sort_unique(found);
    return st;
}

static enum mnz_status
take_if_chosen(const struct search *s, uint32_t part)
{
    const struct mnz_compile *c = s->candidates->c;

    return mnz_selector_has_actor(c->scenario, s->selector, node_of(c, s->side, part))
               ? mnz_id_list_push(s->found, part)
               : MNZ_OK;
}

static enum mnz_status
find_by_material(const struct search *s)
{
    const struct mnz_compile *c = s->candidates->c;
    const int are_makers = s->side == MNZ_SIDE_MAKERS;
    const uint32_t *first = are_makers ? c->first_maker : c->first_user;
    const uint32_t *parts = are_makers ? c->makers : c->users;
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = first[s->material]; !st && i < first[s->material + 1]; i++)
        st = take_if_chosen(s, parts[i]);
    return st;
}

static enum mnz_status
find_by_name(const struct search *s)
{
    const struct mnz_compile *c = s->candidates->c;
    const int are_makers = s->side == MNZ_SIDE_MAKERS;
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; i < s->selector->num_actors; i++) {
        const struct mnz_net_node *n = &c->net->nodes[s->selector->actors[i]];
        const uint32_t first = are_makers ? n->first_output : n->first_port;
        const uint32_t count = are_makers ? n->num_outputs : n->num_ports;

        for (uint32_t part = first; !st && part < first + count; part++)
            if (material_of(c, s->side, part) == s->material)
                st = take_if_chosen(s, part);
    }
    return st;
}

/* Parts of one material are contiguous among the parts of a key. */
static enum mnz_status
find_by_key(const struct search *s, const struct mnz_part_index *index, uint32_t key)
{
    const struct mnz_compile *c = s->candidates->c;
    const uint32_t end = index->first[key + 1];
    uint32_t low = index->first[key], high = end;
    enum mnz_status st = MNZ_OK;

    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;

        if (material_of(c, s->side, index->parts[middle]) < s->material)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t i = low; !st && i < end; i++) {
        if (material_of(c, s->side, index->parts[i]) != s->material)
            break;
        st = take_if_chosen(s, index->parts[i]);
    }
    return st;
}

/* In the places themselves and in their members, if they are blocs. */
static enum mnz_status
find_by_place(const struct search *s)
{
    const struct mnz_part_index *index = &s->candidates->by_place[s->side];
    enum mnz_status st = MNZ_OK;

    for (uint32_t i = 0; !st && i < s->selector->num_places; i++) {
        const uint32_t id = s->selector->places[i];
        const struct mnz_place *place = &s->candidates->c->scenario->places[id];

        st = find_by_key(s, index, id);
        for (uint32_t j = 0; !st && j < place->num_members; j++)
            st = find_by_key(s, index, place->members[j]);
    }
    return st;
}

static int
by_id(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The union of several keys; most often it is in order as it is. */
static void
sort_unique(struct mnz_id_list *list)
{
    size_t i = 1, kept = 1;

    while (i < list->count && list->items[i - 1] < list->items[i])
        i++;
    if (i >= list->count)
        return;
    qsort(list->items, list->count, sizeof *list->items, by_id);
    for (i = 1; i < list->count; i++)
        if (list->items[i] != list->items[kept - 1])
            list->items[kept++] = list->items[i];
    list->count = kept;
}
