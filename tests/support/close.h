#ifndef TESTS_SUPPORT_CLOSE_H
#define TESTS_SUPPORT_CLOSE_H

#include <math.h>
#include <stdio.h>

/* Include after <cmocka.h> and its headers. */

/* Whether two numbers agree to `rtol` of the larger; equal infinities do, NaN never. */
static inline int
is_close(double actual, double expected, double rtol)
{
    const double larger = fmax(fabs(actual), fabs(expected));

    return actual == expected ||
           (larger <= 1e300 && fabs(actual - expected) <= rtol * larger);
}

/* Fail, saying both numbers, unless they agree to `rtol` of the larger. */
#define assert_close(actual, expected, rtol)                                           \
    do {                                                                               \
        const double actual_ = (actual), expected_ = (expected);                       \
                                                                                       \
        if (!is_close(actual_, expected_, (rtol))) {                                   \
            print_error("%s is %.17g, not %.17g\n", #actual, actual_, expected_);      \
            fail();                                                                    \
        }                                                                              \
    } while (0)

/* Fail unless they differ by at most `atol`: for an expected value of 0. */
#define assert_near(actual, expected, atol)                                            \
    do {                                                                               \
        const double actual_ = (actual), expected_ = (expected);                       \
                                                                                       \
        if (!(fabs(actual_ - expected_) <= (atol))) {                                  \
            print_error("%s is %.17g, not %.17g\n", #actual, actual_, expected_);      \
            fail();                                                                    \
        }                                                                              \
    } while (0)

#endif
