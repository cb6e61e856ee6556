/* test_resume.c - runs that go on from their folder, and folders that they refuse. */

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

#include "cli/program.h"
#include "cli/room.h"

static const char *const files[] = {
    "industries.csv", "summary.csv",  "monthly.csv", "industry-months.csv",
    "quantiles.csv",  "flows.csv",    "events.csv",  "inputs.csv",
    "state.bin",      "scenario.yaml"};

/* A file of a folder, of any bytes, as hexadecimal digits; to be freed. */
static char *
read_bytes(const char *folder, const char *name)
{
    char path[128], *text = NULL;
    size_t length = 0;
    FILE *file, *stream = open_memstream(&text, &length);
    int c;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (!file || !stream)
        fail_msg("no %s", path);
    while ((c = getc(file)) != EOF)
        fprintf(stream, "%02x", (unsigned)c);
    fclose(file);
    fclose(stream);
    return text;
}

static void
assert_same_file(const char *a, const char *b, const char *name)
{
    char *x = read_bytes(a, name), *y = read_bytes(b, name);

    if (strcmp(x, y) != 0)
        fail_msg("%s/%s and %s/%s differ", a, name, b, name);
    free(x);
    free(y);
}

static void
assert_same_folders(const char *a, const char *b)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_same_file(a, b, files[i]);
}

static void
assert_done(struct finished f)
{
    if (f.status != 0)
        fail_msg("status %d: %s", f.status, f.err);
    finished_free(&f);
}

/* Files and screen, twice over, under each sampler, on one thread and on two. */
static void
a_resumed_run_is_one_long_run(void **state)
{
    static const char *const samplers[] = {"plain", "sobol", "latin"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *sampler = samplers[i];
        struct finished on, whole;

        assert_done(RUN("run", "world.yaml", "-n", "100", "-o", "on", "-q", "--sampler",
                        sampler, "--trials-csv", "--force"));
        assert_done(RUN("run", "world.yaml", "-n", "600", "-o", "on", "-q", "--sampler",
                        sampler, "--trials-csv", "--resume", "-t", "2"));
        on = RUN("run", "world.yaml", "-n", "1000", "-o", "on", "--sampler", sampler,
                 "--trials-csv", "--resume", "-t", "1", "--no-progress");
        whole = RUN("run", "world.yaml", "-n", "1000", "-o", "whole", "--sampler",
                    sampler, "--trials-csv", "-t", "2", "--no-progress");
        assert_int_equal(on.status, 0);
        assert_int_equal(whole.status, 0);
        assert_string_equal(on.out, whole.out);
        assert_same_folders("on", "whole");
        assert_same_file("on", "whole", "trials.csv");
        finished_free(&on);
        finished_free(&whole);
        assert_done(RUN("verify", "on"));
    }
}

/* As many trials as there are: the same files again. */
static void
a_run_that_is_done_does_nothing(void **state)
{
    (void)state;
    assert_done(RUN("run", "world.yaml", "-o", "done", "-q"));
    assert_done(RUN("run", "world.yaml", "-o", "again", "-q"));
    assert_done(RUN("run", "world.yaml", "-o", "done", "-q", "--resume"));
    assert_same_folders("done", "again");
}

/* How many trials a run that was stopped has made. */
static unsigned long
trials_of(const char *err)
{
    const char *text = strstr(err, "stopped after ");

    if (!text)
        fail_msg("not stopped: %s", err);
    return strtoul(text + strlen("stopped after "), NULL, 10);
}

