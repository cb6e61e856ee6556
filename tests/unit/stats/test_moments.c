#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "stats/moments.h"
#include "support/close.h"
#include "support/numbers.h"
#include "support/wide.h"

static struct mnz_moments
moments_of(const double *values, size_t count, double scale)
{
    struct mnz_moments m;

    mnz_moments_init(&m);
    for (size_t i = 0; i < count; i++)
        mnz_moments_add(&m, values[i], scale);
    return m;
}

static void
mean_and_deviation_of_known_values(void **state)
{
    const double values[] = {2, 4, 4, 4, 5, 5, 7, 9};
    const struct mnz_moments m = moments_of(values, 8, 0x1p20);

    (void)state;
    assert_true(mnz_moments_mean(&m, 0x1p20) == 5.0);
    assert_close(mnz_moments_sd(&m, 0x1p20), sqrt(32.0 / 7.0), 1e-15);
    assert_true(m.min == 2.0 && m.max == 9.0);
    assert_int_equal(m.count, 8);
}

static void
deviation_survives_a_large_mean(void **state)
{
    enum { N = 1000 };
    static double values[N];
    struct mnz_moments m;

    (void)state;
    /* 1e12 USD give or take 1/256: sums of squares in doubles would lose it all. */
    for (int i = 0; i < N; i++)
        values[i] = 1e12 + (i % 2) / 128.0;
    m = moments_of(values, N, 0x1p8);
    assert_close(mnz_moments_sd(&m, 0x1p8), sqrt(N / (N - 1.0)) / 256.0, 1e-14);
    assert_close(mnz_moments_mean(&m, 0x1p8), 1e12 + 1.0 / 256.0, 1e-15);
}

static void
the_same_value_again_and_again_has_no_deviation(void **state)
{
    static double values[777];
    struct mnz_moments m;

    (void)state;
    for (int i = 0; i < 777; i++)
        values[i] = 0.1234567;
    m = moments_of(values, 777, 0x1p40);
    assert_true(mnz_moments_sd(&m, 0x1p40) == 0.0);
    assert_near(mnz_moments_mean(&m, 0x1p40), 0.1234567, 0x1p-41);
}

static void
few_values_have_no_mean_or_deviation(void **state)
{
    const double one[] = {3.0};
    struct mnz_moments none = moments_of(NULL, 0, 1.0),
                       single = moments_of(one, 1, 1.0);

    (void)state;
    assert_true(isnan(mnz_moments_mean(&none, 1.0)));
    assert_true(isnan(mnz_moments_sd(&none, 1.0)));
    assert_true(mnz_moments_mean(&single, 1.0) == 3.0);
    assert_true(isnan(mnz_moments_sd(&single, 1.0)));
}

static void
sums_are_exact_to_the_end_of_the_range(void **state)
{
    const double values[] = {0x1.fffffffffffffp62, 0, 0, 0x1p62};
    struct mnz_moments m = moments_of(values, 4, 1.0);
    const double mean = 0x1.7ffffffffffff8p61;

    (void)state;
    assert_false(m.is_beyond);
    assert_close(mnz_moments_mean(&m, 1.0), mean, 1e-15);
    assert_close(mnz_moments_sd(&m, 1.0), mean * sqrt(44.0 / 27.0), 1e-15);
}

static void
a_mean_between_two_quanta_does_not_raise_the_deviation(void **state)
{
    const double values[] = {0, 1, 1};
    const struct mnz_moments m = moments_of(values, 3, 1.0);

    (void)state;
    assert_close(mnz_moments_mean(&m, 1.0), 2.0 / 3.0, 1e-15);
    assert_close(mnz_moments_sd(&m, 1.0), sqrt(1.0 / 3.0), 1e-15);
}

/* Sums of squares that need more than 128 bits, against two passes in long doubles. */
static void
no_carry_is_lost_in_large_sums(void **state)
{
    enum { MOST = 400 };
    static double values[MOST];
    uint64_t seed = 9;

    (void)state;
    if (!long_double_is_wide())
        skip();
    for (int count = 2; count <= MOST; count++) {
        struct mnz_moments m;
        long double mean = 0.0L, squares = 0.0L;

        for (int i = 0; i < count; i++) {
            values[i] = floor(0x1.8p62 + 0x1p61 * next_number(&seed));
            mean += (long double)values[i] / count;
        }
        for (int i = 0; i < count; i++)
            squares += (values[i] - mean) * (values[i] - mean);
        m = moments_of(values, (size_t)count, 1.0);
        assert_close(mnz_moments_mean(&m, 1.0), (double)mean, 1e-15);
        assert_close(mnz_moments_sd(&m, 1.0),
                     (double)sqrtl(squares / (long double)(count - 1)), 1e-12);
    }
}

