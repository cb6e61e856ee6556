/* build_scenario.c - small scenarios made in memory. */

#include "support/build_scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/dates.h"

static void *
room(struct build *b, size_t count, size_t size)
{
    void *p = mnz_arena_alloc(&b->scenario->arena, count, size);

    MNZ_BUG_IF(!p);
    return p;
}

static const char *
keep(struct build *b, const char *text)
{
    const char *copy = mnz_arena_strdup(&b->scenario->arena, text);

    MNZ_BUG_IF(!copy);
    return copy;
}

static struct mnz_span
next_span(struct build *b)
{
    return (struct mnz_span){.file = "built", .line = ++b->next_line, .column = 1};
}

static struct mnz_origin
next_origin(struct build *b)
{
    return (struct mnz_origin){.at = next_span(b), .source = "", .verified = ""};
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
    s->pool.values = room(b, BUILD_MAX_VALUES, sizeof *s->pool.values);
    s->pool.points = room(b, BUILD_MAX_POINTS, sizeof *s->pool.points);
    s->pool.inputs = room(b, BUILD_MAX_INPUTS, sizeof *s->pool.inputs);
    s->places = room(b, BUILD_MAX_PLACES, sizeof *s->places);
    s->sectors = room(b, BUILD_MAX_SECTORS, sizeof *s->sectors);
    s->materials = room(b, BUILD_MAX_MATERIALS, sizeof *s->materials);
    s->actors = room(b, BUILD_MAX_ACTORS, sizeof *s->actors);
    s->link_rows = room(b, BUILD_MAX_ROWS, sizeof *s->link_rows);
    s->regimes = room(b, BUILD_MAX_REGIMES, sizeof *s->regimes);
    s->controls = room(b, BUILD_MAX_CONTROLS, sizeof *s->controls);
    s->policies = room(b, BUILD_MAX_POLICIES, sizeof *s->policies);
    s->events = room(b, BUILD_MAX_EVENTS, sizeof *s->events);
    s->correlations = room(b, BUILD_MAX_CORRELATIONS, sizeof *s->correlations);
    s->zones = room(b, BUILD_MAX_ZONES, sizeof *s->zones);
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

static uint32_t
add_input(struct build *b, const char *name, const struct mnz_dist *dist)
{
    struct mnz_value_pool *pool = &b->scenario->pool;

    MNZ_BUG_IF(pool->num_inputs >= BUILD_MAX_INPUTS);
    pool->inputs[pool->num_inputs] = (struct mnz_input){
        .name = keep(b, name),
        .dist = *dist,
        .dist_text = "built",
        .unit = "",
        .at = next_span(b),
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
                                           .a = add_input(b, name, dist)});
}

static struct mnz_dist
uniform(double low, double high)
{
    return (struct mnz_dist){
        .kind = MNZ_DIST_UNIFORM, .p = {low, high}, .low = -INFINITY, .high = INFINITY};
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
    uint32_t *copy = room(b, num_members, sizeof *copy);

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
    s->places[s->num_places].code = keep(b, code);
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
    s->sectors[s->num_sectors] = keep(b, name);
    return s->num_sectors++;
}

static uint32_t
element_of(const char *symbol)
{
    for (uint32_t e = 0; e < MNZ_NUM_ELEMENTS; e++)
        if (strcmp(mnz_element_symbol[e], symbol) == 0)
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
    m->name = keep(b, name);
    m->stage = stage;
    for (int e = 0; e < MNZ_NUM_ELEMENTS; e++)
        m->content[e] = MNZ_VALUE_NONE;
    m->price_usd_per_kg = build_constant(b, 10.0);
    m->elasticity = build_constant(b, 0.25);
    m->origin = next_origin(b);
    s->num_materials++;
    if (element)
        build_content(b, s->num_materials - 1, element, content);
    return s->num_materials - 1;
}

void
build_content(struct build *b, uint32_t material, const char *element, double content)
{
    b->scenario->materials[material].content[element_of(element)] =
        build_constant(b, content);
}

static uint32_t
add_actor(struct build *b, const char *name, uint32_t place)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_actor *a = &s->actors[s->num_actors];

    MNZ_BUG_IF(s->num_actors >= BUILD_MAX_ACTORS);
    *a = (struct mnz_actor){
        .name = keep(b, name),
        .place = place,
        .sector = MNZ_NONE,
        .priority = 3,
        .technology = MNZ_NONE,
        .uses = room(b, BUILD_MAX_AMOUNTS, sizeof *a->uses),
        .makes = room(b, BUILD_MAX_AMOUNTS, sizeof *a->makes),
        .capacity_tpa = MNZ_VALUE_NONE,
        .growth_per_year = build_constant(b, 0.0),
        .surge = build_constant(b, 0.0),
        .input_cover_months = build_constant(b, 1.0),
        .output_cover_months = build_constant(b, 0.5),
        .hold_months = build_constant(b, 3.0),
        .elasticity = build_constant(b, 0.0),
        .value_usd_per_year = MNZ_VALUE_NONE,
        .recovers = build_constant(b, 0.0),
        .overtime = build_constant(b, 0.1),
        .origin = next_origin(b),
    };
    return s->num_actors++;
}

