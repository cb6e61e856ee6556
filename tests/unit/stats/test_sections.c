/* test_sections.c - intervals from replicates, against sums over all values as
 * docs/model/monte-carlo.md writes them. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>

#include "sampling/philox.h"
#include "stats/sections.h"
#include "support/close.h"
#include "support/fold_values.h"

enum { N = 640, R = 16, CHUNK = 64 };
#define T15 2.131449545559774
#define Z 1.959963984540054

static const enum mnz_metric_unit unit = MNZ_UNIT_MONTHS;

/* Whole months, which buckets keep exactly; more of them in later replicates. */
static void
make_values(uint64_t seed, double values[N])
{
    for (uint32_t k = 0; k < N; k++) {
        const double u = mnz_bits_uniform(mnz_words_bits(mnz_philox(seed, k, 0)));

        values[k] = floor(40.0 * u * u * u + 0.25 * (k % R) * u);
    }
}

static struct mnz_tally *
tally_of(const double values[N], uint32_t num_sectioned)
{
    struct mnz_tally *tally;

    assert_int_equal(mnz_tally_create(1, &unit, R, num_sectioned, &tally), MNZ_OK);
    for (uint32_t first = 0; first < N; first += CHUNK)
        fold_values(tally, R, 0, first, values + first, CHUNK);
    return tally;
}

/* The variance of the mean of g over the trials, from the means of replicates. */
static double
variance(const double g[N], double *mean)
{
    double of[R] = {0}, sum = 0.0;

    *mean = 0.0;
    for (uint32_t k = 0; k < N; k++) {
        *mean += g[k] / N;
        of[k % R] += g[k] / (N / R);
    }
    for (uint32_t r = 0; r < R; r++)
        sum += (of[r] - *mean) * (of[r] - *mean);
    return sum / (R - 1) / R;
}

/* Effective trials: F (1 - F) / variance, less the allowance for 15 degrees. */
static double
effective(const double values[N], double threshold, double *share)
{
    const double q = (1.0 - pow(0.05, 1.0 / R)) * R / N / T15;
    double g[N], v;

    for (uint32_t k = 0; k < N; k++)
        g[k] = values[k] > threshold;
    v = fmax(variance(g, share), q * q);
    return *share * (1.0 - *share) / v * (Z / T15) * (Z / T15);
}

static void
a_probability_has_the_interval_of_its_effective_trials(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        double values[N], p, n, centre, half;
        struct mnz_exceedance above;
        struct mnz_tally *tally;

        make_values(seed, values);
        tally = tally_of(values, 1);
        n = effective(values, 12.0, &p);
        centre = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        half = Z / (1.0 + Z * Z / n) * sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n));
        mnz_tally_exceedance(tally, 0, 12.0, &above);
        assert_close(above.probability, p, 1e-12);
        assert_close(above.low, centre - half, 1e-9);
        assert_close(above.high, centre + half, 1e-9);
        mnz_tally_destroy(tally);
    }
}

/* The chance of at most k hits of n. */
static double
binomial(uint64_t n, double p, uint64_t k)
{
    double sum = 0.0;

    for (uint64_t i = 0; i <= k; i++)
        sum += exp(lgamma((double)n + 1.0) - lgamma((double)i + 1.0) -
                   lgamma((double)(n - i) + 1.0) + (double)i * log(p) +
                   (double)(n - i) * log1p(-p));
    return sum;
}

static double
order(const double values[N], double rank)
{
    uint32_t below = 0;
    double value;

    for (value = 0.0; below < rank; value++)
        for (uint32_t k = 0; k < N; k++)
            below += values[k] == value;
    return value - 1.0;
}

static void
a_quantile_lies_between_the_ranks_of_its_effective_trials(void **state)
{
    const double p = 0.9;

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        double values[N], share, low, high;
        uint64_t n, first = 1, last;
        struct mnz_tally *tally;

        make_values(seed, values);
        tally = tally_of(values, 1);
        n = (uint64_t)effective(values, order(values, p * N), &share);
        while (binomial(n, p, first) <= 0.025)
            first++;
        for (last = first; binomial(n, p, last - 1) < 0.975; last++)
            continue;
        mnz_tally_quantile_interval(tally, 0, p, &low, &high);
        assert_close(low, order(values, floor((double)first * N / (double)n)), 1e-12);
        assert_close(high, order(values, ceil((double)last * N / (double)n)), 1e-12);
        mnz_tally_destroy(tally);
    }
}

static void
the_worst_have_the_error_of_what_they_exceed_the_quantile_by(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        double values[N], g[N], mean, low, high, half, q;
        struct mnz_tally *tally;

        make_values(seed, values);
        tally = tally_of(values, 1);
        q = order(values, 0.95 * N);
        for (uint32_t k = 0; k < N; k++)
            g[k] = fmax(values[k] - q, 0.0);
        half = T15 * sqrt(variance(g, &mean)) / 0.05;
        mnz_tally_cvar_interval(tally, 0, 0.95, &low, &high);
        assert_close(low, q + mean / 0.05 - half, 1e-9);
        assert_close(high, q + mean / 0.05 + half, 1e-9);
        mnz_tally_destroy(tally);
    }
}

