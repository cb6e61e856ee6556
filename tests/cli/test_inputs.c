/* test_inputs.c - wrong command lines and hostile scenarios: one clear message, exit
 * status 2, and nothing on standard output. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/program.h"
#include "cli/room.h"

static void
help_and_version_succeed(void **state)
{
    static const char *const commands[] = {"run",    "check",     "show",
                                           "score",  "calibrate", "schema",
                                           "manual", "reference", "explain"};
    struct finished f = RUN("--help");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "usage: monazite"));
    finished_free(&f);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        f = RUN(commands[i], "--help");
        assert_int_equal(f.status, 0);
        assert_non_null(strstr(f.out, "usage: monazite"));
        assert_non_null(strstr(f.out, commands[i]));
        finished_free(&f);
    }
    f = RUN("help", "run");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "usage: monazite run [OPTION]... SCENARIO...\n"));
    finished_free(&f);
    f = RUN("--version");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "monazite "));
    finished_free(&f);
}

static void
wrong_command_lines_are_refused(void **state)
{
    (void)state;
    assert_refused(RUN("rnu", "world.yaml"), "did you mean 'run'?");
    assert_refused(RUN("run", "--trails", "5", "world.yaml"),
                   "did you mean '--trials'?");
    assert_refused(RUN("run"), "scenario");
    assert_refused(RUN("run", "world.yaml", "-n", "0"), "a whole number from 1");
    assert_refused(RUN("run", "world.yaml", "-n", "1e3"), "'1e3'");
    assert_refused(RUN("run", "world.yaml", "-n"), "--trials needs N");
    assert_refused(RUN("run", "world.yaml", "--sampler", "lhs"), "'lhs'");
    assert_refused(RUN("run", "world.yaml", "--csv", "sumary"), "sumary");
    assert_refused(RUN("run", "world.yaml", "--set", "run.seed"), "'=' was expected");
    assert_refused(RUN("run", "world.yaml", "--set", "run.sed=3"), "unknown key 'sed'");
    assert_refused(RUN("show"), "scenario");
    assert_refused(RUN("show", "world.yaml", "world.yaml"), "takes one scenario");
    assert_refused(RUN("schema", "world.yaml"), "takes no argument, not 'world.yaml'");
    assert_refused(RUN("help", "rnu"), "did you mean 'run'?");
    assert_refused(RUN("--hepl"), "did you mean '--help'?");
    assert_refused(RUN("run", "world.yaml", "-o", ""), "the name of a folder");
    assert_refused(RUN("run", "world.yaml", "--csv", "trials"),
                   "there is no table 'trials'; choose from: industries summary "
                   "monthly industry-months branches quantiles flows events inputs");
    assert_refused(RUN("run", "world.yaml", "--trials-csv"), "needs -o DIR");
    assert_refused(RUN("run", "world.yaml", "--branches-csv"),
                   "--branches-csv needs -o DIR");
    assert_refused(RUN("run", "world.yaml", "--quiet=yes"), "unknown option");
    assert_refused(RUN("run", "world.yaml", "-t", "257"), "from 1 to 256");
}

/* Cases of tests/diagnostics: the first message begins with the place given. */
static void
hostile_scenarios_are_refused_at_their_place(void **state)
{
    static const char *const cases[][2] = {
        {"misspelt_key", "misspelt_key.yaml:"},
        {"unknown_material_in_a_link", "unknown_material_in_a_link.yaml:"},
        {"shares_sum_to_0", "shares_sum_to_0.yaml:"},
        {"probabilities_sum_to_1.2", "probabilities_sum_to_1.2.yaml:"},
        {"cycle_of_links", "cycle_of_links.yaml:"},
        {"extends_itself", "extends_itself.yaml:"},
        {"date_that_does_not_exist", "date_that_does_not_exist.yaml:"},
        {"not_a_number", "not_a_number.yaml:"},
        {"alias_bomb", "alias_bomb.yaml:"},
        {"nested_too_deeply", "nested_too_deeply.yaml:"},
        {"invalid_utf8", "invalid_utf8.yaml:"},
        {"binary", "binary.yaml:"},
        {"table_without_its_name_column", ".csv:"},
        {"unit_of_the_wrong_dimension", "unit_of_the_wrong_dimension.yaml:"},
        {"country_that_does_not_exist", "country_that_does_not_exist.yaml:"},
        {"selector_that_selects_nothing", "selector_that_selects_nothing.yaml:"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int checks = 0; checks < 2; checks++) {
            char path[1024], *line, *end;
            struct finished f;

            snprintf(path, sizeof path, "%s/tests/diagnostics/%s.yaml",
                     getenv("MNZ_SOURCE_ROOT"), cases[i][0]);
            f = RUN(checks ? "check" : "run", path);
            line = strstr(f.err, cases[i][1]);
            if (f.status != 2 || !line || *f.out)
                fail_msg("%s: status %d:\n%s", cases[i][0], f.status, f.err);
            strtol(line + strlen(cases[i][1]), &end, 10);
            assert_int_equal(*end, ':');
            line = strstr(end, "error: ");
            assert_non_null(line);
            if (strstr(line + 1, "error: "))
                fail_msg("%s is told more than once:\n%s", cases[i][0], f.err);
            finished_free(&f);
        }
}

static void
a_folder_or_nothing_is_no_scenario(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder.yaml", 0700), 0);
    assert_refused(RUN("run", "folder.yaml"), "folder.yaml");
    assert_refused(RUN("run", "nowhere.yaml"), "nowhere.yaml");
    assert_refused(RUN("run", "/dev/null"), "/dev/null");
    assert_int_equal(rmdir("folder.yaml"), 0);
}

/* A sanitizer's own memory is not the program's. */
#ifdef __SANITIZE_ADDRESS__
enum { MOST_MB = 0, MOST_PEAK_KB = 2000000 };
#else
enum { MOST_MB = 1000, MOST_PEAK_KB = 150000 };
#endif

/* Many '[': refused without being swallowed, also where the file is not too large. */
static void
an_endless_list_takes_no_memory(void **state)
{
    static const int num_blocks[] = {1600, 250};
    const struct conditions c = {.most_memory_mb = MOST_MB};
    static char block[1 << 16];

    (void)state;
    memset(block, '[', sizeof block);
    for (size_t i = 0; i < sizeof num_blocks / sizeof *num_blocks; i++) {
        FILE *f = fopen("deep.yaml", "wb");
        struct finished done;

        assert_non_null(f);
        for (int k = 0; k < num_blocks[i]; k++)
            assert_int_equal(fwrite(block, 1, sizeof block, f), sizeof block);
        assert_int_equal(fclose(f), 0);
        done = RUN_UNDER(c, "run", "deep.yaml");
        assert_int_equal(done.status, 2);
        assert_non_null(strstr(done.err, "deep.yaml"));
        assert_non_null(strstr(done.err, "error: "));
        assert_true(done.peak_kb < MOST_PEAK_KB);
        assert_true(strlen(done.err) < 1000);
        finished_free(&done);
    }
    unlink("deep.yaml");
}

/* The contents of a file that is no scenario are not shown. */
static void
a_foreign_file_is_not_quoted(void **state)
{
    struct finished f;

    (void)state;
    write_whole("secret.yaml", "root:x:0:0:password\n");
    write_whole("spy.yaml", "monazite: 1\nextends: secret.yaml\n");
    f = RUN("run", "spy.yaml");
    assert_int_equal(f.status, 2);
    assert_null(strstr(f.err, "password"));
    finished_free(&f);
}

/* Names and arguments reach the terminal without what could steer it. */
static void
nothing_from_outside_steers_the_terminal(void **state)
{
    static const char *const names[] = {"\033[31mred.yaml", "\xe2\x80\xae.yaml",
                                        "\xff\xfe.yaml"};
    struct finished f;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        f = RUN("check", names[i]);
        assert_int_equal(f.status, 2);
        assert_null(strstr(f.err, "\033["));
        assert_null(strstr(f.err, "\xe2\x80\xae"));
        assert_null(strstr(f.err, "\xff"));
        finished_free(&f);
    }
    assert_refused(RUN("\033[2J"), "unknown command '?[2J'");
    assert_refused(RUN("check", "world.yaml", "--set", "title=\xff"), "not text");
    assert_refused(RUN("check", "world.yaml", "--set", "title=a\xe2\x80\xae"),
                   "U+202E");
    write_whole("evil\033name.yaml", "monazite: 1\nextends: world.yaml\n");
    f = RUN("run", "evil\033name.yaml", "-q", "--csv", "summary");
    assert_int_equal(f.status, 0);
    assert_null(strchr(f.out, '\033'));
    assert_non_null(strstr(f.out, "evil?name"));
    finished_free(&f);
}

