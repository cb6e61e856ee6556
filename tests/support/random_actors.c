/* random_actors.c - materials of a random world, and their makers and users. */

#include <math.h>
#include <stdio.h>

#include "base/bug.h"
#include "support/random_world.h"

static const char *const elements[] = {"Nd", "Dy", "La"};

/* Facility levels in the order of their stages, mines first. */
static enum mnz_stage
stage_of(const struct random_world *w, uint32_t level)
{
    static const enum mnz_stage stages[MAX_LEVELS][MAX_LEVELS - 1] = {
        [3] = {MNZ_STAGE_MINE, MNZ_STAGE_SEPARATION},
        [4] = {MNZ_STAGE_MINE, MNZ_STAGE_SEPARATION, MNZ_STAGE_MAGNET},
        [5] = {MNZ_STAGE_MINE, MNZ_STAGE_SEPARATION, MNZ_STAGE_METAL, MNZ_STAGE_MAGNET},
    };
    static const enum mnz_stage all[] = {MNZ_STAGE_MINE, MNZ_STAGE_SEPARATION,
                                         MNZ_STAGE_METAL, MNZ_STAGE_ALLOY,
                                         MNZ_STAGE_MAGNET};

    return w->num_levels == MAX_LEVELS ? all[level] : stages[w->num_levels][level];
}

/* The first material of a level holds neodymium alone, so that everybody can make it.
 */
void
random_materials(struct random_world *w)
{
    for (uint32_t level = 0; level + 1 < w->num_levels; level++) {
        const uint32_t count = 1 + random_below(w, 3);

        w->first_material[level] = w->b->scenario->num_materials;
        for (uint32_t i = 0; i < count; i++) {
            const double content = random_between(w, 0.1, 0.4);
            char name[32];
            uint32_t m;

            snprintf(name, sizeof name, "m%u_%u", level, i);
            m = build_material(w->b, name, stage_of(w, level), "Nd", content);
            for (int e = 1; e < 3; e++)
                if (level == 0 ? i == 0 || random_chance(w, 0.7)
                               : i > 0 && random_chance(w, 0.5))
                    build_content(w->b, m, elements[e], random_between(w, 0.05, 0.3));
        }
    }
    w->first_material[w->num_levels - 1] = w->b->scenario->num_materials;
}

/* Contents are constants here. */
static double
content_of(const struct random_world *w, uint32_t material, int element)
{
    const struct mnz_scenario *s = w->b->scenario;
    static const double nothing = 0.0;

    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
        if (mnz_rare_earth_symbol[e][0] == elements[element][0] &&
            mnz_rare_earth_symbol[e][1] == elements[element][1])
            return s->materials[material].content[e] == MNZ_VALUE_NONE
                       ? nothing
                       : s->pool.values[s->materials[material].content[e]].number;
    return nothing;
}

static uint32_t
random_place(struct random_world *w)
{
    return random_chance(w, 0.35) ? w->b->cn
                                  : random_below(w, w->b->scenario->num_places - 1);
}

static void
vary_actor(struct random_world *w, uint32_t actor)
{
    static const double covers[] = {0.0, 0.3, 1.0, 2.5};
    struct mnz_actor *a = build_actor(w->b, actor);

    a->input_cover_months = random_value(w, covers[random_below(w, 4)], 0.3);
    a->output_cover_months = random_value(w, covers[random_below(w, 3)], 0.3);
    if (a->is_industry)
        a->output_cover_months = build_constant(w->b, 0.0);
    a->hold_months = random_value(w, random_between(w, 0.0, 3.0), 0.2);
    if (random_has(w, RANDOM_GROWTH) && random_chance(w, 0.4))
        a->growth_per_year = random_value(w, random_between(w, -0.1, 0.3), 0.3);
    if (random_has(w, RANDOM_PRIORITIES))
        a->priority = 1 + random_below(w, 3);
    if (random_chance(w, 0.2))
        a->spare_capacity = random_value(w, random_between(w, 0.0, 0.2), 0.3);
    if (random_has(w, RANDOM_SMALL_FIRMS) && random_chance(w, 0.4))
        a->small_firms = random_share(w, random_between(w, 0.0, 1.0), 0.2);
    if (random_chance(w, 0.2))
        a->technology = mnz_ref_to(random_chance(w, 0.7) ? w->b->cn : w->b->us);
}