/* Merging adds sections as it adds all else; without them intervals are plain's. */
static void
sections_merge_and_may_be_left_out(void **state)
{
    double values[N], low[3], high[3];
    struct mnz_tally *whole, *half[2], *none;

    (void)state;
    make_values(7, values);
    whole = tally_of(values, 1);
    none = tally_of(values, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(mnz_tally_create(1, &unit, R, 1, &half[i]), MNZ_OK);
        for (uint32_t first = 0; first < N; first += CHUNK)
            if ((first / CHUNK) % 2 == (uint32_t)i)
                fold_values(half[i], R, 0, first, values + first, CHUNK);
    }
    assert_int_equal(mnz_tally_merge(half[0], half[1]), MNZ_OK);
    mnz_tally_cvar_interval(whole, 0, 0.95, &low[0], &high[0]);
    mnz_tally_cvar_interval(half[0], 0, 0.95, &low[1], &high[1]);
    mnz_tally_cvar_interval(none, 0, 0.95, &low[2], &high[2]);
    assert_true(low[0] == low[1] && high[0] == high[1]);
    assert_true(low[0] != low[2]);
    assert_true(mnz_sections_are_there(half[0], 0));
    assert_false(mnz_sections_are_there(none, 0));
    assert_true(mnz_tally_bytes(none) < mnz_tally_bytes(whole));
    mnz_tally_destroy(whole);
    mnz_tally_destroy(none);
    mnz_tally_destroy(half[0]);
    mnz_tally_destroy(half[1]);
}

/* All replicates agree: the error is that of one more hit in one of them. */
static void
replicates_that_agree_are_not_exact(void **state)
{
    const double missing = (1.0 - pow(0.05, 1.0 / R)) * R / N;
    struct mnz_exceedance above;
    struct mnz_tally *tally;
    double values[N];

    (void)state;
    for (uint32_t k = 0; k < N; k++)
        values[k] = k / R % 10 == 0 ? 3.0 : 1.0;
    tally = tally_of(values, 1);
    mnz_tally_exceedance(tally, 0, 2.0, &above);
    assert_close(above.probability, 0.1, 1e-12);
    assert_true(above.high - above.low > 1.6 * missing &&
                above.high - above.low < 2.4 * missing);
    mnz_tally_exceedance(tally, 0, 3.0, &above);
    assert_true(above.low == 0.0);
    assert_close(above.high, 1.0 - pow(0.05, 1.0 / N), 1e-9);
    mnz_tally_destroy(tally);
}

/* A trial of weight 5 is five trials, for every figure but their number; of values too
 * large for sums of vectors too. */
static void
a_weight_is_a_number_of_trials(void **state)
{
    static const double scales[] = {1.0, 1e15};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct mnz_tally *once, *often;
        struct mnz_summary a, b;
        double values[N], low[2], high[2];

        make_values(3, values);
        for (uint32_t k = 0; k < N; k++)
            values[k] *= scales[i];
        assert_int_equal(mnz_tally_create(1, &unit, R, 1, &once), MNZ_OK);
        assert_int_equal(mnz_tally_create(1, &unit, R, 1, &often), MNZ_OK);
        for (uint32_t first = 0; first < N; first += CHUNK) {
            const uint32_t weight = first < N / 2 ? 5 : 2;

            fold_weighted(once, R, 0, first, values + first, CHUNK, weight);
            for (uint32_t k = 0; k < weight; k++)
                fold_values(often, R, 0, first, values + first, CHUNK);
        }
        mnz_tally_summary(once, 0, &a);
        mnz_tally_summary(often, 0, &b);
        assert_int_equal(a.trials, N);
        assert_true(a.weight == 3.5 * N && b.weight == 3.5 * N);
        a.trials = b.trials;
        assert_memory_equal(&a, &b, sizeof a);
        mnz_tally_quantile_interval(once, 0, 0.9, &low[0], &high[0]);
        mnz_tally_quantile_interval(often, 0, 0.9, &low[1], &high[1]);
        assert_true(low[0] == low[1] && high[0] == high[1]);
        mnz_tally_destroy(once);
        mnz_tally_destroy(often);
    }
}

/* Without sections nothing is known of the error of weighted trials; and a hit that may
 * be missing may be that of a heavy trial. */
static void
weighted_trials_have_errors_from_sections_only(void **state)
{
    struct mnz_tally *with, *without;
    struct mnz_exceedance above;
    double values[N], low, high;

    (void)state;
    make_values(3, values);
    assert_int_equal(mnz_tally_create(1, &unit, R, 1, &with), MNZ_OK);
    assert_int_equal(mnz_tally_create(1, &unit, R, 0, &without), MNZ_OK);
    for (uint32_t first = 0; first < N; first += CHUNK) {
        fold_weighted(with, R, 0, first, values + first, CHUNK, first == 0 ? 20 : 1);
        fold_weighted(without, R, 0, first, values + first, CHUNK, 20);
    }
    mnz_tally_quantile_interval(without, 0, 0.5, &low, &high);
    assert_true(isnan(low) && isnan(high));
    mnz_tally_cvar_interval(without, 0, 0.95, &low, &high);
    assert_true(isnan(low));
    mnz_tally_exceedance(without, 0, 12.0, &above);
    assert_true(isnan(above.low) && above.probability > 0.0);
    mnz_tally_exceedance(with, 0, 63.0, &above);
    assert_int_equal(above.hits, 0);
    assert_close(above.high, 1.0 - pow(0.05, 20.0 / (N + 19.0 * CHUNK)), 1e-9);
    mnz_tally_destroy(with);
    mnz_tally_destroy(without);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_probability_has_the_interval_of_its_effective_trials),
        cmocka_unit_test(a_quantile_lies_between_the_ranks_of_its_effective_trials),
        cmocka_unit_test(the_worst_have_the_error_of_what_they_exceed_the_quantile_by),
        cmocka_unit_test(sections_merge_and_may_be_left_out),
        cmocka_unit_test(a_weight_is_a_number_of_trials),
        cmocka_unit_test(weighted_trials_have_errors_from_sections_only),
        cmocka_unit_test(replicates_that_agree_are_not_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
