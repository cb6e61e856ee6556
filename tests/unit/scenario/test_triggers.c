/* test_triggers.c - controls and policies that answer others. */

#include "load_text.h"

#define ACTS(text)                                                                     \
    WORLD "controls:\n  duty: {kind: tariff, by: US, rate: 1, elasticity: 1}\n" text

static void
a_control_answers_another(void **state)
{
    struct loaded l = load_sound(ACTS(
        "  answer: {kind: ban, by: CN, triggered_by: {control: duty, after: 1 month, "
        "probability: {uniform: [0.2, 0.4]}, source: a guess}}\n"));
    const struct mnz_regime *r = l.s->regimes;

    (void)state;
    assert_false(mnz_ref_is_set(r[0].trigger_regime));
    assert_false(mnz_ref_is_set(r[0].trigger_input));
    assert_int_equal(mnz_ref_at(r[1].trigger_regime), 0);
    assert_near(nominal(l.s, r[1].trigger_after_months), 1);
    assert_near(nominal(l.s, r[1].trigger_probability), 0.3);
    assert_true(mnz_ref_is_set(r[1].trigger_input));
    assert_int_equal(mnz_ref_at(r[1].trigger_input),
                     input_named(l.s, "controls.answer.triggered"));
    assert_true(input_named(l.s, "controls.answer.triggered_by.probability") !=
                MNZ_NONE);
    assert_false(mnz_ref_is_set(r[1].drawn_input));
    unload(&l);
}

static void
what_surely_answers_at_once_needs_no_draw(void **state)
{
    struct loaded l = load_sound(ACTS(
        "  answer: {kind: ban, by: CN, triggered_by: {control: controls.duty}}\n"));
    const struct mnz_regime *r = &l.s->regimes[1];

    (void)state;
    assert_int_equal(mnz_ref_at(r->trigger_regime), 0);
    assert_near(nominal(l.s, r->trigger_after_months), 0);
    assert_near(nominal(l.s, r->trigger_probability), 1);
    assert_false(mnz_ref_is_set(r->trigger_input));
    assert_int_equal(l.s->pool.num_inputs, 0);
    unload(&l);
}

static void
policies_answer_controls_and_policies(void **state)
{
    struct loaded l = load_sound(ACTS(
        "policies:\n"
        "  first: {kind: priority, to: us_arms, class: 1, triggered_by: {control: "
        "second}}\n"
        "  second: {kind: priority, to: us_arms, class: 2, triggered_by: {control: "
        "duty, probability: 0}}\n"));

    (void)state;
    assert_int_equal(mnz_ref_at(l.s->regimes[1].trigger_regime), 2);
    assert_int_equal(mnz_ref_at(l.s->regimes[2].trigger_regime), 0);
    assert_int_equal(mnz_ref_at(l.s->regimes[2].trigger_input),
                     input_named(l.s, "policies.second.triggered"));
    assert_true(mnz_ref_is_set(l.s->regimes[2].trigger_input));
    unload(&l);
}

static void
both_draws_are_told_apart(void **state)
{
    struct loaded l = load_sound(
        ACTS("  answer: {kind: ban, by: CN, probability: 0.5, triggered_by: {control: "
             "duty, probability: 0.5}}\n"));

    (void)state;
    assert_int_equal(l.s->pool.num_inputs, 2);
    assert_int_equal(mnz_ref_at(l.s->regimes[1].drawn_input),
                     input_named(l.s, "controls.answer.drawn"));
    assert_int_equal(mnz_ref_at(l.s->regimes[1].trigger_input),
                     input_named(l.s, "controls.answer.triggered"));
    unload(&l);
}

static void
a_circle_is_told_of_once(void **state)
{
    (void)state;
    assert_refused(
        ACTS("  a: {kind: ban, by: CN, triggered_by: {control: c}}\n"
             "  b: {kind: ban, by: CN, triggered_by: {control: a}}\n"
             "  c: {kind: ban, by: CN, triggered_by: {control: b}}\n"
             "  d: {kind: ban, by: CN, triggered_by: {control: b}}\n"),
        "a circle of triggers: controls.a waits for controls.c, controls.c for "
        "controls.b, controls.b for controls.a");
    assert_refused(ACTS("  a: {kind: ban, by: CN, triggered_by: {control: a}}\n"),
                   "controls.a waits for controls.a");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_control_answers_another),
        cmocka_unit_test(what_surely_answers_at_once_needs_no_draw),
        cmocka_unit_test(policies_answer_controls_and_policies),
        cmocka_unit_test(both_draws_are_told_apart),
        cmocka_unit_test(a_circle_is_told_of_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
