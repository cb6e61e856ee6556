/* test_ensemble.c - scores against closed forms. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/mathfn.h"
#include "stats/ensemble.h"
#include "support/close.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Numbers from 0 to 1 by a multiplicative generator: any will do here. */
static double
uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 12) + 0.5) / 4503599627370496.0;
}

/* Of a normal with mean 0 and sd 1: y (2 Phi(y) - 1) + 2 phi(y) - 1 / sqrt(pi). */
static double
crps_of_normal(double y)
{
    const double pi = 3.14159265358979323846;

    return y * erf(y / sqrt(2.0)) + sqrt(2.0 / pi) * exp(-0.5 * y * y) - 1.0 / sqrt(pi);
}

static void
many_quantiles_of_a_normal_have_its_score(void **state)
{
    enum { MEMBERS = 20000 };
    static double values[MEMBERS];
    const struct mnz_ensemble e = {.values = values, .count = MEMBERS};
    static const double observed[] = {-3.0, -1.0, 0.0, 0.3, 2.5};

    (void)state;
    for (int i = 0; i < MEMBERS; i++)
        values[i] = 10.0 + 2.0 * mnz_normal_quantile((i + 0.5) / MEMBERS);
    for (size_t i = 0; i < COUNT(observed); i++)
        assert_near(mnz_ensemble_crps(&e, 10.0 + 2.0 * observed[i]),
                    2.0 * crps_of_normal(observed[i]), 2e-4);
}

/* Of a uniform on (0, 1), observed inside: y^3/3 + (1-y)^3/3. */
static void
many_members_of_a_uniform_have_its_score(void **state)
{
    enum { MEMBERS = 4000 };
    static double values[MEMBERS];
    const struct mnz_ensemble e = {.values = values, .count = MEMBERS};

    (void)state;
    for (int i = 0; i < MEMBERS; i++)
        values[i] = (i + 0.5) / MEMBERS;
    for (double y = 0.0; y <= 1.0; y += 0.125)
        assert_near(mnz_ensemble_crps(&e, y),
                    (y * y * y + (1.0 - y) * (1.0 - y) * (1.0 - y)) / 3.0, 1e-6);
    /* Outside, the distances add up: |y - 1/2| - 1/6. */
    assert_near(mnz_ensemble_crps(&e, 3.0), 2.5 - 1.0 / 6.0, 1e-6);
}

static void
one_member_scores_its_absolute_error(void **state)
{
    static const double value[] = {7.0}, weight[] = {0.3};
    const struct mnz_ensemble one = {.values = value, .count = 1};
    const struct mnz_ensemble weighted = {value, weight, 1};
    const struct mnz_ensemble none = {.count = 0};

    (void)state;
    assert_close(mnz_ensemble_crps(&one, 4.5), 2.5, 0.0);
    assert_close(mnz_ensemble_crps_fair(&one, 4.5), 2.5, 0.0);
    assert_close(mnz_ensemble_crps(&one, 7.0), 0.0, 0.0);
    assert_close(mnz_ensemble_crps_fair(&weighted, 9.0), 2.0, 0.0);
    assert_true(isnan(mnz_ensemble_crps(&none, 1.0)));
    assert_true(isnan(mnz_ensemble_crps_fair(&none, 1.0)));
}

/* All pairs, as the definition has them. */
static double
by_pairs(const struct mnz_ensemble *e, double y, int is_fair)
{
    double all = 0.0, distance = 0.0, spread = 0.0, squares = 0.0;

    for (size_t i = 0; i < e->count; i++)
        all += e->weights ? e->weights[i] : 1.0;
    for (size_t i = 0; i < e->count; i++) {
        const double w = (e->weights ? e->weights[i] : 1.0) / all;

        distance += w * fabs(e->values[i] - y);
        squares += w * w;
        for (size_t j = 0; j < e->count; j++)
            spread += 0.5 * w * (e->weights ? e->weights[j] : 1.0) / all *
                      fabs(e->values[i] - e->values[j]);
    }
    return distance - (is_fair ? spread / (1.0 - squares) : spread);
}

