#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "stats/histogram.h"
#include "support/close.h"
#include "support/numbers.h"

/* A histogram of given values, and a view of it. */
struct sample {
    struct mnz_histogram_pool pool;
    struct mnz_histogram histogram;
    struct mnz_histogram_view view;
};

/* Count values >= 0. */
static enum mnz_status
add_values(struct mnz_histogram_pool *pool, struct mnz_histogram *histogram,
           const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t slot;

        if (values[i] == 0.0) {
            histogram->zeros++;
            continue;
        }
        if (mnz_histogram_make_ready(pool, histogram, values[i], i + 1))
            return MNZ_ERR_NOMEM;
        slot = mnz_histogram_slot(histogram, mnz_histogram_bucket(values[i]));
        mnz_histogram_count(pool, histogram, &slot, 1, 1);
    }
    return MNZ_OK;
}

static void
sample_init(struct sample *s, const double *values, size_t count, int is_whole)
{
    *s = (struct sample){0};
    s->view = (struct mnz_histogram_view){.pool = &s->pool,
                                          .histogram = &s->histogram,
                                          .count = count,
                                          .min = INFINITY,
                                          .max = -INFINITY,
                                          .is_whole = is_whole};
    assert_int_equal(add_values(&s->pool, &s->histogram, values, count), MNZ_OK);
    for (size_t i = 0; i < count; i++) {
        s->view.min = fmin(s->view.min, values[i]);
        s->view.max = fmax(s->view.max, values[i]);
    }
}

static void
a_bucket_is_at_most_a_thirty_second_of_its_value_wide(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < MNZ_HISTOGRAM_BUCKETS; i++) {
        const double low = mnz_histogram_edge(i), high = mnz_histogram_edge(i + 1);

        assert_true(high > low && high - low <= low / 32.0);
        assert_int_equal(mnz_histogram_bucket(low), i);
        assert_int_equal(mnz_histogram_bucket(nextafter(high, 0.0)), i);
    }
    assert_true(mnz_histogram_edge(0) == 0x1p-20);
    assert_true(mnz_histogram_edge(MNZ_HISTOGRAM_BUCKETS) == 0x1p50);
}

static void
values_outside_the_range_count_at_its_ends(void **state)
{
    (void)state;
    assert_int_equal(mnz_histogram_bucket(5e-324), 0);
    assert_int_equal(mnz_histogram_bucket(1e-9), 0);
    assert_int_equal(mnz_histogram_bucket(0x1p50), MNZ_HISTOGRAM_BUCKETS - 1);
    assert_int_equal(mnz_histogram_bucket(1e300), MNZ_HISTOGRAM_BUCKETS - 1);
    assert_int_equal(mnz_histogram_bucket(INFINITY), MNZ_HISTOGRAM_BUCKETS - 1);
}

static void
order_statistics_agree_with_sorting(void **state)
{
    enum { N = 5000 };
    static double values[N];
    uint64_t seed = 1;
    struct sample s;
    double before = 0.0;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] =
            next_number(&seed) < 0.2 ? 0.0 : exp(6.0 * next_number(&seed) - 3.0);
    sample_init(&s, values, N, 0);
    qsort(values, N, sizeof *values, ascending);
    for (uint64_t k = 1; k <= N; k++) {
        const double got = mnz_histogram_order(&s.view, k);

        assert_close(got, values[k - 1], 1.0 / 32.0);
        assert_true(got >= before);
        before = got;
    }
    assert_true(mnz_histogram_order(&s.view, 1) == values[0]);
    assert_true(mnz_histogram_order(&s.view, N) == values[N - 1]);
    mnz_histogram_pool_finish(&s.pool);
}

static void
interpolation_is_far_better_than_a_bucket_on_a_smooth_sample(void **state)
{
    enum { N = 32000 };
    static double values[N];
    struct sample s;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = 1.0 + (i + 0.5) / N;
    sample_init(&s, values, N, 0);
    /* The outermost buckets give up the exact extremes, which shifts the others a bit.
     */
    for (uint64_t k = 1; k <= N; k += 37)
        assert_near(mnz_histogram_order(&s.view, k), values[k - 1], 1.0 / N);
    for (uint64_t k = N / 32 + 1; k <= N / 32 * 31; k += 37)
        assert_near(mnz_histogram_order(&s.view, k), values[k - 1], 1e-12);
    mnz_histogram_pool_finish(&s.pool);
}

static void
the_extremes_are_taken_out_of_their_buckets(void **state)
{
    const double values[] = {1.0, 1.01, 1.02};
    struct sample s;

    (void)state;
    sample_init(&s, values, 3, 0);
    for (uint64_t k = 1; k <= 3; k++)
        assert_close(mnz_histogram_order(&s.view, k), values[k - 1], 1e-15);
    assert_close(mnz_histogram_top_mean(&s.view, 3), 1.01, 1e-15);
    mnz_histogram_pool_finish(&s.pool);
}

