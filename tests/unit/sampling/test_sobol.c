#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_qrng.h>
#include <math.h>
#include <string.h>

#include "sampling/sobol.h"
#include "support/close.h"

static uint64_t directions[MNZ_SOBOL_DIMENSIONS][MNZ_SOBOL_BITS];

static int
compute_directions(void **state)
{
    (void)state;
    for (uint32_t d = 0; d < MNZ_SOBOL_DIMENSIONS; d++)
        mnz_sobol_directions(d, directions[d]);
    return 0;
}

/* 64 pseudo-random bits: a linear congruence and a mix. */
static uint64_t
noise(uint64_t i)
{
    i = i * 6364136223846793005u + 1442695040888963407u;
    i = (i ^ i >> 29) * 0xbf58476d1ce4e5b9u;
    return i ^ i >> 32;
}

/* From the example that Joe and Kuo publish with their numbers; in order of Gray code.
 */
static void
the_first_points_are_the_published_ones(void **state)
{
    static const double points[10][3] = {
        {0.0, 0.0, 0.0},         {0.5, 0.5, 0.5},       {0.75, 0.25, 0.25},
        {0.25, 0.75, 0.75},      {0.375, 0.375, 0.625}, {0.875, 0.875, 0.125},
        {0.625, 0.125, 0.875},   {0.125, 0.625, 0.375}, {0.1875, 0.3125, 0.9375},
        {0.6875, 0.8125, 0.4375}};

    (void)state;
    for (uint64_t i = 0; i < 10; i++)
        for (uint32_t d = 0; d < 3; d++)
            assert_close(ldexp((double)mnz_sobol_bits(directions[d], i ^ i >> 1), -64),
                         points[i][d], 0.0);
}

/* The two sets of direction numbers have their first two dimensions in common. */
static void
gsl_gives_the_same_points_in_two_dimensions(void **state)
{
    gsl_qrng *q = gsl_qrng_alloc(gsl_qrng_sobol, 2);

    (void)state;
    assert_non_null(q);
    for (uint64_t i = 1; i < 2000; i++) {
        double x[2];

        assert_int_equal(gsl_qrng_get(q, x), 0);
        for (uint32_t d = 0; d < 2; d++)
            assert_close(ldexp((double)mnz_sobol_bits(directions[d], i ^ i >> 1), -64),
                         x[d], 1e-12);
    }
    gsl_qrng_free(q);
}

/* Whether points first .. first + 2^m - 1 fall one in each of 2^m intervals. */
static int
is_stratified(const uint64_t *v, uint64_t first, unsigned m, int scrambled,
              uint64_t key)
{
    static unsigned char seen[1 << 12];

    memset(seen, 0, sizeof seen);
    for (uint64_t i = first; i < first + (1u << m); i++) {
        uint64_t x = mnz_sobol_bits(v, i);

        x = (scrambled ? mnz_sobol_scramble(x, key) : x) >> (64 - m);
        if (seen[x]++)
            return 0;
    }
    return 1;
}

static void
each_dimension_is_stratified_scrambled_or_not(void **state)
{
    (void)state;
    for (uint32_t d = 0; d < MNZ_SOBOL_DIMENSIONS; d++) {
        assert_true(is_stratified(directions[d], 0, 10, 0, 0));
        assert_true(is_stratified(directions[d], 0, 10, 1, noise(d)));
        assert_true(is_stratified(directions[d], (uint64_t)1 << 44, 7, 1, noise(d)));
    }
    for (unsigned m = 1; m <= 12; m++)
        assert_true(is_stratified(directions[3], 0, m, 1, noise(m)));
}

/* The first two dimensions are a (0, 2)-sequence: one point in every elementary box. */
static void
the_first_two_dimensions_fill_every_elementary_box(void **state)
{
    enum { M = 10 };
    static unsigned char seen[1 << M];

    (void)state;
    for (int scrambled = 0; scrambled < 2; scrambled++)
        for (unsigned a = 0; a <= M; a++) {
            memset(seen, 0, sizeof seen);
            for (uint64_t i = 0; i < 1u << M; i++) {
                uint64_t x = mnz_sobol_bits(directions[0], i);
                uint64_t y = mnz_sobol_bits(directions[1], i);

                if (scrambled) {
                    x = mnz_sobol_scramble(x, noise(1));
                    y = mnz_sobol_scramble(y, noise(2));
                }
                x = a > 0 ? x >> (64 - a) : 0;
                y = a < M ? y >> (64 - (M - a)) : 0;
                assert_int_equal(seen[x << (M - a) | y]++, 0);
            }
        }
}

/* Points that part at one bit still part there, and no sooner. */
static void
scrambling_is_nested(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        const unsigned shared = (unsigned)(i % 64);
        const uint64_t x = noise(3 * i), key = noise(3 * i + 1);
        const uint64_t parting = (uint64_t)1 << (63 - shared);
        const uint64_t y = x ^ parting ^ (noise(3 * i + 2) & (parting - 1));
        const uint64_t differ = mnz_sobol_scramble(x, key) ^ mnz_sobol_scramble(y, key);

        assert_true(differ >> (63 - shared) == 1);
    }
}

/*
 * The seven coins of the first three bits are fair and independent: chi-squared over
 * their 128 outcomes has mean 127 and sd 15.9. And so with three bits further down.
 */
static void
the_coins_of_a_scramble_are_fair_and_independent(void **state)
{
    enum { KEYS = 128 * 200 };

    (void)state;
    for (unsigned depth = 0; depth <= 30; depth += 5) {
        uint32_t count[128] = {0};
        double chi2 = 0.0;

        for (uint64_t k = 0; k < KEYS; k++) {
            const uint64_t key = noise(k + 1000003 * depth);
            const uint64_t above = depth ? noise(depth) << (64 - depth) : 0;
            unsigned outcome = 0;

            for (uint64_t leaf = 0; leaf < 4; leaf++) {
                const uint64_t x = above | leaf << (62 - depth);
                const uint64_t flips = (x ^ mnz_sobol_scramble(x, key)) >> (61 - depth);

                if (leaf == 0)
                    outcome |= (unsigned)(flips >> 2 & 1u);
                if (leaf % 2 == 0)
                    outcome |= (unsigned)(flips >> 1 & 1u) << (1 + leaf / 2);
                outcome |= (unsigned)(flips & 1u) << (3 + leaf);
            }
            count[outcome]++;
        }
        for (int i = 0; i < 128; i++)
            chi2 += (count[i] - 200.0) * (count[i] - 200.0) / 200.0;
        assert_near(chi2, 127.0, 5.0 * 15.9);
    }
}

static void
a_scramble_has_these_bits(void **state)
{
    (void)state;
    assert_true(mnz_sobol_scramble(0x123456789abcdef0, 0x0f1e2d3c4b5a6978) ==
                0x1adff3360e860513);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_points_are_the_published_ones),
        cmocka_unit_test(gsl_gives_the_same_points_in_two_dimensions),
        cmocka_unit_test(each_dimension_is_stratified_scrambled_or_not),
        cmocka_unit_test(the_first_two_dimensions_fill_every_elementary_box),
        cmocka_unit_test(scrambling_is_nested),
        cmocka_unit_test(the_coins_of_a_scramble_are_fair_and_independent),
        cmocka_unit_test(a_scramble_has_these_bits),
    };

    return cmocka_run_group_tests(tests, compute_directions, NULL);
}
