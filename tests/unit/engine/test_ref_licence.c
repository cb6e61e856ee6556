/* test_ref_licence.c - licences and offices in the reference engine, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

/* One supplier of 100 t a month, no cover, no lead time, a licence from the start. */
static struct mnz_control *
build_licensed_pair(struct world *w)
{
    build_two_nodes(&w->b);
    build_covers(&w->b, 1, 0.0, 0.0);
    return build_control(&w->b, MNZ_CONTROL_LICENCE, "licence", w->b.cn);
}

static void
a_licence_that_grants_all_at_once_changes_nothing(void **state)
{
    struct world w[2];

    (void)state;
    for (int i = 0; i < 2; i++) {
        build_two_nodes(&w[i].b);
        w[i].b.scenario->months = 48;
        w[i].b.scenario->link_rows[0].lead_months = build_constant(&w[i].b, 1.5);
        build_actor(&w[i].b, 1)->growth_per_year = build_constant(&w[i].b, 0.2);
        if (i == 1)
            build_control(&w[i].b, MNZ_CONTROL_LICENCE, "licence", w[i].b.cn);
        world_run(&w[i]);
    }
    for (uint32_t t = 0; t < 48; t++)
        assert_close(ref_at(&w[1].trace->shipped, t, 0),
                     ref_at(&w[0].trace->shipped, t, 0), 1e-12);
    world_finish(&w[0]);
    world_finish(&w[1]);
}

static void
licences_together_approve_what_each_does(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_licensed_pair(&w);
    k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.5);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "second", w.b.cn);
    k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.8);
    world_run(&w);
    for (uint32_t t = 0; t < 12; t++)
        assert_close(world_shortfall(&w, 1, t), 1.0 - 0.5 * 0.8, 1e-12);
    world_finish(&w);
}

static void
ordering_more_does_not_get_more_across(void **state)
{
    /* With an empty store 133 t are asked for each month, to refill it. */
    (void)state;
    for (int is_ban = 0; is_ban < 2; is_ban++) {
        struct mnz_control *k;
        struct world w;

        build_two_nodes(&w.b);
        k = build_control(&w.b, is_ban ? MNZ_CONTROL_BAN : MNZ_CONTROL_LICENCE,
                          "control", w.b.cn);
        k->leak = build_constant(&w.b, is_ban ? 0.2 : 0.0);
        if (is_ban) {
            k->ban.covers = build_constant(&w.b, 0.75);
        } else {
            k->licence.general = build_constant(&w.b, 0.4);
            k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.0);
        }
        world_run(&w);
        assert_close(ref_at(&w.trace->order, 11, 0), 100.0 + 100.0 / 3.0, 1e-12);
        assert_close(ref_at(&w.trace->shipped, 11, 0), 40.0, 1e-12);
        world_finish(&w);
    }
}

static void
a_plant_is_refused_as_its_buyers_would_be(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_three_nodes(&w.b); /* plant in MY, bound for a user and an army of a third */
    build_industry(&w.b, "army", w.b.us, "defence");
    build_actor(&w.b, 3)->end_use = MNZ_USE_MILITARY;
    build_uses(&w.b, 3, 1, 600.0);
    build_link(&w.b, 1, 3, 1, 1.0, 0.0);
    for (uint32_t i = 1; i < 4; i++)
        build_covers(&w.b, i, 0.0, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
    k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.9);
    k->licence.approval[MNZ_USE_MILITARY] = build_constant(&w.b, 0.0);
    world_run(&w);
    assert_close(ref_at(&w.trace->activity, 0, 1), 150.0 * 0.9 * 2.0 / 3.0, 1e-12);
    world_finish(&w);
}

static void
a_trimmed_application_asks_for_no_more_than_usual(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_licensed_pair(&w);
    k->licence.processing_months = build_constant(&w.b, 2.0);
    k->licence.spread = build_constant(&w.b, 0.0);
    k->licence.trim = build_constant(&w.b, 1.2);
    world_run(&w);
    assert_close(ref_at(&w.trace->order, 0, 0), 100.0 + 200.0 / 3.0, 1e-12);
    assert_close(ref_at(&w.trace->under_way, 0, 0), 120.0, 1e-12);
    world_finish(&w);
}

