/* test_explain.c - messages by their codes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

static void
a_code_may_be_small_and_without_its_prefix(void **state)
{
    static const char *const spellings[] = {"E0301", "e0301", "mnz-e0301"};
    struct finished whole = RUN("explain", "MNZ-E0301");

    (void)state;
    assert_int_equal(whole.status, 0);
    assert_int_equal(strncmp(whole.out, "MNZ-E0301, error: unknown key", 29), 0);
    assert_non_null(strstr(whole.out, "\nExample  "));
    assert_non_null(strstr(whole.out, "\nCause    "));
    assert_non_null(strstr(whole.out, "\nFix      "));
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        struct finished f = RUN("explain", spellings[i]);

        assert_int_equal(f.status, 0);
        assert_string_equal(f.out, whole.out);
        finished_free(&f);
    }
    finished_free(&whole);
}

static void
the_code_behind_an_error_is_explained(void **state)
{
    struct finished check, f;
    char code[16] = "";

    (void)state;
    write_whole("wrong.yaml", "monazite: 1\nextends: world.yaml\ntme: {months: 3}\n");
    check = RUN("check", "wrong.yaml");
    assert_int_equal(check.status, 2);
    assert_int_equal(sscanf(strstr(check.err, "[MNZ-"), "[%15[^]]", code), 1);
    f = RUN("explain", code);
    assert_int_equal(f.status, 0);
    assert_int_equal(strncmp(f.out, code, strlen(code)), 0);
    finished_free(&f);
    finished_free(&check);
}

static void
lines_fit_a_terminal(void **state)
{
    struct finished f = RUN("explain", "E0301");

    (void)state;
    for (const char *line = strtok(f.out, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(strlen(line) < 80);
    finished_free(&f);
}

static void
an_unknown_code_is_refused_with_the_nearest(void **state)
{
    (void)state;
    assert_refused(RUN("explain", "W0301"), "did you mean 'MNZ-E0301'?");
    assert_refused(RUN("explain", "E0301x"), "did you mean 'MNZ-E0301'?");
    assert_refused(RUN("explain", "everything"), "there is no message 'everything'");
    assert_refused(RUN("explain", ""), "there is no message ''");
    assert_refused(RUN("explain"), "takes CODE");
    assert_refused(RUN("explain", "E0301", "E0302"), "takes CODE");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_may_be_small_and_without_its_prefix),
        cmocka_unit_test(the_code_behind_an_error_is_explained),
        cmocka_unit_test(lines_fit_a_terminal),
        cmocka_unit_test(an_unknown_code_is_refused_with_the_nearest),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
