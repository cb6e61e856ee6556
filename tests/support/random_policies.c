/* random_policies.c - the policies of a random world. Each is kept only if the world
 * still compiles. */

#include <stdio.h>

#include "base/bug.h"
#include "support/random_world.h"

static double
price_of(const struct random_world *w, uint32_t material)
{
    const struct mnz_scenario *s = w->b->scenario;
    const double price = s->pool.values[s->materials[material].price_usd_per_kg].number;

    return price > 0.0 ? price : 50.0; /* drawn or dated: any will do */
}

/* Prices of its products, or of something else. */
static void
vary_needs(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_actor *a = build_actor(w->b, p->project.facility);
    const uint32_t count = 1 + random_below(w, 2);

    for (uint32_t i = 0; i < count; i++) {
        const uint32_t material = random_chance(w, 0.8)
                                      ? a->makes[random_below(w, a->num_makes)].material
                                      : random_below(w, w->b->scenario->num_materials);
        struct mnz_need *need;

        build_need(w->b, p, material, 0.0);
        need = (struct mnz_need *)(uintptr_t)&p->project.needs[i];
        need->price =
            random_value(w, price_of(w, material) * random_between(w, 0.7, 2.0), 0.3);
    }
}

/* Somebody who uses something, and one of the things. */
static uint32_t
random_user(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;
    uint32_t actor;

    do
        actor = random_below(w, s->num_actors);
    while (s->actors[actor].num_uses == 0);
    return actor;
}

static uint32_t
random_use(struct random_world *w, uint32_t actor)
{
    const struct mnz_actor *a = build_actor(w->b, actor);

    return a->uses[random_below(w, a->num_uses)].material;
}

static void
vary_stockpile(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_scenario *s = w->b->scenario;
    const uint32_t count = 1 + random_below(w, 2);
    uint32_t user = MNZ_NONE;

    p->stockpile.at = w->b->us;
    p->stockpile.beneficiaries = random_buyers(w);
    if (random_has(w, RANDOM_PACTS) && random_chance(w, 0.6)) {
        /* Kept by a government for its own, until a pact asks for more. */
        user = random_user(w);
        p->stockpile.at = s->actors[user].place;
        p->stockpile.beneficiaries = build_select_place(w->b, p->stockpile.at);
    }
    for (uint32_t i = 0; i < count; i++) {
        const int in_months = random_chance(w, 0.6);
        const double amount =
            in_months ? random_between(w, 0.5, 4.0) : random_between(w, 10.0, 500.0);
        const uint32_t material =
            user == MNZ_NONE ? random_below(w, s->num_materials) : random_use(w, user);

        build_holding(w->b, p, material, amount, in_months);
    }
    p->stockpile.shortfall_above = random_share(
        w, random_chance(w, 0.4) ? 0.0 : random_between(w, 0.01, 0.3), 0.05);
    if (random_chance(w, 0.6))
        p->stockpile.rate_per_month = random_share(w, random_between(w, 0.1, 0.6), 0.1);
    p->stockpile.refill = random_chance(w, 0.5);
    if (random_has(w, RANDOM_PURCHASES)) {
        if (random_chance(w, 0.6))
            p->stockpile.starts_with =
                random_share(w, random_between(w, 0.0, 0.9), 0.2);
        p->stockpile.refill |= random_chance(w, 0.5);
        p->stockpile.competes = p->stockpile.refill && random_chance(w, 0.6);
    }
}

/* A plant that a technology control strikes, if there is one; or MNZ_NONE. */
static uint32_t
stricken_plant(struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;

    for (uint32_t i = 0; i < s->num_controls; i++) {
        const struct mnz_control *k = &s->controls[i];

        if (k->kind == MNZ_CONTROL_TECHNOLOGY && k->facilities.num_actors > 0)
            return k->facilities.actors[random_below(w, k->facilities.num_actors)];
    }
    return MNZ_NONE;
}