/* A month without approvals leaves a gap of 100 t in a store of three months. Buyers
 * order gap/T above their use; those approved get 100 (1 + headroom) at most. */
static void
headroom_sets_how_fast_a_buyer_catches_up(void **state)
{
    static const double headroom[] = {0.0, 0.1, 5.0};

    (void)state;
    for (int i = 0; i < 3; i++) {
        double gap = 100.0;
        struct mnz_control *k;
        struct world w;

        build_two_nodes(&w.b);
        w.b.scenario->months = 24;
        build_covers(&w.b, 1, 3.0, 0.0);
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
        k->licence.headroom = build_constant(&w.b, headroom[i]);
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "closed", w.b.cn);
        k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.0);
        build_in_force(&w.b, k->regime, (int32_t)world_day(&w, 2),
                       (int32_t)world_day(&w, 3));
        world_run(&w);
        for (uint32_t t = 0; t < 24; t++) {
            const double more = fmin(gap / 3.0, 100.0 * headroom[i]);
            const double expected = t < 2 ? 100.0 : t == 2 ? 0.0 : 100.0 + more;

            assert_near(ref_at(&w.trace->shipped, t, 0), expected, 1e-9);
            gap -= t > 2 ? more : 0.0;
        }
        world_finish(&w);
    }
}

/* Half of the buyers are approved, and a store of a year is never full again: what is
 * granted tends to (1 + headroom) 50 t a month, and nothing is saved up before. */
static void
headroom_bounds_what_is_granted_a_step(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    w.b.scenario->months = 24;
    build_covers(&w.b, 1, 24.0, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
    k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.5);
    k->licence.headroom = build_constant(&w.b, 0.2);
    world_run(&w);
    assert_near(ref_at(&w.trace->licence_granted, 0, 0), 50.0, 1e-9);
    for (uint32_t t = 2; t < 24; t++)
        assert_near(ref_at(&w.trace->licence_granted, t, 0), 60.0, 1e-9);
    world_finish(&w);
}

static void
headroom_that_nobody_needs_changes_nothing(void **state)
{
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn)->licence.headroom =
        build_constant(&w.b, 2.0);
    world_run(&w);
    for (uint32_t t = 0; t < 12; t++)
        assert_near(ref_at(&w.trace->shipped, t, 0), 100.0, 1e-9);
    world_finish(&w);
}

static void
the_slowest_office_reports_for_all(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_licensed_pair(&w);
    k->licence.spread = build_constant(&w.b, 0.0);
    k->licence.processing_months = build_constant(&w.b, 1.0);
    k->licence.order_ahead = build_constant(&w.b, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "second", w.b.cn);
    k->licence.spread = build_constant(&w.b, 0.0);
    k->licence.processing_months = build_constant(&w.b, 2.0);
    k->licence.order_ahead = build_constant(&w.b, 0.0);
    world_hold(&w, k->regime, 3, 12);
    world_run(&w);
    assert_close(ref_at(&w.trace->licence_applied, 0, 0), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_granted, 1, 0), 100.0, 1e-12);
    assert_near(ref_at(&w.trace->licence_applied, 1, 1), 0.0, 1e-12);
    for (uint32_t t = 3; t < 12; t++) {
        assert_near(ref_at(&w.trace->licence_applied, t, 0), 0.0, 1e-12);
        assert_near(ref_at(&w.trace->licence_backlog, t, 0), 0.0, 1e-12);
        assert_close(ref_at(&w.trace->licence_backlog, t, 1),
                     ref_at(&w.trace->under_way, t, 0), 1e-12);
    }
    assert_true(ref_at(&w.trace->licence_granted, 3, 1) >
                0.0); /* filed with the other */
    world_finish(&w);
}

static void
what_is_not_used_of_a_licence_lapses(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_licensed_pair(&w);
    build_actor(&w.b, 0)->capacity_tpa = build_constant(&w.b, 720.0);
    k->licence.validity_months = build_constant(&w.b, 4.0);
    world_run(&w);
    assert_close(ref_at(&w.trace->shipped, 0, 0), 60.0, 1e-12);
    assert_close(ref_at(&w.trace->in_hand, 0, 0), 30.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_granted, 0, 0), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_in_hand, 0, 0), 30.0, 1e-12);
    world_finish(&w);
}

