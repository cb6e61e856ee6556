#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "sampling/sobol.h"
#include "support/close.h"

enum { INPUTS = 300 };

static uint64_t directions[INPUTS][MNZ_SOBOL_BITS];

/* 64 pseudo-random bits: a linear congruence and a mix. */
static uint64_t
noise(uint64_t i)
{
    i = i * 6364136223846793005u + 1442695040888963407u;
    i = (i ^ i >> 29) * 0xbf58476d1ce4e5b9u;
    return i ^ i >> 32;
}

static int
compute_directions(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < INPUTS; i++)
        mnz_sobol_directions(noise(i), directions[i]);
    return 0;
}

/* That of digit k has bit 63 - k, nothing below it, and fair coins above it. */
static void
direction_numbers_are_upper_triangular_and_random(void **state)
{
    uint32_t ones[MNZ_SOBOL_BITS][MNZ_SOBOL_BITS] = {{0}};

    (void)state;
    for (uint32_t i = 0; i < INPUTS; i++)
        for (uint32_t k = 0; k < MNZ_SOBOL_BITS; k++) {
            const uint64_t own = (uint64_t)1 << (63 - k);

            assert_true((directions[i][k] & own) != 0);
            assert_true((directions[i][k] & (own - 1)) == 0);
            for (uint32_t bit = 0; bit < MNZ_SOBOL_BITS; bit++)
                ones[k][bit] += (uint32_t)(directions[i][k] >> bit & 1u);
        }
    for (uint32_t k = 0; k < MNZ_SOBOL_BITS; k++)
        for (uint32_t bit = 64 - k; bit < MNZ_SOBOL_BITS; bit++)
            assert_near(ones[k][bit] / (double)INPUTS, 0.5, 5.0 * 0.5 / sqrt(INPUTS));
}

/*
 * In the first 2^m points, the halves of two inputs are those of one another with
 * probability 2^-(m - 1), and otherwise each quarter holds a quarter of the points.
 */
static void
quarters_of_pairs_are_even_but_for_rare_pairs(void **state)
{
    enum { M = 5, POINTS = 1 << M, PAIRS = INPUTS * (INPUTS - 1) / 2 };
    const double p = ldexp(1.0, 1 - M);
    uint64_t same = 0;

    (void)state;
    for (uint32_t i = 0; i < INPUTS; i++)
        for (uint32_t j = 0; j < i; j++) {
            uint64_t in_both = 0;

            for (uint64_t k = 0; k < POINTS; k++)
                in_both += (mnz_sobol_bits(directions[i], k) &
                            mnz_sobol_bits(directions[j], k)) >>
                           63;
            assert_true(in_both == POINTS / 4 || in_both == POINTS / 2);
            same += in_both == POINTS / 2;
        }
    assert_near((double)same / PAIRS, p, 5.0 * sqrt(p * (1.0 - p) / PAIRS));
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
each_input_is_stratified_scrambled_or_not(void **state)
{
    (void)state;
    for (uint32_t d = 0; d < INPUTS; d++) {
        assert_true(is_stratified(directions[d], 0, 10, 0, 0));
        assert_true(is_stratified(directions[d], 0, 10, 1, noise(d)));
        assert_true(is_stratified(directions[d], (uint64_t)1 << 44, 7, 1, noise(d)));
    }
    for (unsigned m = 1; m <= 12; m++)
        assert_true(is_stratified(directions[3], 0, m, 1, noise(m)));
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
        cmocka_unit_test(direction_numbers_are_upper_triangular_and_random),
        cmocka_unit_test(quarters_of_pairs_are_even_but_for_rare_pairs),
        cmocka_unit_test(each_input_is_stratified_scrambled_or_not),
        cmocka_unit_test(scrambling_is_nested),
        cmocka_unit_test(the_coins_of_a_scramble_are_fair_and_independent),
        cmocka_unit_test(a_scramble_has_these_bits),
    };

    return cmocka_run_group_tests(tests, compute_directions, NULL);
}
