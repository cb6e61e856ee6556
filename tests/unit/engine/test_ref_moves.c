/* test_ref_moves.c - the reference engine's moves, one by one, against numbers by hand.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "sampling/poisson.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

/* Two mines (CN, MY: 0.6 and 0.4) and a US user of 100 t a month without cover. */
enum { CN_MINE, MY_MINE, USER };
enum { CN_LINK, MY_LINK };

static void
build_fork(struct world *w)
{
    struct build *b = &w->b;
    uint32_t ore;

    build_init(b);
    ore = build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_facility(b, "cn_mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_facility(b, "my_mine", b->my, MNZ_STAGE_MINE, 0.0);
    for (uint32_t i = 0; i < 2; i++) {
        build_makes(b, i, ore, 1.0);
        build_covers(b, i, 1.0, 0.0);
    }
    build_industry(b, "user", b->us, "users");
    build_uses(b, USER, ore, 1200.0);
    build_covers(b, USER, 0.0, 0.0);
    build_link(b, CN_MINE, USER, ore, 0.6, 0.0);
    build_link(b, MY_MINE, USER, ore, 0.4, 0.0);
}

static void
a_tariff_moves_base_shares_and_demand(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_fork(&w);
    build_actor(&w.b, USER)->elasticity = build_constant(&w.b, 0.5);
    k = build_control(&w.b, MNZ_CONTROL_TARIFF, "duty", w.b.us);
    k->tariff.on = build_select_place(&w.b, w.b.cn);
    k->tariff.rate = build_constant(&w.b, 1.0);
    k->tariff.elasticity = build_constant(&w.b, 2.0);
    k->tariff.pass = build_constant(&w.b, 0.5);
    world_run(&w);
    /* duty 0.5: 0.6 / 1.5^2 against 0.4 */
    assert_close(ref_at(&w.trace->base_share, 0, CN_LINK), 0.4, 1e-12);
    assert_close(ref_at(&w.trace->duty, 0, CN_LINK), 0.5, 1e-12);
    assert_close(ref_at(&w.trace->D0, 0, USER), pow(1.0 + 0.4 * 0.5, -0.5), 1e-12);
    /* Purchases move with the base shares. */
    assert_close(ref_at(&w.trace->ordered_share, 0, CN_LINK), 0.4, 1e-12);
    assert_close(ref_at(&w.trace->share, 0, CN_LINK), 0.4, 1e-12);
    world_finish(&w);
}

static void
an_offtake_takes_its_share_as_the_plant_ramps_up(void **state)
{
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_fork(&w);
    build_actor(&w.b, MY_MINE)->capacity_tpa = build_constant(&w.b, 600.0);
    p = build_policy(&w.b, MNZ_POLICY_PROJECT, "plant");
    p->project.facility = MY_MINE;
    p->project.adds_tpa = build_constant(&w.b, 240.0);
    p->project.online = build_constant(&w.b, world_day(&w, 2));
    p->project.ramp_months = build_constant(&w.b, 4.0);
    p->project.offtake_to = build_select_actor(&w.b, USER);
    p->project.offtake_share = build_constant(&w.b, 0.2);
    world_hold(&w, p->regime, 0, 9);
    world_run(&w);
    assert_close(ref_at(&w.trace->capacity, 2, MY_MINE), 50.0, 1e-12);
    for (uint32_t t = 2; t < 12; t++) {
        const double days = world_day(&w, (int)t) - world_day(&w, 2);
        const double ramp = t < 9 ? fmin(1.0, days / 30.4375 / 4.0) : 0.0;

        assert_close(ref_at(&w.trace->capacity, t, MY_MINE), 50.0 + 20.0 * ramp, 1e-12);
        assert_close(ref_at(&w.trace->base_share, t, MY_LINK),
                     0.4 * (1.0 - 0.2 * ramp) + 0.2 * ramp, 1e-12);
    }
    world_finish(&w);
}

static void
an_outage_takes_its_share_of_the_days_and_of_the_plant(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_fork(&w);
    build_actor(&w.b, CN_MINE)->capacity_tpa = build_constant(&w.b, 720.0);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "flood", MNZ_NONE);
    k->facilities = build_select_actor(&w.b, CN_MINE);
    k->outage.fraction = build_constant(&w.b, 0.8);
    build_regime_of(&w.b, k->regime)->in_force.from =
        build_constant(&w.b, world_day(&w, 2) + 15.0); /* of 31 days in March */
    k->outage.duration = build_constant(&w.b, 61.0 / 30.4375);
    world_run(&w);
    assert_close(ref_at(&w.trace->capacity, 1, CN_MINE), 60.0, 1e-12);
    assert_close(ref_at(&w.trace->capacity, 2, CN_MINE),
                 60.0 * (1.0 - 0.8 * 16.0 / 31.0), 1e-12);
    assert_close(ref_at(&w.trace->capacity, 3, CN_MINE), 12.0, 1e-12);
    assert_close(ref_at(&w.trace->capacity, 4, CN_MINE),
                 60.0 * (1.0 - 0.8 * 15.0 / 31.0), 1e-12);
    assert_close(ref_at(&w.trace->activity, 3, CN_MINE), 12.0, 1e-12);
    world_finish(&w);
}

