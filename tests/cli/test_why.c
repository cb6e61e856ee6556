/* test_why.c - the why command: suppliers of an industry, and refusals. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "cli/room.h"

static void
suppliers_are_listed_with_shares_stocks_and_controls(void **state)
{
    struct finished f = RUN("why", "world.yaml", "jp_motors");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_string_equal(f.err, "");
    assert_non_null(strstr(f.out, "Suppliers of JP motors, in the baseline"));
    assert_non_null(strstr(f.out, "\njp_motors, Japan, industry: stock of inputs 1 "
                                  "month\n nd_oxide, 100 t/yr\n"));
    assert_non_null(strstr(f.out, "  100.0 %       100  plant "));
    assert_non_null(strstr(f.out, " 1 mo  licences\n"));
    assert_non_null(strstr(f.out, "\nplant, China, separation: stock of inputs 1 "
                                  "month; of products 0.5 months\n ore, "));
    assert_non_null(strstr(f.out, "licence of China from 2025-04-01; ends with "
                                  "talks=succeed; approves 50 % for civil and 50 % "));
    finished_free(&f);
}

static void
an_industry_may_be_named_by_its_label(void **state)
{
    struct finished by_name = RUN("why", "world.yaml", "cn_motors");
    struct finished by_label = RUN("why", "world.yaml", "cn Motors");

    (void)state;
    assert_int_equal(by_label.status, 0);
    assert_string_equal(by_label.out, by_name.out);
    assert_null(strstr(by_name.out, "controls, with"));
    assert_non_null(strstr(by_name.out, "0.0 % of its need for inputs is not met\n"));
    finished_free(&by_name);
    finished_free(&by_label);
}

static void
small_sellers_and_backups_are_told(void **state)
{
    struct finished f;

    (void)state;
    write_whole("two.yaml",
                "extends: world.yaml\n"
                "facilities:\n"
                "  plant: {capacity: 2000}\n"
                "  small: {country: US, stage: separation, separates: ore, recovery: "
                "0.9, capacity: 900}\n"
                "  spare: {country: AU, stage: separation, separates: ore, recovery: "
                "0.9}\n"
                "links:\n"
                "  - {from: pit, to: [small, spare], material: ore, share: 1}\n"
                "  - {from: small, to: jp_motors, material: nd_oxide, share: 0.005}\n"
                "  - {from: spare, to: jp_motors, material: nd_oxide, share: 0, "
                "backup: 0.4}\n"
                "controls:\n"
                "  fire: {kind: outage, facilities: plant, fraction: 0.5, from: "
                "2025-06, probability: 0.25}\n");
    f = RUN("why", "two.yaml", "jp_motors");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "  0.5 %            1 more\n"));
    assert_non_null(strstr(f.out, "can take over 40 %\n"));
    assert_non_null(strstr(f.out, "of products 0.5 months; fire\n"));
    assert_non_null(strstr(f.out,
                           "outage from 2025-06-01, with probability 0.25; takes "
                           "50 % of capacity\n"));
    finished_free(&f);
}

static void
losses_are_traced_to_their_causes(void **state)
{
    struct finished f = RUN("why", "world.yaml", "jp_motors");

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nWhy JP motors is short, in the mean of 64 "
                                  "trials\n\nover all months: "));
    assert_non_null(strstr(f.out, "refused a licence under licences\n"));
    assert_non_null(strstr(f.out, "waiting for licences under licences\n"));
    assert_non_null(strstr(f.out, "by country: China 100 %\n"));
    assert_non_null(strstr(f.out, "by stage: separation 100 %\n"));
    assert_non_null(strstr(f.out, "by plant: plant 100 %\n"));
    assert_non_null(strstr(f.out, "of the demand for its products is not met\n"));
    finished_free(&f);
    f = RUN("why", "world.yaml", "jp_motors", "-m", "2025-06", "--month", "2025-07");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\n2025-06: "));
    assert_non_null(strstr(f.out, "\n2025-07: "));
    assert_null(strstr(f.out, "over all months"));
    finished_free(&f);
}

static void
a_month_outside_the_run_is_refused(void **state)
{
    (void)state;
    assert_refused(RUN("why", "world.yaml", "jp_motors", "--month", "2026-01"),
                   "--month takes 2025-01 to 2025-12, not '2026-01'");
    assert_refused(RUN("why", "world.yaml", "jp_motors", "--month", "June"),
                   "--month takes 2025-01 to 2025-12, not 'June'");
}

/* The sum of the last column over the rows that contain `part`. */
static double
sum_of_rows(const char *table, const char *part)
{
    double sum = 0.0;

    assert_non_null(table);
    for (const char *line = table; line && *line;
         line += strcspn(line, "\n"), line += *line != 0) {
        char row[512];

        snprintf(row, sizeof row, "%.*s", (int)strcspn(line, "\n"), line);
        if (strstr(row, part))
            sum += strtod(strrchr(row, ',') + 1, NULL);
    }
    return sum;
}