static void
values_that_are_all_the_same_are_exact(void **state)
{
    const double values[] = {0.7, 0.7, 0.7, 0.7, 0.7}, tiny[] = {1e-12, 1e-12, 1e-12};
    struct sample s;

    (void)state;
    sample_init(&s, values, 5, 0);
    for (uint64_t k = 1; k <= 5; k++)
        assert_true(mnz_histogram_order(&s.view, k) == 0.7);
    mnz_histogram_pool_finish(&s.pool);
    sample_init(&s, tiny, 3, 0);
    assert_true(mnz_histogram_order(&s.view, 2) == 1e-12);
    mnz_histogram_pool_finish(&s.pool);
}

static void
whole_numbers_below_64_are_exact(void **state)
{
    enum { N = 4000 };
    static double values[N];
    uint64_t seed = 2;
    struct sample s;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = floor(64.0 * next_number(&seed));
    sample_init(&s, values, N, 1);
    qsort(values, N, sizeof *values, ascending);
    for (uint64_t k = 1; k <= N; k++)
        assert_true(mnz_histogram_order(&s.view, k) == values[k - 1]);
    for (int threshold = 0; threshold < 64; threshold++) {
        uint64_t above = 0;

        for (int i = 0; i < N; i++)
            above += values[i] > threshold;
        assert_int_equal(mnz_histogram_above(&s.view, threshold), above);
    }
    mnz_histogram_pool_finish(&s.pool);
}

/* Of whole numbers so large that the lowest ones share a slot, none becomes 0. */
static void
whole_numbers_are_never_read_as_zeros(void **state)
{
    const double values[] = {0.0, 1.0, 1.0, 1.0, 20000.0};
    struct sample s;

    (void)state;
    sample_init(&s, values, 5, 1);
    assert_int_equal(mnz_histogram_above(&s.view, 0.0), 4);
    assert_true(mnz_histogram_order(&s.view, 2) == 1.0);
    mnz_histogram_pool_finish(&s.pool);
}

static void
whole_numbers_above_64_stay_whole(void **state)
{
    enum { N = 1000 };
    static double values[N];
    uint64_t seed = 3;
    struct sample s;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = 64.0 + floor(400.0 * next_number(&seed));
    sample_init(&s, values, N, 1);
    qsort(values, N, sizeof *values, ascending);
    for (uint64_t k = 1; k <= N; k++) {
        const double got = mnz_histogram_order(&s.view, k);

        assert_true(got == floor(got));
        assert_close(got, values[k - 1], 1.0 / 32.0);
    }
    mnz_histogram_pool_finish(&s.pool);
}

static void
counts_what_is_above_a_threshold(void **state)
{
    enum { N = 10000 };
    static double values[N];
    struct sample s;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = i < 2000 ? 0.0 : i < 3000 ? 1.0 : (i - 3000 + 0.5) / 7000.0;
    sample_init(&s, values, N, 0);
    assert_int_equal(mnz_histogram_above(&s.view, -1.0), N);
    assert_int_equal(mnz_histogram_above(&s.view, 0.0), 8000);
    assert_int_equal(mnz_histogram_above(&s.view, 1.0), 0);
    assert_int_equal(mnz_histogram_above(&s.view, 2.0), 0);
    for (double threshold = 0.013; threshold < 0.98; threshold += 0.0173)
        assert_near((double)mnz_histogram_above(&s.view, threshold),
                    1000.0 + 7000.0 * (1.0 - threshold), 2.0);
    mnz_histogram_pool_finish(&s.pool);
}

static void
the_mean_of_the_greatest_agrees_with_sorting(void **state)
{
    enum { N = 3000 };
    static double values[N];
    uint64_t seed = 4;
    double sum = 0.0;
    struct sample s;

    (void)state;
    for (int i = 0; i < N; i++)
        values[i] = next_number(&seed) < 0.3 ? 0.0 : 50.0 * next_number(&seed);
    sample_init(&s, values, N, 0);
    qsort(values, N, sizeof *values, ascending);
    for (int top = 1; top <= N; top++) {
        sum += values[N - top];
        assert_close(mnz_histogram_top_mean(&s.view, top), sum / top, 0.004);
    }
    /* The last one in part: half of the second greatest. */
    assert_close(mnz_histogram_top_mean(&s.view, 1.5),
                 (values[N - 1] + 0.5 * values[N - 2]) / 1.5, 1.0 / 32.0);
    assert_true(mnz_histogram_top_mean(&s.view, 0.25) == values[N - 1]);
    mnz_histogram_pool_finish(&s.pool);
}

