/* random_shocks.c - the controls, policies and events of a random world. Each is kept
 * only if the world still compiles: a scope that happens to be empty is taken back. */

#include <math.h>
#include <stdio.h>

#include "base/bug.h"
#include "base/dates.h"
#include "support/random_world.h"

static void add_controls(struct random_world *w);
static void add_policies(struct random_world *w);
static void add_events(struct random_world *w);

void
random_shocks(struct random_world *w)
{
    add_controls(w);
    add_policies(w);
    add_events(w);
}

/* Whether what was added last may stay. */
static int
may_stay(struct random_world *w)
{
    struct mnz_network *net = random_compile(w);

    if (!net)
        return 0;
    mnz_network_destroy(net);
    return 1;
}

static struct mnz_selector
random_goods(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;

    switch (random_below(w, 4)) {
    case 0:
        return build_select_material(w->b, random_below(w, s->num_materials));
    case 1:
        return build_select_stage(
            w->b, s->materials[random_below(w, s->num_materials)].stage);
    case 2:
        return build_select_element(w->b, random_chance(w, 0.7) ? "Dy" : "Nd");
    default:
        return build_select_all(w->b);
    }
}

static struct mnz_selector
random_buyers(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;
    struct mnz_selector selector;

    switch (random_below(w, 6)) {
    case 0:
        return build_select_place(w->b, random_below(w, s->num_places));
    case 1:
        return build_select_not(w->b, build_select_place(w->b, w->b->us));
    case 2:
        return build_select_sector(w->b, random_below(w, s->num_sectors));
    case 3:
        selector = build_select_all(w->b);
        selector.end_uses = 1u << random_below(w, MNZ_NUM_END_USES);
        return selector;
    default:
        return build_select_all(w->b);
    }
}

static mnz_value_id
day_value(struct random_world *w, int32_t day)
{
    char name[32];

    if (!random_has(w, RANDOM_UNCERTAIN) || !random_chance(w, 0.25))
        return build_constant(w->b, day);
    snprintf(name, sizeof name, "random.%u", w->num_names++);
    return build_uniform(w->b, name, day - 40, day + 60.5);
}

static void
vary_regime(struct random_world *w, uint32_t regime)
{
    struct mnz_regime *r = build_regime_of(w->b, regime);

    if (random_chance(w, 0.75))
        r->in_force.from = day_value(w, random_day(w));
    if (random_chance(w, 0.4))
        r->in_force.until = day_value(w, random_day(w) + 60);
    if (random_chance(w, 0.3)) {
        const uint32_t count = 1 + random_below(w, 2);
        struct mnz_window *windows =
            mnz_arena_alloc(&w->b->scenario->arena, count, sizeof *windows);

        MNZ_BUG_IF(!windows);
        for (uint32_t i = 0; i < count; i++) {
            const int32_t day = random_day(w);

            windows[i].from = day_value(w, day);
            windows[i].until =
                random_chance(w, 0.8)
                    ? day_value(w, day + 5 + (int32_t)random_below(w, 120))
                    : MNZ_VALUE_NONE;
        }
        r->suspensions = windows;
        r->num_suspensions = count;
    }
    if (random_has(w, RANDOM_UNCERTAIN) && random_chance(w, 0.25)) {
        build_probability(w->b, regime, random_between(w, 0.2, 0.9));
        if (random_chance(w, 0.3))
            r->probability = random_undated(w, 0.5, 0.5);
    }
}

