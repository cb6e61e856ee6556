/* test_streams.c - every command on a full disk and before a reader who leaves;
 * files that remain of a run that fails or is stopped. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/room.h"

/* Everything that the program prints on standard output. */
static const char *const printing[][6] = {
    {"--help"},
    {"--version"},
    {"run", "--help"},
    {"check", "--help"},
    {"show", "--help"},
    {"score", "--help"},
    {"calibrate", "--help"},
    {"schema"},
    {"manual"},
    {"explain", "E0301"},
    {"reference", "man"},
    {"reference", "man", "run"},
    {"reference", "bash"},
    {"reference", "zsh"},
    {"reference", "fish"},
    {"reference", "tables"},
    {"check", "world.yaml"},
    {"show", "world.yaml"},
    {"show", "--graph", "world.yaml"},
    {"run", "world.yaml"},
    {"run", "world.yaml", "--csv", "summary"},
    {"run", "world.yaml", "--csv", "monthly"},
    {"run", "world.yaml", "--csv", "inputs"},
    {"run", "world.yaml", "--csv", "industries"},
    {"run", "world.yaml", "--csv", "quantiles"},
    {"run", "world.yaml", "--csv", "events"},
    {"run", "world.yaml", "--csv", "flows"},
};
enum { NUM_PRINTING = sizeof printing / sizeof *printing };

static size_t
count_lines(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void
a_full_disk_fails_every_command(void **state)
{
    const struct conditions full = {.out_path = "/dev/full"};

    (void)state;
    for (size_t i = 0; i < NUM_PRINTING; i++) {
        struct finished f = run_program(&full, printing[i]);

        if (f.status != 1 ||
            strcmp(f.err, "monazite: standard output: No space left on device\n") != 0)
            fail_msg("%s %s: status %d: %s", printing[i][0],
                     printing[i][1] ? printing[i][1] : "", f.status, f.err);
        finished_free(&f);
    }
}

static void
a_reader_who_leaves_fails_no_command(void **state)
{
    const struct conditions head = {.closes_out_early = 1};

    (void)state;
    for (size_t i = 0; i < NUM_PRINTING; i++) {
        struct finished f = run_program(&head, printing[i]);

        if (f.status != 0 || *f.err)
            fail_msg("%s %s: status %d: %s", printing[i][0],
                     printing[i][1] ? printing[i][1] : "", f.status, f.err);
        finished_free(&f);
    }
}

/* How many files a folder holds. */
static size_t
count_files(const char *path)
{
    DIR *dir = opendir(path);
    size_t count = 0;

    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 2;
}

static void
rows_of_trials_that_do_not_fit_leave_no_file(void **state)
{
    static const long sizes[] = {512, 9000, 40000};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct conditions c = {.most_file_bytes = sizes[i]};
        struct finished f = RUN_UNDER(c, "run", "world.yaml", "-o", "small",
                                      "--trials-csv", "-q", "-n", "500");

        assert_int_equal(f.status, 1);
        assert_string_equal(f.err, "monazite: small/trials.csv: File too large\n");
        assert_int_equal(count_files("small"), 0);
        finished_free(&f);
    }
}

static void
a_failed_run_leaves_the_results_of_the_last(void **state)
{
    const struct conditions small = {.most_file_bytes = 500};
    struct finished f = RUN("run", "world.yaml", "-o", "kept", "-q");
    char *before = read_whole("kept/summary.csv"), *after;

    (void)state;
    assert_int_equal(f.status, 0);
    finished_free(&f);
    f = RUN_UNDER(small, "run", "world.yaml", "-o", "kept", "-q", "--seed", "2");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "kept/industries.csv: File too large"));
    finished_free(&f);
    after = read_whole("kept/summary.csv");
    assert_non_null(before);
    assert_non_null(after);
    assert_string_equal(before, after);
    assert_int_equal(count_files("kept"), 11);
    free(before);
    free(after);
}

static void
a_full_device_in_the_folder_is_named(void **state)
{
    struct finished f;

    (void)state;
    assert_int_equal(mkdir("linked", 0700), 0);
    assert_int_equal(symlink("/dev/full", "linked/monthly.csv"), 0);
    f = RUN("run", "world.yaml", "-o", "linked", "-q");
    assert_int_equal(f.status, 1);
    assert_string_equal(f.err,
                        "monazite: linked/monthly.csv: No space left on device\n");
    finished_free(&f);
}

