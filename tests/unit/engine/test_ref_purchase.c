/* test_ref_purchase.c - stockpiles that start part full, or buy beside the buyers, by
 * hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

static struct mnz_policy *
build_reserve(struct world *w, double amount, int in_months, double starts_with)
{
    struct mnz_policy *p = build_policy(&w->b, MNZ_POLICY_STOCKPILE, "reserve");

    p->stockpile.at = w->b.us;
    p->stockpile.beneficiaries = build_select_place(&w->b, w->b.us);
    p->stockpile.starts_with = build_constant(&w->b, starts_with);
    build_holding(&w->b, p, 0, amount, in_months);
    return p;
}

static void
a_stockpile_lasts_as_long_as_what_it_starts_with(void **state)
{
    const double parts[] = {0.0, 0.4, 1.0};
    const uint32_t t0 = 3;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct mnz_control *k;
        struct world w;
        double used = 0.0;

        build_two_nodes(&w.b);
        w.b.scenario->months = 24;
        k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
        world_begin(&w, k->regime, (int)t0);
        build_reserve(&w, 2.75, 1, parts[i]);
        world_run(&w);
        for (uint32_t t = t0; t < 24; t++) {
            used += ref_at(&w.trace->activity, t, 1);
            assert_near(used, fmin(t + 1.0 - t0, 1.0 + 2.75 * parts[i]), 1e-9);
        }
        world_finish(&w);
    }
}

static void
it_is_filled_up_at_a_rate_of_the_whole(void **state)
{
    const double held[] = {40.0, 90.0, 100.0};
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_covers(&w.b, 0, 1.0, 1.0); /* the mine has 100 t left for it */
    p = build_reserve(&w, 100.0, 0, 0.4);
    p->stockpile.rate_per_month = build_constant(&w.b, 0.5);
    p->stockpile.refill = 1;
    world_run(&w);
    for (uint32_t t = 0; t < 3; t++)
        assert_close(ref_at(&w.trace->held, t, 0), held[t], 1e-12);
    world_finish(&w);
}

/* A mine of 120 t a month for a user of 100 without cover, and an empty stockpile that
 * wants 60, 30 a month at most. */
static struct mnz_policy *
build_rivals(struct world *w, double shortfall_above, double starts_with)
{
    struct mnz_policy *p;

    build_two_nodes(&w->b);
    build_actor(&w->b, 0)->capacity_tpa = build_constant(&w->b, 1440.0);
    build_covers(&w->b, 1, 0.0, 0.0);
    p = build_reserve(w, 60.0, 0, starts_with);
    p->stockpile.shortfall_above = build_constant(&w->b, shortfall_above);
    p->stockpile.rate_per_month = build_constant(&w->b, 0.5);
    p->stockpile.refill = 1;
    p->stockpile.competes = 1;
    return p;
}

static void
a_purchase_that_competes_shares_in_the_shortage(void **state)
{
    struct world w;

    (void)state;
    build_rivals(&w, 0.2, 0.0);
    world_run(&w);
    for (uint32_t t = 0; t < 2; t++) {
        assert_close(ref_at(&w.trace->asked_for_stockpiles, t, 0), 30.0, 1e-12);
        assert_close(ref_at(&w.trace->shipped, t, 0), 100.0 * 120.0 / 130.0, 1e-12);
        assert_close(ref_at(&w.trace->to_stockpiles, t, 0), 30.0 * 120.0 / 130.0,
                     1e-12);
        assert_close(world_shortfall(&w, 1, t), 10.0 / 130.0, 1e-12);
    }
    /* 60/13 t are missing still, and there is enough for them. */
    assert_close(ref_at(&w.trace->to_stockpiles, 2, 0), 60.0 / 13.0, 1e-9);
    assert_near(world_shortfall(&w, 1, 2), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->held, 1, 0), 30.0 * 12.0 / 13.0, 1e-12);
    assert_close(ref_at(&w.trace->held, 3, 0), 60.0, 1e-12);
    world_finish(&w);
}

static void
a_stockpile_called_upon_does_not_buy_in_the_next_step(void **state)
{
    struct world w;

    (void)state;
    build_rivals(&w, 0.0, 0.5);
    world_run(&w);
    assert_close(ref_at(&w.trace->asked_for_stockpiles, 0, 0), 30.0, 1e-12);
    assert_close(ref_at(&w.trace->let_go, 0, 0), 100.0 / 13.0, 1e-12);
    assert_near(ref_at(&w.trace->asked_for_stockpiles, 1, 0), 0.0, 1e-12);
    world_finish(&w);
}

