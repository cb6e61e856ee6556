/* test_compare.c - the compare command: screen, table, measures, and refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"

#define READY "ready:controls.licences.approval={beta: {mode: 0.8, concentration: 8}}"
#define QUICK "quick:controls.licences.processing=1 month"

static int
enter(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("stocks.yaml", "extends: world.yaml\ntitle: With stocks\n"
                               "industries: {jp_motors: {stock: 9 months}}\n");
    return 0;
}

static void
a_comparison_ranks_measures_and_shows_where_they_help(void **state)
{
    struct finished f =
        RUN("compare", "world.yaml", "stocks.yaml", "--alt", READY, "--alt", QUICK);

    (void)state;
    assert_string_equal(f.err, "");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "A small world\n4 alternatives on the same 64 "
                                  "trials"));
    assert_non_null(strstr(f.out, "output lost, "));
    assert_non_null(strstr(f.out, "  stocks  "));
    assert_non_null(strstr(f.out, "  together  "));
    assert_non_null(strstr(f.out, "\nTogether they avoid "));
    assert_non_null(strstr(f.out, "ready helps most: JP motors ("));
    assert_non_null(strstr(f.out, "Without pairing, "));
    finished_free(&f);
    f = RUN("compare", "world.yaml", "stocks.yaml", "-q");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, "");
    finished_free(&f);
}

static void
the_table_is_the_same_on_any_number_of_threads(void **state)
{
    static const char head[] =
        "scenario,alternative,given,month,scope,name,label,country,sector,element,"
        "metric,unit,trials,base_mean,mean,difference_mean,low_mean,high_mean,";
    struct finished one = RUN("compare", "world.yaml", "-n", "640", "-t", "1", "--alt",
                              READY, "-a", QUICK, "--csv", "compare");
    struct finished two = RUN("compare", "world.yaml", "-n", "640", "-t", "2", "--alt",
                              READY, "-a", QUICK, "--csv", "compare");

    (void)state;
    assert_int_equal(one.status, 0);
    assert_int_equal(strncmp(one.out, head, strlen(head)), 0);
    assert_non_null(strstr(one.out, "\nworld,ready,,,total,all,"));
    assert_non_null(strstr(one.out, "\nworld,quick,talks=fail,,industry,jp_motors,"));
    assert_non_null(strstr(one.out, "\nworld,interaction,,,total,all,"));
    assert_string_equal(one.out, two.out);
    finished_free(&one);
    finished_free(&two);
}

static void
figures_and_months_can_be_chosen(void **state)
{
    struct finished f =
        RUN("compare", "world.yaml", "--alt", QUICK, "--of", "shortfall_share.total",
            "--of", "stock_months", "--months", "--csv", "compare");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nworld,quick,,,total,all,"));
    assert_non_null(strstr(f.out, "\nworld,quick,,2025-06,total,all,"));
    assert_non_null(strstr(f.out, ",industry,jp_motors,"));
    assert_null(strstr(f.out, "output_lost_usd"));
    finished_free(&f);
}

static void
a_folder_has_the_table_and_a_manifest_of_all_points(void **state)
{
    struct finished f =
        RUN("compare", "world.yaml", "stocks.yaml", "--alt", QUICK, "-o", "out");
    char *manifest = read_whole("out/manifest.json"),
         *table = read_whole("out/compare.csv");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, "written: out/compare.csv manifest.json"));
    assert_non_null(manifest);
    assert_non_null(table);
    assert_true(json_is_valid(manifest));
    assert_non_null(strstr(manifest, "With stocks"));
    assert_non_null(strstr(table, "\nworld,stocks,"));
    free(manifest);
    free(table);
    finished_free(&f);
}

static void
wrong_command_lines_are_answered(void **state)
{
    struct finished f;

    (void)state;
    assert_refused(RUN("compare", "world.yaml"), "with what? Give another scenario");
    assert_refused(RUN("compare", "world.yaml", "--alt", "run.seed=7"),
                   "lacks a name and ':'");
    assert_refused(RUN("compare", "world.yaml", "--alt", "fast:run.seed"),
                   "lacks PATH=VALUE");
    assert_refused(RUN("compare", "world.yaml", "--alt", QUICK, "--alt", QUICK),
                   "lacks a name of its own");
    assert_refused(RUN("compare", "world.yaml", "--alt", "together:run.seed=2"),
                   "lacks a name of its own");
    assert_refused(RUN("compare", "world.yaml", "--alt", "x:controls.licenses=1"),
                   "MNZ-E");
    assert_refused(RUN("compare", "world.yaml", "--alt", QUICK, "--months"),
                   "--months needs --of");
    assert_refused(
        RUN("compare", "world.yaml", "--alt", QUICK, "--of", "shortfal_share"),
        "did you mean 'shortfall_share'?");
    assert_refused(
        RUN("compare", "world.yaml", "--alt", QUICK, "--of", "shortfall_share.toal"),
        "did you mean 'total'?");
    assert_refused(RUN("compare", "world.yaml", "--alt", QUICK, "-n", "100000000"),
                   "allow at most");
    f = RUN("compare", "world.yaml", "--alt", QUICK, "--alt",
            "slow:controls.licences.processing=5 months");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.err, "'quick' and 'slow' both set "
                                  "controls.licences.processing"));
    assert_null(strstr(f.out, "together"));
    finished_free(&f);
}

static void
a_policy_that_costs_something_shows_it(void **state)
{
    struct finished f;

    (void)state;
    write_whole(
        "reserve.yaml",
        "extends: world.yaml\npolicies:\n  reserve: {kind: stockpile, at: JP, "
        "holds: {nd_oxide: 10 t}, probability: 0, costs: {purchase_price_ratio: "
        "1}}\n");
    f = RUN("compare", "reserve.yaml", "--alt", "buy:policies.reserve.probability=1");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\ncost of policies, mn USD\n"));
    assert_non_null(strstr(f.out, "+0.60  (+0.60 to +0.60)"));
    finished_free(&f);
}

static int
status_of(struct finished f)
{
    const int status = f.status;

    if (status != 0)
        print_message("%s", f.err);
    finished_free(&f);
    return status;
}

static char *
table_of(const char *folder)
{
    char path[64], *text;

    snprintf(path, sizeof path, "%s/compare.csv", folder);
    text = read_whole(path);
    assert_non_null(text);
    return text;
}

static void
assert_same_table(const char *a, const char *b)
{
    char *x = table_of(a), *y = table_of(b);

    assert_string_equal(x, y);
    free(x);
    free(y);
}

#define MEASURES                                                                       \
    "--alt", "open:controls.licences.approval=0.9", "--alt",                           \
        "fast:controls.licences.processing=1 month", "--digits", "full", "-n", "6000", \
        "-q", "-o"

/* Killed again and again, at moments that no clock makes the same twice. */
static void
a_comparison_that_is_killed_goes_on(void **state)
{
    int kills = 0, runs = 0;

    (void)state;
    assert_int_equal(status_of(RUN("compare", "world.yaml", MEASURES, "whole")), 0);
    for (int done = 0; !done; runs++) {
        const struct conditions soon = {.kill_after_ms = 100 + 100 * runs};
        struct finished f =
            RUN_UNDER(soon, "compare", "world.yaml", MEASURES, "killed", "--resume");

        kills += f.status == -SIGKILL;
        done = f.status == 0;
        if (!done && f.status != -SIGKILL)
            fail_msg("status %d:\n%s", f.status, f.err);
        finished_free(&f);
    }
    assert_true(kills > 0);
    assert_same_table("whole", "killed");
    assert_int_equal(access("killed/unfinished.1.bin", F_OK), -1);
    assert_int_equal(status_of(RUN("verify", "killed")), 0);
}

