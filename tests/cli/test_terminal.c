/* test_terminal.c - drawings of the program on a terminal. */

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
#include "cli/terminal.h"

#define ON_TERMINAL(columns, conditions, ...)                                          \
    run_on_terminal(columns, conditions, (const char *const[]){__VA_ARGS__, NULL})

/* Names as long as people make them, some of wide characters. */
static const char wide[] =
    "monazite: 1\n"
    "title: A title that goes on and on, as titles do which were written for a report "
    "and not for a terminal of eighty columns\n"
    "extends: world.yaml\n"
    "materials:\n"
    "  neodymium_metal_of_a_purity_that_few_can_make: {stage: metal, element: Nd, "
    "price: 90}\n"
    "facilities:\n"
    "  smelter: {country: CN, stage: metal, uses: {nd_oxide: 1.2}, "
    "makes: {neodymium_metal_of_a_purity_that_few_can_make: 1}}\n"
    "industries:\n"
    "  us_wide: {country: US, sector: "
    "\"\u9ad8\u6027\u80fd\u78c1\u77f3\u3092\u4f7f\u3046\u5de5\u5834\u306e\u6a5f\u68b0"
    "\u3068\u81ea\u52d5\u8eca\u306e\u90e8\u54c1\", "
    "uses: {neodymium_metal_of_a_purity_that_few_can_make: 9}, value: 1e9}\n"
    "  us_long: {country: US, sector: \"motors for machines that carry other machines "
    "to places where machines are made\", "
    "uses: {neodymium_metal_of_a_purity_that_few_can_make: 9}, value: 1e9}\n"
    "links:\n"
    "  - {from: plant, to: smelter, material: nd_oxide, share: 1, lead: 1}\n"
    "  - {from: smelter, to: {country: US}, "
    "material: neodymium_metal_of_a_purity_that_few_can_make, share: 1}\n"
    "controls:\n"
    "  stop: {kind: ban, by: CN, "
    "goods: neodymium_metal_of_a_purity_that_few_can_make, from: 2025-04}\n"
    "events:\n"
    "  negotiations: {on: 2025-10, branches: {"
    "drag_on_for_longer_than_anybody_had_thought: {probability: 0.7}, end: {}}}\n";

static void
no_line_is_wider_than_the_terminal(void **state)
{
    static const int columns[] = {60, 79, 80, 100, 120, 160};
    char shipped[1024];

    (void)state;
    snprintf(shipped, sizeof shipped, "%s/scenarios/truce-expiry-2026-11.yaml",
             getenv("MNZ_SOURCE_ROOT"));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (int which = 0; which <= (columns[i] == 80 || columns[i] == 120); which++) {
            struct finished f = ON_TERMINAL(columns[i], NULL, "run", "-n", "32",
                                            which ? shipped : "wide.yaml");

            if (f.status != 0 || widest_line(f.out) > columns[i])
                fail_msg("status %d, %d columns on a terminal of %d:\n%s", f.status,
                         widest_line(f.out), columns[i], f.out);
            finished_free(&f);
        }
}

/* A terminal has 40 lines, one of which the next prompt takes. */
static void
a_shipped_scenario_fits_one_screen(void **state)
{
    char shipped[1024];
    struct finished f;
    int lines = 0;

    (void)state;
    snprintf(shipped, sizeof shipped, "%s/scenarios/china-licensing-2025-12.yaml",
             getenv("MNZ_SOURCE_ROOT"));
    f = ON_TERMINAL(80, NULL, "run", "-n", "32", shipped);
    assert_int_equal(f.status, 0);
    for (const char *c = f.out; *c; c++)
        lines += *c == '\n';
    assert_in_range(lines, 20, 39);
    assert_non_null(strstr(f.out, "civil industries"));
    assert_non_null(strstr(f.out, "military users"));
    finished_free(&f);
}

/* A screen of the shipped scenario, at any width, in a plain locale, without
 * colour: what is lost, of what, what is at stake, what carries it, and what is next.
 */
static void
the_headline_says_what_is_lost_and_of_what(void **state)
{
    static const char *const said[] = {"Output lost: ",
                                       "(90 % of trials: ",
                                       "USD a year that",
                                       "value added lost: ",
                                       "At stake (output that needs inputs",
                                       "of them assumptions (see inputs.csv)",
                                       "fleet_grade=caught",
                                       "Next: -o DIR writes"};
    const struct conditions c = {.environment = "LC_ALL=C"};
    char shipped[1024], *end;
    struct finished f;

    (void)state;
    snprintf(shipped, sizeof shipped, "%s/scenarios/china-licensing-2025-12.yaml",
             getenv("MNZ_SOURCE_ROOT"));
    f = ON_TERMINAL(160, &c, "run", "-n", "32", shipped);
    end = f.out;
    assert_int_equal(f.status, 0);
    for (const char *at = f.out; *at; at++) {
        assert_true((unsigned char)*at < 0x80);
        if (*at != '\r') /* lines of a terminal end in \r\n */
            *end++ = *at == '\n' ? ' ' : *at;
    }
    *end = '\0';
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (!strstr(f.out, said[i]))
            fail_msg("\"%s\" is not said:\n%s", said[i], f.out);
    assert_null(strstr(f.out, "defence_ndfeb"));
    assert_null(strstr(f.out, " nan"));
    finished_free(&f);
}

