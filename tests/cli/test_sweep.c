/* test_sweep.c - the sweep and merge commands: tables, killed and resumed, in parts. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"

#define APPROVAL "controls.licences.approval=0:1:3"
#define PROCESSING "controls.licences.processing=1 month,3 months"
/* Long enough to be killed in between: 30 points of some milliseconds. */
#define LONG "controls.licences.approval=0:1:30"

static void
assert_same_file(const char *a, const char *b)
{
    char *one = read_whole(a), *other = read_whole(b);

    assert_non_null(one);
    assert_non_null(other);
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static void
assert_same_tables(const char *a, const char *b)
{
    static const char *const names[] = {"sweep.csv", "wide.csv"};

    for (int i = 0; i < 2; i++) {
        char one[64], other[64];

        snprintf(one, sizeof one, "%s/%s", a, names[i]);
        snprintf(other, sizeof other, "%s/%s", b, names[i]);
        assert_same_file(one, other);
    }
}

static void
assert_status(struct finished f, int status)
{
    if (f.status != status)
        fail_msg("status %d, expected %d:\n%s", f.status, status, f.err);
    finished_free(&f);
}

static void
a_sweep_draws_and_writes_its_points(void **state)
{
    struct finished f =
        RUN("sweep", "world.yaml", "--vary", APPROVAL, "-v", PROCESSING, "--of",
            "mean(shortfall_share.total), p95(output_lost_share.JP)", "-o", "out");
    char *table = read_whole("out/sweep.csv"), *wide = read_whole("out/wide.csv"),
         *manifest = read_whole("out/manifest.json");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "A small world\n6 points on the same 64 trials"));
    assert_non_null(strstr(f.out, "\n  0.5       3 months  "));
    assert_non_null(strstr(f.err, "written: out/sweep.csv wide.csv scenario.yaml "
                                  "manifest.json"));
    assert_non_null(strstr(table, "controls.licences.approval,controls.licences."
                                  "processing,point,figure,unit,value,low,high,trials,"
                                  "problem\n0,1 month,1,mean(shortfall_share.total),"
                                  "share,0."));
    assert_non_null(strstr(wide, "\n0.5,3 months,4,,"));
    assert_true(json_is_valid(manifest));
    assert_non_null(strstr(manifest, "\"points_done\": 6"));
    free(table);
    free(wide);
    free(manifest);
    finished_free(&f);
    assert_status(RUN("verify", "out"), 0);
    assert_status(RUN("run", "out/scenario.yaml", "-q"), 0);
}

static void
a_point_that_cannot_be_does_not_stop_the_others(void **state)
{
    struct finished f = RUN("sweep", "world.yaml", "--vary",
                            "controls.licences.approval=0.5,7,1", "--csv", "wide");

    (void)state;
    assert_int_equal(f.status, 6);
    assert_non_null(strstr(f.out, "\n0.5,1,,0."));
    assert_non_null(strstr(f.out,
                           "\n7,2,\"controls.licences.approval is 7, but must be "
                           "between 0 and 1"));
    assert_non_null(strstr(f.out, "\n1,3,,0"));
    finished_free(&f);
    f = RUN("sweep", "world.yaml", "--vary", "controls.licences.approval=0.5,7,1");
    assert_int_equal(f.status, 6);
    assert_non_null(strstr(f.out, "  7         cannot be run\n"));
    assert_non_null(strstr(f.out, "\n1 of 3 points cannot be run:\n"
                                  "controls.licences.approval is 7, but must be "
                                  "between 0 and 1"));
    finished_free(&f);
}

static void
points_come_from_a_table_or_a_sample(void **state)
{
    struct finished f;

    (void)state;
    write_whole("points.csv", "controls.licences.approval,industries.jp_motors.stock\n"
                              "0.2,2 months\n,3 months\n0.4,\n");
    f = RUN("sweep", "world.yaml", "--design", "points.csv", "--csv", "wide");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\n0.2,2 months,1,,"));
    assert_non_null(strstr(f.out, "\n,3 months,2,,"));
    assert_non_null(strstr(f.out, "\n0.4,,3,,"));
    finished_free(&f);
    assert_status(
        RUN("sweep", "world.yaml", "--design", "points.csv", "-o", "table", "-q"), 0);
    assert_status(RUN("merge", "table", "-o", "again", "-q"), 0);
    assert_same_tables("table", "again");
    f = RUN("sweep", "world.yaml", "--vary", "controls.licences.approval=0:1", "--vary",
            "events.talks.on=2025-06-01:2025-11-01", "--sample", "5", "--csv", "wide");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ",2025-"));
    finished_free(&f);
}

