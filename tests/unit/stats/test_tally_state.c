/* test_tally_state.c - a tally that is written, read back, and goes on. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/fold_values.h"
#include "support/numbers.h"

/* A share, mostly 0; tonnes; USD beyond the sums; months that some trials lack; all 0;
 * no value at all. */
enum { NUM_SERIES = 6, SECTIONED = 4, BATCH = 8, FIRST = 256, ALL = 1024 };

static const enum mnz_metric_unit units[NUM_SERIES] = {MNZ_UNIT_SHARE,  MNZ_UNIT_TONNES,
                                                       MNZ_UNIT_USD,    MNZ_UNIT_MONTHS,
                                                       MNZ_UNIT_TONNES, MNZ_UNIT_SHARE};

static double
value_of(uint32_t series, uint64_t trial)
{
    uint64_t seed = 1000 * trial + series;
    const double u = next_number(&seed);

    switch (series) {
    case 0:
        return u < 0.7 ? 0.0 : u * u;
    case 1:
        return 1e3 + 1e5 * u * u;
    case 2:
        return trial % 7 == 0 ? 1e18 : 1e11 * u;
    case 3:
        return trial % 3 == 0 ? (double)NAN : floor(36.0 * u);
    case 4:
        return 0.0;
    default:
        return NAN;
    }
}

static struct mnz_tally *
new_tally(uint32_t replicates)
{
    struct mnz_tally *tally;

    assert_int_equal(mnz_tally_create(NUM_SERIES, units, replicates, SECTIONED, &tally),
                     MNZ_OK);
    return tally;
}

static void
add_trials(struct mnz_tally *tally, uint32_t replicates, uint64_t from, uint64_t end)
{
    for (uint64_t first = from; first < end; first += BATCH)
        for (uint32_t series = 0; series < NUM_SERIES; series++) {
            double values[BATCH];

            for (uint64_t i = 0; i < BATCH; i++)
                values[i] = value_of(series, first + i);
            fold_values(tally, replicates, series, first, values, BATCH);
        }
}

