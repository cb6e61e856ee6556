#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/names.h"

static void
ids_are_dense_and_in_order_of_first_sight(void **state)
{
    struct mnz_arena arena = {0};
    struct mnz_names names = {.arena = &arena};
    char text[16];
    uint32_t id;

    (void)state;
    assert_int_equal(mnz_names_find(&names, "x"), MNZ_NAME_NONE);
    for (unsigned i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "name%u", i);
        assert_int_equal(mnz_names_intern(&names, text, &id), MNZ_OK);
        assert_int_equal(id, i);
    }
    for (unsigned i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "name%u", i);
        assert_int_equal(mnz_names_find(&names, text), i);
        assert_string_equal(mnz_names_text(&names, i), text);
        assert_int_equal(mnz_names_intern(&names, text, &id), MNZ_OK);
        assert_int_equal(id, i);
    }
    assert_int_equal(mnz_names_count(&names), 5000);
    assert_int_equal(mnz_names_find(&names, "name5000"), MNZ_NAME_NONE);
    assert_int_equal(mnz_names_find(&names, "NAME1"), MNZ_NAME_NONE);
    mnz_arena_finish(&arena);
}

/* Short random names, so that many come up again. */
static void
finds_what_a_linear_search_finds(void **state)
{
    struct mnz_arena arena = {0};
    struct mnz_names names = {.arena = &arena};
    uint32_t random = 1;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        uint32_t expected = 0, id;
        char text[4] = "";

        for (size_t c = 0; c < 3; c++) {
            random = random * 1664525u + 1013904223u;
            text[c] = (char)('a' + (random >> 24) % 12);
        }
        while (expected < mnz_names_count(&names) &&
               strcmp(mnz_names_text(&names, expected), text) != 0)
            expected++;
        assert_int_equal(mnz_names_find(&names, text),
                         expected < mnz_names_count(&names) ? expected : MNZ_NAME_NONE);
        assert_int_equal(mnz_names_intern(&names, text, &id), MNZ_OK);
        assert_int_equal(id, expected);
    }
    assert_in_range(mnz_names_count(&names), 1000, 1728);
    mnz_arena_finish(&arena);
}

static const char *const keys[] = {"capacity", "country", "recovery", NULL, "uses"};

static void
assert_nearest(const char *word, const char *expected)
{
    const char *found = mnz_nearest(word, keys, sizeof keys / sizeof *keys);

    if (expected)
        assert_string_equal(found, expected);
    else
        assert_null(found);
}

static void
finds_the_nearest_name(void **state)
{
    (void)state;
    assert_nearest("capcity", "capacity");   /* a letter missing */
    assert_nearest("capacityy", "capacity"); /* one too many     */
    assert_nearest("cuontry", "country");    /* two swapped      */
    assert_nearest("Recovery", "recovery");  /* another case     */
    assert_nearest("RECOVRY", "recovery");
    assert_nearest("use", "uses");
    assert_nearest("capacity", "capacity");
}

static void
far_words_have_no_nearest(void **state)
{
    char huge[1000];

    (void)state;
    assert_nearest("policies", NULL);
    assert_nearest("", NULL);
    assert_nearest("x", NULL);
    assert_nearest("ussss", NULL);
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    assert_nearest(huge, NULL);
    assert_null(mnz_nearest("a", NULL, 0));
}

static void
the_first_of_several_wins(void **state)
{
    static const char *const both[] = {"cat", "bat"};

    (void)state;
    assert_string_equal(mnz_nearest("rat", both, 2), "cat");
}

static void
a_swap_can_bring_a_word_back_into_reach(void **state)
{
    static const char *const words[] = {"abcdef"};

    (void)state;
    assert_string_equal(mnz_nearest("badcef", words, 1), "abcdef");
    assert_null(mnz_nearest("badcfe", words, 1));
}

static void
globs_match_whole_texts(void **state)
{
    (void)state;
    assert_true(mnz_glob_match("a.b", "a.b"));
    assert_false(mnz_glob_match("a.b", "a.bc"));
    assert_false(mnz_glob_match("a.bc", "a.b"));
    assert_true(mnz_glob_match("*", ""));
    assert_true(mnz_glob_match("controls.*.general", "controls.checks_us.general"));
    assert_false(mnz_glob_match("controls.*.general", "controls.checks_us.generals"));
    assert_true(mnz_glob_match("*ab*ab", "abxabyab"));
    assert_false(mnz_glob_match("*ab*ab", "xab"));
    assert_true(mnz_glob_match("links[a>?:*].share", "links[a>b:magnet].share"));
    assert_false(mnz_glob_match("?", ""));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_dense_and_in_order_of_first_sight),
        cmocka_unit_test(finds_what_a_linear_search_finds),
        cmocka_unit_test(finds_the_nearest_name),
        cmocka_unit_test(far_words_have_no_nearest),
        cmocka_unit_test(the_first_of_several_wins),
        cmocka_unit_test(globs_match_whole_texts),
        cmocka_unit_test(a_swap_can_bring_a_word_back_into_reach),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