static void
an_interrupted_run_goes_on(void **state)
{
    const struct conditions interrupted = {.interrupt_after_ms = 100};
    struct finished f = RUN_UNDER(interrupted, "run", "world.yaml", "-n", "1000000000",
                                  "-o", "cut", "-q", "--trials-csv");
    char trials[32];

    (void)state;
    assert_int_equal(f.status, 3);
    snprintf(trials, sizeof trials, "%lu", trials_of(f.err) + 150);
    finished_free(&f);
    assert_done(RUN("verify", "cut"));
    assert_done(RUN("run", "world.yaml", "-n", trials, "-o", "cut", "-q",
                    "--trials-csv", "--resume"));
    assert_done(
        RUN("run", "world.yaml", "-n", trials, "-o", "uncut", "-q", "--trials-csv"));
    assert_same_folders("cut", "uncut");
    assert_same_file("cut", "uncut", "trials.csv");
}

/* It goes on from what was stored a second after it had begun. */
static void
a_run_that_is_killed_goes_on(void **state)
{
    const struct conditions killed = {.kill_after_ms = 2500},
                            interrupted = {.interrupt_after_ms = 100};
    struct finished f = RUN_UNDER(killed, "run", "world.yaml", "-n", "1000000000", "-o",
                                  "killed", "-q", "--sampler", "latin");
    char trials[32];

    (void)state;
    assert_int_equal(f.status, -SIGKILL);
    finished_free(&f);
    assert_int_equal(access("killed/unfinished.bin", F_OK), 0);
    assert_int_equal(access("killed/summary.csv", F_OK), -1);
    assert_refused(RUN("run", "world.yaml", "-o", "killed"),
                   "killed/unfinished.bin holds trials of an unfinished study; go on "
                   "with --resume");
    assert_refused(RUN("run", "world.yaml", "-n", "1000000000", "-o", "killed",
                       "--resume", "--sampler", "plain"),
                   "[MNZ-E1906]");
    f = RUN_UNDER(interrupted, "run", "world.yaml", "-n", "1000000000", "-o", "killed",
                  "-q", "--sampler", "latin", "--resume");
    assert_int_equal(f.status, 3);
    snprintf(trials, sizeof trials, "%lu", trials_of(f.err) + 150);
    finished_free(&f);
    assert_int_equal(access("killed/unfinished.bin", F_OK), -1);
    assert_done(RUN("run", "world.yaml", "-n", trials, "-o", "killed", "-q",
                    "--sampler", "latin", "--resume"));
    assert_done(RUN("run", "world.yaml", "-n", trials, "-o", "alive", "-q", "--sampler",
                    "latin"));
    assert_same_folders("killed", "alive");
}

/* The limit of a file's size fails as a full disk does: what is done of the first
 * scenario cannot be stored. */
static void
a_full_disk_ends_a_run_that_goes_on(void **state)
{
    const struct conditions full = {.most_file_bytes = 3000};
    struct finished f =
        RUN_UNDER(full, "run", "world.yaml", "world.yaml", "-o", "full", "-q");

    (void)state;
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "full/unfinished.1.bin: File too large"));
    finished_free(&f);
    assert_int_equal(access("full/summary.csv", F_OK), -1);
    assert_int_equal(access("full/unfinished.1.bin", F_OK), -1);
    assert_done(RUN("run", "world.yaml", "world.yaml", "-o", "full", "-q", "--resume"));
    assert_done(RUN("run", "world.yaml", "world.yaml", "-o", "roomy", "-q"));
    assert_same_file("full", "roomy", "summary.csv");
    assert_done(RUN("verify", "full"));
}

/* Killed between its tables and their manifest, as after this. */
static void
tables_without_a_manifest_are_written_again(void **state)
{
    (void)state;
    assert_done(RUN("run", "world.yaml", "-n", "64", "-o", "base", "-q"));
    assert_done(RUN("run", "world.yaml", "-n", "64", "-o", "torn", "-q"));
    assert_int_equal(rename("torn/state.bin", "torn/unfinished.bin"), 0);
    assert_int_equal(unlink("torn/manifest.json"), 0);
    assert_refused(RUN("run", "world.yaml", "-n", "64", "-o", "torn", "-q"),
                   "is no result of a run");
    assert_done(RUN("run", "world.yaml", "-n", "64", "-o", "torn", "-q", "--resume"));
    assert_same_folders("base", "torn");
    assert_done(RUN("verify", "torn"));
}