/* Its first block of trials takes many seconds, within which no run stops. */
static void
write_slow_world(void)
{
    char text[8192] = "extends: world.yaml\ntime: {months: 1200, step: week}\n"
                      "industries:\n";
    size_t length = strlen(text);

    for (int i = 0; i < 60; i++)
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "  i%d: {country: US, sector: motors, uses: "
                                   "{nd_oxide: 9}, value: 1e9}\n",
                                   i);
    write_whole("slow.yaml", text);
}

static void
limits_end_the_program(void **state)
{
    struct finished f;

    (void)state;
    write_slow_world();
    f = RUN("run", "slow.yaml", "--time-limit", "1", "-o", "late", "-t", "1");
    assert_int_equal(f.status, 1);
    assert_non_null(strstr(f.err, "the time limit is reached"));
    finished_free(&f);
    assert_int_equal(access("late/summary.csv", F_OK), -1);
#if !defined __SANITIZE_ADDRESS__
    f = RUN("run", "world.yaml", "--max-memory", "16", "-q");
    assert_int_equal(f.status, 1);
    assert_true(strlen(f.err) > 0);
    finished_free(&f);
#endif
    f = RUN("check", "world.yaml", "--max-memory", "4000", "--time-limit", "60", "-q");
    assert_true(f.status == 0 || f.status == 1);
    finished_free(&f);
}

/* Each way to a number that has no use. */
static void
numbers_beyond_use_are_refused(void **state)
{
    struct finished f;

    (void)state;
    assert_refused(
        RUN("check", "world.yaml", "--set", "facilities.pit.makes.ore=1e-308"),
        "is too small");
    f = RUN("run", "world.yaml", "-q", "-n", "64", "--set",
            "controls.licences.approval={beta: {mean: 0.5, concentration: 6.1e6}}");
    assert_int_equal(f.status, 0);
    finished_free(&f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_and_version_succeed),
        cmocka_unit_test(wrong_command_lines_are_refused),
        cmocka_unit_test(hostile_scenarios_are_refused_at_their_place),
        cmocka_unit_test(a_folder_or_nothing_is_no_scenario),
        cmocka_unit_test(an_endless_list_takes_no_memory),
        cmocka_unit_test(a_foreign_file_is_not_quoted),
        cmocka_unit_test(nothing_from_outside_steers_the_terminal),
        cmocka_unit_test(limits_end_the_program),
        cmocka_unit_test(numbers_beyond_use_are_refused),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