static void
vary_licence(struct random_world *w, struct mnz_control *k)
{
    static const double processing[] = {0.0, 0.3, 1.0, 1.5, 3.2};

    for (int e = 0; e < MNZ_NUM_END_USES; e++)
        k->approval[e] = random_share(
            w, random_chance(w, 0.2) ? 0.0 : random_between(w, 0.2, 1.0), 0.2);
    k->processing_months = random_value(w, processing[random_below(w, 5)], 0.4);
    k->spread = random_chance(w, 0.3)
                    ? build_constant(w->b, 0.0)
                    : random_value(w, random_between(w, 0.2, 0.8), 0.3);
    if (random_chance(w, 0.3))
        k->throughput_t_per_month = random_value(w, random_between(w, 5.0, 400.0), 0.3);
    if (random_chance(w, 0.5))
        k->validity_months = random_value(w, random_between(w, 0.5, 6.0), 0.2);
    if (random_chance(w, 0.4))
        k->general = random_share(w, random_between(w, 0.0, 0.5), 0.1);
    k->order_ahead = random_value(w, random_chance(w, 0.3) ? 0.0 : 1.0, 0.3);
    if (random_chance(w, 0.3))
        k->trim = random_value(w, random_between(w, 0.8, 1.5), 0.2);
    if (random_chance(w, 0.3)) {
        struct mnz_window *pause =
            mnz_arena_alloc(&w->b->scenario->arena, 1, sizeof *pause);
        const int32_t day = random_day(w);

        MNZ_BUG_IF(!pause);
        pause->from = day_value(w, day);
        pause->until = day_value(w, day + 30 + (int32_t)random_below(w, 90));
        k->pauses = pause;
        k->num_pauses = 1;
    }
}

static void
vary_outage(struct random_world *w, struct mnz_control *k)
{
    const struct mnz_scenario *s = w->b->scenario;

    k->fraction = random_share(w, random_between(w, 0.2, 1.0), 0.2);
    if (random_chance(w, 0.5))
        k->facilities = random_chance(w, 0.5)
                            ? build_select_actor(w->b, random_below(w, s->num_actors))
                            : build_select_place(w->b, random_below(w, s->num_places));
    else {
        k->by = random_chance(w, 0.5) ? w->b->cn : MNZ_NONE;
        k->goods = random_goods(w);
    }
    if (random_has(w, RANDOM_UNCERTAIN) && random_chance(w, 0.5)) {
        k->rate = random_undated(w, random_between(w, 0.5, 4.0), 0.3);
        k->duration_months = (struct mnz_dist){.kind = MNZ_DIST_UNIFORM,
                                               .p = {0.2, 4.0},
                                               .low = -INFINITY,
                                               .high = INFINITY};
    } else if (random_chance(w, 0.5)) {
        build_regime_of(w->b, k->regime)->in_force.from = day_value(w, random_day(w));
        k->duration = random_undated(w, random_between(w, 0.5, 5.0), 0.4);
    }
}

static void
vary_control(struct random_world *w, struct mnz_control *k)
{
    const struct mnz_scenario *s = w->b->scenario;

    if (k->kind != MNZ_CONTROL_OUTAGE) {
        k->goods = random_goods(w);
        k->to = random_buyers(w);
    }
    switch (k->kind) {
    case MNZ_CONTROL_BAN:
        k->covers = random_share(w, random_chance(w, 0.5) ? 1.0 : 0.6, 0.3);
        k->leak = random_share(w, random_chance(w, 0.5) ? 0.0 : 0.2, 0.2);
        break;
    case MNZ_CONTROL_QUOTA:
        k->tonnes_tpa = random_value(w, random_between(w, 50.0, 3000.0), 0.4);
        k->share_by =
            random_chance(w, 0.5) ? MNZ_QUOTA_ORDERS : MNZ_QUOTA_PAST_PURCHASES;
        break;
    case MNZ_CONTROL_EXTRATERRITORIAL:
        k->de_minimis = random_value(w, random_chance(w, 0.5) ? 0.001 : 0.3, 0.5);
        k->compliance = random_share(w, random_between(w, 0.3, 1.0), 0.2);
        k->technology_test = random_chance(w, 0.5);
        if (random_chance(w, 0.5))
            k->items = random_goods(w);
        vary_licence(w, k);
        break;
    case MNZ_CONTROL_LICENCE:
        vary_licence(w, k);
        if (k > s->controls && k[-1].kind == MNZ_CONTROL_LICENCE &&
            random_chance(w, 0.6)) { /* two on the same links */
            k->by = k[-1].by;
            k->goods = k[-1].goods;
        }
        break;
    case MNZ_CONTROL_TARIFF:
        k->rate = random_value(w, random_between(w, 0.1, 1.2), 0.3);
        k->elasticity = random_value(w, random_between(w, 0.3, 2.5), 0.3);
        k->pass = random_share(w, random_between(w, 0.4, 1.0), 0.2);
        if (random_chance(w, 0.5))
            k->on = build_select_place(w->b, w->b->cn);
        break;
    case MNZ_CONTROL_OUTAGE:
        vary_outage(w, k);
        break;
    case MNZ_NUM_CONTROL_KINDS:
        MNZ_BUG_IF(1);
    }
}

