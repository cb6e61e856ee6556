/* test_steps.c - the calendar of a run. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "support/build_scenario.h"
#include "support/close.h"
#include "support/compile_network.h"
#include "base/dates.h"

static void
steps_by_calendar_months(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    b.scenario->months = 3;
    net = compile_network(&b);
    assert_int_equal(net->num_steps, 3);
    assert_int_equal(net->warm_steps, 0);
    assert_int_equal(net->num_months, 3);
    assert_int_equal(net->step_day[0], mnz_date_from_ymd(2025, 1, 1));
    assert_int_equal(net->step_day[1], mnz_date_from_ymd(2025, 2, 1));
    assert_int_equal(net->step_day[3], mnz_date_from_ymd(2025, 4, 1));
    assert_int_equal(net->month_of_step[2], 2);
    assert_close(net->months_per_step, 1.0, 0.0);
    assert_close(net->years_per_step, 1.0 / 12.0, 0.0);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
runs_a_warm_up_that_records_nothing(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    b.scenario->warm_up_months = 2;
    net = compile_network(&b);
    assert_int_equal(net->num_steps, 14);
    assert_int_equal(net->warm_steps, 2);
    assert_int_equal(net->step_day[0], mnz_date_from_ymd(2024, 11, 1));
    assert_int_equal(net->step_day[2], mnz_date_from_ymd(2025, 1, 1));
    assert_int_equal(net->month_of_step[0], MNZ_NONE);
    assert_int_equal(net->month_of_step[1], MNZ_NONE);
    assert_int_equal(net->month_of_step[2], 0);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
weeks_are_quarters_of_their_months(void **state)
{
    /* December, then January to April of a leap year. */
    const int lengths[] = {7, 8, 8, 8, 7, 8, 8, 8, 7, 7, 7, 8, 7, 8, 8, 8, 7, 8, 7, 8};
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    b.scenario->step = MNZ_STEP_WEEK;
    b.scenario->start_day = mnz_date_from_ymd(2024, 1, 1);
    b.scenario->months = 4;
    b.scenario->warm_up_months = 1;
    net = compile_network(&b);
    assert_int_equal(net->warm_steps, 4);
    assert_int_equal(net->num_steps, 20);
    assert_int_equal(net->num_months, 4);
    for (uint32_t i = 0; i < 20; i++) {
        assert_int_equal(net->step_day[i + 1] - net->step_day[i], lengths[i]);
        assert_int_equal(net->month_of_step[i], i < 4 ? MNZ_NONE : i / 4 - 1);
    }
    for (int month = 0; month <= 5; month++)
        assert_int_equal(net->step_day[4 * month],
                         mnz_date_add_months(mnz_date_from_ymd(2023, 12, 1), month));
    assert_close(net->months_per_step, 0.25, 0.0);
    assert_close(net->years_per_step, 1.0 / 48.0, 0.0);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
months_of_weeks_run_from_the_day_of_the_start(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    b.scenario->step = MNZ_STEP_WEEK;
    b.scenario->start_day = mnz_date_from_ymd(2025, 11, 17);
    b.scenario->months = 2; /* to 17 January */
    net = compile_network(&b);
    assert_int_equal(net->num_months, 2);
    assert_int_equal(net->month_of_step[0], 0);
    assert_int_equal(net->month_of_step[net->num_steps - 1], 1);
    assert_int_equal(net->step_day[4], mnz_date_from_ymd(2025, 12, 17));
    assert_int_equal(net->step_day[8], mnz_date_from_ymd(2026, 1, 17));
    mnz_network_destroy(net);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_by_calendar_months),
        cmocka_unit_test(runs_a_warm_up_that_records_nothing),
        cmocka_unit_test(weeks_are_quarters_of_their_months),
        cmocka_unit_test(months_of_weeks_run_from_the_day_of_the_start),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
