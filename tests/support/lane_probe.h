#ifndef TESTS_SUPPORT_LANE_PROBE_H
#define TESTS_SUPPORT_LANE_PROBE_H

#include <stddef.h>
#include "lanes/isa.h"

/* result[i] = x[i] to the power y[i] by mnz_lane_pow of each instruction set, for a
 * `count` that is a multiple of MNZ_LANES. */
typedef void lane_probe_pow_function(const double *x, const double *y, double *result,
                                     size_t count);
extern lane_probe_pow_function *const lane_probe_pow[MNZ_NUM_ISAS];

#endif
