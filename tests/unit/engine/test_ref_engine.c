/* test_ref_engine.c - the laws of docs/model/closed-forms.md, in the reference engine.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/random_scenario.h"
#include "support/ref_world.h"

enum { MINE = 0, USER = 1 };

/* One supplier, one buyer, cover c, lead time L, in months. */
static void
build_pair(struct world *w, double c, double L, uint32_t months)
{
    build_two_nodes(&w->b);
    w->b.scenario->months = months;
    build_covers(&w->b, USER, c, 0.0);
    w->b.scenario->link_rows[0].lead_months = build_constant(&w->b, L);
}

static struct mnz_control *
add_control(struct world *w, enum mnz_control_kind kind, int month)
{
    struct mnz_control *k = build_control(&w->b, kind, "control", w->b.cn);

    world_begin(w, k->regime, month);
    return k;
}

static double
used_until(const struct world *w, uint32_t from, uint32_t step)
{
    double used = 0.0;

    for (uint32_t t = from; t <= step; t++)
        used += ref_at(&w->trace->activity, t, USER);
    return used;
}

/* Fail unless the column repeats its first step in all steps. */
static void
assert_repeats(const struct ref_trace *t, const struct ref_column *column)
{
    for (uint32_t step = 1; step < t->num_steps; step++)
        for (uint32_t i = 0; i < column->width; i++) {
            const double first = ref_at(column, 0, i);

            assert_near(ref_at(column, step, i), first, 1e-9 * (1.0 + fabs(first)));
        }
}

static void
the_baseline_repeats_without_shocks(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world w;

        random_scenario(seed, RANDOM_CALM, &w.b);
        world_run(&w);
        assert_repeats(w.trace, &w.trace->activity);
        assert_repeats(w.trace, &w.trace->order);
        assert_repeats(w.trace, &w.trace->shipped);
        assert_repeats(w.trace, &w.trace->stock);
        assert_repeats(w.trace, &w.trace->share);
        assert_repeats(w.trace, &w.trace->premium);
        for (uint32_t i = 0; i < w.net->num_nodes; i++)
            for (uint32_t t = 0; t < w.trace->num_steps; t++)
                assert_near(world_shortfall(&w, i, t), 0.0, 1e-9);
        world_finish(&w);
    }
}

static void
every_element_is_conserved_in_random_worlds(void **state)
{
    double worst = 0.0;

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct world w;

        random_scenario(seed, RANDOM_EVERYTHING, &w.b);
        world_compile(&w);
        for (int i = 0; i < 3; i++) {
            draw_inputs(w.net, 0.15 + 0.35 * i, w.draws);
            world_run_drawn(&w); /* verifies the books */
            for (uint32_t n = 0; n < w.net->num_nodes; n++)
                worst = fmax(worst, world_lost(&w, n, 0, w.trace->num_steps));
        }
        world_finish(&w);
    }
    assert_true(worst > 1.0); /* or these worlds test nothing */
}

static void
verify_sees_books_that_do_not_balance(void **state)
{
    struct world w;
    char why[256];

    (void)state;
    build_two_nodes(&w.b);
    world_run(&w);
    w.trace->books[2 * MNZ_NUM_RARE_EARTHS + 3].consumed *= 1.0 + 1e-6;
    assert_false(ref_trace_verify(w.trace, why, sizeof why));
    world_finish(&w);
}

static void
growth_alone_leaves_nothing_short(void **state)
{
    /* 12 % a year is gamma = 0.95 % a month; covers above 2 gamma T L = 0.11 months. */
    struct world w;

    (void)state;
    build_three_nodes(&w.b);
    w.b.scenario->months = 60;
    build_actor(&w.b, 2)->growth_per_year = build_constant(&w.b, 0.12);
    build_covers(&w.b, 1, 0.4, 0.4);
    build_covers(&w.b, 2, 0.4, 0.0);
    w.b.scenario->link_rows[0].lead_months = build_constant(&w.b, 2.0);
    w.b.scenario->link_rows[1].lead_months = build_constant(&w.b, 1.5);
    world_run(&w);
    assert_near(world_lost(&w, 2, 0, 60), 0.0, 1e-9);
    assert_close(ref_at(&w.trace->demand, 48, 2), pow(1.12, 4.0), 1e-12);
    world_finish(&w);
}

static void
a_ban_stops_use_after_cover_and_lead_time(void **state)
{
    const double covers[] = {0.0, 0.5, 1.0, 2.25}, leads[] = {0.0, 0.75, 1.0, 2.5};
    const uint32_t t0 = 4;

    (void)state;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            struct world w;

            build_pair(&w, covers[i], leads[j], 24);
            add_control(&w, MNZ_CONTROL_BAN, (int)t0);
            world_run(&w);
            for (uint32_t t = t0; t < 24; t++)
                assert_near(used_until(&w, t0, t),
                            fmin(t + 1.0 - t0, covers[i] + leads[j]), 1e-9);
            world_finish(&w);
        }
}

