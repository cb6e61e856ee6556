/* test_paired.c - differences of paired columns, and how often their intervals hold. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sampling/stream.h"
#include "stats/paired.h"
#include "support/close.h"

enum { MOST = 1024 };

static int
ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Against a sort, for every rank, with few and many equal values. */
static void
quantiles_and_tails_are_those_of_the_sorted_values(void **state)
{
    struct mnz_stream stream = mnz_stream_make(1, "values");
    double values[40], sorted[40];
    uint64_t next = 0;

    (void)state;
    for (size_t n = 1; n <= 40; n++)
        for (int kinds = 1; kinds <= 40; kinds += 3) {
            const double p = ((double)(n % 19) + 0.5) / 20.0;
            const size_t k = (size_t)ceil(p * (double)n - 1e-9) - 1;
            const double top = (double)n * (1.0 - p);
            double sum = 0.0;

            for (size_t i = 0; i < n; i++)
                values[i] = sorted[i] =
                    floor(kinds * mnz_stream_uniform(&stream, next++, 0));
            qsort(sorted, n, sizeof *sorted, ascending);
            assert_true(mnz_select_quantile(values, n, p) == sorted[k]);
            for (size_t i = k + 1; i < n; i++)
                sum += sorted[i];
            sum += (top - (double)(n - k - 1)) * sorted[k];
            assert_near(mnz_select_tail(values, n, p), sum / top, 1e-9);
            qsort(values, n, sizeof *values, ascending);
            assert_memory_equal(values, sorted, n * sizeof *values);
        }
}

static struct mnz_difference
find(const double *base, const double *other, size_t count, uint32_t replicates)
{
    static double room[5 * MOST];
    const struct mnz_pairs pairs = {.base = base,
                                    .other = other,
                                    .base_stride = 1,
                                    .other_stride = 1,
                                    .count = count,
                                    .replicates = replicates};
    struct mnz_difference d;

    assert_true(mnz_paired_room(count) <= sizeof room / sizeof *room);
    mnz_paired_find(&pairs, room, &d);
    return d;
}

static void
pairs_without_a_value_or_not_chosen_do_not_count(void **state)
{
    const double base[] = {1, 2, NAN, 4, 5, 0}, other[] = {2, 2, 3, NAN, 3, 9};
    const uint8_t chosen[] = {1, 1, 1, 1, 1, 0};
    double room[30];
    const struct mnz_pairs pairs = {.base = base,
                                    .other = other,
                                    .base_stride = 1,
                                    .other_stride = 1,
                                    .is_chosen = chosen,
                                    .count = 6,
                                    .replicates = 1};
    struct mnz_difference d;

    (void)state;
    mnz_paired_find(&pairs, room, &d);
    assert_int_equal(d.trials, 3);
    assert_int_equal(d.above, 1);
    assert_int_equal(d.below, 1);
    assert_close(d.mean.base, 8.0 / 3.0, 1e-12);
    assert_close(d.mean.difference, -1.0 / 3.0, 1e-12);
    assert_true(isnan(d.p95.low)); /* too few for sections */
    assert_close(d.p50.other, 2.0, 0.0);
}

static void
equal_columns_differ_by_nothing(void **state)
{
    double values[64];
    struct mnz_difference d;

    (void)state;
    for (int i = 0; i < 64; i++)
        values[i] = i;
    d = find(values, values, 64, 16);
    assert_true(d.mean.low == 0.0 && d.mean.high == 0.0 && d.p95.difference == 0.0);
    assert_true(d.cvar95.base > d.p95.base && isnan(d.gain));
    d = find(values, values, 0, 1);
    assert_int_equal(d.trials, 0);
    assert_true(isnan(d.mean.base));
}

static int
holds(const struct mnz_gap *gap, double truth)
{
    return gap->low <= truth && truth <= gap->high;
}

/*
 * Exponential values of mean 1 and 0.8, whose draws are the same in seven of ten
 * trials: every figure of both is known. An interval of 95 % holds its truth as often,
 * within three standard errors over so many seeds; those of sections may hold it more
 * often.
 */
static void
intervals_of_plain_trials_hold_the_known_differences(void **state)
{
    enum { SEEDS = 400 };
    static double base[MOST], other[MOST];
    const double least = 0.95 - 3.0 * sqrt(0.95 * 0.05 / SEEDS), p95 = -log(0.05);
    int mean = 0, p50 = 0, tail = 0, cvar = 0;

    (void)state;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const struct mnz_stream u = mnz_stream_make(seed, "u"),
                                v = mnz_stream_make(seed, "v"),
                                w = mnz_stream_make(seed, "w");
        struct mnz_difference d;

        for (uint64_t k = 0; k < MOST; k++) {
            const double same = mnz_stream_uniform(&u, k, 0);
            const int is_same = mnz_stream_uniform(&w, k, 0) < 0.7;

            base[k] = -log(same);
            other[k] = -0.8 * log(is_same ? same : mnz_stream_uniform(&v, k, 0));
        }
        d = find(base, other, MOST, 1);
        mean += holds(&d.mean, -0.2);
        p50 += holds(&d.p50, -0.2 * log(2.0));
        tail += holds(&d.p95, -0.2 * p95);
        cvar += holds(&d.cvar95, -0.2 * (p95 + 1.0));
        assert_true(d.gain > 1.5);
    }
    assert_near((double)mean / SEEDS, 0.95, 0.95 - least);
    assert_true((double)p50 / SEEDS >= least);
    assert_true((double)tail / SEEDS >= least);
    assert_true((double)cvar / SEEDS >= least);
}

