/* test_n_minus_1.c - the n-1 command: screen, tables, chart, refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

/* Plants with a capacity that an outage can take. */
static void
write_able(void)
{
    write_whole("able.yaml", "extends: world.yaml\n"
                             "name: world\n"
                             "facilities:\n"
                             "  pit: {capacity: 9000}\n"
                             "  plant: {capacity: 9000}\n");
}

static void
the_screen_ranks_what_is_taken_away(void **state)
{
    struct finished f;

    (void)state;
    write_able();
    f = RUN("n-1", "able.yaml", "--months", "3", "--from", "2025-02");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "Gone for 3 months from 2025-02 on, beside the "
                                  "scenario on the same 64 trials of 12 months\n"));
    assert_non_null(strstr(f.out, "\nWithout a plant "));
    assert_non_null(strstr(f.out, "\npit (CN) "));
    assert_non_null(strstr(f.out, "\nWithout a country's exports"));
    assert_non_null(strstr(f.out, "\nChina to Japan "));
    finished_free(&f);
    f = RUN("n-1", "able.yaml", "-k", "facility", "--pairs", "--most", "0");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nWithout two plants "));
    assert_non_null(strstr(f.out, "Ranked behind these, with their met%: pit (CN) "
                                  "+ plant (CN) 0 %\n"));
    assert_null(strstr(f.out, "China to Japan"));
    finished_free(&f);
    f = RUN("n-1", "able.yaml", "--outside", "CN", "-n", "8");
    assert_int_equal(f.status, 0);
    assert_null(strstr(f.out, "plant (CN)"));
    finished_free(&f);
}

static void
tables_and_bars_are_written(void **state)
{
    struct finished f = RUN("n-1", "able.yaml", "-o", "gone", "-n", "16");
    char *table;

    (void)state;
    assert_int_equal(f.status, 0);
    finished_free(&f);
    table = read_whole("gone/n-1.csv");
    assert_non_null(table);
    assert_non_null(strstr(table, "scenario,settings,kind,without,country,stage,"));
    assert_non_null(strstr(table, "\nworld,,facility,plant,CN,separation,"));
    assert_non_null(strstr(table, "\nworld,,corridor,CN > JP,CN,,jp_motors,0.5,0.5,0,"
                                  "0.5,0,"));
    free(table);
    table = read_whole("gone/n-1-months.csv");
    assert_non_null(table);
    assert_non_null(strstr(table, "\nworld,,country,CN,2025-12,"));
    free(table);
    f = RUN("chart", "n-1", "gone");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, ">Output lost without it</text>"));
    assert_non_null(strstr(f.out, ">CN &gt; JP</text>"));
    finished_free(&f);
    f = RUN("chart", "n-1", "gone", "--by", "facility", "--scenario", "world");
    assert_int_equal(f.status, 0);
    assert_null(strstr(f.out, "CN &gt; JP"));
    assert_non_null(strstr(f.out, ">pit</text>"));
    finished_free(&f);
}

static void
mistakes_are_told(void **state)
{
    (void)state;
    assert_refused(RUN("n-1", "able.yaml", "--outside", "Mars"),
                   "the scenario has no country or bloc 'Mars'");
    assert_refused(RUN("n-1", "able.yaml", "--from", "2027-01"),
                   "--from takes 2025-01 to 2025-12, not '2027-01'");
    assert_refused(RUN("n-1", "able.yaml", "-k", "plants"),
                   "there is no kind 'plants'");
    assert_refused(RUN("n-1", "able.yaml", "--months", "0"), "--months");
    assert_refused(RUN("n-1", "able.yaml", "-n", "900000000"),
                   "this scenario allows at most");
    assert_refused(RUN("chart", "n-1", "gone", "--by", "continent"), "MNZ-E1703");
    assert_refused(RUN("chart", "n-1", "gone", "--metric", "mean"), "MNZ-E1704");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_ranks_what_is_taken_away),
        cmocka_unit_test(tables_and_bars_are_written),
        cmocka_unit_test(mistakes_are_told),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
