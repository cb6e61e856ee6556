/* test_ref_pact.c - members who help each other, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

/* A mine, a US user of 100 t a month and a Japanese or Malaysian one of 50 or 100, none
 * with cover; the US and Japan in a pact. */
enum { MINE, US_USER, OTHER };

static struct mnz_policy *
build_pact(struct world *w, int mine_is_japanese, int other_is_japanese,
           double other_uses)
{
    struct mnz_policy *p;

    build_two_nodes(&w->b);
    build_actor(&w->b, MINE)->place = mine_is_japanese ? w->b.jp : w->b.cn;
    build_industry(&w->b, "other", other_is_japanese ? w->b.jp : w->b.my, "others");
    build_uses(&w->b, OTHER, 0, other_uses);
    build_covers(&w->b, US_USER, 0.0, 0.0);
    build_covers(&w->b, OTHER, 0.0, 0.0);
    build_link(&w->b, MINE, OTHER, 0, 1.0, 0.0);
    p = build_policy(&w->b, MNZ_POLICY_PACT, "pact");
    build_members(&w->b, p, 2, (const uint32_t[]){w->b.us, w->b.jp});
    p->pact.shortfall_above = build_constant(&w->b, 0.05);
    return p;
}

static void
build_japanese_reserve(struct world *w, double amount, double rate)
{
    struct mnz_policy *p = build_policy(&w->b, MNZ_POLICY_STOCKPILE, "reserve");

    p->stockpile.at = w->b.jp;
    p->stockpile.beneficiaries = build_select_place(&w->b, w->b.jp);
    p->stockpile.rate_per_month = build_constant(&w->b, rate);
    build_holding(&w->b, p, 0, amount, 0);
}

static void
a_stockpile_serves_the_other_member_in_time(void **state)
{
    /* The US gets nothing from month 2 on, has been short for 2 months in month 4, and
     * gets 40, 40 and 20 t a month later. */
    const double used[] = {1.0, 1.0, 0.0, 0.0, 0.0, 0.4, 0.4, 0.2, 0.0, 0.0};
    struct mnz_control *k;
    struct mnz_policy *p;
    struct world w;

    (void)state;
    p = build_pact(&w, 0, 1, 600.0);
    p->pact.answers_in_months = build_constant(&w.b, 2.0);
    build_japanese_reserve(&w, 100.0, 0.4);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    k->to = build_select_place(&w.b, w.b.us);
    world_begin(&w, k->regime, 2);
    world_run(&w);
    for (uint32_t t = 0; t < 10; t++) {
        assert_near(ref_at(&w.trace->activity, t, US_USER), used[t], 1e-9);
        assert_near(ref_at(&w.trace->pact_acts, t, 0), t >= 4 ? 1.0 : 0.0, 1e-12);
        assert_near(world_shortfall(&w, OTHER, t), 0.0, 1e-12);
    }
    world_finish(&w);
}

static void
its_own_people_come_first(void **state)
{
    /* All is barred; 200 t, of which 80 a month: 50 for Japan, the rest for the US. */
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_pact(&w, 0, 1, 600.0);
    build_japanese_reserve(&w, 200.0, 0.4);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_begin(&w, k->regime, 2);
    world_run(&w);
    assert_close(ref_at(&w.trace->released, 2, 1), 50.0, 1e-12);
    assert_near(ref_at(&w.trace->released, 2, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->released, 3, 0), 30.0, 1e-12);
    assert_close(ref_at(&w.trace->let_go, 3, 0), 80.0, 1e-12);
    assert_close(ref_at(&w.trace->released, 4, 1), 50.0, 1e-12);
    assert_close(ref_at(&w.trace->released, 4, 0), 20.0, 1e-12);
    assert_near(ref_at(&w.trace->held, 4, 0), 0.0, 1e-12);
    world_finish(&w);
}

