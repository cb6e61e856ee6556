#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <gsl/gsl_errno.h>
#include <math.h>

#include "base/mathfn.h"
#include "sampling/poisson.h"
#include "sampling/stream.h"
#include "support/close.h"

static struct mnz_dist
uniform(double low, double high)
{
    return mnz_dist_make(MNZ_DIST_UNIFORM, low, high, 0.0);
}

static void
the_count_is_poisson_and_the_times_are_even(void **state)
{
    enum { TRIALS = 40000 };
    const struct mnz_dist duration = uniform(2.0, 4.0);
    struct mnz_poisson_onset onsets[MNZ_POISSON_MAX_ONSETS];
    const double mean = 0.7 * 3.0;
    double count = 0.0, squares = 0.0, times = 0.0, durations = 0.0;

    (void)state;
    for (uint64_t k = 0; k < TRIALS; k++) {
        const uint32_t n =
            mnz_poisson_onsets(1, "x.onsets", k, 0.7, 3.0, &duration, onsets);

        count += n;
        squares += (double)n * n;
        for (uint32_t i = 0; i < n; i++) {
            assert_true(onsets[i].at_years > (i ? onsets[i - 1].at_years : 0.0));
            assert_true(onsets[i].at_years < 3.0);
            assert_true(onsets[i].duration > 2.0 && onsets[i].duration < 4.0);
            times += onsets[i].at_years;
            durations += onsets[i].duration;
        }
    }
    assert_near(count / TRIALS, mean, 4.5 * sqrt(mean / TRIALS));
    assert_close(squares / TRIALS - count / TRIALS * count / TRIALS, mean, 0.04);
    assert_near(times / count, 1.5, 4.5 * sqrt(0.75 / count));
    assert_near(durations / count, 3.0, 4.5 * sqrt(1.0 / 3.0 / count));
}

static void
gaps_and_durations_take_even_and_odd_counters(void **state)
{
    const struct mnz_stream s = mnz_stream_make(3, "mine.onsets");
    const struct mnz_dist duration = uniform(0.0, 1.0);
    struct mnz_poisson_onset onsets[MNZ_POISSON_MAX_ONSETS];
    double at = 0.0;

    (void)state;
    assert_true(mnz_poisson_onsets(3, "mine.onsets", 8, 5.0, 2.0, &duration, onsets) >
                2);
    for (uint64_t i = 0; i < 3; i++) {
        at -= mnz_log(mnz_stream_uniform(&s, 8, 2 * i)) / 5.0;
        assert_close(onsets[i].at_years, at, 1e-15);
        assert_close(onsets[i].duration, mnz_stream_uniform(&s, 8, 2 * i + 1), 0.0);
    }
}

static void
a_longer_run_begins_like_a_shorter_one(void **state)
{
    const struct mnz_dist duration = uniform(0.0, 1.0);
    struct mnz_poisson_onset some[MNZ_POISSON_MAX_ONSETS], more[MNZ_POISSON_MAX_ONSETS];

    (void)state;
    for (uint64_t k = 0; k < 50; k++) {
        const uint32_t n = mnz_poisson_onsets(1, "x", k, 2.0, 1.0, &duration, some);
        const uint32_t m = mnz_poisson_onsets(1, "x", k, 2.0, 9.0, &duration, more);

        assert_true(m >= n);
        for (uint32_t i = 0; i < n; i++)
            assert_close(some[i].at_years, more[i].at_years, 0.0);
    }
}

static void
no_rate_gives_no_onsets_and_a_huge_one_is_cut_off(void **state)
{
    const struct mnz_dist duration = uniform(0.0, 1.0);
    struct mnz_poisson_onset onsets[MNZ_POISSON_MAX_ONSETS];

    (void)state;
    assert_int_equal(mnz_poisson_onsets(1, "x", 0, 0.0, 9.0, &duration, onsets), 0);
    assert_int_equal(mnz_poisson_onsets(1, "x", 0, -1.0, 9.0, &duration, onsets), 0);
    assert_int_equal(mnz_poisson_onsets(1, "x", 0, NAN, 9.0, &duration, onsets), 0);
    assert_int_equal(mnz_poisson_onsets(1, "x", 0, 1e6, 9.0, &duration, onsets),
                     MNZ_POISSON_MAX_ONSETS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_count_is_poisson_and_the_times_are_even),
        cmocka_unit_test(gaps_and_durations_take_even_and_odd_counters),
        cmocka_unit_test(a_longer_run_begins_like_a_shorter_one),
        cmocka_unit_test(no_rate_gives_no_onsets_and_a_huge_one_is_cut_off),
    };

    gsl_set_error_handler_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
