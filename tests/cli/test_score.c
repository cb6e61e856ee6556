/* test_score.c - the score command: tables, pictures, manifest, and refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json_verify.h"
#include "cli/program.h"
#include "cli/room.h"

static const char measured[] = "month,name,value,weight,set,naive_literal\n"
                               "2024-12,to_japan,8.3,,,\n"
                               "2025-03,to_japan,8.3,,before,\n"
                               "2025-04,to_japan,1,,fit,0\n"
                               "2025-05,to_japan,0.5,,fit,0\n"
                               "2025-07,to_japan,6,,test,8\n"
                               "2025-08,to_japan,9,2,test,8\n";

static int
enter(void **state)
{
    if (enter_room(state))
        return -1;
    write_whole("observed.yaml",
                "extends: world.yaml\n"
                "observe: {to_japan: {by: CN, goods: nd_oxide, to: {country: JP}}}\n");
    write_whole("m.csv", measured);
    return 0;
}

static void
a_score_shows_bands_points_and_skill(void **state)
{
    struct finished f = RUN("score", "observed.yaml", "--observed", "m.csv");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "A small world\n64 trials against m.csv\n"));
    assert_non_null(strstr(f.out, "to_japan, t\n"));
    assert_non_null(strstr(f.out, "\n2025-05 fit "));
    assert_null(strstr(f.out, "2025-03"));
    assert_non_null(strstr(f.out, "o"));
    assert_non_null(strstr(f.out, "skill over no change"));
    assert_non_null(strstr(f.out, "trough 2025-05 at 0.06 of the mean before, above "
                                  "0.9 again: 2025-08"));
    assert_null(strstr(f.out, "\033["));
    finished_free(&f);
    f = RUN("score", "observed.yaml", "-f", "m.csv", "-q");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, "");
    finished_free(&f);
}

static void
tables_are_the_same_on_any_number_of_threads(void **state)
{
    static const char *const names[] = {"score", "points"};
    static const char *const heads[] = {
        "scenario,name,set,metric,unit,value\n"
        "observed,to_japan,fit,points,months,2\n",
        "scenario,name,set,month,unit,observed,weight,mean,p05,p25,p50,p75,p95,crps,"
        "crps_no_change,crps_literal,pit_low,pit_high\n"
        "observed,to_japan,fit,2025-04,t,1,1,"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        struct finished one = RUN("score", "observed.yaml", "-f", "m.csv", "--csv",
                                  names[k], "-n", "300", "-t", "1");
        struct finished two = RUN("score", "observed.yaml", "-f", "m.csv", "--csv",
                                  names[k], "-n", "300", "-t", "2");

        assert_int_equal(one.status, 0);
        assert_int_equal(strncmp(one.out, heads[k], strlen(heads[k])), 0);
        assert_string_equal(one.out, two.out);
        finished_free(&one);
        finished_free(&two);
    }
}

static void
the_naive_forecast_is_the_mean_or_the_last_before(void **state)
{
    struct finished f = RUN("score", "observed.yaml", "-f", "m.csv", "--csv", "score");

    (void)state;
    assert_non_null(strstr(f.out, ",whole,naive_no_change,t,8.3\n"));
    assert_non_null(strstr(f.out, ",test,crps_literal,t,1.33333\n"));
    finished_free(&f);
    write_whole("l.csv", "month,name,value\n2024-11,to_japan,4\n2024-12,to_japan,9\n"
                         "2025-06,to_japan,7\n");
    f = RUN("score", "observed.yaml", "-f", "l.csv", "--csv", "score", "--naive-base",
            "last");
    assert_non_null(strstr(f.out, ",whole,naive_no_change,t,9\n"));
    assert_non_null(strstr(f.out, ",all,crps_no_change,t,2\n"));
    assert_non_null(strstr(f.out, ",all,skill_literal,share,\n"));
    finished_free(&f);
}

/* The manifest's part on observations; the caller's to free. */
static char *
observed_part(const char *table, const char *dir)
{
    struct finished f = RUN("score", "observed.yaml", "-f", table, "-o", dir, "-q");
    char path[64], *text, *part;

    assert_int_equal(f.status, 0);
    finished_free(&f);
    snprintf(path, sizeof path, "%s/manifest.json", dir);
    text = read_whole(path);
    assert_non_null(text);
    assert_true(json_is_valid(text));
    part = strstr(text, "\"rows_fnv1a\"");
    assert_non_null(part);
    memmove(text, part, strlen(part) + 1);
    snprintf(path, sizeof path, "%s/score.csv", dir);
    part = read_whole(path);
    assert_non_null(part);
    free(part);
    snprintf(path, sizeof path, "%s/points.csv", dir);
    part = read_whole(path);
    assert_non_null(part);
    free(part);
    return text;
}

