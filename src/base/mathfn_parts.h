#ifndef MNZ_BASE_MATHFN_PARTS_H
#define MNZ_BASE_MATHFN_PARTS_H

/*
 * Constants of exp and log in base/mathfn.c, shared with code that makes the same steps
 * on several numbers at once and must give the same bits.
 */

/* ln 2 in two parts: the first has 32 bits, so that small whole multiples are exact. */
#define MNZ_LN2_HIGH 6.93147180369123816490e-01
#define MNZ_LN2_LOW 1.90821492927058770002e-10
#define MNZ_INV_LN2 1.44269504088896338700

/* 1/13!, 1/12!, ..., 1/2!: of exp's Taylor series, without its first two terms. */
#define MNZ_INVERSE_FACTORIALS                                                         \
    {                                                                                  \
        1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0,      \
            1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0,     \
            1.0 / 24.0, 1.0 / 6.0, 0.5                                                 \
    }

/* log m = 2 atanh(s), by s^23 / 23 at last, for m up to the second number. */
#define MNZ_LOG_TERMS 11
#define MNZ_SQRT2 1.4142135623730951

/* 2^27 + 1: splits a double into halves of 26 bits (Dekker). */
#define MNZ_SPLITTER 134217729.0

#endif
