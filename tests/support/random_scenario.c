/* random_scenario.c - the actors and links of a random world. */

#include "support/random_scenario.h"

#include <math.h>
#include <stdio.h>

#include "base/bug.h"
#include "base/dates.h"
#include "support/random_world.h"

static const char *const elements[] = {"Nd", "Dy", "La"};

static void build_calendar(struct random_world *w);
static void build_materials(struct random_world *w);
static void build_facilities(struct random_world *w);
static void build_recycler(struct random_world *w);
static void build_industries(struct random_world *w);
static void build_links(struct random_world *w);
static void set_capacities(struct random_world *w);
static void vary_behaviour(struct random_world *w);
static void vary_prices(struct random_world *w);
static void correlate(struct random_world *w);

void
random_scenario(uint64_t seed, unsigned features, struct build *b)
{
    struct random_world w = {.b = b,
                             .state = seed * 0x9e3779b97f4a7c15u + 1,
                             .features = features,
                             .recycler = MNZ_NONE};

    build_init(b);
    b->scenario->seed = seed;
    build_calendar(&w);
    build_materials(&w);
    build_facilities(&w);
    build_recycler(&w);
    build_industries(&w);
    build_links(&w);
    set_capacities(&w);
    vary_behaviour(&w);
    vary_prices(&w);
    random_shocks(&w);
    correlate(&w);
}