static void
a_release_across_a_border_is_an_export(void **state)
{
    /* As above without a rate: Japan's exports are barred in months 3 and 4, and half
     * of them fails in month 5. */
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_pact(&w, 0, 1, 600.0);
    build_japanese_reserve(&w, 1000.0, 1.0);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_begin(&w, k->regime, 2);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "seal", w.b.jp);
    world_hold(&w, k->regime, 3, 5);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "storm", w.b.jp);
    k->outage.fraction = build_constant(&w.b, 0.5);
    world_hold(&w, k->regime, 5, 6);
    world_run(&w);
    for (uint32_t t = 3; t < 7; t++) {
        assert_close(ref_at(&w.trace->released, t, 1), 50.0, 1e-12);
        assert_near(ref_at(&w.trace->released, t, 0),
                    t < 5    ? 0.0
                    : t == 5 ? 50.0
                             : 100.0,
                    1e-9);
    }
    world_finish(&w);
}

static void
what_is_diverted_stays_with_the_members(void **state)
{
    /* A Japanese mine of 200 t a month loses half; 40 % is kept from Malaysia, except
     * for its spot purchases. */
    (void)state;
    for (int has_spot = 0; has_spot < 2; has_spot++) {
        struct mnz_control *k;
        struct mnz_policy *p;
        struct world w;
        uint32_t us, my;

        p = build_pact(&w, 1, 0, 1200.0);
        p->pact.diverted = build_constant(&w.b, 0.4);
        p->pact.shares_stockpiles = 0;
        build_actor(&w.b, MINE)->capacity_tpa = build_constant(&w.b, 2400.0);
        if (has_spot)
            w.b.scenario->link_rows[1].backup = build_constant(&w.b, 0.5);
        k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "fire", MNZ_NONE);
        k->facilities = build_select_actor(&w.b, MINE);
        k->outage.fraction = build_constant(&w.b, 0.5);
        world_begin(&w, k->regime, 1);
        world_run(&w);
        us = find_link(w.net, MINE, US_USER, 0);
        my = find_link(w.net, MINE, OTHER, 0);
        assert_close(ref_at(&w.trace->shipped, 1, us), 50.0, 1e-12);
        assert_close(ref_at(&w.trace->shipped, 1, my), 50.0, 1e-12);
        assert_close(ref_at(&w.trace->shipped, 2, us), 50.0, 1e-12);
        assert_close(ref_at(&w.trace->shipped, 2, my), 30.0, 1e-12);
        assert_near(ref_at(&w.trace->spot, 2, my), has_spot ? 20.0 : 0.0, 1e-9);
        if (!has_spot) {
            assert_close(ref_at(&w.trace->shipped, 3, us), 60.0, 1e-12);
            assert_close(ref_at(&w.trace->shipped, 3, my), 36.0, 1e-12);
        }
        world_finish(&w);
    }
}

static void
a_shortage_below_the_threshold_calls_nobody(void **state)
{
    (void)state;
    for (int is_above = 0; is_above < 2; is_above++) {
        struct mnz_control *k;
        struct world w;

        build_pact(&w, 0, 1, 600.0);
        build_japanese_reserve(&w, 100.0, 1.0);
        k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
        k->to = build_select_place(&w.b, w.b.us);
        k->ban.covers = build_constant(&w.b, is_above ? 0.0501 : 0.0499);
        world_run(&w);
        assert_near(ref_at(&w.trace->pact_acts, 1, 0), is_above, 1e-12);
        assert_near(ref_at(&w.trace->let_go, 1, 0), is_above ? 5.01 : 0.0, 1e-9);
        world_finish(&w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stockpile_serves_the_other_member_in_time),
        cmocka_unit_test(its_own_people_come_first),
        cmocka_unit_test(a_release_across_a_border_is_an_export),
        cmocka_unit_test(what_is_diverted_stays_with_the_members),
        cmocka_unit_test(a_shortage_below_the_threshold_calls_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
