/* test_limits.c - scenarios of at most a megabyte that ask for too much time or memory
 * are refused at once, and names that look like something else are names. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

static FILE *
begin(const char *time)
{
    FILE *f = fopen("large.yaml", "w");

    assert_non_null(f);
    fprintf(f,
            "monazite: 1\ntime: {start: 2025-01, %s}\nmaterials:\n"
            "  ox: {stage: separation, element: Nd, price: 60}\n"
            "facilities:\n",
            time);
    return f;
}

/* Each of the buyers buys from each of the plants. */
static FILE *
begin_links(int plants, int buyers, const char *use)
{
    FILE *f = begin("months: 12");

    for (int i = 0; i < plants; i++)
        fprintf(
            f,
            "  f%d: {country: CN, stage: separation, feeds: unknown, makes: {ox: 1}}\n",
            i);
    fprintf(f, "industries:\n");
    for (int i = 0; i < buyers; i++)
        fprintf(f, "  m%d: {country: JP, sector: s, uses: {ox: %s}}\n", i, use);
    fprintf(f, "links:\n  - {from: {country: CN}, to: {country: JP}, material: ox, "
               "share: 1}\n");
    return f;
}

/* `check` refuses the file with the message, in little memory. */
static void
assert_too_large(FILE *f, const char *code)
{
    struct finished done;

    assert_true(ftell(f) <= 1 << 20);
    assert_int_equal(fclose(f), 0);
    done = RUN("check", "large.yaml", "-q");
    assert_int_equal(done.status, 2);
    assert_non_null(strstr(done.err, code));
    finished_free(&done);
}

static void
blocs_within_blocs_are_limited(void **state)
{
    FILE *f = begin_links(1, 1, "1");

    (void)state;
    fprintf(f, "blocs:\n");
    for (int i = 0; i < 40; i++)
        fprintf(f, "  b%d: [b%d]\n", i, i + 1);
    fprintf(f, "  b40: [CN]\n");
    assert_too_large(f, "MNZ-E2601");
    f = begin_links(1, 1, "1");
    fprintf(f, "blocs:\n  b0: [CN]\n");
    for (int i = 1; i < 500; i++)
        fprintf(f, "  b%d: [b%d]\n", i, i - 1);
    assert_too_large(f, "MNZ-E2601");
}

static void
names_are_limited(void **state)
{
    FILE *f = begin_links(1, 1, "1");

    (void)state;
    fprintf(f, "notes: {? %01001d\n  : x}\n", 7);
    assert_too_large(f, "MNZ-E2602");
    f = fopen("names.csv", "w");
    assert_non_null(f);
    fprintf(f, "name,country,stage\n%01001d,CN,mine\n", 7);
    assert_int_equal(fclose(f), 0);
    f = begin("months: 12");
    fprintf(f, "  table: names.csv\n");
    assert_too_large(f, "MNZ-E2602");
}

static void
factors_are_limited(void **state)
{
    FILE *f = begin_links(1, 2500, "1");

    (void)state;
    fprintf(f, "factors:\n");
    for (int i = 0; i < 6000; i++)
        fprintf(f, "  a%d: {value: 1, on: ['industries.*.stock.input']}\n", i);
    assert_too_large(f, "MNZ-E2603");
}

static void
correlated_inputs_are_limited(void **state)
{
    FILE *f = begin_links(1, 1501, "{uniform: [1, 2]}");

    (void)state;
    fprintf(f, "correlations:\n");
    for (int i = 0; i < 1500; i++)
        fprintf(f,
                "  - {between: [industries.m%d.uses.ox, industries.m%d.uses.ox], "
                "rank: 0.3}\n",
                i, i + 1);
    assert_too_large(f, "MNZ-E2604");
}