static void
a_plant_rebuilds_its_store_after_an_outage(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_actor(&w.b, 0)->capacity_tpa = build_constant(&w.b, 2400.0);
    build_covers(&w.b, 0, 1.0, 1.0);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "fire", MNZ_NONE);
    k->facilities = build_select_actor(&w.b, 0);
    world_hold(&w, k->regime, 1, 2);
    world_run(&w);
    assert_close(ref_at(&w.trace->shipped, 1, 0), 100.0, 1e-12);
    assert_near(ref_at(&w.trace->made_stock, 1, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->activity, 2, 0), 100.0 + 100.0 / 3.0, 1e-12);
    world_finish(&w);
}

static void
random_outages_begin_where_the_process_says(void **state)
{
    struct mnz_poisson_onset onset[MNZ_POISSON_MAX_ONSETS];
    struct mnz_control *k;
    struct world w;
    uint32_t num_onsets, num_struck = 0;
    const int32_t *day;

    (void)state;
    build_fork(&w);
    w.b.scenario->months = 60;
    build_actor(&w.b, CN_MINE)->capacity_tpa = build_constant(&w.b, 1200.0);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "fighting", MNZ_NONE);
    k->facilities = build_select_actor(&w.b, CN_MINE);
    k->outage.fraction = build_constant(&w.b, 0.5);
    k->outage.onsets_per_year = build_constant(&w.b, 2.0);
    k->outage.duration_months = (struct mnz_dist){
        .kind = MNZ_DIST_UNIFORM, .p = {1.0, 4.0}, .low = -INFINITY, .high = INFINITY};
    world_run(&w);
    day = w.net->step_day;
    num_onsets = mnz_poisson_onsets(1, "controls.fighting.onsets", 0, 2.0,
                                    (day[60] - day[0]) / 365.25,
                                    &k->outage.duration_months, onset);
    for (uint32_t t = 0; t < 60; t++) {
        double K = 100.0;

        for (uint32_t i = 0; i < num_onsets; i++) {
            const double from = day[0] + onset[i].at_years * 365.25;
            const double until = from + onset[i].duration * 30.4375;
            const double days = fmin(until, day[t + 1]) - fmax(from, day[t]);

            K *= 1.0 - 0.5 * fmax(0.0, days) / (day[t + 1] - day[t]);
        }
        num_struck += K < 100.0;
        assert_close(ref_at(&w.trace->capacity, t, CN_MINE), K, 1e-12);
    }
    assert_true(num_struck > 3);
    world_finish(&w);
}