/* Draws that are kept for the screen do not depend on the number of threads. */
static void
the_screen_does_not_depend_on_threads(void **state)
{
    struct finished one, two;

    (void)state;
    one = ON_TERMINAL(100, NULL, "run", "-n", "600", "--no-progress", "-t", "1",
                      "world.yaml");
    two = ON_TERMINAL(100, NULL, "run", "-n", "600", "--no-progress", "-t", "3",
                      "world.yaml");
    assert_int_equal(one.status, 0);
    assert_string_equal(one.out, two.out);
    finished_free(&one);
    finished_free(&two);
}

static void
names_that_are_cut_say_so(void **state)
{
    struct finished f = ON_TERMINAL(80, NULL, "run", "-n", "32", "wide.yaml");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "US motors for mach"));
    assert_non_null(strstr(f.out, "\u2026"));
    finished_free(&f);
}

static void
colour_is_for_terminals_that_want_it(void **state)
{
    static const char *const without[] = {"NO_COLOR=1", "TERM=dumb"};
    struct finished f = ON_TERMINAL(80, NULL, "run", "world.yaml");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\033[1m"));
    finished_free(&f);
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        const struct conditions c = {.environment = without[i]};

        f = ON_TERMINAL(80, &c, "run", "world.yaml");
        assert_int_equal(f.status, 0);
        assert_non_null(strstr(f.out, "A small world"));
        assert_null(strstr(f.out, "\033"));
        finished_free(&f);
    }
}

static void
progress_is_drawn_unless_refused(void **state)
{
    struct finished f = ON_TERMINAL(80, NULL, "run", "world.yaml", "-n", "20000");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "of 20000 trials, "));
    finished_free(&f);
    f = ON_TERMINAL(80, NULL, "run", "world.yaml", "-n", "20000", "--no-progress");
    assert_int_equal(f.status, 0);
    assert_null(strstr(f.out, "of 20000 trials, "));
    assert_non_null(strstr(f.out, "A small world"));
    finished_free(&f);
    f = ON_TERMINAL(80, NULL, "run", "world.yaml", "-n", "20000", "-q");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, "");
    finished_free(&f);
}

/* Bars of ASCII where the locale has no others. */
static void
a_plain_locale_gets_plain_characters(void **state)
{
    const struct conditions c = {.environment = "LC_ALL=C"};
    struct finished f = ON_TERMINAL(120, &c, "run", "world.yaml");

    (void)state;
    assert_int_equal(f.status, 0);
    for (const char *at = f.out; *at; at++)
        assert_true((unsigned char)*at < 0x80);
    finished_free(&f);
}

static void
a_scenario_cannot_steer_the_terminal(void **state)
{
    const struct conditions c = {.environment = "NO_COLOR=1"};
    struct finished f;

    (void)state;
    write_whole("steer.yaml",
                "monazite: 1\nextends: world.yaml\n"
                "title: \"a\\e[31mb\\x9b31mc\"\n"
                "industries:\n"
                "  us_x: {country: US, sector: \"s\\e[2Jt\", uses: {nd_oxide: 9}}\n"
                "links:\n"
                "  - {from: plant, to: us_x, material: nd_oxide, share: 1}\n");
    f = ON_TERMINAL(80, &c, "run", "-n", "32", "steer.yaml");
    assert_int_equal(f.status, 2);
    assert_null(strchr(f.out, '\033'));
    assert_null(strstr(f.out, "\xc2\x9b"));
    assert_null(strchr(f.err, '\033'));
    assert_non_null(strstr(f.out, "a control character cannot stand in a text"));
    finished_free(&f);
}

static int
enter_wide_room(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("wide.yaml", wide);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(a_shipped_scenario_fits_one_screen),
        cmocka_unit_test(the_headline_says_what_is_lost_and_of_what),
        cmocka_unit_test(the_screen_does_not_depend_on_threads),
        cmocka_unit_test(names_that_are_cut_say_so),
        cmocka_unit_test(colour_is_for_terminals_that_want_it),
        cmocka_unit_test(progress_is_drawn_unless_refused),
        cmocka_unit_test(a_plain_locale_gets_plain_characters),
        cmocka_unit_test(a_scenario_cannot_steer_the_terminal),
    };

    return cmocka_run_group_tests(tests, enter_wide_room, leave_room);
}
