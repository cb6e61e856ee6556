#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#include "base/mathfn.h"
#include "sampling/copula.h"
#include "sampling/stream.h"
#include "support/close.h"

enum { DRAWS = 40000, INPUTS = 5 };

static double columns[INPUTS][DRAWS];

static struct mnz_copula *
create(uint32_t n, const struct mnz_correlation *correlations)
{
    struct mnz_copula *copula = NULL;

    assert_int_equal(mnz_copula_create(n, correlations, &copula), MNZ_OK);
    assert_non_null(copula);
    return copula;
}

static double
independent(uint32_t input, uint64_t trial)
{
    const struct mnz_stream s = mnz_stream_make(11, "copula test");

    return mnz_stream_uniform(&s, trial, input);
}

static void
draw_columns(const struct mnz_copula *copula)
{
    for (uint64_t k = 0; k < DRAWS; k++) {
        double u[INPUTS];

        for (uint32_t i = 0; i < INPUTS; i++)
            u[i] = independent(i, k);
        mnz_copula_apply(copula, u);
        for (uint32_t i = 0; i < INPUTS; i++)
            columns[i][k] = u[i];
    }
}

static double
rank_correlation(uint32_t a, uint32_t b)
{
    static double work[2 * DRAWS];

    return gsl_stats_spearman(columns[a], 1, columns[b], 1, DRAWS, work);
}

/* The standard error of a rank correlation is at most about 1 / sqrt(n) = 0.005. */
static void
rank_correlations_are_those_asked_for(void **state)
{
    const struct mnz_correlation pairs[] = {{4, 1, 0.7}, {1, 2, -0.4}, {2, 4, 0.1}};
    struct mnz_copula *copula = create(3, pairs);

    (void)state;
    draw_columns(copula);
    assert_near(rank_correlation(4, 1), 0.7, 0.015);
    assert_near(rank_correlation(1, 2), -0.4, 0.02);
    assert_near(rank_correlation(2, 4), 0.1, 0.02);
    assert_near(rank_correlation(0, 1), 0.0, 0.02);
    mnz_copula_destroy(copula);
}

static void
pairs_not_named_are_independent(void **state)
{
    const struct mnz_correlation pairs[] = {{0, 1, 0.6}, {2, 3, 0.6}};
    struct mnz_copula *copula = create(2, pairs);

    (void)state;
    draw_columns(copula);
    assert_near(rank_correlation(0, 1), 0.6, 0.015);
    assert_near(rank_correlation(2, 3), 0.6, 0.015);
    assert_near(rank_correlation(0, 2), 0.0, 0.02);
    assert_near(rank_correlation(1, 3), 0.0, 0.02);
    mnz_copula_destroy(copula);
}

static void
inputs_not_named_are_left_alone(void **state)
{
    const struct mnz_correlation pairs[] = {{3, 1, 0.9}};
    struct mnz_copula *copula = create(1, pairs);

    (void)state;
    draw_columns(copula);
    for (uint64_t k = 0; k < DRAWS; k += 97)
        for (uint32_t i = 0; i < INPUTS; i += 2)
            assert_close(columns[i][k], independent(i, k), 0.0);
    mnz_copula_destroy(copula);
}

/* Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed by 999 of 1000 even samples. */
static void
correlated_inputs_stay_uniform(void **state)
{
    const struct mnz_correlation pairs[] = {{0, 1, 0.95}, {1, 2, -0.2}};
    struct mnz_copula *copula = create(2, pairs);

    (void)state;
    draw_columns(copula);
    for (uint32_t i = 0; i < 3; i++) {
        double most = 0.0;

        gsl_sort(columns[i], 1, DRAWS);
        for (int k = 0; k < DRAWS; k++)
            most = fmax(most, fabs(columns[i][k] - (k + 0.5) / DRAWS));
        assert_true(most < 1.95 / sqrt(DRAWS));
    }
    mnz_copula_destroy(copula);
}

/* 2 sin(pi / 6 * 0.5) and the one row of Cholesky's factor that a pair has. */
static void
a_pair_follows_the_formula(void **state)
{
    const struct mnz_correlation pair = {0, 1, 0.5};
    const double r = 0.5176380902050415;
    struct mnz_copula *copula = create(1, &pair);
    double u[2] = {0.3, 0.9};
    const double z =
        r * mnz_normal_quantile(0.3) + sqrt(1.0 - r * r) * mnz_normal_quantile(0.9);

    (void)state;
    mnz_copula_apply(copula, u);
    assert_close(u[0], 0.3, 1e-14);
    assert_close(u[1], gsl_cdf_ugaussian_P(z), 1e-14);
    mnz_copula_destroy(copula);
}