static void
suspensions_and_events_switch_a_control(void **state)
{
    const double probabilities[] = {0.25, 0.75};
    struct mnz_window suspended[3];
    struct mnz_control *k;
    struct mnz_event *e;
    struct world w;
    uint32_t drawn;

    (void)state;
    build_fork(&w);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_hold(&w, k->regime, 1, 10);
    for (int i = 0; i < 2; i++) /* they overlap: months 3 to 6 */
        suspended[i] =
            (struct mnz_window){.from = build_constant(&w.b, world_day(&w, 3 + i)),
                                .until = build_constant(&w.b, world_day(&w, 5 + i))};
    suspended[2] = (struct mnz_window){.from = build_constant(&w.b, world_day(&w, -2)),
                                       .until = build_constant(&w.b, world_day(&w, 0))};
    build_regime_of(&w.b, k->regime)->num_suspensions = 3;
    build_regime_of(&w.b, k->regime)->suspensions = suspended;
    e = build_event(&w.b, "truce", world_day(&w, 2), 2, probabilities);
    drawn = build_last_input(&w.b);
    build_activate(&w.b, e, 1, k->regime, 0);
    e = build_event(&w.b, "later", world_day(&w, 8), 2, probabilities);
    e->if_event = mnz_ref_to(0);
    e->if_branch = 1;
    build_activate(&w.b, e, 0, k->regime, 1);
    world_compile(&w);

    for (int variant = 0; variant < 3; variant++) {
        const int is_on = variant > 0, is_ended = variant == 2;

        w.draws[drawn] = is_on ? 0.26 : 0.24;
        w.draws[drawn + 1] = is_ended ? 0.2 : 0.9;
        world_run_drawn(&w);
        for (uint32_t t = 0; t < 12; t++)
            assert_true(
                ref_at(&w.trace->regime_phi, t, k->regime) ==
                (is_on && t >= 2 && (t < 3 || t >= 6) && t < (is_ended ? 8u : 10u)
                     ? 1.0
                     : 0.0));
    }
    world_finish(&w);
}

static void
the_first_class_is_served_first(void **state)
{
    struct mnz_control *k;
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_actor(&w.b, 0)->capacity_tpa = build_constant(&w.b, 2400.0);
    build_industry(&w.b, "army", w.b.us, "defence");
    build_uses(&w.b, 2, 0, 600.0);
    build_covers(&w.b, 1, 0.0, 0.0);
    build_covers(&w.b, 2, 0.0, 0.0);
    build_link(&w.b, 0, 2, 0, 1.0, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_OUTAGE, "fire", MNZ_NONE);
    k->facilities = build_select_actor(&w.b, 0);
    k->outage.fraction = build_constant(&w.b, 0.7); /* leaves 60 t of 150 */
    p = build_policy(&w.b, MNZ_POLICY_PRIORITY, "first");
    p->priority.to = build_select_actor(&w.b, 2);
    world_begin(&w, p->regime, 1);
    world_run(&w);
    assert_close(world_shortfall(&w, 1, 0), 0.6, 1e-12);
    assert_close(world_shortfall(&w, 2, 0), 0.6, 1e-12);
    /* Then 50 t for the army, and a refill of its empty store asks for no more. */
    assert_near(world_shortfall(&w, 2, 1), 0.0, 1e-12);
    assert_close(world_shortfall(&w, 1, 1), 0.9, 1e-12);
    world_finish(&w);
}

static void
scrap_returns_what_was_consumed_before(void **state)
{
    /* 10 % of 1200 t/yr x 0.5 t Nd per t, as oxide of 0.8 t Nd per t. */
    struct mnz_policy *p;
    struct world w;
    uint32_t oxide;

    (void)state;
    build_init(&w.b);
    build_material(&w.b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    oxide = build_material(&w.b, "oxide", MNZ_STAGE_SEPARATION, "Nd", 0.8);
    build_facility(&w.b, "mine", w.b.cn, MNZ_STAGE_MINE, 0.0);
    build_makes(&w.b, 0, 0, 1.0);
    build_facility(&w.b, "recycler", w.b.jp, MNZ_STAGE_RECYCLING, 0.0);
    build_makes(&w.b, 1, oxide, 1.0);
    build_industry(&w.b, "user", w.b.us, "users");
    build_uses(&w.b, 2, 0, 1200.0);
    build_actor(&w.b, 2)->growth_per_year = build_constant(&w.b, 0.1);
    build_link(&w.b, 0, 2, 0, 1.0, 0.0);
    build_industry(&w.b, "oxide_user", w.b.us, "others");
    build_uses(&w.b, 3, oxide, 60.0);
    build_link(&w.b, 1, 3, oxide, 1.0, 0.0);
    p = build_policy(&w.b, MNZ_POLICY_RECYCLING, "return");
    p->recycling.at = 1;
    p->recycling.from = build_select_actor(&w.b, 2);
    p->recycling.to_material = oxide;
    p->recycling.share = build_constant(&w.b, 0.1);
    p->recycling.after_months = build_constant(&w.b, 4.0);
    world_run(&w);
    for (uint32_t t = 0; t < 12; t++) {
        const double back =
            100.0 * pow(1.1, ((double)t - 4.0) / 12.0) * 0.5 / 0.8 * 0.1;

        assert_close(w.trace->books[(t + 1) * MNZ_NUM_RARE_EARTHS + 3].recycled,
                     back * 0.8, 1e-9);
        assert_close(ref_at(&w.trace->activity, t, 1), 5.0, 1e-9);
    }
    world_finish(&w);
}

static void
output_lost_is_made_up_for_in_part_by_overtime(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_covers(&w.b, 1, 0.0, 0.0);
    build_actor(&w.b, 1)->recovers = build_constant(&w.b, 0.6);
    build_actor(&w.b, 1)->overtime = build_constant(&w.b, 0.15);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_hold(&w, k->regime, 2, 3);
    world_run(&w);
    assert_near(ref_at(&w.trace->activity, 2, 1), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->backlog, 2, 1), 0.6, 1e-12);
    assert_close(ref_at(&w.trace->D, 3, 1), 1.15, 1e-12);
    assert_close(ref_at(&w.trace->backlog, 3, 1), 0.45, 1e-12);
    assert_close(ref_at(&w.trace->D, 5, 1), 1.0 + 0.3 / 3.0, 1e-12);
    world_finish(&w);
}

