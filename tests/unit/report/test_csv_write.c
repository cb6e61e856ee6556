#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/cells.h"
#include "support/numbers.h"

/* A table written into memory. */
struct page {
    struct mnz_cells cells;
    char *text;
    size_t length;
};

static void
page_open_in(struct page *page, const struct mnz_cells_style *style)
{
    *page = (struct page){0};
    page->cells = mnz_cells_to(&mnz_format_csv, style,
                               open_memstream(&page->text, &page->length));
    assert_non_null(page->cells.stream);
}

static void
page_open(struct page *page)
{
    page_open_in(page, &mnz_cells_plain);
}

static void
assert_page(struct page *page, const char *expected)
{
    assert_int_equal(mnz_cells_finish(&page->cells), MNZ_OK);
    fclose(page->cells.stream);
    assert_string_equal(page->text, expected);
    free(page->text);
}

/* A text as the only cell of a row. */
static void
assert_cell(const char *text, const char *expected)
{
    struct page page;
    char line[256];

    page_open(&page);
    mnz_cells_text(&page.cells, text);
    mnz_cells_end_row(&page.cells);
    snprintf(line, sizeof line, "%s\n", expected);
    assert_page(&page, line);
}

static void
writes_rows_of_every_kind_of_cell(void **state)
{
    struct page page;

    (void)state;
    page_open(&page);
    mnz_cells_text(&page.cells, "name");
    mnz_cells_text(&page.cells, "");
    mnz_cells_number(&page.cells, -0.1);
    mnz_cells_count(&page.cells, UINT64_MAX);
    mnz_cells_end_row(&page.cells);
    mnz_cells_number(&page.cells, NAN);
    mnz_cells_number(&page.cells, 1500.0);
    mnz_cells_number(&page.cells, NAN);
    mnz_cells_end_row(&page.cells);
    assert_page(&page, "name,,-0.1,18446744073709551615\n,1500,\n");
}

static void
quotes_what_would_break_a_row(void **state)
{
    (void)state;
    assert_cell("plain text, with comma", "\"plain text, with comma\"");
    assert_cell("say \"no\"", "\"say \"\"no\"\"\"");
    assert_cell("two\nlines", "\"two\nlines\"");
    assert_cell("two\r\nlines", "\"two\r\nlines\"");
    assert_cell("Bayan Obo / 白云鄂博", "Bayan Obo / 白云鄂博");
}

static void
a_text_never_begins_like_a_formula(void **state)
{
    (void)state;
    assert_cell("=1+1", "'=1+1");
    assert_cell("+49", "'+49");
    assert_cell("-5", "'-5");
    assert_cell("@SUM(A1)", "'@SUM(A1)");
    assert_cell("\t=1", "'\t=1");
    assert_cell("\r=1", "\"'\r=1\"");
    assert_cell("\n=1", "\"'\n=1\"");
    assert_cell("=HYPERLINK(\"http://x\",1)", "\"'=HYPERLINK(\"\"http://x\"\",1)\"");
    assert_cell("\xef\xbc\x9d"
                "1",
                "'\xef\xbc\x9d"
                "1");
    assert_cell("a=b", "a=b");
    assert_cell("Nd-Pr", "Nd-Pr");
}

static void
a_row_of_one_empty_cell_is_not_an_empty_line(void **state)
{
    struct page page;

    (void)state;
    assert_cell("", "\"\"");
    page_open(&page);
    mnz_cells_number(&page.cells, NAN);
    mnz_cells_end_row(&page.cells);
    mnz_cells_text(&page.cells, "");
    mnz_cells_text(&page.cells, "");
    mnz_cells_end_row(&page.cells);
    assert_page(&page, "\"\"\n,\n");
}

/* A number as the only cell. */
static void
assert_number(double number, const struct mnz_cells_style *style, const char *expected)
{
    struct page page;

    page_open_in(&page, style);
    mnz_cells_number(&page.cells, number);
    assert_page(&page, expected);
}