static void
extreme_draws_stay_inside_0_and_1(void **state)
{
    const struct mnz_correlation pairs[] = {{0, 1, 0.9}, {0, 2, 0.9}, {1, 2, 0.9}};
    struct mnz_copula *copula = create(3, pairs);
    double high[3] = {1.0 - 0x1p-53, 1.0 - 0x1p-53, 1.0 - 0x1p-53};
    double low[3] = {0x1p-53, 0x1p-53, 0x1p-53};

    (void)state;
    mnz_copula_apply(copula, high);
    mnz_copula_apply(copula, low);
    for (int i = 0; i < 3; i++) {
        assert_true(high[i] > 0.999 && high[i] < 1.0);
        assert_true(low[i] > 0.0 && low[i] < 0.001);
    }
    mnz_copula_destroy(copula);
}

static void
what_cannot_be_correlations_is_refused(void **state)
{
    const struct mnz_correlation contradict[] = {
        {0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}};
    const struct mnz_correlation twice[] = {{0, 1, 0.5}, {1, 0, 0.5}};
    const struct mnz_correlation single[] = {
        {0, 0, 0.5}, {0, 1, 1.0 + 1e-15}, {0, 1, -1.5}, {0, 1, NAN}};
    const struct mnz_correlation mirrored[] = {{0, 1, 1.0}, {1, 2, -1.0}, {0, 2, 1.0}};
    const struct mnz_correlation within[] = {{0, 1, 1.0}, {1, 2, 1.0}, {0, 2, 0.5}};
    const struct mnz_correlation differ[] = {{0, 1, -1.0}, {0, 2, 0.5}, {1, 2, 0.5}};
    const struct mnz_correlation aside[] = {{0, 1, 1.0}, {0, 2, 0.0}, {1, 2, 0.5}};
    struct mnz_copula *copula;

    (void)state;
    assert_int_equal(mnz_copula_create(3, contradict, &copula), MNZ_ERR_INPUT);
    assert_null(copula);
    assert_int_equal(mnz_copula_create(2, twice, &copula), MNZ_ERR_INPUT);
    assert_int_equal(mnz_copula_create(3, mirrored, &copula), MNZ_ERR_INPUT);
    assert_int_equal(mnz_copula_create(3, within, &copula), MNZ_ERR_INPUT);
    assert_int_equal(mnz_copula_create(3, differ, &copula), MNZ_ERR_INPUT);
    assert_int_equal(mnz_copula_create(3, aside, &copula), MNZ_ERR_INPUT);
    for (int i = 0; i < 4; i++)
        assert_int_equal(mnz_copula_create(1, &single[i], &copula), MNZ_ERR_INPUT);
    mnz_copula_destroy(NULL);
}

/* Twins share one uniform, to the last bit, also by way of a third; the one that they
 * share is as it was drawn. */
static void
ranks_of_1_share_a_uniform(void **state)
{
    const struct mnz_correlation rows[] = {
        {3, 2, 1.0}, {1, 0, -1.0}, {2, 1, -1.0}, {0, 3, 1.0}};
    struct mnz_copula *copula = create(4, rows);
    double u[4] = {0.1, 0.2, 0.3, 0.4};

    (void)state;
    mnz_copula_apply(copula, u);
    assert_true(u[3] == 0.4 && u[2] == 0.4 && u[0] == 0.4 && u[1] == 1.0 - 0.4);
    mnz_copula_destroy(copula);
}

/* A twin has the correlations of the other, of the other sign if mirrored. */
static void
twins_have_one_set_of_correlations(void **state)
{
    const struct mnz_correlation pair = {0, 1, 0.5};
    const struct mnz_correlation rows[] = {{0, 1, 0.5}, {0, 2, -1.0}, {2, 1, -0.5}};
    struct mnz_copula *alone = create(1, &pair), *copula = create(3, rows);
    double u[2] = {0.3, 0.9}, v[3] = {0.3, 0.9, 0.7};

    (void)state;
    mnz_copula_apply(alone, u);
    mnz_copula_apply(copula, v);
    assert_true(v[0] == u[0] && v[1] == u[1] && v[2] == 1.0 - u[0]);
    mnz_copula_destroy(alone);
    mnz_copula_destroy(copula);
}

static void
no_correlations_change_nothing(void **state)
{
    struct mnz_copula *copula = create(0, NULL);
    double u[2] = {0.25, 0.5};

    (void)state;
    mnz_copula_apply(copula, u);
    assert_true(u[0] == 0.25 && u[1] == 0.5);
    mnz_copula_destroy(copula);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rank_correlations_are_those_asked_for),
        cmocka_unit_test(pairs_not_named_are_independent),
        cmocka_unit_test(inputs_not_named_are_left_alone),
        cmocka_unit_test(correlated_inputs_stay_uniform),
        cmocka_unit_test(a_pair_follows_the_formula),
        cmocka_unit_test(extreme_draws_stay_inside_0_and_1),
        cmocka_unit_test(ranks_of_1_share_a_uniform),
        cmocka_unit_test(twins_have_one_set_of_correlations),
        cmocka_unit_test(what_cannot_be_correlations_is_refused),
        cmocka_unit_test(no_correlations_change_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