/* Killed again and again, at moments that no clock makes the same twice. */
static void
a_sweep_that_is_killed_goes_on(void **state)
{
    int kills = 0, runs = 0;

    (void)state;
    assert_status(RUN("sweep", "world.yaml", "--vary", LONG, "-n", "1000", "-t", "2",
                      "-q", "-o", "whole"),
                  0);
    for (int done = 0; !done; runs++) {
        const struct conditions soon = {.kill_after_ms =
                                            kills < 5 ? 20 + 15 * runs : 0};
        struct finished f =
            RUN_UNDER(soon, "sweep", "world.yaml", "--vary", LONG, "-n", "1000", "-t",
                      "1", "-q", "-o", "parts", "--resume");

        kills += f.status == -SIGKILL;
        done = f.status == 0;
        if (!done && f.status != -SIGKILL)
            fail_msg("status %d:\n%s", f.status, f.err);
        finished_free(&f);
    }
    assert_true(kills > 0);
    assert_same_tables("whole", "parts");
}

/* Killed between its tables and their manifest, as after this. */
static void
tables_without_a_manifest_are_written_again(void **state)
{
    (void)state;
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "late"),
                  0);
    assert_int_equal(unlink("late/manifest.json"), 0);
    assert_status(
        RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "late", "--resume"),
        0);
    assert_status(RUN("verify", "late"), 0);
}

static void
a_torn_record_is_done_again(void **state)
{
    char *journal;
    FILE *f;

    (void)state;
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "torn"),
                  0);
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "sound"),
                  0);
    journal = read_whole("torn/sweep.journal");
    assert_non_null(journal);
    free(journal);
    f = fopen("torn/sweep.journal", "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    assert_int_equal(truncate("torn/sweep.journal", ftell(f) - 7), 0);
    fclose(f);
    assert_status(
        RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "torn", "--resume"),
        0);
    assert_same_tables("torn", "sound");
    assert_same_file("torn/sweep.journal", "sound/sweep.journal");
}

/* The limit of a file's size fails as a full disk does. */
static void
a_full_disk_is_named_and_resumed_from(void **state)
{
    const struct conditions full = {.most_file_bytes = 3000};
    struct finished f =
        RUN_UNDER(full, "sweep", "world.yaml", "--vary", LONG, "-q", "-o", "full");

    (void)state;
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "full/sweep.journal: "));
    assert_null(read_whole("full/sweep.csv"));
    finished_free(&f);
    assert_status(
        RUN("sweep", "world.yaml", "--vary", LONG, "-q", "-o", "full", "--resume"), 0);
    assert_status(RUN("sweep", "world.yaml", "--vary", LONG, "-q", "-o", "room"), 0);
    assert_same_tables("full", "room");
}

static void
an_interrupted_sweep_writes_what_is_done(void **state)
{
    const struct conditions soon = {.interrupt_after_ms = 20};
    struct finished f = RUN_UNDER(soon, "sweep", "world.yaml", "--vary", LONG, "-n",
                                  "2000", "-q", "-o", "stopped");
    char *table = read_whole("stopped/sweep.csv");

    (void)state;
    assert_int_equal(f.status, 3);
    assert_non_null(strstr(table, ",not run\n"));
    free(table);
    finished_free(&f);
    assert_status(RUN("sweep", "world.yaml", "--vary", LONG, "-n", "2000", "-q", "-o",
                      "stopped", "--resume"),
                  0);
    table = read_whole("stopped/sweep.csv");
    assert_null(strstr(table, ",not run\n"));
    free(table);
}

static void
a_journal_of_another_study_is_refused(void **state)
{
    (void)state;
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "mine"),
                  0);
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "mine"),
                   "go on with 'monazite sweep --resume'");
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "mine",
                       "--resume", "-s", "9"),
                   "seed: 1 there, 9 here");
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "-q", "-o", "mine",
                       "--resume", "--set", "industries.jp_motors.stock=1 month"),
                   "merged scenario: ");
    assert_refused(RUN("sweep", "world.yaml", "--vary", PROCESSING, "-q", "-o", "mine",
                       "--resume"),
                   "vary: ");
    assert_status(
        RUN("sweep", "world.yaml", "--vary", PROCESSING, "-q", "-o", "mine", "--force"),
        0);
}

