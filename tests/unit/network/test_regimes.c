/* test_regimes.c - each regime is known after the one that triggers it. */

#include "world_text.h"

#include "network/check.h"

static void
triggers_come_before_their_answers(void **state)
{
    static const uint32_t expected[] = {4, 1, 0, 2, 3};
    struct compiled c =
        compile_text(TRADE "controls:\n"
                           "  a: {kind: ban, by: CN, triggered_by: {control: b}}\n"
                           "  b: {kind: ban, by: CN, triggered_by: {control: e}}\n"
                           "  c: {kind: ban, by: CN, triggered_by: {control: a}}\n"
                           "policies:\n"
                           "  d: {kind: priority, to: us_motors, class: 1}\n"
                           "  e: {kind: priority, to: us_motors, class: 1}\n");

    (void)state;
    assert_int_equal(c.l.s->num_regimes, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(c.net->regime_order[i], expected[i]);
    discard(&c);
}

static void
without_triggers_the_order_is_the_files(void **state)
{
    struct compiled c = compile_text(
        TRADE "controls: {a: {kind: ban, by: CN}, b: {kind: ban, by: JP}}\n"
              "policies: {c: {kind: priority, to: us_motors, class: 1}}\n");

    (void)state;
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(c.net->regime_order[i], i);
    discard(&c);
}

/* The draw that decides whether a control answers is no input that an analyst wrote. */
static void
check_counts_the_draws_of_triggers(void **state)
{
    struct compiled c = compile_text(
        TRADE
        "controls:\n"
        "  a: {kind: ban, by: CN, covers: {uniform: [0, 1]}}\n"
        "  b: {kind: ban, by: JP, triggered_by: {control: a, probability: 0.5}}\n");
    struct mnz_check *k;

    (void)state;
    assert_int_equal(mnz_check_create(c.net, c.l.diags, &k), MNZ_OK);
    assert_int_equal(k->num_draws, 1);
    assert_int_equal(k->num_inputs, 1);
    assert_string_equal(c.l.s->pool.inputs[k->inputs[0]].name, "controls.a.covers");
    mnz_check_destroy(k);
    discard(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triggers_come_before_their_answers),
        cmocka_unit_test(without_triggers_the_order_is_the_files),
        cmocka_unit_test(check_counts_the_draws_of_triggers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