static void
numbers_have_the_digits_of_the_style_and_no_exponent(void **state)
{
    const struct mnz_cells_style three = {3, '.', ','}, all = {0, '.', ','};

    (void)state;
    assert_number(2.0 / 3.0, &mnz_cells_plain, "0.666667");
    assert_number(5.8213456e12, &mnz_cells_plain, "5821350000000");
    assert_number(-1234567.0, &mnz_cells_plain, "-1234570");
    assert_number(1.5e-12, &mnz_cells_plain, "0.0000000000015");
    assert_number(1e-7, &mnz_cells_plain, "0.0000001");
    assert_number(999999.96, &mnz_cells_plain, "1000000");
    assert_number(0.25, &mnz_cells_plain, "0.25");
    assert_number(0.0, &mnz_cells_plain, "0");
    assert_number(2.0 / 3.0, &three, "0.667");
    assert_number(1e21, &all, "1000000000000000000000");
    assert_number(0.1, &all, "0.1");
}

static void
marks_are_those_of_the_style(void **state)
{
    const struct mnz_cells_style german = {6, ',', ';'};
    struct page page;

    (void)state;
    page_open_in(&page, &german);
    mnz_cells_text(&page.cells, "a, b");
    mnz_cells_text(&page.cells, "a; b");
    mnz_cells_number(&page.cells, 2.7181234);
    mnz_cells_number(&page.cells, -5.82e12);
    mnz_cells_number(&page.cells, NAN);
    mnz_cells_end_row(&page.cells);
    assert_page(&page, "a, b;\"a; b\";2,71812;-5820000000000;\n");
}

static void
numbers_read_back_to_the_same_bits(void **state)
{
    const double edges[] = {0.1,      1.0 / 3.0, DBL_MIN, DBL_MAX,
                            5e-324,   0x1p-40,   1e21,    123456789012345680.0,
                            2.0 / 3.0};
    uint64_t seed = 21;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        const double value =
            i < 9 ? edges[i] : ldexp(next_number(&seed) - 0.5, i % 200 - 100);
        struct page page;
        double back;

        page_open_in(&page, &mnz_cells_exact);
        mnz_cells_number(&page.cells, value);
        assert_int_equal(mnz_cells_finish(&page.cells), MNZ_OK);
        back = strtod(page.text, NULL);
        assert_memory_equal(&back, &value, sizeof value);
        fclose(page.cells.stream);
        free(page.text);
    }
}

static void
the_locale_has_no_say(void **state)
{
    struct page page;

    (void)state;
    /* Where none of these is installed the test proves less, but still holds. */
    if (!setlocale(LC_ALL, "de_DE.UTF-8"))
        (void)!setlocale(LC_ALL, "fr_FR.UTF-8");
    page_open(&page);
    mnz_cells_number(&page.cells, 12345.67);
    mnz_cells_count(&page.cells, 1234567);
    mnz_cells_end_row(&page.cells);
    assert_page(&page, "12345.7,1234567\n");
    setlocale(LC_ALL, "C");
}

static void
a_full_disk_is_noticed_at_the_end(void **state)
{
    struct mnz_cells cells =
        mnz_cells_to(&mnz_format_csv, &mnz_cells_plain, fopen("/dev/full", "w"));

    (void)state;
    if (!cells.stream)
        skip();
    for (int i = 0; i < 10000; i++) {
        mnz_cells_text(&cells, "a row");
        mnz_cells_end_row(&cells);
    }
    assert_int_equal(mnz_cells_finish(&cells), MNZ_ERR_IO);
    assert_int_equal(mnz_cells_finish(&cells), MNZ_ERR_IO);
    fclose(cells.stream);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_rows_of_every_kind_of_cell),
        cmocka_unit_test(quotes_what_would_break_a_row),
        cmocka_unit_test(a_text_never_begins_like_a_formula),
        cmocka_unit_test(a_row_of_one_empty_cell_is_not_an_empty_line),
        cmocka_unit_test(numbers_have_the_digits_of_the_style_and_no_exponent),
        cmocka_unit_test(marks_are_those_of_the_style),
        cmocka_unit_test(numbers_read_back_to_the_same_bits),
        cmocka_unit_test(the_locale_has_no_say),
        cmocka_unit_test(a_full_disk_is_noticed_at_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
