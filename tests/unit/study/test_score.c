/* test_score.c - tables of observations, and trials against them. */

#include "unit/network/world_text.h"

#include "study/score.h"

#define OBSERVE "observe: {us: {by: JP, goods: magnet, to: {country: US}}}\n"

static struct compiled world;
static struct mnz_metrics *metrics;

static int
set_up(void **state)
{
    (void)state;
    world = compile_text(TRADE OBSERVE);
    return mnz_metrics_create(world.net, &metrics) ? -1 : 0;
}

static int
tear_down(void **state)
{
    (void)state;
    mnz_metrics_destroy(metrics);
    discard(&world);
    return 0;
}

/* Read a table from a text; its messages in *diags, the caller's to destroy. */
static enum mnz_status
load_table(const char *text, struct mnz_diags **diags, struct mnz_observations **out)
{
    char folder[] = "/tmp/mnz-test-XXXXXX", path[64];
    enum mnz_status st;
    FILE *f;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/observed.csv", folder);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(mnz_diags_create(diags), MNZ_OK);
    st = mnz_observations_read(path, NULL, metrics, *diags, out);
    unlink(path);
    rmdir(folder);
    return st;
}

static struct mnz_observations *
table_of(const char *text)
{
    struct mnz_diags *diags;
    struct mnz_observations *m;

    if (load_table(text, &diags, &m))
        mnz_diags_print(diags, stderr, 0);
    assert_non_null(m);
    assert_int_equal(mnz_diags_errors(diags), 0);
    mnz_diags_destroy(diags);
    return m;
}

/* Refused with exactly one message, at a line. */
static void
assert_bad(const char *text, unsigned line, const char *code, const char *message)
{
    struct mnz_diags *diags;
    struct mnz_observations *m;
    const struct mnz_diag *d;

    assert_int_equal(load_table(text, &diags, &m), MNZ_ERR_INPUT);
    assert_null(m);
    d = mnz_diags_get(diags, 0);
    if (mnz_diags_errors(diags) != 1 || !strstr(d->text, message) ||
        strcmp(d->code, code) != 0 || d->at.line != line) {
        print_error("expected only '%s' in line %u, got:\n", message, line);
        mnz_diags_print(diags, stderr, 0);
        fail();
    }
    mnz_diags_destroy(diags);
}

static void
is_about(double actual, double expected)
{
    if (!(fabs(actual - expected) <= 1e-9)) {
        print_error("%.12g, not %.12g\n", actual, expected);
        fail();
    }
}

static void
months_are_counted_from_the_runs_first_and_sorted(void **state)
{
    struct mnz_observations *m =
        table_of("month,name,value,set,weight,_mine\n"
                 "2025-05,us,4,test,2,x\n"
                 "2024-12,us,8,,,\n"
                 "2024-11,us,6,,3,\n"
                 "2025-01,us,10,before,0,\n"
                 "2025-04,us,2,fit,,\n"
                 "2025-02,market.magnet@rest.price_usd_per_kg,80,,,\n");
    const struct mnz_observed_series *s = m->series;

    (void)state;
    assert_int_equal(m->num_series, 2);
    assert_int_equal(m->num_columns, 3);
    assert_int_equal(s->num_points, 5);
    assert_int_equal(s->num_scored, 2);
    assert_int_equal(s->points[0].month, -2);
    assert_int_equal(s->points[2].month, 0);
    assert_int_equal(s->points[3].month, 3);
    assert_int_equal(s->points[3].set, MNZ_SET_FIT);
    assert_int_equal(s->points[4].set, MNZ_SET_TEST);
    is_about(s->points[4].weight, 2.0);
    is_about(mnz_observed_mean_before(s), (3.0 * 6.0 + 8.0) / 4.0);
    is_about(mnz_observed_last_before(s), 10.0);
    assert_int_equal(
        m->kept[s->points[3].column],
        mnz_metrics_month(metrics, s->group, MNZ_METRIC_SHIPPED_TONNES, 3));
    assert_int_equal(m->series[1].metric, MNZ_METRIC_PRICE_USD_PER_KG);
    assert_int_equal(m->series[1].points[0].set, MNZ_SET_ALL);
    mnz_observations_destroy(m);
}

static void
a_series_without_a_month_before_is_a_warning(void **state)
{
    struct mnz_diags *diags;
    struct mnz_observations *m;

    (void)state;
    assert_int_equal(load_table("month,name,value\n2025-04,us,1\n", &diags, &m),
                     MNZ_OK);
    assert_int_equal(mnz_diags_count(diags), 1);
    assert_string_equal(mnz_diags_get(diags, 0)->code, "MNZ-W1315");
    assert_int_equal(mnz_diags_get(diags, 0)->at.line, 2);
    mnz_observations_destroy(m);
    mnz_diags_destroy(diags);
}

