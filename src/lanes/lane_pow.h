#ifndef MNZ_LANES_LANE_POW_H
#define MNZ_LANES_LANE_POW_H

#include "lanes/lanes.h"

/*
 * x to the power y in every lane, for 0 < x < infinity: the bits that mnz_pow of
 * base/mathfn.h gives, by the same operations in the same order. No other function of
 * the step needs more than + - * /. Each kernel unit has its own copy, from lane_pow.c.
 */
static mnz_lane mnz_lane_pow(mnz_lane x, mnz_lane y);

#endif
