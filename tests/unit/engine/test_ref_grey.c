/* test_ref_grey.c - goods that cross against a control, and who is refused, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

/* A user of 100 t a month without cover; scarcity by half doubles the price twice. */
static void
build_pair(struct world *w)
{
    build_two_nodes(&w->b);
    build_covers(&w->b, 1, 0.0, 0.0);
    w->b.scenario->materials[0].elasticity = build_constant(&w->b, 0.5);
}

static void
a_ban_leaks_more_the_dearer_it_makes_things(void **state)
{
    /* The premium goes half the way to its cap of 4 each month: 2, 3, 3.5 ... */
    const double shipped[] = {0.0, 20.0, 30.0, 32.0, 32.0};
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_pair(&w);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    k->leak_rises = build_constant(&w.b, 0.1);
    k->leak_most = build_constant(&w.b, 0.32);
    world_run(&w);
    assert_close(ref_at(&w.trace->premium, 0, 0), 2.0, 1e-12);
    assert_close(ref_at(&w.trace->premium, 1, 0), 3.0, 1e-12);
    for (uint32_t t = 0; t < 5; t++)
        assert_near(ref_at(&w.trace->shipped, t, 0), shipped[t], 1e-9);
    world_finish(&w);
}

static void
a_leak_is_never_below_what_leaks_anyway(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_pair(&w);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    k->leak = build_constant(&w.b, 0.4);
    k->leak_rises = build_constant(&w.b, 0.1);
    k->leak_most = build_constant(&w.b, 0.2);
    world_run(&w);
    for (uint32_t t = 0; t < 12; t++)
        assert_close(ref_at(&w.trace->shipped, t, 0), 40.0, 1e-12);
    world_finish(&w);
}

static void
what_counts_is_how_much_dearer_it_is_than_at_home(void **state)
{
    /* A fire leaves 50 t, for a user at home who wants 100: premium 1.5 there, 2 abroad
     * after the first month. */
    struct mnz_control *k;
    struct world w;
    uint32_t abroad, home;

    (void)state;
    build_pair(&w);
    build_actor(&w.b, 0)->capacity_tpa = build_constant(&w.b, 2400.0);
    build_industry(&w.b, "home", w.b.cn, "users");
    build_uses(&w.b, 2, 0, 1200.0);
    build_covers(&w.b, 2, 0.0, 0.0);
    build_link(&w.b, 0, 2, 0, 1.0, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "fire", MNZ_NONE);
    k->facilities = build_select_actor(&w.b, 0);
    k->outage.fraction = build_constant(&w.b, 0.75);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    k->leak_rises = build_constant(&w.b, 0.1);
    world_run(&w);
    abroad = find_link(w.net, 0, 1, 0);
    home = find_link(w.net, 0, 2, 0);
    assert_close(ref_at(&w.trace->shipped, 0, home), 50.0, 1e-12);
    assert_near(ref_at(&w.trace->allowed, 0, abroad), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->allowed, 1, abroad), 0.1 * 0.5 * 100.0, 1e-9);
    assert_close(ref_at(&w.trace->shipped, 1, abroad), 5.0 * 50.0 / 105.0, 1e-9);
    world_finish(&w);
}

static void
of_those_refused_a_part_gets_it_anyway(void **state)
{
    const double a = 0.6, lambda = 0.25;

    (void)state;
    for (int median = 0; median <= 2; median += 2) {
        struct mnz_control *k;
        struct world w;

        build_two_nodes(&w.b);
        w.b.scenario->months = 240;
        w.b.scenario->link_rows[0].lead_months = build_constant(&w.b, 1.5);
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
        k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, a);
        k->leak = build_constant(&w.b, lambda);
        k->licence.processing_months = build_constant(&w.b, median);
        world_run(&w);
        assert_close(world_shortfall(&w, 1, 239), (1.0 - a) * (1.0 - lambda), 1e-6);
        world_finish(&w);
    }
}

static void
of_several_licences_the_leakiest_leaks(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_pair(&w);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "first", w.b.cn);
    k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.8);
    k->leak = build_constant(&w.b, 0.1);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "second", w.b.cn);
    k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.5);
    k->leak = build_constant(&w.b, 0.3);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "later", w.b.cn);
    k->leak = build_constant(&w.b, 0.9);
    world_begin(&w, k->regime, 6);
    world_run(&w);
    assert_close(ref_at(&w.trace->shipped, 0, 0), 40.0 + 0.6 * 0.3 * 100.0, 1e-12);
    assert_close(ref_at(&w.trace->shipped, 6, 0), 40.0 + 0.6 * 0.9 * 100.0, 1e-12);
    world_finish(&w);
}

static void
small_firms_are_refused_more_often(void **state)
{
    const double small[] = {0.0, 0.25, 1.0};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct mnz_control *k;
        struct world w;

        build_two_nodes(&w.b);
        w.b.scenario->months = 240;
        build_actor(&w.b, 1)->small_firms = build_constant(&w.b, small[i]);
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
        k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.8);
        k->licence.small_approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.4);
        k->licence.processing_months = build_constant(&w.b, 1.0);
        world_run(&w);
        assert_close(world_shortfall(&w, 1, 239),
                     1.0 - ((1.0 - small[i]) * 0.8 + small[i] * 0.4), 1e-6);
        world_finish(&w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ban_leaks_more_the_dearer_it_makes_things),
        cmocka_unit_test(a_leak_is_never_below_what_leaks_anyway),
        cmocka_unit_test(what_counts_is_how_much_dearer_it_is_than_at_home),
        cmocka_unit_test(of_those_refused_a_part_gets_it_anyway),
        cmocka_unit_test(of_several_licences_the_leakiest_leaks),
        cmocka_unit_test(small_firms_are_refused_more_often),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
