/* test_criterion.c - criteria: read, held against results, and waited for by runs. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "monazite/monazite.h"
#include "support/models.h"
#include "support/row_order.h"

static struct mnz_criteria
criteria_of(const struct mnz_model *model, const char *text)
{
    struct mnz_criteria c = {0};

    assert_int_equal(mnz_criteria_read(model, "--until", text, NULL, &c), MNZ_OK);
    return c;
}

static void
criteria_are_read_and_written(void **state)
{
    static const char *const texts[] = {
        "mean(shortfall_share.total) > 0.1",
        "ci(mean(shortfall_share.total)) < 0.001",
        "p(shortfall_share.total > 0.2) < 0.5",
        "ci(p95(output_lost_usd.total)) < 1000000",
    };
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_criteria all;
    char joined[512] = "", text[MNZ_FIGURE_TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        strcat(joined, i > 0 ? " , " : "");
        strcat(joined, texts[i]);
    }
    all = criteria_of(model, joined);
    assert_int_equal(all.count, sizeof texts / sizeof *texts);
    for (uint32_t i = 0; i < all.count; i++) {
        mnz_criterion_text(model, &all.items[i], text);
        assert_string_equal(text, texts[i]);
    }
    assert_true(criteria_of(model, "p(shortfall_share.total>10%)>5 %").items[0].limit ==
                0.05);
    mnz_model_destroy(model);
}

static void
mistakes_are_answered_where_they_stand(void **state)
{
    static const struct {
        const char *text, *code;
        uint32_t column;
    } cases[] = {
        {"mean(shortfall_share.total)", "MNZ-E1501", 28},
        {"ci(mean(shortfall_share.total) < 1", "MNZ-E1501", 32},
        {"ci(mean(shortfall_share.toal)) < 1", "MNZ-E1504", 25},
        {"mean(shortfall_share.total) < x", "MNZ-E1509", 31},
        {"mean(shortfall_share.total) < 1,", "MNZ-E1501", 33},
        {"p(shortfall_share.total > 1) < 5 t", "MNZ-E1509", 32},
    };
    static char many[4096];
    struct mnz_model *model = model_of_everything(NULL);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mnz_criteria c = {0};
        struct mnz_diags *diags;

        assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
        assert_int_equal(mnz_criteria_read(model, "--until", cases[i].text, diags, &c),
                         MNZ_ERR_INPUT);
        assert_int_equal(mnz_diags_errors(diags), 1);
        assert_string_equal(mnz_diags_get(diags, 0)->code, cases[i].code);
        assert_int_equal(mnz_diags_get(diags, 0)->at.column, cases[i].column);
        mnz_diags_destroy(diags);
    }
    for (int i = 0; i <= MNZ_MOST_CRITERIA; i++)
        strcat(many, i > 0 ? ",mean(shortfall_share.total) < 1"
                           : "mean(shortfall_share.total) < 1");
    {
        struct mnz_criteria c = {0};
        struct mnz_diags *diags;

        assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
        assert_int_equal(mnz_criteria_read(model, "--until", many, diags, &c),
                         MNZ_ERR_INPUT);
        assert_string_equal(mnz_diags_get(diags, 0)->code, "MNZ-E1510");
        mnz_diags_destroy(diags);
    }
    mnz_model_destroy(model);
}

static int
holds(const struct mnz_model *model, const struct mnz_result *result, const char *text)
{
    const struct mnz_criteria c = criteria_of(model, text);
    double value;

    return mnz_criterion_holds(result, &c.items[0], &value);
}

static void
criteria_hold_or_not(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    struct mnz_result *result;
    const struct mnz_run_options options = {.trials = 64};

    (void)state;
    assert_int_equal(mnz_model_run(model, &options, &result), MNZ_OK);
    assert_true(holds(model, result, "mean(shortfall_share.total) > 0"));
    assert_false(holds(model, result, "mean(shortfall_share.total) < 0"));
    assert_true(holds(model, result, "ci(mean(shortfall_share.total)) < 1"));
    /* No value beyond the greatest: an interval of too few hits does not count. */
    assert_false(holds(model, result, "ci(p(shortfall_share.total > 99.9 %)) < 1"));
    assert_true(holds(model, result, "p(shortfall_share.total > 99.9 %) < 0.1"));
    /* The error of a standard deviation is not known. */
    assert_false(holds(model, result, "ci(sd(shortfall_share.total)) < 1"));
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

