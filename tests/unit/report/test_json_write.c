#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/json_write.h"

struct page {
    struct mnz_json json;
    char *text;
    size_t length;
};

static void
page_open(struct page *page)
{
    *page = (struct page){0};
    page->json.stream = open_memstream(&page->text, &page->length);
    assert_non_null(page->json.stream);
}

static void
assert_page(struct page *page, const char *expected)
{
    fclose(page->json.stream);
    assert_string_equal(page->text, expected);
    free(page->text);
}

static void
nests_objects_and_arrays(void **state)
{
    struct page page;

    (void)state;
    page_open(&page);
    mnz_json_open(&page.json, NULL, '{');
    mnz_json_text(&page.json, "name", "x");
    mnz_json_open(&page.json, "list", '[');
    mnz_json_count(&page.json, NULL, UINT64_MAX);
    mnz_json_open(&page.json, NULL, '{');
    mnz_json_close(&page.json, '}');
    mnz_json_open(&page.json, NULL, '[');
    mnz_json_close(&page.json, ']');
    mnz_json_truth(&page.json, NULL, 1);
    mnz_json_close(&page.json, ']');
    mnz_json_truth(&page.json, "done", 0);
    mnz_json_close(&page.json, '}');
    assert_page(&page, "{\n"
                       "  \"name\": \"x\",\n"
                       "  \"list\": [\n"
                       "    18446744073709551615,\n"
                       "    {},\n"
                       "    [],\n"
                       "    true\n"
                       "  ],\n"
                       "  \"done\": false\n"
                       "}\n");
}

static void
a_second_document_needs_no_comma(void **state)
{
    struct page page;

    (void)state;
    page_open(&page);
    for (int i = 0; i < 2; i++) {
        mnz_json_open(&page.json, NULL, '[');
        mnz_json_close(&page.json, ']');
    }
    assert_page(&page, "[]\n[]\n");
}

static void
numbers_are_shortest_and_finite(void **state)
{
    struct page page;

    (void)state;
    page_open(&page);
    mnz_json_open(&page.json, NULL, '[');
    mnz_json_number(&page.json, NULL, 0.1);
    mnz_json_number(&page.json, NULL, -0.0);
    mnz_json_number(&page.json, NULL, NAN);
    mnz_json_number(&page.json, NULL, INFINITY);
    mnz_json_number(&page.json, NULL, -INFINITY);
    mnz_json_number(&page.json, NULL, 4.1e20);
    mnz_json_close(&page.json, ']');
    assert_page(&page, "[\n  0.1,\n  0,\n  null,\n  null,\n  null,\n  4.1e+20\n]\n");
}

static void
assert_text(const char *text, const char *expected)
{
    struct page page;
    char line[256];

    page_open(&page);
    mnz_json_text(&page.json, NULL, text);
    snprintf(line, sizeof line, "\"%s\"", expected);
    assert_page(&page, line);
}

static void
texts_are_escaped(void **state)
{
    (void)state;
    assert_text("say \"no\" \\ /", "say \\\"no\\\" \\\\ /");
    assert_text("a\nb\tc\x01\x1f\x7f", "a\\nb\\u0009c\\u0001\\u001f\\u007f");
    assert_text("Ytterby — 稀土 🧲", "Ytterby — 稀土 🧲");
}

/* A command line may hold any bytes. */
static void
bytes_that_are_not_utf8_are_replaced(void **state)
{
    (void)state;
    assert_text("a\xff"
                "b",
                "a\xef\xbf\xbd"
                "b");
    assert_text("\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd");
    assert_text("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");
    assert_text("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nests_objects_and_arrays),
        cmocka_unit_test(a_second_document_needs_no_comma),
        cmocka_unit_test(numbers_are_shortest_and_finite),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(bytes_that_are_not_utf8_are_replaced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
