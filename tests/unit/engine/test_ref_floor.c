/* test_ref_floor.c - guaranteed prices, and projects that need one, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

static struct mnz_policy *
add_floor(struct world *w, const char *name, double usd_per_kg)
{
    struct mnz_policy *p = build_policy(&w->b, MNZ_POLICY_PRICE_FLOOR, name);

    p->price_floor.goods = build_select_material(&w->b, 0);
    p->price_floor.floor_usd_per_kg = build_constant(&w->b, usd_per_kg);
    return p;
}

/* Ore at 10 USD/kg, of which a quota from some month on lets 80 t of 100 through. */
static void
build_market(struct world *w, int quota_from, int quota_until)
{
    struct mnz_control *k;

    build_two_nodes(&w->b);
    build_covers(&w->b, 1, 0.0, 0.0);
    w->b.scenario->materials[0].elasticity = build_constant(&w->b, 0.5);
    k = build_control(&w->b, MNZ_CONTROL_QUOTA, "cap", w->b.cn);
    k->quota.tonnes_tpa = build_constant(&w->b, 960.0);
    world_hold(w, k->regime, quota_from, quota_until);
}

static void
a_floor_pays_what_the_price_lacks(void **state)
{
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_market(&w, 2, 12);
    p = add_floor(&w, "floor", 15.0);
    build_regime_of(&w.b, p->regime)->in_force.from =
        build_constant(&w.b, world_day(&w, 0) + 15.5); /* half of January */
    add_floor(&w, "low", 10.0);
    world_run(&w);
    assert_close(ref_at(&w.trace->policy_cost_usd, 0, 0), 250e3, 1e-9);
    assert_close(ref_at(&w.trace->policy_cost_usd, 1, 0), 500e3, 1e-9);
    assert_close(ref_at(&w.trace->policy_cost_usd, 2, 0), 400e3, 1e-9);
    /* The premium of the month before: 0.28125. */
    assert_close(ref_at(&w.trace->policy_cost_usd, 3, 0), 80e3 * 2.1875, 1e-9);
    /* Above 15 USD/kg nobody is owed anything. */
    assert_true(ref_at(&w.trace->premium, 8, 0) > 0.5);
    assert_near(ref_at(&w.trace->policy_cost_usd, 9, 0), 0.0, 1e-9);
    world_finish(&w);
}

static void
a_floor_is_for_those_it_names(void **state)
{
    /* Two mines of 60 and 40 t, of which the second is guaranteed 13 USD/kg. */
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_init(&w.b);
    build_material(&w.b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(&w.b, "cn_mine", w.b.cn, MNZ_STAGE_MINE, 0.0);
    build_facility(&w.b, "my_mine", w.b.my, MNZ_STAGE_MINE, 0.0);
    build_makes(&w.b, 0, 0, 1.0);
    build_makes(&w.b, 1, 0, 1.0);
    build_industry(&w.b, "user", w.b.us, "users");
    build_uses(&w.b, 2, 0, 1200.0);
    build_link(&w.b, 0, 2, 0, 0.6, 0.0);
    build_link(&w.b, 1, 2, 0, 0.4, 0.0);
    p = add_floor(&w, "floor", 13.0);
    p->price_floor.payees = build_select_actor(&w.b, 1);
    world_run(&w);
    for (uint32_t t = 0; t < 12; t++)
        assert_close(ref_at(&w.trace->policy_cost_usd, t, 0), 120e3, 1e-9);
    world_finish(&w);
}

/* A plant planned for month 2, with a ramp of 4 months, that needs 12 USD/kg. */
static struct mnz_policy *
add_project(struct world *w)
{
    struct mnz_policy *p = build_policy(&w->b, MNZ_POLICY_PROJECT, "plant");

    build_actor(&w->b, 0)->capacity_tpa = build_constant(&w->b, 2400.0);
    p->project.facility = 0;
    p->project.adds_tpa = build_constant(&w->b, 600.0);
    p->project.online = build_constant(&w->b, world_day(w, 2));
    p->project.ramp_months = build_constant(&w->b, 4.0);
    build_need(&w->b, p, 0, 12.0);
    return p;
}

/* Fail unless the ramp counts from the first day of a month; 12 is never. */
static void
assert_begins(const struct world *w, uint32_t month)
{
    for (uint32_t t = 0; t < 12; t++) {
        const double days = world_day(w, (int)t) - world_day(w, (int)month);
        const double ramp = fmin(1.0, fmax(0.0, days / 30.4375 / 4.0));

        assert_near(ref_at(&w->trace->project, t, 0), ramp, 1e-12);
        assert_close(ref_at(&w->trace->capacity, t, 0), 200.0 + 50.0 * ramp, 1e-12);
    }
}

static void
a_project_waits_for_its_price_and_then_stays(void **state)
{
    /* 12.8 USD/kg at the end of month 4, and back towards 10 from month 6 on. */
    struct world w;

    (void)state;
    build_market(&w, 4, 6);
    add_project(&w);
    world_run(&w);
    assert_true(ref_at(&w.trace->premium, 11, 0) < 0.1);
    assert_begins(&w, 5);
    world_finish(&w);
}

static void
a_floor_lets_a_project_begin_as_planned(void **state)
{
    const struct {
        double floor;
        int from;
        uint32_t begins;
    } cases[] = {{12.0, 0, 2}, {12.0, 6, 6}, {11.9, 0, 12}};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct world w;

        build_market(&w, 20, 21);
        add_project(&w);
        world_begin(&w, add_floor(&w, "floor", cases[i].floor)->regime, cases[i].from);
        world_run(&w);
        assert_begins(&w, cases[i].begins);
        world_finish(&w);
    }
}

static void
a_price_before_its_time_does_not_help_a_project(void **state)
{
    struct world w;

    (void)state;
    build_market(&w, 0, 1); /* 12.8 after the first month, 11.4 after the second */
    add_project(&w);
    world_run(&w);
    assert_begins(&w, 12);
    world_finish(&w);
}

static void
a_project_needs_all_that_it_needs(void **state)
{
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_market(&w, 20, 21);
    p = add_project(&w);
    build_need(&w.b, p, 0, 14.0);
    add_floor(&w, "floor", 12.0);
    world_begin(&w, add_floor(&w, "more", 14.0)->regime, 7);
    world_run(&w);
    assert_begins(&w, 7);
    world_finish(&w);
}

static void
a_project_not_in_force_is_not_looked_at(void **state)
{
    /* Its first look is in month 5, and its needs are met: it counts from its own day.
     */
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_market(&w, 20, 21);
    p = add_project(&w);
    world_begin(&w, p->regime, 5);
    add_floor(&w, "floor", 12.0);
    world_run(&w);
    assert_near(ref_at(&w.trace->project, 4, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->project, 5, 0), 92.0 / 30.4375 / 4.0, 1e-12);
    world_finish(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_floor_pays_what_the_price_lacks),
        cmocka_unit_test(a_floor_is_for_those_it_names),
        cmocka_unit_test(a_project_waits_for_its_price_and_then_stays),
        cmocka_unit_test(a_floor_lets_a_project_begin_as_planned),
        cmocka_unit_test(a_price_before_its_time_does_not_help_a_project),
        cmocka_unit_test(a_project_needs_all_that_it_needs),
        cmocka_unit_test(a_project_not_in_force_is_not_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