/* splitmix64 */
static uint64_t
next(struct random_world *w)
{
    uint64_t z = (w->state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double
random_between(struct random_world *w, double low, double high)
{
    return low + (high - low) * ((double)(next(w) >> 11) * 0x1p-53);
}

uint32_t
random_below(struct random_world *w, uint32_t n)
{
    return (uint32_t)(next(w) % n);
}

int
random_chance(struct random_world *w, double p)
{
    return random_between(w, 0.0, 1.0) < p;
}

int
random_has(const struct random_world *w, unsigned feature)
{
    return (w->features & feature) != 0;
}

int32_t
random_day(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;
    const int32_t first =
        mnz_date_add_months(s->start_day, -(int)s->warm_up_months - 2);
    const int32_t last = mnz_date_add_months(s->start_day, (int)s->months);

    return first + (int32_t)random_below(w, (uint32_t)(last - first));
}

/* A constant, or an input of some distribution on [low, high]. */
static mnz_value_id
draw_value(struct random_world *w, double x, double low, double high)
{
    struct mnz_dist dist = {.low = -INFINITY, .high = INFINITY};
    char name[32];
    mnz_value_id id;

    if (!random_has(w, RANDOM_UNCERTAIN) || !(low < high) || !random_chance(w, 0.2))
        return build_constant(w->b, x);
    snprintf(name, sizeof name, "random.%u", w->num_names++);
    if (random_chance(w, 0.5))
        return build_uniform(w->b, name, low, high);
    dist.kind = MNZ_DIST_TRIANGULAR;
    dist.p[0] = low;
    dist.p[1] = fmin(fmax(x, low), high);
    dist.p[2] = high;
    id = build_input(w->b, name, &dist);
    if (random_chance(w, 0.2))
        id = build_product(w->b, 1.0, id,
                           random_chance(w, 0.5) ? MNZ_VALUE_NONE
                                                 : build_constant(w->b, 1.0));
    return id;
}

static mnz_value_id
value_between(struct random_world *w, double x, double low, double high, int may_date)
{
    int32_t days[3];
    mnz_value_id values[3];
    uint32_t count;

    if (!may_date || !random_has(w, RANDOM_DATED) || !random_chance(w, 0.1))
        return draw_value(w, x, low, high);
    count = 1 + random_below(w, 3);
    for (uint32_t i = 0; i < count; i++) {
        days[i] =
            i == 0 ? random_day(w) : days[i - 1] + 20 + (int32_t)random_below(w, 200);
        values[i] = draw_value(w, random_between(w, low, high), low, high);
    }
    return build_series(w->b, count, days, values);
}

mnz_value_id
random_value(struct random_world *w, double x, double spread)
{
    return value_between(w, x, x * (1.0 - spread), x * (1.0 + spread), 1);
}

mnz_value_id
random_share(struct random_world *w, double x, double spread)
{
    return value_between(w, x, fmax(0.0, x - spread), fmin(1.0, x + spread), 1);
}

mnz_value_id
random_undated(struct random_world *w, double x, double spread)
{
    return value_between(w, x, x * (1.0 - spread), x * (1.0 + spread), 0);
}

struct mnz_network *
random_compile(const struct random_world *w)
{
    struct mnz_network *net = NULL;
    struct mnz_diags *diags = NULL;

    MNZ_BUG_IF(mnz_diags_create(&diags));
    if (mnz_network_create(w->b->scenario, diags, &net))
        net = NULL;
    mnz_diags_destroy(diags);
    return net;
}

static void
build_calendar(struct random_world *w)
{
    struct mnz_scenario *s = w->b->scenario;
    const uint32_t de = build_place(w->b, "DE"), fr = build_place(w->b, "FR");

    w->eu = build_bloc(w->b, "EU", 2, (const uint32_t[]){de, fr});
    w->allies = build_bloc(w->b, "allies", 5,
                           (const uint32_t[]){w->b->us, w->b->jp, w->eu, de, fr});
    s->start_day = mnz_date_from_ymd(2025, 1 + (int)random_below(w, 12), 1);
    s->months = 6 + random_below(w, 13);
    if (random_has(w, RANDOM_WARM_UP) && random_chance(w, 0.5))
        s->warm_up_months = 1 + random_below(w, 6);
    if (random_has(w, RANDOM_WEEKS) && random_chance(w, 0.25))
        s->step = MNZ_STEP_WEEK;
    w->num_levels = 3 + random_below(w, 4);
}

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
static void
build_materials(struct random_world *w)
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

    for (uint32_t e = 0; e < MNZ_NUM_ELEMENTS; e++)
        if (mnz_element_symbol[e][0] == elements[element][0] &&
            mnz_element_symbol[e][1] == elements[element][1])
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
    a->hold_months = random_value(w, random_between(w, 0.0, 3.0), 0.2);
    if (random_has(w, RANDOM_GROWTH) && random_chance(w, 0.4))
        a->growth_per_year = random_value(w, random_between(w, -0.1, 0.3), 0.3);
    if (random_has(w, RANDOM_PRIORITIES))
        a->priority = 1 + random_below(w, 3);
    if (random_chance(w, 0.2))
        a->surge = random_value(w, random_between(w, 0.0, 0.2), 0.3);
    if (random_chance(w, 0.2))
        a->technology = random_chance(w, 0.7) ? w->b->cn : w->b->us;
}

/* Use some of what the level before makes, sometimes of the one before that. */
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

/* The last step of a recipe: what of it is uncertain, and what drives the plant. */
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

static void
build_facilities(struct random_world *w)
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
static void
build_recycler(struct random_world *w)
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

static void
build_industries(struct random_world *w)
{
    static const char *const sectors[] = {"motors", "wind", "defence"};
    const uint32_t count = 2 + random_below(w, 5);

    for (uint32_t i = 0; i < count; i++) {
        struct mnz_actor *a;
        struct mnz_amount *uses;
        char name[32];
        uint32_t actor;

        snprintf(name, sizeof name, "i%u", i);
        actor =
            build_industry(w->b, name, random_place(w), sectors[random_below(w, 3)]);
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
        if (!random_has(w, RANDOM_DEMAND_RESPONSE))
            continue;
        if (random_chance(w, 0.5))
            a->elasticity = random_value(w, random_between(w, 0.05, 0.5), 0.3);
        if (random_chance(w, 0.5))
            a->recovers = random_share(w, random_between(w, 0.0, 1.0), 0.2);
        a->overtime = random_value(w, random_between(w, 0.0, 0.3), 0.3);
    }
}

static mnz_value_id
random_lead(struct random_world *w)
{
    static const double leads[] = {0.0, 0.0, 0.4, 1.0, 1.5, 2.3, 3.0};

    return random_has(w, RANDOM_LEADS)
               ? random_undated(w, leads[random_below(w, 7)], 0.4)
               : build_constant(w->b, 0.0);
}

static void
vary_link(struct random_world *w, struct mnz_link_row *row)
{
    row->share = random_share(w, w->b->scenario->pool.values[row->share].number, 0.1);
    row->lead_months = random_lead(w);
    if (random_chance(w, 0.6))
        row->backup = random_share(w, random_between(w, 0.0, 0.6), 0.2);
}

/* One buyer's sellers of one material: a row each, or one row for several. */
static void
link_port(struct random_world *w, uint32_t buyer, uint32_t material)
{
    uint32_t sellers[BUILD_MAX_ACTORS], count = 0, kept, joint = 0;
    double weights[BUILD_MAX_ACTORS], sum = 0.0;
    struct mnz_selector to;

    for (uint32_t i = 0; i < w->b->scenario->num_actors; i++) {
        const struct mnz_actor *a = build_actor(w->b, i);

        for (uint32_t j = 0; j < a->num_makes; j++)
            if (a->makes[j].material == material)
                sellers[count++] = i;
    }
    MNZ_BUG_IF(count == 0);
    kept = 1 + random_below(w, count < 4 ? count : 4);
    for (uint32_t i = 0; i < kept; i++) { /* the first of a shuffle */
        const uint32_t j = i + random_below(w, count - i), s = sellers[j];

        sellers[j] = sellers[i];
        sellers[i] = s;
        weights[i] =
            i > 0 && random_chance(w, 0.15) ? 0.0 : random_between(w, 0.1, 1.0);
        if (sellers[i] == w->recycler && kept > 1)
            weights[i] *= 0.05;
        sum += weights[i];
    }
    if (kept >= 3 && random_chance(w, 0.4))
        joint = 2;
    if (random_chance(w, 0.1))
        sum *= random_between(w, 0.5, 1.5); /* rescaled by the reader */
    to = build_select_actor(w->b, buyer);
    if (joint > 0)
        vary_link(w, build_row(w->b, build_select_actors(w->b, joint, sellers), to,
                               material, fmin(1.0, (weights[0] + weights[1]) / sum)));
    for (uint32_t i = joint; i < kept; i++)
        vary_link(w, build_row(w->b, build_select_actor(w->b, sellers[i]), to, material,
                               fmin(1.0, weights[i] / sum)));
}

static void
build_links(struct random_world *w)
{
    for (uint32_t i = 0; i < w->b->scenario->num_actors; i++)
        for (uint32_t j = 0; j < build_actor(w->b, i)->num_uses; j++)
            link_port(w, i, build_actor(w->b, i)->uses[j].material);
}

/* Let by-products of which more is asked than made drive the plant, unless they may be
 * tight. Returns how many: each moves what is asked of others. */
static int
settle_byproducts(struct random_world *w, const struct mnz_network *net,
                  const struct mnz_baseline *base)
{
    int num_changed = 0;

    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const struct mnz_net_node *n = &net->nodes[i];
        struct mnz_amount *makes =
            (struct mnz_amount *)(uintptr_t)build_actor(w->b, i)->makes;

        for (uint32_t j = 0; j < n->num_outputs; j++) {
            const uint32_t o = n->first_output + j;

            if (!makes[j].is_byproduct || base->made[o] >= 4.0 * base->required[o] ||
                (random_has(w, RANDOM_LIMITS) && random_chance(w, 0.3)))
                continue;
            makes[j].is_byproduct = 0;
            num_changed++;
        }
    }
    return num_changed;
}