static void
a_run_of_strata_goes_on(void **state)
{
    (void)state;
    assert_done(RUN("run", "world.yaml", "-n", "512", "-o", "strata", "-q", "--strata",
                    "shortfall_share.total"));
    assert_done(RUN("run", "world.yaml", "-n", "512", "-o", "layers", "-q", "--strata",
                    "shortfall_share.total", "--resume"));
    assert_same_folders("strata", "layers");
    assert_done(RUN("run", "world.yaml", "-n", "512", "-o", "layers", "-q", "--strata",
                    "shortfall_share.total", "--resume"));
    assert_same_folders("strata", "layers");
    assert_refused(RUN("run", "world.yaml", "-n", "768", "-o", "strata", "-q",
                       "--strata", "shortfall_share.total", "--resume"),
                   "this run has other strata [MNZ-E1906]");
}

static void
a_time_limit_leaves_a_run_that_goes_on(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-n", "1000000000", "-o", "late", "-q",
                            "--time-limit", "3");
    char trials[32];

    (void)state;
    assert_int_equal(f.status, 3);
    snprintf(trials, sizeof trials, "%lu", trials_of(f.err) + 1);
    finished_free(&f);
    assert_done(RUN("verify", "late"));
    assert_done(RUN("run", "world.yaml", "-n", trials, "-o", "late", "-q", "--resume"));
}

/* A scenario that an interrupted run did not come to begins. */
static void
several_scenarios_go_on(void **state)
{
    (void)state;
    write_whole("other.yaml", "extends: world.yaml\ntitle: Another\n");
    assert_done(
        RUN("run", "world.yaml", "other.yaml", "-n", "100", "-o", "both", "-q"));
    assert_int_equal(unlink("both/state.2.bin"), 0);
    assert_done(RUN("run", "world.yaml", "other.yaml", "-n", "300", "-o", "both", "-q",
                    "--resume"));
    assert_done(RUN("run", "world.yaml", "other.yaml", "-n", "300", "-o", "two", "-q"));
    assert_same_file("both", "two", "summary.csv");
    assert_same_file("both", "two", "state.1.bin");
    assert_same_file("both", "two", "state.2.bin");
    assert_refused(RUN("run", "other.yaml", "world.yaml", "-n", "400", "-o", "both",
                       "-q", "--resume"),
                   "both/state.1.bin: error: this is the state of a run of another "
                   "scenario [MNZ-E1904]");
}

/* From where a first limit was the end, as if it had not been. */
static void
a_run_until_goes_on(void **state)
{
    const char *const until = "ci(mean(shortfall_share.total)) < 1e-9";
    struct finished f = RUN("run", "world.yaml", "-n", "100", "--most", "300", "-o",
                            "until", "-q", "--until", until);

    (void)state;
    assert_int_equal(f.status, 4);
    finished_free(&f);
    f = RUN("run", "world.yaml", "-n", "100", "--most", "700", "-o", "until", "-q",
            "--until", until, "--resume");
    assert_int_equal(f.status, 4);
    assert_non_null(strstr(f.err, " after 700 trials"));
    finished_free(&f);
    assert_done(RUN("run", "world.yaml", "-n", "700", "-o", "fixed", "-q"));
    assert_same_folders("until", "fixed");
}