static void
an_interrupted_comparison_goes_on(void **state)
{
    const struct conditions soon = {.interrupt_after_ms = 150};
    struct finished f = RUN_UNDER(soon, "compare", "world.yaml", MEASURES, "stopped");

    (void)state;
    if (f.status == 0) /* it was too quick */
        fail_msg("not interrupted");
    finished_free(&f);
    assert_refused(RUN("compare", "world.yaml", MEASURES, "stopped"),
                   "holds trials of an unfinished study; go on with --resume");
    assert_refused(
        RUN("compare", "world.yaml", MEASURES, "stopped", "--resume", "-s", "9"),
        "[MNZ-E1906]");
    assert_refused(RUN("compare", "world.yaml", MEASURES, "stopped", "--resume", "--of",
                       "shortfall_share.total"),
                   "[MNZ-E1908]");
    assert_int_equal(
        status_of(RUN("compare", "world.yaml", MEASURES, "stopped", "--resume")), 0);
    assert_same_table("whole", "stopped");
    assert_refused(RUN("compare", "world.yaml", "--alt",
                       "open:controls.licences.approval=0.9", "--resume"),
                   "--resume needs -o DIR");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_ranks_measures_and_shows_where_they_help),
        cmocka_unit_test(the_table_is_the_same_on_any_number_of_threads),
        cmocka_unit_test(figures_and_months_can_be_chosen),
        cmocka_unit_test(a_folder_has_the_table_and_a_manifest_of_all_points),
        cmocka_unit_test(wrong_command_lines_are_answered),
        cmocka_unit_test(a_policy_that_costs_something_shows_it),
        cmocka_unit_test(a_comparison_that_is_killed_goes_on),
        cmocka_unit_test(an_interrupted_comparison_goes_on),
    };

    return cmocka_run_group_tests(tests, enter, leave_room);
}