static uint32_t
random_government(struct random_world *w)
{
    const uint32_t all[] = {w->b->cn, w->b->cn, w->b->cn, w->b->us, w->eu, w->allies};

    return all[random_below(w, 6)];
}

static void
add_controls(struct random_world *w)
{
    static const struct {
        enum mnz_control_kind kind;
        unsigned feature;
    } kinds[] = {{MNZ_CONTROL_BAN, RANDOM_BANS},
                 {MNZ_CONTROL_QUOTA, RANDOM_QUOTAS},
                 {MNZ_CONTROL_LICENCE, RANDOM_LICENCES},
                 {MNZ_CONTROL_EXTRATERRITORIAL, RANDOM_EXTRATERRITORIAL},
                 {MNZ_CONTROL_TARIFF, RANDOM_TARIFFS},
                 {MNZ_CONTROL_OUTAGE, RANDOM_OUTAGES}};
    struct mnz_scenario *s = w->b->scenario;

    for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const uint32_t count = random_below(w, 3);

        for (uint32_t j = 0; j < count && random_has(w, kinds[i].feature); j++) {
            const uint32_t num_regimes = s->num_regimes;
            struct mnz_control *k;
            char name[32];

            snprintf(name, sizeof name, "c%u_%u", i, j);
            k = build_control(
                w->b, kinds[i].kind, name,
                kinds[i].kind == MNZ_CONTROL_OUTAGE ? MNZ_NONE : random_government(w));
            vary_regime(w, k->regime);
            vary_control(w, k);
            if (!may_stay(w)) {
                s->num_controls--;
                s->num_regimes = num_regimes;
            }
        }
    }
}

static void
vary_stockpile(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_scenario *s = w->b->scenario;
    const uint32_t count = 1 + random_below(w, 2);

    p->at = w->b->us;
    p->beneficiaries = random_buyers(w);
    for (uint32_t i = 0; i < count; i++) {
        const int in_months = random_chance(w, 0.6);

        build_holding(w->b, p, random_below(w, s->num_materials),
                      in_months ? random_between(w, 0.5, 4.0)
                                : random_between(w, 10.0, 500.0),
                      in_months);
    }
    p->shortfall_above = random_share(
        w, random_chance(w, 0.4) ? 0.0 : random_between(w, 0.01, 0.3), 0.05);
    if (random_chance(w, 0.6))
        p->rate_per_month = random_share(w, random_between(w, 0.1, 0.6), 0.1);
    p->refill = random_chance(w, 0.5);
}

static void
vary_project(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_scenario *s = w->b->scenario;

    do
        p->facility = random_below(w, s->num_actors);
    while (s->actors[p->facility].is_industry);
    p->adds_tpa = random_undated(w, random_between(w, 10.0, 800.0), 0.3);
    p->online = day_value(w, random_day(w));
    p->ramp_months = random_undated(w, random_chance(w, 0.3) ? 0.0 : 6.0, 0.3);
    if (random_chance(w, 0.6)) {
        p->offtake_to = random_buyers(w);
        p->offtake_share = random_share(w, random_between(w, 0.05, 0.5), 0.1);
    }
}

