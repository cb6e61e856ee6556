#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static double
parsed(const char *text)
{
    double value;

    assert_int_equal(mnz_number_parse(text, &value), MNZ_OK);
    return value;
}

static int
same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void
reads_yaml_numbers(void **state)
{
    (void)state;
    assert_true(same(parsed("41e9"), 41e9));
    assert_true(same(parsed(".5"), 0.5));
    assert_true(same(parsed("-0.25"), -0.25));
    assert_true(same(parsed("+5"), 5));
    assert_true(same(parsed("1."), 1));
    assert_true(same(parsed("007"), 7));
    assert_true(same(parsed("1E-3"), 1e-3));
    assert_true(same(parsed("0x1F"), 31));
    assert_true(same(parsed("0o17"), 15));
    assert_true(same(parsed("1e-400"), 0));
}

static void
refuses_what_is_no_number(void **state)
{
    static const char *const bad[] = {"",      ".",   "-",     "e5",      "1e",  "1e+",
                                      "1_000", "1,5", " 1",    "1 ",      "--1", "0x",
                                      "-0x1",  "0o8", ".inf",  ".nan",    "nan", "inf",
                                      "1e999", "0b1", "1.2.3", "infinity"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 7;

        assert_int_equal(mnz_number_parse(bad[i], &value), MNZ_ERR_INPUT);
        assert_true(value == 7);
    }
}

static void
says_how_far_a_number_reaches(void **state)
{
    double value;

    (void)state;
    assert_int_equal(mnz_number_read("45 working days", &value), 2);
    assert_int_equal(mnz_number_read("3e5t", &value), 3);
    assert_int_equal(mnz_number_read("3et", &value), 1);
    assert_int_equal(mnz_number_read("t", &value), 0);
}