static void
shards_together_are_the_whole(void **state)
{
    static const char *const shards[] = {"1/4", "2/4", "3/4", "4/4"},
                             *const folders[] = {"p1", "p2", "p3", "p4"};

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--vary",
                          PROCESSING, "-q", "-o", folders[i], "--shard", shards[i]),
                      0);
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--vary", PROCESSING,
                      "-q", "-o", "one", "-t", "1"),
                  0);
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--vary", PROCESSING,
                      "-q", "-o", "two", "-t", "2"),
                  0);
    assert_status(RUN("merge", "p1", "p2", "p3", "p4", "-q", "-o", "all"), 0);
    assert_same_tables("one", "all");
    assert_same_tables("one", "two");
    assert_same_file("one/scenario.yaml", "all/scenario.yaml");
    assert_status(RUN("verify", "all"), 0);
    assert_status(RUN("merge", "p1", "p2", "-q", "-o", "half"), 6);
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--vary", PROCESSING,
                      "-q", "-o", "half", "--resume"),
                  0);
    assert_same_tables("one", "half");
    assert_refused(RUN("merge", "p1", "p2", "-o", "p2", "--force"),
                   "is one of the parts");
    assert_status(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--vary", PROCESSING,
                      "-q", "-o", "odd", "--shard", "4/4", "-s", "5"),
                  0);
    assert_refused(RUN("merge", "p1", "odd", "-q"), "seed: 1 there, 5 here");
    assert_refused(RUN("merge", "."), "there is no such journal");
}

/* The text of the n-th column of the row that begins so; to be freed. */
static char *
cell_of(const char *table, const char *row, int column)
{
    const char *at = strstr(table, row);

    assert_non_null(at);
    at += *at == '\n';
    while (column-- > 0)
        at += strcspn(at, ",\n") + 1;
    return strndup(at, strcspn(at, ",\n"));
}

/* The number that decides between branches: 0 is the first in all trials, as a
 * probability of 1 is, and 0.9 the second. */
static void
names_that_are_printed_can_be_varied(void **state)
{
    struct finished drawn = RUN("sweep", "world.yaml", "--vary",
                                "events.talks.drawn=0,0.9", "--csv", "sweep");
    struct finished chance =
        RUN("sweep", "world.yaml", "--vary", "events.talks.succeed.probability=1,0",
            "--csv", "sweep");

    (void)state;
    assert_int_equal(drawn.status, 0);
    assert_int_equal(chance.status, 0);
    for (int i = 0; i < 2; i++) {
        char *a = cell_of(drawn.out, i ? "\n0.9,2," : "\n0,1,", 4);
        char *b = cell_of(chance.out, i ? "\n0,2," : "\n1,1,", 4);

        assert_string_equal(a, b);
        free(a);
        free(b);
    }
    finished_free(&drawn);
    finished_free(&chance);
    assert_refused(
        RUN("sweep", "world.yaml", "--vary", APPROVAL, "--set", "events.talk.drawn=1"),
        "did you mean 'events.talks.drawn'?");
    assert_refused(RUN("run", "world.yaml", "--set", "industries.jp_motor.stock=1"),
                   "did you mean 'jp_motors'?");
}

/* Two scenarios of one file name, one of them changed, in one sweep. */
static const char study[] =
    "study: 1\ntitle: Two worlds\n"
    "scenarios:\n  before: world.yaml\n"
    "  after: {file: later/world.yaml, set: {controls.licences.processing: 2 months}}\n"
    "vary: {controls.licences.approval: [0.2, 0.8]}\n"
    "figures: [mean(shortfall_share.total)]\ntrials: 32\nseed: 9\n";

static void
a_study_file_says_what_is_swept(void **state)
{
    struct finished f;
    char *table, *manifest, *piped;

    (void)state;
    assert_int_equal(mkdir("later", 0700), 0);
    write_whole("later/world.yaml", "extends: ../world.yaml\n");
    write_whole("study.yaml", study);
    f = RUN("sweep", "study.yaml", "-o", "studied");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "Two worlds\n4 points on the same 32 trials"));
    finished_free(&f);
    table = read_whole("studied/sweep.csv");
    manifest = read_whole("studied/manifest.json");
    assert_non_null(strstr(table, "scenario,controls.licences.approval,point,figure,"
                                  "unit,value,low,high,trials,problem\nbefore,0.2,1,"
                                  "mean(shortfall_share.total),share,"));
    assert_non_null(strstr(table, "\nafter,0.8,4,"));
    assert_true(json_is_valid(manifest));
    assert_non_null(strstr(manifest, "\"study_sha256\": \""));
    assert_non_null(strstr(manifest, "\"file\": \"later/world.yaml\""));
    /* A point is the same as in a sweep of the scenario alone. */
    f = RUN("sweep", "world.yaml", "--vary", "controls.licences.approval=0.2,0.8",
            "--of", "mean(shortfall_share.total)", "-n", "32", "--seed", "9", "--csv",
            "sweep");
    piped = strstr(f.out, "\n0.2,1,");
    assert_non_null(piped);
    piped[strcspn(piped + 1, "\n") + 1] = '\0';
    assert_non_null(strstr(table, piped + 1));
    finished_free(&f);
    free(table);
    free(manifest);
    assert_status(RUN("verify", "studied"), 0);
    assert_status(RUN("run", "studied/scenario.2.yaml", "-q"), 0);
}

