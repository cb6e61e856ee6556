/* test_size.c - the size command: answer, looks, tables, and questions refused. */

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

#define STOCK "industries.jp_motors.stock"
#define UNTIL "--until", "p95(shortfall_share.jp_motors) < 5 %"

static void
the_answer_stands_above_what_was_looked_at(void **state)
{
    struct finished f = RUN("size", "world.yaml", STOCK, "industries.cn_motors.stock",
                            "--from", "1", "--to", "17 months", "--step", "1", UNTIL);

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "A small world\n64 trials of each number of " STOCK
                                  " industries.cn_motors.stock\n"));
    assert_non_null(strstr(f.out, "\nuntil p95(shortfall_share.jp_motors) < 0.05\n"));
    assert_non_null(strstr(f.out, " months\n95 % interval from "));
    assert_non_null(strstr(f.out, ", in steps of 1 month; "));
    assert_non_null(strstr(f.out, "\n  as it stands "));
    assert_non_null(strstr(f.out, "\n  17 months "));
    finished_free(&f);
    f = RUN("size", "world.yaml", STOCK, "--from", "17 months", "--to", "20", UNTIL);
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\n17 months: nothing more is needed.\n"));
    finished_free(&f);
}

static void
the_tables_are_the_same_on_any_number_of_threads(void **state)
{
    static const char head[] =
        "scenario,settings,paths,unit,from,to,step,state,number,near,far,monotone,"
        "better,worse,runs,trials\nworld,run.seed=7," STOCK ",months,0,16,0.5,found,";
    struct finished one =
        RUN("size", "world.yaml", STOCK, "--to", "16 months", "--step", "0.5", UNTIL,
            "-t", "1", "--set", "run.seed=7", "-o", "out");
    struct finished two =
        RUN("size", "world.yaml", STOCK, "--to", "16 months", "--step", "0.5", UNTIL,
            "-t", "2", "--set", "run.seed=7", "--csv", "looks");
    char *size = read_whole("out/size.csv"), *looks = read_whole("out/looks.csv");
    char *manifest = read_whole("out/manifest.json");

    (void)state;
    assert_int_equal(one.status, 0);
    assert_non_null(strstr(one.err, "written: out/size.csv looks.csv manifest.json"));
    assert_non_null(size);
    assert_int_equal(strncmp(size, head, strlen(head)), 0);
    assert_non_null(looks);
    assert_string_equal(looks, two.out);
    assert_non_null(manifest);
    assert_true(json_is_valid(manifest));
    free(size);
    free(looks);
    free(manifest);
    finished_free(&one);
    finished_free(&two);
}

static void
a_range_that_is_too_small_has_a_status_of_its_own(void **state)
{
    struct finished f =
        RUN("size", "world.yaml", STOCK, "--to", "1 months", "--step", "0.5", UNTIL);

    (void)state;
    assert_int_equal(f.status, 4);
    assert_non_null(strstr(f.out, "\nNo number suffices: 1 month does not. "));
    finished_free(&f);
    f = RUN("size", "world.yaml", "controls.licences.headroom", "--to", "100 %", UNTIL,
            "-q");
    assert_int_equal(f.status, 4);
    assert_string_equal(f.out, "");
    finished_free(&f);
}

static void
a_number_that_makes_it_worse_is_told(void **state)
{
    struct finished f =
        RUN("size", "world.yaml", "controls.licences.processing", "--to", "6 months",
            "--step", "1", "--until", "mean(shortfall_share.jp_motors) < 0.1");

    (void)state;
    assert_non_null(strstr(f.out, "More does not always help: "));
    finished_free(&f);
}

static void
wrong_questions_are_answered(void **state)
{
    (void)state;
    assert_refused(RUN("size", "world.yaml", "--to", "1", UNTIL),
                   "takes a scenario and PATH...");
    assert_refused(RUN("size", "world.yaml", STOCK, UNTIL), "--to NUMBER is needed");
    assert_refused(RUN("size", "world.yaml", STOCK, "--to", "1 months"),
                   "--until CRITERION is needed");
    assert_refused(RUN("size", "world.yaml", STOCK, "--to", "many", UNTIL),
                   "--to takes a number, with or without a unit, not 'many'");
    assert_refused(
        RUN("size", "world.yaml", STOCK, "--to", "9 months", "--from", "3 days", UNTIL),
        "--from is in 'days', the others in 'months'");
    assert_refused(RUN("size", "world.yaml", STOCK, "--to", "0 months", UNTIL),
                   "MNZ-E2201");
    assert_refused(RUN("size", "world.yaml", STOCK, "--to", "9 months", "--until",
                       "ci(mean(shortfall_share.total)) < 0.1"),
                   "MNZ-E2202");
    assert_refused(RUN("size", "world.yaml", STOCK, "--to", "9 months", "--until",
                       "mean(shortfal_share.total) < 0.1"),
                   "did you mean 'shortfall_share'?");
    assert_refused(
        RUN("size", "world.yaml", "industries.jp_motor.stock", "--to", "9", UNTIL),
        "MNZ-E");
    assert_refused(RUN("size", "world.yaml", STOCK, "--to", "9 USD", UNTIL), "MNZ-E");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_stands_above_what_was_looked_at),
        cmocka_unit_test(the_tables_are_the_same_on_any_number_of_threads),
        cmocka_unit_test(a_range_that_is_too_small_has_a_status_of_its_own),
        cmocka_unit_test(a_number_that_makes_it_worse_is_told),
        cmocka_unit_test(wrong_questions_are_answered),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