/* Merging to and fro doubles the count quickly: 2^44 values of nearly 2^63 quanta. */
static void
no_number_of_values_overflows(void **state)
{
    const double values[] = {0x1p62, 0x1.8p62};
    struct mnz_moments a = moments_of(values, 2, 1.0), b = a;

    (void)state;
    for (int i = 0; i < 30; i++) {
        mnz_moments_merge(&a, &b);
        mnz_moments_merge(&b, &a);
    }
    assert_true(b.count > (uint64_t)1 << 40);
    assert_true(mnz_moments_mean(&b, 1.0) == 0x1.4p62);
    assert_close(mnz_moments_sd(&b, 1.0), 0x1p60, 1e-12);
}

static void
a_value_beyond_the_range_is_not_passed_off_as_a_mean(void **state)
{
    const double values[] = {1.0, 1e300, 2.0};
    struct mnz_moments m = moments_of(values, 3, 0x1p24), sum;

    (void)state;
    mnz_moments_init(&sum);
    mnz_moments_merge(&sum, &m);
    assert_true(isnan(mnz_moments_mean(&sum, 0x1p24)));
    assert_true(isnan(mnz_moments_sd(&sum, 0x1p24)));
    assert_true(sum.min == 1.0 && sum.max == 1e300);
}

static void
order_of_adding_and_merging_changes_no_bit(void **state)
{
    enum { N = 1000 };
    static double values[N];
    struct mnz_moments forward, pieces, piece;
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = 1e6 * next_number(&seed);
    forward = moments_of(values, N, 0x1p24);
    mnz_moments_init(&pieces);
    for (int i = N; i > 0; i -= 125) {
        mnz_moments_init(&piece);
        for (int j = i; j-- > i - 125;)
            mnz_moments_add(&piece, values[j], 0x1p24);
        mnz_moments_merge(&pieces, &piece);
    }
    assert_true(
        forward.sum == pieces.sum && forward.squares_low == pieces.squares_low &&
        forward.squares_high == pieces.squares_high && forward.count == pieces.count);
    assert_true(forward.min == pieces.min && forward.max == pieces.max);
}

static void
parts_give_the_error_of_their_spread(void **state)
{
    /* Means 1, 2, 3, 6 of equal parts: sd of the means is 2.1602, over 4 parts. */
    const struct mnz_part_sum parts[] = {
        {10, 10}, {20, 10}, {0, 0}, {30, 10}, {60, 10}};
    struct mnz_moments m;
    uint32_t used;

    (void)state;
    mnz_moments_init(&m);
    m.sum = 120;
    m.count = 40;
    assert_close(mnz_moments_part_error(&m, parts, 5, 1.0, &used),
                 sqrt(14.0 / 3.0) / 2.0, 1e-15);
    assert_int_equal(used, 4);
}

static void
parts_weigh_by_their_counts(void **state)
{
    const struct mnz_part_sum parts[] = {{30, 30}, {20, 10}};
    struct mnz_moments m;
    uint32_t used;

    (void)state;
    mnz_moments_init(&m);
    m.sum = 50;
    m.count = 40;
    /* Mean 1.25; the parts pull by 0.75 x -0.25 and 0.25 x 0.75. */
    assert_close(mnz_moments_part_error(&m, parts, 2, 1.0, &used),
                 sqrt(2.0 * 2.0 * 0.1875 * 0.1875), 1e-15);
    assert_true(isnan(mnz_moments_part_error(&m, parts, 1, 1.0, &used)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_deviation_of_known_values),
        cmocka_unit_test(deviation_survives_a_large_mean),
        cmocka_unit_test(the_same_value_again_and_again_has_no_deviation),
        cmocka_unit_test(few_values_have_no_mean_or_deviation),
        cmocka_unit_test(sums_are_exact_to_the_end_of_the_range),
        cmocka_unit_test(a_mean_between_two_quanta_does_not_raise_the_deviation),
        cmocka_unit_test(no_carry_is_lost_in_large_sums),
        cmocka_unit_test(no_number_of_values_overflows),
        cmocka_unit_test(a_value_beyond_the_range_is_not_passed_off_as_a_mean),
        cmocka_unit_test(order_of_adding_and_merging_changes_no_bit),
        cmocka_unit_test(parts_give_the_error_of_their_spread),
        cmocka_unit_test(parts_weigh_by_their_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
