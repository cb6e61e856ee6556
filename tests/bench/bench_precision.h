#ifndef TESTS_BENCH_PRECISION_H
#define TESTS_BENCH_PRECISION_H

#include "timing.h"

/*
 * The variance of figures over seeds, plain sampling beside other plans, of the total
 * and of the four industries that lose most: of means under the default sampler, of
 * p99 and cvar95 in strata, each with its 95 % interval.
 */
void bench_precision(const struct bench_report *report, const char *scenario,
                     int is_quick);

#endif
