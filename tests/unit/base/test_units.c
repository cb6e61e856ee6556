#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/units.h"

static void
assert_quantity(const char *text, enum mnz_dimension dimension, double expected)
{
    struct mnz_quantity_fault fault = {0};
    double value = -1;

    if (mnz_quantity_parse(text, dimension, &value, &fault) != MNZ_OK)
        fail_msg("'%s': %s", text, fault.text);
    if (fabs(value - expected) > 1e-14 * fabs(expected))
        fail_msg("'%s' is %.17g, not %.17g", text, value, expected);
}

static void
assert_refused(const char *text, enum mnz_dimension dimension, const char *expected)
{
    struct mnz_quantity_fault fault = {0};
    double value = 4711;

    assert_int_equal(mnz_quantity_parse(text, dimension, &value, &fault),
                     MNZ_ERR_INPUT);
    assert_string_equal(fault.text, expected);
    assert_true(value == 4711);
}

static void
plain_numbers_are_in_the_standard_unit(void **state)
{
    (void)state;
    for (int d = 0; d < MNZ_NUM_DIMENSIONS; d++)
        assert_quantity("12", (enum mnz_dimension)d, 12);
    assert_quantity("41e9", MNZ_DIM_MONEY_RATE, 41e9);
}

static void
times_are_months(void **state)
{
    (void)state;
    assert_quantity("45 working days", MNZ_DIM_DURATION, 45 * 1.4 / 30.4375);
    assert_quantity("3 weeks", MNZ_DIM_DURATION, 21 / 30.4375);
    assert_quantity("2 months", MNZ_DIM_DURATION, 2);
    assert_quantity("1 month", MNZ_DIM_DURATION, 1);
    assert_quantity("1 year", MNZ_DIM_DURATION, 12);
    assert_quantity("10 days", MNZ_DIM_DURATION, 10 / 30.4375);
    assert_quantity("2 quarters", MNZ_DIM_DURATION, 6);
}

static void
masses_and_their_rates(void **state)
{
    (void)state;
    assert_quantity("120 kt/yr", MNZ_DIM_MASS_RATE, 120000);
    assert_quantity("0.1 t/yr", MNZ_DIM_MASS_RATE, 0.1);
    assert_quantity("600 t", MNZ_DIM_MASS, 600);
    assert_quantity("1.5 Mt", MNZ_DIM_MASS, 1.5e6);
    assert_quantity("10t", MNZ_DIM_MASS, 10);
    assert_quantity("250 kg a month", MNZ_DIM_MASS_RATE, 3);
    assert_quantity("120 kt/yr", MNZ_DIM_MASS_PER_MONTH, 10000);
    assert_quantity("500 t / month", MNZ_DIM_MASS_PER_MONTH, 500);
    assert_quantity("2 thousand tonnes per year", MNZ_DIM_MASS_RATE, 2000);
}

static void
money_prices_rates_and_shares(void **state)
{
    (void)state;
    assert_quantity("230 USD/kg", MNZ_DIM_PRICE, 230);
    assert_quantity("230000 USD/t", MNZ_DIM_PRICE, 230);
    assert_quantity("41 bn USD", MNZ_DIM_MONEY, 41e9);
    assert_quantity("41 bn USD/yr", MNZ_DIM_MONEY_RATE, 41e9);
    assert_quantity("1.2 million USD per month", MNZ_DIM_MONEY_RATE, 14.4e6);
    assert_quantity("0.25 per month", MNZ_DIM_RATE_PER_MONTH, 0.25);
    assert_quantity("0.3 per year", MNZ_DIM_RATE_PER_MONTH, 0.025);
    assert_quantity("0.1 per month", MNZ_DIM_RATE_PER_YEAR, 1.2);
    assert_quantity("30 % per year", MNZ_DIM_RATE_PER_YEAR, 0.3);
    assert_quantity("30%", MNZ_DIM_SHARE, 0.3);
    assert_quantity("8 % a year", MNZ_DIM_GROWTH, 0.08);
    assert_quantity("8 %", MNZ_DIM_GROWTH, 0.08);
}

static void
a_wrong_dimension_says_both(void **state)
{
    (void)state;
    assert_refused("3 kt/yr", MNZ_DIM_DURATION,
                   "a time (months) was expected, '3 kt/yr' is tonnes per year");
    assert_refused("3 months", MNZ_DIM_MASS_RATE,
                   "tonnes per year (t/yr) was expected, '3 months' is a time");
    assert_refused("600 t", MNZ_DIM_MASS_RATE,
                   "tonnes per year (t/yr) was expected, '600 t' is a mass");
    assert_refused("41 bn USD", MNZ_DIM_MONEY_RATE,
                   "money per year (USD/yr) was expected, '41 bn USD' is an amount of "
                   "money");
    assert_refused("1 % per month", MNZ_DIM_GROWTH,
                   "a growth (per year) was expected, '1 % per month' is a rate per "
                   "month");
    assert_refused("5 %", MNZ_DIM_NUMBER,
                   "a number without unit was expected, '5 %' is a share");
}

