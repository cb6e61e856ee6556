#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stats/tally.h"
#include "support/close.h"
#include "support/numbers.h"

enum { NUM_SERIES = 4, NUM_TRIALS = 4096 };

static const enum mnz_metric_unit units[NUM_SERIES] = {MNZ_UNIT_SHARE, MNZ_UNIT_TONNES,
                                                       MNZ_UNIT_USD, MNZ_UNIT_MONTHS};

static struct mnz_tally *
new_tally(uint32_t replicates)
{
    struct mnz_tally *tally;

    assert_int_equal(mnz_tally_create(NUM_SERIES, units, replicates, &tally), MNZ_OK);
    return tally;
}

/* The value of a series in a trial: a pure function, many zeros among them. */
static double
value_of(uint32_t series, uint64_t trial)
{
    static const double size[NUM_SERIES] = {1.0, 1e5, 1e11, 1.0};
    uint64_t seed = 1000 * trial + series;

    if (series == MNZ_UNIT_MONTHS)
        return floor(36.0 * next_number(&seed));
    return next_number(&seed) < 0.4 ? 0.0 : size[series] * next_number(&seed);
}

/* Add trials first .. first + 7. Series 3 has a value in some of them only. */
static void
add_batch(struct mnz_tally *tally, uint64_t first)
{
    for (uint32_t series = 0; series < NUM_SERIES; series++) {
        double lanes[MNZ_TALLY_LANES];

        for (uint32_t i = 0; i < MNZ_TALLY_LANES; i++)
            lanes[i] = value_of(series, first + i);
        mnz_tally_add(tally, series, lanes, series == 3 ? 0xb5 : 0xff, first, 1);
    }
}

static void
assert_same_summaries(const struct mnz_tally *a, const struct mnz_tally *b)
{
    for (uint32_t series = 0; series < NUM_SERIES; series++) {
        struct mnz_summary x, y;

        memset(&x, 0, sizeof x);
        memset(&y, 0, sizeof y);
        mnz_tally_summary(a, series, &x);
        mnz_tally_summary(b, series, &y);
        assert_true(x.trials > 0);
        assert_memory_equal(&x, &y, sizeof x);
        for (double p = 0.003; p < 1.0; p += 0.013)
            assert_true(mnz_tally_quantile(a, series, p) ==
                        mnz_tally_quantile(b, series, p));
    }
}

/* Whole, in reverse, and dealt to `num_workers` that are merged last first. */
static void
check_order(uint32_t replicates, uint64_t num_workers)
{
    struct mnz_tally *forward = new_tally(replicates),
                     *backward = new_tally(replicates);
    struct mnz_tally *merged = new_tally(replicates);

    for (uint64_t i = 0; i < NUM_TRIALS; i += MNZ_TALLY_LANES) {
        add_batch(forward, i);
        add_batch(backward, NUM_TRIALS - MNZ_TALLY_LANES - i);
    }
    for (uint64_t worker = num_workers; worker-- > 0;) {
        struct mnz_tally *part = new_tally(replicates);

        for (uint64_t i = worker; i < NUM_TRIALS / MNZ_TALLY_LANES; i += num_workers)
            add_batch(part, i * MNZ_TALLY_LANES);
        assert_int_equal(mnz_tally_merge(merged, part), MNZ_OK);
        mnz_tally_destroy(part);
    }
    assert_same_summaries(forward, backward);
    assert_same_summaries(forward, merged);
    mnz_tally_destroy(forward);
    mnz_tally_destroy(backward);
    mnz_tally_destroy(merged);
}

static void
order_and_split_change_no_byte(void **state)
{
    (void)state;
    check_order(1, 1);
    check_order(1, 3);
    check_order(1, 64);
    check_order(16, 5);
    check_order(16, NUM_TRIALS / MNZ_TALLY_LANES);
}

