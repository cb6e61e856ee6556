/* test_ref_triggers.c - controls that answer others, by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support/close.h"
#include "support/compile_network.h"
#include "support/ref_world.h"

/* An American tariff, and a Chinese ban that answers it some months after it begins. */
struct quarrel {
    struct world w;
    uint32_t tariff, ban;
};

static void
build_quarrel(struct quarrel *q, int tariff_month, double after_months,
              double probability)
{
    build_two_nodes(&q->w.b);
    q->tariff = build_control(&q->w.b, MNZ_CONTROL_TARIFF, "duty", q->w.b.us)->regime;
    q->ban = build_control(&q->w.b, MNZ_CONTROL_BAN, "stop", q->w.b.cn)->regime;
    world_begin(&q->w, q->tariff, tariff_month);
    build_trigger(&q->w.b, q->ban, q->tariff, after_months, probability);
}

/* Months of the run in which a regime is in force, the parts of a month added up. */
static double
months_in_force(const struct world *w, uint32_t regime)
{
    double sum = 0.0;

    for (uint32_t t = 0; t < w->trace->num_steps; t++)
        sum += ref_at(&w->trace->regime_phi, t, regime);
    return sum;
}

static void
a_triggered_ban_acts_its_time_after_the_tariff(void **state)
{
    /* From 1 March 2025: 0, 30, 91 days later. */
    const struct {
        double after, in_march, in_may;
    } cases[] = {{0.0, 1.0, 1.0}, {1.0, 1.0 / 31.0, 1.0}, {3.0, 0.0, 1.0 / 31.0}};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct quarrel q;

        build_quarrel(&q, 2, cases[i].after, 1.0);
        world_run(&q.w);
        assert_near(ref_at(&q.w.trace->regime_phi, 1, q.ban), 0.0, 1e-12);
        assert_near(ref_at(&q.w.trace->regime_phi, 2, q.ban), cases[i].in_march, 1e-12);
        assert_near(ref_at(&q.w.trace->regime_phi, 4, q.ban), cases[i].in_may, 1e-12);
        assert_near(ref_at(&q.w.trace->regime_phi, 5, q.ban), 1.0, 1e-12);
        world_finish(&q.w);
    }
}

static void
a_tariff_older_than_the_run_counts_from_its_first_day(void **state)
{
    struct quarrel q;

    (void)state;
    build_quarrel(&q, -5, 1.0, 1.0); /* 30 days of January */
    world_run(&q.w);
    assert_near(ref_at(&q.w.trace->regime_phi, 0, q.ban), 1.0 / 31.0, 1e-12);
    assert_near(months_in_force(&q.w, q.ban), 11.0 + 1.0 / 31.0, 1e-12);
    world_finish(&q.w);
}

static void
nothing_answers_what_does_not_happen(void **state)
{
    struct quarrel q;

    (void)state;
    build_quarrel(&q, 12, 0.0, 1.0); /* on the day after the run */
    world_run(&q.w);
    assert_near(months_in_force(&q.w, q.ban), 0.0, 1e-12);
    world_finish(&q.w);
}

static void
an_answer_is_given_or_not_by_its_draw(void **state)
{
    const double probabilities[] = {0.0, 0.3, 0.3}, draws[] = {0.001, 0.299, 0.3};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct quarrel q;

        build_quarrel(&q, 2, 0.0, probabilities[i]);
        world_compile(&q.w);
        q.w.draws[build_last_input(&q.w.b)] = draws[i];
        world_run_drawn(&q.w);
        assert_near(months_in_force(&q.w, q.ban), i == 1 ? 10.0 : 0.0, 1e-12);
        world_finish(&q.w);
    }
}

static void
an_answer_keeps_its_own_dates_and_is_answered_in_turn(void **state)
{
    struct quarrel q;
    uint32_t surge;

    (void)state;
    build_quarrel(&q, 2, 0.0, 1.0);
    world_hold(&q.w, q.ban, 4, 7);
    surge = build_control(&q.w.b, MNZ_CONTROL_SURGE, "rush", MNZ_NONE)->regime;
    build_trigger(&q.w.b, surge, q.ban, 1.0, 1.0); /* 31 May */
    world_hold(&q.w, surge, 0, 10);
    world_run(&q.w);
    assert_near(months_in_force(&q.w, q.ban), 3.0, 1e-12);
    assert_near(ref_at(&q.w.trace->regime_phi, 4, q.ban), 1.0, 1e-12);
    assert_near(ref_at(&q.w.trace->regime_phi, 4, surge), 1.0 / 31.0, 1e-12);
    assert_near(months_in_force(&q.w, surge), 5.0 + 1.0 / 31.0, 1e-12);
    world_finish(&q.w);
}

static void
an_answer_may_come_before_its_question_in_the_file(void **state)
{
    struct world w;
    uint32_t ban, tariff;

    (void)state;
    build_two_nodes(&w.b);
    ban = build_control(&w.b, MNZ_CONTROL_BAN, "stop", w.b.cn)->regime;
    tariff = build_control(&w.b, MNZ_CONTROL_TARIFF, "duty", w.b.us)->regime;
    world_begin(&w, tariff, 6);
    build_trigger(&w.b, ban, tariff, 0.0, 1.0);
    world_run(&w);
    assert_near(months_in_force(&w, ban), 6.0, 1e-12);
    world_finish(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_triggered_ban_acts_its_time_after_the_tariff),
        cmocka_unit_test(a_tariff_older_than_the_run_counts_from_its_first_day),
        cmocka_unit_test(nothing_answers_what_does_not_happen),
        cmocka_unit_test(an_answer_is_given_or_not_by_its_draw),
        cmocka_unit_test(an_answer_keeps_its_own_dates_and_is_answered_in_turn),
        cmocka_unit_test(an_answer_may_come_before_its_question_in_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