static void
wrong_tables_are_refused_at_their_line(void **state)
{
#define TOP "month,name,value,weight,set,naive_literal\n2024-12,us,8,,,\n"
    (void)state;
    assert_bad("", 1, "MNZ-E0215", "the table is empty");
    assert_bad("month,name,value\n", 1, "MNZ-E1303", "has no rows");
    assert_bad("month,name,_value\n2025-04,us,1\n", 1, "MNZ-E1301",
               "no column 'value'");
    assert_bad("month,name,value,wieght\n2025-04,us,1,1\n", 1, "MNZ-E1302",
               "a column 'wieght' means nothing");
    assert_bad(TOP "2025-04,su,1\n", 3, "MNZ-E1307", "no monthly series 'su'");
    assert_bad(TOP "2026-01,us,1\n", 3, "MNZ-E1306",
               "outside the run, which covers 2025-01 to");
    assert_bad(TOP "2025-04-01,us,1\n", 3, "MNZ-E1305",
               "a month like 2025-04 was expected");
    assert_bad(TOP "2025-13,us,1\n", 3, "MNZ-E1305",
               "a month like 2025-04 was expected");
    assert_bad(TOP "2025-04,us,many\n", 3, "MNZ-E1304",
               "value must be a number, not 'many'");
    assert_bad(TOP "2025-04,us,nan\n", 3, "MNZ-E1304", "value must be a number");
    assert_bad(TOP "2025-04,us,1,-1\n", 3, "MNZ-E1304",
               "weight must be a number from 0 on");
    assert_bad(TOP "2025-04,us\n", 3, "MNZ-E1310", "the row has no value");
    assert_bad(TOP "2025-04,us,1,,train\n", 3, "MNZ-E1309",
               "set must be fit, test or before");
    assert_bad(TOP "2024-11,us,1,,fit\n2025-04,us,1\n", 3, "MNZ-E1308",
               "before the run is marked");
    assert_bad(TOP "2025-04,us,1\n2025-05,us,1,,before\n", 4, "MNZ-E1312",
               "marked 'before'");
    assert_bad(TOP "2025-04,us,1\n2025-04,flow.us.shipped_tonnes,2\n", 4, "MNZ-E1311",
               "has this month already, in line 3");
    assert_bad(TOP "2025-04,us,1,,,2\n2025-05,us,1\n", 4, "MNZ-E1313",
               "in some months and not");
    assert_bad(TOP, 2, "MNZ-E1314", "has no month to score");
#undef TOP
}

/* Four trials of three months; the last was never made. */
static struct mnz_score *
score_of(const struct mnz_observations *m, enum mnz_naive_base base)
{
    static double values[] = {1, 20, 50, 2, 30, 60, 3, 40, 70, 99, 99, 99};
    static uint8_t is_done[] = {1, 1, 1, 0};
    const struct mnz_keep keep = {
        .num_series = 3, .series = m->kept, .values = values, .is_done = is_done};
    struct mnz_score *score;

    assert_int_equal(m->num_columns, 3);
    assert_int_equal(mnz_score_create(m, &keep, 4, base, &score), MNZ_OK);
    return score;
}

static void
scores_are_what_hand_and_paper_give(void **state)
{
    struct mnz_observations *m = table_of("month,name,value,set,weight,naive_literal\n"
                                          "2024-11,us,40,,,\n"
                                          "2024-12,us,60,,,\n"
                                          "2025-04,us,2,fit,,0\n"
                                          "2025-05,us,60,test,1,50\n"
                                          "2025-06,us,60,test,3,50\n");
    struct mnz_score *score = score_of(m, MNZ_NAIVE_MEAN);
    const struct mnz_series_score *s = score->series;

    (void)state;
    assert_int_equal(score->trials, 3);
    is_about(s->mean_before, 50.0);
    is_about(s->points[0].p50, 2.0);
    is_about(s->points[0].p05, 1.0);
    is_about(s->points[0].p95, 3.0);
    /* |x - y|: 2/3; of the three pairs, 1 + 1 + 2 over 3, half of it 2/3. */
    is_about(s->points[0].crps, 0.0);
    is_about(s->points[0].crps_still, 48.0);
    is_about(s->points[0].crps_literal, 2.0);
    is_about(s->points[0].pit_low, 0.25);
    is_about(s->points[0].pit_high, 0.75);
    is_about(s->points[1].crps, 30.0 - 20.0 / 3.0);
    assert_int_equal(s->num_sets, 2);
    assert_int_equal(s->sets[0].set, MNZ_SET_FIT);
    assert_int_equal(s->sets[0].num_points, 1);
    is_about(s->sets[0].skill_still, 1.0);
    assert_int_equal(s->sets[1].set, MNZ_SET_TEST);
    is_about(s->sets[1].weight, 4.0);
    is_about(s->sets[1].coverage_90, 0.75);
    is_about(s->sets[1].coverage_50, 0.75);
    is_about(s->sets[1].bias, -30.0 / 4.0);
    is_about(s->sets[1].crps_still, 10.0);
    /* Of May 30 - 20/3 with weight 1; of June 20/3 - 20/3 = 0 with weight 3. */
    is_about(s->sets[1].crps, (30.0 - 20.0 / 3.0) / 4.0);
    is_about(s->sets[1].skill_literal, 1.0 - (30.0 - 20.0 / 3.0) / 40.0);
    is_about(score->sets[1].coverage_90, 0.75);
    mnz_score_destroy(score);
    score = score_of(m, MNZ_NAIVE_LAST);
    is_about(score->series[0].points[0].crps_still, 58.0);
    mnz_score_destroy(score);
    mnz_observations_destroy(m);
}