static void
a_study_is_resumed_and_put_together(void **state)
{
    char *other;

    (void)state;
    assert_status(RUN("sweep", "study.yaml", "-o", "half1", "--shard", "1/2"), 0);
    assert_status(RUN("sweep", "study.yaml", "-o", "half2", "--shard", "2/2"), 0);
    assert_status(RUN("merge", "half1", "half2", "-o", "both"), 0);
    assert_same_tables("both", "studied");
    assert_status(RUN("sweep", "study.yaml", "-o", "half1", "--resume"), 0);
    assert_same_tables("half1", "studied");
    other = strdup(study);
    assert_non_null(other);
    memcpy(strstr(other, "2 months"), "3 months", 8);
    write_whole("study.yaml", other);
    assert_refused(RUN("sweep", "study.yaml", "-o", "half1", "--resume"), "MNZ-E1807");
    free(other);
    write_whole("study.yaml", study);
}

static void
options_replace_what_a_study_says(void **state)
{
    struct finished f =
        RUN("sweep", "study.yaml", "-n", "16", "--of", "p95(shortfall_share.total)",
            "--set", "controls.licences.processing=1 month", "--csv", "sweep");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nafter,0.8,4,p95(shortfall_share.total),share,"));
    assert_non_null(strstr(f.out, ",16,\n"));
    finished_free(&f);
    assert_refused(RUN("sweep", "study.yaml", "--vary", APPROVAL),
                   "--vary goes with a scenario");
    assert_refused(RUN("sweep", "study.yaml", "--zip"), "--zip goes with a scenario");
    write_whole("wrong.yaml", "study: 1\nscenarios: world.yaml\n"
                              "vary: {controls.licences.approval: 0:1}\n");
    assert_refused(RUN("sweep", "wrong.yaml"), "wrong.yaml:3:8: error: ");
    write_whole("wrong.yaml", "study: 1\nscenarios: none.yaml\n");
    assert_refused(RUN("sweep", "wrong.yaml"), "none.yaml");
}

static void
wrong_command_lines_are_answered(void **state)
{
    (void)state;
    assert_refused(RUN("sweep", "world.yaml"), "there is nothing to vary");
    assert_refused(RUN("sweep", "world.yaml", "--vary", "run.seed=1,2"),
                   "all points have the same trials");
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--shard", "5/4"),
                   "--shard takes a part");
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--shard", "1/4"),
                   "--shard needs -o DIR");
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--resume"),
                   "--resume needs -o DIR");
    assert_refused(RUN("sweep", "world.yaml", "--vary", APPROVAL, "--of",
                       "mean(shortfall_share.toal)"),
                   "did you mean 'total'?");
    assert_refused(RUN("sweep", "world.yaml", "--design", "none.csv"), "none.csv");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sweep_draws_and_writes_its_points),
        cmocka_unit_test(a_point_that_cannot_be_does_not_stop_the_others),
        cmocka_unit_test(points_come_from_a_table_or_a_sample),
        cmocka_unit_test(a_sweep_that_is_killed_goes_on),
        cmocka_unit_test(tables_without_a_manifest_are_written_again),
        cmocka_unit_test(a_torn_record_is_done_again),
        cmocka_unit_test(a_full_disk_is_named_and_resumed_from),
        cmocka_unit_test(an_interrupted_sweep_writes_what_is_done),
        cmocka_unit_test(a_journal_of_another_study_is_refused),
        cmocka_unit_test(shards_together_are_the_whole),
        cmocka_unit_test(names_that_are_printed_can_be_varied),
        cmocka_unit_test(a_study_file_says_what_is_swept),
        cmocka_unit_test(a_study_is_resumed_and_put_together),
        cmocka_unit_test(options_replace_what_a_study_says),
        cmocka_unit_test(wrong_command_lines_are_answered),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
