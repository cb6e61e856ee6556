/* test_habits.c - what scripts rely on: pipes, progress for programs, costs told. */

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

#define VARY " --vary controls.licences.approval=0,1 "

static void
assert_same(const char *a, const char *b)
{
    char *one = read_whole(a), *other = read_whole(b);

    assert_non_null(one);
    assert_non_null(other);
    assert_true(strlen(one) > 0);
    assert_string_equal(one, other);
    free(one);
    free(other);
}

/* The scenario is read again for each alternative and point, the pipe only once. */
static void
a_scenario_may_come_through_a_pipe(void **state)
{
    (void)state;
    assert_int_equal(system("cp world.yaml stdin.yaml"), 0);
    assert_int_equal(system("\"$MNZ_PROGRAM\" run stdin.yaml --csv summary >a &&"
                            "cat world.yaml | \"$MNZ_PROGRAM\" run - --csv summary >b"),
                     0);
    assert_same("a", "b");
    assert_int_equal(system("\"$MNZ_PROGRAM\" sweep stdin.yaml" VARY "--csv wide >a &&"
                            "\"$MNZ_PROGRAM\" sweep -" VARY
                            "--csv wide <world.yaml >b"),
                     0);
    assert_same("a", "b");
    assert_int_equal(
        system("cp world.yaml 3.yaml; \"$MNZ_PROGRAM\" compare 3.yaml --csv "
               "compare --alt x:industries.jp_motors.stock=1 >a &&"
               "\"$MNZ_PROGRAM\" compare /dev/fd/3 3<world.yaml --csv "
               "compare --alt x:industries.jp_motors.stock=1 >b"),
        0);
    assert_same("a", "b");
    assert_int_equal(system("echo 'monazite: 1' | \"$MNZ_PROGRAM\" check - 2>err"),
                     2 << 8);
    assert_int_equal(system("grep -q '^stdin:' err"), 0);
    assert_int_equal(system("head -c 100 /dev/zero | \"$MNZ_PROGRAM\" check - 2>err"),
                     2 << 8);
    assert_int_equal(system("grep -q 'this is no text' err"), 0);
}

static void
a_misspelt_record_is_answered_with_the_nearest(void **state)
{
    (void)state;
    assert_refused(RUN("run", "world.yaml", "--set", "controls.licenses.approval=1"),
                   "did you mean 'licences'?");
    assert_refused(RUN("sweep", "world.yaml", "--set", "facilities.nowhere.capacity=1",
                       "--vary", "controls.licences.approval=1"),
                   "there is no 'nowhere' in facilities");
}

static void
progress_is_told_to_programs_and_files(void **state)
{
    struct finished f =
        RUN("run", "world.yaml", "-q", "--progress", "json", "--log", "progress.jsonl");
    char *text = read_whole("progress.jsonl"), *line;

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(text);
    line = strchr(text, '\n');
    assert_non_null(line);
    *line = '\0';
    assert_true(json_is_valid(text));
    assert_non_null(strstr(text, "\"trials\": 64"));
    free(text);
    finished_free(&f);
    f = RUN("run", "world.yaml", "--log", "/nowhere/log");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "/nowhere/log: "));
    finished_free(&f);
    assert_refused(RUN("run", "world.yaml", "--progress", "xml"), "'xml'");
}

static void
a_table_is_printed_as_json(void **state)
{
    struct finished f = RUN("sweep", "world.yaml", "--vary",
                            "controls.licences.approval=1,9", "--json", "sweep");

    (void)state;
    assert_int_equal(f.status, 6);
    assert_true(json_is_valid(f.out));
    assert_non_null(strstr(f.out, "\"controls.licences.approval\": \"1\""));
    assert_non_null(strstr(f.out, "\"problem\": \"controls.licences.approval is 9"));
    finished_free(&f);
    f = RUN("run", "world.yaml", "--json", "summary");
    assert_int_equal(f.status, 0);
    assert_true(json_is_valid(f.out));
    assert_non_null(strstr(f.out, "\"metric\": \"shortfall_share\""));
    finished_free(&f);
    assert_refused(RUN("run", "world.yaml", "--json", "sumary"), "sumary");
}

static void
the_cost_of_a_run_is_told_beforehand(void **state)
{
    struct finished f = RUN("check", "world.yaml", "-q", "--cost");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "Cost, measured on 128 trials\n"));
    assert_non_null(strstr(f.out, "trials a second and thread; 64 trials: "));
    assert_non_null(strstr(f.out, "point of a sweep"));
    assert_non_null(strstr(f.out, "memory of a run"));
    assert_non_null(strstr(f.out, " MB, of "));
    assert_non_null(strstr(f.out, "summary.csv "));
    finished_free(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_may_come_through_a_pipe),
        cmocka_unit_test(a_misspelt_record_is_answered_with_the_nearest),
        cmocka_unit_test(progress_is_told_to_programs_and_files),
        cmocka_unit_test(a_table_is_printed_as_json),
        cmocka_unit_test(the_cost_of_a_run_is_told_beforehand),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
