#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "base/checked.h"

static void
sums_and_products_notice_overflow(void **state)
{
    size_t out = 7;

    (void)state;
    assert_true(mnz_size_add(2, 3, &out));
    assert_int_equal(out, 5);
    assert_true(mnz_size_mul(4, 5, &out));
    assert_int_equal(out, 20);
    assert_false(mnz_size_add(SIZE_MAX, 1, &out));
    assert_false(mnz_size_mul(SIZE_MAX / 2, 3, &out));
    assert_int_equal(out, 20);
}

static void
arrays_grow_and_keep_what_they_hold(void **state)
{
    size_t capacity = 0;
    int *items = NULL;

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        assert_true(mnz_grow((void **)&items, &capacity, i, sizeof *items));
        assert_true(capacity > i);
        items[i] = (int)i;
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    free(items);
}

static void
growing_beyond_memory_leaves_the_array(void **state)
{
    size_t capacity = 0;
    int *items = NULL;

    (void)state;
    assert_true(mnz_grow((void **)&items, &capacity, 0, sizeof *items));
    assert_false(mnz_grow((void **)&items, &capacity, SIZE_MAX - 1, sizeof *items));
    assert_int_equal(capacity, 16);
    free(items);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_products_notice_overflow),
        cmocka_unit_test(arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(growing_beyond_memory_leaves_the_array),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
