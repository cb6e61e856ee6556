#ifndef TESTS_SUPPORT_WIDE_H
#define TESTS_SUPPORT_WIDE_H

#include <float.h>

/* Whether long doubles carry more digits than doubles when the program runs: valgrind
 * computes them as doubles, and they are no reference then. */
static inline int
long_double_is_wide(void)
{
    volatile long double one = 1.0L, sum;

    sum = one + (long double)DBL_EPSILON / 4.0L;
    return sum != one;
}

#endif
