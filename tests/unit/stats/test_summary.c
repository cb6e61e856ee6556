#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "support/close.h"
#include "support/fold_values.h"
#include "support/numbers.h"

static const enum mnz_metric_unit units[] = {MNZ_UNIT_SHARE, MNZ_UNIT_TONNES,
                                             MNZ_UNIT_USD, MNZ_UNIT_MONTHS};

/* A tally of one series with these values, trial by trial. */
static struct mnz_tally *
tally_of(const double *values, size_t count, enum mnz_metric_unit unit,
         uint32_t replicates)
{
    struct mnz_tally *tally;

    assert_int_equal(mnz_tally_create(1, &units[unit], replicates, 0, &tally), MNZ_OK);
    for (size_t i = 0; i < count; i += MNZ_TALLY_MOST)
        fold_values(
            tally, replicates, 0, i, &values[i],
            (uint32_t)(count - i < MNZ_TALLY_MOST ? count - i : MNZ_TALLY_MOST));
    return tally;
}

static struct mnz_summary
summary_of(const double *values, size_t count, enum mnz_metric_unit unit,
           uint32_t replicates)
{
    struct mnz_tally *tally = tally_of(values, count, unit, replicates);
    struct mnz_summary s;

    mnz_tally_summary(tally, 0, &s);
    mnz_tally_destroy(tally);
    return s;
}

static double
exact_quantile(const double *sorted, int count, int percent)
{
    return sorted[(count * percent + 99) / 100 - 1];
}

/* As precise as stats/histogram.h says. */
static void
assert_quantile(double got, double is, double max)
{
    assert_near(got, is, fmax(is / 32.0, max / 8192.0));
}

static void
check_against_sorting(double *values, int count, enum mnz_metric_unit unit)
{
    const struct mnz_summary s = summary_of(values, (size_t)count, unit, 1);
    double sum = 0.0, squares = 0.0, worst = 0.0, left = count / 20.0;

    qsort(values, (size_t)count, sizeof *values, ascending);
    for (int i = 0; i < count; i++)
        sum += values[i];
    for (int i = 0; i < count; i++)
        squares += (values[i] - sum / count) * (values[i] - sum / count);
    for (int i = count - 1; left > 0.0; i--, left -= 1.0)
        worst += fmin(left, 1.0) * values[i];
    assert_int_equal(s.trials, count);
    assert_close(s.mean, sum / count, 1e-9);
    assert_close(s.sd, sqrt(squares / (count - 1)), 1e-9);
    assert_close(s.se, s.sd / sqrt(count), 1e-15);
    assert_int_equal(s.se_degrees, count - 1);
    assert_true(s.min == values[0] && s.max == values[count - 1]);
    assert_quantile(s.p01, exact_quantile(values, count, 1), s.max);
    assert_quantile(s.p05, exact_quantile(values, count, 5), s.max);
    assert_quantile(s.p25, exact_quantile(values, count, 25), s.max);
    assert_quantile(s.p50, exact_quantile(values, count, 50), s.max);
    assert_quantile(s.p75, exact_quantile(values, count, 75), s.max);
    assert_quantile(s.p95, exact_quantile(values, count, 95), s.max);
    assert_quantile(s.p99, exact_quantile(values, count, 99), s.max);
    assert_close(s.cvar95, worst / (count / 20.0), 1.0 / 32.0);
}

static void
agrees_with_sorting_the_sample(void **state)
{
    enum { MOST = 6000 };
    static double values[MOST];
    uint64_t seed = 11;

    (void)state;
    for (int count = 20; count <= MOST; count = 2 * count + 3)
        for (int unit = 0; unit < MNZ_NUM_UNITS; unit++) {
            for (int i = 0; i < count; i++) {
                values[i] = next_number(&seed);
                if (unit == MNZ_UNIT_TONNES || unit == MNZ_UNIT_USD)
                    values[i] *= 1e7 * next_number(&seed) * next_number(&seed);
                if (unit == MNZ_UNIT_MONTHS)
                    values[i] = floor(36.0 * values[i]) + 1.0;
            }
            check_against_sorting(values, count, (enum mnz_metric_unit)unit);
        }
}