static void
a_stockpile_adds_its_months_of_use(void **state)
{
    const uint32_t t0 = 3;
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_pair(&w, 1.0, 1.5, 24);
    add_control(&w, MNZ_CONTROL_BAN, (int)t0);
    p = build_policy(&w.b, MNZ_POLICY_STOCKPILE, "reserve");
    p->stockpile.at = w.b.us;
    p->stockpile.beneficiaries = build_select_place(&w.b, w.b.us);
    build_holding(&w.b, p, 0, 2.75, 1);
    world_run(&w);
    for (uint32_t t = t0; t < 24; t++)
        assert_near(used_until(&w, t0, t), fmin(t + 1.0 - t0, 1.0 + 1.5 + 2.75), 1e-9);
    world_finish(&w);
}

static void
a_quota_bites_when_the_cover_is_used_up(void **state)
{
    const double c = 1.25, L = 1.5, x = 0.7;
    const uint32_t t0 = 2;
    struct world w;

    (void)state;
    build_pair(&w, c, L, 24);
    add_control(&w, MNZ_CONTROL_QUOTA, (int)t0)->quota.tonnes_tpa =
        build_constant(&w.b, x * 1200.0);
    world_run(&w);
    for (uint32_t t = t0 + 2; t < 24; t++) {
        const double months = t + 1.0 - t0;

        assert_near(used_until(&w, t0, t), fmin(months, c + L + x * (months - L)),
                    1e-9);
    }
    assert_close(world_shortfall(&w, USER, 23), 1.0 - x, 1e-9);
    world_finish(&w);
}

static void
refusal_of_a_part_becomes_the_shortfall(void **state)
{
    const double c = 1.5, L = 1.5, a = 0.8;
    const uint32_t H = 240;

    (void)state;
    for (int median = 0; median <= 4; median += 2) {
        struct mnz_control *k;
        struct world w;

        build_pair(&w, c, L, H);
        k = add_control(&w, MNZ_CONTROL_LICENCE, 0);
        k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, a);
        k->licence.processing_months = build_constant(&w.b, median);
        world_run(&w);
        assert_close(world_shortfall(&w, USER, H - 1), 1.0 - a, 1e-6);
        assert_near(world_lost(&w, USER, 0, H), (1.0 - a) * (H - L) - c, 1e-3);
        world_finish(&w);
    }
}

static void
delay_alone_costs_what_exceeds_the_cover_once(void **state)
{
    (void)state;
    for (int M = 0; M <= 5; M++)
        for (int L = 0; L <= 2; L++) {
            const double c = 1.5;
            struct mnz_control *k;
            struct world w;

            build_pair(&w, c, L, 60);
            k = add_control(&w, MNZ_CONTROL_LICENCE, 3);
            k->licence.processing_months = build_constant(&w.b, M);
            k->licence.spread = build_constant(&w.b, 0.0);
            world_run(&w);
            assert_near(world_lost(&w, USER, 0, 60), fmax(0.0, M - c), 1e-6);
            world_finish(&w);
        }
}

/* Mines in CN, MY and JP with shares 0.5, 0.3 and 0.2; the last two with backup. */
static void
build_three_suppliers(struct world *w, double backup_my, double backup_jp)
{
    struct build *b = &w->b;
    const char *const names[] = {"cn_mine", "my_mine", "jp_mine"};
    const uint32_t places[] = {0, 3, 2};
    const double shares[] = {0.5, 0.3, 0.2};
    const double backups[] = {0.0, backup_my, backup_jp};
    uint32_t ore, user;

    build_init(b);
    b->scenario->months = 240;
    ore = build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    for (uint32_t i = 0; i < 3; i++) {
        const uint32_t mine =
            build_facility(b, names[i], places[i], MNZ_STAGE_MINE, 0.0);

        build_makes(b, mine, ore, 1.0);
        build_covers(b, mine, 1.0, 0.0);
    }
    user = build_industry(b, "user", b->us, "users");
    build_uses(b, user, ore, 1200.0);
    for (uint32_t i = 0; i < 3; i++)
        build_link(b, i, user, ore, shares[i], 1.0)->backup =
            build_constant(b, backups[i]);
}

