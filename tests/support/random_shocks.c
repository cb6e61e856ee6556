/* random_shocks.c - times and scopes of the shocks to a random world. */

#include <stdio.h>

#include "base/bug.h"
#include "support/random_world.h"

static void add_events(struct random_world *w);
static void add_triggers(struct random_world *w);

void
random_shocks(struct random_world *w)
{
    random_controls(w);
    random_policies(w);
    add_events(w);
    if (random_has(w, RANDOM_TRIGGERS))
        add_triggers(w);
}

/* Whether the last addition may stay. */
int
random_may_stay(struct random_world *w)
{
    struct mnz_network *net = random_compile(w);

    if (!net)
        return 0;
    mnz_network_destroy(net);
    return 1;
}

struct mnz_selector
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

struct mnz_selector
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

mnz_value_id
random_date(struct random_world *w, int32_t day)
{
    char name[32];

    if (!random_has(w, RANDOM_UNCERTAIN) || !random_chance(w, 0.25))
        return build_constant(w->b, day);
    snprintf(name, sizeof name, "random.%u", w->num_names++);
    return build_uniform(w->b, name, day - 40, day + 60.5);
}

void
random_regime(struct random_world *w, uint32_t regime)
{
    struct mnz_regime *r = build_regime_of(w->b, regime);

    if (random_chance(w, 0.75))
        r->in_force.from = random_date(w, random_day(w));
    if (random_chance(w, 0.4))
        r->in_force.until = random_date(w, random_day(w) + 60);
    if (random_chance(w, 0.3)) {
        const uint32_t count = 1 + random_below(w, 2);
        struct mnz_window *windows =
            mnz_arena_alloc(&w->b->scenario->arena, count, sizeof *windows);

        MNZ_BUG_IF(!windows);
        for (uint32_t i = 0; i < count; i++) {
            const int32_t day = random_day(w);

            windows[i].from = random_date(w, day);
            windows[i].until =
                random_chance(w, 0.8)
                    ? random_date(w, day + 5 + (int32_t)random_below(w, 120))
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
add_switch(struct random_world *w, struct mnz_event *e, uint32_t branch, int is_off)
{
    const uint32_t regime = random_below(w, w->b->scenario->num_regimes);
    struct mnz_switch *s;

    if (!random_has(w, RANDOM_CHANCES) || !random_has(w, RANDOM_UNCERTAIN) ||
        !random_chance(w, 0.4)) {
        build_activate(w->b, e, branch, regime, is_off);
        return;
    }
    s = build_chance(w->b, e, branch, regime, is_off, random_between(w, 0.2, 0.9));
    if (random_chance(w, 0.3))
        s->probability = random_undated(w, 0.5, 0.5);
}

/* Let windows count only where an event takes a branch. */
static void
add_conditions(struct random_world *w, const struct mnz_window *windows, uint32_t count)
{
    const struct mnz_scenario *s = w->b->scenario;

    for (uint32_t i = 0; i < count; i++) {
        struct mnz_window *window = (struct mnz_window *)(uintptr_t)&windows[i];
        uint32_t event;

        if (!random_has(w, RANDOM_CHANCES) || !random_chance(w, 0.5))
            continue;
        event = random_below(w, s->num_events);
        window->if_event = mnz_ref_to(event);
        window->if_branch = random_below(w, s->events[event].num_branches);
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
        e->on = random_date(w, random_day(w));
        if (i > 0 && random_chance(w, 0.5)) {
            e->if_event = mnz_ref_to(i - 1);
            e->if_branch = random_below(w, s->events[i - 1].num_branches);
        }
        for (uint32_t j = 0; j < num_branches; j++)
            if (random_chance(w, 0.8)) {
                const int is_off = random_chance(w, 0.4);

                add_switch(w, e, j, is_off);
            }
    }
    for (uint32_t i = 0; i < s->num_controls && s->num_events > 0; i++) {
        const struct mnz_control *k = &s->controls[i];
        const struct mnz_regime *r = build_regime_of(w->b, k->regime);

        if (k->kind == MNZ_CONTROL_LICENCE || k->kind == MNZ_CONTROL_EXTRATERRITORIAL)
            add_conditions(w, k->licence.pauses, k->licence.num_pauses);
        add_conditions(w, r->suspensions, r->num_suspensions);
    }
}

/* Let some regimes answer others. Those before answer those after, or the other way
 * round, so that there is no circle. */
static void
add_triggers(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;
    const int is_backwards = random_chance(w, 0.5);

    for (uint32_t i = 0; i < s->num_regimes; i++) {
        const uint32_t first = is_backwards ? 0 : i + 1;
        const uint32_t count = is_backwards ? i : s->num_regimes - i - 1;
        const double probability =
            random_has(w, RANDOM_UNCERTAIN) && random_chance(w, 0.4)
                ? random_between(w, 0.2, 0.9)
                : 1.0;
        struct mnz_regime *r = build_regime_of(w->b, i);

        if (count == 0 || !random_chance(w, 0.12))
            continue;
        build_trigger(w->b, i, first + random_below(w, count), 0.0, probability);
        if (random_chance(w, 0.6))
            r->trigger_after_months =
                random_undated(w, random_between(w, 0.1, 5.0), 0.4);
        if (probability < 1.0 && random_chance(w, 0.3))
            r->trigger_probability = random_undated(w, 0.5, 0.5);
    }
}
