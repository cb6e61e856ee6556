/* test_ref_technology.c - plants and projects without parts from abroad, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

/* A mine of 200 t a month that needs American technology. */
static struct mnz_control *
build_dependent_mine(struct world *w)
{
    struct mnz_control *k;

    build_two_nodes(&w->b);
    w->b.scenario->months = 24;
    build_actor(&w->b, 0)->capacity_tpa = build_constant(&w->b, 2400.0);
    k = build_control(&w->b, MNZ_CONTROL_TECHNOLOGY, "parts", w->b.us);
    k->facilities = build_select_actor(&w->b, 0);
    return k;
}

static void
without_parts_a_plant_loses_capacity_at_once(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_dependent_mine(&w);
    k->technology.availability = build_constant(&w.b, 0.5);
    world_hold(&w, k->regime, 3, 7);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "fire", MNZ_NONE);
    k->facilities = build_select_actor(&w.b, 0);
    k->outage.fraction = build_constant(&w.b, 0.2);
    world_hold(&w, k->regime, 5, 6);
    world_run(&w);
    for (uint32_t t = 0; t < 24; t++)
        assert_close(ref_at(&w.trace->capacity, t, 0),
                     t < 3 || t >= 7 ? 200.0
                     : t == 5        ? 80.0
                                     : 100.0,
                     1e-12);
    world_finish(&w);
}

static void
capacity_decays_over_the_time_in_force(void **state)
{
    struct mnz_window suspended;
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_dependent_mine(&w);
    k->technology.availability = build_constant(&w.b, 0.5);
    k->technology.over_months = build_constant(&w.b, 12.0);
    world_begin(&w, k->regime, 3);
    suspended = (struct mnz_window){.from = build_constant(&w.b, world_day(&w, 6)),
                                    .until = build_constant(&w.b, world_day(&w, 8))};
    build_regime_of(&w.b, k->regime)->num_suspensions = 1;
    build_regime_of(&w.b, k->regime)->suspensions = &suspended;
    world_run(&w);
    assert_close(ref_at(&w.trace->capacity, 3, 0), 200.0, 1e-12);
    assert_close(ref_at(&w.trace->capacity, 5, 0), 200.0 * (1.0 - 0.5 * 2.0 / 12.0),
                 1e-12);
    assert_close(ref_at(&w.trace->capacity, 7, 0), 200.0, 1e-12);
    assert_close(ref_at(&w.trace->capacity, 8, 0), 175.0, 1e-12); /* 3 months so far */
    assert_close(ref_at(&w.trace->capacity, 16, 0), 200.0 * (1.0 - 0.5 * 11.0 / 12.0),
                 1e-12);
    assert_close(ref_at(&w.trace->capacity, 17, 0), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->capacity, 23, 0), 100.0, 1e-12);
    world_finish(&w);
}

/* The month from which on a plant planned for May is there. */
static uint32_t
month_of_project(int from, int until, int is_second_in_force)
{
    struct mnz_control *k;
    struct mnz_policy *p;
    struct world w;
    uint32_t month = 0;

    k = build_dependent_mine(&w);
    k->technology.delay_months = build_constant(&w.b, 2.0); /* 61 days: May and June */
    world_hold(&w, k->regime, from, until);
    k = build_control(&w.b, MNZ_CONTROL_TECHNOLOGY, "more", w.b.jp);
    k->facilities = build_select_actor(&w.b, 0);
    k->technology.delay_months = build_constant(&w.b, 1.0); /* 30 days of 31 in July */
    world_hold(&w, k->regime, is_second_in_force ? 0 : 20, 24);
    p = build_policy(&w.b, MNZ_POLICY_PROJECT, "plant");
    p->project.facility = 0;
    p->project.adds_tpa = build_constant(&w.b, 600.0);
    p->project.online = build_constant(&w.b, world_day(&w, 4));
    world_run(&w);
    while (ref_at(&w.trace->project, month, 0) < 1.0) {
        assert_close(ref_at(&w.trace->capacity, month, 0), 200.0, 1e-12);
        month++;
    }
    assert_close(ref_at(&w.trace->capacity, month, 0), 250.0, 1e-12);
    world_finish(&w);
    return month;
}

static void
a_project_planned_for_a_day_in_force_slips(void **state)
{
    (void)state;
    assert_int_equal(month_of_project(0, 4, 0), 4);
    assert_int_equal(month_of_project(4, 5, 0), 6);
    assert_int_equal(month_of_project(4, 5, 1), 7);
    assert_int_equal(month_of_project(5, 9, 0), 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_parts_a_plant_loses_capacity_at_once),
        cmocka_unit_test(capacity_decays_over_the_time_in_force),
        cmocka_unit_test(a_project_planned_for_a_day_in_force_slips),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
