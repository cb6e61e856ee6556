#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "report/locale.h"

static void
assert_marks(const char *text, char decimal, char separator)
{
    struct mnz_cells_style style = mnz_cells_plain;
    const char *word;
    size_t length;

    assert_int_equal(mnz_locale_read(text, &style, &word, &length), MNZ_OK);
    assert_int_equal(style.decimal, decimal);
    assert_int_equal(style.separator, separator);
    assert_int_equal(style.digits, 6);
}

static void
assert_refused(const char *text, const char *culprit)
{
    struct mnz_cells_style style = mnz_cells_plain;
    const char *word = NULL;
    size_t length = 0;

    assert_int_equal(mnz_locale_read(text, &style, &word, &length), MNZ_ERR_INPUT);
    assert_int_equal(length, strlen(culprit));
    assert_memory_equal(word, culprit, length);
}

static void
languages_have_the_marks_of_their_spreadsheets(void **state)
{
    (void)state;
    assert_marks("de", ',', ';');
    assert_marks("en", '.', ',');
    assert_marks("ja", '.', ',');
    assert_marks("de_DE.UTF-8", ',', ';');
    assert_marks("de-AT", ',', ';');
    assert_marks("de_CH.UTF-8@x", '.', ';');
    assert_marks("es", ',', ';');
    assert_marks("es_MX", '.', ',');
    assert_marks("es_AR", ',', ';');
}

static void
marks_can_be_given_one_by_one(void **state)
{
    (void)state;
    assert_marks("decimal=,", ',', ';');
    assert_marks("decimal=, separator=;", ',', ';');
    assert_marks(" separator=tab  decimal=, ", ',', '\t');
    assert_marks("separator=|", '.', '|');
    assert_marks("de separator=tab", ',', '\t');
    assert_marks("de decimal=.", '.', ';');
}

static void
wrong_words_are_named(void **state)
{
    (void)state;
    assert_refused("xx", "xx");
    assert_refused("de separator=x", "separator=x");
    assert_refused("decimal=", "decimal=");
    assert_refused("decimal=;", "decimal=;");
    assert_refused("decimal=, separator=,", "separator=,");
    assert_refused("d", "d");
    assert_refused("deutsch", "deutsch");
    assert_refused("", "");
}

static void
the_list_ends_and_each_of_it_reads(void **state)
{
    size_t i = 0;

    (void)state;
    for (const char *name; (name = mnz_locale_name(i)); i++) {
        struct mnz_cells_style style = mnz_cells_plain;
        const char *word;
        size_t length;

        assert_int_equal(mnz_locale_read(name, &style, &word, &length), MNZ_OK);
        assert_int_not_equal(style.decimal, style.separator);
    }
    assert_true(i > 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_have_the_marks_of_their_spreadsheets),
        cmocka_unit_test(marks_can_be_given_one_by_one),
        cmocka_unit_test(wrong_words_are_named),
        cmocka_unit_test(the_list_ends_and_each_of_it_reads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