static void
scarcity_raises_the_price_to_its_cap(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    w.b.scenario->materials[0].elasticity = build_constant(&w.b, 0.5);
    k = build_control(&w.b, MNZ_CONTROL_QUOTA, "cap", w.b.cn);
    k->quota.tonnes_tpa = build_constant(&w.b, 960.0);
    world_run(&w);
    /* 0.8^-2 - 1 = 0.5625, approached by half the distance a month */
    assert_close(ref_at(&w.trace->premium, 0, 0), 0.28125, 1e-9);
    assert_close(ref_at(&w.trace->premium, 1, 0), 0.75 * 0.5625, 1e-9);
    world_finish(&w);
}

static void
the_spot_market_brings_what_backup_allows(void **state)
{
    struct world w;

    (void)state;
    build_fork(&w);
    build_covers(&w.b, MY_MINE, 0.0, 1.0); /* 40 t in store */
    w.b.scenario->link_rows[1].backup = build_constant(&w.b, 0.1);
    build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_run(&w);
    /* Ordered 60 + 40, of which 60 barred: 0.3 x 60 asked, up to 0.5 x 100 - 40. */
    assert_close(ref_at(&w.trace->order, 0, MY_LINK), 40.0, 1e-12);
    assert_close(ref_at(&w.trace->spot, 0, MY_LINK), 10.0, 1e-12);
    assert_near(ref_at(&w.trace->spot, 0, CN_LINK), 0.0, 1e-12);
    /* The barred mine expects less: a sixth of the way from 60 to 0. */
    assert_close(ref_at(&w.trace->expected, 0, CN_MINE), 50.0, 1e-12);
    assert_close(ref_at(&w.trace->received, 1, 0),
                 10.0 + ref_at(&w.trace->shipped, 1, 1), 1e-12);
    world_finish(&w);
}

static void
a_stockpile_counts_as_on_order_and_is_refilled(void **state)
{
    struct mnz_control *k;
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    w.b.scenario->months = 36;
    build_covers(&w.b, 0, 1.0, 1.0); /* a refill takes the rest of the mine's stock */
    k = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn);
    world_hold(&w, k->regime, 1, 3);
    p = build_policy(&w.b, MNZ_POLICY_STOCKPILE, "reserve");
    p->stockpile.at = w.b.us;
    p->stockpile.beneficiaries = build_select_place(&w.b, w.b.us);
    p->stockpile.refill = 1;
    p->stockpile.rate_per_month = build_constant(&w.b, 0.8);
    build_holding(&w.b, p, 0, 100.0, 0);
    world_run(&w);
    assert_close(ref_at(&w.trace->let_go, 1, 0), 80.0, 1e-12);
    /* Empty store, 80 t coming: 100 + (100 - 0)/3 - 80/3. */
    assert_close(ref_at(&w.trace->order, 2, 0), 100.0 + 20.0 / 3.0, 1e-12);
    assert_close(ref_at(&w.trace->let_go, 2, 0), 20.0, 1e-12);
    assert_near(ref_at(&w.trace->held, 2, 0), 0.0, 1e-12);
    assert_close(ref_at(&w.trace->held, 35, 0), 100.0, 1e-9);
    world_finish(&w);
}