static void
other_suppliers_take_over_up_to_their_backup(void **state)
{
    const struct {
        enum mnz_control_kind kind;
        double x; /* share of its normal flow that the controlled link carries */
    } shocks[] = {{MNZ_CONTROL_BAN, 0.0},
                  {MNZ_CONTROL_QUOTA, 0.4},
                  {MNZ_CONTROL_LICENCE, 0.2 + 0.8 * 0.5}};

    (void)state;
    for (int i = 0; i < 3; i++)
        for (int variant = 0; variant < 3; variant++) {
            /* Backups above omega (c + L)/T = 0.2; the last variant needs no more. */
            const double my = variant == 2 ? 0.4 : 0.25, jp = variant == 2 ? 0.3 : 0.15;
            const double others = 0.3 + my + 0.2 + jp;
            struct mnz_control *k;
            struct world w;

            build_three_suppliers(&w, my, jp);
            if (variant == 1) {
                w.b.scenario->behaviour.spot = build_constant(&w.b, 0.0);
                w.b.scenario->behaviour.switching = build_constant(&w.b, 0.02);
                w.b.scenario->behaviour.adjust = build_constant(&w.b, 5.0);
            }
            k = add_control(&w, shocks[i].kind, 6);
            if (k->kind == MNZ_CONTROL_QUOTA) {
                k->quota.tonnes_tpa = build_constant(&w.b, 0.4 * 600.0);
            } else if (k->kind == MNZ_CONTROL_LICENCE) {
                k->licence.approval[MNZ_USE_CIVIL] = build_constant(&w.b, 0.5);
                k->licence.general = build_constant(&w.b, 0.2);
                k->licence.processing_months = build_constant(&w.b, 2.0);
            }
            world_run(&w);
            assert_near(world_shortfall(&w, 3, 239),
                        fmax(0.0, 1.0 - others - 0.5 * shocks[i].x), 1e-4);
            world_finish(&w);
        }
}

static void
a_control_is_in_force_or_not_by_its_draw(void **state)
{
    struct mnz_control *k;
    struct world w;
    uint32_t input;

    (void)state;
    build_pair(&w, 0.0, 0.0, 12);
    k = build_control(&w.b, MNZ_CONTROL_BAN, "perhaps", w.b.cn);
    build_probability(&w.b, k->regime, 0.3);
    input = build_last_input(&w.b);
    world_compile(&w);
    for (int i = 0; i < 2; i++) {
        w.draws[input] = i == 0 ? 0.2999 : 0.3;
        world_run_drawn(&w);
        assert_near(world_lost(&w, USER, 0, 12), i == 0 ? 12.0 : 0.0, 1e-12);
    }
    world_finish(&w);
}

static void
uniform_approval_makes_uniform_shortfall(void **state)
{
    struct mnz_control *k;
    struct world w;

    (void)state;
    build_pair(&w, 0.0, 0.0, 12);
    k = build_control(&w.b, MNZ_CONTROL_LICENCE, "licence", w.b.cn);
    k->licence.approval[MNZ_USE_CIVIL] = build_uniform(&w.b, "approval", 0.0, 1.0);
    world_compile(&w);
    for (int i = 0; i <= 10; i++) {
        w.draws[0] = i / 10.0;
        world_run_drawn(&w);
        for (uint32_t t = 0; t < 12; t++)
            assert_near(world_shortfall(&w, USER, t), 1.0 - w.draws[0], 1e-12);
    }
    world_finish(&w);
}

static void
a_serial_chain_suffers_more_from_a_stricter_ban(void **state)
{
    double before = 0.0;

    (void)state;
    for (int i = 0; i <= 10; i++) {
        struct world w;
        double lost;

        build_three_nodes(&w.b);
        w.b.scenario->months = 36;
        add_control(&w, MNZ_CONTROL_BAN, 3)->ban.covers =
            build_constant(&w.b, i / 10.0);
        world_run(&w);
        lost = world_lost(&w, 2, 0, 36);
        assert_true(lost >= before - 1e-9);
        before = lost;
        world_finish(&w);
    }
    assert_true(before > 20.0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_baseline_repeats_without_shocks),
        cmocka_unit_test(every_element_is_conserved_in_random_worlds),
        cmocka_unit_test(verify_sees_books_that_do_not_balance),
        cmocka_unit_test(growth_alone_leaves_nothing_short),
        cmocka_unit_test(a_ban_stops_use_after_cover_and_lead_time),
        cmocka_unit_test(a_stockpile_adds_its_months_of_use),
        cmocka_unit_test(a_quota_bites_when_the_cover_is_used_up),
        cmocka_unit_test(refusal_of_a_part_becomes_the_shortfall),
        cmocka_unit_test(delay_alone_costs_what_exceeds_the_cover_once),
        cmocka_unit_test(other_suppliers_take_over_up_to_their_backup),
        cmocka_unit_test(a_control_is_in_force_or_not_by_its_draw),
        cmocka_unit_test(uniform_approval_makes_uniform_shortfall),
        cmocka_unit_test(a_serial_chain_suffers_more_from_a_stricter_ban),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