static void
memory_does_not_grow_with_the_number_of_values(void **state)
{
    struct mnz_histogram_pool pool = {0};
    struct mnz_histogram histogram = {0};
    uint64_t seed = 5;

    (void)state;
    for (int i = 0; i < 400000; i++) {
        const double value = ldexp(1.0 + next_number(&seed), i % 90 - 30);

        assert_int_equal(add_values(&pool, &histogram, &value, 1), MNZ_OK);
        assert_int_equal(mnz_histogram_pool_bytes(&pool), mnz_histogram_block_bytes());
    }
    mnz_histogram_pool_finish(&pool);
}

static void
zeros_alone_take_no_memory(void **state)
{
    const double zeros[] = {0.0, -0.0, 0.0};
    struct mnz_histogram_pool pool = {0};
    struct mnz_histogram histogram = {0};

    (void)state;
    assert_int_equal(add_values(&pool, &histogram, zeros, 3), MNZ_OK);
    assert_int_equal(histogram.zeros, 3);
    assert_int_equal(mnz_histogram_pool_bytes(&pool), 0);
}

/* Values from 2^-24 to 2^24, the greatest ones late or early. */
static void
fill_widely(double *values, size_t count, int rises)
{
    uint64_t seed = 6;

    for (size_t i = 0; i < count; i++) {
        const size_t at = rises ? i : count - 1 - i;
        const double reach = 48.0 * (double)i / (double)count;

        values[at] = exp2(reach * next_number(&seed) - 24.0);
    }
}

static void
low_values_are_off_by_little_of_the_greatest(void **state)
{
    enum { N = 4000 };
    static double values[N];
    struct sample s;

    (void)state;
    fill_widely(values, N, 1);
    sample_init(&s, values, N, 0);
    qsort(values, N, sizeof *values, ascending);
    for (uint64_t k = 1; k <= N; k++) {
        const double got = mnz_histogram_order(&s.view, k), is = values[k - 1];

        assert_true(fabs(got - is) <= fmax(is / 32.0, values[N - 1] / 8192.0));
    }
    mnz_histogram_pool_finish(&s.pool);
}

/* Every answer of a histogram of all values, added in whatever order or merged. */
static void
assert_same_answers(const struct sample *a, const struct sample *b, uint64_t count)
{
    assert_int_equal(a->histogram.top, b->histogram.top);
    for (uint32_t slot = 0; slot < MNZ_HISTOGRAM_SLOTS; slot++)
        assert_int_equal(mnz_histogram_count_at(&a->pool, &a->histogram, slot),
                         mnz_histogram_count_at(&b->pool, &b->histogram, slot));
    for (uint64_t k = 1; k <= count; k++)
        assert_true(mnz_histogram_order(&a->view, k) ==
                    mnz_histogram_order(&b->view, k));
    for (int e = -30; e < 30; e++)
        assert_int_equal(mnz_histogram_above(&a->view, ldexp(1.3, e)),
                         mnz_histogram_above(&b->view, ldexp(1.3, e)));
}

static void
the_order_of_values_does_not_matter(void **state)
{
    enum { N = 3000 };
    static double rising[N], falling[N];
    struct sample up, down, merged, part;

    (void)state;
    fill_widely(rising, N, 1);
    fill_widely(falling, N, 0);
    sample_init(&up, rising, N, 0);
    sample_init(&down, falling, N, 0);
    assert_same_answers(&up, &down, N);
    /* Parts of 7 values, the lowest and then the highest first. */
    for (int from_above = 0; from_above < 2; from_above++) {
        sample_init(&merged, rising, N, 0);
        mnz_histogram_pool_finish(&merged.pool);
        merged.histogram = (struct mnz_histogram){0};
        for (int i = 0; i < N; i += 7) {
            const int first = from_above ? N - 7 - i : i;
            const int begin = first < 0 ? 0 : first;
            const int end = first + 7 > N ? N : first + 7;

            sample_init(&part, &rising[begin], (size_t)(end - begin), 0);
            assert_int_equal(mnz_histogram_merge(&merged.pool, &merged.histogram,
                                                 &part.pool, &part.histogram,
                                                 (uint64_t)N),
                             MNZ_OK);
            mnz_histogram_pool_finish(&part.pool);
        }
        assert_same_answers(&up, &merged, N);
        mnz_histogram_pool_finish(&merged.pool);
    }
    mnz_histogram_pool_finish(&up.pool);
    mnz_histogram_pool_finish(&down.pool);
}