static void
scopes_are_limited(void **state)
{
    FILE *f = begin_links(300, 300, "1");

    (void)state;
    fprintf(f, "observe:\n");
    for (int i = 0; i < 20000; i++)
        fprintf(f, "  o%d: {by: CN}\n", i);
    assert_too_large(f, "MNZ-E2605");
    f = begin_links(300, 300, "1");
    fprintf(f, "observe:\n");
    for (int i = 0; i < 230; i++)
        fprintf(f, "  o%d: {by: CN}\n", i);
    assert_too_large(f, "MNZ-E2606");
}

static void
results_are_limited(void **state)
{
    FILE *f = begin("months: 1200");

    (void)state;
    for (int i = 0; i < 4000; i++)
        fprintf(
            f,
            "  f%d: {country: CN, stage: separation, feeds: unknown, makes: {ox: 1}}\n",
            i);
    assert_too_large(f, "MNZ-E2607");
}

/* A sanitizer's own memory is not the program's. */
#ifdef __SANITIZE_ADDRESS__
enum { MOST_MB = 0 };
#else
enum { MOST_MB = 400 };
#endif

/* The memory of a run is told without holding it. */
static void
a_large_run_is_foreseen_in_little_memory(void **state)
{
    const struct conditions c = {.most_memory_mb = MOST_MB};
    FILE *f = begin_links(300, 300, "1");
    struct finished done;
    const char *told;

    (void)state;
    fprintf(f, "controls:\n");
    for (int i = 0; i < 20; i++)
        fprintf(f, "  c%d: {kind: licence, by: CN, approval: 0.5, processing: 1}\n", i);
    assert_int_equal(fclose(f), 0);
    done = RUN_UNDER(c, "check", "large.yaml");
    assert_int_equal(done.status, 0);
    told = strstr(done.out, "about ");
    assert_non_null(told);
    assert_true(strtod(told + strlen("about "), NULL) > 100.0);
    finished_free(&done);
}

/* Keys of YAML 1.1 that mean numbers, truths or times there. */
static void
names_that_look_like_values_are_names(void **state)
{
    static const char *const names[] = {"007",  "NO",      "yes",     "on",  "1e3",
                                        "0x10", ".inf",    "1_000",   "0o7", "=",
                                        "true", "2025-10", "12:30:45"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        FILE *f = begin("months: 3");
        struct finished one, two, shown;
        char *rest;

        fprintf(
            f,
            "  %s: {country: NO, stage: separation, feeds: unknown, makes: {ox: 1}}\n"
            "industries:\n  m: {country: JP, sector: %s, uses: {ox: {uniform: [1, "
            "2]}}, "
            "value: 1}\nlinks:\n  - {from: %s, to: m, material: ox, share: 1}\n"
            "name: same\n",
            names[i], names[i], names[i]);
        assert_int_equal(fclose(f), 0);
        one = RUN("run", "large.yaml", "-q", "-n", "8", "--csv", "summary");
        assert_int_equal(one.status, 0);
        assert_non_null(strstr(one.out, names[i]));
        shown = RUN("show", "large.yaml");
        write_whole("shown.yaml", shown.out);
        two = RUN("run", "shown.yaml", "-q", "-n", "8", "--csv", "summary");
        rest = two.out;
        assert_string_equal(rest, one.out);
        finished_free(&one);
        finished_free(&two);
        finished_free(&shown);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blocs_within_blocs_are_limited, enter_room,
                                        leave_room),
        cmocka_unit_test_setup_teardown(names_are_limited, enter_room, leave_room),
        cmocka_unit_test_setup_teardown(factors_are_limited, enter_room, leave_room),
        cmocka_unit_test_setup_teardown(correlated_inputs_are_limited, enter_room,
                                        leave_room),
        cmocka_unit_test_setup_teardown(scopes_are_limited, enter_room, leave_room),
        cmocka_unit_test_setup_teardown(results_are_limited, enter_room, leave_room),
        cmocka_unit_test_setup_teardown(a_large_run_is_foreseen_in_little_memory,
                                        enter_room, leave_room),
        cmocka_unit_test_setup_teardown(names_that_look_like_values_are_names,
                                        enter_room, leave_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