static void
the_end_of_a_regime_frees_what_is_in_hand_and_voids_the_rest(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_licensed_pair(&w);
    build_actor(&w.b, 0)->capacity_tpa = build_constant(&w.b, 720.0);
    world_hold(&w, k->regime, 0, 1);
    world_run(&w);
    assert_close(ref_at(&w.trace->in_hand, 0, 0), 40.0, 1e-12);
    assert_close(ref_at(&w.trace->allowed, 1, 0), ref_at(&w.trace->order, 1, 0) + 40.0,
                 1e-12);
    assert_near(ref_at(&w.trace->in_hand, 1, 0), 0.0, 1e-12);
    assert_near(ref_at(&w.trace->under_way, 1, 0), 0.0, 1e-12);
    world_finish(&w);
}

static void
processing_times_scatter_as_a_lognormal_does(void **state)
{
    /* A sample of 400 x 400 cases, filed at any moment of the first step. */
    const double med = 2.0, s = 0.6;
    double matured[8] = {0};
    struct mnz_control *k;
    struct world w;

    (void)state;
    k = build_licensed_pair(&w);
    k->licence.processing_months = build_constant(&w.b, med);
    k->licence.spread = build_constant(&w.b, s);
    k->licence.order_ahead = build_constant(&w.b, 0.0);
    world_hold(&w, k->regime, 0, 12);
    for (int i = 0; i < 400; i++)
        for (int j = 0; j < 400; j++) {
            /* Inverse of the normal by bisection: slow and plain. */
            const double u = (j + 0.5) / 400.0;
            double low = -6.0, high = 6.0, at;

            while (high - low > 1e-6) {
                const double z = (low + high) / 2.0;

                if (0.5 * erfc(-z / sqrt(2.0)) < u)
                    low = z;
                else
                    high = z;
            }
            at = floor((i + 0.5) / 400.0 + med * exp(s * low));
            if (at < 8.0)
                matured[(int)at] += 1.0 / 160000.0;
        }
    world_run(&w);
    /* Orders are 100 less the amount on order already: 100, 66.7, 44.4 ... */
    assert_close(ref_at(&w.trace->shipped, 0, 0), 100.0 * matured[0], 0.02);
    assert_close(ref_at(&w.trace->shipped, 1, 0),
                 100.0 * matured[1] + ref_at(&w.trace->order, 1, 0) * matured[0], 0.02);
    assert_close(ref_at(&w.trace->shipped, 2, 0),
                 100.0 * matured[2] + ref_at(&w.trace->order, 1, 0) * matured[1] +
                     ref_at(&w.trace->order, 2, 0) * matured[0],
                 0.02);
    world_finish(&w);
}

static void
an_office_grants_no_more_than_its_throughput(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_covers(&w.b, 1, 0.0, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
    k->licence.throughput_t_per_month = build_constant(&w.b, 30.0);
    world_run(&w);
    assert_near(ref_at(&w.trace->shipped, 0, 0), 0.0,
                1e-12); /* filed after the office */
    assert_close(ref_at(&w.trace->ready, 0, 0), 100.0, 1e-12);
    /* Cases in the office count as on order: 100 - 100/3. */
    assert_close(ref_at(&w.trace->order, 1, 0), 200.0 / 3.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_applied, 0, 0), 100.0, 1e-12);
    assert_near(ref_at(&w.trace->licence_granted, 0, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_backlog, 0, 0), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_granted, 1, 0), 30.0, 1e-12);
    assert_close(ref_at(&w.trace->licence_backlog, 1, 0), 70.0 + 200.0 / 3.0, 1e-12);
    for (uint32_t t = 1; t < 12; t++)
        assert_close(ref_at(&w.trace->shipped, t, 0), 30.0, 1e-12);
    world_finish(&w);
}