static void
limit_links(struct random_world *w, const struct mnz_network *net,
            const struct mnz_baseline *base)
{
    for (uint32_t l = 0; l < net->num_links; l++) {
        struct mnz_link_row *row = &w->b->scenario->link_rows[net->links[l].row];

        if (random_chance(w, 0.1))
            row->capacity_tpa = random_value(
                w, (base->flow[l] + 1.0) * random_between(w, 0.8, 2.0), 0.2);
    }
}

static void
set_capacities(struct random_world *w)
{
    struct mnz_network *net = random_compile(w);
    struct mnz_baseline *base = NULL;

    MNZ_BUG_IF(!net);
    MNZ_BUG_IF(mnz_baseline_create(net, mnz_network_median_draws(net), &base));
    while (settle_byproducts(w, net, base) > 0) {
        mnz_baseline_destroy(base);
        mnz_network_destroy(net);
        net = random_compile(w);
        MNZ_BUG_IF(!net);
        MNZ_BUG_IF(mnz_baseline_create(net, mnz_network_median_draws(net), &base));
    }
    for (uint32_t i = 0; i < net->num_nodes; i++) {
        const double activity = base->activity[i] + 1.0;

        if (net->nodes[i].is_industry || random_chance(w, 0.3))
            continue;
        build_actor(w->b, i)->capacity_tpa =
            random_has(w, RANDOM_LIMITS)
                ? random_value(w, activity * random_between(w, 0.8, 1.8), 0.2)
                : random_undated(w, activity * 8.0, 0.1);
    }
    if (random_has(w, RANDOM_LIMITS))
        limit_links(w, net, base);
    mnz_baseline_destroy(base);
    mnz_network_destroy(net);
}