/* Values added or merged into counts of 64 bits, under a top that rises. */
static void
wide_counts_count_alike(void **state)
{
    enum { N = 500 };
    static double values[N];
    struct sample narrow, wide, merged, part;

    (void)state;
    fill_widely(values, N, 1);
    sample_init(&narrow, values, N, 0);
    sample_init(&wide, values, 1, 0);
    assert_int_equal(mnz_histogram_make_ready(&wide.pool, &wide.histogram, values[0],
                                              (uint64_t)1 << 32),
                     MNZ_OK);
    assert_true(wide.pool.is_wide);
    assert_int_equal(add_values(&wide.pool, &wide.histogram, values + 1, N - 1),
                     MNZ_OK);
    wide.view = narrow.view;
    wide.view.pool = &wide.pool;
    wide.view.histogram = &wide.histogram;
    assert_same_answers(&narrow, &wide, N);
    /* From either into either; halves of the values have unequal tops. */
    for (int k = 0; k < 2; k++) {
        sample_init(&merged, values, N / 2, 0);
        if (k == 1)
            assert_int_equal(mnz_histogram_make_ready(&merged.pool, &merged.histogram,
                                                      values[0], (uint64_t)1 << 32),
                             MNZ_OK);
        sample_init(&part, values + N / 2, N / 2, 0);
        if (k == 0)
            assert_int_equal(mnz_histogram_make_ready(&part.pool, &part.histogram,
                                                      values[N / 2], (uint64_t)1 << 32),
                             MNZ_OK);
        assert_int_equal(mnz_histogram_merge(&merged.pool, &merged.histogram,
                                             &part.pool, &part.histogram, N),
                         MNZ_OK);
        merged.view = narrow.view;
        merged.view.pool = &merged.pool;
        merged.view.histogram = &merged.histogram;
        assert_same_answers(&narrow, &merged, N);
        mnz_histogram_pool_finish(&part.pool);
        mnz_histogram_pool_finish(&merged.pool);
    }
    mnz_histogram_pool_finish(&narrow.pool);
    mnz_histogram_pool_finish(&wide.pool);
}

/* Doubling by merging to and fro passes 32 bits in little time. */
static void
counts_pass_32_bits(void **state)
{
    const double values[] = {0.0, 0.3, 0.3, 7.0};
    struct sample a, b;
    uint64_t fibonacci_a = 4, fibonacci_b = 4;

    (void)state;
    sample_init(&a, values, 4, 0);
    sample_init(&b, values, 4, 0);
    for (int i = 0; i < 28; i++) {
        fibonacci_a += fibonacci_b;
        assert_int_equal(mnz_histogram_merge(&a.pool, &a.histogram, &b.pool,
                                             &b.histogram, fibonacci_a),
                         MNZ_OK);
        fibonacci_b += fibonacci_a;
        assert_int_equal(mnz_histogram_merge(&b.pool, &b.histogram, &a.pool,
                                             &a.histogram, fibonacci_b),
                         MNZ_OK);
    }
    assert_true(fibonacci_b > (uint64_t)1 << 40);
    assert_true(b.pool.is_wide);
    b.view.count = fibonacci_b;
    assert_int_equal(mnz_histogram_above(&b.view, 0.0), fibonacci_b / 4 * 3);
    assert_int_equal(mnz_histogram_above(&b.view, 1.0), fibonacci_b / 4);
    assert_close(mnz_histogram_order(&b.view, fibonacci_b / 4), 0.0, 0.0);
    assert_close(mnz_histogram_order(&b.view, fibonacci_b / 4 + 1), 0.3, 1.0 / 32.0);
    assert_close(mnz_histogram_order(&b.view, fibonacci_b / 4 * 3), 0.3, 1.0 / 32.0);
    assert_close(mnz_histogram_order(&b.view, fibonacci_b / 4 * 3 + 1), 7.0,
                 1.0 / 32.0);
    mnz_histogram_pool_finish(&a.pool);
    mnz_histogram_pool_finish(&b.pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_is_at_most_a_thirty_second_of_its_value_wide),
        cmocka_unit_test(values_outside_the_range_count_at_its_ends),
        cmocka_unit_test(order_statistics_agree_with_sorting),
        cmocka_unit_test(interpolation_is_far_better_than_a_bucket_on_a_smooth_sample),
        cmocka_unit_test(the_extremes_are_taken_out_of_their_buckets),
        cmocka_unit_test(values_that_are_all_the_same_are_exact),
        cmocka_unit_test(whole_numbers_below_64_are_exact),
        cmocka_unit_test(whole_numbers_are_never_read_as_zeros),
        cmocka_unit_test(whole_numbers_above_64_stay_whole),
        cmocka_unit_test(counts_what_is_above_a_threshold),
        cmocka_unit_test(the_mean_of_the_greatest_agrees_with_sorting),
        cmocka_unit_test(memory_does_not_grow_with_the_number_of_values),
        cmocka_unit_test(low_values_are_off_by_little_of_the_greatest),
        cmocka_unit_test(the_order_of_values_does_not_matter),
        cmocka_unit_test(wide_counts_count_alike),
        cmocka_unit_test(zeros_alone_take_no_memory),
        cmocka_unit_test(counts_pass_32_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
