/* test_frontier.c - the frontier command: screen, table, budgets, and refusals. */

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

static int
enter(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("options.yaml",
                "extends: world.yaml\n"
                "policies:\n"
                "  reserve: {kind: stockpile, at: JP, holds: {nd_oxide: 10 t}, "
                "probability: 0, costs: {purchase_price_ratio: 1}}\n"
                "  faster: {kind: priority, to: {country: JP}, class: 1, probability: "
                "0, costs: {fixed_usd: 3 mn USD}}\n");
    return 0;
}

static void
policies_that_are_priced_are_weighed(void **state)
{
    struct finished f = RUN("frontier", "options.yaml", "-n", "256");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "\n3 of 4 sets within any budget were run, on the "
                                  "same 256 trials\n"));
    assert_non_null(strstr(f.out, "\nOn the frontier\n  nothing "));
    assert_non_null(strstr(f.out, "\n  reserve  "));
    assert_non_null(strstr(f.out, " a mn USD\n      who gains most: jp_motors\n"));
    assert_non_null(strstr(f.out, "\nOthers that were run\n  faster "));
    finished_free(&f);
}

static void
the_table_is_the_same_on_any_number_of_threads(void **state)
{
    struct finished one = RUN("frontier", "options.yaml", "-t", "1", "-o", "out", "-a",
                              "small:policies.reserve.probability=1,policies.reserve."
                              "holds.nd_oxide=5 t",
                              "-a", "large:policies.reserve.probability=1", "--of",
                              "shortfall_tonnes.jp_motors", "--budget", "1 mn USD");
    struct finished two =
        RUN("frontier", "options.yaml", "-t", "2", "--csv", "frontier", "-a",
            "small:policies.reserve.probability=1,policies.reserve."
            "holds.nd_oxide=5 t",
            "-a", "large:policies.reserve.probability=1", "--of",
            "shortfall_tonnes.jp_motors", "--budget", "1 mn USD");
    char *table = read_whole("out/frontier.csv");
    char *manifest = read_whole("out/manifest.json");

    (void)state;
    assert_int_equal(one.status, 0);
    assert_non_null(strstr(one.err, "written: out/frontier.csv manifest.json"));
    assert_non_null(table);
    assert_string_equal(table, two.out);
    assert_non_null(strstr(table, "\noptions,small,shortfall_tonnes.jp_motors,64,"));
    assert_null(strstr(table, "small + large"));
    assert_non_null(manifest);
    assert_true(json_is_valid(manifest));
    free(table);
    free(manifest);
    finished_free(&one);
    finished_free(&two);
}

static void
wrong_questions_are_answered(void **state)
{
    (void)state;
    assert_refused(RUN("frontier", "world.yaml"), "MNZ-E2204");
    assert_refused(RUN("frontier", "world.yaml", "--alt", "a:run.seed=2"), "MNZ-E2203");
    assert_refused(RUN("frontier", "options.yaml", "--alt", "run.seed=2"),
                   "lacks a name and ':'");
    assert_refused(RUN("frontier", "options.yaml", "--budget", "5 t"),
                   "--budget: an amount of money (USD) was expected");
    assert_refused(RUN("frontier", "options.yaml", "--of", "shortfal_tonnes.total"),
                   "did you mean 'shortfall_tonnes'?");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_that_are_priced_are_weighed),
        cmocka_unit_test(the_table_is_the_same_on_any_number_of_threads),
        cmocka_unit_test(wrong_questions_are_answered),
    };

    return cmocka_run_group_tests(tests, enter, leave_room);
}
