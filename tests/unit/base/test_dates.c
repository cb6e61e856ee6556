#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/dates.h"

static void
known_days(void **state)
{
    (void)state;
    assert_int_equal(mnz_date_from_ymd(1970, 1, 1), 0);
    assert_int_equal(mnz_date_from_ymd(2000, 2, 29), 11016);
    assert_int_equal(mnz_date_from_ymd(2025, 10, 9), 20370);
    assert_int_equal(mnz_date_from_ymd(1900, 1, 1), -25567);
}

/* Day by day through three centuries against a calendar kept by hand. */
static void
every_day_from_1900_to_2200_agrees_with_counting(void **state)
{
    int32_t day = mnz_date_from_ymd(1900, 1, 1);

    (void)state;
    for (int y = 1900; y <= 2200; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= mnz_date_days_in_month(y, m); d++, day++) {
                int year, month, day_of_month;

                assert_int_equal(mnz_date_from_ymd(y, m, d), day);
                mnz_date_to_ymd(day, &year, &month, &day_of_month);
                assert_int_equal(year, y);
                assert_int_equal(month, m);
                assert_int_equal(day_of_month, d);
            }
}

static void
reads_days_and_months(void **state)
{
    int32_t day;

    (void)state;
    assert_int_equal(mnz_date_parse("2025-10-09", &day), MNZ_OK);
    assert_int_equal(day, mnz_date_from_ymd(2025, 10, 9));
    assert_int_equal(mnz_date_parse("2025-10", &day), MNZ_OK);
    assert_int_equal(day, mnz_date_from_ymd(2025, 10, 1));
    assert_int_equal(mnz_date_parse("2024-02-29", &day), MNZ_OK);
}

static void
rejects_dates_that_do_not_exist(void **state)
{
    static const char *const bad[] = {"2025-02-29",      "1900-02-29",  "2025-13",
                                      "2025-00-01",      "2025-04-31",  "2025-04-00",
                                      "1899-12-31",      "2201-01-01",  "2025",
                                      "2025-1-1",        "2025-10-9",   "2025/10/09",
                                      "2025-10-",        "2025-10-091", "",
                                      " 2025-10",        "2025-10 ",    "-2025-10",
                                      "2025-10-09T00:00"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int32_t day = 4711;

        assert_int_equal(mnz_date_parse(bad[i], &day), MNZ_ERR_INPUT);
        assert_int_equal(day, 4711);
    }
}

static void
months_are_added_within_the_calendar(void **state)
{
    const int32_t january = mnz_date_from_ymd(2025, 1, 31);

    (void)state;
    assert_int_equal(mnz_date_add_months(january, 1), mnz_date_from_ymd(2025, 2, 28));
    assert_int_equal(mnz_date_add_months(january, 13), mnz_date_from_ymd(2026, 2, 28));
    assert_int_equal(mnz_date_add_months(january, -2), mnz_date_from_ymd(2024, 11, 30));
    assert_int_equal(mnz_date_add_months(january, -1), mnz_date_from_ymd(2024, 12, 31));
    assert_int_equal(mnz_date_add_months(january, 1200),
                     mnz_date_from_ymd(2125, 1, 31));
}

static void
dates_are_written_as_they_are_read(void **state)
{
    char text[MNZ_DATE_TEXT];

    (void)state;
    mnz_date_format(mnz_date_from_ymd(2026, 3, 4), text);
    assert_string_equal(text, "2026-03-04");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days),
        cmocka_unit_test(every_day_from_1900_to_2200_agrees_with_counting),
        cmocka_unit_test(reads_days_and_months),
        cmocka_unit_test(rejects_dates_that_do_not_exist),
        cmocka_unit_test(months_are_added_within_the_calendar),
        cmocka_unit_test(dates_are_written_as_they_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