static void
months_have_whole_quantiles(void **state)
{
    const double values[] = {5, 5, 5, 5, 7, 7, 9, 11, 12, 36};
    const struct mnz_summary s = summary_of(values, 10, MNZ_UNIT_MONTHS, 1);

    (void)state;
    assert_true(s.p01 == 5 && s.p25 == 5 && s.p50 == 7 && s.p75 == 11 && s.p95 == 36);
    assert_true(s.mean == 10.2);
    assert_true(s.cvar95 == 36);
}

/* 0.5/n, 1.5/n, ...: the worst 5 % lie between 0.95 and 1. */
static void
cvar_of_evenly_spread_values_is_half_way_up_the_tail(void **state)
{
    enum { N = 100000 };
    static double values[N];
    struct mnz_summary s;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = (i + 0.5) / N;
    s = summary_of(values, N, MNZ_UNIT_SHARE, 1);
    assert_near(s.cvar95, 0.975, 2e-5);
    assert_near(s.p95, 0.95, 2e-5);
    assert_near(s.p01, 0.01, 2e-5);
    assert_near(s.mean, 0.5, 1e-9);
    assert_near(s.sd, sqrt(1.0 / 12.0), 1e-5);
}

/* Of 30 trials the worst 1.5: the greatest whole, the next by half. */
static void
cvar_takes_the_last_trial_in_part(void **state)
{
    double values[30] = {0};
    struct mnz_summary s;

    (void)state;
    values[3] = 1.0;
    values[17] = 0.5;
    s = summary_of(values, 30, MNZ_UNIT_SHARE, 1);
    assert_close(s.cvar95, (1.0 + 0.25) / 1.5, 1.0 / 64.0);
    s = summary_of(values, 10, MNZ_UNIT_SHARE, 1);
    assert_true(s.cvar95 == 1.0);
}

static void
few_trials_leave_errors_empty(void **state)
{
    const double one[] = {0.25};
    struct mnz_summary s = summary_of(NULL, 0, MNZ_UNIT_SHARE, 1);

    (void)state;
    assert_int_equal(s.trials, 0);
    assert_true(isnan(s.mean) && isnan(s.se) && isnan(s.sd) && isnan(s.min) &&
                isnan(s.p50) && isnan(s.max) && isnan(s.cvar95));
    s = summary_of(one, 1, MNZ_UNIT_SHARE, 1);
    assert_int_equal(s.trials, 1);
    assert_true(s.mean == 0.25 && s.min == 0.25 && s.p01 == 0.25 && s.p99 == 0.25 &&
                s.max == 0.25 && s.cvar95 == 0.25);
    assert_true(isnan(s.sd) && isnan(s.se));
    s = summary_of(one, 1, MNZ_UNIT_SHARE, 16);
    assert_true(s.mean == 0.25 && isnan(s.sd) && isnan(s.se));
}

static void
replicates_give_the_error_of_their_means(void **state)
{
    enum { N = 320 };
    static double values[N];
    struct mnz_summary s;
    double low, high, squares = 0.0;
    struct mnz_tally *tally;

    (void)state;
    /* Replicate r has mean (r + 1)/32 exactly, whatever spread inside. */
    for (int i = 0; i < N; i++)
        values[i] = (i % 16 + 1) / 32.0 + (i / 16 % 2 ? 1 : -1) / 64.0;
    for (int r = 0; r < 16; r++)
        squares += ((r + 1) / 32.0 - 8.5 / 32.0) * ((r + 1) / 32.0 - 8.5 / 32.0);
    s = summary_of(values, N, MNZ_UNIT_SHARE, 16);
    assert_close(s.se, sqrt(squares / 15.0 / 16.0), 1e-12);
    assert_int_equal(s.se_degrees, 15);
    tally = tally_of(values, N, MNZ_UNIT_SHARE, 16);
    mnz_tally_mean_interval(tally, 0, &low, &high);
    assert_close(high - s.mean, 2.131449545559774 * s.se, 1e-12);
    assert_close(s.mean - low, 2.131449545559774 * s.se, 1e-12);
    mnz_tally_destroy(tally);
}