uint32_t
build_facility(struct build *b, const char *name, uint32_t place, enum mnz_stage stage,
               double capacity_tpa)
{
    const struct mnz_scenario *s = b->scenario;
    uint32_t actor;

    MNZ_BUG_IF(s->num_actors > 0 && s->actors[s->num_actors - 1].is_industry);
    actor = add_actor(b, name, place);
    build_actor(b, actor)->stage = stage;
    if (capacity_tpa > 0.0)
        build_actor(b, actor)->capacity_tpa = build_constant(b, capacity_tpa);
    return actor;
}

uint32_t
build_industry(struct build *b, const char *name, uint32_t place, const char *sector)
{
    const uint32_t actor = add_actor(b, name, place);

    build_actor(b, actor)->is_industry = 1;
    build_actor(b, actor)->sector = build_sector(b, sector);
    return actor;
}

struct mnz_actor *
build_actor(struct build *b, uint32_t actor)
{
    MNZ_BUG_IF(actor >= b->scenario->num_actors);
    return &b->scenario->actors[actor];
}

static struct mnz_amount *
add_amount(struct build *b, const struct mnz_amount *amounts, uint32_t *count,
           uint32_t material, double amount)
{
    /* The room is ours; only readers see it as constant. */
    struct mnz_amount *a = (struct mnz_amount *)(uintptr_t)&amounts[*count];

    MNZ_BUG_IF(*count >= BUILD_MAX_AMOUNTS);
    *a = (struct mnz_amount){
        .material = material, .value = build_constant(b, amount), .at = next_span(b)};
    (*count)++;
    return a;
}

struct mnz_amount *
build_uses(struct build *b, uint32_t actor, uint32_t material, double amount)
{
    struct mnz_actor *a = build_actor(b, actor);

    return add_amount(b, a->uses, &a->num_uses, material, amount);
}

struct mnz_amount *
build_makes(struct build *b, uint32_t actor, uint32_t material, double amount)
{
    struct mnz_actor *a = build_actor(b, actor);

    return add_amount(b, a->makes, &a->num_makes, material, amount);
}

void
build_covers(struct build *b, uint32_t actor, double input_months, double output_months)
{
    build_actor(b, actor)->input_cover_months = build_constant(b, input_months);
    build_actor(b, actor)->output_cover_months = build_constant(b, output_months);
}

struct mnz_link_row *
build_row(struct build *b, struct mnz_selector from, struct mnz_selector to,
          uint32_t material, double share)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_link_row *row = &s->link_rows[s->num_link_rows++];

    MNZ_BUG_IF(s->num_link_rows > BUILD_MAX_ROWS);
    *row = (struct mnz_link_row){
        .from = from,
        .to = to,
        .material = material,
        .share = build_constant(b, share),
        .lead_months = build_constant(b, 0.0),
        .capacity_tpa = MNZ_VALUE_NONE,
        .backup = build_constant(b, 0.0),
        .origin = next_origin(b),
    };
    return row;
}

struct mnz_link_row *
build_link(struct build *b, uint32_t from, uint32_t to, uint32_t material, double share,
           double lead_months)
{
    struct mnz_link_row *row = build_row(b, build_select_actor(b, from),
                                         build_select_actor(b, to), material, share);

    row->lead_months = build_constant(b, lead_months);
    return row;
}

static uint32_t *
copy_ids(struct build *b, uint32_t count, const uint32_t *ids)
{
    uint32_t *copy = room(b, count, sizeof *copy);

    if (count > 0)
        memcpy(copy, ids, count * sizeof *copy);
    return copy;
}

struct mnz_selector
build_select_all(struct build *b)
{
    return (struct mnz_selector){.at = next_span(b)};
}

struct mnz_selector
build_select_actors(struct build *b, uint32_t count, const uint32_t *actors)
{
    struct mnz_selector s = build_select_all(b);

    s.num_actors = count;
    s.actors = copy_ids(b, count, actors);
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
    s.places = copy_ids(b, 1, &place);
    return s;
}

struct mnz_selector
build_select_material(struct build *b, uint32_t material)
{
    struct mnz_selector s = build_select_all(b);

    s.num_materials = 1;
    s.materials = copy_ids(b, 1, &material);
    return s;
}