static void
a_lane_outside_the_mask_is_not_seen(void **state)
{
    const double lanes[MNZ_TALLY_LANES] = {0.5, NAN, 0.25, -1.0, NAN, 1e300, -3.0, 1.0};
    struct mnz_tally *tally = new_tally(1);
    struct mnz_summary s;

    (void)state;
    mnz_tally_add(tally, 0, lanes, 0x85, 0, 1);
    mnz_tally_summary(tally, 0, &s);
    assert_int_equal(s.trials, 3);
    assert_true(s.min == 0.25 && s.max == 1.0);
    assert_close(s.mean, 1.75 / 3.0, 1e-12);
    mnz_tally_summary(tally, 1, &s);
    assert_int_equal(s.trials, 0);
    mnz_tally_destroy(tally);
}

/* Trial k belongs to replicate k mod 16, whatever lane it comes in. */
static void
a_trial_keeps_its_replicate(void **state)
{
    struct mnz_tally *a = new_tally(16), *b = new_tally(16);
    struct mnz_summary x, y;

    (void)state;
    for (uint64_t trial = 0; trial < 64; trial++) {
        double first[MNZ_TALLY_LANES] = {0}, last[MNZ_TALLY_LANES] = {0};

        first[0] = last[7] = (double)(trial % 16) / 16.0;
        mnz_tally_add(a, 0, first, 1u, trial, 1);
        if (trial >= 7)
            mnz_tally_add(b, 0, last, 1u << 7, trial - 7, 1);
        else
            mnz_tally_add(b, 0, first, 1u, trial, 1);
    }
    mnz_tally_summary(a, 0, &x);
    mnz_tally_summary(b, 0, &y);
    assert_true(x.se == y.se && x.se > 0.0);
    assert_close(x.se, sqrt(340.0 / 256.0 / 15.0 / 16.0), 1e-12);
    mnz_tally_destroy(a);
    mnz_tally_destroy(b);
}

static void
memory_does_not_grow_with_trials(void **state)
{
    struct mnz_tally *tally = new_tally(1);
    size_t bytes = 0;

    (void)state;
    for (uint64_t i = 0; i < 40000; i += MNZ_TALLY_LANES) {
        add_batch(tally, i);
        if (i == 20000)
            bytes = mnz_tally_bytes(tally);
    }
    assert_int_equal(mnz_tally_bytes(tally), bytes);
    mnz_tally_destroy(tally);
}

static void
values_too_large_for_the_sums_leave_the_mean_empty(void **state)
{
    const double lanes[MNZ_TALLY_LANES] = {1.0, 1e15, 3.0};
    struct mnz_tally *tally = new_tally(16);
    struct mnz_summary s;

    (void)state;
    mnz_tally_add(tally, MNZ_UNIT_TONNES, lanes, 7, 0, 1);
    mnz_tally_summary(tally, MNZ_UNIT_TONNES, &s);
    assert_true(isnan(s.mean) && isnan(s.sd) && isnan(s.se));
    assert_true(s.trials == 3 && s.min == 1.0 && s.max == 1e15);
    assert_close(s.p50, 3.0, 1.0 / 32.0);
    mnz_tally_destroy(tally);
}

/* Whether adding `value` ends the process by abort. */
static int
aborts_on(double value)
{
    const pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        const double lanes[MNZ_TALLY_LANES] = {value};
        struct mnz_tally *tally = new_tally(1);

        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        mnz_tally_add(tally, 0, lanes, 1, 0, 1);
        mnz_tally_destroy(tally);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
a_negative_value_is_a_bug(void **state)
{
    (void)state;
    assert_true(aborts_on(-1e-9));
    assert_true(aborts_on(NAN));
    assert_false(aborts_on(-0.0));
    assert_false(aborts_on(1e300));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_split_change_no_byte),
        cmocka_unit_test(a_lane_outside_the_mask_is_not_seen),
        cmocka_unit_test(a_trial_keeps_its_replicate),
        cmocka_unit_test(memory_does_not_grow_with_trials),
        cmocka_unit_test(values_too_large_for_the_sums_leave_the_mean_empty),
        cmocka_unit_test(a_negative_value_is_a_bug),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
