/* build_select.c - selectors of small scenarios. */

#include "support/build_scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "support/build_parts.h"

uint32_t *
build_copy_ids(struct build *b, uint32_t count, const uint32_t *ids)
{
    uint32_t *copy = build_room(b, count, sizeof *copy);

    if (count > 0)
        memcpy(copy, ids, count * sizeof *copy);
    return copy;
}

struct mnz_selector
build_select_all(struct build *b)
{
    return (struct mnz_selector){.at = build_span(b)};
}

static int
by_id(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

struct mnz_selector
build_select_actors(struct build *b, uint32_t count, const uint32_t *actors)
{
    struct mnz_selector s = build_select_all(b);

    uint32_t *sorted = build_copy_ids(b, count, actors);

    qsort(sorted, count, sizeof *sorted, by_id);
    s.num_actors = count;
    s.actors = sorted;
    return s;
}

struct mnz_selector
build_select_actor(struct build *b, uint32_t actor)
{
    return build_select_actors(b, 1, &actor);
}

struct mnz_selector
build_select_place(struct build *b, uint32_t place)
{
    struct mnz_selector s = build_select_all(b);

    s.num_places = 1;
    s.places = build_copy_ids(b, 1, &place);
    return s;
}

struct mnz_selector
build_select_material(struct build *b, uint32_t material)
{
    struct mnz_selector s = build_select_all(b);

    s.num_materials = 1;
    s.materials = build_copy_ids(b, 1, &material);
    return s;
}

struct mnz_selector
build_select_sector(struct build *b, uint32_t sector)
{
    struct mnz_selector s = build_select_all(b);

    s.num_sectors = 1;
    s.sectors = build_copy_ids(b, 1, &sector);
    return s;
}

struct mnz_selector
build_select_stage(struct build *b, enum mnz_stage stage)
{
    struct mnz_selector s = build_select_all(b);

    s.stages = 1u << stage;
    return s;
}

struct mnz_selector
build_select_element(struct build *b, const char *element)
{
    struct mnz_selector s = build_select_all(b);

    s.elements = 1u << build_element(element);
    return s;
}

struct mnz_selector
build_select_not(struct build *b, struct mnz_selector selector)
{
    struct mnz_selector s = build_select_all(b);
    struct mnz_selector *excluded = build_room(b, 1, sizeof *excluded);

    *excluded = selector;
    s.not_selector = excluded;
    return s;
}
