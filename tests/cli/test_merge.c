/* test_merge.c - parts of runs and comparisons, and their whole. */

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

#include "cli/program.h"
#include "cli/room.h"

static void
assert_same_file(const char *a, const char *b, const char *name)
{
    char one[64], other[64], *x, *y;

    snprintf(one, sizeof one, "%s/%s", a, name);
    snprintf(other, sizeof other, "%s/%s", b, name);
    x = read_whole(one);
    y = read_whole(other);
    if (!x || !y || strcmp(x, y) != 0)
        fail_msg("%s and %s differ", one, other);
    free(x);
    free(y);
}

static void
assert_status(struct finished f, int status)
{
    if (f.status != status)
        fail_msg("status %d, expected %d:\n%s", f.status, status, f.err);
    finished_free(&f);
}

static const char *const shards[] = {"1/4", "2/4", "3/4", "4/4"};

#define RUNS                                                                           \
    "run", "world.yaml", "-n", "1100", "--sampler", "sobol", "-q", "--set",            \
        "controls.licences.processing=4 months", "-o"

/* With settings, in any order of parts, on one thread and on two. */
static void
parts_of_a_run_are_the_whole(void **state)
{
    static const char *const folders[] = {"r1", "r2", "r3", "r4"},
                             *const names[] = {"industries.csv", "summary.csv",
                                               "monthly.csv",    "industry-months.csv",
                                               "quantiles.csv",  "flows.csv",
                                               "events.csv",     "inputs.csv",
                                               "scenario.yaml"};

    (void)state;
    for (int i = 0; i < 4; i++) {
        assert_status(
            RUN(RUNS, folders[i], "--shard", shards[i], "-t", i % 2 ? "1" : "2"), 0);
        assert_status(RUN("verify", folders[i]), 0);
    }
    assert_int_equal(access("r1/summary.csv", F_OK), -1);
    assert_status(RUN(RUNS, "whole", "-t", "1"), 0);
    assert_status(RUN("merge", "r3", "r1", "r4", "r2", "-q", "-o", "merged"), 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_same_file("whole", "merged", names[i]);
    assert_status(RUN("verify", "merged"), 0);
    /* The whole goes on like any other. */
    assert_status(RUN("run", "world.yaml", "-n", "1200", "--sampler", "sobol", "-q",
                      "--set", "controls.licences.processing=4 months", "-o", "merged",
                      "--resume"),
                  0);
}

static void
parts_that_are_missing_are_run(void **state)
{
    struct finished f = RUN("merge", "r1", "r2", "-o", "half");

    (void)state;
    assert_int_equal(f.status, 6);
    assert_non_null(strstr(f.err,
                           "trials are missing; the command of the parts with -o "
                           "half and --resume, without --shard, runs them"));
    finished_free(&f);
    assert_int_equal(access("half/summary.csv", F_OK), -1);
    assert_status(RUN(RUNS, "half", "--resume"), 0);
    assert_same_file("whole", "half", "summary.csv");
    assert_same_file("whole", "half", "monthly.csv");
    assert_int_equal(access("half/unfinished.bin", F_OK), -1);
    f = RUN("merge", "r1", "r2");
    assert_int_equal(f.status, 6);
    finished_free(&f);
}

/* A part that was stopped is finished by the same command with --resume. */
static void
a_part_goes_on(void **state)
{
    const struct conditions interrupted = {.interrupt_after_ms = 20};
    struct finished f = RUN_UNDER(interrupted, "run", "world.yaml", "-n", "60000", "-q",
                                  "-o", "cut", "--shard", "2/3");

    (void)state;
    assert_int_equal(f.status, 3);
    finished_free(&f);
    assert_status(RUN("run", "world.yaml", "-n", "60000", "-q", "-o", "cut", "--shard",
                      "2/3", "--resume"),
                  0);
    f = RUN("merge", "cut");
    assert_int_equal(f.status, 6);
    assert_non_null(strstr(f.err, "40032 trials are missing"));
    finished_free(&f);
}

static void
parts_of_other_runs_are_refused(void **state)
{
    (void)state;
    assert_status(
        RUN("run", "world.yaml", "-n", "1100", "-q", "-o", "other", "--shard", "2/4"),
        0);
    assert_status(
        RUN("run", "world.yaml", "-n", "1100", "-q", "-o", "first", "--shard", "1/4"),
        0);
    assert_status(
        RUN("run", "world.yaml", "-n", "1200", "-q", "-o", "more", "--shard", "2/4"),
        0);
    assert_status(RUN("run", "world.yaml", "-n", "1100", "-s", "5", "-q", "-o", "seed",
                      "--shard", "2/4"),
                  0);
    assert_refused(RUN("merge", "r1", "other", "-q"),
                   "this is the state of a run of another scenario [MNZ-E1904]");
    assert_refused(RUN("merge", "first", "seed", "-q"),
                   "this run has seed 5 and sampler plain, not seed 1 and plain");
    assert_refused(RUN("merge", "first", "more", "-q"),
                   "more/state.bin: error: this part is of a run of 1200 trials, not "
                   "1100 [MNZ-E1909]");
    assert_refused(RUN("merge", "first", "first", "-q"),
                   "this part has trials that another one has too [MNZ-E1910]");
    assert_refused(RUN("merge", "first", "."), "is no part of a run or comparison");
    assert_refused(RUN("merge", "whole", "first"), "is no part of a run or comparison");
    assert_refused(RUN("merge", "first", "other", "-o", "other", "--force"),
                   "is one of the parts");
    assert_refused(RUN("merge", "r1", "r2", "r3", "r4", "--csv", "wide"),
                   "these parts have no table wide");
}

static void
what_a_part_cannot_have_is_refused(void **state)
{
    (void)state;
    assert_refused(RUN("run", "world.yaml", "--shard", "1/2"), "--shard needs -o DIR");
    assert_refused(RUN("run", "world.yaml", "--shard", "3/2", "-o", "x"),
                   "--shard takes a part");
    assert_refused(
        RUN("run", "world.yaml", "--shard", "1/2", "-o", "x", "--trials-csv"),
        "--trials-csv is not for a part");
    assert_refused(RUN("run", "world.yaml", "--shard", "1/2", "-o", "x", "--until",
                       "ci(mean(shortfall_share.total)) < 1"),
                   "--until is not for a part");
    assert_refused(RUN("compare", "world.yaml", "--alt",
                       "open:controls.licences.approval=0.9", "--shard", "1/2", "-o",
                       "x", "--csv", "compare"),
                   "--csv is not for a part");
}

#define COMPARES                                                                       \
    "compare", "world.yaml", "-n", "700", "-q", "--digits", "full", "--alt",           \
        "open:controls.licences.approval=0.9", "--alt",                                \
        "fast:controls.licences.processing=1 month", "-o"

/* Measures, and all at once, whose interaction pairs four points. */
static void
parts_of_a_comparison_are_the_whole(void **state)
{
    static const char *const folders[] = {"c1", "c2", "c3", "c4"};

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_status(RUN(COMPARES, folders[i], "--shard", shards[i]), 0);
    assert_status(RUN(COMPARES, "paired"), 0);
    assert_status(
        RUN("merge", "c1", "c2", "c3", "c4", "-q", "--digits", "full", "-o", "joined"),
        0);
    assert_same_file("paired", "joined", "compare.csv");
    assert_status(RUN("verify", "joined"), 0);
    assert_status(RUN("merge", "c4", "c2", "-q", "-o", "some"), 6);
    assert_status(RUN(COMPARES, "some", "--resume"), 0);
    assert_same_file("paired", "some", "compare.csv");
    assert_refused(RUN("merge", "c1", "r1"), "is no part of a run or comparison");
}

/* Figures that were asked for, by month, of scenarios in place of measures. */
static void
parts_of_some_figures_are_the_whole(void **state)
{
    (void)state;
    write_whole("other.yaml", "extends: world.yaml\ntitle: Another\n"
                              "controls: {licences: {processing: 3 months}}\n");
    for (int i = 0; i < 3; i++)
        assert_status(RUN("compare", "world.yaml", "other.yaml", "-n", "300", "-q",
                          "--of", "output_lost_usd.JP", "--months", "-o",
                          (const char *[]){"m1", "m2", "months"}[i],
                          i < 2 ? "--shard" : "--digits",
                          (const char *[]){"1/2", "2/2", "6"}[i]),
                      0);
    assert_status(RUN("merge", "m2", "m1", "-q", "-o", "both"), 0);
    assert_same_file("months", "both", "compare.csv");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_a_run_are_the_whole),
        cmocka_unit_test(parts_that_are_missing_are_run),
        cmocka_unit_test(a_part_goes_on),
        cmocka_unit_test(parts_of_other_runs_are_refused),
        cmocka_unit_test(what_a_part_cannot_have_is_refused),
        cmocka_unit_test(parts_of_a_comparison_are_the_whole),
        cmocka_unit_test(parts_of_some_figures_are_the_whole),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