/* The caller's to free. */
static char *
bytes_of(const struct mnz_tally *tally, size_t *length)
{
    struct mnz_byte_writer w;
    char *bytes = NULL;
    FILE *stream = open_memstream(&bytes, length);

    assert_non_null(stream);
    mnz_bytes_begin(&w, stream);
    mnz_tally_write(tally, &w);
    assert_int_equal(mnz_bytes_end(&w), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    *length -= MNZ_SHA256_TEXT - 1;
    return bytes;
}

static enum mnz_status
read_into(struct mnz_tally *tally, uint64_t trials, const char *bytes, size_t length)
{
    struct mnz_byte_reader r = {.at = (const unsigned char *)bytes,
                                .end = (const unsigned char *)bytes + length};
    const enum mnz_status st = mnz_tally_read(tally, trials, &r);

    return !st && (r.is_broken || r.at != r.end) ? MNZ_ERR_INPUT : st;
}

/* Written after some trials and read back, then with the others, it is the tally of all
 * trials to the byte. */
static void
goes_on_as_if_it_had_not_stopped(void **state)
{
    (void)state;
    for (uint32_t replicates = 1; replicates <= 16; replicates += 15) {
        struct mnz_tally *begun = new_tally(replicates), *on = new_tally(replicates);
        struct mnz_tally *whole = new_tally(replicates);
        size_t length, of_on, of_whole;
        char *bytes, *a, *b;

        add_trials(begun, replicates, 0, FIRST);
        bytes = bytes_of(begun, &length);
        assert_int_equal(read_into(on, FIRST, bytes, length), MNZ_OK);
        add_trials(on, replicates, FIRST, ALL);
        add_trials(whole, replicates, 0, ALL);
        for (uint32_t series = 0; series < NUM_SERIES; series++) {
            struct mnz_summary x, y;

            memset(&x, 0, sizeof x);
            memset(&y, 0, sizeof y);
            mnz_tally_summary(on, series, &x);
            mnz_tally_summary(whole, series, &y);
            assert_memory_equal(&x, &y, sizeof x);
        }
        a = bytes_of(on, &of_on);
        b = bytes_of(whole, &of_whole);
        assert_int_equal(of_on, of_whole);
        assert_memory_equal(a, b, of_on);
        free(bytes);
        free(a);
        free(b);
        mnz_tally_destroy(begun);
        mnz_tally_destroy(on);
        mnz_tally_destroy(whole);
    }
}

/* Bytes that lack their end, or differ in any bit, are refused or make a tally that can
 * be read. */
static void
damaged_bytes_harm_nobody(void **state)
{
    struct mnz_tally *tally = new_tally(16), *copy;
    uint32_t refused = 0;
    size_t length;
    char *bytes;

    (void)state;
    add_trials(tally, 16, 0, 64);
    bytes = bytes_of(tally, &length);
    for (size_t cut = 0; cut < length; cut += 7) {
        copy = new_tally(16);
        assert_int_equal(read_into(copy, 64, bytes, cut), MNZ_ERR_INPUT);
        mnz_tally_destroy(copy);
    }
    for (size_t i = 0; i < 8 * length; i += 19) {
        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
        copy = new_tally(16);
        if (read_into(copy, 64, bytes, length) == MNZ_OK)
            for (uint32_t series = 0; series < NUM_SERIES; series++) {
                struct mnz_summary s;

                mnz_tally_summary(copy, series, &s);
                assert_true(s.trials == 0 || s.min <= s.max);
                assert_true(s.trials <= 64);
            }
        else
            refused++;
        mnz_tally_destroy(copy);
        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
    }
    assert_true(refused > length / 19);
    copy = new_tally(16);
    assert_int_equal(read_into(copy, 63, bytes, length), MNZ_ERR_INPUT);
    mnz_tally_destroy(copy);
    free(bytes);
    mnz_tally_destroy(tally);
}

/* Counts beyond 32 bits, and one that is far above its neighbours. */
static void
any_count_comes_back(void **state)
{
    struct mnz_tally *tally = new_tally(1), *copy;
    size_t length, of_copy;
    char *bytes, *again;

    (void)state;
    add_trials(tally, 1, 0, 64);
    for (int i = 0; i < 40; i++) { /* twice as many each time */
        copy = new_tally(1);
        bytes = bytes_of(tally, &length);
        assert_int_equal(read_into(copy, UINT64_C(1) << 48, bytes, length), MNZ_OK);
        again = bytes_of(copy, &of_copy);
        assert_int_equal(of_copy, length);
        assert_memory_equal(bytes, again, length);
        assert_int_equal(mnz_tally_merge(tally, copy), MNZ_OK);
        mnz_tally_destroy(copy);
        free(bytes);
        free(again);
    }
    mnz_tally_destroy(tally);
}

static void
parts_that_have_all_values_are_a_sum(void **state)
{
    struct mnz_tally *all = new_tally(16);
    struct mnz_tally *parts[] = {new_tally(16), new_tally(16)};

    (void)state;
    add_trials(all, 16, 0, ALL);
    add_trials(parts[0], 16, 0, FIRST);
    add_trials(parts[1], 16, FIRST, ALL);
    assert_true(mnz_tally_is_sum(all, parts, 2));
    assert_false(mnz_tally_is_sum(all, parts, 1));
    assert_false(mnz_tally_is_sum(all, parts, 0));
    mnz_tally_destroy(all);
    mnz_tally_destroy(parts[0]);
    mnz_tally_destroy(parts[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goes_on_as_if_it_had_not_stopped),
        cmocka_unit_test(damaged_bytes_harm_nobody),
        cmocka_unit_test(any_count_comes_back),
        cmocka_unit_test(parts_that_have_all_values_are_a_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
