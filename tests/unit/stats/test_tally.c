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

enum { BATCH = 8, MAX_REPLICATES = 16 };

/* Add one value of a trial: trial k is of replicate k modulo their number. */
static void
add_one(struct mnz_tally *tally, uint32_t replicates, uint32_t series, uint64_t trial,
        double value)
{
    uint32_t counts[MAX_REPLICATES] = {0};

    counts[trial % replicates] = 1;
    mnz_tally_fold(tally, series, &value, counts);
}

/* Add trials first .. first + 7, by replicate. Series 3 has a value in some only. */
static void
add_batch(struct mnz_tally *tally, uint32_t replicates, uint64_t first)
{
    for (uint32_t series = 0; series < NUM_SERIES; series++) {
        uint32_t counts[MAX_REPLICATES] = {0}, count = 0;
        double values[BATCH];

        for (uint64_t k = 0; k < replicates; k++)
            for (uint64_t trial = first; trial < first + BATCH; trial++)
                if (trial % replicates == k && (series != 3 || trial % 3 != 0)) {
                    values[count++] = value_of(series, trial);
                    counts[k]++;
                }
        mnz_tally_fold(tally, series, values, counts);
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

    for (uint64_t i = 0; i < NUM_TRIALS; i += BATCH) {
        add_batch(forward, replicates, i);
        add_batch(backward, replicates, NUM_TRIALS - BATCH - i);
    }
    for (uint64_t worker = num_workers; worker-- > 0;) {
        struct mnz_tally *part = new_tally(replicates);

        for (uint64_t i = worker; i < NUM_TRIALS / BATCH; i += num_workers)
            add_batch(part, replicates, i * BATCH);
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
    check_order(16, NUM_TRIALS / BATCH);
}

/* One by one and all at once, zeros alone and among others, alike and not. */
static void
the_size_of_a_fold_changes_no_byte(void **state)
{
    enum { FIRST = 3, COUNT = 120 };
    struct mnz_tally *many = new_tally(1), *single = new_tally(1);

    (void)state;
    for (uint64_t round = 0; round < 3; round++)
        for (uint32_t series = 0; series < NUM_SERIES; series++) {
            const uint32_t counts[] = {COUNT};
            double values[COUNT];

            for (uint64_t i = 0; i < COUNT; i++)
                values[i] = round == 0 ? 0.0 : value_of(series, round == 1 ? FIRST : i);
            mnz_tally_fold(many, series, values, counts);
            for (uint64_t i = 0; i < COUNT; i++)
                add_one(single, 1, series, i, values[i]);
        }
    assert_same_summaries(many, single);
    mnz_tally_destroy(many);
    mnz_tally_destroy(single);
}

static void
no_values_change_nothing(void **state)
{
    const uint32_t counts[] = {0};
    struct mnz_tally *tally = new_tally(1);
    struct mnz_summary s;

    (void)state;
    mnz_tally_fold(tally, 1, NULL, counts);
    mnz_tally_summary(tally, 1, &s);
    assert_int_equal(s.trials, 0);
    assert_true(isnan(s.mean));
    mnz_tally_destroy(tally);
}

/* The standard error comes from the means of the replicates, however they are filled.
 */
static void
a_trial_keeps_its_replicate(void **state)
{
    struct mnz_tally *a = new_tally(16), *b = new_tally(16);
    uint32_t counts[16];
    struct mnz_summary x, y;
    double values[64];

    (void)state;
    for (uint64_t trial = 0; trial < 64; trial++)
        add_one(a, 16, 0, trial, (double)(trial % 16) / 16.0);
    for (int i = 0; i < 64; i++) {
        values[i] = (double)(i / 4) / 16.0;
        counts[i / 4] = 4;
    }
    mnz_tally_fold(b, 0, values, counts);
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
    for (uint64_t i = 0; i < 40000; i += BATCH) {
        add_batch(tally, 1, i);
        if (i == 20000)
            bytes = mnz_tally_bytes(tally);
    }
    assert_int_equal(mnz_tally_bytes(tally), bytes);
    mnz_tally_destroy(tally);
}

static void
values_too_large_for_the_sums_leave_the_mean_empty(void **state)
{
    struct mnz_tally *tally = new_tally(16);
    struct mnz_summary s;

    (void)state;
    add_one(tally, 16, MNZ_UNIT_TONNES, 0, 1.0);
    add_one(tally, 16, MNZ_UNIT_TONNES, 1, 1e15);
    add_one(tally, 16, MNZ_UNIT_TONNES, 2, 3.0);
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
        struct mnz_tally *tally = new_tally(1);

        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        add_one(tally, 1, 0, 0, value);
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
        cmocka_unit_test(the_size_of_a_fold_changes_no_byte),
        cmocka_unit_test(no_values_change_nothing),
        cmocka_unit_test(a_trial_keeps_its_replicate),
        cmocka_unit_test(memory_does_not_grow_with_trials),
        cmocka_unit_test(values_too_large_for_the_sums_leave_the_mean_empty),
        cmocka_unit_test(a_negative_value_is_a_bug),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