static void
the_rows_of_each_loss_sum_to_1(void **state)
{
    struct finished f = RUN("why", "world.yaml", "jp_motors", "-o", "out", "-q");
    char *table;

    (void)state;
    assert_int_equal(f.status, 0);
    finished_free(&f);
    table = read_whole("out/why.csv");
    assert_non_null(table);
    assert_int_equal(strncmp(table,
                             "scenario,settings,industry,loss,month,cause,act,plant,"
                             "stage,country,of_need,of_loss\n",
                             80),
                     0);
    assert_true(fabs(sum_of_rows(table, ",shortfall,,") - 1.0) < 1e-4);
    assert_true(fabs(sum_of_rows(table, ",output_lost,,") - 1.0) < 1e-4);
    assert_true(fabs(sum_of_rows(table, ",shortfall,2025-08,") - 1.0) < 1e-4);
    assert_non_null(strstr(
        table, "jp_motors,shortfall,2025-08,refused,licences,plant,separation,CN,"));
    free(table);
    table = read_whole("out/manifest.json");
    assert_non_null(table);
    free(table);
    f = RUN("why", "world.yaml", "jp_motors", "--csv", "why", "-t", "3");
    table = read_whole("out/why.csv");
    assert_string_equal(f.out, table);
    free(table);
    finished_free(&f);
}

static void
losses_without_each_control_are_told(void **state)
{
    struct finished f;
    char *table;

    (void)state;
    write_whole("ban.yaml",
                "extends: world.yaml\n"
                "controls:\n"
                "  ban: {kind: ban, by: CN, goods: nd_oxide, from: 2025-08, covers: "
                "0.5}\n");
    f = RUN("why", "ban.yaml", "jp_motors", "--without", "-o", "out2");
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "\nWithout it, on the same trials\n"));
    assert_non_null(strstr(f.out, "  licences\n"));
    assert_non_null(strstr(f.out, "  ban\n"));
    assert_non_null(strstr(f.out, "  all of these\n"));
    assert_non_null(strstr(f.err, "why.csv without.csv"));
    finished_free(&f);
    table = read_whole("out2/without.csv");
    assert_non_null(table);
    assert_non_null(strstr(table, "scenario,settings,industry,loss,without,trials,"
                                  "mean_with,mean_without,saved,saved_low,saved_high"));
    assert_non_null(strstr(table, "ban,,jp_motors,shortfall,licences,64,"));
    assert_non_null(strstr(table, "ban,,jp_motors,shortfall,all of these,64,"));
    free(table);
}

/* Where lines break does not matter. */
static void
join_lines(char *text)
{
    for (; *text; text++)
        if (*text == '\n')
            *text = ' ';
}

static void
one_trial_is_told_month_by_month(void **state)
{
    struct finished f =
        RUN("why", "world.yaml", "jp_motors", "--trial", "5", "-o", "out3");
    struct finished g;

    (void)state;
    assert_int_equal(f.status, 0);
    assert_non_null(strstr(f.out, "JP motors in trial 5: over all months "));
    assert_non_null(strstr(f.out, " talks="));
    assert_non_null(strstr(f.out, "\n  2025-08 "));
    assert_non_null(strstr(f.out, "\n2025-08: "));
    assert_null(strstr(f.out, "\n  2025-01 "));
    join_lines(f.out);
    assert_non_null(strstr(f.out, "% of the need for inputs is met; customers get "));
    assert_non_null(strstr(f.out, "t of nd_oxide that are missing"));
    assert_non_null(strstr(f.out, "t are refused a licence under licences"));
    assert_non_null(strstr(f.out, "(median 2.0 months)"));
    finished_free(&f);
    f = RUN("why", "world.yaml", "jp_motors", "--trial", "6", "-m", "2025-09");
    g = RUN("why", "world.yaml", "jp_motors", "--trial", "6", "-m", "2025-09", "-t",
            "2");
    assert_int_equal(f.status, 0);
    assert_string_equal(f.out, g.out);
    assert_null(strstr(f.out, "\n2025-08: "));
    finished_free(&f);
    finished_free(&g);
    assert_refused(RUN("why", "world.yaml", "jp_motors", "--trial", "6", "--without"),
                   "--trial tells one trial, and takes no --without");
    assert_refused(RUN("why", "world.yaml", "jp_motors", "--trial", "6", "-n", "9"),
                   "--trial tells one trial, and takes no --trials");
}

static void
an_unknown_industry_is_refused_with_the_nearest(void **state)
{
    (void)state;
    assert_refused(RUN("why", "world.yaml", "jp_motor"),
                   "there is no industry 'jp_motor'; did you mean 'jp_motors'?");
    assert_refused(RUN("why", "world.yaml", "plant"), "there is no industry 'plant'\n");
    assert_refused(RUN("why", "world.yaml"), "takes a scenario and INDUSTRY");
    assert_refused(RUN("why", "world.yaml", "jp_motors", "cn_motors"),
                   "takes a scenario and INDUSTRY");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suppliers_are_listed_with_shares_stocks_and_controls),
        cmocka_unit_test(an_industry_may_be_named_by_its_label),
        cmocka_unit_test(small_sellers_and_backups_are_told),
        cmocka_unit_test(losses_are_traced_to_their_causes),
        cmocka_unit_test(a_month_outside_the_run_is_refused),
        cmocka_unit_test(the_rows_of_each_loss_sum_to_1),
        cmocka_unit_test(losses_without_each_control_are_told),
        cmocka_unit_test(one_trial_is_told_month_by_month),
        cmocka_unit_test(an_unknown_industry_is_refused_with_the_nearest),
    };

    return cmocka_run_group_tests(tests, enter_room, leave_room);
}
