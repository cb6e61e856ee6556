#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

static struct mnz_diags *
new_diags(void)
{
    struct mnz_diags *diags;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    return diags;
}

static char *
printed(const struct mnz_diags *diags, int colour)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    mnz_diags_print(diags, stream, colour);
    fclose(stream);
    return text;
}

static void
assert_printed(const struct mnz_diags *diags, const char *expected)
{
    char *text = printed(diags, 0);

    assert_string_equal(text, expected);
    free(text);
}

static void
shows_the_line_with_a_caret_and_advice(void **state)
{
    static const char source[] = "facilities:\n\tlynas:\n    capcity: 10500\r\n";
    struct mnz_diags *diags = new_diags();

    (void)state;
    mnz_diags_add_source(diags, "demo.yaml", source, strlen(source));
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"demo.yaml", 3, 5},
                 "did you mean 'capacity'?", "unknown key '%s'", "capcity");
    mnz_diag_add(diags, MNZ_W0211, (struct mnz_span){"demo.yaml", 2, 2}, NULL,
                 "tabs stay");
    assert_printed(diags, "demo.yaml:3:5: error: unknown key 'capcity' [MNZ-E0301]\n"
                          "        capcity: 10500\n"
                          "        ^\n"
                          "  did you mean 'capacity'?\n"
                          "demo.yaml:2:2: warning: tabs stay [MNZ-W0211]\n"
                          "    \tlynas:\n"
                          "    \t^\n");
    assert_int_equal(mnz_diags_errors(diags), 1);
    assert_int_equal(mnz_diags_warnings(diags), 1);
    assert_string_equal(mnz_diags_get(diags, 0)->source_line, "    capcity: 10500");
    mnz_diags_destroy(diags);
}

static void
a_place_may_be_unknown(void **state)
{
    struct mnz_diags *diags = new_diags();

    (void)state;
    mnz_diags_add_source(diags, "a.yaml", "x\n", 2);
    mnz_diag_add(diags, MNZ_NOTE, (struct mnz_span){NULL, 0, 0}, NULL, "one");
    mnz_diag_add(diags, MNZ_NOTE, (struct mnz_span){"a.yaml", 0, 0}, NULL, "two");
    mnz_diag_add(diags, MNZ_NOTE, (struct mnz_span){"a.yaml", 99, 1}, NULL, "three");
    mnz_diag_add(diags, MNZ_NOTE, (struct mnz_span){"b.yaml", 1, 1}, NULL, "four");
    assert_printed(diags, "note: one\n"
                          "a.yaml: note: two\n"
                          "a.yaml:99:1: note: three\n"
                          "b.yaml:1:1: note: four\n");
    mnz_diags_destroy(diags);
}

static void
a_column_beyond_the_line_points_at_its_end(void **state)
{
    struct mnz_diags *diags = new_diags();

    (void)state;
    mnz_diags_add_source(diags, "a", "abc", 3);
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"a", 1, 4000000000u}, NULL, "far");
    assert_printed(diags,
                   "a:1:4000000000: error: far [MNZ-E0301]\n    abc\n       ^\n");
    mnz_diags_destroy(diags);
}

static void
a_long_line_is_shown_around_the_column(void **state)
{
    char line[2000];
    struct mnz_diags *diags = new_diags();
    const struct mnz_diag *d;
    char *text;

    (void)state;
    memset(line, '.', sizeof line);
    line[1000] = 'X';
    mnz_diags_add_source(diags, "a", line, sizeof line);
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"a", 1, 1001}, NULL, "here");
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"a", 1, 2000}, NULL, "end");
    d = mnz_diags_get(diags, 0);
    assert_true(strlen(d->source_line) < 180);
    text = printed(diags, 0);
    const char *shown = strchr(strstr(text, "here"), '\n') + 1;
    const char *caret = strchr(shown, '\n') + 1;
    assert_int_equal(shown[strcspn(caret, "^")], 'X');
    free(text);
    mnz_diags_destroy(diags);
}

