#ifndef MNZ_BASE_CHECKED_H
#define MNZ_BASE_CHECKED_H

#include <stddef.h>

/*
 * Size arithmetic that notices overflow. Each returns 1 and stores the result, or
 * returns 0 and leaves *out alone.
 */
static inline int
mnz_size_add(size_t a, size_t b, size_t *out)
{
    size_t sum;

    if (__builtin_add_overflow(a, b, &sum))
        return 0;
    *out = sum;
    return 1;
}

static inline int
mnz_size_mul(size_t a, size_t b, size_t *out)
{
    size_t product;

    if (__builtin_mul_overflow(a, b, &product))
        return 0;
    *out = product;
    return 1;
}

/*
 * Make room for one more element in an array that malloc gave. Call it as
 *     if (!mnz_grow((void **)&items, &capacity, num_items, sizeof *items)) no memory
 * Returns 0 on overflow or without memory; the array is then as it was. The new room is
 * not cleared.
 */
int mnz_grow(void **items, size_t *capacity, size_t needed, size_t size);

#endif
