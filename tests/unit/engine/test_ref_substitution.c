/* test_ref_substitution.c - buyers who learn to do with less, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

enum { ORE, FERRITE };

/* A user of 100 t of ore a month and of no ferrite, under a quota of 80 t of ore, which
 * raises the premium to 0.28 and 0.42 in the first two months; above 0.3, the user
 * saves 40 % of it and takes 2 t of ferrite for 1 t saved. */
static struct mnz_policy *
build_saver(struct world *w, double takes_months)
{
    struct build *b = &w->b;
    struct mnz_control *k;
    struct mnz_policy *p;

    build_init(b);
    build_material(b, "ore", MNZ_STAGE_MINE, "Nd", 0.5);
    build_material(b, "ferrite", MNZ_STAGE_PRODUCT, NULL, 0.0);
    b->scenario->materials[ORE].elasticity = build_constant(b, 0.5);
    build_facility(b, "mine", b->cn, MNZ_STAGE_MINE, 0.0);
    build_makes(b, 0, ORE, 1.0);
    build_facility(b, "kiln", b->us, MNZ_STAGE_PRODUCT, 0.0);
    build_makes(b, 1, FERRITE, 1.0);
    for (uint32_t i = 0; i < 2; i++)
        build_covers(b, i, 1.0, 0.0);
    build_industry(b, "user", b->us, "users");
    build_uses(b, 2, ORE, 1200.0);
    build_uses(b, 2, FERRITE, 0.0);
    build_covers(b, 2, 0.0, 0.0);
    build_link(b, 0, 2, ORE, 1.0, 0.0);
    build_link(b, 1, 2, FERRITE, 1.0, 0.0);
    k = build_control(b, MNZ_CONTROL_QUOTA, "cap", b->cn);
    k->quota.tonnes_tpa = build_constant(b, 960.0);
    p = build_policy(b, MNZ_POLICY_SUBSTITUTION, "less");
    p->substitution.material = ORE;
    p->substitution.saves = build_constant(b, 0.4);
    p->substitution.after_premium = build_constant(b, 0.3);
    p->substitution.takes_months = build_constant(b, takes_months);
    build_replacement(b, p, FERRITE, 2.0);
    return p;
}

static void
use_falls_along_an_s_and_the_replacement_grows(void **state)
{
    const double s[] = {0.0, 0.0, 0.15625, 0.5, 0.84375, 1.0, 1.0};
    struct world w;
    double left = 0.0;

    (void)state;
    build_saver(&w, 4.0);
    world_run(&w);
    for (uint32_t t = 0; t < 7; t++) {
        const double ore = 100.0 * (1.0 - 0.4 * s[t]);

        assert_close(ref_at(&w.trace->use, t, ORE), ore, 1e-9);
        assert_near(ref_at(&w.trace->use, t, FERRITE), 80.0 * s[t], 1e-9);
        assert_close(ref_at(&w.trace->activity, t, 2), fmin(1.0, 80.0 / ore), 1e-9);
        /* Less a third of the excess of the month before. */
        assert_near(ref_at(&w.trace->order, t, find_link(w.net, 1, 2, FERRITE)),
                    80.0 * s[t] - left / 3.0, 1e-9);
        left = ref_at(&w.trace->stock, t, FERRITE);
    }
    world_finish(&w);
}

static void
without_a_time_to_take_it_is_there_at_once(void **state)
{
    struct world w;

    (void)state;
    build_saver(&w, 0.0);
    world_run(&w);
    assert_close(ref_at(&w.trace->use, 1, ORE), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->use, 2, ORE), 60.0, 1e-12);
    world_finish(&w);
}

static void
once_begun_it_goes_on_for_good(void **state)
{
    /* The policy is in force in month 3 alone, in which it begins. */
    struct mnz_policy *p;
    struct world w;

    (void)state;
    p = build_saver(&w, 2.0);
    world_hold(&w, p->regime, 3, 4);
    world_run(&w);
    assert_close(ref_at(&w.trace->use, 3, ORE), 100.0, 1e-12);
    assert_close(ref_at(&w.trace->use, 4, ORE), 80.0, 1e-12);
    assert_close(ref_at(&w.trace->use, 11, ORE), 60.0, 1e-12);
    world_finish(&w);
}

static void
a_premium_that_stays_low_changes_nothing(void **state)
{
    struct mnz_policy *p;
    struct world w;

    (void)state;
    p = build_saver(&w, 0.0);
    p->substitution.after_premium =
        build_constant(&w.b, 0.5625); /* which it approaches */
    world_run(&w);
    assert_close(ref_at(&w.trace->use, 11, ORE), 100.0, 1e-12);
    world_finish(&w);
}

static void
savings_of_several_multiply_and_replacements_add(void **state)
{
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_saver(&w, 0.0);
    p = build_policy(&w.b, MNZ_POLICY_SUBSTITUTION, "other");
    p->substitution.material = ORE;
    p->substitution.saves = build_constant(&w.b, 0.5);
    p->substitution.after_premium = build_constant(&w.b, 0.3);
    build_replacement(&w.b, p, FERRITE, 1.0);
    world_run(&w);
    assert_close(ref_at(&w.trace->use, 2, ORE), 100.0 * 0.6 * 0.5, 1e-12);
    assert_close(ref_at(&w.trace->use, 2, FERRITE), 80.0 + 50.0, 1e-12);
    world_finish(&w);
}

static void
what_a_plant_saves_is_in_the_books(void **state)
{
    /* Its goods of 0.5 t Nd hold 0.4 with a fifth less. */
    struct mnz_control *k;
    struct mnz_policy *p;
    struct world w;

    (void)state;
    build_three_nodes(&w.b);
    k = build_control(&w.b, MNZ_CONTROL_QUOTA, "cap", w.b.cn);
    k->quota.tonnes_tpa = build_constant(&w.b, 960.0);
    p = build_policy(&w.b, MNZ_POLICY_SUBSTITUTION, "less");
    p->substitution.material = 0;
    p->substitution.saves = build_constant(&w.b, 0.2);
    world_run(&w);
    for (uint32_t t = 0; t < 12; t++)
        assert_near(w.trace->books[(t + 1) * MNZ_NUM_RARE_EARTHS + 3].saved,
                    t == 0 ? 0.0 : 0.1 * ref_at(&w.trace->activity, t, 1), 1e-9);
    assert_true(ref_at(&w.trace->activity, 11, 1) > 90.0);
    world_finish(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(use_falls_along_an_s_and_the_replacement_grows),
        cmocka_unit_test(without_a_time_to_take_it_is_there_at_once),
        cmocka_unit_test(once_begun_it_goes_on_for_good),
        cmocka_unit_test(a_premium_that_stays_low_changes_nothing),
        cmocka_unit_test(savings_of_several_multiply_and_replacements_add),
        cmocka_unit_test(what_a_plant_saves_is_in_the_books),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
