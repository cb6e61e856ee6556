/* selection.c - members of a selector, once all records are read. */

#include "scenario/scenario.h"

static int holds_element(const struct mnz_material *material, uint32_t elements);

static int
is_listed(const uint32_t *list, uint32_t count, uint32_t id)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i] == id)
            return 1;
    return 0;
}

/* The same in a list that ascends. */
static int
is_among(const uint32_t *list, uint32_t count, uint32_t id)
{
    while (count > 0) {
        const uint32_t half = count / 2;

        if (list[half] == id)
            return 1;
        if (list[half] < id) {
            list += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return 0;
}

static int
has_bit(uint32_t bits, uint32_t position)
{
    return (bits >> position) & 1;
}

int
mnz_place_within(const struct mnz_scenario *scenario, uint32_t inner, uint32_t outer)
{
    const struct mnz_place *place = &scenario->places[outer];

    return inner == outer || is_listed(place->members, place->num_members, inner);
}

int
mnz_selector_has_place(const struct mnz_scenario *scenario,
                       const struct mnz_selector *selector, uint32_t place)
{
    int is_in = selector->num_places == 0;

    for (uint32_t i = 0; !is_in && i < selector->num_places; i++)
        is_in = mnz_place_within(scenario, place, selector->places[i]);
    return is_in && !(selector->not_selector &&
                      mnz_selector_has_place(scenario, selector->not_selector, place));
}

int
mnz_selector_has_material(const struct mnz_scenario *scenario,
                          const struct mnz_selector *selector, uint32_t material)
{
    const struct mnz_material *m = &scenario->materials[material];

    if (selector->num_materials &&
        !is_among(selector->materials, selector->num_materials, material))
        return 0;
    if (selector->stages && !has_bit(selector->stages, (uint32_t)m->stage))
        return 0;
    if (selector->elements && !holds_element(m, selector->elements))
        return 0;
    return !(selector->not_selector &&
             mnz_selector_has_material(scenario, selector->not_selector, material));
}

static int
holds_element(const struct mnz_material *material, uint32_t elements)
{
    for (uint32_t e = 0; e < MNZ_MOST_ELEMENTS; e++)
        if (has_bit(elements, e) && material->content[e] != MNZ_VALUE_NONE)
            return 1;
    return 0;
}

static int
deals_in(const struct mnz_scenario *scenario, const struct mnz_selector *selector,
         const struct mnz_amount *amounts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t m = amounts[i].material;

        if ((!selector->num_materials ||
             is_among(selector->materials, selector->num_materials, m)) &&
            (!selector->elements ||
             holds_element(&scenario->materials[m], selector->elements)))
            return 1;
    }
    return 0;
}

/* The keys about the kind of an actor, place aside. */
static int
is_of_kind(const struct mnz_selector *selector, const struct mnz_actor *a)
{
    if (selector->stages &&
        (a->is_industry || !has_bit(selector->stages, (uint32_t)a->stage)))
        return 0;
    if (selector->num_sectors &&
        (!a->is_industry ||
         !is_listed(selector->sectors, selector->num_sectors, mnz_ref_at(a->sector))))
        return 0;
    return !selector->end_uses ||
           (a->is_industry && has_bit(selector->end_uses, (uint32_t)a->end_use));
}

int
mnz_selector_has_actor(const struct mnz_scenario *scenario,
                       const struct mnz_selector *selector, uint32_t actor)
{
    const struct mnz_actor *a = &scenario->actors[actor];
    int is_there = selector->num_places == 0;

    if (selector->num_actors &&
        !is_among(selector->actors, selector->num_actors, actor))
        return 0;
    for (uint32_t i = 0; !is_there && i < selector->num_places; i++)
        is_there = mnz_place_within(scenario, a->place, selector->places[i]);
    if (!is_there || !is_of_kind(selector, a))
        return 0;
    if ((selector->num_materials || selector->elements) &&
        !deals_in(scenario, selector, a->uses, a->num_uses) &&
        !deals_in(scenario, selector, a->makes, a->num_makes))
        return 0;
    return !(selector->not_selector &&
             mnz_selector_has_actor(scenario, selector->not_selector, actor));
}
