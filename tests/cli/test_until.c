/* test_until.c - runs that go on until they are precise enough, and runs that check. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

static void
a_run_ends_when_it_is_precise_enough(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-q", "--csv", "summary", "--until",
                            "ci(mean(shortfall_share.total)) < 50 %");
    struct finished same =
        RUN("run", "world.yaml", "-q", "--csv", "summary", "-n", "1024");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_string_equal(f.out, same.out);
    finished_free(&f);
    finished_free(&same);
}

static void
the_most_trials_give_a_status_of_their_own(void **state)
{
    struct finished f =
        RUN("run", "world.yaml", "-q", "--csv", "summary", "-n", "100", "--most", "700",
            "--until", "ci(mean(shortfall_share.total)) < 1e-9");
    struct finished same =
        RUN("run", "world.yaml", "-q", "--csv", "summary", "-n", "700");

    (void)state;
    assert_int_equal(f.status, 4);
    assert_non_null(strstr(f.err, "world: ci(mean(shortfall_share.total)) < "));
    assert_non_null(strstr(f.err, " is not reached; it is "));
    assert_non_null(strstr(f.err, " after 700 trials"));
    assert_string_equal(f.out, same.out);
    finished_free(&f);
    finished_free(&same);
}

static void
a_criterion_that_holds_fails_the_run(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-q", "-o", "held", "--fail-if",
                            "mean(shortfall_share.jp_motors) > 0");
    char *table = read_whole("held/summary.csv");

    (void)state;
    assert_int_equal(f.status, 5);
    assert_non_null(strstr(f.err, "world: mean(shortfall_share.jp_motors) > 0 holds"));
    assert_non_null(table); /* results are written all the same */
    free(table);
    finished_free(&f);
    f = RUN("run", "world.yaml", "-q", "--fail-if",
            "p(shortfall_share.jp_motors > 100 %) > 0.5");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    finished_free(&f);
}

static void
wrong_criteria_are_answered(void **state)
{
    (void)state;
    assert_refused(
        RUN("run", "world.yaml", "--until", "mean(shortfall_share.total) < 1"),
        "--until takes errors below limits");
    assert_refused(RUN("run", "world.yaml", "--until",
                       "ci(mean(shortfal_share.total)) "
                       "< 1"),
                   "did you mean 'shortfall_share'?");
    assert_refused(RUN("run", "world.yaml", "--most", "100"), "--most needs --until");
    assert_refused(RUN("run", "world.yaml", "--fail-if", "mean(shortfall_share.total)"),
                   "'<' or '>' and a limit was expected");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_ends_when_it_is_precise_enough),
        cmocka_unit_test(the_most_trials_give_a_status_of_their_own),
        cmocka_unit_test(a_criterion_that_holds_fails_the_run),
        cmocka_unit_test(wrong_criteria_are_answered),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
