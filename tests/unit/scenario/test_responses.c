/* test_responses.c - technology, surges, grey trade, sizes of applicants, and the
 * policies that answer them. */

#include "load_text.h"

#define CONTROL(text) WORLD "controls:\n  c: {" text "}\n"
#define POLICY(text) WORLD "policies:\n  p: {" text "}\n"
#define LICENCE "kind: licence, by: CN, processing: 2, "
#define EXTRATERRITORIAL "kind: extraterritorial, by: CN, processing: 2, "

static void
technology_is_read(void **state)
{
    struct loaded l = load_sound(
        CONTROL("kind: technology, by: CN, facilities: {stage: separation, not: "
                "{country: JP}}, delay: 12 months, availability: 0.9, over: 1 year"));
    const struct mnz_control *c = l.s->controls;

    (void)state;
    assert_int_equal(c->kind, MNZ_CONTROL_TECHNOLOGY);
    assert_string_equal(l.s->places[mnz_ref_at(c->by)].code, "CN");
    assert_int_equal(c->facilities.stages, 1u << MNZ_STAGE_SEPARATION);
    assert_near(nominal(l.s, c->technology.delay_months), 12);
    assert_near(nominal(l.s, c->technology.availability), 0.9);
    assert_near(nominal(l.s, c->technology.over_months), 12);
    assert_int_equal(c->leak, MNZ_VALUE_NONE);
    unload(&l);
    l = load_sound(CONTROL("kind: technology, by: CN"));
    assert_near(nominal(l.s, l.s->controls->technology.delay_months), 0);
    assert_near(nominal(l.s, l.s->controls->technology.availability), 1);
    assert_near(nominal(l.s, l.s->controls->technology.over_months), 0);
    assert_int_equal(l.s->controls->facilities.at.line, 0);
    unload(&l);
    assert_refused(CONTROL("kind: technology"), "controls.c lacks 'by'");
    assert_refused(CONTROL("kind: technology, by: CN, availability: 2"),
                   "must be between 0 and 1");
    assert_refused(CONTROL("kind: technology, by: CN, to: {country: JP}"),
                   "unknown key 'to'");
}

static void
surges_are_read(void **state)
{
    struct loaded l = load_sound(
        CONTROL("kind: surge, facilities: {sector: motors}, goods: nd_oxide, size: "
                "{uniform: [0.2, 0.4]}, from: 2025-10-01, until: 2025-12-01"));
    const struct mnz_control *c = l.s->controls;

    (void)state;
    assert_int_equal(c->kind, MNZ_CONTROL_SURGE);
    assert_false(mnz_ref_is_set(c->by));
    assert_near(nominal(l.s, c->surge.size), 0.3);
    assert_int_equal(c->facilities.num_sectors, 1);
    assert_int_equal(c->goods.num_materials, 1);
    assert_int_not_equal(l.s->regimes[0].in_force.from, MNZ_VALUE_NONE);
    assert_int_not_equal(l.s->regimes[0].in_force.until, MNZ_VALUE_NONE);
    unload(&l);
    l = load_sound(CONTROL("kind: surge, size: 300 %"));
    assert_near(nominal(l.s, l.s->controls->surge.size), 3);
    unload(&l);
    assert_refused(CONTROL("kind: surge"), "controls.c lacks 'size'");
    assert_refused(CONTROL("kind: surge, size: -0.1"), "must be at least 0");
    assert_refused(CONTROL("kind: surge, by: CN, size: 0.1"), "unknown key 'by'");
}

