#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "sampling/philox.h"
#include "sampling/stream.h"
#include "support/close.h"

/* The known answers that Random123 publishes for philox4x32, 10 rounds. */
static void
philox_gives_the_published_answers(void **state)
{
    static const struct {
        uint64_t key, low, high;
        uint32_t words[4];
    } cases[] = {
        {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {UINT64_MAX,
         UINT64_MAX,
         UINT64_MAX,
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {0x299f31d0a4093822,
         0x85a308d3243f6a88,
         0x0370734413198a2e,
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct mnz_words got =
            mnz_philox(cases[i].key, cases[i].low, cases[i].high);

        assert_memory_equal(got.w, cases[i].words, sizeof got.w);
    }
}

/* Of counters that differ in every word, and at its edges. */
static void
lanes_are_word_for_word_those_of_one(void **state)
{
    static const uint64_t edges[] = {0, 1, 0xffffffffu, 0x100000000u, UINT64_MAX};
    uint64_t key[MNZ_PHILOX_LANES], low[MNZ_PHILOX_LANES], bits[2][MNZ_PHILOX_LANES];

    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        const uint64_t high = i < 5 ? edges[i] : i * 0xd1342543de82ef95u;

        for (uint64_t lane = 0; lane < MNZ_PHILOX_LANES; lane++) {
            const uint64_t n = i * MNZ_PHILOX_LANES + lane;

            key[lane] = n < 40 ? edges[n % 5] : n * 0x9e3779b97f4a7c15u;
            low[lane] = n < 40 ? edges[n / 5 % 5] : (n * n) << (n % 40);
        }
        mnz_philox_lanes(key, low, high, bits);
        for (int lane = 0; lane < MNZ_PHILOX_LANES; lane++) {
            const struct mnz_words one = mnz_philox(key[lane], low[lane], high);

            assert_true(bits[0][lane] == mnz_words_bits(one));
            assert_true(bits[1][lane] == ((uint64_t)one.w[3] << 32 | one.w[2]));
        }
    }
}

static void
a_name_is_hashed_by_fnv_1a(void **state)
{
    (void)state;
    assert_true(mnz_stream_id("") == 0xcbf29ce484222325);
    assert_true(mnz_stream_id("a") == 0xaf63dc4c8601ec8c);
    assert_true(mnz_stream_id("foobar") == 0x85944171f73967e8);
}

/* The contract of stream.h, worked out by a program of its own. */
static void
numbers_are_these_for_ever(void **state)
{
    static const struct {
        uint64_t seed;
        const char *name;
        uint64_t trial, counter;
        double uniform;
    } cases[] = {
        {1, "alpha", 0, 0, 0x1.aeac2b423f635p-1},
        {1, "alpha", 0, 1, 0x1.e60c1cf22d8e8p-4},
        {1, "alpha", 1, 0, 0x1.e953cc612f551p-1},
        {1, "beta", 0, 0, 0x1.f85c9bd4e85a0p-6},
        {2, "alpha", 0, 0, 0x1.8efc5737bebf4p-3},
        {0xfedcba9876543210, "Nd/Pr \u00b7 oxide", (uint64_t)1 << 40, (uint64_t)1 << 33,
         0x1.f082b89b08dd3p-1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct mnz_stream s = mnz_stream_make(cases[i].seed, cases[i].name);

        assert_close(mnz_stream_uniform(&s, cases[i].trial, cases[i].counter),
                     cases[i].uniform, 0.0);
    }
}

static void
uniforms_stay_strictly_between_0_and_1(void **state)
{
    (void)state;
    assert_true(mnz_bits_uniform(0) > 0.0);
    assert_true(mnz_bits_uniform(UINT64_MAX) < 1.0);
    assert_true(mnz_bits_uniform(UINT64_MAX) == 1.0 - mnz_bits_uniform(0));
}

/* Chi-squared over 256 cells: mean 255, sd 22.6; five sds either way. */
static void
trials_counters_and_names_spread_evenly(void **state)
{
    enum { DRAWS = 256 * 400 };
    static const char *const names[] = {"trials", "counters"};

    (void)state;
    for (int by = 0; by < 3; by++) {
        uint32_t cells[256] = {0};
        double chi2 = 0.0;

        for (uint64_t i = 0; i < DRAWS; i++) {
            char name[3] = {(char)('A' + i % 50), (char)('A' + i / 50 % 50), '\0'};
            const struct mnz_stream s = mnz_stream_make(7, by < 2 ? names[by] : name);
            const double u = mnz_stream_uniform(&s, by == 1 ? 3 : i, by == 1 ? i : 0);

            cells[(int)(u * 256.0)]++;
        }
        for (int i = 0; i < 256; i++)
            chi2 += (cells[i] - 400.0) * (cells[i] - 400.0) / 400.0;
        assert_near(chi2, 255.0, 5.0 * 22.6);
    }
}

static void
neighbours_are_uncorrelated(void **state)
{
    enum { DRAWS = 100000 };
    const struct mnz_stream s = mnz_stream_make(1, "one"),
                            t = mnz_stream_make(1, "two");
    const struct mnz_stream other = mnz_stream_make(2, "one");
    double by_trial = 0.0, by_counter = 0.0, by_name = 0.0, by_seed = 0.0;

    (void)state;
    for (uint64_t i = 0; i < DRAWS; i++) {
        const double u = mnz_stream_uniform(&s, i, 0) - 0.5;

        by_trial += u * (mnz_stream_uniform(&s, i + 1, 0) - 0.5);
        by_counter += u * (mnz_stream_uniform(&s, i, 1) - 0.5);
        by_name += u * (mnz_stream_uniform(&t, i, 0) - 0.5);
        by_seed += u * (mnz_stream_uniform(&other, i, 0) - 0.5);
    }
    /* each sum has mean 0 and variance n / 144 */
    assert_near(by_trial, 0.0, 4.5 * sqrt(DRAWS) / 12.0);
    assert_near(by_counter, 0.0, 4.5 * sqrt(DRAWS) / 12.0);
    assert_near(by_name, 0.0, 4.5 * sqrt(DRAWS) / 12.0);
    assert_near(by_seed, 0.0, 4.5 * sqrt(DRAWS) / 12.0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_answers),
        cmocka_unit_test(lanes_are_word_for_word_those_of_one),
        cmocka_unit_test(a_name_is_hashed_by_fnv_1a),
        cmocka_unit_test(numbers_are_these_for_ever),
        cmocka_unit_test(uniforms_stay_strictly_between_0_and_1),
        cmocka_unit_test(trials_counters_and_names_spread_evenly),
        cmocka_unit_test(neighbours_are_uncorrelated),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