static void
the_score_is_that_of_all_pairs(void **state)
{
    uint64_t random = 5;

    (void)state;
    for (int k = 0; k < 200; k++) {
        double values[12], weights[12];
        const size_t count = 2 + (size_t)(uniform(&random) * 11.0);
        struct mnz_ensemble e = {values, NULL, count};
        const double y = uniform(&random) * 12.0 - 1.0;

        for (size_t i = 0; i < count; i++) {
            /* Whole numbers tie often. */
            values[i] = floor(uniform(&random) * 10.0);
            weights[i] = uniform(&random);
        }
        mnz_ensemble_sort(values, count);
        assert_near(mnz_ensemble_crps(&e, y), by_pairs(&e, y, 0), 1e-12);
        assert_near(mnz_ensemble_crps_fair(&e, y), by_pairs(&e, y, 1), 1e-12);
        e.weights = weights;
        assert_near(mnz_ensemble_crps(&e, y), by_pairs(&e, y, 0), 1e-12);
        assert_near(mnz_ensemble_crps_fair(&e, y), by_pairs(&e, y, 1), 1e-12);
    }
}

/* The expectation of the fair score of two members is the distribution's own: for a
 * uniform observed at 0.5, 1/12; the other one is larger by E|X - X'| / 4 = 1/12. */
static void
the_fair_score_does_not_depend_on_how_many_members_there_are(void **state)
{
    enum { DRAWS = 200000 };
    uint64_t random = 17;
    double plain = 0.0, fair = 0.0;

    (void)state;
    for (int k = 0; k < DRAWS; k++) {
        double values[2] = {uniform(&random), uniform(&random)};
        const struct mnz_ensemble e = {values, NULL, 2};

        mnz_ensemble_sort(values, 2);
        plain += mnz_ensemble_crps(&e, 0.5) / DRAWS;
        fair += mnz_ensemble_crps_fair(&e, 0.5) / DRAWS;
    }
    /* Four standard errors: the scores' sd is below 0.3. */
    assert_near(fair, 1.0 / 12.0, 4.0 * 0.3 / sqrt(DRAWS));
    assert_near(plain, 1.0 / 6.0, 4.0 * 0.3 / sqrt(DRAWS));
}

static void
weights_count_like_repeated_members(void **state)
{
    static const double twice[] = {1.0, 2.0, 2.0, 5.0, 5.0, 5.0};
    static const double once[] = {1.0, 2.0, 5.0}, weights[] = {0.5, 1.0, 1.5};
    const struct mnz_ensemble a = {twice, NULL, COUNT(twice)};
    const struct mnz_ensemble b = {once, weights, COUNT(once)};

    (void)state;
    for (double y = 0.0; y < 7.0; y += 0.5)
        assert_near(mnz_ensemble_crps(&a, y), mnz_ensemble_crps(&b, y), 1e-12);
    for (double p = 0.05; p <= 1.0; p += 0.1)
        assert_close(mnz_ensemble_quantile(&a, p), mnz_ensemble_quantile(&b, p), 0.0);
    assert_close(mnz_ensemble_mean(&a), 20.0 / 6.0, 1e-12);
    assert_close(mnz_ensemble_mean(&b), 20.0 / 6.0, 1e-12);
}

