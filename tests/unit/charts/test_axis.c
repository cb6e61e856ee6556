/* test_axis.c - numbers and scales as people read them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "charts/axis.h"

static void
assert_shown(const char *unit, double greatest, double value, const char *expected)
{
    char text[MNZ_SHOWN_TEXT];

    mnz_shown_text(mnz_shown_as(unit, greatest), value, 1, text);
    assert_string_equal(text, expected);
}

static void
units_are_shown_in_the_size_of_the_axis(void **state)
{
    (void)state;
    assert_shown("share", 0.4, 0.0123, "1.2 %");
    assert_shown("share", 0.4, 0.29, "29.0 %");
    assert_shown("share", 0.4, 0.00049, "0.05 %");
    assert_shown("share", 0.4, 1e-6, "<0.01 %");
    assert_shown("share", 0.4, 0.0, "0 %");
    assert_shown("share", 0.4, 1.0, "100 %");
    assert_shown("USD", 2e11, 1.65e11, "165 bn USD");
    assert_shown("USD", 4e12, 3.9e12, "3.9 tn USD");
    assert_shown("USD", 5e6, 2e5, "0.20 m USD");
    assert_shown("t", 1900.0, 1623.0, "1,623 t");
    assert_shown("t", 1.9e5, 1.2e5, "120 kt");
    assert_shown("months", 9.0, -2.5,
                 "\xE2\x88\x92"
                 "2.5 months");
    assert_shown("USD/kg", 9.0, NAN, "none");
}

static void
round_numbers_have_no_zeros_at_their_end(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.0, "0"},
                 {0.5, "0.5"},
                 {2.0, "2"},
                 {2.5, "2.5"},
                 {20.0, "20"},
                 {100.0, "100"},
                 {1234567.0, "1,234,567"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[MNZ_SHOWN_TEXT];

        mnz_shown_round((struct mnz_shown){1.0, ""}, cases[i].value, 1, text);
        assert_string_equal(text, cases[i].text);
    }
}

/* Whatever the size, two to six ticks of a round step hold the greatest figure. */
static void
ticks_are_round_and_few(void **state)
{
    (void)state;
    for (double greatest = 1e-9; greatest < 1e15; greatest *= 1.37) {
        const struct mnz_ticks t = mnz_ticks_for(greatest);
        double step = t.step;

        assert_true(t.count >= 2 && t.count <= 6);
        assert_true(t.top >= greatest * (1.0 - 1e-9));
        assert_true(t.top - t.step < greatest);
        while (step < 0.999)
            step *= 10.0;
        while (step > 9.99)
            step /= 10.0;
        assert_true(fabs(step - 1.0) < 1e-6 || fabs(step - 2.0) < 1e-6 ||
                    fabs(step - 2.5) < 1e-6 || fabs(step - 5.0) < 1e-6);
    }
    assert_true(mnz_ticks_for(0.0).top > 0.0);
    assert_true(mnz_ticks_for(NAN).top > 0.0);
    assert_true(mnz_ticks_for(INFINITY).top > 0.0);
}

static void
months_have_names(void **state)
{
    char text[MNZ_SHOWN_TEXT];

    (void)state;
    mnz_month_words("2025-10", text);
    assert_string_equal(text, "Oct 2025");
    mnz_month_words("2025-13", text);
    assert_string_equal(text, "2025-13");
    mnz_month_words("", text);
    assert_string_equal(text, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_shown_in_the_size_of_the_axis),
        cmocka_unit_test(round_numbers_have_no_zeros_at_their_end),
        cmocka_unit_test(ticks_are_round_and_few),
        cmocka_unit_test(months_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