/* Use some products of the level before, sometimes of the one before that. */
static void
add_inputs(struct random_world *w, uint32_t actor, uint32_t level, double scale)
{
    const uint32_t count = 1 + random_below(w, 3);
    uint8_t is_used[BUILD_MAX_MATERIALS] = {0};

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t from =
            level >= 2 && random_chance(w, 0.2) ? level - 2 : level - 1;
        uint32_t m;

        do
            m = w->first_material[from] +
                random_below(w, w->first_material[from + 1] - w->first_material[from]);
        while (!w->is_made[m]);
        if (is_used[m])
            continue;
        is_used[m] = 1;
        build_uses(w->b, actor, m, random_between(w, 0.3, 1.5) * scale);
    }
}

static double
supply_of(const struct random_world *w, uint32_t actor, int element)
{
    const struct mnz_actor *a = build_actor(w->b, actor);
    double sum = 0.0;

    for (uint32_t i = 0; i < a->num_uses; i++)
        sum += w->b->scenario->pool.values[a->uses[i].value].number *
               content_of(w, a->uses[i].material, element);
    return sum;
}

/* Make some of the level's materials, of no more than 0.7 of any element that comes in:
 * that leaves room for uncertain recipes. */
static void
add_outputs(struct random_world *w, uint32_t actor, uint32_t level)
{
    double weights[BUILD_MAX_MATERIALS], most = INFINITY;
    const uint32_t first = w->first_material[level];
    const uint32_t end = w->first_material[level + 1];

    for (uint32_t m = first; m < end; m++) {
        const int is_first = m == first + (level == 0 ? actor % (end - first) : 0);

        weights[m] =
            is_first || random_chance(w, 0.6) ? random_between(w, 0.2, 1.0) : 0.0;
        for (int e = 0; level > 0 && e < 3; e++)
            if (content_of(w, m, e) > 0.0 && !(supply_of(w, actor, e) > 0.0))
                weights[m] = 0.0;
    }
    for (int e = 0; level > 0 && e < 3; e++) {
        double demand = 0.0;

        for (uint32_t m = first; m < end; m++)
            demand += weights[m] * content_of(w, m, e);
        if (demand > 0.0)
            most = fmin(most, supply_of(w, actor, e) / demand);
    }
    most = level == 0 ? 1.0 : most * random_between(w, 0.4, 0.7);
    for (uint32_t m = first; m < end; m++) {
        if (!(weights[m] > 0.0))
            continue;
        build_makes(w->b, actor, m, weights[m] * most);
        w->is_made[m] = 1;
    }
}

/* The last step of a recipe: its uncertain numbers, and the driving output. */
static void
vary_recipe(struct random_world *w, uint32_t actor)
{
    struct mnz_actor *a = build_actor(w->b, actor);
    const struct mnz_value *values = w->b->scenario->pool.values;
    struct mnz_amount *uses = (struct mnz_amount *)(uintptr_t)a->uses;
    struct mnz_amount *makes = (struct mnz_amount *)(uintptr_t)a->makes;

    for (uint32_t i = 0; i < a->num_uses; i++)
        uses[i].value = random_undated(w, values[uses[i].value].number, 0.08);
    for (uint32_t i = 0; i < a->num_makes; i++)
        makes[i].value = random_undated(w, values[makes[i].value].number, 0.08);
    for (uint32_t i = 1; i < a->num_makes; i++)
        makes[i].is_byproduct = random_chance(w, 0.3);
}

void
random_facilities(struct random_world *w)
{
    for (uint32_t level = 0; level + 1 < w->num_levels; level++) {
        const uint32_t count = 2 + random_below(w, 5);

        w->first_actor[level] = w->b->scenario->num_actors;
        for (uint32_t i = 0; i < count; i++) {
            char name[32];
            uint32_t actor;

            snprintf(name, sizeof name, "f%u_%u", level, i);
            actor =
                build_facility(w->b, name, random_place(w), stage_of(w, level), 0.0);
            if (level > 0)
                add_inputs(w, actor, level, 1.0);
            add_outputs(w, actor, level);
            vary_recipe(w, actor);
            vary_actor(w, actor);
        }
    }
    w->first_actor[w->num_levels - 1] = w->b->scenario->num_actors;
}

