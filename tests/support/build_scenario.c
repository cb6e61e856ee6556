/* build_scenario.c - small scenarios made in memory: values, places, materials. */

#include "support/build_scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/dates.h"
#include "support/build_parts.h"

void *
build_room(struct build *b, size_t count, size_t size)
{
    void *p = mnz_arena_alloc(&b->scenario->arena, count, size);

    MNZ_BUG_IF(!p);
    return p;
}

const char *
build_keep(struct build *b, const char *text)
{
    const char *copy = mnz_arena_strdup(&b->scenario->arena, text);

    MNZ_BUG_IF(!copy);
    return copy;
}

struct mnz_span
build_span(struct build *b)
{
    return (struct mnz_span){.file = "built", .line = ++b->next_line, .column = 1};
}

struct mnz_origin
build_origin(struct build *b)
{
    return (struct mnz_origin){.at = build_span(b), .source = "", .verified = ""};
}

static void
set_behaviour(struct build *b)
{
    b->scenario->behaviour = (struct mnz_behaviour){
        .adjust = build_constant(b, 3.0),
        .expect = build_constant(b, 6.0),
        .switching = build_constant(b, 0.15),
        .return_rate = build_constant(b, 0.05),
        .fill_memory = build_constant(b, 0.5),
        .spot = build_constant(b, 0.3),
        .price_smooth = build_constant(b, 2.0),
        .premium_cap = build_constant(b, 4.0),
        .short_above = build_constant(b, 0.01),
    };
}

void
build_init(struct build *b)
{
    struct mnz_scenario *s = calloc(1, sizeof *s);

    MNZ_BUG_IF(!s);
    *b = (struct build){.scenario = s};
    s->path = "built";
    s->name = "built";
    s->title = "built";
    s->start_day = mnz_date_from_ymd(2025, 1, 1);
    s->months = 12;
    s->step = MNZ_STEP_MONTH;
    s->trials = 64;
    s->seed = 1;
    mnz_elements_follow_rare_earths(s);
    s->pool.values = build_room(b, BUILD_MAX_VALUES, sizeof *s->pool.values);
    s->pool.points = build_room(b, BUILD_MAX_POINTS, sizeof *s->pool.points);
    s->pool.inputs = build_room(b, BUILD_MAX_INPUTS, sizeof *s->pool.inputs);
    s->places = build_room(b, BUILD_MAX_PLACES, sizeof *s->places);
    s->sectors = build_room(b, BUILD_MAX_SECTORS, sizeof *s->sectors);
    s->materials = build_room(b, BUILD_MAX_MATERIALS, sizeof *s->materials);
    s->actors = build_room(b, BUILD_MAX_ACTORS, sizeof *s->actors);
    s->link_rows = build_room(b, BUILD_MAX_ROWS, sizeof *s->link_rows);
    s->regimes = build_room(b, BUILD_MAX_REGIMES, sizeof *s->regimes);
    s->controls = build_room(b, BUILD_MAX_CONTROLS, sizeof *s->controls);
    s->policies = build_room(b, BUILD_MAX_POLICIES, sizeof *s->policies);
    s->events = build_room(b, BUILD_MAX_EVENTS, sizeof *s->events);
    s->correlations = build_room(b, BUILD_MAX_CORRELATIONS, sizeof *s->correlations);
    s->zones = build_room(b, BUILD_MAX_ZONES, sizeof *s->zones);
    s->pool.num_values = 1; /* none */
    set_behaviour(b);
    b->cn = build_place(b, "CN");
    b->us = build_place(b, "US");
    b->jp = build_place(b, "JP");
    b->my = build_place(b, "MY");
}

void
build_finish(struct build *b)
{
    if (!b->scenario)
        return;
    mnz_arena_finish(&b->scenario->arena);
    free(b->scenario);
    b->scenario = NULL;
}

static mnz_value_id
add_value(struct build *b, struct mnz_value value)
{
    struct mnz_value_pool *pool = &b->scenario->pool;

    MNZ_BUG_IF(pool->num_values >= BUILD_MAX_VALUES);
    pool->values[pool->num_values] = value;
    return pool->num_values++;
}

mnz_value_id
build_constant(struct build *b, double number)
{
    return add_value(b,
                     (struct mnz_value){.kind = MNZ_VALUE_CONSTANT, .number = number});
}

