/* test_dependency.c - the dependency command: screen, tables, chart, refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"

static void
the_screen_says_on_whom_buyers_depend(void **state)
{
    struct finished f = RUN("dependency", "world.yaml");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "A small world\nOn whom industries depend"));
    assert_non_null(strstr(f.out, "% of the supply of Nd that passed"));
    assert_non_null(strstr(f.out, "\nJapan                          100 (100)\n"));
    assert_non_null(strstr(f.out, "\nNd          CN 100   CN 100   CN 100 "));
    assert_non_null(strstr(f.out, "\nplant (CN)                                     2  "
                                  "      2  0 % JP motors"));
    assert_non_null(strstr(f.out, "\nChina                                          1  "
                                  "      1  0 % JP motors"));
    assert_non_null(strstr(f.out, "exported:\nJapan 1 of 1\n"));
    finished_free(&f);
}

static void
options_choose_buyer_element_and_limit(void **state)
{
    struct finished f = RUN("dependency", "world.yaml", "--of", "jp motors", "-e",
                            "value", "--set", "materials.ore.price=5");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "% of the supply of the value of goods that"));
    assert_non_null(strstr(f.out, "(JP motors)\n"));
    assert_non_null(strstr(f.out, "\nJapan: nd_oxide (CN 100 %)\n"));
    finished_free(&f);
    f = RUN("dependency", "world.yaml", "--of", "Japan", "--least", "0");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "less than 0 % of their"));
    assert_non_null(strstr(f.out, "\nnone\n"));
    assert_non_null(strstr(f.out, "\nJP motors                      100 (100)\n"));
    assert_null(strstr(f.out, "CN motors"));
    finished_free(&f);
    f = RUN("dependency", "world.yaml", "-e", "value");
    assert_non_null(strstr(f.out, "cannot be followed: a price is missing upstream."));
    finished_free(&f);
    f = RUN("dependency", "world.yaml", "-e", "Dy");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "These buyers need nothing of it.\n"));
    finished_free(&f);
}

static void
tables_and_a_chart_are_written(void **state)
{
    struct finished f = RUN("dependency", "world.yaml", "-o", "dep");
    char *table, *manifest;

    (void)state;
    assert_int_equal(f.status, 0);
    finished_free(&f);
    table = read_whole("dep/dependency.csv");
    assert_non_null(table);
    assert_non_null(strstr(table, "\nworld,,industry,jp_motors,JP motors,Nd,separation,"
                                  "facility,plant,CN,1,1,1\n"));
    assert_non_null(strstr(table, "\nworld,,country,JP,Japan,Nd,origin,country,CN,CN,,"
                                  "1,\n"));
    free(table);
    table = read_whole("dep/concentration.csv");
    assert_non_null(table);
    assert_non_null(strstr(table, "\nworld,,total,all,all industries,Nd,mine,country,1,"
                                  "1,1,CN,1,1\n"));
    free(table);
    table = read_whole("dep/reliance.csv");
    assert_non_null(table);
    assert_non_null(
        strstr(table, "\nworld,,industry,jp_motors,JP motors,country,CN,CN,0,0,no\n"));
    free(table);
    table = read_whole("dep/imports.csv");
    assert_non_null(table);
    assert_non_null(strstr(table, "\nworld,,country,JP,Japan,nd_oxide,100,0,0,1,CN,1,1,"
                                  ",1,3\n"));
    free(table);
    manifest = read_whole("dep/manifest.json");
    assert_non_null(manifest);
    assert_true(json_is_valid(manifest));
    assert_non_null(strstr(manifest, "\"uncertain_inputs\""));
    assert_null(strstr(manifest, "\"seed\""));
    free(manifest);
    f = RUN("verify", "dep");
    assert_int_equal(f.status, 0);
    finished_free(&f);
    f = RUN("chart", "dependency", "dep");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ">Passed through a country, directly or upstream: "
                                  "Nd</text>"));
    assert_non_null(strstr(f.out, ">Japan</text>"));
    assert_non_null(strstr(f.out, ">monazite, scenario world</text>"));
    finished_free(&f);
    f = RUN("chart", "dependency", "dep", "--by", "industry", "--metric", "direct",
            "--of", "Nd", "--scenario", "world");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ">Bought directly from a country: Nd</text>"));
    assert_non_null(strstr(f.out, ">JP motors</text>"));
    finished_free(&f);
}

static void
one_table_may_go_to_standard_output(void **state)
{
    struct finished f = RUN("dependency", "world.yaml", "--csv", "imports", "--set",
                            "industries.jp_motors.uses.nd_oxide=50");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "world,industries.jp_motors.uses.nd_oxide=50,country,"
                                  "JP,Japan,nd_oxide,50,"));
    finished_free(&f);
}

static void
mistakes_are_told(void **state)
{
    (void)state;
    assert_refused(RUN("dependency", "world.yaml", "--of", "jp_motor"),
                   "there is no industry or country 'jp_motor'; did you mean "
                   "'jp_motors'?");
    assert_refused(RUN("dependency", "world.yaml", "-e", "Xx"),
                   "the scenario has no element 'Xx'; --element takes a symbol");
    assert_refused(RUN("dependency", "world.yaml", "--least", "2"),
                   "a share from 0 to 1");
    assert_refused(RUN("dependency", "world.yaml", "-n", "3"), "-n");
    assert_refused(RUN("dependency"), "monazite dependency: ");
    assert_refused(RUN("chart", "dependency", "dep", "--of", "Dy"), "MNZ-E1703");
    assert_refused(RUN("chart", "dependency", "dep", "--metric", "mean"),
                   "--metric is passed or direct");
    assert_refused(RUN("chart", "dependency", "dep", "--scenario", "other"),
                   "MNZ-E1703");
    assert_refused(RUN("chart", "fan", "dep"), "MNZ-E1703");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_says_on_whom_buyers_depend),
        cmocka_unit_test(options_choose_buyer_element_and_limit),
        cmocka_unit_test(tables_and_a_chart_are_written),
        cmocka_unit_test(one_table_may_go_to_standard_output),
        cmocka_unit_test(mistakes_are_told),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
