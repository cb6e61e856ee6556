/* random_controls.c - the controls of a random world. Each is kept only if the world
 * still compiles: a scope that happens to be empty is taken back. */

#include <math.h>
#include <stdio.h>

#include "base/bug.h"
#include "support/random_world.h"

/* Leaks, which perhaps grow with the profit. */
static void
vary_leak(struct random_world *w, struct mnz_control *k)
{
    if (!random_has(w, RANDOM_GREY))
        return;
    if (random_chance(w, 0.4))
        k->leak = random_share(w, random_between(w, 0.0, 0.4), 0.1);
    if (random_chance(w, 0.6))
        k->leak_rises = random_value(w, random_between(w, 0.02, 0.8), 0.4);
    if (random_chance(w, 0.5))
        k->leak_most = random_share(w, random_between(w, 0.1, 1.0), 0.2);
}

static void
vary_licence(struct random_world *w, struct mnz_control *k)
{
    static const double processing[] = {0.0, 0.3, 1.0, 1.5, 3.2};

    for (int e = 0; e < MNZ_NUM_END_USES; e++) {
        k->licence.approval[e] = random_share(
            w, random_chance(w, 0.2) ? 0.0 : random_between(w, 0.2, 1.0), 0.2);
        k->licence.small_approval[e] = k->licence.approval[e];
        if (random_has(w, RANDOM_SMALL_FIRMS) && random_chance(w, 0.6))
            k->licence.small_approval[e] =
                random_share(w, random_between(w, 0.0, 0.8), 0.2);
    }
    vary_leak(w, k);
    k->licence.processing_months = random_value(w, processing[random_below(w, 5)], 0.4);
    k->licence.spread = random_chance(w, 0.3)
                            ? build_constant(w->b, 0.0)
                            : random_value(w, random_between(w, 0.2, 0.8), 0.3);
    if (random_chance(w, 0.3))
        k->licence.throughput_t_per_month =
            random_value(w, random_between(w, 5.0, 400.0), 0.3);
    if (random_chance(w, 0.5))
        k->licence.validity_months = random_value(w, random_between(w, 0.5, 6.0), 0.2);
    if (random_chance(w, 0.4))
        k->licence.general = random_share(w, random_between(w, 0.0, 0.5), 0.1);
    k->licence.order_ahead = random_value(w, random_chance(w, 0.3) ? 0.0 : 1.0, 0.3);
    if (random_chance(w, 0.3))
        k->licence.trim = random_value(w, random_between(w, 0.8, 1.5), 0.2);
    if (random_has(w, RANDOM_HEADROOM) && random_chance(w, 0.7))
        k->licence.headroom = random_value(w, random_between(w, 0.02, 1.5), 0.4);
    if (random_chance(w, 0.3)) {
        struct mnz_window *pause =
            mnz_arena_alloc(&w->b->scenario->arena, 1, sizeof *pause);
        const int32_t day = random_day(w);

        MNZ_BUG_IF(!pause);
        pause->from = random_date(w, day);
        pause->until = random_date(w, day + 30 + (int32_t)random_below(w, 90));
        k->licence.pauses = pause;
        k->licence.num_pauses = 1;
    }
}

/* Plants of which each has a capacity; a few of them, as a rule. */
static void
vary_technology(struct random_world *w, struct mnz_control *k)
{
    const struct mnz_scenario *s = w->b->scenario;
    uint32_t plants[BUILD_MAX_ACTORS], count = 0;
    const double part = random_between(w, 0.3, 1.0);

    for (uint32_t i = 0; i < s->num_actors; i++)
        if (!s->actors[i].is_industry && s->actors[i].capacity_tpa != MNZ_VALUE_NONE &&
            random_chance(w, part))
            plants[count++] = i;
    if (count > 0)
        k->facilities = build_select_actors(w->b, count, plants);
    if (random_chance(w, 0.7))
        k->technology.delay_months = random_value(w, random_between(w, 0.5, 8.0), 0.4);
    if (random_chance(w, 0.8))
        k->technology.availability = random_share(w, random_between(w, 0.1, 0.9), 0.2);
    if (random_chance(w, 0.6))
        k->technology.over_months = random_value(w, random_between(w, 0.5, 10.0), 0.3);
}

static void
vary_surge(struct random_world *w, struct mnz_control *k)
{
    const int32_t from = random_day(w);

    k->goods = random_goods(w);
    k->facilities = random_buyers(w);
    k->surge.size = random_value(w, random_between(w, 0.05, 1.2), 0.4);
    if (random_chance(w, 0.7)) { /* most end within the run */
        struct mnz_regime *r = build_regime_of(w->b, k->regime);

        r->in_force.from = random_date(w, from);
        r->in_force.until = random_date(w, from + 20 + (int32_t)random_below(w, 120));
    }
}