struct mnz_selector
build_select_sector(struct build *b, uint32_t sector)
{
    struct mnz_selector s = build_select_all(b);

    s.num_sectors = 1;
    s.sectors = copy_ids(b, 1, &sector);
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

    s.elements = 1u << element_of(element);
    return s;
}

struct mnz_selector
build_select_not(struct build *b, struct mnz_selector selector)
{
    struct mnz_selector s = build_select_all(b);
    struct mnz_selector *excluded = room(b, 1, sizeof *excluded);

    *excluded = selector;
    s.not_selector = excluded;
    return s;
}

uint32_t
build_regime(struct build *b, const char *name)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_regimes >= BUILD_MAX_REGIMES);
    s->regimes[s->num_regimes] = (struct mnz_regime){
        .name = keep(b, name),
        .in_force = {MNZ_VALUE_NONE, MNZ_VALUE_NONE},
        .probability = build_constant(b, 1.0),
        .drawn_input = MNZ_NONE,
        .at = next_span(b),
    };
    return s->num_regimes++;
}

struct mnz_regime *
build_regime_of(struct build *b, uint32_t regime)
{
    MNZ_BUG_IF(regime >= b->scenario->num_regimes);
    return &b->scenario->regimes[regime];
}

void
build_in_force(struct build *b, uint32_t regime, int32_t from, int32_t until)
{
    build_regime_of(b, regime)->in_force.from = build_constant(b, from);
    build_regime_of(b, regime)->in_force.until = build_constant(b, until);
}

void
build_probability(struct build *b, uint32_t regime, double probability)
{
    struct mnz_regime *r = build_regime_of(b, regime);
    const struct mnz_dist dist = uniform(0.0, 1.0);
    char name[128];

    snprintf(name, sizeof name, "%s.drawn", r->name);
    r->probability = build_constant(b, probability);
    r->drawn_input = add_input(b, name, &dist);
}

struct mnz_control *
build_control(struct build *b, enum mnz_control_kind kind, const char *name,
              uint32_t by)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_control *k = &s->controls[s->num_controls++];
    char regime[128];

    MNZ_BUG_IF(s->num_controls > BUILD_MAX_CONTROLS);
    snprintf(regime, sizeof regime, "controls.%s", name);
    *k = (struct mnz_control){
        .name = keep(b, name),
        .kind = kind,
        .regime = build_regime(b, regime),
        .by = by,
        .covers = build_constant(b, 1.0),
        .leak = build_constant(b, 0.0),
        .tonnes_tpa = build_constant(b, 0.0),
        .approval = {build_constant(b, 1.0), build_constant(b, 1.0)},
        .processing_months = build_constant(b, 0.0),
        .spread = build_constant(b, 0.4),
        .throughput_t_per_month = MNZ_VALUE_NONE,
        .validity_months = MNZ_VALUE_NONE,
        .general = build_constant(b, 0.0),
        .order_ahead = build_constant(b, 1.0),
        .trim = MNZ_VALUE_NONE,
        .de_minimis = build_constant(b, 0.001),
        .compliance = build_constant(b, 1.0),
        .rate = MNZ_VALUE_NONE,
        .elasticity = build_constant(b, 1.5),
        .pass = build_constant(b, 1.0),
        .fraction = build_constant(b, 1.0),
        .duration = MNZ_VALUE_NONE,
        .origin = next_origin(b),
    };
    if (kind == MNZ_CONTROL_TARIFF)
        k->rate = build_constant(b, 0.5);
    return k;
}

struct mnz_policy *
build_policy(struct build *b, enum mnz_policy_kind kind, const char *name)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_policy *p = &s->policies[s->num_policies++];
    char regime[128];

    MNZ_BUG_IF(s->num_policies > BUILD_MAX_POLICIES);
    snprintf(regime, sizeof regime, "policies.%s", name);
    *p = (struct mnz_policy){
        .name = keep(b, name),
        .kind = kind,
        .regime = build_regime(b, regime),
        .at = MNZ_NONE,
        .shortfall_above = build_constant(b, 0.0),
        .rate_per_month = MNZ_VALUE_NONE,
        .facility = MNZ_NONE,
        .adds_tpa = build_constant(b, 0.0),
        .online = build_constant(b, s->start_day),
        .ramp_months = build_constant(b, 0.0),
        .offtake_share = build_constant(b, 0.0),
        .by = MNZ_NONE,
        .class_number = 1,
        .to_material = MNZ_NONE,
        .share = build_constant(b, 0.0),
        .after_months = build_constant(b, 1.0),
        .origin = next_origin(b),
    };
    return p;
}

