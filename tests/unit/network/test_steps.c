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
steps_by_weeks_that_cover_the_run(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    b.scenario->step = MNZ_STEP_WEEK;
    b.scenario->months = 2; /* 59 days from 1 January: 9 weeks, the last one cut */
    b.scenario->warm_up_months = 1;
    net = compile_network(&b);
    assert_int_equal(net->warm_steps, 5); /* 31 days */
    assert_int_equal(net->num_steps, 14);
    assert_int_equal(net->step_day[5], mnz_date_from_ymd(2025, 1, 1));
    assert_true(net->step_day[14] >= mnz_date_from_ymd(2025, 3, 1));
    assert_true(net->step_day[13] < mnz_date_from_ymd(2025, 3, 1));
    for (uint32_t i = 0; i < 14; i++)
        assert_int_equal(net->step_day[i + 1] - net->step_day[i], 7);
    assert_int_equal(net->month_of_step[4], MNZ_NONE);
    assert_int_equal(net->month_of_step[9], 0);  /* 29 January */
    assert_int_equal(net->month_of_step[10], 1); /* 5 February */
    assert_int_equal(net->num_months, 2);
    assert_close(net->months_per_step, 7.0 / 30.4375, 0.0);
    assert_close(net->years_per_step, 7.0 / 365.25, 0.0);
    mnz_network_destroy(net);
    build_finish(&b);
}

static void
counts_calendar_months_of_weeks_from_mid_month(void **state)
{
    struct build b;
    struct mnz_network *net;

    (void)state;
    build_two_nodes(&b);
    b.scenario->step = MNZ_STEP_WEEK;
    b.scenario->start_day = mnz_date_from_ymd(2025, 11, 17);
    b.scenario->months = 2; /* to 17 January */
    net = compile_network(&b);
    assert_int_equal(net->num_months, 3);
    assert_int_equal(net->month_of_step[0], 0);
    assert_int_equal(net->month_of_step[net->num_steps - 1], 2);
    mnz_network_destroy(net);
    build_finish(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_by_calendar_months),
        cmocka_unit_test(runs_a_warm_up_that_records_nothing),
        cmocka_unit_test(steps_by_weeks_that_cover_the_run),
        cmocka_unit_test(counts_calendar_months_of_weeks_from_mid_month),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
