/* test_bytes.c - numbers and texts as bytes, whole and broken. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"

static const uint64_t counts[] = {0,          1,
                                  127,        128,
                                  16383,      16384,
                                  UINT32_MAX, (uint64_t)1 << 63,
                                  UINT64_MAX, UINT64_MAX - 1};
static const double doubles[] = {0.0, -0.0, 1.5, -1e300, 0x1p-1074, INFINITY};
enum { NUM_COUNTS = 10, NUM_DOUBLES = 6 };

/* Everything once; the caller's to free. */
static char *
write_all(size_t *length)
{
    struct mnz_byte_writer w;
    char *bytes = NULL;
    FILE *stream = open_memstream(&bytes, length);

    assert_non_null(stream);
    mnz_bytes_begin(&w, stream);
    for (int i = 0; i < NUM_COUNTS; i++)
        mnz_put_count(&w, counts[i]);
    for (unsigned width = 0; width <= 32; width++)
        mnz_put_bits(&w, 0xdeadbeef, width);
    mnz_end_bits(&w);
    for (int i = 0; i < NUM_DOUBLES; i++)
        mnz_put_double(&w, doubles[i]);
    mnz_put_text(&w, "a text");
    mnz_put_text(&w, "");
    assert_int_equal(mnz_bytes_end(&w), MNZ_OK);
    assert_int_equal(fclose(stream), 0);
    return bytes;
}

/* Read everything; whether it is as it was written. */
static int
read_all(struct mnz_byte_reader *r)
{
    char text[7];
    int is_same = 1;

    for (int i = 0; i < NUM_COUNTS; i++)
        is_same &= mnz_take_count(r) == counts[i];
    for (unsigned width = 0; width <= 32; width++)
        is_same &= mnz_take_bits(r, width) ==
                   (uint32_t)(0xdeadbeef & (((uint64_t)1 << width) - 1));
    mnz_leave_bits(r);
    for (int i = 0; i < NUM_DOUBLES; i++) {
        const double value = mnz_take_double(r);

        is_same &= memcmp(&value, &doubles[i], sizeof value) == 0;
    }
    mnz_take_text(r, text, sizeof text);
    is_same &= strcmp(text, "a text") == 0;
    mnz_take_text(r, text, sizeof text);
    return is_same && *text == '\0' && !r->is_broken;
}

static struct mnz_byte_reader
reader_of(const char *bytes, size_t length)
{
    return (struct mnz_byte_reader){.at = (const unsigned char *)bytes,
                                    .end = (const unsigned char *)bytes + length};
}

static void
values_come_back(void **state)
{
    size_t length;
    char *bytes = write_all(&length);
    struct mnz_byte_reader r = reader_of(bytes, length);

    (void)state;
    assert_true(mnz_bytes_are_whole(&r));
    assert_true(read_all(&r));
    assert_true(r.at == r.end);
    assert_int_equal(mnz_take_count(&r), 0);
    assert_true(r.is_broken);
    free(bytes);
}

static void
a_byte_more_or_less_or_another_is_noticed(void **state)
{
    size_t length;
    char *bytes = write_all(&length);

    (void)state;
    for (size_t cut = 0; cut < length; cut++) {
        struct mnz_byte_reader r = reader_of(bytes, cut);

        assert_false(mnz_bytes_are_whole(&r));
    }
    for (size_t i = 0; i < length; i++) {
        struct mnz_byte_reader r = reader_of(bytes, length);

        bytes[i] = (char)(bytes[i] ^ 4);
        assert_false(mnz_bytes_are_whole(&r));
        bytes[i] = (char)(bytes[i] ^ 4);
    }
    for (size_t cut = 0; cut + MNZ_SHA256_TEXT - 1 < length; cut++) {
        struct mnz_byte_reader r = reader_of(bytes, cut);

        assert_false(read_all(&r));
        assert_true(r.is_broken);
    }
    free(bytes);
}

static void
wrong_values_break(void **state)
{
    static const char long_count[] = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02";
    struct mnz_byte_reader r = reader_of(long_count, 10);
    char text[4];

    (void)state;
    assert_int_equal(mnz_take_count(&r), 0);
    assert_true(r.is_broken);
    r = reader_of("\x05", 1);
    assert_int_equal(mnz_take_count_to(&r, 4), 0);
    assert_true(r.is_broken);
    r = reader_of("\x04"
                  "abcd",
                  5); /* no room for the NUL */
    mnz_take_text(&r, text, sizeof text);
    assert_string_equal(text, "");
    assert_true(r.is_broken);
    r = reader_of("\x02"
                  "a\0",
                  3);
    mnz_take_text(&r, text, sizeof text);
    assert_true(r.is_broken);
    r = reader_of("\x06", 1); /* bits that no row of one bit leaves */
    assert_int_equal(mnz_take_bits(&r, 1), 0);
    mnz_leave_bits(&r);
    assert_true(r.is_broken);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back),
        cmocka_unit_test(a_byte_more_or_less_or_another_is_noticed),
        cmocka_unit_test(wrong_values_break),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