static void
the_caret_counts_characters_and_not_bytes(void **state)
{
    static const char line[] = "\xC3\xA9\xC3\xA9 x";
    struct mnz_diags *diags = new_diags();

    (void)state;
    mnz_diags_add_source(diags, "a", line, strlen(line));
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"a", 1, 6}, NULL, "x");
    assert_printed(diags,
                   "a:1:6: error: x [MNZ-E0301]\n    \xC3\xA9\xC3\xA9 x\n       ^\n");
    mnz_diags_destroy(diags);
}

static void
nothing_in_a_file_can_steer_the_terminal(void **state)
{
    static const char line[] = "a\033[31m\x9b\x01\xC2\x9b\xE2\x80\xAE\xFFz";
    struct mnz_diags *diags = new_diags();
    char *text;

    (void)state;
    mnz_diags_add_source(diags, "f\033", line, strlen(line));
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"f\033", 1, 1}, "\r\n", "%s",
                 line);
    text = printed(diags, 0);
    assert_string_equal(text, "f?:1:1: error: a?[31m?????z [MNZ-E0301]\n"
                              "    a?[31m?????z\n    ^\n  ??\n");
    free(text);
    mnz_diags_destroy(diags);
}

static void
messages_beyond_a_thousand_are_counted(void **state)
{
    struct mnz_diags *diags = new_diags();
    char *text;

    (void)state;
    for (int i = 0; i < 1500; i++)
        mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"a", 1, 1}, NULL, "%d", i);
    assert_int_equal(mnz_diags_count(diags), 1000);
    assert_int_equal(mnz_diags_errors(diags), 1500);
    text = printed(diags, 0);
    assert_non_null(strstr(text, "and 500 more"));
    free(text);
    mnz_diags_destroy(diags);
}

static void
colour_is_only_given_on_request(void **state)
{
    struct mnz_diags *diags = new_diags();
    char *text;

    (void)state;
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){"a", 1, 1}, NULL, "x");
    text = printed(diags, 0);
    assert_null(strchr(text, '\033'));
    free(text);
    text = printed(diags, 1);
    assert_non_null(strchr(text, '\033'));
    free(text);
    mnz_diags_destroy(diags);
}

static void
strings_given_are_copied(void **state)
{
    struct mnz_diags *diags = new_diags();
    char advice[] = "advice", kept[] = "kept";
    const char *copy = mnz_diags_keep(diags, kept);

    (void)state;
    mnz_diag_add(diags, MNZ_E0301, (struct mnz_span){copy, 1, 1}, advice, "x");
    advice[0] = kept[0] = '#';
    assert_string_equal(mnz_diags_get(diags, 0)->advice, "advice");
    assert_string_equal(mnz_diags_get(diags, 0)->at.file, "kept");
    mnz_diags_destroy(diags);
    mnz_diags_destroy(NULL);
}

static void
an_error_takes_the_place_of_a_warning(void **state)
{
    struct mnz_diags *diags = new_diags();
    char *text;

    (void)state;
    for (int i = 0; i < 1500; i++)
        mnz_diag_add(diags, MNZ_W1005, (struct mnz_span){"a.yaml", 1, 1}, NULL, "adds");
    mnz_diag_add(diags, MNZ_E0101, (struct mnz_span){"a.yaml", 2, 1}, NULL, "no text");
    assert_int_equal(mnz_diags_errors(diags), 1);
    text = printed(diags, 0);
    assert_non_null(strstr(text, "a.yaml:2:1: error: no text"));
    assert_non_null(strstr(text, "... and 501 more messages"));
    free(text);
    mnz_diags_destroy(diags);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_the_line_with_a_caret_and_advice),
        cmocka_unit_test(a_place_may_be_unknown),
        cmocka_unit_test(a_column_beyond_the_line_points_at_its_end),
        cmocka_unit_test(a_long_line_is_shown_around_the_column),
        cmocka_unit_test(the_caret_counts_characters_and_not_bytes),
        cmocka_unit_test(nothing_in_a_file_can_steer_the_terminal),
        cmocka_unit_test(messages_beyond_a_thousand_are_counted),
        cmocka_unit_test(colour_is_only_given_on_request),
        cmocka_unit_test(an_error_takes_the_place_of_a_warning),
        cmocka_unit_test(strings_given_are_copied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
