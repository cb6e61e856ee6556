/* test_cleared.c - a record that nobody has filled refers to nothing and has no values.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "scenario/scenario.h"

#define assert_no_reference(ref)                                                       \
    do {                                                                               \
        assert_false(mnz_ref_is_set(ref));                                             \
        assert_int_equal(mnz_ref_at(ref), MNZ_NONE);                                   \
    } while (0)
#define assert_no_value(id) assert_int_equal(id, MNZ_VALUE_NONE)

static void
assert_no_values(const mnz_value_id *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_no_value(ids[i]);
}

static void
assert_selects_all(const struct mnz_selector *selector)
{
    assert_int_equal(selector->at.line, 0);
    assert_int_equal(selector->num_places + selector->num_sectors, 0);
    assert_int_equal(selector->num_materials + selector->num_actors, 0);
    assert_int_equal(selector->stages | selector->elements | selector->end_uses, 0);
    assert_null(selector->not_selector);
}

static void
a_reference_holds_a_position_or_nothing(void **state)
{
    const struct mnz_ref none = {0};

    (void)state;
    assert_no_reference(none);
    assert_no_reference(mnz_ref_to(MNZ_NONE));
    assert_true(mnz_ref_is_set(mnz_ref_to(0)));
    assert_int_equal(mnz_ref_at(mnz_ref_to(0)), 0);
    assert_int_equal(mnz_ref_at(mnz_ref_to(41)), 41);
}

static void
a_control(void **state)
{
    struct mnz_control c;

    (void)state;
    memset(&c, 0, sizeof c);
    assert_no_reference(c.by);
    assert_selects_all(&c.goods);
    assert_selects_all(&c.to);
    assert_selects_all(&c.facilities);
    assert_no_values((mnz_value_id[]){c.leak, c.leak_rises, c.leak_most}, 3);
    assert_no_value(c.ban.covers);
    assert_no_value(c.quota.tonnes_tpa);
    assert_no_values(c.licence.approval, MNZ_NUM_END_USES);
    assert_no_values(c.licence.small_approval, MNZ_NUM_END_USES);
    assert_no_values((mnz_value_id[]){c.licence.processing_months, c.licence.spread,
                                      c.licence.throughput_t_per_month,
                                      c.licence.validity_months, c.licence.general,
                                      c.licence.order_ahead, c.licence.headroom,
                                      c.licence.trim},
                     8);
    assert_int_equal(c.licence.num_pauses, 0);
    assert_selects_all(&c.extraterritorial.items);
    assert_no_value(c.extraterritorial.de_minimis);
    assert_no_value(c.extraterritorial.compliance);
    assert_no_values((mnz_value_id[]){c.outage.fraction, c.outage.onsets_per_year,
                                      c.outage.duration},
                     3);
    assert_selects_all(&c.tariff.on);
    assert_no_values(
        (mnz_value_id[]){c.tariff.rate, c.tariff.elasticity, c.tariff.pass}, 3);
    assert_no_values((mnz_value_id[]){c.technology.delay_months,
                                      c.technology.availability,
                                      c.technology.over_months},
                     3);
    assert_no_value(c.surge.size);
}

static void
a_policy(void **state)
{
    struct mnz_policy p;

    (void)state;
    memset(&p, 0, sizeof p);
    assert_no_reference(p.priority.by);
    assert_selects_all(&p.priority.to);
    assert_int_equal(p.stockpile.num_holdings, 0);
    assert_selects_all(&p.stockpile.beneficiaries);
    assert_no_values((mnz_value_id[]){p.stockpile.shortfall_above,
                                      p.stockpile.rate_per_month,
                                      p.stockpile.starts_with},
                     3);
    assert_no_values((mnz_value_id[]){p.project.adds_tpa, p.project.online,
                                      p.project.ramp_months, p.project.offtake_share},
                     4);
    assert_selects_all(&p.project.offtake_to);
    assert_int_equal(p.project.num_needs, 0);
    assert_selects_all(&p.recycling.from);
    assert_no_value(p.recycling.share);
    assert_no_value(p.recycling.after_months);
    assert_int_equal(p.pact.num_members, 0);
    assert_no_values((mnz_value_id[]){p.pact.diverted, p.pact.answers_in_months,
                                      p.pact.shortfall_above},
                     3);
    assert_selects_all(&p.substitution.in);
    assert_no_values((mnz_value_id[]){p.substitution.saves,
                                      p.substitution.after_premium,
                                      p.substitution.takes_months},
                     3);
    assert_int_equal(p.substitution.num_by, 0);
    assert_selects_all(&p.price_floor.goods);
    assert_selects_all(&p.price_floor.payees);
    assert_no_value(p.price_floor.floor_usd_per_kg);
}

static void
an_actor(void **state)
{
    struct mnz_actor a;

    (void)state;
    memset(&a, 0, sizeof a);
    assert_no_reference(a.sector);
    assert_no_reference(a.technology);
    assert_int_equal(a.num_uses + a.num_makes + a.num_essentials, 0);
    assert_no_values(
        (mnz_value_id[]){a.capacity_tpa, a.growth_per_year, a.spare_capacity,
                         a.input_cover_months, a.output_cover_months, a.hold_months,
                         a.elasticity, a.value_usd_per_year, a.value_added,
                         a.firm_spread, a.recovers, a.overtime, a.small_firms},
        13);
}

static void
a_regime(void **state)
{
    struct mnz_regime r;

    (void)state;
    memset(&r, 0, sizeof r);
    assert_no_reference(r.drawn_input);
    assert_no_reference(r.trigger_regime);
    assert_no_reference(r.trigger_input);
    assert_no_reference(r.in_force.if_event);
    assert_int_equal(r.num_suspensions, 0);
    assert_no_values((mnz_value_id[]){r.in_force.from, r.in_force.until, r.probability,
                                      r.trigger_after_months, r.trigger_probability},
                     5);
}

static void
an_event(void **state)
{
    struct mnz_event e;
    struct mnz_branch b;
    struct mnz_switch s;

    (void)state;
    memset(&e, 0, sizeof e);
    memset(&b, 0, sizeof b);
    memset(&s, 0, sizeof s);
    assert_no_reference(s.drawn_input);
    assert_no_value(s.probability);
    assert_no_reference(e.if_event);
    assert_no_reference(e.drawn_input);
    assert_no_value(e.on);
    assert_int_equal(e.num_branches, 0);
    assert_no_value(b.probability);
    assert_int_equal(b.num_activates + b.num_deactivates, 0);
}

static void
a_material(void **state)
{
    struct mnz_material m;

    (void)state;
    memset(&m, 0, sizeof m);
    assert_no_values(m.content, MNZ_NUM_RARE_EARTHS);
    assert_no_value(m.price_usd_per_kg);
    assert_no_value(m.elasticity);
}

static void
a_row_of_links(void **state)
{
    struct mnz_link_row row;

    (void)state;
    memset(&row, 0, sizeof row);
    assert_null(row.name);
    assert_false(row.is_removed);
    assert_selects_all(&row.from);
    assert_selects_all(&row.to);
    assert_no_values(
        (mnz_value_id[]){row.share, row.lead_months, row.capacity_tpa, row.backup}, 4);
}

static void
the_value_of_nothing_is_the_same_in_every_trial_and_on_every_day(void **state)
{
    struct mnz_value none = {0};
    const struct mnz_value_pool pool = {.num_values = 1, .values = &none};

    (void)state;
    assert_true(mnz_value_is_certain(&pool, MNZ_VALUE_NONE));
    assert_true(mnz_value_is_undated(&pool, MNZ_VALUE_NONE));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reference_holds_a_position_or_nothing),
        cmocka_unit_test(a_control),
        cmocka_unit_test(a_policy),
        cmocka_unit_test(an_actor),
        cmocka_unit_test(a_regime),
        cmocka_unit_test(an_event),
        cmocka_unit_test(a_material),
        cmocka_unit_test(a_row_of_links),
        cmocka_unit_test(
            the_value_of_nothing_is_the_same_in_every_trial_and_on_every_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