/* Doublings end with the very numbers of one run, with any number of threads and under
 * each sampler, also where they leave blocks of trials incomplete. */
static void
a_run_that_went_on_is_one_long_run(void **state)
{
    static const char *const samplers[] = {"plain", "sobol", "latin"};
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_criteria never =
        criteria_of(model, "ci(mean(shortfall_share.total)) < 0");
    const struct mnz_measure total = never.items[0].figure.measure;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct row_order rows = {0};
        struct mnz_run_options options = {.trials = 70,
                                          .sampler = samplers[i],
                                          .threads = 2,
                                          .keep = &total,
                                          .num_keep = 1,
                                          .trial = row_order_take,
                                          .trial_context = &rows};
        struct mnz_result *doubled, *whole;

        assert_int_equal(mnz_model_run_until(model, &options, &never, 600, &doubled),
                         MNZ_OK);
        assert_true(rows.next == 600 && !rows.out_of_order);
        options.trials = 600;
        options.threads = 1;
        options.trial = NULL;
        assert_int_equal(mnz_model_run(model, &options, &whole), MNZ_OK);
        assert_true(results_are_equal(model, doubled, whole));
        for (uint64_t k = 0; k < 600; k++)
            assert_true(*mnz_result_kept(doubled, k) == *mnz_result_kept(whole, k));
        mnz_result_destroy(doubled);
        mnz_result_destroy(whole);
    }
    mnz_model_destroy(model);
}

static void
a_run_stops_at_the_doubling_that_is_precise_enough(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_run_options options = {.trials = 32};
    struct mnz_criteria c = criteria_of(model, "ci(mean(shortfall_share.total)) < 1");
    struct mnz_result *result;
    double first, wanted;

    (void)state;
    assert_int_equal(mnz_model_run_until(model, &options, &c, 1000, &result), MNZ_OK);
    assert_int_equal(mnz_result_trials(result), 32);
    assert_true(mnz_criterion_holds(result, &c.items[0], &first));
    mnz_result_destroy(result);
    c.items[0].limit = first / 2.0;
    assert_int_equal(mnz_model_run_until(model, &options, &c, 1 << 14, &result),
                     MNZ_OK);
    assert_true(mnz_criterion_holds(result, &c.items[0], &wanted) &&
                wanted < first / 2.0);
    assert_true(mnz_result_trials(result) > 32 && mnz_result_trials(result) % 32 == 0);
    mnz_result_destroy(result);
    mnz_model_destroy(model);
}

static void
a_criterion_of_what_is_not_recorded_is_refused(void **state)
{
    struct mnz_model *model = model_of_everything(NULL);
    const struct mnz_criteria c =
        criteria_of(model, "ci(mean(shortfall_tonnes.total)) < 1");
    const struct mnz_measure other =
        criteria_of(model, "mean(shortfall_share.total) < 1").items[0].figure.measure;
    const struct mnz_run_options options = {
        .trials = 32, .only = &other, .num_only = 1};
    struct mnz_result *result;

    (void)state;
    assert_int_equal(mnz_model_run_until(model, &options, &c, 64, &result),
                     MNZ_ERR_INPUT);
    assert_null(result);
    mnz_model_destroy(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(criteria_are_read_and_written),
        cmocka_unit_test(mistakes_are_answered_where_they_stand),
        cmocka_unit_test(criteria_hold_or_not),
        cmocka_unit_test(a_run_that_went_on_is_one_long_run),
        cmocka_unit_test(a_run_stops_at_the_doubling_that_is_precise_enough),
        cmocka_unit_test(a_criterion_of_what_is_not_recorded_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
