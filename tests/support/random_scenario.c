/* random_scenario.c - a random world, from its calendar to its shocks. */

#include "support/random_scenario.h"

#include "base/dates.h"
#include "support/random_world.h"

static void build_calendar(struct random_world *w);
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
    random_materials(&w);
    random_facilities(&w);
    random_recycler(&w);
    random_industries(&w);
    random_links(&w);
    random_capacities(&w);
    vary_behaviour(&w);
    vary_prices(&w);
    random_shocks(&w);
    correlate(&w);
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
    if (random_has(w, RANDOM_UNEVEN))
        v->short_above = random_chance(w, 0.4)
                             ? build_constant(w->b, 0.0)
                             : random_share(w, random_between(w, 0.0, 0.1), 0.02);
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