static void
a_pause_holds_everything_back_by_its_length(void **state)
{
    for (int is_paused = 0; is_paused < 2; is_paused++) {
        struct mnz_control *k;
        struct mnz_window pause;
        struct world w;

        (void)state;
        build_two_nodes(&w.b);
        build_covers(&w.b, 1, 0.0, 0.0);
        w.b.scenario->months = 36;
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
        k->licence.processing_months = build_constant(&w.b, 2.0);
        k->licence.spread = build_constant(&w.b, 0.0);
        pause = (struct mnz_window){.from = build_constant(&w.b, world_day(&w, 1)),
                                    .until = build_constant(&w.b, world_day(&w, 4))};
        k->licence.num_pauses = is_paused ? 1 : 0;
        k->licence.pauses = &pause;
        world_run(&w);
        assert_near(ref_at(&w.trace->shipped, is_paused ? 4 : 1, 0), 0.0, 1e-12);
        assert_true(ref_at(&w.trace->shipped, is_paused ? 5 : 2, 0) >= 100.0 - 1e-9);
        for (uint32_t t = 1; is_paused && t < 4; t++)
            assert_close(ref_at(&w.trace->under_way, t, 0) -
                             ref_at(&w.trace->under_way, t - 1, 0),
                         ref_at(&w.trace->order, t, 0), 1e-12);
        world_finish(&w);
    }
}

/* The months of a pause, in trials in which its event takes its branch alone. */
static void
a_pause_may_depend_on_a_branch(void **state)
{
    for (int is_taken = 0; is_taken < 2; is_taken++) {
        const double probabilities[] = {0.4, 0.6};
        struct mnz_control *k;
        struct mnz_window pause;
        struct world w;

        (void)state;
        build_two_nodes(&w.b);
        build_covers(&w.b, 1, 0.0, 0.0);
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
        k->licence.processing_months = build_constant(&w.b, 2.0);
        k->licence.spread = build_constant(&w.b, 0.0);
        build_event(&w.b, "truce", world_day(&w, 9), 2, probabilities);
        pause = (struct mnz_window){.from = build_constant(&w.b, world_day(&w, 1)),
                                    .until = build_constant(&w.b, world_day(&w, 4)),
                                    .if_event = mnz_ref_to(0),
                                    .if_branch = 1};
        k->licence.num_pauses = 1;
        k->licence.pauses = &pause;
        world_compile(&w);
        w.draws[mnz_ref_at(w.b.scenario->events[0].drawn_input)] =
            is_taken ? 0.41 : 0.39;
        world_run_drawn(&w);
        assert_near(ref_at(&w.trace->shipped, is_taken ? 4 : 1, 0), 0.0, 1e-12);
        assert_true(ref_at(&w.trace->shipped, is_taken ? 5 : 2, 0) >= 100.0 - 1e-9);
        world_finish(&w);
    }
}

/* Queues as long as they can be, of two links side by side, through pauses: the last
 * case comes to its own link, later by the pauses. */
static void
the_longest_queues_keep_apart_through_pauses(void **state)
{
    for (int num_pauses = 0; num_pauses <= 2; num_pauses++) {
        struct mnz_window pauses[2];
        struct mnz_control *k;
        struct world w;

        (void)state;
        build_two_nodes(&w.b);
        build_industry(&w.b, "other", w.b.jp, "users");
        build_uses(&w.b, 2, 0, 300.0);
        build_link(&w.b, 0, 2, 0, 1.0, 0.0);
        w.b.scenario->months = 48;
        k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
        k->licence.processing_months = build_constant(&w.b, 60.0);
        k->licence.spread = build_constant(&w.b, 0.5);
        for (int i = 0; i < 2; i++)
            pauses[i] = (struct mnz_window){
                .from = build_constant(&w.b, world_day(&w, 3 + 20 * i)),
                .until = build_constant(&w.b, world_day(&w, 5 + 20 * i))};
        k->licence.num_pauses = (uint32_t)num_pauses;
        k->licence.pauses = pauses;
        world_run(&w);
        assert_true(ref_at(&w.trace->under_way, 40, 0) > 0.0);
        assert_true(ref_at(&w.trace->under_way, 40, 1) > 0.0);
        world_finish(&w);
    }
}