static void
vary_behaviour(struct random_world *w)
{
    struct mnz_behaviour *v = &w->b->scenario->behaviour;

    v->adjust = random_undated(w, random_between(w, 1.6, 5.0), 0.3);
    v->expect = random_undated(w, random_between(w, 1.6, 9.0), 0.3);
    v->price_smooth = random_undated(w, random_between(w, 1.6, 4.0), 0.3);
    v->switching = random_share(w, random_between(w, 0.0, 0.4), 0.1);
    v->return_rate = random_share(w, random_between(w, 0.0, 0.2), 0.1);
    v->fill_memory = random_share(w, random_between(w, 0.1, 1.0), 0.2);
    v->spot = random_share(w, random_between(w, 0.0, 0.8), 0.2);
    v->premium_cap = random_value(w, random_between(w, 1.0, 5.0), 0.2);
}

static void
vary_prices(struct random_world *w)
{
    struct mnz_scenario *s = w->b->scenario;

    for (uint32_t m = 0; m < s->num_materials; m++) {
        s->materials[m].price_usd_per_kg =
            random_value(w, random_between(w, 1.0, 200.0), 0.3);
        s->materials[m].elasticity =
            random_chance(w, 0.15) ? build_constant(w->b, 0.0)
                                   : random_value(w, random_between(w, 0.1, 0.8), 0.3);
    }
    if (random_chance(w, 0.2)) {
        build_zone(w->b, "inside", build_select_place(w->b, w->b->cn));
        build_zone(w->b, "outside",
                   build_select_not(w->b, build_select_place(w->b, w->b->cn)));
    }
}

/* Two pairs at most, of inputs that differ: always positive definite. */
static void
correlate(struct random_world *w)
{
    const uint32_t n = w->b->scenario->pool.num_inputs;

    if (n < 4 || !random_has(w, RANDOM_UNCERTAIN) || !random_chance(w, 0.3))
        return;
    build_correlate(w->b, 0, 1, random_between(w, -0.8, 0.8));
    build_correlate(w->b, n - 2, n - 1, random_between(w, -0.8, 0.8));
}
