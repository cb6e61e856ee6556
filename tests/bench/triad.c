/* triad.c - compiled once for each instruction set, which MNZ_ISA names. */

#include "triad.h"

#include "lanes/lanes.h"

#define bench_triad MNZ_ISA_NAME(bench_triad)

void
bench_triad(double *a, const double *b, const double *c, size_t count, size_t times)
{
    mnz_lane *to = (mnz_lane *)a;
    const mnz_lane *left = (const mnz_lane *)b, *right = (const mnz_lane *)c;

    for (size_t k = 0; k < times; k++) {
        for (size_t i = 0; i < count; i += 4) {
            to[i] = left[i] + 0.5 * right[i];
            to[i + 1] = left[i + 1] + 0.5 * right[i + 1];
            to[i + 2] = left[i + 2] + 0.5 * right[i + 2];
            to[i + 3] = left[i + 3] + 0.5 * right[i + 3];
        }
        __asm__ volatile("" ::: "memory"); /* every round is made */
    }
}
