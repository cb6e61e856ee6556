#ifndef TESTS_BENCH_TRIAD_H
#define TESTS_BENCH_TRIAD_H

#include <stddef.h>
#include "lanes/isa.h"

/* a = b + x c over `count` lane vectors each, a multiple of 4, `times` over: the
 * rate at which the caches serve loads and stores that do little else. Compiled for
 * each instruction set, as lanes. */
typedef void bench_triad_function(double *a, const double *b, const double *c,
                                  size_t count, size_t times);
#define BENCH_DECLARE_TRIAD(isa, suffix) bench_triad_function bench_triad_##suffix;
MNZ_ISAS(BENCH_DECLARE_TRIAD)

#endif
