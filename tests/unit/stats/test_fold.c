/* test_fold.c - chunks folded in lanes equal their values one by one. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "stats/fold.h"
#include "stats/series.h"
#include "support/close.h"
#include "support/numbers.h"

static const enum mnz_metric_unit units[] = {MNZ_UNIT_SHARE};

static struct mnz_tally *
new_tally(uint32_t replicates)
{
    struct mnz_tally *tally;

    assert_int_equal(mnz_tally_create(1, units, replicates, 1, &tally), MNZ_OK);
    return tally;
}

/* Rows of `values` that are all chosen, dealt to `replicates` by row. */
static void
fold_rows(struct mnz_tally *tally, enum mnz_isa isa, uint32_t replicates,
          const double *values, int is_whole)
{
    mnz_lane rows[MNZ_FOLD_ROWS];
    struct mnz_fold fold = {.weight = 1,
                            .num_rows = MNZ_FOLD_ROWS,
                            .stride = 1,
                            .is_dealt = 1,
                            .is_whole = is_whole,
                            .is_short = 1};

    memset(fold.lanes, 0xff, sizeof fold.lanes);
    for (uint32_t i = 0; i < MNZ_TALLY_MOST; i++) {
        const uint32_t row = i / MNZ_LANES;

        rows[row][i % MNZ_LANES] = values[i];
        fold.replicate[i] = (uint8_t)(row % replicates);
        fold.counts[row % replicates]++;
    }
    mnz_tally_fold(tally, isa, 0, rows, &fold);
}

/* The slots of the values, counted one by one. */
static void
assert_slots(const struct mnz_tally *tally, const double *values, size_t count)
{
    const struct mnz_histogram *h = &tally->series[0].histogram;
    uint64_t expected[MNZ_HISTOGRAM_SLOTS] = {0}, zeros = 0;
    double max = 0.0;

    for (size_t i = 0; i < count; i++)
        max = values[i] > max ? values[i] : max;
    assert_int_equal(h->top, mnz_histogram_bucket(max) / MNZ_HISTOGRAM_STEPS);
    for (size_t i = 0; i < count; i++) {
        zeros += values[i] == 0.0;
        if (values[i] > 0.0)
            expected[mnz_histogram_slot(h, mnz_histogram_bucket(values[i]))]++;
    }
    assert_int_equal(h->zeros, zeros);
    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++)
        assert_int_equal(mnz_histogram_count_at(&tally->pool, h, slot), expected[slot]);
}

/* From near the top down over more octaves than are kept, a few zeros and gaps. */
static void
spread(double *values, double top, uint64_t *seed, int has_gaps)
{
    for (int i = 0; i < MNZ_TALLY_MOST; i++) {
        values[i] = top * exp2(-20.0 * next_number(seed));
        if (i % 11 == 5)
            values[i] = 0.0;
        if (has_gaps && i % 13 == 7)
            values[i] = NAN;
    }
}

static void
slots_in_lanes_are_those_of_each_value(void **state)
{
    /* Below the range of buckets, at its low end, within, at and beyond its high end.
     */
    static const double tops[] = {0x1p-30, 0x1p-19, 0x1p-12, 1.0,
                                  0x1p30,  0x1p49,  0x1p60};
    uint64_t seed = 3;

    (void)state;
    for (int isa = 0; isa < MNZ_NUM_ISAS; isa++)
        for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
            for (int has_gaps = 0; has_gaps < 2; has_gaps++) {
                static double values[2 * MNZ_TALLY_MOST];
                struct mnz_tally *tally;

                if (!mnz_isa_is_usable((enum mnz_isa)isa))
                    continue;
                tally = new_tally(1);
                spread(values, tops[i], &seed, has_gaps);
                spread(values + MNZ_TALLY_MOST, 3.0 * tops[i], &seed, has_gaps);
                fold_rows(tally, (enum mnz_isa)isa, 1, values, 1);
                fold_rows(tally, (enum mnz_isa)isa, 1, values + MNZ_TALLY_MOST, 0);
                assert_slots(tally, values, sizeof values / sizeof *values);
                mnz_tally_destroy(tally);
            }
}

/* With or without a look at the chosen branches, values that lack or not. */
static void
a_whole_chunk_folds_as_any(void **state)
{
    uint64_t seed = 4;

    (void)state;
    for (int has_gaps = 0; has_gaps < 2; has_gaps++) {
        static double values[MNZ_TALLY_MOST];
        struct mnz_tally *whole = new_tally(4), *any = new_tally(4);
        struct mnz_summary a, b;

        spread(values, 1.0, &seed, has_gaps);
        fold_rows(whole, mnz_isa_best(), 4, values, 1);
        fold_rows(any, mnz_isa_best(), 4, values, 0);
        mnz_tally_summary(whole, 0, &a);
        mnz_tally_summary(any, 0, &b);
        assert_int_equal(a.trials, has_gaps ? MNZ_TALLY_MOST - 10 : MNZ_TALLY_MOST);
        assert_memory_equal(&a, &b, sizeof a);
        mnz_tally_destroy(whole);
        mnz_tally_destroy(any);
    }
}

/* 0.5, 1.5, 2.5, ... quanta are 0, 2, 2, ..., in lanes as one by one. */
static void
half_quanta_go_to_the_even_neighbour(void **state)
{
    const double quantum = 0x1p-40;
    double values[MNZ_TALLY_MOST];
    uint64_t expected = 0;

    (void)state;
    for (int i = 0; i < MNZ_TALLY_MOST; i++) {
        values[i] = (i + 0.5) * quantum;
        expected += (uint64_t)(i % 2 ? i + 1 : i);
    }
    for (int isa = 0; isa < MNZ_NUM_ISAS; isa++) {
        struct mnz_moments moments;
        struct mnz_tally *tally;

        if (!mnz_isa_is_usable((enum mnz_isa)isa))
            continue;
        tally = new_tally(1);
        fold_rows(tally, (enum mnz_isa)isa, 1, values, 1);
        assert_true(tally->series[0].moments.sum == expected);
        mnz_moments_init(&moments);
        for (int i = 0; i < MNZ_TALLY_MOST; i++)
            mnz_moments_add(&moments, values[i], 0x1p40);
        assert_true(moments.sum == expected);
        assert_true(moments.squares_low == tally->series[0].moments.squares_low);
        mnz_tally_destroy(tally);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots_in_lanes_are_those_of_each_value),
        cmocka_unit_test(a_whole_chunk_folds_as_any),
        cmocka_unit_test(half_quanta_go_to_the_even_neighbour),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
