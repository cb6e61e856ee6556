/* test_ref_hoarding.c - buyers who stock up ahead of a date, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

static void
a_surge_raises_orders_and_then_stocks_run_down(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    w.b.scenario->months = 48;
    k = build_control(&w.b, MNZ_CONTROL_SURGE, "rush", MNZ_NONE);
    k->surge.size = build_constant(&w.b, 0.5);
    world_hold(&w, k->regime, 2, 4);
    world_run(&w);
    assert_close(ref_at(&w.trace->order, 1, 0), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->order, 2, 0), 150.0, 1e-12);
    assert_close(ref_at(&w.trace->order, 3, 0), 150.0, 1e-12);
    assert_close(ref_at(&w.trace->hoard, 2, 0), 50.0, 1e-12);
    assert_close(ref_at(&w.trace->hoard, 3, 0), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->stock, 3, 0), 200.0, 1e-12);
    /* 100 t too much, of which a third is not ordered each month. */
    for (uint32_t t = 4; t < 48; t++) {
        assert_close(ref_at(&w.trace->order, t, 0),
                     100.0 - 100.0 / 3.0 * pow(2.0 / 3.0, t - 4.0), 1e-9);
        assert_near(ref_at(&w.trace->hoard, t, 0), 0.0, 1e-12);
    }
    assert_close(ref_at(&w.trace->stock, 47, 0), 100.0, 1e-6);
    assert_near(world_lost(&w, 1, 0, 48), 0.0, 1e-9);
    world_finish(&w);
}

static void
only_those_selected_hoard_what_is_selected(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_three_nodes(&w.b);
    k = build_control(&w.b, MNZ_CONTROL_SURGE, "rush", MNZ_NONE);
    k->surge.size = build_constant(&w.b, 0.3);
    k->goods = build_select_material(&w.b, 0);
    world_hold(&w, k->regime, 2, 3);
    k = build_control(&w.b, MNZ_CONTROL_SURGE, "more", MNZ_NONE);
    k->surge.size = build_constant(&w.b, 0.4);
    k->facilities = build_select_actor(&w.b, 1);
    world_hold(&w, k->regime, 2, 4);
    world_run(&w);
    assert_close(ref_at(&w.trace->order, 2, 0), 170.0, 1e-12);
    assert_close(ref_at(&w.trace->order, 2, 1), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->order, 3, 0), 140.0, 1e-12);
    assert_close(ref_at(&w.trace->hoard, 3, 0), 110.0, 1e-12);
    world_finish(&w);
}

static void
a_hoard_carries_its_buyer_through_a_ban(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    k = build_control(&w.b, MNZ_CONTROL_SURGE, "rush", MNZ_NONE);
    k->surge.size = build_constant(&w.b, 0.75);
    world_hold(&w, k->regime, 2, 4);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_begin(&w, k->regime, 4);
    world_run(&w);
    assert_near(world_lost(&w, 1, 0, 12), 8.0 - 1.0 - 1.5, 1e-9);
    world_finish(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_surge_raises_orders_and_then_stocks_run_down),
        cmocka_unit_test(only_those_selected_hoard_what_is_selected),
        cmocka_unit_test(a_hoard_carries_its_buyer_through_a_ban),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