static void
what_cannot_be_read_is_named(void **state)
{
    (void)state;
    assert_refused("3 fortnights", MNZ_DIM_DURATION,
                   "a time (months) was expected, '3 fortnights' has an unknown unit");
    assert_refused("3 dayss", MNZ_DIM_DURATION,
                   "a time (months) was expected, '3 dayss' has an unknown unit");
    assert_refused("3 tons", MNZ_DIM_MASS,
                   "a mass (t) was expected, '3 tons' has an unknown unit");
    assert_refused("1_000", MNZ_DIM_SHARE,
                   "a share was expected, '1_000' is no number: write it without "
                   "thousands separators and with a decimal point");
    assert_refused("0,5", MNZ_DIM_SHARE,
                   "a share was expected, '0,5' is no number: write it without "
                   "thousands separators and with a decimal point");
    assert_refused("high", MNZ_DIM_SHARE, "a share was expected, 'high' is no number");
    assert_refused("2025-10", MNZ_DIM_COUNT,
                   "a whole number was expected, '2025-10' is a date");
    assert_refused("", MNZ_DIM_SHARE, "a share was expected, nothing is given");
    assert_refused(".NaN", MNZ_DIM_SHARE, "a share was expected, '.NaN' is not finite");
    assert_refused("-.inf", MNZ_DIM_SHARE,
                   "a share was expected, '-.inf' is not finite");
}

static void
huge_numbers_are_refused(void **state)
{
    (void)state;
    assert_quantity("1e15", MNZ_DIM_MASS, 1e15);
    assert_refused("1.1e15", MNZ_DIM_MASS,
                   "a mass (t) was expected, '1.1e15' is too large");
    assert_refused("-1e999", MNZ_DIM_MASS,
                   "a mass (t) was expected, '-1e999' is too large");
    assert_refused("1e10 Mt", MNZ_DIM_MASS,
                   "a mass (t) was expected, '1e10 Mt' is too large");
}

static void
counts_are_whole_and_not_negative(void **state)
{
    (void)state;
    assert_quantity("2e4", MNZ_DIM_COUNT, 20000);
    assert_refused("1.5", MNZ_DIM_COUNT,
                   "a whole number was expected, '1.5' is not one");
    assert_refused("-1", MNZ_DIM_COUNT, "a whole number was expected, '-1' is not one");
}

static void
long_texts_are_cut_between_characters(void **state)
{
    struct mnz_quantity_fault fault;
    char text[400];
    double value;

    (void)state;
    text[0] = 'x';
    for (size_t i = 1; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[399] = '\0';
    assert_int_equal(mnz_quantity_parse(text, MNZ_DIM_SHARE, &value, &fault),
                     MNZ_ERR_INPUT);
    assert_non_null(strstr(fault.text, "\xC3\xA9...'"));
    assert_true(strlen(fault.text) < sizeof fault.text);
}

static void
tells_quantities_of_two_kinds_apart(void **state)
{
    (void)state;
    assert_true(mnz_quantity_has_unit_of("60 days", MNZ_DIM_DURATION));
    assert_false(mnz_quantity_has_unit_of("60 days", MNZ_DIM_MASS));
    assert_false(mnz_quantity_has_unit_of("60", MNZ_DIM_DURATION));
    assert_false(mnz_quantity_has_unit_of("days", MNZ_DIM_DURATION));
    assert_false(mnz_quantity_has_unit_of("2025-10", MNZ_DIM_DURATION));
    assert_string_equal(mnz_dimension_unit(MNZ_DIM_DURATION), "months");
    assert_string_equal(mnz_dimension_text(MNZ_DIM_SHARE), "a share");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_numbers_are_in_the_standard_unit),
        cmocka_unit_test(times_are_months),
        cmocka_unit_test(masses_and_their_rates),
        cmocka_unit_test(money_prices_rates_and_shares),
        cmocka_unit_test(a_wrong_dimension_says_both),
        cmocka_unit_test(what_cannot_be_read_is_named),
        cmocka_unit_test(huge_numbers_are_refused),
        cmocka_unit_test(counts_are_whole_and_not_negative),
        cmocka_unit_test(long_texts_are_cut_between_characters),
        cmocka_unit_test(tells_quantities_of_two_kinds_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