static void
bans_and_licences_leak(void **state)
{
    static const char *const kinds[] = {
        "kind: ban, by: CN, leak: 0.15, leak_rises: 0.5, leak_most: 0.4",
        LICENCE "approval: 1, leak: 0.15, leak_rises: 0.5, leak_most: 0.4",
        EXTRATERRITORIAL "approval: 1, leak: 0.15, leak_rises: 0.5, leak_most: 0.4"};
    static const char *const plain[] = {"kind: ban, by: CN", LICENCE "approval: 1",
                                        EXTRATERRITORIAL "approval: 1"};
    char text[2048];

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct loaded l;

        snprintf(text, sizeof text, "%scontrols:\n  c: {%s}\n", WORLD, kinds[i]);
        l = load_sound(text);
        assert_near(nominal(l.s, l.s->controls->leak), 0.15);
        assert_near(nominal(l.s, l.s->controls->leak_rises), 0.5);
        assert_near(nominal(l.s, l.s->controls->leak_most), 0.4);
        unload(&l);
        snprintf(text, sizeof text, "%scontrols:\n  c: {%s}\n", WORLD, plain[i]);
        l = load_sound(text);
        assert_near(nominal(l.s, l.s->controls->leak), 0);
        assert_near(nominal(l.s, l.s->controls->leak_rises), 0);
        assert_near(nominal(l.s, l.s->controls->leak_most), 1);
        unload(&l);
    }
    assert_refused(CONTROL("kind: quota, by: CN, tonnes: 1, leak: 0.1"),
                   "unknown key 'leak'");
}

static void
approval_may_differ_by_size(void **state)
{
    struct loaded l = load_sound(
        CONTROL(LICENCE "approval: {civil: {large: 0.8, small: {uniform: [0.3, 0.5]}, "
                        "source: a lawyer}, military: {beta: {a: 2, b: 2}}}"));
    const struct mnz_control *c = l.s->controls;
    uint32_t small;

    (void)state;
    assert_near(nominal(l.s, c->licence.approval[MNZ_USE_CIVIL]), 0.8);
    assert_near(nominal(l.s, c->licence.small_approval[MNZ_USE_CIVIL]), 0.4);
    assert_near(nominal(l.s, c->licence.approval[MNZ_USE_MILITARY]), 0.5);
    assert_int_equal(c->licence.small_approval[MNZ_USE_MILITARY],
                     c->licence.approval[MNZ_USE_MILITARY]);
    assert_int_equal(l.s->pool.num_inputs, 2);
    small = input_named(l.s, "controls.c.approval.civil.small");
    assert_int_not_equal(small, MNZ_NONE);
    assert_string_equal(l.s->pool.inputs[small].source, "a lawyer");
    assert_true(input_named(l.s, "controls.c.approval.military") != MNZ_NONE);
    unload(&l);
    l = load_sound(CONTROL(LICENCE "approval: {uniform: [0, 1]}"));
    c = l.s->controls;
    for (int i = 0; i < MNZ_NUM_END_USES; i++) {
        assert_int_equal(c->licence.approval[i], c->licence.approval[0]);
        assert_int_equal(c->licence.small_approval[i], c->licence.approval[0]);
    }
    assert_near(nominal(l.s, c->licence.approval[0]), 0.5);
    assert_int_equal(l.s->pool.num_inputs, 1);
    unload(&l);
    assert_refused(CONTROL(LICENCE "approval: {civil: {large: 0.8}, military: 0}"),
                   "controls.c.approval.civil lacks 'small'");
}

static void
buyers_may_be_many_small_firms(void **state)
{
    struct loaded l = load_sound(
        HEAD MATERIALS
        "facilities:\n"
        "  pit: {country: CN, stage: mine, makes: {ore: 1}, small_firms: 0.25}\n"
        "industries:\n"
        "  jp_motors: {country: JP, sector: motors, uses: {nd_oxide: 100}, "
        "small_firms: {uniform: [0.2, 0.4]}}\n"
        "  us_arms: {country: US, sector: arms, uses: {dy_oxide: 5}}\n");

    (void)state;
    assert_near(nominal(l.s, l.s->actors[0].small_firms), 0.25);
    assert_near(nominal(l.s, l.s->actors[1].small_firms), 0.3);
    assert_near(nominal(l.s, l.s->actors[2].small_firms), 0);
    assert_true(input_named(l.s, "industries.jp_motors.small_firms") != MNZ_NONE);
    unload(&l);
}