static void
vary_project(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_scenario *s = w->b->scenario;

    do
        p->project.facility = random_below(w, s->num_actors);
    while (s->actors[p->project.facility].is_industry);
    if (random_has(w, RANDOM_TECHNOLOGY) && random_chance(w, 0.6)) {
        const uint32_t plant = stricken_plant(w);

        p->project.facility = plant == MNZ_NONE ? p->project.facility : plant;
    }
    p->project.adds_tpa = random_undated(w, random_between(w, 10.0, 800.0), 0.3);
    p->project.online = random_date(w, random_day(w));
    p->project.ramp_months = random_undated(w, random_chance(w, 0.3) ? 0.0 : 6.0, 0.3);
    if (random_chance(w, 0.6)) {
        p->project.offtake_to = random_buyers(w);
        p->project.offtake_share = random_share(w, random_between(w, 0.05, 0.5), 0.1);
    }
    if (random_has(w, RANDOM_FLOORS) && random_chance(w, 0.6))
        vary_needs(w, p);
}

static void
vary_priority(struct random_world *w, struct mnz_policy *p)
{
    p->priority.by = mnz_ref_to(random_chance(w, 0.5) ? w->b->cn : MNZ_NONE);
    p->priority.to =
        random_chance(w, 0.4) ? build_select_place(w->b, w->b->cn) : random_buyers(w);
    p->priority.class_number = 1 + random_below(w, 4);
}

/* The consumption of industries, or the losses of some level of plants. */
static void
vary_recycling(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_actor *recycler = build_actor(w->b, w->recycler);
    uint32_t sources[BUILD_MAX_ACTORS], count = 0;

    for (uint32_t i = 0; i < w->b->scenario->num_actors; i++)
        if (build_actor(w->b, i)->is_industry || random_chance(w, 0.2))
            sources[count++] = i;
    p->recycling.at = w->recycler;
    p->recycling.from = build_select_actors(w->b, count, sources);
    p->recycling.to_material =
        recycler->makes[random_below(w, recycler->num_makes)].material;
    p->recycling.share = random_share(w, random_between(w, 0.02, 0.4), 0.05);
    p->recycling.after_months = random_undated(
        w, random_chance(w, 0.3) ? 0.0 : random_between(w, 1.0, 9.0), 0.3);
}

/* The stockpile made last, or NULL. */
static const struct mnz_policy *
last_stockpile(const struct random_world *w)
{
    const struct mnz_scenario *s = w->b->scenario;

    for (uint32_t i = s->num_policies; i-- > 0;)
        if (s->policies[i].kind == MNZ_POLICY_STOCKPILE)
            return &s->policies[i];
    return NULL;
}

/* A place where somebody stands, if need be a user of the stockpile's material. */
static uint32_t
random_member(struct random_world *w, const struct mnz_policy *stockpile)
{
    const struct mnz_scenario *s = w->b->scenario;
    uint32_t user = random_user(w);

    if (random_chance(w, 0.2))
        return random_chance(w, 0.5) ? w->eu : w->allies;
    for (int i = 0; i < 40 && stockpile; i++) {
        if (s->actors[user].place != stockpile->stockpile.at &&
            random_use(w, user) == stockpile->stockpile.holdings[0].material)
            break;
        user = random_user(w);
    }
    return s->actors[user].place;
}

/* Members may overlap. */
static void
vary_pact(struct random_world *w, struct mnz_policy *p)
{
    const struct mnz_policy *stockpile = last_stockpile(w);
    const uint32_t count = 1 + random_below(w, 4);
    uint32_t members[5], num_members = 0;

    if (stockpile && random_chance(w, 0.8))
        members[num_members++] = stockpile->stockpile.at;
    while (num_members < count)
        members[num_members++] = random_member(w, stockpile);
    build_members(w->b, p, num_members, members);
    p->pact.shares_stockpiles = random_chance(w, 0.8);
    if (random_chance(w, 0.7))
        p->pact.diverted = random_share(w, random_between(w, 0.05, 0.7), 0.2);
    p->pact.answers_in_months =
        random_value(w, random_chance(w, 0.5) ? 0.0 : random_between(w, 0.3, 3.0), 0.3);
    p->pact.shortfall_above = random_share(w, random_between(w, 0.0, 0.1), 0.05);
}

