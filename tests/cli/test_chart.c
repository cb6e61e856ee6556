/* test_chart.c - from a run to a picture. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/room.h"
#include "monazite/chart.h"

static void
a_run_names_the_command_that_draws_it(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-o", "out", "--no-progress");
    char *svg;

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(
        strstr(f.err, "for a slide: monazite chart ranked out -o ranked.svg\n"));
    finished_free(&f);
    f = RUN("chart", "ranked", "out", "-o", "ranked.svg");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, "");
    assert_string_equal(f.err, "");
    finished_free(&f);
    svg = read_whole("ranked.svg");
    assert_non_null(svg);
    assert_non_null(strstr(svg, ">A small world</text>"));
    f = RUN("chart", "ranked", "out");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, svg);
    finished_free(&f);
    free(svg);
}

static void
options_choose_the_subject(void **state)
{
    struct finished f = RUN("chart", "fan", "out", "--of", "jp_motors", "--metric",
                            "stock_months", "--scenario", "world");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "Stocks in months of use by month"));
    finished_free(&f);
    f = RUN("chart", "heat-map", "out", "--by", "element");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ">Nd</text>"));
    finished_free(&f);
    f = RUN("run", "world.yaml", "-o", "de", "--locale", "de", "-q");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    f = RUN("chart", "exceedance", "de");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "mean of the worst 5 %"));
    finished_free(&f);
}

static void
a_page_holds_all_charts_and_asks_for_nothing(void **state)
{
    struct finished f = RUN("report", "out", "de", "-o", "page.html");
    char *page;

    (void)state;
    if (!mnz_page_is_built_in()) {
        assert_refused(f, "MNZ-E1705");
        return;
    }
    assert_int_equal(f.status, 0);
    finished_free(&f);
    page = read_whole("page.html");
    assert_non_null(page);
    assert_int_equal(strncmp(page, "<!DOCTYPE html>\n", 16), 0);
    assert_non_null(strstr(page, "default-src 'none'"));
    assert_non_null(strstr(page, "<td>JP motors</td>"));
    assert_non_null(strstr(page, "Apache License"));
    assert_null(strstr(page, "<script src"));
    assert_string_equal(page + strlen(page) - 8, "</html>\n");
    assert_true(strlen(page) < 2000000);
    free(page);
}

/* A table that is there and cannot be read is never left out. */
static void
a_table_that_cannot_be_read_is_told(void **state)
{
    static const char *const files[] = {"quantiles.csv", "flows.csv", "events.csv",
                                        "inputs.csv", "manifest.json"};

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64], kept[64], words[64];

        snprintf(path, sizeof path, "out/%s", files[i]);
        snprintf(kept, sizeof kept, "kept-%s", files[i]);
        snprintf(words, sizeof words, "out: error: cannot read %s: ", files[i]);
        assert_int_equal(rename(path, kept), 0);
        assert_int_equal(mkdir(path, 0700), 0);
        if (mnz_page_is_built_in())
            assert_refused(RUN("report", "out", "-o", "unread.html"), words);
        assert_int_equal(access("unread.html", F_OK), -1);
        if (i == 0)
            assert_refused(RUN("chart", "exceedance", "out"), words);
        assert_int_equal(rmdir(path), 0);
        assert_int_equal(rename(kept, path), 0);
    }
}

static void
mistakes_are_told(void **state)
{
    (void)state;
    assert_refused(RUN("chart", "fan"), "monazite chart: takes KIND DIR\n");
    assert_refused(RUN("chart", "fam", "out"),
                   "there is no chart 'fam'; did you mean 'fan'?");
    assert_refused(RUN("chart", "fan", "nowhere"), "MNZ-E1701");
    assert_refused(RUN("chart", "fan", "world.yaml"), "MNZ-E1701");
    assert_refused(RUN("chart", "fan", "out", "--of", "jp_motor"),
                   "did you mean 'jp_motors'?");
    assert_refused(RUN("chart", "fan", "out", "--by", "country"), "MNZ-E1704");
    assert_refused(RUN("report", "-o", "page.html"), "which folder?");
    assert_refused(RUN("report", "out"), "--output FILE.html is needed");
    assert_refused(RUN("report", "nowhere", "-o", "page.html"), "MNZ-E1701");
    assert_refused(RUN("chart", "fan", "out", "-o", ""), "--output needs the name");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_names_the_command_that_draws_it),
        cmocka_unit_test(options_choose_the_subject),
        cmocka_unit_test(a_page_holds_all_charts_and_asks_for_nothing),
        cmocka_unit_test(a_table_that_cannot_be_read_is_told),
        cmocka_unit_test(mistakes_are_told),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