static void
quantile_intervals_are_order_statistics(void **state)
{
    enum { N = 1000 };
    static double values[N];
    struct mnz_tally *tally;
    double low, high;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = (i + 1.0) / N;
    tally = tally_of(values, N, MNZ_UNIT_SHARE, 1);
    mnz_tally_quantile_interval(tally, 0, 0.5, &low, &high);
    /* Ranks 469 and 532 of 1000 (binomial 1/2). */
    assert_near(low, 0.469, 0.002);
    assert_near(high, 0.532, 0.002);
    mnz_tally_quantile_interval(tally, 0, 0.9999, &low, &high);
    assert_true(low > 0.99 && isnan(high));
    mnz_tally_destroy(tally);
}

/* The excess over 0.95 has mean 0.05^2 / 2 and mean square 0.05^3 / 3. */
static void
the_interval_of_the_worst_is_that_of_their_excess(void **state)
{
    enum { N = 20000 };
    const double variance = 0.05 * 0.05 * 0.05 / 3.0 - 0.00125 * 0.00125;
    static double values[N];
    struct mnz_tally *tally;
    double low, high;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = (i + 0.5) / N;
    tally = tally_of(values, N, MNZ_UNIT_SHARE, 1);
    mnz_tally_cvar_interval(tally, 0, 0.95, &low, &high);
    assert_near(0.5 * (low + high), 0.975, 1e-4);
    assert_close(high - low, 2.0 * 1.9616 * sqrt(variance / N) / 0.05, 0.01);
    mnz_tally_cvar_interval(tally, 0, 0.9999, &low, &high);
    assert_true(isnan(low) && isnan(high));
    mnz_tally_destroy(tally);
}

static void
exceedance_counts_and_bounds(void **state)
{
    enum { N = 400 };
    static double values[N];
    struct mnz_exceedance e;
    struct mnz_tally *tally;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = i % 4 ? 0.0 : 0.75;
    tally = tally_of(values, N, MNZ_UNIT_SHARE, 1);
    mnz_tally_exceedance(tally, 0, 0.2, &e);
    assert_int_equal(e.hits, 100);
    assert_int_equal(e.trials, N);
    assert_true(e.probability == 0.25);
    assert_true(e.low > 0.20 && e.low < 0.25 && e.high > 0.25 && e.high < 0.30);
    mnz_tally_exceedance(tally, 0, 0.75, &e);
    assert_int_equal(e.hits, 0);
    assert_true(e.low == 0.0);
    assert_close(e.high, 1.0 - pow(0.05, 1.0 / N), 1e-12);
    mnz_tally_destroy(tally);
    tally = tally_of(NULL, 0, MNZ_UNIT_SHARE, 1);
    mnz_tally_exceedance(tally, 0, 0.2, &e);
    assert_true(isnan(e.probability) && isnan(e.low) && isnan(e.high));
    assert_true(isnan(mnz_tally_quantile(tally, 0, 0.5)));
    mnz_tally_destroy(tally);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_sorting_the_sample),
        cmocka_unit_test(months_have_whole_quantiles),
        cmocka_unit_test(cvar_of_evenly_spread_values_is_half_way_up_the_tail),
        cmocka_unit_test(cvar_takes_the_last_trial_in_part),
        cmocka_unit_test(few_trials_leave_errors_empty),
        cmocka_unit_test(replicates_give_the_error_of_their_means),
        cmocka_unit_test(quantile_intervals_are_order_statistics),
        cmocka_unit_test(the_interval_of_the_worst_is_that_of_their_excess),
        cmocka_unit_test(exceedance_counts_and_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
