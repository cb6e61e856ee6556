/* test_drivers.c - the drivers command: screen, table, and names that are refused. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

static void
the_screen_has_a_tornado_of_each_answer(void **state)
{
    const struct conditions plain = {.environment = "LC_ALL=C"};
    struct finished f = RUN_UNDER(plain, "drivers", "world.yaml", "-n", "1024", "--of",
                                  "shortfall_share.jp_motors", "--of",
                                  "shortfall_tonnes.total [2025-06]");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "A small world\n"));
    assert_non_null(strstr(f.out, "shortfall_share.jp_motors: mean "));
    assert_non_null(strstr(f.out, "shortfall_tonnes.total [2025-06]: mean "));
    assert_non_null(strstr(f.out, "\ncontrols.licences.approval "));
    assert_non_null(strstr(f.out, "|="));
    assert_non_null(strstr(f.out, "No single input explains "));
    finished_free(&f);
    f = RUN("drivers", "world.yaml", "-n", "32");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "output_lost_share.total: mean "));
    assert_non_null(strstr(f.out, "No input has a share beyond chance. "));
    finished_free(&f);
}

static void
the_table_has_a_row_an_input_and_the_rest(void **state)
{
    static const char head[] =
        "scenario,settings,given,month,scope,name,metric,unit,trials,input,verified,"
        "rank,"
        "rank_low,rank_high,share,share_low,share_high,low_tenth,high_tenth,group,"
        "group_share,group_share_low,group_share_high,beyond_chance\n"
        "world,,talks=fail,,total,all,shortfall_share,share,";
    struct finished f =
        RUN("drivers", "world.yaml", "-n", "1024", "--of", "shortfall_share.total",
            "--given", "talks=fail", "-o", "out", "-t", "1");
    struct finished two =
        RUN("drivers", "world.yaml", "-n", "1024", "--of", "shortfall_share.total",
            "--given", "talks=fail", "--csv", "drivers", "-t", "2");
    char *table = read_whole("out/drivers.csv"), *manifest;

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ", given talks=fail: mean "));
    /* A group whose share is not beyond chance has none. */
    assert_non_null(strstr(table, ",,,,no\n"));
    assert_null(strstr(table, ",0,0,0,no\n"));
    assert_non_null(strstr(f.err, "written: out/drivers.csv"));
    assert_non_null(table);
    assert_string_equal(table, two.out);
    assert_int_equal(strncmp(table, head, strlen(head)), 0);
    assert_non_null(strstr(table, ",controls.licences.approval,"));
    assert_non_null(strstr(table, ",events.talks.drawn,"));
    assert_non_null(strstr(table, ",yes\n"));
    manifest = read_whole("out/manifest.json");
    assert_non_null(manifest);
    assert_non_null(strstr(manifest, "shortfall_share.total"));
    free(manifest);
    free(table);
    finished_free(&f);
    finished_free(&two);
}

static void
names_that_there_are_not_are_refused_with_the_nearest(void **state)
{
    (void)state;
    assert_refused(RUN("drivers", "world.yaml", "--of", "shortfall_sharee.total"),
                   "did you mean 'shortfall_share'?");
    assert_refused(RUN("drivers", "world.yaml", "--of", "shortfall_share.jp_motor"),
                   "did you mean 'jp_motors'?");
    assert_refused(RUN("drivers", "world.yaml", "--of", "shortfall_share.total)"),
                   "the end was expected");
    assert_refused(RUN("drivers", "world.yaml", "--given", "talks=fial"),
                   "did you mean 'talks=fail'?");
    assert_refused(RUN("drivers", "world.yaml", "world.yaml"), "one scenario");
}

static void
designs_say_their_cost_and_tell_effects(void **state)
{
    struct finished f =
        RUN("drivers", "world.yaml", "--design", "saltelli", "-n", "128", "-i",
            "controls.*", "--of", "shortfall_share.jp_motors", "-o", "by_design");
    char *table = read_whole("by_design/effects.csv");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, "saltelli: 3 groups, 128 points: 640 trials\n"));
    assert_non_null(strstr(f.err, "written: by_design/effects.csv"));
    assert_non_null(strstr(f.out, "\ncontrols.licences.approval "));
    assert_non_null(strstr(f.out, "\nother inputs "));
    assert_non_null(strstr(f.out, "\nchance in a trial "));
    assert_non_null(table);
    assert_non_null(
        strstr(table, ",shortfall_share,share,controls.licences.approval,1,"));
    free(table);
    finished_free(&f);
    f = RUN("drivers", "world.yaml", "--design", "morris", "-q", "--csv", "effects");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, ",events.talks.drawn,1,,,,,,,"));
    finished_free(&f);
    f = RUN("drivers", "world.yaml", "--design", "morris");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, "morris: 2 groups, 16 points: 48 trials\n"));
    assert_non_null(strstr(f.out, "mu*"));
    finished_free(&f);
}

static void
options_that_do_not_belong_together_are_refused(void **state)
{
    (void)state;
    assert_refused(RUN("drivers", "world.yaml", "-i", "controls.*"),
                   "--inputs needs --design");
    assert_refused(
        RUN("drivers", "world.yaml", "--design", "morris", "--given", "talks=fail"),
        "--given is not for a --design");
    assert_refused(RUN("drivers", "world.yaml", "--csv", "effects"),
                   "--csv effects needs --design");
    assert_refused(
        RUN("drivers", "world.yaml", "--design", "morris", "--csv", "drivers"),
        "--csv drivers is not for a --design");
    assert_refused(
        RUN("drivers", "world.yaml", "--design", "morris", "-i", "controls.x*"),
        "no uncertain input matches 'controls.x*'");
    assert_refused(RUN("drivers", "world.yaml", "--design", "moris"),
                   "did you mean 'morris'?");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_has_a_tornado_of_each_answer),
        cmocka_unit_test(the_table_has_a_row_an_input_and_the_rest),
        cmocka_unit_test(names_that_there_are_not_are_refused_with_the_nearest),
        cmocka_unit_test(designs_say_their_cost_and_tell_effects),
        cmocka_unit_test(options_that_do_not_belong_together_are_refused),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
