/* test_strata.c - runs that look closely at a tail. */

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
a_run_says_which_trials_it_made(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-n", "600", "-o", "tail",
                            "--trials-csv", "--strata", "shortfall_share.total");
    char *manifest = read_whole("tail/manifest.json");
    char *trials = read_whole("tail/trials.csv");
    char *scenario = read_whole("tail/scenario.yaml");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "320 trials"));
    assert_non_null(strstr(f.out, "Strata for the tail of shortfall_share.total"));
    assert_non_null(strstr(f.out, "5120"));
    assert_non_null(strstr(manifest, "\"trials_asked\": 600"));
    assert_non_null(strstr(manifest, "\"of\": \"shortfall_share.total\""));
    assert_non_null(strstr(manifest, "\"pilot_trials\": 256"));
    assert_non_null(strstr(manifest, "\"candidates\": 5120"));
    assert_non_null(strstr(manifest, "\"effective_trials\": 117.95"));
    assert_memory_equal(trials, "trial,weight,", 13);
    assert_non_null(strstr(scenario, "trials: 600"));
    free(manifest);
    free(trials);
    free(scenario);
    finished_free(&f);
}

static void
answers_may_be_several_and_threads_do_not_matter(void **state)
{
    struct finished one =
        RUN("run", "world.yaml", "-q", "-n", "700", "-t", "1", "--csv", "summary",
            "--strata", "shortfall_share.total", "--strata", "months_short.jp_motors");
    struct finished three =
        RUN("run", "world.yaml", "-q", "-n", "700", "-t", "3", "--csv", "summary",
            "--strata", "shortfall_share.total", "--strata", "months_short.jp_motors");

    (void)state;
    assert_int_equal(one.status, 0);
    assert_string_equal(one.err, "");
    assert_string_equal(one.out, three.out);
    finished_free(&one);
    finished_free(&three);
}

static void
comparisons_have_the_strata_of_their_base(void **state)
{
    struct finished one =
        RUN("compare", "world.yaml", "-n", "600", "-t", "1", "--strata",
            "shortfall_share.total", "--alt", "faster:behaviour.adjust=1 month");
    struct finished three =
        RUN("compare", "world.yaml", "-n", "600", "-t", "3", "--strata",
            "shortfall_share.total", "--alt", "faster:behaviour.adjust=1 month");

    (void)state;
    assert_int_equal(one.status, 0);
    assert_non_null(strstr(one.out, "on the same 320 trials"));
    assert_non_null(strstr(one.out, "Strata for the tail of shortfall_share.total"));
    assert_string_equal(one.out, three.out);
    finished_free(&one);
    finished_free(&three);
    assert_refused(RUN("compare", "world.yaml", "-n", "100", "--strata",
                       "shortfall_share.total", "--alt",
                       "faster:behaviour.adjust=1 month"),
                   "monazite compare: --strata needs at least 512 trials (-n)");
}

static void
strata_that_cannot_be_are_answered(void **state)
{
    (void)state;
    assert_refused(
        RUN("run", "world.yaml", "-n", "511", "--strata", "shortfall_share.total"),
        "--strata needs at least 512 trials (-n)");
    assert_refused(
        RUN("run", "world.yaml", "-n", "600", "--strata", "shortfal_share.total"),
        "did you mean 'shortfall_share'?");
    assert_refused(
        RUN("run", "world.yaml", "world.yaml", "--strata", "shortfall_share.total"),
        "--strata takes one scenario");
    assert_refused(RUN("run", "world.yaml", "--strata", "shortfall_share.total",
                       "--until", "ci(mean(shortfall_share.total)) < 1"),
                   "--strata has its own number of trials: no --until");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_says_which_trials_it_made),
        cmocka_unit_test(answers_may_be_several_and_threads_do_not_matter),
        cmocka_unit_test(comparisons_have_the_strata_of_their_base),
        cmocka_unit_test(strata_that_cannot_be_are_answered),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
