/* test_strata.c - which candidates are made, and how many each stands for. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include "sampling/philox.h"
#include "sampling/strata.h"
#include "support/close.h"

enum {
    SIZE = 48,
    TRIALS = MNZ_NUM_STRATA * SIZE,
    CANDIDATES = MNZ_STRATA_CANDIDATES * SIZE
};

static double scores[CANDIDATES];
static uint64_t numbers[TRIALS];

static struct mnz_strata
choose(uint64_t seed)
{
    struct mnz_strata s = {.seed = seed, .size = SIZE, .numbers = numbers};

    for (uint64_t c = 0; c < CANDIDATES; c++)
        scores[c] = mnz_bits_uniform(mnz_words_bits(mnz_philox(77, c, 0)));
    assert_true(mnz_strata_choose(&s, scores));
    return s;
}

/* Positions are of the replicates of their candidates, weights are all candidates, and
 * nothing comes twice. */
static void
trials_stand_for_all_candidates(void **state)
{
    const struct mnz_strata s = choose(1);
    uint8_t is_made[CANDIDATES] = {0};
    uint64_t weights = 0;

    (void)state;
    for (uint64_t p = 0; p < TRIALS; p++) {
        assert_true(numbers[p] < CANDIDATES && !is_made[numbers[p]]);
        assert_int_equal(numbers[p] % MNZ_STRATA_REPLICATES, p % MNZ_STRATA_REPLICATES);
        is_made[numbers[p]] = 1;
        weights += mnz_strata_weight_at(&s, p);
    }
    assert_int_equal(weights, CANDIDATES);
    assert_int_equal(mnz_strata_count(&s), TRIALS);
}

/* How many candidates of its replicate are above one. */
static uint32_t
rank_of(uint64_t number)
{
    uint32_t above = 0;

    for (uint64_t c = number % MNZ_STRATA_REPLICATES; c < CANDIDATES;
         c += MNZ_STRATA_REPLICATES)
        above += scores[c] > scores[number];
    return above;
}

/* Of 192 candidates of a replicate, 3 x (1, 3, 8, 52) are in the strata. */
static void
strata_follow_the_scores(void **state)
{
    static const uint32_t ends[MNZ_NUM_STRATA + 1] = {0, 3, 12, 36, 192};

    (void)state;
    choose(2);
    for (uint64_t p = 0; p < TRIALS; p++) {
        const uint32_t rank = rank_of(numbers[p]);

        assert_true(rank >= ends[p / SIZE] && rank < ends[p / SIZE + 1]);
    }
}

/* Weighted sums have no bias: over seeds their mean is that of all candidates. */
static void
weights_leave_no_bias(void **state)
{
    enum { SEEDS = 150 };
    double all = 0.0, mean = 0.0, square = 0.0;

    (void)state;
    choose(0);
    for (uint64_t c = 0; c < CANDIDATES; c++)
        all += scores[c] * scores[c] + (double)(c % 7);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const struct mnz_strata s = choose(seed);
        double sum = 0.0;

        for (uint64_t p = 0; p < TRIALS; p++)
            sum += mnz_strata_weight_at(&s, p) *
                   (scores[numbers[p]] * scores[numbers[p]] + (double)(numbers[p] % 7));
        mean += sum / SEEDS;
        square += sum * sum / SEEDS;
    }
    /* Four standard errors. */
    assert_near(mean, all, 4.0 * sqrt((square - mean * mean) / SEEDS));
}

/* Without a score candidates count in order, so that all is still there. */
static void
equal_scores_are_no_fault(void **state)
{
    struct mnz_strata s = {.seed = 5, .size = SIZE, .numbers = numbers};
    uint64_t sum = 0;

    (void)state;
    for (uint64_t c = 0; c < CANDIDATES; c++)
        scores[c] = 0.0;
    assert_true(mnz_strata_choose(&s, scores));
    for (uint64_t p = 0; p < SIZE; p++)
        assert_int_equal(numbers[p], p); /* the first of each replicate */
    for (uint64_t p = 0; p < TRIALS; p++)
        sum += mnz_strata_weight_at(&s, p);
    assert_int_equal(sum, CANDIDATES);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_stand_for_all_candidates),
        cmocka_unit_test(strata_follow_the_scores),
        cmocka_unit_test(weights_leave_no_bias),
        cmocka_unit_test(equal_scores_are_no_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
