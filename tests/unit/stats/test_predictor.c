/* test_predictor.c - guesses of an answer from its inputs. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>

#include "base/mathfn.h"
#include "sampling/philox.h"
#include "stats/predictor.h"
#include "support/close.h"

enum { TRIALS = 400, INPUTS = 60 };

static double scores[(TRIALS + 1) * INPUTS], values[TRIALS];

static void
make_scores(uint64_t seed)
{
    for (uint64_t k = 0; k < (TRIALS + 1) * INPUTS; k++)
        scores[k] = mnz_normal_quantile(
            mnz_bits_uniform(mnz_words_bits(mnz_philox(seed, k, 0))));
}

/* Inputs 7, 20 and 33, one of them both ways, and what two do together. */
static double
answer(const double *z)
{
    return 5.0 + 2.0 * z[7] - z[20] + 1.5 * z[33] * z[33] + 0.8 * z[7] * z[20];
}

static struct mnz_predictor *
learn(size_t trials)
{
    struct mnz_predictor *p;

    assert_int_equal(mnz_predictor_create(scores, values, trials, INPUTS, &p), MNZ_OK);
    return p;
}

/* Other trials are guessed too, though terms are held back by a hundredth. */
static void
inputs_that_matter_are_found(void **state)
{
    struct mnz_predictor *p;
    double z[INPUTS] = {0}, base;

    (void)state;
    make_scores(1);
    for (uint32_t t = 0; t < TRIALS; t++)
        values[t] = t % 50 == 3 ? (double)NAN : answer(&scores[t * INPUTS]);
    p = learn(TRIALS);
    base = mnz_predictor_value(p, z);
    assert_near(base, 5.0, 0.2);
    z[7] = 1.0;
    assert_near(mnz_predictor_value(p, z) - base, 2.0, 0.1);
    z[20] = 1.0;
    assert_near(mnz_predictor_value(p, z) - base, 1.8, 0.15);
    z[33] = -1.0;
    assert_near(mnz_predictor_value(p, z) - base, 3.3, 0.2);
    assert_true(mnz_predictor_told(p) > 0.99);
    mnz_predictor_destroy(p);
}

/* Least squares of one input, by hand: the ridge of a hundredth keeps 1/1.01 of it. */
static void
one_input_has_the_slope_of_least_squares(void **state)
{
    double mean[2] = {0}, product = 0.0, square = 0.0, slope;
    struct mnz_predictor *p;

    (void)state;
    make_scores(2);
    for (uint32_t t = 0; t < TRIALS; t++)
        values[t] = scores[t * INPUTS] > 0.0 ? 3.0 : 1.0;
    p = learn(TRIALS);
    for (uint32_t t = 0; t < TRIALS; t++) {
        mean[0] += scores[t * INPUTS] / TRIALS;
        mean[1] += values[t] / TRIALS;
    }
    for (uint32_t t = 0; t < TRIALS; t++) {
        product += (scores[t * INPUTS] - mean[0]) * (values[t] - mean[1]);
        square += pow(scores[t * INPUTS] - mean[0], 2.0);
    }
    slope = product / square / 1.01;
    /* Chance may let in another input or two of 60, and its square is of no use. */
    assert_near(mnz_predictor_value(p, (const double[INPUTS]){1.0}) -
                    mnz_predictor_value(p, (const double[INPUTS]){-1.0}),
                2.0 * slope, 0.1);
    mnz_predictor_destroy(p);
}

static void
noise_tells_nothing(void **state)
{
    struct mnz_predictor *p;

    (void)state;
    make_scores(3);
    for (uint32_t t = 0; t < TRIALS; t++)
        values[t] = mnz_bits_uniform(mnz_words_bits(mnz_philox(9, t, 0)));
    p = learn(TRIALS);
    assert_true(mnz_predictor_told(p) < 0.1);
    mnz_predictor_destroy(p);
    for (uint32_t t = 0; t < TRIALS; t++)
        values[t] = 2.5;
    p = learn(TRIALS);
    assert_close(mnz_predictor_value(p, scores), 2.5, 1e-12);
    assert_true(mnz_predictor_told(p) == 0.0);
    mnz_predictor_destroy(p);
    p = learn(0);
    assert_true(mnz_predictor_value(p, scores) == 0.0);
    mnz_predictor_destroy(p);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_that_matter_are_found),
        cmocka_unit_test(one_input_has_the_slope_of_least_squares),
        cmocka_unit_test(noise_tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