static void
a_table_is_the_same_printed_and_in_its_file(void **state)
{
    static const char *const tables[] = {"industries",      "summary",  "monthly",
                                         "industry-months", "branches", "quantiles",
                                         "flows",           "events",   "inputs"};

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct finished f = RUN("run", "world.yaml", "-q", "-o", "both", "-t", "2",
                                "--branches-csv", "--csv", tables[i]);
        char path[64], *text;

        snprintf(path, sizeof path, "both/%s.csv", tables[i]);
        text = read_whole(path);
        assert_int_equal(f.status, 0);
        assert_non_null(text);
        assert_true(count_lines(text) > 1);
        assert_string_equal(f.out, text);
        free(text);
        finished_free(&f);
    }
}

static size_t
count_cells(const char *row)
{
    size_t count = 1;

    for (; *row && *row != '\n'; row++)
        count += *row == ',';
    return count;
}

/* Rows in order of trials, with as many cells as the header has; returns how many.
 * Trials that each thread had begun when a run was stopped may leave gaps. */
static size_t
count_trials(const char *path, int may_have_gaps)
{
    char *text = read_whole(path);
    const char *row = text;
    size_t count = 0, next = 0, cells;

    assert_non_null(text);
    cells = count_cells(text);
    assert_true(cells > 10);
    while (*(row = strchr(row, '\n') + 1)) {
        char *end;
        const size_t trial = strtoul(row, &end, 10);

        assert_true(may_have_gaps ? trial >= next : trial == next);
        assert_int_equal(*end, ',');
        assert_int_equal(count_cells(row), cells);
        assert_non_null(strchr(row, '\n'));
        next = trial + 1;
        count++;
    }
    free(text);
    return count;
}

static void
trials_stand_in_their_order(void **state)
{
    struct finished f = RUN("run", "world.yaml", "-o", "many", "--trials-csv", "-q",
                            "-n", "3001", "-t", "2");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_int_equal(count_trials("many/trials.csv", 0), 3001);
    finished_free(&f);
}

/* The trials that it says are done are those that its files hold. */
static void
a_stopped_run_counts_its_trials_everywhere(void **state)
{
    const struct conditions soon = {.interrupt_after_ms = 400};
    struct finished f = RUN_UNDER(soon, "run", "world.yaml", "-n", "900000000", "-o",
                                  "cut", "--trials-csv", "-t", "2");
    unsigned long long done = 0;
    char text[64], *manifest;
    const char *said;

    (void)state;
    assert_int_equal(f.status, 3);
    said = strstr(f.err, "stopped after ");
    assert_non_null(said);
    assert_int_equal(
        sscanf(said, "stopped after %llu of 900000000 trials of world", &done), 1);
    assert_true(done > 0);
    assert_int_equal(count_trials("cut/trials.csv", 1), done);
    manifest = read_whole("cut/manifest.json");
    assert_non_null(manifest);
    snprintf(text, sizeof text, "\"trials_done\": %llu,", done);
    assert_non_null(strstr(manifest, text));
    assert_non_null(strstr(manifest, "\"partial\": true"));
    free(manifest);
    snprintf(text, sizeof text, "%llu trials of", done);
    assert_non_null(strstr(f.out, text));
    finished_free(&f);
}

static void
a_scenario_may_stand_after_two_dashes(void **state)
{
    struct finished f;

    (void)state;
    write_whole("-n", "monazite: 1\nextends: world.yaml\n");
    f = RUN("run", "-q", "--csv=summary", "--", "-n");
    assert_int_equal(f.status, 0);
    assert_true(count_lines(f.out) > 10);
    finished_free(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_fails_every_command),
        cmocka_unit_test(a_reader_who_leaves_fails_no_command),
        cmocka_unit_test(rows_of_trials_that_do_not_fit_leave_no_file),
        cmocka_unit_test(a_failed_run_leaves_the_results_of_the_last),
        cmocka_unit_test(a_full_device_in_the_folder_is_named),
        cmocka_unit_test(a_table_is_the_same_printed_and_in_its_file),
        cmocka_unit_test(trials_stand_in_their_order),
        cmocka_unit_test(a_stopped_run_counts_its_trials_everywhere),
        cmocka_unit_test(a_scenario_may_stand_after_two_dashes),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