/* One that makes a material or two of the second level from scrap. */
void
random_recycler(struct random_world *w)
{
    if (!random_has(w, RANDOM_RECYCLING) || !random_chance(w, 0.6))
        return;
    w->recycler =
        build_facility(w->b, "recycler", random_place(w), MNZ_STAGE_RECYCLING, 0.0);
    for (uint32_t m = w->first_material[1]; m < w->first_material[2]; m++)
        if (w->is_made[m] && (m == w->first_material[1] || random_chance(w, 0.3)))
            build_makes(w->b, w->recycler, m, random_between(w, 0.5, 1.0));
    if (build_actor(w->b, w->recycler)->num_makes == 0) {
        build_makes(w->b, w->recycler, w->first_material[1], 1.0);
        w->is_made[w->first_material[1]] = 1;
    }
    vary_actor(w, w->recycler);
}

/* A share of the output that needs an input: constant, uncertain or falling. */
static void
vary_essential(struct random_world *w, uint32_t industry, uint32_t material)
{
    static const double shares[] = {0.0, 0.2, 0.5, 0.9};
    struct mnz_essential *x =
        build_essential(w->b, industry, material, shares[random_below(w, 4)]);

    if (random_chance(w, 0.4))
        x->share = random_share(w, random_between(w, 0.2, 1.0), 0.2);
    if (random_chance(w, 0.4))
        return;
    x->falls_to = random_share(w, random_between(w, 0.0, 0.4), 0.2);
    x->takes_months = random_chance(w, 0.2)
                          ? build_constant(w->b, 0.0)
                          : random_value(w, random_between(w, 0.5, 12.0), 0.3);
}

/* Covers that differ little and much, as exponential covers do, and close to them: just
 * within the bound that counts as exponential, and just beyond. */
static void
vary_firms(struct random_world *w, uint32_t industry)
{
    static const double spreads[] = {0.0, 0.1,        0.577350269189625764, 0.8,
                                     1.0, 1.0 + 9e-7, 1.0 - 1.2e-6,         1.01,
                                     1.5, 3.0};
    static const double covers[] = {0.0, 0.3, 1.5, 3.0};
    struct mnz_actor *a = build_actor(w->b, industry);

    if (random_chance(w, 0.8))
        a->firm_spread = random_chance(w, 0.6)
                             ? build_constant(w->b, spreads[random_below(w, 10)])
                             : random_value(w, random_between(w, 0.2, 1.4), 0.4);
    if (random_chance(w, 0.5))
        a->output_cover_months = random_value(w, covers[random_below(w, 4)], 0.3);
    for (uint32_t i = 0; i < a->num_uses; i++)
        if (random_chance(w, 0.5))
            vary_essential(w, industry, a->uses[i].material);
}

void
random_industries(struct random_world *w)
{
    static const char *const sectors[] = {"motors", "wind", "defence"};
    const uint32_t count = 2 + random_below(w, 5);

    for (uint32_t i = 0; i < count; i++) {
        struct mnz_actor *a;
        struct mnz_amount *uses;
        char name[32];
        const char *sector = sectors[random_below(w, 3)];
        uint32_t actor;

        snprintf(name, sizeof name, "i%u", i);
        actor = build_industry(w->b, name, random_place(w), sector);
        a = build_actor(w->b, actor);
        add_inputs(w, actor, w->num_levels - 1, random_between(w, 200.0, 2000.0));
        vary_actor(w, actor);
        uses = (struct mnz_amount *)(uintptr_t)a->uses;
        for (uint32_t j = 0; j < a->num_uses; j++)
            uses[j].value =
                random_value(w, w->b->scenario->pool.values[uses[j].value].number, 0.2);
        a->end_use = random_chance(w, 0.3) ? MNZ_USE_MILITARY : MNZ_USE_CIVIL;
        if (random_chance(w, 0.5))
            a->value_usd_per_year = random_value(w, 1e9, 0.3);
        if (random_has(w, RANDOM_UNEVEN) && random_chance(w, 0.8))
            vary_firms(w, actor);
        if (!random_has(w, RANDOM_DEMAND_RESPONSE))
            continue;
        if (random_chance(w, 0.5))
            a->elasticity = random_value(w, random_between(w, 0.05, 0.5), 0.3);
        if (random_chance(w, 0.5))
            a->recovers = random_share(w, random_between(w, 0.0, 1.0), 0.2);
        a->overtime = random_value(w, random_between(w, 0.0, 0.3), 0.3);
    }
}