static void
a_purchase_goes_where_no_control_holds_it_back(void **state)
{
    /* Mines in CN and MY, 0.6 and 0.4; a licence on the first that refuses nobody. */
    struct mnz_policy *p;
    struct mnz_control *k;
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
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
    world_begin(&w, k->regime, 1);
    p = build_reserve(&w, 100.0, 0, 0.0);
    p->stockpile.rate_per_month = build_constant(&w.b, 0.2);
    p->stockpile.refill = 1;
    p->stockpile.competes = 1;
    world_run(&w);
    assert_close(ref_at(&w.trace->to_stockpiles, 0, 0), 12.0, 1e-12);
    assert_close(ref_at(&w.trace->to_stockpiles, 0, 1), 8.0, 1e-12);
    assert_near(ref_at(&w.trace->to_stockpiles, 1, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->to_stockpiles, 1, 1), 20.0, 1e-12);
    assert_close(ref_at(&w.trace->held, 5, 0), 100.0, 1e-12);
    world_finish(&w);
}

/* A user of 100 t a month over a link that carries 12 times `capacity` a year, from a
 * mine without limit, with a month's output in store; an empty stockpile that buys 30 t
 * a month. */
static struct mnz_policy *
build_narrow(struct world *w, double capacity, int competes)
{
    struct mnz_policy *p;

    build_two_nodes(&w->b);
    build_covers(&w->b, 0, 1.0, 1.0);
    build_covers(&w->b, 1, 0.0, 0.0);
    w->b.scenario->link_rows[0].capacity_tpa = build_constant(&w->b, 12.0 * capacity);
    p = build_reserve(w, 60.0, 0, 0.0);
    p->stockpile.shortfall_above = build_constant(&w->b, 1.0);
    p->stockpile.rate_per_month = build_constant(&w->b, 0.5);
    p->stockpile.refill = 1;
    p->stockpile.competes = competes;
    return p;
}

static void
a_full_link_is_shared_by_those_who_compete(void **state)
{
    struct world w;

    (void)state;
    build_narrow(&w, 100.0, 1);
    world_run(&w);
    assert_close(ref_at(&w.trace->shipped, 0, 0), 100.0 / 1.3, 1e-12);
    assert_close(ref_at(&w.trace->to_stockpiles, 0, 0), 30.0 / 1.3, 1e-12);
    assert_close(world_shortfall(&w, 1, 0), 0.3 / 1.3, 1e-12);
    world_finish(&w);
}

static void
a_refill_takes_what_a_link_carries_beside_its_buyer(void **state)
{
    const double carried[] = {100.0, 110.0, 200.0}, bought[] = {0.0, 10.0, 30.0};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct world w;

        build_narrow(&w, carried[i], 0);
        world_run(&w);
        for (uint32_t t = 0; t < 2; t++) {
            assert_close(ref_at(&w.trace->shipped, t, 0), 100.0, 1e-12);
            assert_near(ref_at(&w.trace->to_stockpiles, t, 0), bought[i], 1e-9);
            assert_near(ref_at(&w.trace->held, t, 0), t * bought[i], 1e-9);
        }
        world_finish(&w);
    }
}

static void
a_closed_corridor_lets_no_purchase_through(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        const double left = i < 2 ? 0.0 : 0.5;
        struct mnz_control *k;
        struct world w;

        build_narrow(&w, 1000.0, i % 2);
        k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "landslide", w.b.cn);
        k->outage.fraction = build_constant(&w.b, 1.0 - left);
        world_hold(&w, k->regime, 0, 3);
        world_run(&w);
        for (uint32_t t = 0; t < 3; t++)
            assert_near(ref_at(&w.trace->shipped, t, 0) +
                            ref_at(&w.trace->to_stockpiles, t, 0),
                        left * 100.0, 1e-9);
        /* Beside the 50 t that the corridor leaves the buyer, 30 are wanted. */
        assert_near(ref_at(&w.trace->held, 2, 0), i == 3 ? 2 * 50.0 * 30.0 / 80.0 : 0.0,
                    1e-9);
        world_finish(&w);
    }
}

static void
a_purchase_takes_the_lead_time_of_its_link(void **state)
{
    const double held[] = {0.0, 15.0, 45.0, 60.0};

    (void)state;
    for (int competes = 0; competes < 2; competes++) {
        struct world w;

        build_narrow(&w, 1000.0, competes);
        w.b.scenario->link_rows[0].lead_months = build_constant(&w.b, 1.5);
        world_run(&w);
        for (uint32_t t = 0; t < 4; t++)
            assert_near(ref_at(&w.trace->held, t, 0), held[t], 1e-9);
        world_finish(&w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stockpile_lasts_as_long_as_what_it_starts_with),
        cmocka_unit_test(it_is_filled_up_at_a_rate_of_the_whole),
        cmocka_unit_test(a_purchase_that_competes_shares_in_the_shortage),
        cmocka_unit_test(a_stockpile_called_upon_does_not_buy_in_the_next_step),
        cmocka_unit_test(a_purchase_goes_where_no_control_holds_it_back),
        cmocka_unit_test(a_full_link_is_shared_by_those_who_compete),
        cmocka_unit_test(a_refill_takes_what_a_link_carries_beside_its_buyer),
        cmocka_unit_test(a_closed_corridor_lets_no_purchase_through),
        cmocka_unit_test(a_purchase_takes_the_lead_time_of_its_link),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
