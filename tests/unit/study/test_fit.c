/* test_fit.c - a calibration's months and inputs, its limits, and its weights. */

#include "unit/network/world_text.h"

#include "study/fit.h"

static const char text[] = TRADE "observe: {us: {by: JP, goods: magnet, to: {country: "
                                 "US}, scale: {uniform: [0.5, 1.5]}}}\n";
static struct compiled world;
static struct mnz_metrics *metrics;

static int
set_up(void **state)
{
    (void)state;
    world = compile_text(text);
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

static struct mnz_observations *
load_table(const char *table)
{
    char folder[] = "/tmp/mnz-test-XXXXXX", path[64];
    struct mnz_observations *observations;
    struct mnz_diags *diags;
    FILE *f;

    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/observed.csv", folder);
    f = fopen(path, "w");
    assert_non_null(f);
    fputs(table, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_observations_read(path, NULL, metrics, diags, &observations),
                     MNZ_OK);
    mnz_diags_destroy(diags);
    unlink(path);
    rmdir(folder);
    return observations;
}

/* The number of messages when no fit comes of the table. */
static size_t
count_problems(const char *table, const char *pattern)
{
    const struct mnz_calibration_setup options = {.error = 0.2, .draws = 10};
    struct mnz_observations *observations = load_table(table);
    struct mnz_diags *diags;
    struct mnz_fit *fit;
    size_t errors;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_fit_create(world.net->scenario, metrics, observations,
                                    &pattern, 1, &options, diags, &fit),
                     MNZ_ERR_INPUT);
    assert_null(fit);
    errors = mnz_diags_errors(diags);
    mnz_diags_destroy(diags);
    mnz_observations_destroy(observations);
    return errors;
}

static struct mnz_fit *
fit_of(const struct mnz_observations *observations,
       const struct mnz_calibration_setup *options)
{
    struct mnz_diags *diags;
    struct mnz_fit *fit;

    assert_int_equal(mnz_diags_create(&diags), MNZ_OK);
    assert_int_equal(mnz_fit_create(world.net->scenario, metrics, observations, NULL, 0,
                                    options, diags, &fit),
                     MNZ_OK);
    mnz_diags_destroy(diags);
    return fit;
}

static void
a_fit_needs_a_month_that_counts_and_an_input(void **state)
{
    (void)state;
    assert_int_equal(
        count_problems("month,name,value,set\n2025-04,us,2,test\n", "observe.us.scale"),
        1);
    assert_int_equal(count_problems("month,name,value,set,weight\n2025-04,us,2,fit,0\n",
                                    "observe.us.scale"),
                     1);
    assert_int_equal(
        count_problems("month,name,value,set\n2025-04,us,2,test\n", "no.such"), 2);
}

static void
limits_are_those_of_trials_memory_and_tables(void **state)
{
    struct mnz_calibration_setup options = {
        .error = 0.2, .draws = 1000, .least_ess = 50.0, .takes_all = 1};
    struct mnz_observations *observations =
        load_table("month,name,value,set\n2025-04,us,2,fit\n");
    struct mnz_fit *fit = fit_of(observations, &options);
    const uint64_t most = mnz_fit_most_trials(fit);

    (void)state;
    assert_int_equal(fit->num_points, 1);
    assert_int_equal(fit->num_inputs, 1);
    assert_int_equal(mnz_fit_limit(fit, 49), MNZ_FIT_NEEDS_MORE_TRIALS);
    assert_int_equal(mnz_fit_limit(fit, 50), MNZ_FIT_IS_POSSIBLE);
    assert_int_equal(most, (1u << 27) / 2);
    assert_int_equal(mnz_fit_limit(fit, most), MNZ_FIT_IS_POSSIBLE);
    assert_int_equal(mnz_fit_limit(fit, most + 1), MNZ_FIT_KEEPS_TOO_MUCH);
    mnz_fit_destroy(fit);
    options.draws = 1000001;
    fit = fit_of(observations, &options);
    assert_int_equal(mnz_fit_limit(fit, 50), MNZ_FIT_DRAWS_TOO_MUCH);
    assert_true(mnz_fit_least_ess(fit, 10) == 50.0);
    mnz_fit_destroy(fit);
    options.least_ess = 0.0;
    fit = fit_of(observations, &options);
    assert_true(mnz_fit_least_ess(fit, 1) == 1.0);
    assert_true(mnz_fit_least_ess(fit, 100) == 50.0);
    assert_true(mnz_fit_least_ess(fit, 4000) == 200.0);
    mnz_fit_destroy(fit);
    mnz_observations_destroy(observations);
}

/* The flow is shipped x scale, and scale is drawn from 0.5 to 1.5: the observation of
 * 1.25 times the mean moves the scale towards 1.25. */
static void
a_run_fills_the_fit_and_its_weights_follow(void **state)
{
    enum { TRIALS = 400 };
    const struct mnz_calibration_setup options = {.error = 0.05, .draws = 100};
    struct mnz_observations *observations =
        load_table("month,name,value,set\n2025-04,us,1,fit\n");
    struct mnz_fit *fit = fit_of(observations, &options);
    struct mnz_keep keep = {.num_series = 1, .series = fit->kept};
    const struct mnz_trial_sink sink = {.trial = mnz_fit_keep_draws, .context = fit};
    const struct mnz_run_setup setup = {
        .trials = TRIALS, .seed = 3, .threads = 2, .keep = &keep, .sink = &sink};
    struct mnz_calibration *calibration;
    struct mnz_run *run;
    double mean = 0.0;

    (void)state;
    keep.values = calloc(TRIALS, sizeof *keep.values);
    keep.is_done = calloc(TRIALS, sizeof *keep.is_done);
    assert_non_null(keep.values);
    assert_non_null(keep.is_done);
    assert_int_equal(mnz_fit_make_room(fit, TRIALS), MNZ_OK);
    assert_int_equal(mnz_run_create(world.net, &setup, &run), MNZ_OK);
    for (int k = 0; k < TRIALS; k++) {
        assert_true(keep.is_done[k]);
        assert_true(fit->draws[k] >= 0.5 && fit->draws[k] <= 1.5);
        assert_true(fabs(keep.values[k] / fit->draws[k] -
                         keep.values[0] / fit->draws[0]) < 1e-9 * keep.values[k]);
        mean += keep.values[k] / TRIALS;
    }
    assert_true(mean > 0.0);
    observations->series[0].points[0].value = 1.25 * mean;
    assert_int_equal(mnz_fit_calibrate(fit, TRIALS, keep.values, &calibration), MNZ_OK);
    assert_false(calibration->is_degenerate);
    assert_true(fabs(calibration->inputs[0].prior.mean - 1.0) < 0.05);
    assert_true(fabs(calibration->inputs[0].posterior.mean - 1.25) < 0.08);
    assert_int_equal(calibration->num_in_layer, 1);
    assert_int_equal(calibration->num_unreached, 0);
    assert_true(calibration->ess >= 199.0);
    mnz_calibration_destroy(calibration);
    mnz_run_destroy(run);
    mnz_fit_destroy(fit);
    mnz_observations_destroy(observations);
    free(keep.values);
    free(keep.is_done);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fit_needs_a_month_that_counts_and_an_input),
        cmocka_unit_test(limits_are_those_of_trials_memory_and_tables),
        cmocka_unit_test(a_run_fills_the_fit_and_its_weights_follow),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
