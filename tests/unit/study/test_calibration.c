/* test_calibration.c - weights and correlations of trials written by hand. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "study/calibration.h"
#include "support/close.h"

enum { TRIALS = 8, INPUTS = 3, POINTS = 2 };

/* Three inputs of -1 and 1, each with each: no two of them go together. */
struct case_of_eight {
    uint32_t inputs[INPUTS];
    double draws[TRIALS * INPUTS], values[TRIALS * POINTS];
    struct mnz_observation months[POINTS];
    struct mnz_observed_series series;
    struct mnz_fit_point points[POINTS];
    struct mnz_trials trials;
    struct mnz_rank_correlation prior;
    struct mnz_scenario scenario;
};

/* The first month is observed at 1 and simulated at 2 or 4, by the first input. */
static void
set_up_eight(struct case_of_eight *x)
{
    memset(x, 0, sizeof *x);
    for (uint32_t k = 0; k < TRIALS; k++) {
        for (uint32_t i = 0; i < INPUTS; i++)
            x->draws[k * INPUTS + i] = (k >> i & 1) ? 1.0 : -1.0;
        x->values[k * POINTS] = 3.0 + x->draws[k * INPUTS];
        x->values[k * POINTS + 1] = x->values[k * POINTS];
    }
    for (uint32_t j = 0; j < POINTS; j++) {
        x->months[j] = (struct mnz_observation){
            .month = (int32_t)j, .value = 1.0, .weight = 1.0, .literal = (double)NAN};
        x->points[j].series = &x->series;
        x->points[j].point = &x->months[j];
    }
    x->series = (struct mnz_observed_series){
        .name = "s", .num_points = POINTS, .points = x->months};
    for (uint32_t i = 0; i < INPUTS; i++)
        x->inputs[i] = 10 + i;
    x->trials = (struct mnz_trials){TRIALS, INPUTS, x->inputs, x->draws, x->values};
}

static struct mnz_calibration *
calibrate(struct case_of_eight *x)
{
    const struct mnz_calibration_setup options = {
        .error = 0.5, .least_ess = 1.0, .draws = 10, .takes_all = 1};
    struct mnz_calibration *c;

    assert_int_equal(mnz_calibration_create(&x->scenario, &x->trials, x->points, POINTS,
                                            &options, &c),
                     MNZ_OK);
    return c;
}

/* s = 0.5 x 3, costs 1/2 (1 / 1.5)^2 and 1/2 (3 / 1.5)^2 a month. */
static void
weights_follow_the_gaps_in_errors(void **state)
{
    const double near = exp(-4.0 / 9.0), far = exp(-4.0);
    struct case_of_eight x;
    struct mnz_calibration *c;

    (void)state;
    set_up_eight(&x);
    c = calibrate(&x);
    assert_false(c->is_degenerate);
    assert_int_equal(c->comparable, TRIALS);
    assert_close(c->points[0].error, 1.5, 1e-14);
    assert_close(c->temper, 1.0, 1e-14);
    assert_close(c->widening, 1.0, 1e-14);
    for (uint32_t k = 0; k < TRIALS; k++) {
        assert_close(c->weight[k], 0.25 * (k & 1 ? far : near) / (near + far), 1e-12);
        assert_close(c->distance[k], k & 1 ? 2.0 : 2.0 / 3.0, 1e-14);
    }
    assert_int_equal(c->num_unreached, POINTS); /* every trial is above 1 */
    assert_close(c->inputs[0].shift, (far - near) / (near + far), 1e-12);
    assert_close(c->points[0].prior.mean, 3.0, 1e-14);
    mnz_calibration_release(c);
}

/* A month without weight that no trial has a value of leaves the errors as they are. */
static void
a_month_without_any_value_counts_nothing(void **state)
{
    struct case_of_eight x;
    struct mnz_calibration *c;

    (void)state;
    set_up_eight(&x);
    for (uint32_t k = 0; k < TRIALS; k++)
        x.values[k * POINTS + 1] = (double)NAN;
    x.months[1].weight = 0.0;
    c = calibrate(&x);
    assert_close(c->points[0].error, 1.5, 1e-14);
    assert_close(c->points[1].error, 1.5, 1e-14);
    mnz_calibration_release(c);
}

/* Of the other months the mean is over the trials that have a value. */
static void
trials_without_a_value_are_not_in_the_mean(void **state)
{
    struct case_of_eight x;
    struct mnz_calibration *c;

    (void)state;
    set_up_eight(&x);
    for (uint32_t k = 0; k < TRIALS; k += 2)
        x.values[k * POINTS] = (double)NAN;
    c = calibrate(&x);
    assert_close(c->points[0].error, 0.5 * 3.5, 1e-14); /* of 4 and 3 */
    assert_int_equal(c->comparable, TRIALS / 2);
    mnz_calibration_release(c);
}

/* A pair that the prior correlates is told with the correlation that it has in the
 * posterior, whichever of the two comes first; no other is, for none is beyond chance.
 */
static void
pairs_of_the_prior_are_told(void **state)
{
    const uint32_t ends[][2] = {{10, 12}, {12, 10}};

    (void)state;
    for (int k = 0; k < 2; k++) {
        struct case_of_eight x;
        struct mnz_calibration *c;

        set_up_eight(&x);
        x.prior = (struct mnz_rank_correlation){
            .a = ends[k][0], .b = ends[k][1], .rank = 0.3};
        x.scenario.correlations = &x.prior;
        x.scenario.num_correlations = 1;
        c = calibrate(&x);
        assert_int_equal(c->num_correlations, 1);
        assert_int_equal(c->correlations[0].a, 10);
        assert_int_equal(c->correlations[0].b, 12);
        assert_true(fabs(c->correlations[0].rank) < 1e-9);
        assert_close(c->correlations_kept, 1.0, 1e-14);
        mnz_calibration_release(c);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_follow_the_gaps_in_errors),
        cmocka_unit_test(a_month_without_any_value_counts_nothing),
        cmocka_unit_test(trials_without_a_value_are_not_in_the_mean),
        cmocka_unit_test(pairs_of_the_prior_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
