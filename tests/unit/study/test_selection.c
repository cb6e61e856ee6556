/* test_selection.c - a run that is asked for some series gives the numbers of a run of
 * all, and nothing else. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "monazite/monazite.h"
#include "study/metrics.h"
#include "support/models.h"

enum { TRIALS = 40, MOST = 4096 };

static struct mnz_result *
run(const struct mnz_model *model, const struct mnz_measure *only, uint32_t num_only,
    uint32_t threads)
{
    const struct mnz_run_options options = {.trials = TRIALS,
                                            .threads = threads,
                                            .only = only,
                                            .num_only = num_only,
                                            .all_months = 1};
    struct mnz_result *result;

    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    return result;
}

/* List the measures of a scope's metric, in one month or over the horizon. */
static uint32_t
list(const struct mnz_model *model, int scope, uint32_t metric, uint32_t month,
     struct mnz_measure *out)
{
    uint32_t count = 0;

    for (uint32_t g = 0; g < mnz_model_num_groups(model); g++) {
        const struct mnz_measure m = {.group = g, .metric = metric, .month = month};

        if (strcmp(mnz_model_group_scope(model, g), mnz_scope_name[scope]) != 0 ||
            !mnz_model_has_measure(model, m))
            continue;
        assert_true(count < MOST);
        out[count++] = m;
    }
    return count;
}

static void
assert_same(const struct mnz_result *some, const struct mnz_result *all,
            const struct mnz_measure *measures, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < mnz_result_num_branches(all); k++) {
            struct mnz_summary a, b;

            assert_int_equal(mnz_result_summary(some, measures[i], k, &a), MNZ_OK);
            assert_int_equal(mnz_result_summary(all, measures[i], k, &b), MNZ_OK);
            assert_memory_equal(&a, &b, sizeof a);
        }
}

/* Each metric of each scope rests on other sums: alone it must find all of them. */
static void
a_metric_asked_for_alone_has_the_numbers_of_a_full_run(void **state)
{
    static struct mnz_measure only[MOST];
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_result *all = run(model, NULL, 0, 1);
    uint32_t num_runs = 0;

    (void)state;
    for (int scope = 0; scope < MNZ_NUM_SCOPES; scope++)
        for (uint32_t metric = 0; metric < mnz_metric_count(); metric++)
            for (int is_monthly = 0; is_monthly < 2; is_monthly++) {
                const uint32_t month =
                    is_monthly ? mnz_model_months(model) - 1 : MNZ_HORIZON;
                const uint32_t count = list(model, scope, metric, month, only);
                struct mnz_result *some;

                if (count == 0)
                    continue;
                some = run(model, only, count, 1);
                assert_same(some, all, only, count);
                mnz_result_destroy(some);
                num_runs++;
            }
    assert_true(num_runs > 60);
    mnz_result_destroy(all);
    mnz_model_destroy(model);
}

static void
what_is_not_asked_for_is_not_counted(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_measure only[2], other;
    struct mnz_result *some, *all = run(model, NULL, 0, 1);
    struct mnz_limit limit;
    struct mnz_summary s;

    (void)state;
    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "output_lost_share", &only[0]),
        MNZ_OK);
    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "shortfall_share", &other),
        MNZ_OK);
    only[1] = only[0]; /* asked for twice */
    some = run(model, only, 2, 2);
    assert_same(some, all, only, 2);
    assert_int_equal(mnz_result_summary(some, other, 0, &s), MNZ_ERR_INPUT);
    other.month = 0;
    assert_int_equal(mnz_result_summary(some, other, 0, &s), MNZ_ERR_INPUT);
    assert_int_equal(mnz_result_limits(some, &limit, 1), 0);
    assert_true(mnz_result_limits(all, &limit, 1) > 0);
    mnz_result_destroy(some);
    mnz_result_destroy(all);
    mnz_model_destroy(model);
}

struct rows {
    struct mnz_result *result;
    double values[TRIALS][2];
};

static int
take_row(void *context, uint64_t trial, const double *draws, const double *values)
{
    struct rows *rows = context;

    (void)draws;
    memcpy(rows->values[trial], values, sizeof rows->values[trial]);
    return 0;
}