void
build_holding(struct build *b, struct mnz_policy *policy, uint32_t material,
              double amount, int in_months_of_use)
{
    struct mnz_holding *all = room(b, policy->num_holdings + 1, sizeof *all);

    if (policy->num_holdings > 0)
        memcpy(all, policy->holdings, policy->num_holdings * sizeof *all);
    all[policy->num_holdings] = (struct mnz_holding){
        .material = material,
        .amount = build_constant(b, amount),
        .in_months_of_use = in_months_of_use,
        .at = next_span(b),
    };
    policy->holdings = all;
    policy->num_holdings++;
}

void
build_zone(struct build *b, const char *name, struct mnz_selector places)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_zones >= BUILD_MAX_ZONES);
    s->zones[s->num_zones++] =
        (struct mnz_price_zone){.name = keep(b, name), .places = places};
}

struct mnz_event *
build_event(struct build *b, const char *name, double day, uint32_t num_branches,
            const double *probabilities)
{
    struct mnz_scenario *s = b->scenario;
    struct mnz_event *e = &s->events[s->num_events++];
    struct mnz_branch *branches = room(b, num_branches, sizeof *branches);
    const struct mnz_dist dist = uniform(0.0, 1.0);
    int is_certain = 0;
    char text[128];

    MNZ_BUG_IF(s->num_events > BUILD_MAX_EVENTS);
    for (uint32_t i = 0; i < num_branches; i++) {
        snprintf(text, sizeof text, "branch_%u", i);
        branches[i].name = keep(b, text);
        branches[i].probability = build_constant(b, probabilities[i]);
        is_certain |= probabilities[i] >= 1.0;
    }
    snprintf(text, sizeof text, "events.%s.drawn", name);
    *e = (struct mnz_event){
        .name = keep(b, name),
        .on = build_constant(b, day),
        .if_event = MNZ_NONE,
        .if_branch = MNZ_NONE,
        .num_branches = num_branches,
        .branches = branches,
        .drawn_input = is_certain ? MNZ_NONE : add_input(b, text, &dist),
        .at = next_span(b),
    };
    return e;
}

void
build_activate(struct build *b, struct mnz_event *event, uint32_t branch,
               uint32_t regime, int deactivate)
{
    struct mnz_branch *br = (struct mnz_branch *)(uintptr_t)&event->branches[branch];
    const uint32_t count = deactivate ? br->num_deactivates : br->num_activates;
    const uint32_t *old = deactivate ? br->deactivates : br->activates;
    uint32_t *all = room(b, count + 1, sizeof *all);

    if (count > 0)
        memcpy(all, old, count * sizeof *all);
    all[count] = regime;
    if (deactivate) {
        br->deactivates = all;
        br->num_deactivates = count + 1;
    } else {
        br->activates = all;
        br->num_activates = count + 1;
    }
}

void
build_correlate(struct build *b, uint32_t input, uint32_t other, double rank)
{
    struct mnz_scenario *s = b->scenario;

    MNZ_BUG_IF(s->num_correlations >= BUILD_MAX_CORRELATIONS);
    s->correlations[s->num_correlations++] = (struct mnz_rank_correlation){
        .a = input, .b = other, .rank = rank, .at = next_span(b)};
}

/* Facility `i` of a chain, which uses what the one before makes. */
static void
add_plant(struct build *b, const char *name, uint32_t place, enum mnz_stage stage)
{
    static const char *const goods[] = {"ore", "oxide", "metal"};
    const uint32_t i = b->scenario->num_actors;

    build_material(b, goods[i], stage, "Nd", 0.5);
    build_facility(b, name, place, stage, 0.0);
    build_makes(b, i, i, 1.0);
    build_covers(b, i, 1.0, 0.0);
    if (i == 0)
        return;
    build_uses(b, i, i - 1, 1.0);
    build_link(b, i - 1, i, i - 1, 1.0, 0.0);
}

static void
add_user(struct build *b)
{
    const uint32_t i = b->scenario->num_actors;

    build_industry(b, "user", b->us, "users");
    build_uses(b, i, i - 1, 1200.0);
    build_covers(b, i, 1.0, 0.0);
    build_link(b, i - 1, i, i - 1, 1.0, 0.0);
}

void
build_two_nodes(struct build *b)
{
    build_init(b);
    add_plant(b, "mine", b->cn, MNZ_STAGE_MINE);
    add_user(b);
}

void
build_three_nodes(struct build *b)
{
    build_init(b);
    add_plant(b, "mine", b->cn, MNZ_STAGE_MINE);
    add_plant(b, "plant", b->my, MNZ_STAGE_SEPARATION);
    add_user(b);
}

void
build_four_nodes(struct build *b)
{
    build_init(b);
    add_plant(b, "mine", b->cn, MNZ_STAGE_MINE);
    add_plant(b, "separator", b->cn, MNZ_STAGE_SEPARATION);
    add_plant(b, "plant", b->jp, MNZ_STAGE_METAL);
    add_user(b);
}
