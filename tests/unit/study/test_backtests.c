/* test_backtests.c - the shipped back-tests do not peek: fitted and held-back months
 * are apart, and no source is younger than the months that it speaks for. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const backtests[] = {"2025-magnets", "2025-heavies"};
enum { NUM_BACKTESTS = 2 };

static FILE *
open_shipped(const char *name, const char *ending)
{
    char path[1024];
    FILE *f;

    snprintf(path, sizeof path, "%s/scenarios/backtests/%s%s",
             getenv("MNZ_SOURCE_ROOT"), name, ending);
    f = fopen(path, "r");
    if (!f)
        fail_msg("%s cannot be read", path);
    return f;
}

/* The set that a month must be in. */
static const char *
set_of(const char *month)
{
    if (strncmp(month, "2025-04", 7) < 0)
        return "before";
    return strncmp(month, "2025-07", 7) < 0 ? "fit" : "test";
}

static void
april_to_june_is_fitted_and_what_follows_is_held_back(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_BACKTESTS; i++) {
        FILE *f = open_shipped(backtests[i], "-observed.csv");
        char line[1024], month[16], name[64], value[32], weight[32], set[32];
        int rows = 0;

        assert_non_null(fgets(line, sizeof line, f));
        assert_int_equal(strncmp(line, "month,name,value,weight,set,", 28), 0);
        for (; fgets(line, sizeof line, f); rows++) {
            assert_int_equal(sscanf(line, "%15[^,],%63[^,],%31[^,],%31[^,],%31[^,],",
                                    month, name, value, weight, set),
                             5);
            if (strcmp(set, set_of(month)) != 0)
                fail_msg("%s of %s is marked %s", month, name, set);
        }
        assert_true(rows > 10);
        fclose(f);
    }
}

/* The shipped posteriors, as calibrate wrote them. */
static void
the_shipped_fits_saw_april_to_june_only(void **state)
{
    (void)state;
    for (int i = 0; i < NUM_BACKTESTS; i++) {
        FILE *f = open_shipped(backtests[i], "-fitted/fit.csv");
        char line[1024], month[16];
        int rows = 0;

        assert_non_null(fgets(line, sizeof line, f));
        assert_int_equal(strncmp(line, "scenario,name,month,", 20), 0);
        for (; fgets(line, sizeof line, f); rows++) {
            assert_int_equal(sscanf(line, "%*[^,],%*[^,],%15[^,],", month), 1);
            assert_string_equal(set_of(month), "fit");
        }
        assert_true(rows >= 10);
        fclose(f);
    }
}

/* The youngest source that anything may rest on, the trimming of volumes, counts from
 * September; priors of July on must have been on record before. */
static void
no_source_is_younger_than_20_august(void **state)
{
    int dates = 0;

    (void)state;
    for (int i = 0; i < NUM_BACKTESTS; i++) {
        FILE *f = open_shipped(backtests[i], ".yaml");
        char line[4096];

        while (fgets(line, sizeof line, f)) {
            const char *at = strstr(line, "\", date: ");

            if (!at)
                continue;
            at += strlen("\", date: ");
            dates++;
            if (strncmp(at, "2025-08-20", strspn(at, "0123456789-")) > 0)
                fail_msg("a source of %s is too young: %s", backtests[i], line);
        }
        fclose(f);
    }
    assert_true(dates > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(april_to_june_is_fitted_and_what_follows_is_held_back),
        cmocka_unit_test(the_shipped_fits_saw_april_to_june_only),
        cmocka_unit_test(no_source_is_younger_than_20_august),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
