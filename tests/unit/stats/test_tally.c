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

#include "support/close.h"
#include "support/fold_values.h"
#include "support/numbers.h"

enum { NUM_SERIES = 4, NUM_TRIALS = 4096 };

static const enum mnz_metric_unit units[NUM_SERIES] = {MNZ_UNIT_SHARE, MNZ_UNIT_TONNES,
                                                       MNZ_UNIT_USD, MNZ_UNIT_MONTHS};

static struct mnz_tally *
new_tally(uint32_t replicates)
{
    struct mnz_tally *tally;

    assert_int_equal(mnz_tally_create(NUM_SERIES, units, replicates, 0, &tally),
                     MNZ_OK);
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

enum { BATCH = 8 };

/* Add trials first .. first + 7. Series 3 has a value in some of them only. */
static void
add_batch(struct mnz_tally *tally, uint32_t replicates, uint64_t first)
{
    for (uint32_t series = 0; series < NUM_SERIES; series++) {
        double values[BATCH];

        for (uint64_t i = 0; i < BATCH; i++)
            values[i] = series == 3 && (first + i) % 3 == 0
                            ? (double)NAN
                            : value_of(series, first + i);
        fold_values(tally, replicates, series, first, values, BATCH);
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

/* One by one and all at once; only zeros, all alike, mixed, and too large for sums that
 * take many at a time. */
static void
the_size_of_a_fold_changes_no_byte(void **state)
{
    enum { FIRST = 3, COUNT = 125, ROUNDS = 4 };
    struct mnz_tally *many = new_tally(16), *single = new_tally(16);

    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++)
        for (uint32_t series = 0; series < NUM_SERIES; series++) {
            double values[COUNT];

            for (uint64_t i = 0; i < COUNT; i++)
                values[i] = round == 0 ? 0.0 : value_of(series, round == 1 ? FIRST : i);
            if (round == 3)
                values[7] *= 30000.0;
            fold_values(many, 16, series, 0, values, COUNT);
            for (uint64_t i = 0; i < COUNT; i++)
                fold_values(single, 16, series, i, &values[i], 1);
        }
    assert_same_summaries(many, single);
    mnz_tally_destroy(many);
    mnz_tally_destroy(single);
}

/* Rows of one replicate or of several, in every set of instructions. */
static void
instructions_and_dealing_change_no_byte(void **state)
{
    struct mnz_tally *reference = new_tally(16);

    (void)state;
    for (uint32_t series = 0; series < NUM_SERIES; series++)
        for (uint64_t i = 0; i < MNZ_TALLY_MOST; i++) {
            const double value = value_of(series, i);

            fold_values(reference, 16, series, i % 16, &value, 1);
        }
    for (int isa = 0; isa < MNZ_NUM_ISAS; isa++) {
        struct mnz_tally *dealt;
        struct mnz_fold fold = {.weight = 1,
                                .num_rows = MNZ_FOLD_ROWS,
                                .stride = 2,
                                .is_dealt = 1,
                                .is_whole = 1};
        mnz_lane rows[2 * MNZ_FOLD_ROWS];

        if (!mnz_isa_is_usable((enum mnz_isa)isa))
            continue;
        dealt = new_tally(16);
        for (uint32_t series = 0; series < NUM_SERIES; series++) {
            memset(fold.counts, 0, sizeof fold.counts);
            memset(fold.lanes, 0xff, sizeof fold.lanes);
            for (uint32_t i = 0; i < MNZ_TALLY_MOST; i++) {
                const uint32_t row = i / MNZ_LANES, lane = i % MNZ_LANES;
                const uint32_t k = row % 16;

                rows[2 * row][lane] =
                    value_of(series, k + 16 * (row / 16 * MNZ_LANES + lane));
                rows[2 * row + 1][lane] = -1.0;
                fold.replicate[i] = (uint8_t)k;
                fold.counts[k]++;
            }
            mnz_tally_fold(dealt, (enum mnz_isa)isa, series, rows, &fold);
        }
        assert_same_summaries(reference, dealt);
        mnz_tally_destroy(dealt);
    }
    mnz_tally_destroy(reference);
}

/* Lanes that are not chosen are not seen, whatever is in them. */
static void
a_lane_outside_the_mask_is_not_seen(void **state)
{
    static const double lanes[] = {0.5, NAN, 0.25, -1.0, NAN, 1e300, -3.0, 1.0};
    struct mnz_fold fold = {
        .num_rows = 8 / MNZ_LANES, .weight = 1, .stride = 1, .counts = {3}};
    struct mnz_tally *tally = new_tally(1);
    mnz_lane rows[8 / MNZ_LANES];
    struct mnz_summary s;

    (void)state;
    for (uint32_t i = 0; i < 8; i++) {
        rows[i / MNZ_LANES][i % MNZ_LANES] = lanes[i];
        fold.lanes[i / MNZ_LANES][i % MNZ_LANES] = -(0x85 >> i & 1);
    }
    mnz_tally_fold(tally, mnz_isa_best(), 0, rows, &fold);
    mnz_tally_summary(tally, 0, &s);
    assert_int_equal(s.trials, 3);
    assert_true(s.min == 0.25 && s.max == 1.0);
    assert_close(s.mean, 1.75 / 3.0, 1e-12);
    mnz_tally_summary(tally, 1, &s);
    assert_int_equal(s.trials, 0);
    mnz_tally_destroy(tally);
}

static void
no_values_change_nothing(void **state)
{
    static const double none[] = {NAN, NAN};
    struct mnz_tally *tally = new_tally(1);
    struct mnz_summary s;

    (void)state;
    fold_values(tally, 1, 1, 0, none, 0);
    fold_values(tally, 1, 1, 0, none, 2);
    mnz_tally_summary(tally, 1, &s);
    assert_int_equal(s.trials, 0);
    assert_true(isnan(s.mean));
    mnz_tally_destroy(tally);
}

/* The standard error comes from the means of the replicates. */
static void
a_trial_keeps_its_replicate(void **state)
{
    struct mnz_tally *tally = new_tally(16);
    struct mnz_summary s;
    double values[64];

    (void)state;
    for (int i = 0; i < 64; i++)
        values[i] = (double)((i + 5) % 16) / 16.0;
    fold_values(tally, 16, 0, 5, values, 64);
    mnz_tally_summary(tally, 0, &s);
    assert_close(s.se, sqrt(340.0 / 256.0 / 15.0 / 16.0), 1e-12);
    mnz_tally_destroy(tally);
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
    static const double values[] = {1.0, 1e15, 3.0};
    struct mnz_tally *tally = new_tally(16);
    struct mnz_exceedance above;
    struct mnz_summary s;

    (void)state;
    fold_values(tally, 16, MNZ_UNIT_TONNES, 0, values, 3);
    mnz_tally_summary(tally, MNZ_UNIT_TONNES, &s);
    assert_true(isnan(s.mean) && isnan(s.sd) && isnan(s.se));
    assert_true(s.trials == 3 && s.min == 1.0 && s.max == 1e15);
    assert_true(s.p50 >= 1.0 && s.p50 <= 1e15 / 8192.0);
    mnz_tally_exceedance(tally, MNZ_UNIT_TONNES, 0.0, &above);
    assert_int_equal(above.hits, 3);
    mnz_tally_exceedance(tally, MNZ_UNIT_TONNES, 1e14, &above);
    assert_int_equal(above.hits, 1);
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
        const struct mnz_fold fold = {
            .weight = 1, .num_rows = 1, .stride = 1, .lanes = {{-1}}, .counts = {1}};
        const mnz_lane row[] = {{value}};
        struct mnz_tally *tally = new_tally(1);

        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        mnz_tally_fold(tally, mnz_isa_best(), 0, row, &fold);
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
        cmocka_unit_test(instructions_and_dealing_change_no_byte),
        cmocka_unit_test(a_lane_outside_the_mask_is_not_seen),
        cmocka_unit_test(no_values_change_nothing),
        cmocka_unit_test(a_trial_keeps_its_replicate),
        cmocka_unit_test(memory_does_not_grow_with_trials),
        cmocka_unit_test(values_too_large_for_the_sums_leave_the_mean_empty),
        cmocka_unit_test(a_negative_value_is_a_bug),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
