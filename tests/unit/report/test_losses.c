/* test_losses.c - the dates of figures. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/dates.h"
#include "report/losses.h"

static struct mnz_scenario *
begin_in_november(void)
{
    struct mnz_scenario *s = calloc(1, sizeof *s);

    assert_non_null(s);
    assert_int_equal(mnz_date_parse("2025-11-01", &s->start_day), MNZ_OK);
    return s;
}

/* The first month of a run is 1; a median between two months is of the later. */
static void
months_are_counted_from_one(void **state)
{
    static const struct {
        double month;
        const char *text;
    } cases[] = {{1.0, "2025-11"},  {2.0, "2025-12"}, {3.0, "2026-01"},
                 {15.0, "2027-01"}, {1.5, "2025-12"}, {1.49, "2025-11"},
                 {0.0, ""},         {(double)NAN, ""}};
    struct mnz_scenario *s = begin_in_november();
    char text[16];

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        mnz_month_of_figure(s, cases[k].month, text);
        assert_string_equal(text, cases[k].text);
    }
    free(s);
}

/* The first day of a run is 0. */
static void
days_are_counted_from_zero(void **state)
{
    static const struct {
        double days;
        const char *text;
    } cases[] = {
        {0.0, "2025-11-01"},  {0.5, "2025-11-01"},         {29.0, "2025-11-30"},
        {30.0, "2025-12-01"}, {30.0 - 1e-9, "2025-12-01"}, {-1.0, ""},
        {(double)NAN, ""}};
    struct mnz_scenario *s = begin_in_november();
    char text[16];

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        mnz_day_of_figure(s, cases[k].days, text);
        assert_string_equal(text, cases[k].text);
    }
    free(s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_are_counted_from_one),
        cmocka_unit_test(days_are_counted_from_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