static void
controlled_content_is_traced_by_value(void **state)
{
    /* A plant in JP uses 0.2 t of CN oxide at 60 USD and 0.5 t of MY oxide at 10 for a
     * magnet at 50: chi = 12 / 50. */
    for (int is_caught = 0; is_caught < 2; is_caught++) {
        struct mnz_control *k;
        struct world w;
        uint32_t dy, nd, magnet;

        (void)state;
        build_init(&w.b);
        dy = build_material(&w.b, "dy", MNZ_STAGE_SEPARATION, "Dy", 0.87);
        nd = build_material(&w.b, "nd", MNZ_STAGE_SEPARATION, "Nd", 0.86);
        magnet = build_material(&w.b, "magnet", MNZ_STAGE_MAGNET, "Nd", 0.3);
        w.b.scenario->materials[dy].price_usd_per_kg = build_constant(&w.b, 60.0);
        w.b.scenario->materials[magnet].price_usd_per_kg = build_constant(&w.b, 50.0);
        build_facility(&w.b, "cn", w.b.cn, MNZ_STAGE_MINE, 0.0);
        build_makes(&w.b, 0, dy, 1.0);
        build_facility(&w.b, "my", w.b.my, MNZ_STAGE_MINE, 0.0);
        build_makes(&w.b, 1, nd, 1.0);
        build_facility(&w.b, "plant", w.b.jp, MNZ_STAGE_MAGNET, 0.0);
        build_uses(&w.b, 2, dy, 0.2);
        build_uses(&w.b, 2, nd, 0.5);
        build_makes(&w.b, 2, magnet, 1.0);
        build_industry(&w.b, "user", w.b.us, "users");
        build_uses(&w.b, 3, magnet, 1200.0);
        build_covers(&w.b, 3, 0.0, 0.0);
        build_link(&w.b, 0, 2, dy, 1.0, 0.0);
        build_link(&w.b, 1, 2, nd, 1.0, 0.0);
        build_link(&w.b, 2, 3, magnet, 1.0, 0.0);
        k = build_control(&w.b, MNZ_CONTROL_EXTRATERRITORIAL, "reach", w.b.cn);
        k->goods = build_select_material(&w.b, magnet);
        k->extraterritorial.items = build_select_material(&w.b, dy);
        k->extraterritorial.de_minimis =
            build_constant(&w.b, is_caught ? 0.24 - 1e-9 : 0.24 + 1e-9);
        k->extraterritorial.compliance = build_constant(&w.b, 0.5);
        k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.0);
        world_run(&w);
        assert_close(ref_at(&w.trace->chi, 0, 2), 0.24, 1e-12);
        assert_true(ref_at(&w.trace->phi, 0, find_link(w.net, 2, 3, magnet)) ==
                    (is_caught ? 1.0 : 0.0));
        for (uint32_t t = 0; t < 12; t++) /* half comply and are refused */
            assert_near(world_shortfall(&w, 3, t), is_caught ? 0.5 : 0.0, 1e-12);
        world_finish(&w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_licence_that_grants_all_at_once_changes_nothing),
        cmocka_unit_test(licences_together_approve_what_each_does),
        cmocka_unit_test(ordering_more_does_not_get_more_across),
        cmocka_unit_test(a_plant_is_refused_as_its_buyers_would_be),
        cmocka_unit_test(a_trimmed_application_asks_for_no_more_than_usual),
        cmocka_unit_test(headroom_sets_how_fast_a_buyer_catches_up),
        cmocka_unit_test(headroom_bounds_what_is_granted_a_step),
        cmocka_unit_test(headroom_that_nobody_needs_changes_nothing),
        cmocka_unit_test(the_slowest_office_reports_for_all),
        cmocka_unit_test(what_is_not_used_of_a_licence_lapses),
        cmocka_unit_test(the_end_of_a_regime_frees_what_is_in_hand_and_voids_the_rest),
        cmocka_unit_test(processing_times_scatter_as_a_lognormal_does),
        cmocka_unit_test(an_office_grants_no_more_than_its_throughput),
        cmocka_unit_test(a_pause_holds_everything_back_by_its_length),
        cmocka_unit_test(a_pause_may_depend_on_a_branch),
        cmocka_unit_test(the_longest_queues_keep_apart_through_pauses),
        cmocka_unit_test(controlled_content_is_traced_by_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