static uint64_t
random_bits(uint64_t *seed)
{
    *seed += 0x9e3779b97f4a7c15u;
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Against the C library, which rounds correctly: random digits, and hard cases. */
static void
rounds_correctly(void **state)
{
    static const char *const hard[] = {
        "9007199254740993",
        "9007199254740992.99999999999999999999999999999999",
        "2.2250738585072011e-308",
        "4.9e-324",
        "2.4703282292062327208e-324",
        "1.7976931348623157e308",
        "0.1e-22",
        "123456789012345678901234567890e-20",
        "8.442911973260991817129021e-309",
        "1090544144181609348835077142190"};
    uint64_t seed = 1;
    char text[64];

    (void)state;
    for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
        assert_true(same(parsed(hard[i]), strtod(hard[i], NULL)));
    for (int i = 0; i < 20000; i++) {
        const unsigned long long a = random_bits(&seed), b = random_bits(&seed);

        snprintf(text, sizeof text, "%llu.%llue%d", a >> (a % 64), b >> (a % 60),
                 (int)(b % 600) - 300);
        double value;
        assert_int_equal(mnz_number_read(text, &value), strlen(text));
        assert_true(same(value, strtod(text, NULL)));
    }
}

static void
a_digit_far_behind_still_decides(void **state)
{
    /* Halfway between 2^53 and 2^53 + 2, then a thousand zeros and a one. */
    char text[1100] = "9007199254740993.";

    (void)state;
    memset(text + 17, '0', 1000);
    assert_true(same(parsed(text), 9007199254740992.0));
    text[1017] = '1';
    assert_true(same(parsed(text), 9007199254740994.0));
}

static void
assert_format(double value, const char *expected)
{
    char text[MNZ_NUMBER_TEXT];

    assert_int_equal(mnz_number_format(value, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void
writes_the_shortest_text(void **state)
{
    (void)state;
    assert_format(0, "0");
    assert_format(-0.0, "0");
    assert_format(1500, "1500");
    assert_format(-1500, "-1500");
    assert_format(0.1, "0.1");
    assert_format(0.1 + 0.2, "0.30000000000000004");
    assert_format(1.0 / 3, "0.3333333333333333");
    assert_format(41e9, "41000000000");
    assert_format(1e16, "10000000000000000");
    assert_format(1e17, "1e+17");
    assert_format(4.1e20, "4.1e+20");
    assert_format(0.001, "0.001");
    assert_format(1e-7, "0.0000001");
    assert_format(1.5e-300, "1.5e-300");
    assert_format(0x1p-44, "5.684341886080802e-14");
    assert_format(5e-324, "5e-324");
    assert_format(DBL_MAX, "1.7976931348623157e+308");
    assert_format(9007199254740993.0, "9007199254740992");
    assert_format(123456.789, "123456.789");
    assert_format((double)NAN, "nan");
    assert_format(-(double)INFINITY, "-inf");
}

static void
assert_plain(double value, int digits, const char *expected)
{
    char text[MNZ_PLAIN_TEXT];

    assert_int_equal(mnz_number_plain(value, digits, text), strlen(expected));
    assert_string_equal(text, expected);
}

static void
writes_plain_numbers_of_so_many_digits(void **state)
{
    char text[MNZ_PLAIN_TEXT];

    (void)state;
    assert_plain(1.0 / 3, 6, "0.333333");
    assert_plain(-2.0 / 3, 1, "-0.7");
    assert_plain(185234567890.0, 6, "185235000000");
    assert_plain(9.9999996, 6, "10");
    assert_plain(0.00012345678, 6, "0.000123457");
    assert_plain(1e-7, 6, "0.0000001");
    assert_plain(-0.0, 6, "0");
    assert_plain(0.1, 17, "0.10000000000000001");
    assert_plain(0.1, 0, "0.1");
    assert_plain(1e21, 0, "1000000000000000000000");
    assert_plain((double)NAN, 6, "nan");
    assert_plain(-(double)INFINITY, 6, "-inf");
    assert_int_equal(mnz_number_plain(DBL_MAX, 0, text), 309);
    assert_true(same(parsed(text), DBL_MAX));
    assert_int_equal(mnz_number_plain(-5e-324, 0, text), 327);
    assert_true(same(parsed(text), -5e-324));
    assert_true(mnz_number_plain(-2.2250738585072011e-308, 17, text) < MNZ_PLAIN_TEXT);
}

/* Whatever the double: its text reads back, and no text with a digit less does. */
static void
every_double_reads_back(void **state)
{
    uint64_t seed = 42;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        const uint64_t bits = random_bits(&seed);
        char text[MNZ_NUMBER_TEXT], shorter[64];
        double value;
        int digits = 0;

        if (i % 3 == 0)
            value = (double)(bits % 100000000) / 1000;
        else
            memcpy(&value, &bits, sizeof value);
        if (!isfinite(value) || value == 0)
            continue;
        assert_true(mnz_number_format(value, text) < MNZ_NUMBER_TEXT);
        assert_true(same(parsed(text), value));
        const char *end = text + strcspn(text, "e");
        const char *p = text + strspn(text, "-0.");
        for (int zeros = 0; p < end; p++) {
            if (*p == '.')
                continue;
            zeros = *p == '0' ? zeros + 1 : 0;
            digits++;
            if (p + 1 == end)
                digits -= zeros;
        }
        if (digits > 1) {
            snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
            assert_false(same(strtod(shorter, NULL), value));
        }
    }
}

static void
the_locale_has_no_say(void **state)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE",
                                          "pt_BR.UTF-8"};
    int is_set = 0;

    (void)state;
    for (size_t i = 0; i < sizeof locales / sizeof *locales && !is_set; i++)
        is_set = setlocale(LC_ALL, locales[i]) != NULL;
    if (!is_set)
        skip();
    assert_format(0.30000000000000004, "0.30000000000000004");
    assert_format(1234.5, "1234.5");
    assert_true(same(parsed("1234567890.12345678901e-5"), 12345.678901234568));
    setlocale(LC_ALL, "C");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_yaml_numbers),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(says_how_far_a_number_reaches),
        cmocka_unit_test(rounds_correctly),
        cmocka_unit_test(a_digit_far_behind_still_decides),
        cmocka_unit_test(writes_the_shortest_text),
        cmocka_unit_test(writes_plain_numbers_of_so_many_digits),
        cmocka_unit_test(every_double_reads_back),
        cmocka_unit_test(the_locale_has_no_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