static void
a_month_moved_into_the_fit_changes_the_manifest(void **state)
{
    char *moved = strdup(measured), *before, *after, *again;
    struct finished f;

    (void)state;
    assert_non_null(moved);
    memcpy(strstr(strstr(moved, "2025-07"), "test"), "fit,", 4);
    memmove(strstr(moved, "fit,,8"), "fit,8 ", 6);
    write_whole("moved.csv", moved);
    before = observed_part("m.csv", "before");
    again = observed_part("m.csv", "again");
    after = observed_part("moved.csv", "after");
    assert_string_equal(before, again);
    assert_string_not_equal(before, after);
    assert_non_null(strstr(after, "2025-07"));
    f = RUN("score", "observed.yaml", "-f", "moved.csv", "--csv", "score");
    assert_non_null(strstr(f.out, "to_japan,fit,points,months,3\n"));
    assert_non_null(strstr(f.out, "to_japan,test,points,months,1\n"));
    finished_free(&f);
    free(before);
    free(again);
    free(after);
    free(moved);
}

/* The rows of a score that speak of one set, the caller's to free. */
static char *
rows_of_set(const char *table, const char *set)
{
    struct finished f =
        RUN("score", "observed.yaml", "-f", table, "--csv", "score", "-n", "100");
    char *rows = calloc(strlen(f.out) + 1, 1), part[32];

    assert_int_equal(f.status, 0);
    assert_non_null(rows);
    snprintf(part, sizeof part, ",%s,", set);
    for (char *line = strtok(f.out, "\n"); line; line = strtok(NULL, "\n"))
        if (strstr(line, part))
            strcat(strcat(rows, line), "\n");
    finished_free(&f);
    return rows;
}

/* Months that were held back may be anything: fits are scored the same; and the
 * other way. */
static void
fitted_and_held_back_months_are_never_mixed(void **state)
{
    static const char *const changed[] = {"2025-07,to_japan,6", "2025-04,to_japan,1"};
    static const char *const kept[] = {"fit", "test"}, *const moved[] = {"test", "fit"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        char *table = strdup(measured), *same, *again, *other, *before;

        assert_non_null(table);
        strstr(table, changed[k])[strlen(changed[k]) - 1] = '9';
        write_whole("changed.csv", table);
        same = rows_of_set("m.csv", kept[k]);
        again = rows_of_set("changed.csv", kept[k]);
        before = rows_of_set("m.csv", moved[k]);
        other = rows_of_set("changed.csv", moved[k]);
        assert_non_null(strstr(same, "crps"));
        assert_string_equal(same, again);
        assert_string_not_equal(before, other);
        free(table);
        free(same);
        free(again);
        free(before);
        free(other);
    }
}

static void
assert_table_refused(const char *text, const char *message)
{
    write_whole("bad.csv", text);
    assert_refused(RUN("score", "observed.yaml", "-f", "bad.csv"), message);
}

static void
wrong_tables_are_refused_with_file_and_line(void **state)
{
    (void)state;
    assert_table_refused("month,name,value\n2025-04,to_japn,1\n",
                         "bad.csv:2:9: error: the scenario reports no monthly series "
                         "'to_japn'");
    assert_table_refused("month,name,value\n2025-04,to_japn,1\n",
                         "did you mean 'to_japan'?");
    assert_table_refused("month,name,value\n2026-04,to_japan,1\n",
                         "bad.csv:2:1: error: 2026-04 is outside the run, which covers "
                         "2025-01 to 2025-12");
    assert_table_refused("month,name,value\n2025-04,to_japan,1 t\n",
                         "bad.csv:2:18: error: value must be a number, not '1 t'");
    assert_table_refused("", "bad.csv:1:1: error: the table is empty");
    assert_table_refused("month,name,value\n", "bad.csv:1:1: error: the table has no");
    assert_refused(RUN("score", "observed.yaml", "-f", "nowhere.csv"), "nowhere.csv");
    assert_refused(RUN("score", "observed.yaml", "-f", "world.yaml"), ".csv");
}

static void
wrong_command_lines_are_refused(void **state)
{
    (void)state;
    assert_refused(RUN("score"), "which scenario?");
    assert_refused(RUN("score", "observed.yaml"), "--observed FILE is needed");
    assert_refused(RUN("score", "observed.yaml", "world.yaml", "-f", "m.csv"),
                   "takes one scenario");
    assert_refused(RUN("score", "observed.yaml", "-f", "m.csv", "--csv", "scores"),
                   "did you mean 'score'?");
    assert_refused(RUN("score", "observed.yaml", "-f", "m.csv", "--naive-base", "none"),
                   "there is no naive base 'none'");
    assert_refused(RUN("score", "observed.yaml", "-f", "m.csv", "-n", "1000000000"),
                   "scores need all trials at once");
    assert_refused(RUN("score", "world.yaml", "-f", "m.csv"),
                   "no monthly series 'to_japan'");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_shows_bands_points_and_skill),
        cmocka_unit_test(tables_are_the_same_on_any_number_of_threads),
        cmocka_unit_test(the_naive_forecast_is_the_mean_or_the_last_before),
        cmocka_unit_test(a_month_moved_into_the_fit_changes_the_manifest),
        cmocka_unit_test(fitted_and_held_back_months_are_never_mixed),
        cmocka_unit_test(wrong_tables_are_refused_with_file_and_line),
        cmocka_unit_test(wrong_command_lines_are_refused),
    };

    return cmocka_run_group_tests(tests, enter, leave_room);
}
