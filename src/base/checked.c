/* checked.c - arrays that grow. */

#include "base/checked.h"

#include <stdint.h>
#include <stdlib.h>

int
mnz_grow(void **items, size_t *capacity, size_t needed, size_t size)
{
    size_t target = *capacity ? *capacity : 16;
    size_t bytes;
    void *grown;

    if (needed < *capacity)
        return 1;
    while (target <= needed) {
        if (target > SIZE_MAX / 2)
            return 0;
        target *= 2;
    }
    if (!mnz_size_mul(target, size, &bytes))
        return 0;
    grown = realloc(*items, bytes);
    if (!grown)
        return 0;
    *items = grown;
    *capacity = target;
    return 1;
}