static void
vary_priority(struct random_world *w, struct mnz_policy *p)
{
    p->by = random_chance(w, 0.5) ? w->b->cn : MNZ_NONE;
    p->to =
        random_chance(w, 0.4) ? build_select_place(w->b, w->b->cn) : random_buyers(w);
    p->class_number = 1 + random_below(w, 4);
}

/* What industries consumed, or what some level of plants lost. */
static void
vary_recycling(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_actor *recycler = build_actor(w->b, w->recycler);
    uint32_t sources[BUILD_MAX_ACTORS], count = 0;

    for (uint32_t i = 0; i < w->b->scenario->num_actors; i++)
        if (build_actor(w->b, i)->is_industry || random_chance(w, 0.2))
            sources[count++] = i;
    p->at = w->recycler;
    p->from = build_select_actors(w->b, count, sources);
    p->to_material = recycler->makes[random_below(w, recycler->num_makes)].material;
    p->share = random_share(w, random_between(w, 0.02, 0.4), 0.05);
    p->after_months = random_undated(
        w, random_chance(w, 0.3) ? 0.0 : random_between(w, 1.0, 9.0), 0.3);
}

static void
add_policies(struct random_world *w)
{
    static const struct {
        enum mnz_policy_kind kind;
        unsigned feature;
        void (*vary)(struct random_world *, struct mnz_policy *);
    } kinds[] = {{MNZ_POLICY_STOCKPILE, RANDOM_STOCKPILES, vary_stockpile},
                 {MNZ_POLICY_PROJECT, RANDOM_PROJECTS, vary_project},
                 {MNZ_POLICY_PRIORITY, RANDOM_PRIORITIES, vary_priority},
                 {MNZ_POLICY_RECYCLING, RANDOM_RECYCLING, vary_recycling}};
    struct mnz_scenario *s = w->b->scenario;

    for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const int is_recycling = kinds[i].kind == MNZ_POLICY_RECYCLING;
        const uint32_t count =
            is_recycling ? w->recycler != MNZ_NONE : random_below(w, 3);

        for (uint32_t j = 0; j < count && random_has(w, kinds[i].feature); j++) {
            const uint32_t num_regimes = s->num_regimes;
            struct mnz_policy *p;
            char name[32];

            snprintf(name, sizeof name, "p%u_%u", i, j);
            p = build_policy(w->b, kinds[i].kind, name);
            if (!is_recycling || random_chance(w, 0.3))
                vary_regime(w, p->regime);
            kinds[i].vary(w, p);
            if (!may_stay(w)) {
                s->num_policies--;
                s->num_regimes = num_regimes;
            }
        }
    }
}

static void
add_events(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;
    const uint32_t count = random_below(w, 3);

    if (!random_has(w, RANDOM_EVENTS) || s->num_regimes == 0)
        return;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t num_branches = 1 + random_below(w, 3);
        double probabilities[3] = {1.0, 0.0, 0.0};
        struct mnz_event *e;
        char name[32];

        if (num_branches == 2 && random_has(w, RANDOM_UNCERTAIN))
            probabilities[1] = 1.0 - (probabilities[0] = random_between(w, 0.1, 0.9));
        else if (num_branches == 3 && random_has(w, RANDOM_UNCERTAIN)) {
            probabilities[0] = 0.25;
            probabilities[1] = 0.5;
            probabilities[2] = 0.25;
        }
        snprintf(name, sizeof name, "e%u", i);
        e = build_event(w->b, name, random_day(w), num_branches, probabilities);
        e->on = day_value(w, random_day(w));
        if (i > 0 && random_chance(w, 0.5)) {
            e->if_event = i - 1;
            e->if_branch = random_below(w, s->events[i - 1].num_branches);
        }
        for (uint32_t j = 0; j < num_branches; j++)
            if (random_chance(w, 0.8))
                build_activate(w->b, e, j, random_below(w, s->num_regimes),
                               random_chance(w, 0.4));
    }
}
