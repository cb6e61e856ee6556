/* lane_probe.c - functions on lanes in each instruction set, from plain arrays. */

#include "support/lane_probe.h"

#define DECLARE(isa, suffix) lane_probe_pow_function lane_probe_pow_##suffix;
MNZ_ISAS(DECLARE)

#define ENTRY(isa, suffix) [isa] = lane_probe_pow_##suffix,
lane_probe_pow_function *const lane_probe_pow[MNZ_NUM_ISAS] = {MNZ_ISAS(ENTRY)};
