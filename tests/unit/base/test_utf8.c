#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/utf8.h"

static void
decodes_every_code_point_and_nothing_else(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[4];
        size_t n;
        uint32_t code;

        if (c < 0x80) {
            n = 1;
            bytes[0] = (char)c;
        } else if (c < 0x800) {
            n = 2;
            bytes[0] = (char)(0xc0 | c >> 6);
        } else if (c < 0x10000) {
            n = 3;
            bytes[0] = (char)(0xe0 | c >> 12);
        } else {
            n = 4;
            bytes[0] = (char)(0xf0 | c >> 18);
        }
        for (size_t i = 1; i < n; i++)
            bytes[i] = (char)(0x80 | (c >> 6 * (n - 1 - i) & 0x3f));
        if (c >= 0xd800 && c < 0xe000) {
            assert_int_equal(mnz_utf8_decode(bytes, n, &code), 0);
            continue;
        }
        assert_int_equal(mnz_utf8_decode(bytes, n, &code), n);
        assert_int_equal(code, c);
        if (n > 1)
            assert_int_equal(mnz_utf8_decode(bytes, n - 1, &code), 0);
    }
}

static void
refuses_malformed_bytes(void **state)
{
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x80\x80",
                                      "\xF0\x80\x80\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xF8\x88\x80\x80\x80",
                                      "\xFF",
                                      "\xC3\x28"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint32_t code;

        assert_int_equal(mnz_utf8_decode(bad[i], strlen(bad[i]), &code), 0);
    }
}

static void
finds_the_first_byte_that_is_no_text(void **state)
{
    (void)state;
    assert_int_equal(mnz_utf8_verify("abc\t\r\n", 6), 6);
    assert_int_equal(mnz_utf8_verify("a\xC3\xA9z", 4), 4);
    assert_int_equal(mnz_utf8_verify("ab\0c", 4), 2);
    assert_int_equal(mnz_utf8_verify("ab\033c", 4), 2);
    assert_int_equal(mnz_utf8_verify("ab\x7f", 3), 2);
    assert_int_equal(mnz_utf8_verify("a\xC3", 2), 1);
    assert_int_equal(mnz_utf8_verify("a\xEF\xBB\xBF", 4), 1);
    assert_int_equal(mnz_utf8_verify("", 0), 0);
}

/* Wherever it stands in a long text, and whatever follows. */
static void
finds_it_in_a_long_text(void **state)
{
    char text[130];

    (void)state;
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, '~', sizeof text);
        assert_int_equal(mnz_utf8_verify(text, sizeof text), sizeof text);
        text[at] = '\n';
        assert_int_equal(mnz_utf8_verify(text, sizeof text), sizeof text);
        text[at] = '\x1f';
        assert_int_equal(mnz_utf8_verify(text, sizeof text), at);
        text[at] = '\x7f';
        assert_int_equal(mnz_utf8_verify(text, sizeof text), at);
        text[at] = '\x80';
        assert_int_equal(mnz_utf8_verify(text, sizeof text), at);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_every_code_point_and_nothing_else),
        cmocka_unit_test(refuses_malformed_bytes),
        cmocka_unit_test(finds_the_first_byte_that_is_no_text),
        cmocka_unit_test(finds_it_in_a_long_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
