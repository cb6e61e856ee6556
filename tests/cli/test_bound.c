/* test_bound.c - the bound command: screen, tables, and a build without a solver. */

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

/* Whether the program has a solver; if not, that it says so. */
static int
has_solver(void)
{
    struct finished f = RUN("--version");
    const int has = strstr(f.out, "bound") != NULL;

    finished_free(&f);
    if (!has)
        assert_refused(RUN("bound", "world.yaml"),
                       "was built without GLPK and CHOLMOD");
    return has;
}

static void
the_screen_splits_the_shortfall(void **state)
{
    struct finished f;

    (void)state;
    if (!has_solver())
        skip();
    f = RUN("bound", "world.yaml", "-n", "100", "--sample", "3");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "A small world\n3 of the worst 5 % of 100 trials, "
                                  "planned by GLPK "));
    assert_non_null(strstr(f.out, " % of need that is short, "));
    assert_non_null(strstr(f.out, "\n     trial  simulated  planned\n"));
    assert_non_null(strstr(f.out, "  nd_oxide "));
    finished_free(&f);
}

static void
the_tables_are_the_same_on_any_number_of_threads(void **state)
{
    struct finished one, two;
    char *bound, *worth, *manifest;

    (void)state;
    if (!has_solver())
        skip();
    one = RUN("bound", "world.yaml", "-t", "1", "-o", "out");
    two = RUN("bound", "world.yaml", "-t", "2", "--csv", "worth");
    bound = read_whole("out/bound.csv");
    worth = read_whole("out/worth.csv");
    manifest = read_whole("out/manifest.json");
    assert_int_equal(one.status, 0);
    assert_non_null(strstr(one.err, "written: out/bound.csv worth.csv manifest.json"));
    assert_non_null(bound);
    assert_int_equal(strncmp(bound, "scenario,trial,wanted,simulated,bound,", 38), 0);
    assert_non_null(worth);
    assert_string_equal(worth, two.out);
    assert_non_null(manifest);
    assert_true(json_is_valid(manifest));
    free(bound);
    free(worth);
    free(manifest);
    finished_free(&one);
    finished_free(&two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_splits_the_shortfall),
        cmocka_unit_test(the_tables_are_the_same_on_any_number_of_threads),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