/* In shares of the means before: us scores 28/3 of 50 where no change errs by 38, the
 * price 0 of 100 where it errs by 40. Only us has a literal forecast, off by 7. */
static void
skill_of_all_series_is_in_shares_of_their_means(void **state)
{
    struct mnz_observations *m =
        table_of("month,name,value,set,naive_literal\n"
                 "2024-12,us,50,,\n"
                 "2025-05,us,12,test,5\n"
                 "2024-12,market.magnet@rest.price_usd_per_kg,100,,\n"
                 "2025-04,market.magnet@rest.price_usd_per_kg,30,fit,\n"
                 "2025-05,market.magnet@rest.price_usd_per_kg,60,test,\n");
    struct mnz_score *score = score_of(m, MNZ_NAIVE_MEAN);

    (void)state;
    assert_int_equal(score->num_sets, 2);
    is_about(score->sets[0].skill_still, 1.0);
    is_about(score->sets[1].skill_still, 1.0 - 28.0 / 3.0 / 50.0 / (38.0 / 50.0 + 0.4));
    is_about(score->sets[1].skill_literal, 1.0 - 28.0 / 3.0 / 7.0);
    mnz_score_destroy(score);
    mnz_observations_destroy(m);
}

static void
troughs_and_recoveries_are_found_on_both_paths(void **state)
{
    /* Medians 2, 30, 60. */
    struct mnz_observations *m =
        table_of("month,name,value\n2024-12,us,50\n"
                 "2025-04,us,20\n2025-05,us,10\n2025-07,us,45.1\n");
    struct mnz_score *score = score_of(m, MNZ_NAIVE_MEAN);
    const struct mnz_series_score *s = score->series;

    (void)state;
    is_about(s->observed.trough, 5.0);
    is_about(s->observed.depth, 0.2);
    is_about(s->observed.recovery, 7.0);
    is_about(s->simulated.trough, 4.0);
    is_about(s->simulated.depth, 0.04);
    is_about(s->simulated.recovery, 7.0);
    mnz_score_destroy(score);
    mnz_observations_destroy(m);
    m = table_of("month,name,value\n2024-12,us,100\n"
                 "2025-04,us,95\n2025-05,us,96\n2025-07,us,97\n");
    score = score_of(m, MNZ_NAIVE_MEAN);
    is_about(score->series[0].observed.trough, 4.0);
    assert_true(isnan(score->series[0].observed.recovery));
    assert_true(isnan(score->series[0].simulated.recovery)); /* 60 of 100 at most */
    mnz_score_destroy(score);
    mnz_observations_destroy(m);
}

static void
what_is_kept_of_trials_is_what_the_tally_counts(void **state)
{
    enum { TRIALS = 150 };
    struct mnz_observations *m =
        table_of("month,name,value\n2024-12,us,8\n2025-02,us,8\n2025-07,us,8\n");
    static double values[TRIALS * 2];
    static uint8_t is_done[TRIALS];
    const struct mnz_keep keep = {
        .num_series = 2, .series = m->kept, .values = values, .is_done = is_done};
    const struct mnz_run_setup options = {
        .trials = TRIALS, .seed = 4, .threads = 2, .keep = &keep, .all_months = 1};
    struct mnz_run *result;

    (void)state;
    assert_int_equal(mnz_run_create(world.net, &options, &result), MNZ_OK);
    for (int k = 0; k < 2; k++) {
        struct mnz_summary summary;
        double sum = 0.0;

        for (int i = 0; i < TRIALS; i++) {
            assert_int_equal(is_done[i], 1);
            sum += values[i * 2 + k];
        }
        mnz_tally_summary(result->conditionals[0].tally, m->kept[k], &summary);
        assert_true(fabs(sum / TRIALS - summary.mean) < 1e-6);
        assert_true(sum > 0.0);
    }
    mnz_run_destroy(result);
    mnz_observations_destroy(m);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_are_counted_from_the_runs_first_and_sorted),
        cmocka_unit_test(a_series_without_a_month_before_is_a_warning),
        cmocka_unit_test(wrong_tables_are_refused_at_their_line),
        cmocka_unit_test(scores_are_what_hand_and_paper_give),
        cmocka_unit_test(skill_of_all_series_is_in_shares_of_their_means),
        cmocka_unit_test(troughs_and_recoveries_are_found_on_both_paths),
        cmocka_unit_test(what_is_kept_of_trials_is_what_the_tally_counts),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