static void
stockpiles_may_start_empty_and_compete(void **state)
{
    struct loaded l =
        load_sound(POLICY("kind: stockpile, at: JP, holds: {nd_oxide: 60 days}, "
                          "refill: true, starts_with: 0.25, competes: true"));

    (void)state;
    assert_near(nominal(l.s, l.s->policies->stockpile.starts_with), 0.25);
    assert_true(l.s->policies->stockpile.competes);
    unload(&l);
    l = load_sound(POLICY("kind: stockpile, at: JP, holds: {nd_oxide: 60 days}"));
    assert_near(nominal(l.s, l.s->policies->stockpile.starts_with), 1);
    assert_near(nominal(l.s, l.s->policies->stockpile.shortfall_above), 0.01);
    assert_false(l.s->policies->stockpile.competes);
    unload(&l);
    assert_refused(POLICY("kind: stockpile, at: JP, holds: {nd_oxide: 60 days}, "
                          "competes: true"),
                   "policies.p has 'competes' without 'refill'");
}

static void
projects_may_need_prices(void **state)
{
    struct loaded l = load_sound(
        POLICY("kind: project, facility: plant, adds: 600, online: 2026-01, needs: "
               "{price_floor: {nd_oxide: 110, dy_oxide: {uniform: [200, 300]}}}"));
    const struct mnz_policy *p = l.s->policies;

    (void)state;
    assert_int_equal(p->project.num_needs, 2);
    assert_string_equal(l.s->materials[p->project.needs[0].material].name, "nd_oxide");
    assert_near(nominal(l.s, p->project.needs[0].price), 110);
    assert_string_equal(l.s->materials[p->project.needs[1].material].name, "dy_oxide");
    assert_near(nominal(l.s, p->project.needs[1].price), 250);
    assert_true(input_named(l.s, "policies.p.needs.price_floor.dy_oxide") != MNZ_NONE);
    unload(&l);
    l = load_sound(
        POLICY("kind: project, facility: plant, adds: 600, online: 2026-01"));
    assert_int_equal(l.s->policies->project.num_needs, 0);
    unload(&l);
    assert_refused(POLICY("kind: project, facility: plant, adds: 600, online: 2026-01, "
                          "needs: {price_floor: {nd_oxyde: 110}}"),
                   "no material is named 'nd_oxyde'");
    assert_refused(POLICY("kind: project, facility: plant, adds: 600, online: 2026-01, "
                          "needs: {price_floor: {nd_oxide: 110 t}}"),
                   "a price (USD/kg) was expected");
}

static void
pacts_are_read(void **state)
{
    struct loaded l = load_sound(
        POLICY("kind: pact, members: [US, JP, allies], shares: {stockpiles: false, "
               "diverted: 0.2}, answers_in: 2 months, shortfall above: 0.1, from: "
               "2025-06") "blocs: {allies: [AU, KR]}\n");
    const struct mnz_policy *p = l.s->policies;

    (void)state;
    assert_int_equal(p->kind, MNZ_POLICY_PACT);
    assert_int_equal(p->pact.num_members, 3);
    assert_string_equal(l.s->places[p->pact.members[0]].code, "US");
    assert_string_equal(l.s->places[p->pact.members[1]].code, "JP");
    assert_string_equal(l.s->places[p->pact.members[2]].code, "allies");
    assert_false(p->pact.shares_stockpiles);
    assert_near(nominal(l.s, p->pact.diverted), 0.2);
    assert_near(nominal(l.s, p->pact.answers_in_months), 2);
    assert_near(nominal(l.s, p->pact.shortfall_above), 0.1);
    assert_int_not_equal(l.s->regimes[0].in_force.from, MNZ_VALUE_NONE);
    unload(&l);
    l = load_sound(POLICY("kind: pact, members: [US, JP]"));
    p = l.s->policies;
    assert_true(p->pact.shares_stockpiles);
    assert_near(nominal(l.s, p->pact.diverted), 0);
    assert_near(nominal(l.s, p->pact.answers_in_months), 0);
    assert_near(nominal(l.s, p->pact.shortfall_above), 0.05);
    unload(&l);
    l = load_sound(POLICY("kind: pact, members: US, shares: {diverted: 0.1}"));
    assert_int_equal(l.s->policies->pact.num_members, 1);
    assert_true(l.s->policies->pact.shares_stockpiles);
    unload(&l);
    assert_refused(POLICY("kind: pact"), "policies.p lacks 'members'");
    assert_refused(POLICY("kind: pact, members: [US, JP, US]"),
                   "policies.p has the member US twice");
    assert_refused(POLICY("kind: pact, members: [US], shares: {stockpiles: false}"),
                   "policies.p shares nothing");
    assert_refused(POLICY("kind: pact, members: [US, Atlantis]"),
                   "no country or bloc is named 'Atlantis'");
}