/* The tail's interval, and what trials are worth, by sums as monte-carlo.md has them.
 */
static void
tails_and_shares_have_the_errors_of_their_sections(void **state)
{
    enum { R = 16, N = 1024 };
    const struct mnz_stream u = mnz_stream_make(5, "u"), v = mnz_stream_make(5, "v");
    static double base[N], other[N], order[N];
    double of[R] = {0}, hits[R] = {0}, q[2], tail = 0.0, share = 0.0, squares[2] = {0};
    struct mnz_difference d;

    (void)state;
    for (uint64_t k = 0; k < N; k++) {
        base[k] = -log(mnz_stream_uniform(&u, k, 0));
        other[k] = 0.9 * base[k] + 0.2 * mnz_stream_uniform(&v, k, 0);
    }
    memcpy(order, base, sizeof order);
    q[0] = mnz_select_quantile(order, N, 0.95);
    memcpy(order, other, sizeof order);
    q[1] = mnz_select_quantile(order, N, 0.95);
    for (uint64_t k = 0; k < N; k++) {
        of[k % R] +=
            (fmax(other[k] - q[1], 0.0) - fmax(base[k] - q[0], 0.0)) / 0.05 * R / N;
        hits[k % R] += other[k] > base[k] ? (double)R / N : 0.0;
    }
    for (int r = 0; r < R; r++) {
        tail += of[r] / R;
        share += hits[r] / R;
    }
    for (int r = 0; r < R; r++) {
        squares[0] += (of[r] - tail) * (of[r] - tail) / (R - 1) / R;
        squares[1] += (hits[r] - share) * (hits[r] - share) / (R - 1) / R;
    }
    d = find(base, other, N, R);
    assert_close(d.cvar95.high - d.cvar95.low,
                 2.0 * 2.131449545559774 * sqrt(squares[0]), 1e-9);
    assert_close(d.above_worth,
                 share * (1.0 - share) / squares[1] *
                     pow(1.959963984540054 / 2.131449545559774, 2.0),
                 1e-9);
    assert_close(find(base, other, N, 1).above_worth, N, 0.0);
}

static void
assert_same_gap(const struct mnz_gap *a, const struct mnz_gap *b)
{
    assert_close(a->base, b->base, 1e-12);
    assert_close(a->other, b->other, 1e-12);
    assert_near(a->difference, b->difference, 1e-12);
    assert_near(a->low, b->low, 1e-11);
    assert_near(a->high, b->high, 1e-11);
}

/* A pair of weight 3 is three pairs of its section, for all but their number. */
static void
a_weight_is_a_number_of_pairs(void **state)
{
    enum { R = 16, N = 1024, EACH = 3 };
    static double base[N], other[N], all_base[EACH * N], all_other[EACH * N];
    static double room[5 * EACH * N];
    static uint32_t weights[N];
    size_t next[R], count = 0;
    struct mnz_difference d, repeated;
    struct mnz_pairs pairs = {.base = base,
                              .other = other,
                              .base_stride = 1,
                              .other_stride = 1,
                              .count = N,
                              .replicates = R,
                              .weights = weights};

    (void)state;
    for (size_t r = 0; r < R; r++)
        next[r] = r;
    for (size_t k = 0; k < EACH * N; k++)
        all_base[k] = NAN; /* does not count */
    for (size_t k = 0; k < N; k++) {
        base[k] = (double)(k * 7919 % 1031);
        other[k] = k % 5 == 0 ? base[k] + 3.0 : 0.9 * base[k];
        weights[k] = 1 + (uint32_t)(k / R % EACH);
        for (uint32_t i = 0; i < weights[k]; i++, next[k % R] += R) {
            all_base[next[k % R]] = base[k];
            all_other[next[k % R]] = other[k];
            count++;
        }
    }
    mnz_paired_find(&pairs, room, &d);
    pairs.base = all_base;
    pairs.other = all_other;
    pairs.count = EACH * N;
    pairs.weights = NULL;
    mnz_paired_find(&pairs, room, &repeated);
    assert_int_equal(d.trials, N);
    assert_int_equal(repeated.trials, count);
    assert_same_gap(&d.mean, &repeated.mean);
    assert_same_gap(&d.p50, &repeated.p50);
    assert_same_gap(&d.p95, &repeated.p95);
    assert_same_gap(&d.cvar95, &repeated.cvar95);
    assert_close(d.above_share, repeated.above_share, 1e-12);
    assert_close(d.below_share, (double)repeated.below / (double)count, 1e-12);
    assert_close(d.above_worth, repeated.above_worth, 1e-9);
    assert_close(d.gain, repeated.gain, 1e-9);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weight_is_a_number_of_pairs),
        cmocka_unit_test(tails_and_shares_have_the_errors_of_their_sections),
        cmocka_unit_test(quantiles_and_tails_are_those_of_the_sorted_values),
        cmocka_unit_test(pairs_without_a_value_or_not_chosen_do_not_count),
        cmocka_unit_test(equal_columns_differ_by_nothing),
        cmocka_unit_test(intervals_of_plain_trials_hold_the_known_differences),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