uint32_t
build_add_input(struct build *b, const char *name, const struct mnz_dist *dist)
{
    struct mnz_value_pool *pool = &b->scenario->pool;

    MNZ_BUG_IF(pool->num_inputs >= BUILD_MAX_INPUTS);
    pool->inputs[pool->num_inputs] = (struct mnz_input){
        .name = build_keep(b, name),
        .dist = *dist,
        .dist_text = "built",
        .unit = "",
        .at = build_span(b),
        .source = "",
        .verified = "",
    };
    return pool->num_inputs++;
}

mnz_value_id
build_input(struct build *b, const char *name, const struct mnz_dist *dist)
{
    return add_value(b, (struct mnz_value){.kind = MNZ_VALUE_INPUT,
                                           .number = 1.0,
                                           .a = build_add_input(b, name, dist)});
}

static struct mnz_dist
uniform(double low, double high)
{
    return (struct mnz_dist){
        .kind = MNZ_DIST_UNIFORM, .p = {low, high}, .low = -INFINITY, .high = INFINITY};
}

uint32_t
build_add_draw(struct build *b, const char *name)
{
    const struct mnz_dist dist = uniform(0.0, 1.0);

    return build_add_input(b, name, &dist);
}

mnz_value_id
build_uniform(struct build *b, const char *name, double low, double high)
{
    const struct mnz_dist dist = uniform(low, high);

    return build_input(b, name, &dist);
}

uint32_t
build_last_input(const struct build *b)
{
    MNZ_BUG_IF(b->scenario->pool.num_inputs == 0);
    return b->scenario->pool.num_inputs - 1;
}

mnz_value_id
build_series(struct build *b, uint32_t num_points, const int32_t *days,
             const mnz_value_id *values)
{
    struct mnz_value_pool *pool = &b->scenario->pool;
    const uint32_t first = pool->num_points;

    MNZ_BUG_IF(first + num_points > BUILD_MAX_POINTS);
    for (uint32_t i = 0; i < num_points; i++)
        pool->points[first + i] = (struct mnz_series_point){days[i], values[i]};
    pool->num_points += num_points;
    return add_value(
        b, (struct mnz_value){.kind = MNZ_VALUE_SERIES, .a = first, .b = num_points});
}

mnz_value_id
build_product(struct build *b, double number, mnz_value_id x, mnz_value_id y)
{
    return add_value(b,
                     (struct mnz_value){
                         .kind = MNZ_VALUE_PRODUCT, .number = number, .a = x, .b = y});
}

uint32_t
build_bloc(struct build *b, const char *name, uint32_t num_members,
           const uint32_t *members)
{
    const uint32_t place = build_place(b, name);
    uint32_t *copy = build_room(b, num_members, sizeof *copy);

    if (num_members > 0)
        memcpy(copy, members, num_members * sizeof *copy);
    b->scenario->places[place].is_bloc = 1;
    b->scenario->places[place].num_members = num_members;
    b->scenario->places[place].members = copy;
    return place;
}

uint32_t
build_place(struct build *b, const char *code)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_places >= BUILD_MAX_PLACES);
    s->places[s->num_places].code = build_keep(b, code);
    return s->num_places++;
}

uint32_t
build_sector(struct build *b, const char *name)
{
    struct mnz_scenario *s = b->scenario;

    for (uint32_t i = 0; i < s->num_sectors; i++)
        if (strcmp(s->sectors[i], name) == 0)
            return i;
    MNZ_BUG_IF(s->num_sectors >= BUILD_MAX_SECTORS);
    s->sectors[s->num_sectors] = build_keep(b, name);
    return s->num_sectors++;
}

uint32_t
build_element(const char *symbol)
{
    for (uint32_t e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
        if (strcmp(mnz_rare_earth_symbol[e], symbol) == 0)
            return e;
    MNZ_BUG_IF(1);
    return 0;
}

uint32_t
build_material(struct build *b, const char *name, enum mnz_stage stage,
               const char *element, double content)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_material *m = &s->materials[s->num_materials];

    MNZ_BUG_IF(s->num_materials >= BUILD_MAX_MATERIALS);
    m->name = build_keep(b, name);
    m->stage = stage;
    for (int e = 0; e < MNZ_NUM_RARE_EARTHS; e++)
        m->content[e] = MNZ_VALUE_NONE;
    m->price_usd_per_kg = build_constant(b, 10.0);
    m->elasticity = build_constant(b, 0.25);
    m->origin = build_origin(b);
    s->num_materials++;
    if (element)
        build_content(b, s->num_materials - 1, element, content);
    return s->num_materials - 1;
}

void
build_content(struct build *b, uint32_t material, const char *element, double content)
{
    b->scenario->materials[material].content[build_element(element)] =
        build_constant(b, content);
}