static void
substitutions_are_read(void **state)
{
    struct loaded l = load_sound(
        POLICY("kind: substitution, material: dy_oxide, in: {country: US}, saves: "
               "{2025-01: 0.4, 2026-01: 0.5}, after_premium: 0.5, takes: 24 months, "
               "by: {nd_oxide: 1.5}"));
    const struct mnz_policy *p = l.s->policies;

    (void)state;
    assert_int_equal(p->kind, MNZ_POLICY_SUBSTITUTION);
    assert_string_equal(l.s->materials[p->substitution.material].name, "dy_oxide");
    assert_int_equal(p->substitution.in.num_places, 1);
    assert_near(nominal(l.s, p->substitution.saves), 0.4);
    assert_near(nominal(l.s, p->substitution.after_premium), 0.5);
    assert_near(nominal(l.s, p->substitution.takes_months), 24);
    assert_int_equal(p->substitution.num_by, 1);
    assert_string_equal(l.s->materials[p->substitution.replaced_by[0].material].name,
                        "nd_oxide");
    assert_near(nominal(l.s, p->substitution.replaced_by[0].value), 1.5);
    unload(&l);
    l = load_sound(
        POLICY("kind: substitution, material: dy_oxide, saves: 0.4, after_premium: 0"));
    p = l.s->policies;
    assert_int_equal(p->substitution.in.at.line, 0);
    assert_near(nominal(l.s, p->substitution.takes_months), 0);
    assert_int_equal(p->substitution.num_by, 0);
    unload(&l);
    assert_refused(POLICY("kind: substitution, material: dy_oxide, saves: 0.4"),
                   "policies.p lacks 'after_premium'");
    assert_refused(POLICY("kind: substitution, material: dy_oxide, saves: 0.4, "
                          "after_premium: 1, by: {dy_oxide: 1}"),
                   "policies.p replaces 'dy_oxide' by itself");
}

static void
price_floors_are_read(void **state)
{
    struct loaded l = load_sound(
        POLICY("kind: price_floor, goods: {material: nd_oxide}, floor: {triangular: "
               "[100, 110, 120]}, for: {country: CN}, until: 2026-01"));
    const struct mnz_policy *p = l.s->policies;

    (void)state;
    assert_int_equal(p->kind, MNZ_POLICY_PRICE_FLOOR);
    assert_int_equal(p->price_floor.goods.num_materials, 1);
    assert_near(nominal(l.s, p->price_floor.floor_usd_per_kg), 110);
    assert_int_equal(p->price_floor.payees.num_places, 1);
    assert_int_not_equal(l.s->regimes[0].in_force.until, MNZ_VALUE_NONE);
    unload(&l);
    l = load_sound(POLICY("kind: price_floor, goods: nd_oxide, floor: 110"));
    assert_int_equal(l.s->policies->price_floor.payees.at.line, 0);
    unload(&l);
    assert_refused(POLICY("kind: price_floor, floor: 110"), "lacks 'goods'");
    assert_refused(POLICY("kind: price_floor, goods: nd_oxide"), "lacks 'floor'");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(technology_is_read),
        cmocka_unit_test(surges_are_read),
        cmocka_unit_test(bans_and_licences_leak),
        cmocka_unit_test(approval_may_differ_by_size),
        cmocka_unit_test(buyers_may_be_many_small_firms),
        cmocka_unit_test(stockpiles_may_start_empty_and_compete),
        cmocka_unit_test(projects_may_need_prices),
        cmocka_unit_test(pacts_are_read),
        cmocka_unit_test(substitutions_are_read),
        cmocka_unit_test(price_floors_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