/* Everybody's use of a material, or one buyer's, who then uses more of another. */
static void
vary_substitution(struct random_world *w, struct mnz_policy *p)
{
    const uint32_t user = random_user(w);

    p->substitution.material = random_use(w, user);
    if (random_chance(w, 0.5)) {
        const double tonnes = random_between(w, 0.2, 2.0);

        p->substitution.in = build_select_actor(w->b, user);
        build_replacement(w->b, p, random_use(w, user), tonnes);
    } else if (random_chance(w, 0.5)) {
        p->substitution.in = random_buyers(w);
    }
    p->substitution.saves = random_share(w, random_between(w, 0.1, 1.0), 0.2);
    p->substitution.after_premium = random_value(w, random_between(w, 0.01, 0.8), 0.3);
    if (random_chance(w, 0.8))
        p->substitution.takes_months =
            random_value(w, random_between(w, 0.5, 12.0), 0.3);
}

static void
vary_price_floor(struct random_world *w, struct mnz_policy *p)
{
    const uint32_t material = random_below(w, w->b->scenario->num_materials);

    p->price_floor.goods =
        random_chance(w, 0.6) ? build_select_material(w->b, material) : random_goods(w);
    if (random_chance(w, 0.5))
        p->price_floor.payees = random_buyers(w);
    p->price_floor.floor_usd_per_kg =
        random_value(w, price_of(w, material) * random_between(w, 0.8, 2.5), 0.3);
}

static mnz_value_id
random_cost(struct random_world *w, double usual)
{
    return random_chance(w, 0.6) ? random_value(w, usual, 0.3) : MNZ_VALUE_NONE;
}

/* Its costs, of which there may be none. */
static void
vary_costs(struct random_world *w, struct mnz_policy *p)
{
    struct mnz_costs *c = &p->costs;

    p->has_costs = 1;
    c->fixed_usd = random_cost(w, 1e6);
    c->usd_per_year = random_cost(w, 3e5);
    if (p->kind == MNZ_POLICY_STOCKPILE) {
        c->purchase_price_ratio = random_cost(w, 1.2);
        c->carrying_share_per_year = random_cost(w, 0.065);
        c->storage_usd_per_t_year = random_cost(w, 100.0);
    } else if (p->kind == MNZ_POLICY_PROJECT) {
        c->capital_usd_per_tpa = random_cost(w, 60000.0);
        c->output_usd_per_kg = random_cost(w, 20.0);
    } else if (p->kind == MNZ_POLICY_RECYCLING) {
        c->scrap_usd_per_kg = random_cost(w, 5.0);
    }
}

void
random_policies(struct random_world *w)
{
    static const struct {
        enum mnz_policy_kind kind;
        unsigned feature;
        void (*vary)(struct random_world *, struct mnz_policy *);
    } kinds[] = {{MNZ_POLICY_STOCKPILE, RANDOM_STOCKPILES, vary_stockpile},
                 {MNZ_POLICY_PROJECT, RANDOM_PROJECTS, vary_project},
                 {MNZ_POLICY_PRIORITY, RANDOM_PRIORITIES, vary_priority},
                 {MNZ_POLICY_RECYCLING, RANDOM_RECYCLING, vary_recycling},
                 {MNZ_POLICY_PACT, RANDOM_PACTS, vary_pact},
                 {MNZ_POLICY_SUBSTITUTION, RANDOM_SUBSTITUTION, vary_substitution},
                 {MNZ_POLICY_PRICE_FLOOR, RANDOM_FLOORS, vary_price_floor}};
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
            if (random_chance(w, is_recycling                       ? 0.3
                                 : kinds[i].kind == MNZ_POLICY_PACT ? 0.4
                                                                    : 1.0))
                random_regime(w, p->regime);
            kinds[i].vary(w, p);
            if (random_has(w, RANDOM_FLOORS) && random_chance(w, 0.5))
                vary_costs(w, p);
            if (!random_may_stay(w)) {
                s->num_policies--;
                s->num_regimes = num_regimes;
            }
        }
    }
}