static void
a_quota_by_orders_follows_those_of_the_last_step(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_two_nodes(&w.b);
    build_industry(&w.b, "other", w.b.us, "others");
    build_uses(&w.b, 2, 0, 600.0);
    build_covers(&w.b, 1, 0.0, 0.0);
    build_link(&w.b, 0, 2, 0, 1.0, 0.0);
    k = build_control(&w.b, MNZ_CONTROL_QUOTA, "cap", w.b.cn);
    k->quota.tonnes_tpa = build_constant(&w.b, 900.0);
    k->quota.share_by = MNZ_QUOTA_ORDERS;
    world_run(&w);
    assert_close(ref_at(&w.trace->allowed, 0, 1), 25.0, 1e-12);
    assert_close(ref_at(&w.trace->order, 1, 1), 50.0 + 25.0 / 3.0, 1e-12);
    assert_close(ref_at(&w.trace->allowed, 2, 1),
                 75.0 * (50.0 + 25.0 / 3.0) / (150.0 + 25.0 / 3.0), 1e-12);
    world_finish(&w);
}

/* A ban that a branch brings with a probability of 0.3, and a lift of another that it
 * brings with 0.6: each by its own draw. */
static void
a_branch_may_switch_with_a_probability(void **state)
{
    static const double u[][2] = {
        {0.29, 0.59}, {0.31, 0.59}, {0.29, 0.61}, {0.31, 0.61}};

    (void)state;
    for (int i = 0; i < 4; i++) {
        const int is_on = u[i][0] < 0.3, is_off = u[i][1] < 0.6;
        const double sure = 1.0;
        struct mnz_switch *on, *off;
        struct mnz_control *k[2];
        struct mnz_event *e;
        uint32_t inputs[2];
        struct world w;

        build_two_nodes(&w.b);
        build_covers(&w.b, 1, 0.0, 0.0);
        k[0] = build_control(&w.b, MNZ_CONTROL_BAN, "ban", w.b.cn);
        k[1] = build_control(&w.b, MNZ_CONTROL_BAN, "old", w.b.cn);
        e = build_event(&w.b, "talks", world_day(&w, 4), 1, &sure);
        on = build_chance(&w.b, e, 0, k[0]->regime, 0, 0.3);
        off = build_chance(&w.b, e, 0, k[1]->regime, 1, 0.6);
        inputs[0] = mnz_ref_at(on->drawn_input);
        inputs[1] = mnz_ref_at(off->drawn_input);
        world_compile(&w);
        for (int j = 0; j < 2; j++)
            w.draws[inputs[j]] = u[i][j];
        world_run_drawn(&w);
        assert_near(ref_at(&w.trace->shipped, 3, 0), 0.0, 1e-12);
        assert_near(ref_at(&w.trace->shipped, 6, 0), is_off && !is_on ? 100.0 : 0.0,
                    1e-9);
        world_finish(&w);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tariff_moves_base_shares_and_demand),
        cmocka_unit_test(an_offtake_takes_its_share_as_the_plant_ramps_up),
        cmocka_unit_test(an_outage_takes_its_share_of_the_days_and_of_the_plant),
        cmocka_unit_test(a_plant_rebuilds_its_store_after_an_outage),
        cmocka_unit_test(random_outages_begin_where_the_process_says),
        cmocka_unit_test(suspensions_and_events_switch_a_control),
        cmocka_unit_test(the_first_class_is_served_first),
        cmocka_unit_test(scrap_returns_what_was_consumed_before),
        cmocka_unit_test(output_lost_is_made_up_for_in_part_by_overtime),
        cmocka_unit_test(scarcity_raises_the_price_to_its_cap),
        cmocka_unit_test(the_spot_market_brings_what_backup_allows),
        cmocka_unit_test(a_stockpile_counts_as_on_order_and_is_refilled),
        cmocka_unit_test(a_quota_by_orders_follows_those_of_the_last_step),
        cmocka_unit_test(a_branch_may_switch_with_a_probability),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