static void
quantiles_are_order_statistics_and_bands_include_their_edges(void **state)
{
    static const double values[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                    11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    const struct mnz_ensemble e = {.values = values, .count = 20};

    (void)state;
    assert_close(mnz_ensemble_quantile(&e, 0.05), 1.0, 0.0);
    assert_close(mnz_ensemble_quantile(&e, 0.051), 2.0, 0.0);
    assert_close(mnz_ensemble_quantile(&e, 0.25), 5.0, 0.0);
    assert_close(mnz_ensemble_quantile(&e, 0.95), 19.0, 0.0);
    assert_close(mnz_ensemble_quantile(&e, 1.0), 20.0, 0.0);
    assert_true(mnz_ensemble_covers(&e, 0.5, 5.0));
    assert_true(mnz_ensemble_covers(&e, 0.5, 15.0));
    assert_false(mnz_ensemble_covers(&e, 0.5, 4.9));
    assert_false(mnz_ensemble_covers(&e, 0.5, 15.1));
    assert_true(mnz_ensemble_covers(&e, 0.9, 19.0));
    assert_false(mnz_ensemble_covers(&e, 0.9, 19.1));
}

/* How far the bins are from even, as chi squared. */
static double
unevenness(const double *bins, size_t count, double total)
{
    const double even = total / (double)count;
    double sum = 0.0;

    for (size_t i = 0; i < count; i++)
        sum += (bins[i] - even) * (bins[i] - even) / even;
    return sum;
}

/* Observations drawn like the members: uniform, for few members and with ties too. */
static void
transforms_of_a_known_distribution_are_uniform(void **state)
{
    enum { DRAWS = 50000, BINS = 10 };
    uint64_t random = 3;

    (void)state;
    for (int has_ties = 0; has_ties < 2; has_ties++) {
        double drawn[BINS] = {0.0}, spread[BINS] = {0.0}, shifted[BINS] = {0.0};

        for (int k = 0; k < DRAWS; k++) {
            double values[7], y, low, high;
            const struct mnz_ensemble e = {values, NULL, 7};

            for (int i = 0; i < 7; i++)
                values[i] = has_ties ? floor(3.0 * uniform(&random)) : uniform(&random);
            y = has_ties ? floor(3.0 * uniform(&random)) : uniform(&random);
            mnz_ensemble_sort(values, 7);
            mnz_ensemble_pit(&e, y, &low, &high);
            assert_true(low >= 0.0 && low < high && high <= 1.0);
            drawn[(int)((low + uniform(&random) * (high - low)) * BINS)] += 1.0;
            mnz_pit_spread(low, high, 1.0, spread, BINS);
            mnz_ensemble_pit(&e, y + 0.5, &low, &high);
            mnz_pit_spread(low, high, 1.0, shifted, BINS);
        }
        /* Chi squared with 9 degrees of freedom exceeds 33.7 once in 10,000. */
        assert_true(unevenness(drawn, BINS, DRAWS) < 33.7);
        assert_true(unevenness(spread, BINS, DRAWS) < 33.7);
        assert_true(unevenness(shifted, BINS, DRAWS) > 1000.0);
    }
}

static void
a_transform_is_spread_over_the_bins_it_touches(void **state)
{
    double bins[4] = {0.0};

    (void)state;
    mnz_pit_spread(0.125, 0.625, 2.0, bins, 4);
    assert_close(bins[0], 0.5, 1e-15);
    assert_close(bins[1], 1.0, 1e-15);
    assert_close(bins[2], 0.5, 1e-15);
    assert_close(bins[3], 0.0, 0.0);
}

static void
skill_is_measured_against_the_naive_score(void **state)
{
    (void)state;
    assert_close(mnz_score_skill(1.0, 4.0), 0.75, 0.0);
    assert_close(mnz_score_skill(4.0, 4.0), 0.0, 0.0);
    assert_close(mnz_score_skill(8.0, 4.0), -1.0, 0.0);
    assert_true(isnan(mnz_score_skill(1.0, 0.0)));
    assert_true(isnan(mnz_score_skill(1.0, (double)NAN)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_quantiles_of_a_normal_have_its_score),
        cmocka_unit_test(many_members_of_a_uniform_have_its_score),
        cmocka_unit_test(one_member_scores_its_absolute_error),
        cmocka_unit_test(the_score_is_that_of_all_pairs),
        cmocka_unit_test(the_fair_score_does_not_depend_on_how_many_members_there_are),
        cmocka_unit_test(weights_count_like_repeated_members),
        cmocka_unit_test(quantiles_are_order_statistics_and_bands_include_their_edges),
        cmocka_unit_test(transforms_of_a_known_distribution_are_uniform),
        cmocka_unit_test(a_transform_is_spread_over_the_bins_it_touches),
        cmocka_unit_test(skill_is_measured_against_the_naive_score),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