/* Values by trial come in the order in which they were asked for. */
static void
keeps_and_hands_on_values_by_trial(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    static struct rows rows;
    struct mnz_measure only[2];
    struct mnz_run_options options = {.trials = TRIALS,
                                      .only = only,
                                      .num_only = 2,
                                      .keep = only,
                                      .num_keep = 2,
                                      .trial = take_row,
                                      .trial_context = &rows};
    uint32_t in_branches = 0;

    (void)state;
    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "shortfall_tonnes", &only[0]),
        MNZ_OK);
    assert_int_equal(
        mnz_model_find_measure(model, "total", "all", "shortfall_share", &only[1]),
        MNZ_OK);
    only[0].month = 2;
    assert_int_equal(mnz_model_run(model, &options, &rows.result), MNZ_OK);
    for (uint64_t k = 0; k < TRIALS; k++) {
        assert_memory_equal(rows.values[k], mnz_result_kept(rows.result, k),
                            sizeof rows.values[k]);
        assert_true(mnz_result_took_branch(rows.result, 0, k));
        for (uint32_t b = 1; b < mnz_result_num_branches(rows.result); b++)
            in_branches += (uint32_t)mnz_result_took_branch(rows.result, b, k);
    }
    assert_false(mnz_result_took_branch(rows.result, 0, TRIALS));
    assert_false(mnz_result_took_branch(rows.result, 99, 0));
    for (uint32_t b = 1; b < mnz_result_num_branches(rows.result); b++) {
        struct mnz_summary s;

        assert_int_equal(mnz_result_summary(rows.result, only[1], b, &s), MNZ_OK);
        in_branches -= (uint32_t)s.trials;
    }
    assert_int_equal(in_branches, 0);
    mnz_result_destroy(rows.result);
    mnz_model_destroy(model);
}

/* Of industries and sectors by month, shares and stocks; of all else, everything. */
static void
an_ordinary_run_counts_the_usual_measures(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_run_options options = {.trials = TRIALS, .threads = 2};
    struct mnz_result *usual, *all = run(model, NULL, 0, 1);
    struct mnz_measure m;
    uint32_t left_out = 0;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &usual), MNZ_OK);
    for (m.group = 0; m.group < mnz_model_num_groups(model); m.group++)
        for (m.metric = 0; m.metric < MNZ_NUM_METRICS; m.metric++)
            for (uint32_t i = 0; i <= mnz_model_months(model); i++) {
                const char *scope = mnz_model_group_scope(model, m.group);
                const int is_many =
                    strcmp(scope, "industry") == 0 || strcmp(scope, "sector") == 0;
                struct mnz_summary s;

                m.month = i < mnz_model_months(model) ? i : MNZ_HORIZON;
                if (!mnz_model_has_measure(model, m))
                    continue;
                if (is_many && m.month != MNZ_HORIZON &&
                    m.metric != MNZ_METRIC_SHORTFALL_SHARE &&
                    m.metric != MNZ_METRIC_OUTPUT_LOST_SHARE &&
                    m.metric != MNZ_METRIC_STOCK_MONTHS) {
                    assert_int_equal(mnz_result_summary(usual, m, 0, &s),
                                     MNZ_ERR_INPUT);
                    left_out++;
                } else {
                    assert_same(usual, all, &m, 1);
                }
            }
    assert_true(left_out > 0);
    mnz_result_destroy(usual);
    mnz_result_destroy(all);
    mnz_model_destroy(model);
}

static void
a_measure_that_is_not_reported_is_refused(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_measure none = {.group = 0, .metric = 10000};
    const struct mnz_run_options options = {
        .trials = TRIALS, .only = &none, .num_only = 1};
    struct mnz_result *result;

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_ERR_INPUT);
    assert_null(result);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_metric_asked_for_alone_has_the_numbers_of_a_full_run),
        cmocka_unit_test(what_is_not_asked_for_is_not_counted),
        cmocka_unit_test(an_ordinary_run_counts_the_usual_measures),
        cmocka_unit_test(keeps_and_hands_on_values_by_trial),
        cmocka_unit_test(a_measure_that_is_not_reported_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
