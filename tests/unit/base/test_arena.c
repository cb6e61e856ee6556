#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/arena.h"

static void
pieces_are_cleared_and_aligned(void **state)
{
    struct mnz_arena arena = {0};

    (void)state;
    for (size_t size = 1; size < 5000; size = size * 3 / 2 + 1) {
        unsigned char *p = mnz_arena_alloc(&arena, size, 1);

        assert_non_null(p);
        assert_int_equal((uintptr_t)p % (size >= 64 ? 64 : _Alignof(max_align_t)), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, size);
    }
    mnz_arena_finish(&arena);
}

static void
pieces_do_not_overlap(void **state)
{
    enum { N = 2000 };
    static unsigned char *pieces[N];
    struct mnz_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < N; i++) {
        pieces[i] = mnz_arena_alloc(&arena, 1 + i % 97, 1 + i % 5);
        memset(pieces[i], (int)(i % 251), (1 + i % 97) * (1 + i % 5));
    }
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < (1 + i % 97) * (1 + i % 5); j++)
            assert_int_equal(pieces[i][j], i % 251);
    mnz_arena_finish(&arena);
}

static void
overflowing_sizes_give_null(void **state)
{
    struct mnz_arena arena = {0};

    (void)state;
    assert_null(mnz_arena_alloc(&arena, SIZE_MAX, 2));
    assert_null(mnz_arena_alloc(&arena, SIZE_MAX / 2, 3));
    assert_null(mnz_arena_alloc(&arena, SIZE_MAX - 8, 1));
    assert_int_equal(mnz_arena_bytes(&arena), 0);
}

static void
it_remembers_that_it_has_failed_until_it_is_emptied(void **state)
{
    struct mnz_arena arena = {0};

    (void)state;
    assert_non_null(mnz_arena_alloc(&arena, 1, 8));
    assert_false(mnz_arena_has_failed(&arena));
    assert_null(mnz_arena_alloc(&arena, SIZE_MAX, 2));
    assert_non_null(mnz_arena_strdup(&arena, "a"));
    assert_true(mnz_arena_has_failed(&arena));
    mnz_arena_finish(&arena);
    assert_false(mnz_arena_has_failed(&arena));
    assert_null(mnz_arena_alloc(&arena, SIZE_MAX - 8, 1));
    assert_true(mnz_arena_has_failed(&arena));
    mnz_arena_finish(&arena);
    assert_null(mnz_arena_strndup(&arena, "a", SIZE_MAX));
    assert_true(mnz_arena_has_failed(&arena));
}

static void
nothing_is_a_pointer(void **state)
{
    struct mnz_arena arena = {0};

    (void)state;
    assert_non_null(mnz_arena_alloc(&arena, 0, 8));
    mnz_arena_finish(&arena);
}

static void
texts_are_copied(void **state)
{
    struct mnz_arena arena = {0};
    char source[] = "dysprosium";
    char *copy = mnz_arena_strdup(&arena, source);

    (void)state;
    source[0] = 'x';
    assert_string_equal(copy, "dysprosium");
    assert_string_equal(mnz_arena_strndup(&arena, "terbium", 3), "ter");
    assert_string_equal(mnz_arena_printf(&arena, "%s-%d", "a", 7), "a-7");
    mnz_arena_finish(&arena);
}

static void
a_big_piece_leaves_the_rest_of_a_chunk_in_use(void **state)
{
    struct mnz_arena arena = {0};
    size_t after_big;

    (void)state;
    mnz_arena_alloc(&arena, 8, 1);
    mnz_arena_alloc(&arena, 1 << 20, 1);
    after_big = mnz_arena_bytes(&arena);
    mnz_arena_alloc(&arena, 8, 1);
    assert_int_equal(mnz_arena_bytes(&arena), after_big);
    mnz_arena_finish(&arena);
    assert_int_equal(mnz_arena_bytes(&arena), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_cleared_and_aligned),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(overflowing_sizes_give_null),
        cmocka_unit_test(it_remembers_that_it_has_failed_until_it_is_emptied),
        cmocka_unit_test(nothing_is_a_pointer),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(a_big_piece_leaves_the_rest_of_a_chunk_in_use),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