static void
a_run_of_something_else_is_refused(void **state)
{
    (void)state;
    assert_done(RUN("run", "world.yaml", "-n", "100", "-o", "first", "-q"));
    assert_refused(RUN("run", "world.yaml", "--resume"), "--resume needs -o DIR");
    assert_int_equal(mkdir("new", 0777), 0);
    assert_int_equal(mkdir("new/state.bin", 0777), 0);
    assert_refused(RUN("run", "world.yaml", "-o", "new", "--resume"),
                   "new/state.bin: error: cannot read this state of a run: is a "
                   "directory [MNZ-E1901]\n  begin the run anew, without --resume");
    assert_refused(RUN("run", "world.yaml", "-o", "first", "--resume", "-n", "200",
                       "--set", "controls.licences.approval=0.5"),
                   "[MNZ-E1904]");
    assert_refused(
        RUN("run", "world.yaml", "-o", "first", "--resume", "-n", "200", "-s", "9"),
        "this run has seed 1 and sampler plain, not seed 9 and plain");
    assert_refused(RUN("run", "world.yaml", "-o", "first", "--resume", "-n", "99"),
                   "this run has made 100 trials, more than the 99 asked for "
                   "[MNZ-E1907]\n  ask for more with -n, or begin the run anew");
    assert_refused(RUN("run", "world.yaml", "-o", "first", "--resume", "-n", "200",
                       "--trials-csv"),
                   "the run in first wrote no trials.csv");
    write_whole("first/state.bin", "monazite run state\n\002 and nothing more");
    assert_refused(RUN("run", "world.yaml", "-o", "first", "--resume", "-n", "200"),
                   "first/state.bin: error: this state of a run is damaged "
                   "[MNZ-E1903]\n  begin the run anew, without --resume");
    assert_refused(RUN("run", "world.yaml", "-o", "first", "-n", "200"),
                   "first/state.bin was changed after it had been written");
    write_whole("first/state.bin", "another program's");
    assert_refused(RUN("run", "world.yaml", "-o", "first", "--resume", "-n", "200"),
                   "[MNZ-E1902]");
}

static void
rows_of_trials_follow_their_like_only(void **state)
{
    (void)state;
    assert_done(
        RUN("run", "world.yaml", "-n", "50", "-o", "rows", "-q", "--trials-csv"));
    assert_refused(RUN("run", "world.yaml", "-n", "60", "-o", "rows", "--resume",
                       "--trials-csv", "--digits", "9"),
                   "the run in rows wrote trials.csv with other --digits or --locale");
    write_whole("rows/trials.csv", "trial\n");
    assert_refused(RUN("run", "world.yaml", "-n", "60", "-o", "rows", "--resume",
                       "--trials-csv", "--force"),
                   "rows/trials.csv is not as the run left it");
    /* Without them the run goes on. */
    assert_done(RUN("run", "world.yaml", "-n", "60", "-o", "rows", "-q", "--resume",
                    "--force"));
}

static void
a_state_can_be_left_out(void **state)
{
    (void)state;
    assert_refused(RUN("run", "world.yaml", "--no-state"), "--no-state needs -o DIR");
    assert_done(RUN("run", "world.yaml", "-o", "bare", "-q"));
    assert_int_equal(access("bare/state.bin", F_OK), 0);
    assert_done(RUN("run", "world.yaml", "-o", "bare", "-q", "--no-state"));
    assert_int_equal(access("bare/state.bin", F_OK), -1);
    assert_done(RUN("verify", "bare"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_resumed_run_is_one_long_run),
        cmocka_unit_test(a_run_that_is_done_does_nothing),
        cmocka_unit_test(an_interrupted_run_goes_on),
        cmocka_unit_test(a_run_that_is_killed_goes_on),
        cmocka_unit_test(a_full_disk_ends_a_run_that_goes_on),
        cmocka_unit_test(tables_without_a_manifest_are_written_again),
        cmocka_unit_test(a_run_of_strata_goes_on),
        cmocka_unit_test(a_time_limit_leaves_a_run_that_goes_on),
        cmocka_unit_test(several_scenarios_go_on),
        cmocka_unit_test(a_run_until_goes_on),
        cmocka_unit_test(a_run_of_something_else_is_refused),
        cmocka_unit_test(rows_of_trials_follow_their_like_only),
        cmocka_unit_test(a_state_can_be_left_out),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
