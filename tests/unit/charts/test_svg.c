/* test_svg.c - what is written into a picture. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "charts/svg.h"

static void
assert_number(double number, const char *expected)
{
    char *text = NULL;
    size_t length;
    struct mnz_svg svg = {open_memstream(&text, &length)};

    mnz_svg_number(&svg, number);
    fclose(svg.stream);
    assert_string_equal(text, expected);
    free(text);
}

static void
numbers_have_two_decimals_at_most(void **state)
{
    (void)state;
    assert_number(0.0, " 0");
    assert_number(12.0, " 12");
    assert_number(-0.5, " -0.5");
    assert_number(12.345, " 12.35");
    assert_number(12.301, " 12.3");
    assert_number(0.05, " 0.05");
    assert_number(NAN, " 0");
    assert_number(INFINITY, " 0");
}

static void
texts_of_tables_cannot_leave_their_place(void **state)
{
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);

    (void)state;
    mnz_svg_escape(stream,
                   "<script>\"&\"</script>\x01\xff\xE2\x80\xA6\xEF\xBF\xBF\xE2");
    fclose(stream);
    assert_string_equal(text, "&lt;script&gt;&quot;&amp;&quot;&lt;/script&gt;??"
                              "\xE2\x80\xA6????");
    free(text);
}

static void
long_texts_are_cut_to_their_room(void **state)
{
    static const char whole[] = "US laser crystals and garnets and optical glass";
    char *text = NULL, *shown;
    size_t length;
    struct mnz_svg svg = {open_memstream(&text, &length)};

    (void)state;
    assert_true(fabs(mnz_svg_width("Hello", 10.0) - 22.78) < 1e-9);
    mnz_svg_text_within(&svg, 0.0, 0.0, 120.0, (struct mnz_type){.size = 14.0}, whole);
    fclose(svg.stream);
    assert_non_null(strstr(text, "<title>US laser crystals and garnets and optical"));
    shown = strstr(text, "</title>") + strlen("</title>");
    *strchr(shown, '<') = '\0';
    assert_non_null(strstr(shown, "\xE2\x80\xA6"));
    assert_true(mnz_svg_width(shown, 14.0) <= 120.0);
    assert_true(mnz_svg_width(shown, 14.0) > 90.0);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_two_decimals_at_most),
        cmocka_unit_test(texts_of_tables_cannot_leave_their_place),
        cmocka_unit_test(long_texts_are_cut_to_their_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