static void
vary_outage(struct random_world *w, struct mnz_control *k)
{
    const struct mnz_scenario *s = w->b->scenario;

    k->outage.fraction = random_share(w, random_between(w, 0.2, 1.0), 0.2);
    if (random_chance(w, 0.5))
        k->facilities = random_chance(w, 0.5)
                            ? build_select_actor(w->b, random_below(w, s->num_actors))
                            : build_select_place(w->b, random_below(w, s->num_places));
    else {
        k->by = mnz_ref_to(random_chance(w, 0.5) ? w->b->cn : MNZ_NONE);
        k->goods = random_goods(w);
    }
    if (random_has(w, RANDOM_UNCERTAIN) && random_chance(w, 0.5)) {
        k->outage.onsets_per_year = random_undated(w, random_between(w, 0.5, 4.0), 0.3);
        k->outage.duration_months = (struct mnz_dist){.kind = MNZ_DIST_UNIFORM,
                                                      .p = {0.2, 4.0},
                                                      .low = -INFINITY,
                                                      .high = INFINITY};
    } else if (random_chance(w, 0.5)) {
        build_regime_of(w->b, k->regime)->in_force.from = random_date(w, random_day(w));
        k->outage.duration = random_undated(w, random_between(w, 0.5, 5.0), 0.4);
    }
}

static int
is_of_trade(enum mnz_control_kind kind)
{
    return kind != MNZ_CONTROL_OUTAGE && kind != MNZ_CONTROL_TECHNOLOGY &&
           kind != MNZ_CONTROL_SURGE;
}

static void
vary_control(struct random_world *w, struct mnz_control *k)
{
    const struct mnz_scenario *s = w->b->scenario;

    if (is_of_trade(k->kind)) {
        k->goods = random_goods(w);
        k->to = random_buyers(w);
    }
    switch (k->kind) {
    case MNZ_CONTROL_BAN:
        k->ban.covers = random_share(w, random_chance(w, 0.5) ? 1.0 : 0.6, 0.3);
        k->leak = random_share(w, random_chance(w, 0.5) ? 0.0 : 0.2, 0.2);
        vary_leak(w, k);
        break;
    case MNZ_CONTROL_QUOTA:
        k->quota.tonnes_tpa = random_value(w, random_between(w, 50.0, 3000.0), 0.4);
        k->quota.share_by =
            random_chance(w, 0.5) ? MNZ_QUOTA_ORDERS : MNZ_QUOTA_PAST_PURCHASES;
        break;
    case MNZ_CONTROL_EXTRATERRITORIAL:
        k->extraterritorial.de_minimis =
            random_value(w, random_chance(w, 0.5) ? 0.001 : 0.3, 0.5);
        k->extraterritorial.compliance =
            random_share(w, random_between(w, 0.3, 1.0), 0.2);
        k->extraterritorial.technology_test = random_chance(w, 0.5);
        if (random_chance(w, 0.5))
            k->extraterritorial.items = random_goods(w);
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
        k->tariff.rate = random_value(w, random_between(w, 0.1, 1.2), 0.3);
        k->tariff.elasticity = random_value(w, random_between(w, 0.3, 2.5), 0.3);
        k->tariff.pass = random_share(w, random_between(w, 0.4, 1.0), 0.2);
        if (random_chance(w, 0.5))
            k->tariff.on = build_select_place(w->b, w->b->cn);
        break;
    case MNZ_CONTROL_OUTAGE:
        vary_outage(w, k);
        break;
    case MNZ_CONTROL_TECHNOLOGY:
        vary_technology(w, k);
        break;
    case MNZ_CONTROL_SURGE:
        vary_surge(w, k);
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

static int
is_nobodys(enum mnz_control_kind kind)
{
    return kind == MNZ_CONTROL_OUTAGE || kind == MNZ_CONTROL_SURGE;
}

void
random_controls(struct random_world *w)
{
    static const struct {
        enum mnz_control_kind kind;
        unsigned feature;
    } kinds[] = {{MNZ_CONTROL_BAN, RANDOM_BANS},
                 {MNZ_CONTROL_QUOTA, RANDOM_QUOTAS},
                 {MNZ_CONTROL_LICENCE, RANDOM_LICENCES},
                 {MNZ_CONTROL_EXTRATERRITORIAL, RANDOM_EXTRATERRITORIAL},
                 {MNZ_CONTROL_TARIFF, RANDOM_TARIFFS},
                 {MNZ_CONTROL_OUTAGE, RANDOM_OUTAGES},
                 {MNZ_CONTROL_TECHNOLOGY, RANDOM_TECHNOLOGY},
                 {MNZ_CONTROL_SURGE, RANDOM_SURGES}};
    struct mnz_scenario *s = w->b->scenario;

    for (uint32_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const uint32_t count = random_below(w, 3);

        for (uint32_t j = 0; j < count && random_has(w, kinds[i].feature); j++) {
            const uint32_t num_regimes = s->num_regimes;
            struct mnz_control *k;
            char name[32];

            snprintf(name, sizeof name, "c%u_%u", i, j);
            k = build_control(w->b, kinds[i].kind, name,
                              is_nobodys(kinds[i].kind) ? MNZ_NONE
                                                        : random_government(w));
            random_regime(w, k->regime);
            vary_control(w, k);
            if (!random_may_stay(w)) {
                s->num_controls--;
                s->num_regimes = num_regimes;
            }
        }
    }
}
