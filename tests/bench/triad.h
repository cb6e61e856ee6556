#ifndef TESTS_BENCH_TRIAD_H
#define TESTS_BENCH_TRIAD_H

#include <stddef.h>
#include "engine/isa.h"

/* a = b + x c over `count` lane vectors each, `times` over: what the caches can give to
 * loads and stores that do little else. Compiled for each instruction set, as lanes. */
void bench_triad_plain(double *a, const double *b, const double *c, size_t count,
                       size_t times);
void bench_triad_v4(double *a, const double *b, const double *c, size_t count,
                    size_t times);

#endif
