#ifndef MNZ_REPORT_SCALE_H
#define MNZ_REPORT_SCALE_H

#include <stdio.h>

/* How a screen writes numbers of a unit: divided by `unit`, with `text` after them. */
struct mnz_scale {
    double unit;
    const char *text;
};

/* Shares in per cent, money in millions or billions; `greatest` of the numbers. */
struct mnz_scale mnz_scale_of(const char *unit, double greatest);

/* A number in `width` columns, with three digits; `sign` writes a plus too. */
void mnz_scale_print(FILE *stream, double value, struct mnz_scale scale, int width,
                     int sign);

#endif
