#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "sampling/rng.h"
#include "support/close.h"

static void
a_seek_leads_to_the_numbers_of_the_stream(void **state)
{
    const struct mnz_stream s = mnz_stream_make(5, "rng");
    gsl_rng *rng = gsl_rng_alloc(mnz_rng_philox);

    (void)state;
    assert_non_null(rng);
    for (uint64_t trial = 0; trial < 3; trial++) {
        mnz_rng_seek(rng, &s, trial);
        for (uint64_t i = 0; i < 10; i++)
            assert_close(gsl_rng_uniform(rng), mnz_stream_uniform(&s, trial, i), 0.0);
    }
    mnz_rng_seek(rng, &s, 1);
    assert_int_equal(gsl_rng_get(rng),
                     (unsigned long)(mnz_stream_uniform(&s, 1, 0) * 0x1p32));
    gsl_rng_free(rng);
}

static void
a_seed_starts_the_stream_of_that_seed(void **state)
{
    const struct mnz_stream s = mnz_stream_make(42, "gsl");
    gsl_rng *rng = gsl_rng_alloc(mnz_rng_philox);

    (void)state;
    assert_non_null(rng);
    gsl_rng_set(rng, 42);
    assert_close(gsl_rng_uniform(rng), mnz_stream_uniform(&s, 0, 0), 0.0);
    gsl_rng_free(rng);
}

static void
samplers_of_gsl_work_on_it(void **state)
{
    enum { DRAWS = 100000 };
    const struct mnz_stream s = mnz_stream_make(5, "samplers");
    gsl_rng *rng = gsl_rng_alloc(mnz_rng_philox);
    double normal = 0.0, squares = 0.0, poisson = 0.0;

    (void)state;
    assert_non_null(rng);
    mnz_rng_seek(rng, &s, 0);
    for (int i = 0; i < DRAWS; i++) {
        const double z = gsl_ran_gaussian_ziggurat(rng, 1.0);

        normal += z;
        squares += z * z;
        poisson += gsl_ran_poisson(rng, 2.5);
    }
    assert_near(normal / DRAWS, 0.0, 4.5 / sqrt(DRAWS));
    assert_near(squares / DRAWS, 1.0, 4.5 * sqrt(2.0 / DRAWS));
    assert_near(poisson / DRAWS, 2.5, 4.5 * sqrt(2.5 / DRAWS));
    gsl_rng_free(rng);
}

static void
a_copy_goes_on_like_the_original(void **state)
{
    const struct mnz_stream s = mnz_stream_make(5, "copies");
    gsl_rng *rng = gsl_rng_alloc(mnz_rng_philox), *copy;

    (void)state;
    assert_non_null(rng);
    mnz_rng_seek(rng, &s, 9);
    (void)gsl_rng_uniform(rng);
    copy = gsl_rng_clone(rng);
    assert_non_null(copy);
    assert_close(gsl_rng_uniform(copy), gsl_rng_uniform(rng), 0.0);
    assert_close(gsl_rng_uniform(copy), mnz_stream_uniform(&s, 9, 2), 0.0);
    gsl_rng_free(copy);
    gsl_rng_free(rng);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seek_leads_to_the_numbers_of_the_stream),
        cmocka_unit_test(a_seed_starts_the_stream_of_that_seed),
        cmocka_unit_test(samplers_of_gsl_work_on_it),
        cmocka_unit_test(a_copy_goes_on_like_the_original),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
